"""Calendars, to-do lists and chosen states from Home Assistant (https://developers.home-assistant.io/docs/api/rest).

One long-lived access token opens much that has no usable interface of its own: a shared shopping list, the way to
work, a battery that is nearly empty, the next alarm.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from pydantic import StringConstraints

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SecretAddress, SourceConfig
from connectors.homeassistant_answers import Parsed, State, note, parse_events, parse_states, parse_tasks
from connectors.http import Fetcher, StatusError, run
from connectors.items import Item, Window, key_of

MOST_BYTES = 16 * 2**20
SHARE = 0.4
"""Of the source's time, for each of two rounds of questions: what there is, and what is in it."""
REFUSED = frozenset({401, 403})
EntityId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$")]
NEW_TOKEN = "Make a new one there (your profile, Security, Long-lived access tokens) and put it into the settings."  # noqa: S105  # a sentence


class HomeAssistantConfig(SourceConfig):
    """Entity ids; `calendars` and `lists` (to-do lists) are all there are where they are not set, none where empty.

    `sensors` are entities of any kind whose state is told. For an address at home set `allow_private` too.
    """

    base_url: SecretAddress
    token: Secret
    calendars: tuple[EntityId, ...] | None = None
    lists: tuple[EntityId, ...] | None = None
    sensors: tuple[EntityId, ...] = ()


class HomeAssistantConnector:
    """Asks for all states, then each calendar and list by itself, so that a broken one costs itself only."""

    def __init__(self, config: HomeAssistantConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # everything is asked for anew
        """The window's events, the open tasks, and a note for each sensor."""
        try:
            return _collected(run(self._parts(window)))
        except StatusError as error:
            raise _explained(error) from error
        except ValueError as error:
            raise ConnectorError(f"Home Assistant could not be understood: {error}.", transient=True) from error

    async def _parts(self, window: Window) -> list["_Part"]:
        config = self._config
        async with Fetcher(seconds=config.timeout * SHARE, most_bytes=MOST_BYTES) as fetcher:
            home = _Home(fetcher, config.base_url.rstrip("/"), config.token.reveal(), window)
            states = parse_states(await home.get("/api/states"))
            calendars, no_calendars = _there(_chosen("calendar.", config.calendars, states), states)
            lists, no_lists = _there(_chosen("todo.", config.lists, states), states)
            sensors, no_sensors = _there(config.sensors, states)
            found = await asyncio.gather(
                *(_part(home.events, name) for name in calendars), *(_part(home.tasks, name) for name in lists)
            )
        told = [_Part((note(states[name], window),)) for name in sensors]
        return [*found, *told, *no_calendars, *no_lists, *no_sensors]


@dataclass(frozen=True, slots=True)
class _Home:
    """Home Assistant, for asking."""

    fetcher: Fetcher
    address: str
    token: str = field(repr=False)
    window: Window

    async def get(self, path: str, **params: str) -> bytes:
        answer = await self.fetcher.get(f"{self.address}{path}", params=params, headers=self._headers)
        return answer.body

    async def events(self, calendar: str) -> Parsed:
        start, end = self.window.start.isoformat(), self.window.end.isoformat()
        return parse_events(
            await self.get(f"/api/calendars/{quote(calendar)}", start=start, end=end), calendar, self.window
        )

    async def tasks(self, name: str) -> Parsed:
        answer = await self.fetcher.send(
            "POST",
            f"{self.address}/api/services/todo/get_items",
            params={"return_response": "true"},
            json={"entity_id": name, "status": "needs_action"},
            headers=self._headers,
        )
        return parse_tasks(answer.body, name, self.window)

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class _Part:
    """What became of one entity."""

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    failed: bool = False
    transient: bool = False


async def _part(ask: Callable[[str], Awaitable[Parsed]], name: str) -> _Part:
    try:
        parsed = await ask(name)
    except ConnectorError as error:
        if isinstance(error, StatusError) and error.status in REFUSED:
            raise
        return _failed(
            f"Home Assistant could not read {name}. Look at its integration there.", transient=error.transient
        )
    except ValueError as error:
        return _failed(f"What Home Assistant has of {name} could not be read: {error}.", transient=True)
    lost = (f"{parsed.lost} of the entries of {name} could not be read.",) if parsed.lost else ()
    return _Part(parsed.items, lost)


def _failed(why: str, *, transient: bool) -> _Part:
    return _Part(warnings=(why,), failed=True, transient=transient)


def _chosen(domain: str, named: tuple[str, ...] | None, states: Mapping[str, State]) -> tuple[str, ...]:
    return tuple(name for name in sorted(states) if name.startswith(domain)) if named is None else named


def _there(names: Iterable[str], states: Mapping[str, State]) -> tuple[list[str], list[_Part]]:
    """Those that can be asked, and what became of the others: a broken calendar answers as an empty one does."""
    there: list[str] = []
    gone: list[_Part] = []
    for name in dict.fromkeys(names):
        if name not in states:
            gone.append(_failed(f"Home Assistant has no {name}. Correct it in the settings.", transient=False))
        elif states[name].gone:
            why = f"{name} is {states[name].state} in Home Assistant. Look at its integration there."
            gone.append(_failed(why, transient=True))
        else:
            there.append(name)
    return there, gone


def _collected(parts: list[_Part]) -> Collected:
    warnings = tuple(warning for part in parts for warning in part.warnings)
    if not parts:
        nothing = (
            "Home Assistant has no calendars or to-do lists. Name sensors in the settings, or leave this source out."
        )
        raise ConnectorError(nothing, transient=False)
    if all(part.failed for part in parts):
        raise ConnectorError(warnings[0], transient=any(part.transient for part in parts))
    items = {key_of(item): item for part in parts for item in part.items}
    return Collected(items=tuple(items.values()), warnings=warnings, complete=not warnings)


def _explained(error: StatusError) -> ConnectorError:
    """What only Home Assistant itself can mend."""
    if error.status == 401:
        return ConnectorError(f"Home Assistant refuses the token. {NEW_TOKEN}", transient=False, needs_login=True)
    if error.status == 403:
        banned = "Home Assistant refuses this machine, perhaps after too many failed logins. Look at its ip_bans.yaml."
        return ConnectorError(banned, transient=False)
    return error


CONNECTOR = ConnectorType("homeassistant", HomeAssistantConfig, HomeAssistantConnector, ("event", "task", "note"))
