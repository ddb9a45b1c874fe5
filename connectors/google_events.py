"""Google Calendar's answers (API v3) → calendars and events. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from connectors.codec import from_json
from connectors.event_times import local, overlaps, recurrence_id, span
from connectors.feed_text import plain
from connectors.google_api import CAMEL_CASE, LOSES_ITSELF, one_line
from connectors.items import Answer, Event, EventStatus, EventType, When, Window

BUSY = "Busy"
"""What is told of an event whose title is not to be seen."""
MOST_NAME, MOST_LINE, MOST_TEXT = 60, 500, 2000
_STATUSES: dict[str, EventStatus] = {"tentative": "tentative", "cancelled": "cancelled"}
_ANSWERS: dict[str, Answer] = {
    "accepted": "accepted",
    "declined": "declined",
    "tentative": "tentative",
    "needsAction": "needs-action",
}
_TYPES: dict[str, EventType] = {
    "birthday": "birthday",
    "focusTime": "focus-time",
    "outOfOffice": "out-of-office",
    "workingLocation": "working-location",
}


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar to be read; `name` is what its owner calls it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ParsedCalendars:
    """A page's calendars that are ticked, and the account's own address (the ID of its primary calendar)."""

    calendars: tuple[Calendar, ...]
    emails: frozenset[str] = frozenset()
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedEvents:
    """A page's events that overlap the window, and how many of its entries could not be read."""

    events: tuple[Event, ...]
    lost: int = 0
    next_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calendar:
    __pydantic_config__ = CAMEL_CASE

    id: str
    summary: str = ""
    summary_override: str = ""
    access_role: str = "reader"
    primary: bool = False
    selected: bool = False
    hidden: bool = False
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calendars:
    __pydantic_config__ = CAMEL_CASE

    kind: Literal["calendar#calendarList"]
    items: tuple[_Calendar, ...] = ()
    next_page_token: str | None = None


@dataclass(frozen=True, slots=True)
class _Time:
    """A day for an all-day event, else a moment."""

    __pydantic_config__ = CAMEL_CASE

    day: Annotated[date | None, Field(alias="date")] = None
    date_time: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Attendee:
    __pydantic_config__ = CAMEL_CASE

    email: str = ""
    is_self: Annotated[bool, Field(alias="self")] = False
    response_status: str = "needsAction"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """An event, or one instance of it. Defaults are left out; of a deleted one there may be no more than its ID."""

    __pydantic_config__ = CAMEL_CASE

    id: str
    i_cal_uid: Annotated[str | None, Field(alias="iCalUID")] = None
    status: str = "confirmed"
    summary: str = ""
    description: str = ""
    location: str = ""
    start: _Time | None = None
    end: _Time | None = None
    end_time_unspecified: bool = False
    original_start_time: _Time | None = None
    transparency: str = "opaque"
    visibility: str = "default"
    attendees: tuple[_Attendee, ...] = ()
    event_type: str = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Events:
    __pydantic_config__ = CAMEL_CASE

    kind: Literal["calendar#events"]
    items: tuple[Annotated[_Event | None, LOSES_ITSELF], ...] = ()
    next_page_token: str | None = None


def parse_calendars(data: bytes) -> ParsedCalendars:
    """A page of the list of calendars. Raises ValueError (a plain clause)."""
    try:
        page = from_json(_Calendars, data)
    except ValueError as error:
        raise ValueError("it is not a list of calendars") from error
    ticked = (one for one in page.items if one.selected and not (one.hidden or one.deleted))
    return ParsedCalendars(
        tuple(Calendar(one.id, _name(one)) for one in ticked if one.access_role != "none"),
        frozenset(one.id.lower() for one in page.items if one.primary),
        page.next_page_token or None,
    )


def _name(calendar: _Calendar) -> str:
    return one_line(calendar.summary_override or calendar.summary, MOST_NAME) or calendar.id


def parse(data: bytes, window: Window, emails: Collection[str]) -> ParsedEvents:
    """A page of events; `emails` (lower case) are the listener's own. Raises ValueError (a plain clause)."""
    try:
        page = from_json(_Events, data)
    except ValueError as error:
        raise ValueError("it is not a list of events") from error
    events, lost = [], 0
    for item in page.items:
        try:
            event = _event(item, window, emails)
            events += [event] if event and overlaps(event, window) else []
        except (ValueError, OverflowError):
            lost += 1
    return ParsedEvents(tuple(events), lost, page.next_page_token or None)


def _event(item: _Event | None, window: Window, emails: Collection[str]) -> Event | None:
    """The event; None for the stub of a deleted one. Raises ValueError or OverflowError where it cannot be read."""
    if item is None:
        raise ValueError("it is not as documented")
    if item.status == "cancelled" and item.start is None:
        return None
    start, end = _when(item.start), None if item.end_time_unspecified else _when(item.end)
    if start is None:
        raise ValueError("it has no start")
    original = _when(item.original_start_time)
    # Google was asked to answer in the listener's zone: a moment without an offset is in it.
    start, end = span(start, end, window.zone)
    return Event(
        uid=item.i_cal_uid or item.id,
        recurrence_id=recurrence_id(local(original, window.zone)) if original else None,
        summary=one_line(item.summary, MOST_LINE) or BUSY,
        start=start,
        end=end,
        all_day=not isinstance(start, datetime),
        location=one_line(item.location, MOST_LINE) or None,
        description=plain(item.description, MOST_TEXT) or None,
        status=_STATUSES.get(item.status, "confirmed"),
        my_answer=_answer(item.attendees, emails),
        transparent=item.transparency == "transparent",
        private=item.visibility in {"private", "confidential"},
        type=_TYPES.get(item.event_type, "default"),
    )


def _when(time: _Time | None) -> When | None:
    return (time.date_time or time.day) if time else None


def _answer(attendees: Collection[_Attendee], emails: Collection[str]) -> Answer | None:
    """The listener's own; in a calendar that is somebody else's, where the listener is not asked, that person's."""
    own = next((one for one in attendees if one.email.lower() in emails), None)
    mine = own or next((one for one in attendees if one.is_self), None)
    return _ANSWERS.get(mine.response_status) if mine else None
