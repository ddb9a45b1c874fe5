"""A whole CalDAV account brought up to date: its calendars side by side, each failing for itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from connectors.base import ConnectorError
from connectors.caldav_server import Place, chosen, find
from connectors.caldav_session import explained
from connectors.caldav_state import Account, Kept, is_stale
from connectors.caldav_sync import Synced, synced
from connectors.items import Window

if TYPE_CHECKING:
    from caldav.aio import AsyncDAVClient

SIDE_BY_SIDE = 4
OUTDATED = timedelta(days=7)
"""After so long the copy of a calendar that cannot be read is no longer told."""
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calendars: by name or path (all, if none is named), and whether those of tasks alone are among them."""

    calendars: tuple[str, ...] = ()
    tasks: bool = True


@dataclass(frozen=True, slots=True)
class Brought:
    """The account as it is now; of its calendars those to be told; `relisted` where all of it was compared anew."""

    account: Account
    told: tuple[Kept, ...]
    warnings: tuple[str, ...]
    complete: bool
    relisted: bool


async def brought(client: "AsyncDAVClient", before: Account, wanted: Wanted, window: Window) -> Brought:
    """What the server has now, where as little as possible is fetched. Raises ConnectorError."""
    host = urlsplit(str(client.url)).hostname or ""
    try:
        homes, places = await find(client, before.homes)
    except Exception as error:
        raise explained(host, error) from error  # the library raises all sorts of things at what servers send
    meant, unknown = chosen([one for one in places if wanted.tasks or "VEVENT" in one.holds], wanted.calendars)
    if unknown and not meant:
        raise ConnectorError(_no_such(host, unknown), transient=False)
    relist = is_stale(before, window.now)
    found = await _side_by_side(client, meant, before, window.now, relist=relist)
    listed = window.now if relist and all(isinstance(one, Synced) for one in found) else before.listed
    now = [_now(place, one, before, window) for place, one in zip(meant, found, strict=True)]
    calendars = tuple(one.kept for one in now if one.kept)
    empty = f"{host} has no calendars for this user. Check address and user name."
    return Brought(
        account=replace(before, homes=homes, listed=listed, calendars=calendars),
        told=tuple(one.kept for one in now if one.kept and one.is_told),
        warnings=(
            *([_no_such(host, unknown)] if unknown else ()),
            *([] if places else [empty]),
            *(warning for one in now for warning in one.warnings),
        ),
        complete=not unknown and not any(one.warnings for one in now),
        relisted=relist,
    )


async def _side_by_side(
    client: "AsyncDAVClient", places: Sequence[Place], before: Account, now: datetime, *, relist: bool
) -> "list[Synced | ConnectorError]":
    """Each calendar as it is now, or why it could not be read. Raises ConnectorError where none could be."""
    some = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(place: Place) -> Synced | ConnectorError:
        try:
            async with some:
                return await synced(client, place, before.copy_of(place.url), now, relist=relist)
        except ConnectorError as error:
            return error

    found = await asyncio.gather(*(one(place) for place in places))
    errors = [one for one in found if isinstance(one, ConnectorError)]
    if errors and len(errors) == len(found):
        raise errors[0]
    return found


@dataclass(frozen=True, slots=True)
class _Now:
    """One calendar: what is kept of it, whether that is told, and what is wrong with it."""

    kept: Kept | None
    is_told: bool
    warnings: tuple[str, ...] = ()


def _now(place: Place, found: Synced | ConnectorError, before: Account, window: Window) -> _Now:
    copy = before.copy_of(place.url)
    name = f'The calendar "{shown(place.name, place.url)}"'
    if isinstance(found, Synced):
        missing = f"{name}: {_entries(found.missing)} could not be fetched."
        cut = f"{name}: its server has named only some of its entries."
        said = (*([missing] if found.missing else ()), *([cut] if not found.whole else ()))
        return _Now(found.kept, True, said)
    if copy is None or window.now - copy.seen > OUTDATED:
        return _Now(copy, False, (f"{name} could not be read: {found}",))
    age = copy.seen.astimezone(window.zone)
    return _Now(copy, True, (f"{name} could not be read and is told as of {age:%Y-%m-%d %H:%M}: {found}",))


def shown(name: str, url: str) -> str:
    """A calendar's name for people, without what a terminal would obey."""
    words = " ".join("".join(one if one.isprintable() else " " for one in name).split())[:MOST_NAME]
    return words or urlsplit(url).path.rstrip("/").rpartition("/")[2]


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"


def _no_such(host: str, words: Sequence[str]) -> str:
    named = ", ".join(f'"{word}"' for word in words)
    return (
        f"{host} has no calendar {named}. Name calendars in the settings as your calendar app shows them, "
        "or by the last part of their addresses."
    )
