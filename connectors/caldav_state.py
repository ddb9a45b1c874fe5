"""What is kept of a CalDAV account from one collection to the next. Pure."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from connectors.codec import from_json, to_json
from connectors.ical import Box, parse
from connectors.items import Window
from connectors.timebox import TookTooLongError

RELIST = timedelta(days=7)
"""After so long every calendar is listed anew: a server may have forgotten to tell of a change."""
BEFORE = timedelta(days=31)
"""How far before the day asked for an event may have ended and still be kept whole."""
AHEAD_DAYS = 100 * 365
MOST_OF_ONE = 2**20
"""Bytes of one resource; a larger one is not read."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A calendar object resource (RFC 4791 §4.1): its path as the server spells it, its ETag and its iCalendar text.

    The text of one that is over for good is empty; that of one that is too large to be read is None.
    """

    href: str
    etag: str
    data: str | None

    @property
    def key(self) -> str:
        """The path in one spelling: servers do not agree with themselves on what to quote."""
        return key_of(self.href)


@dataclass(frozen=True, slots=True)
class Kept:
    """A calendar as it was last `seen`: its sync token and its `Place.mark`, empty where it has to be listed anew."""

    url: str
    name: str
    token: str
    mark: str
    seen: datetime
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """All of it. `key` is a hash of whose it is; `homes` are where its calendars are listed.

    `listed` is when all of them were last listed from scratch. What had ended before `floor` is kept without its text,
    so that no earlier day can be answered from it.
    """

    key: str
    homes: tuple[str, ...]
    listed: datetime
    floor: date
    calendars: tuple[Kept, ...] = ()

    def copy_of(self, url: str) -> Kept | None:
        """The calendar at that address, as it was last seen."""
        return next((one for one in self.calendars if one.url == url), None)


def key_of(href: str) -> str:
    """A path (or an address, of which only the path counts), unquoted."""
    return same_key(unquote(urlsplit(href).path if "://" in href else href))


def same_key(path: str) -> str:
    """The same of a path that the library has unquoted already, all but the one character it is careful with."""
    return path.replace("%40", "@")


def account_key(url: str, username: str | None) -> str:
    """A hash, because an address may be a secret."""
    return hashlib.sha256(f"{username}\n{url}".encode("utf-8", "backslashreplace")).hexdigest()[:24]


def known(state: bytes, key: str, window: Window) -> Account:
    """What is kept; an empty account where the state is another's, another version's or of a later day."""
    nothing = Account(key, (), datetime.min.replace(tzinfo=UTC), date.min)
    try:
        found = from_json(Account, state) if state else nothing
    except ValueError:
        return nothing
    aware = all(when.tzinfo for when in (found.listed, *(one.seen for one in found.calendars)))
    if found.key != key or not aware or window.first < found.floor:
        return nothing
    return found


def is_stale(account: Account, now: datetime) -> bool:
    """Whether its calendars are to be listed anew (their resources are compared by ETag, not fetched again)."""
    return not timedelta() <= now - account.listed < RELIST


def lightened(account: Account, window: Window, box: Box) -> Account:
    """The account without the texts of what was over a while before the window, for good. `box` as in `parse`."""
    floor = window.first - BEFORE
    wide = replace(window, first=floor, days=AHEAD_DAYS)
    calendars = tuple(
        replace(kept, resources=tuple(_lightened(one, wide, box) for one in kept.resources))
        for kept in account.calendars
    )
    return replace(account, floor=max(floor, account.floor), calendars=calendars)


def to_state(account: Account) -> bytes:
    """What `known` reads."""
    return to_json(account)


def _lightened(resource: Resource, wide: Window, box: Box) -> Resource:
    return replace(resource, data="") if resource.data and _is_over(resource.data, wide, box) else resource


def _is_over(text: str, wide: Window, box: Box) -> bool:
    unfolded = text.replace("\r", "").replace("\n ", "").replace("\n\t", "")
    if "RRULE" in unfolded or "RDATE" in unfolded:
        return False  # to follow a rule for a hundred years would cost more than is saved
    try:
        parsed = parse(text.encode("utf-8", "replace"), wide, (), box)
    except (ValueError, TookTooLongError):
        return False  # it is counted each time
    return not parsed.items and not parsed.warnings
