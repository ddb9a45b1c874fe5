"""The same event or task told by two sources: how it is known again, and what both know of it. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from connectors.items import Answer, Event, Task, TaskStatus, When

T = TypeVar("T", Event, Task)

GLOBAL_UID = 16
"""Characters from which on a UID is taken to be the only one of its kind in the world."""
LATE = datetime.max.replace(tzinfo=UTC)


def events_of_one_uid(events: Iterable[Event]) -> list[Event]:
    """One event for each UID and occurrence, however many sources hold a copy."""
    return _unite(events, lambda event: (event.uid, event.recurrence_id), _same_event, _both_events)


def events_alike(events: Iterable[Event]) -> list[Event]:
    """One event for all of the same title and time whose places do not differ, though their UIDs do."""
    return _unite(events, _slot, _places_agree, _both_events)


def tasks_of_one_uid(tasks: Iterable[Task]) -> list[Task]:
    """One task for each UID, however many sources hold a copy."""
    return _unite(tasks, lambda task: task.uid, _same_task, _both_tasks)


def tasks_alike(tasks: Iterable[Task]) -> list[Task]:
    """One task for all of the same title and due date, though their UIDs differ."""
    return _unite(tasks, _matter, lambda _first, _second: True, _both_tasks)


def _unite(
    items: Iterable[T],
    likeness: Callable[[T], object],
    same: Callable[[T, T], bool],
    both: Callable[[T, T], T],
) -> list[T]:
    groups: dict[object, list[T]] = {}
    for item in items:
        group = groups.setdefault(likeness(item), [])
        place = next((at for at, other in enumerate(group) if same(other, item)), None)
        if place is None:
            group.append(item)
        else:
            group[place] = both(group[place], item)
    return [item for group in groups.values() for item in group]


def _same_event(first: Event, second: Event) -> bool:
    """Some programs give all events one UID: another source's is the same only at the same time or by its title."""
    return (
        first.source == second.source
        or moment(first.start) == moment(second.start)
        or _plain(first.summary) == _plain(second.summary)
    )


def _same_task(first: Task, second: Task) -> bool:
    """A short UID (a line's number) is its own list's alone."""
    return (
        first.source == second.source or len(first.uid) >= GLOBAL_UID or _plain(first.summary) == _plain(second.summary)
    )


def _slot(event: Event) -> object:
    return _plain(event.summary), moment(event.start), moment(event.end)


def _places_agree(first: Event, second: Event) -> bool:
    """Two meetings of one title at one time in two places are two meetings."""
    here, there = _plain(first.location or ""), _plain(second.location or "")
    return here in there or there in here


def _matter(task: Task) -> object:
    return _plain(task.summary), task.due if task.due is None else moment(task.due)


def _plain(text: str) -> str:
    """A title as two people would still call it the same: without case, accents, punctuation and spacing."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", bare.casefold())) or text.strip()


def _both_events(first: Event, second: Event) -> Event:
    return replace(
        first,
        location=first.location or second.location,
        description=first.description or second.description,
        status="cancelled" if "cancelled" in (first.status, second.status) else first.status,
        my_answer=_firmer(first.my_answer, second.my_answer),
        transparent=first.transparent and second.transparent,
        private=first.private or second.private,
        also_in=_others(first, second),
    )


def _firmer(first: Answer | None, second: Answer | None) -> Answer | None:
    order: tuple[Answer, ...] = ("declined", "accepted", "tentative", "needs-action")
    return next((answer for answer in order if answer in (first, second)), None)


def _both_tasks(first: Task, second: Task) -> Task:
    return replace(
        first,
        due=second.due if first.due is None else first.due,
        start=second.start if first.start is None else first.start,
        priority=min((value for value in (first.priority, second.priority) if value), default=0),
        status=_further(first.status, second.status),
        also_in=_others(first, second),
    )


def _further(first: TaskStatus, second: TaskStatus) -> TaskStatus:
    order: tuple[TaskStatus, ...] = ("completed", "cancelled", "in-process")
    return next((status for status in order if status in (first, second)), first)


def _others(first: Event | Task, second: Event | Task) -> tuple[str, ...]:
    names = dict.fromkeys((*first.also_in, second.source, *second.also_in))
    return tuple(name for name in names if name != first.source)


def utc(when: datetime) -> datetime:
    """Two local times of one zone compare by their digits alone, wrongly where a clock change repeats them."""
    return convert(when, UTC)


def convert(when: datetime, zone: tzinfo) -> datetime:
    """The same moment in that zone; one at the end of all time stays there."""
    try:
        return when.astimezone(zone)
    except OverflowError:  # "due in the year 9999" is how some programs say never
        return when.replace(tzinfo=zone)


def moment(when: When | None) -> tuple[bool, datetime]:
    """For comparing and sorting: whether it has a time of day, and the moment (none at all: after all others)."""
    if when is None:
        return False, LATE
    if isinstance(when, datetime):
        return True, utc(when)
    return False, datetime(when.year, when.month, when.day, tzinfo=UTC)
