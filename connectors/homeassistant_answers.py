"""What Home Assistant answers → events, tasks and notes. Pure.

Documented at https://developers.home-assistant.io/docs/api/rest; the fields of an event are those of its CalendarEvent,
those of a to-do entry those of its TodoItem.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, TypeVar

from connectors.codec import from_json
from connectors.event_times import local, overlaps, span
from connectors.feed_text import plain
from connectors.items import Event, Note, Task, When, Window, key_of
from connectors.lenient import OR_NONE
from connectors.plaintext import uid_of

MOST_SUMMARY, MOST_TEXT = 300, 2000
GLOBAL_UID = 16
"""Characters from which on a uid is taken to be the only one of its kind in the world."""
GONE = frozenset({"unavailable", "unknown"})
"""States of an entity whose integration has no answer; a calendar in one of them looks empty."""
R = TypeVar("R")
M = TypeVar("M", Event, Task)


_Day = date | None


@dataclass(frozen=True, slots=True)
class _Attributes:
    friendly_name: Annotated[str | None, OR_NONE] = None
    unit_of_measurement: Annotated[str | None, OR_NONE] = None
    device_class: Annotated[str | None, OR_NONE] = None


@dataclass(frozen=True, slots=True)
class State:
    """An entity's state, always told as text."""

    entity_id: str
    state: str
    attributes: _Attributes = _Attributes()

    @property
    def gone(self) -> bool:
        """Whether its integration has no answer."""
        return self.state in GONE


@dataclass(frozen=True, slots=True)
class _Time:
    """One of the two."""

    dateTime: datetime | None = None  # noqa: N815  # as Home Assistant writes it
    date: _Day = None


@dataclass(frozen=True, slots=True)
class _Event:
    start: _Time
    end: _Time | None = None
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    uid: str | None = None
    recurrence_id: str | None = None


@dataclass(frozen=True, slots=True)
class _TodoItem:
    summary: str
    uid: str | None = None
    status: str | None = None
    due: When | None = None


@dataclass(frozen=True, slots=True)
class _Todo:
    items: tuple[Annotated[_TodoItem | None, OR_NONE], ...]


@dataclass(frozen=True, slots=True)
class _Called:
    """What a service answers, by entity."""

    service_response: dict[str, _Todo]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one entity holds; `lost` entries could not be read."""

    items: tuple[Event | Task, ...]
    lost: int = 0


def parse_states(data: bytes) -> Mapping[str, State]:
    """All entities by id. Raises ValueError (a plain clause) where it is no list of states."""
    states = _answer(tuple[Annotated[State | None, OR_NONE], ...], data, "a list of states")
    return {state.entity_id: state for state in states if state}


def parse_events(data: bytes, calendar: str, window: Window) -> Parsed:
    """The calendar's events that overlap the window. Raises ValueError (a plain clause) where it is no list of them."""
    found = _answer(tuple[Annotated[_Event | None, OR_NONE], ...], data, "a list of events")
    told, lost = _read(found, lambda event: _event(event, calendar, window))
    shared = Counter(key_of(event) for event in told)
    own = (_of_its_own(event) if shared[key_of(event)] > 1 else event for event in told)
    unique = {key_of(event): event for event in own if overlaps(event, window)}
    return Parsed(tuple(unique.values()), lost)


def parse_tasks(data: bytes, entity: str, window: Window) -> Parsed:
    """The open tasks of a list. Raises ValueError (a plain clause) where the answer does not hold it."""
    lists = _answer(_Called, data, "a to-do list").service_response
    if entity not in lists:
        raise ValueError("it does not hold the list")
    told, lost = _read(lists[entity].items, lambda item: _task(item, entity, window))
    open_ones = (task for task in told if task.status == "needs-action")
    return Parsed(tuple({key_of(task): task for task in open_ones}.values()), lost)


def note(state: State, window: Window) -> Note:
    """A state in words, "Front door battery: 12 %", for today (the window's first day where today is not in it)."""
    name = plain(state.attributes.friendly_name or "", MOST_SUMMARY) or state.entity_id
    days = [window.first, window.now.astimezone(window.zone).date()]
    day = days[1] if window.start <= window.now < window.end else days[0]
    return Note(uid=state.entity_id, title=name, text=f"{name}: {_value(state, window)}", day=day, role="page")


def _answer(kind: Any, data: bytes, what: str) -> Any:
    try:
        return from_json(kind, data)
    except ValueError as error:
        raise ValueError(f"its answer is not {what}") from error


def _read(found: Iterable[R | None], make: Callable[[R], M]) -> tuple[list[M], int]:
    """What could be made of the entries, and how many are lost."""
    entries = list(found)
    told: list[M] = []
    for entry in entries:
        try:
            told.extend([make(entry)] if entry is not None else [])
        except (ValueError, OverflowError):
            continue  # counted below
    return told, len(entries) - len(told)


def _event(event: _Event, calendar: str, window: Window) -> Event:
    start = _when(event.start)
    if start is None:
        raise ValueError("no start")
    begins, ends = span(start, _when(event.end), window.zone)
    summary = plain(event.summary or "", MOST_SUMMARY) or "Busy"
    return Event(
        uid=_uid(event.uid, calendar, f"{summary}\n{begins.isoformat()}"),
        recurrence_id=event.recurrence_id,
        summary=summary,
        start=begins,
        end=ends,
        all_day=not isinstance(begins, datetime),
        location=plain(event.location or "", MOST_SUMMARY) or None,
        description=plain(event.description or "", MOST_TEXT) or None,
    )


def _when(time: _Time | None) -> When | None:
    return (time.dateTime or time.date) if time else None


def _uid(uid: str | None, entity: str, words: str) -> str:
    """A short uid (a line's number) is its own list's alone."""
    if not uid:
        return uid_of(entity, words)
    return uid if len(uid) >= GLOBAL_UID else f"{entity}/{uid}"


def _of_its_own(event: Event) -> Event:
    """Some integrations give all occurrences of a series one uid and nothing to tell them apart by."""
    return replace(event, recurrence_id=event.start.isoformat())


def _task(item: _TodoItem, entity: str, window: Window) -> Task:
    summary = plain(item.summary, MOST_SUMMARY)
    if not summary:
        raise ValueError("no words")
    return Task(
        uid=_uid(item.uid, entity, summary),
        summary=summary,
        due=local(item.due, window.zone) if item.due else None,
        status="completed" if item.status == "completed" else "needs-action",
    )


def _value(state: State, window: Window) -> str:
    value = plain(state.state, MOST_SUMMARY)
    if state.attributes.device_class == "timestamp":
        return _clock(value, window)
    unit = plain(state.attributes.unit_of_measurement or "", MOST_SUMMARY)
    return f"{_rounded(value)} {unit}".rstrip()


def _clock(value: str, window: Window) -> str:
    """A moment as its local time, with the day where that is another than the window's first."""
    try:
        moment = local(datetime.fromisoformat(value), window.zone)
    except ValueError:
        return value
    return (
        f"{moment:%H:%M}"
        if isinstance(moment, datetime) and moment.date() == window.first
        else f"{moment:%Y-%m-%d %H:%M}"
    )


def _rounded(value: str) -> str:
    """Sensors measure to eleven places; one is heard, two of what is less than one."""
    try:
        number = float(value)
    except ValueError:
        return value
    if "e" in value.lower() or not abs(number) < 1e15 or "." not in value:
        return value
    return f"{number:.{1 if abs(number) >= 1 else 2}f}".rstrip("0").rstrip(".")
