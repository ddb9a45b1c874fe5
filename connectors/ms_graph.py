"""Outlook calendars and Microsoft To Do through Microsoft Graph (https://learn.microsoft.com/graph).

It needs an application registration of one's own (a public client with the delegated permissions Calendars.Read and
Tasks.Read, "Allow public client flows" on) and then `dawncast login`.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TypeVar
from urllib.parse import quote

from pydantic import Field

from connectors.base import Collected, ConnectorError, ConnectorType, Listener, Person, SecretAddress, SourceConfig
from connectors.http import Fetcher, StatusError, run
from connectors.items import Event, Item, Task, Window, key_of
from connectors.ms_graph_answers import Folder, Parsed, parse_events, parse_folders, parse_tasks
from connectors.ms_login import Client, device_login, kept, needs_login, refreshed

MOST_BYTES = 16 * 2**20
MOST_PAGES = 20
SIDE_BY_SIDE = 4
"""Requests that Outlook answers at the same time for one mailbox (Graph's throttling limits)."""
ONE, ALL = 0.3, 0.8
"""The shares of the source's time that one request, and all of them, may take."""
AROUND = timedelta(hours=14)
"""All-day events are kept in the mailbox's own zone: they are asked for generously and chosen here."""
EVENTS = {
    "$select": "id,iCalUId,subject,bodyPreview,start,end,isAllDay,isCancelled,showAs,sensitivity,responseStatus,"
    "location,seriesMasterId,originalStart",
    "$top": "250",
}
TASKS = {"$filter": "status ne 'completed'", "$top": "100"}
PREFER = {"Prefer": 'outlook.timezone="UTC"'}
T = TypeVar("T")
M = TypeVar("M", Event, Task)


class GraphConfig(SourceConfig):
    """An application and a tenant ("common": any account); which calendars and lists, by name.

    `calendars` not set: the main one; `lists` not set: all. An empty one means none.
    """

    client_id: str = Field(pattern=r"^[\w-]+$")
    tenant: str = Field(default="common", pattern=r"^[\w.-]+$")
    login: str = Field(default="microsoft", pattern=r"^[\w-]+$")
    calendars: tuple[str, ...] | None = None
    lists: tuple[str, ...] | None = None
    base_url: SecretAddress = "https://graph.microsoft.com"
    login_url: SecretAddress = "https://login.microsoftonline.com"

    @property
    def client(self) -> Client:
        """Who logs in, and where."""
        return Client(f"{self.login_url.rstrip('/')}/{self.tenant}", self.client_id, self.login)


class GraphConnector:
    """Asks each calendar and list by itself, a few at a time, so that one that fails costs itself only."""

    def __init__(self, config: GraphConfig, listener: Listener) -> None:
        self._config = config
        self._login = listener.login

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # everything is asked for anew
        """The window's events and the open tasks. `login` is the new one: each use of it gives another."""
        parts, login = run(self._parts(window))
        return _collected(parts, login)

    async def _parts(self, window: Window) -> tuple[list["_Part"], str]:
        config = self._config
        ends = monotonic() + ALL * config.timeout
        async with Fetcher(seconds=ONE * config.timeout, most_bytes=MOST_BYTES) as fetcher:
            tokens = await refreshed(fetcher, config.client, self._login)
            graph = _Graph(fetcher, config, tokens.access_token, asyncio.Semaphore(SIDE_BY_SIDE), ends)
            found = await asyncio.gather(_calendars(graph, window), _lists(graph, window))
        return [part for parts in found for part in parts], kept(tokens)


def log_in(config: GraphConfig, person: Person) -> str:
    """The device code flow. Raises ConnectorError."""
    return run(device_login(config.client, person, asyncio.sleep))


@dataclass(frozen=True, slots=True)
class _Graph:
    """Graph, for asking; `ends` is when all of it must be done (monotonic)."""

    fetcher: Fetcher
    config: GraphConfig
    token: str = field(repr=False)
    gate: asyncio.Semaphore
    ends: float

    @property
    def root(self) -> str:
        return self.config.base_url.rstrip("/")

    async def all(self, path: str, parse: Callable[[bytes], Parsed[T]], params: dict[str, str]) -> Parsed[T]:
        """All pages of an answer. Raises ConnectorError, ValueError (a plain clause) or TimeoutError."""
        parsed = parse(await self._page(f"{self.root}/v1.0{path}", params))
        found, lost = list(parsed.found), parsed.lost
        for _ in range(MOST_PAGES):
            if parsed.more is None:
                return Parsed(tuple(found), lost)
            if not parsed.more.startswith(f"{self.root}/"):
                raise ValueError("the rest of it is said to be on another server")
            parsed = parse(await self._page(parsed.more, {}))
            found += parsed.found
            lost += parsed.lost
        raise ValueError("it never ends")

    async def _page(self, url: str, params: dict[str, str]) -> bytes:
        headers = {"Authorization": f"Bearer {self.token}", **PREFER}
        async with asyncio.timeout(max(0.0, self.ends - monotonic())), self.gate:
            return (await self.fetcher.get(url, params=params, headers=headers)).body


@dataclass(frozen=True, slots=True)
class _Part:
    """What became of one calendar or list, or of the list of them."""

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    error: ConnectorError | None = None


async def _calendars(graph: _Graph, window: Window) -> list[_Part]:
    named = graph.config.calendars
    params = EVENTS | {"startDateTime": _utc(window.start - AROUND), "endDateTime": _utc(window.end + AROUND)}

    def read(path: str, what: str) -> Awaitable[_Part]:
        return _part(graph, path, what, lambda data: parse_events(data, window), params)

    if named is None:
        return [await read("/me/calendarView", "the Outlook calendar")]
    folders, parts = await _folders(graph, "/me/calendars", named, "calendar") if named else ([], [])
    asked = (read(f"/me/calendars/{_id(one)}/calendarView", f"the calendar “{one.title}”") for one in folders)
    return [*parts, *await asyncio.gather(*asked)]


async def _lists(graph: _Graph, window: Window) -> list[_Part]:
    named = graph.config.lists

    def read(one: Folder) -> Awaitable[_Part]:
        path, what = f"/me/todo/lists/{_id(one)}/tasks", f"the list “{one.title}”"
        return _part(graph, path, what, lambda data: parse_tasks(data, window), TASKS)

    folders, parts = await _folders(graph, "/me/todo/lists", named, "list") if named != () else ([], [])
    return [*parts, *await asyncio.gather(*map(read, folders))]


async def _folders(
    graph: _Graph, path: str, named: tuple[str, ...] | None, kind: str
) -> tuple[list[Folder], list[_Part]]:
    """The calendars or lists to ask, and what went wrong with the others."""
    try:
        folders = (await graph.all(path, parse_folders, {"$top": "100"})).found
    except (ConnectorError, ValueError, TimeoutError) as error:
        return [], [_failed(error, f"the {kind}s", graph.config.login)]
    by_name = {folder.title.casefold(): folder for folder in folders}
    if named is None:
        return list(folders), []
    wanted = [by_name[name.casefold()] for name in named if name.casefold() in by_name]
    missing = (f"Microsoft has no {kind} “{name}”." for name in named if name.casefold() not in by_name)
    return wanted, [_Part(warnings=(why,), error=ConnectorError(why, transient=False)) for why in missing]


async def _part(
    graph: _Graph, path: str, what: str, parse: Callable[[bytes], Parsed[M]], params: dict[str, str]
) -> _Part:
    try:
        parsed = await graph.all(path, parse, params)
    except (ConnectorError, ValueError, TimeoutError) as error:
        return _failed(error, what, graph.config.login)
    lost = (f"{parsed.lost} of the entries of {what} could not be read.",) if parsed.lost else ()
    return _Part(parsed.found, lost)


def _failed(error: Exception, what: str, login: str) -> _Part:
    explained = _explained(error, what, login)
    return _Part(warnings=(str(explained),), error=explained)


def _explained(error: Exception, what: str, login: str) -> ConnectorError:
    """In plain words, what only Microsoft's own answers tell."""
    status = error.status if isinstance(error, StatusError) else 0
    if status == 401:
        return needs_login(login, "Microsoft refuses the login.")
    if status == 403:
        sentence = (
            f"Microsoft does not let Dawncast read {what}. Run: dawncast login {login}, and allow it; at work an "
            "administrator may have to."
        )
        return ConnectorError(sentence, transient=False)
    if status == 404:
        return ConnectorError(f"Microsoft does not find {what}. Does the account have a mailbox?", transient=False)
    if isinstance(error, ConnectorError):
        return error
    why = "it did not come in time" if isinstance(error, TimeoutError) else str(error)
    return ConnectorError(f"Microsoft's answer for {what} could not be read: {why}.", transient=True)


def _collected(parts: list[_Part], login: str) -> Collected:
    if not parts:
        nothing = "The settings name neither calendars nor lists, or there are none. Correct them, or drop this source."
        raise ConnectorError(nothing, transient=False)
    errors = [part.error for part in parts if part.error]
    if len(errors) == len(parts):
        raise errors[0]
    items = {key_of(item): item for part in parts for item in part.items}
    # The same trouble with calendar and lists (no connection, say) is said once.
    warnings = tuple(dict.fromkeys(warning for part in parts for warning in part.warnings))
    return Collected(items=tuple(items.values()), warnings=warnings, complete=not warnings, login=login)


def _id(folder: Folder) -> str:
    return quote(folder.id, safe="")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


CONNECTOR = ConnectorType("ms_graph", GraphConfig, GraphConnector, ("event", "task"), log_in)
