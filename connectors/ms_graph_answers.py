"""What Microsoft Graph answers → events and tasks. Pure.

Fields: https://learn.microsoft.com/graph/api/resources/event and …/resources/todotask.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from connectors.codec import from_json
from connectors.event_times import day_meant, overlaps, recurrence_id, span
from connectors.feed_text import plain
from connectors.ical_zones import zone_of
from connectors.items import Answer, Event, EventStatus, EventType, Task, TaskStatus, When, Window, key_of
from connectors.lenient import OR_NONE

MOST_SUMMARY, MOST_TEXT = 300, 2000
ANSWERS: dict[str | None, Answer] = {
    "organizer": "accepted",
    "accepted": "accepted",
    "declined": "declined",
    "tentativelyAccepted": "tentative",
    "notResponded": "needs-action",
}
TYPES: dict[str | None, EventType] = {"oof": "out-of-office", "workingElsewhere": "working-location"}
PRIORITIES = {"high": 1, "low": 9}
STATUSES: dict[str | None, TaskStatus] = {"inProgress": "in-process", "completed": "completed"}
_GLOBAL_ID = re.compile(r"(040000008200E00074C5B7101A82E008)[0-9A-F]{8}((?:[0-9A-F]{2}){20})((?:[0-9A-F]{2})*)", re.I)
_FOREIGN = "7643616C2D55696401000000"
"""“vCal-Uid” and a 1, before a UID that another program gave."""
T = TypeVar("T")
M = TypeVar("M", Event, Task)


class _Camel:
    """Graph writes its names in camelCase."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(alias_generator=to_camel)


@dataclass(frozen=True, slots=True)
class _Moment(_Camel):
    """A wall-clock time and the name of its zone (of Windows, or of the tz database)."""

    date_time: datetime
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class _Place(_Camel):
    display_name: str | None = None


@dataclass(frozen=True, slots=True)
class _Response(_Camel):
    response: str | None = None


@dataclass(frozen=True, slots=True)
class _Event(_Camel):
    id: str
    start: _Moment
    end: _Moment
    i_cal_u_id: str | None = None
    subject: str | None = None
    body_preview: str | None = None
    is_all_day: bool | None = None
    is_cancelled: bool | None = None
    show_as: str | None = None
    sensitivity: str | None = None
    response_status: _Response | None = None
    location: _Place | None = None
    series_master_id: str | None = None
    original_start: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Task(_Camel):
    id: str
    title: str
    status: str | None = None
    importance: str | None = None
    due_date_time: _Moment | None = None
    start_date_time: _Moment | None = None


@dataclass(frozen=True, slots=True)
class Folder(_Camel):
    """A calendar (`name`) or a to-do list (`display_name`)."""

    id: str
    name: str = ""
    display_name: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.display_name


@dataclass(frozen=True, slots=True)
class _Page(Generic[T]):
    value: tuple[Annotated[T | None, OR_NONE], ...]
    next_link: Annotated[str | None, Field(alias="@odata.nextLink")] = None


@dataclass(frozen=True, slots=True)
class Parsed(Generic[T]):
    """What a page holds; `lost` entries could not be read; `more` is the next page's address."""

    found: tuple[T, ...] = ()
    lost: int = 0
    more: str | None = None


def parse_folders(data: bytes) -> Parsed[Folder]:
    """A page of calendars or lists. Raises ValueError (a plain clause)."""
    page: _Page[Folder] = _page(_Page[Folder], data, "calendars or lists")
    return Parsed(tuple(folder for folder in page.value if folder), page.value.count(None), page.next_link)


def parse_events(data: bytes, window: Window) -> Parsed[Event]:
    """A page's events that overlap the window. Raises ValueError (a plain clause)."""
    page: _Page[_Event] = _page(_Page[_Event], data, "events")
    events, lost = _read(page.value, lambda event: _event(event, window))
    return Parsed(tuple(event for event in events if overlaps(event, window)), lost, page.next_link)


def parse_tasks(data: bytes, window: Window) -> Parsed[Task]:
    """A page's open tasks. Raises ValueError (a plain clause)."""
    page: _Page[_Task] = _page(_Page[_Task], data, "tasks")
    tasks, lost = _read(page.value, lambda task: _task(task, window))
    return Parsed(tuple(task for task in tasks if task.status != "completed"), lost, page.next_link)


def uid_of(ical_uid: str) -> str:
    """The UID that the event has in every calendar.

    Exchange puts the date of an occurrence into it ([MS-OXOCAL] §2.2.1.27, bytes 17 to 20), and packs the UID of an
    event that came from elsewhere ([MS-OXCICAL] §2.1.3.1.1.20.26).
    """
    found = _GLOBAL_ID.fullmatch(ical_uid)
    if found is None:
        return ical_uid
    data = found[3].upper()
    if data.startswith(_FOREIGN):
        return bytes.fromhex(data.removeprefix(_FOREIGN)).rstrip(b"\0").decode("utf-8", "replace") or ical_uid
    return f"{found[1]}00000000{found[2]}{found[3]}"


def _page(kind: Any, data: bytes, what: str) -> Any:
    try:
        return from_json(kind, data)
    except ValueError as error:
        raise ValueError(f"its answer is no list of {what}") from error


def _read(found: Iterable[T | None], make: Callable[[T], M]) -> tuple[list[M], int]:
    """What could be made of the entries, each key once, and how many are lost."""
    told: dict[str, M] = {}
    lost = 0
    for entry in found:
        try:
            made = make(entry) if entry is not None else None
        except (ValueError, OverflowError):
            made = None
        lost += made is None
        told |= {key_of(made): made} if made is not None else {}
    return list(told.values()), lost


def _event(event: _Event, window: Window) -> Event:
    all_day = bool(event.is_all_day)
    start, end = span(
        _when(event.start, window, all_day=all_day), _when(event.end, window, all_day=all_day), window.zone
    )
    return Event(
        uid=uid_of(event.i_cal_u_id or event.id),
        recurrence_id=_recurrence_id(event, start, window),
        summary=plain(event.subject or "", MOST_SUMMARY) or "Busy",
        start=start,
        end=end,
        all_day=all_day,
        location=plain((event.location and event.location.display_name) or "", MOST_SUMMARY) or None,
        description=plain(event.body_preview or "", MOST_TEXT) or None,
        status=_status(event),
        my_answer=ANSWERS.get(event.response_status.response) if event.response_status else None,
        transparent=event.show_as == "free",
        private=event.sensitivity in {"private", "confidential"},
        # A day is spent out of office or elsewhere; an hour is an appointment that is shown so (at the dentist's).
        type=TYPES.get(event.show_as, "default") if all_day else "default",
    )


def _status(event: _Event) -> EventStatus:
    if event.is_cancelled:
        return "cancelled"
    return "tentative" if event.show_as == "tentative" else "confirmed"


def _recurrence_id(event: _Event, start: When, window: Window) -> str | None:
    if event.series_master_id is None:
        return None
    original = event.original_start
    if original is None:
        return recurrence_id(start)
    aware = original if original.tzinfo else original.replace(tzinfo=UTC)
    return recurrence_id(_day(aware, window) if event.is_all_day else aware)


def _task(task: _Task, window: Window) -> Task:
    summary = plain(task.title, MOST_SUMMARY)
    if not summary:
        raise ValueError("no words")
    return Task(
        uid=task.id,
        summary=summary,
        due=_when(task.due_date_time, window, all_day=True) if task.due_date_time else None,
        start=_when(task.start_date_time, window, all_day=True) if task.start_date_time else None,
        priority=PRIORITIES.get(task.importance or "", 0),
        status=STATUSES.get(task.status, "needs-action"),
    )


def _when(moment: _Moment, window: Window, *, all_day: bool) -> When:
    """A moment or a day. Raises ValueError where nobody knows its zone."""
    naive = moment.date_time.replace(tzinfo=None)
    if all_day and naive.time() == time():
        return naive.date()
    zone = UTC if moment.time_zone == "UTC" else zone_of(moment.time_zone)
    if zone is None:
        raise ValueError("a zone that nobody knows")
    aware = moment.date_time if moment.date_time.tzinfo else naive.replace(tzinfo=zone)
    return _day(aware, window) if all_day else aware


def _day(moment: datetime, window: Window) -> date:
    utc = moment.astimezone(UTC)
    return utc.date() if utc.time() == time() else day_meant(utc, window.zone)
