"""From what the sources brought to what one local day holds: the same thing told once, what is off set aside. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from connectors.items import Event, Item, Message, Note, Story, Task, Weather, When, day_start, key_of
from daemon.collect.unite import convert, events_alike, events_of_one_uid, moment, tasks_alike, tasks_of_one_uid, utc
from daemon.model import Dropped

CLASS_NOTE_DAYS = 2
"""A class note is still worth a look this many days after it was written."""


def merge(
    collected: Mapping[str, Sequence[Item]], day: date, zone: ZoneInfo
) -> tuple[tuple[Item, ...], tuple[Dropped, ...]]:
    """The day's items (times in `zone`, sorted within each kind), and its events that the listener will not attend.

    `collected` holds what each source brought, in the listener's order: where two tell the same, the first one's word
    stands, and what it does not know the others add.
    """
    items = _in_order(collected, zone)
    today = [item for item in items if isinstance(item, Event) and _overlaps(item, day, zone)]
    events, dropped = _set_aside(events_of_one_uid(today))
    tasks = tasks_of_one_uid(item for item in items if isinstance(item, Task))
    kept: tuple[Item, ...] = (
        *sorted(events_alike(events), key=_running_order),
        *sorted(tasks_alike(tasks), key=_urgency),
        *_stories(items),
        *_messages(items),
        *sorted(_notes(items, day), key=lambda note: (note.day, key_of(note))),
        *_weathers(items, day),
    )
    return kept, dropped


def _in_order(collected: Mapping[str, Sequence[Item]], zone: ZoneInfo) -> list[Item]:
    """All items in local time, the sources in their order, each one's items in an order that is always the same."""
    return [
        item for items in collected.values() for item in sorted((_local(item, zone) for item in items), key=_steady)
    ]


def _steady(item: Item) -> tuple[str, str]:
    return key_of(item), repr(item)


# whose day it is ---


def _overlaps(event: Event, day: date, zone: ZoneInfo) -> bool:
    """Ends are exclusive: what ends at 00:00 was yesterday's. What does not last belongs to where it starts."""
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return event.start <= day and (event.end > day or event.start == day)
    first, after = day_start(day, zone), day_start(day + timedelta(days=1), zone)
    starts, ends = utc(event.start), utc(event.end)
    return starts < utc(after) and (ends > utc(first) or starts >= utc(first))


def _stories(items: Iterable[Item]) -> list[Story]:
    stories = {key_of(item): item for item in items if isinstance(item, Story)}
    return sorted(stories.values(), key=lambda story: (-_stamp(story.published), key_of(story)))


def _messages(items: Iterable[Item]) -> list[Message]:
    """What the listener flagged first, the newest first."""
    messages = {key_of(item): item for item in items if isinstance(item, Message)}
    return sorted(messages.values(), key=lambda message: (not message.flagged, -_stamp(message.sent), key_of(message)))


def _stamp(when: datetime | None) -> float:
    return when.timestamp() if when else 0.0


def _notes(items: Iterable[Item], day: date) -> Iterable[Note]:
    oldest = day - timedelta(days=CLASS_NOTE_DAYS)
    notes = {key_of(item): item for item in items if isinstance(item, Note)}
    return (note for note in notes.values() if note.day == day or (note.role == "class" and oldest <= note.day < day))


def _weathers(items: Iterable[Item], day: date) -> Iterable[Weather]:
    return {key_of(item): item for item in items if isinstance(item, Weather) and item.day == day}.values()


# local time ---


def _local(item: Item, zone: ZoneInfo) -> Item:
    if isinstance(item, Event):
        return replace(item, start=_in_zone(item.start, zone), end=_in_zone(item.end, zone))
    if isinstance(item, Task):
        return replace(item, due=_in_zone(item.due, zone), start=_in_zone(item.start, zone))
    if isinstance(item, Message):
        return replace(item, sent=_in_zone(item.sent, zone))
    if isinstance(item, Weather):
        return replace(
            item,
            rain_from=_in_zone(item.rain_from, zone),
            rain_until=_in_zone(item.rain_until, zone),
            rain_again_from=_in_zone(item.rain_again_from, zone),
        )
    return item


W = TypeVar("W", datetime, When, datetime | None, When | None)


def _in_zone(when: W, zone: ZoneInfo) -> W:
    return convert(when, zone) if isinstance(when, datetime) else when


def _running_order(event: Event) -> tuple[bool, datetime, datetime, str, str]:
    return not event.all_day, moment(event.start)[1], moment(event.end)[1], event.summary, key_of(event)


def _urgency(task: Task) -> tuple[datetime, int, str]:
    return moment(task.due)[1], task.priority or 10, key_of(task)


# what does not take place ---


def _set_aside(events: Iterable[Event]) -> tuple[list[Event], tuple[Dropped, ...]]:
    kept: list[Event] = []
    dropped: list[Dropped] = []
    for event in sorted(events, key=_running_order):
        if event.status == "cancelled":
            dropped.append(Dropped.of(event, "cancelled"))
        elif event.my_answer == "declined":
            dropped.append(Dropped.of(event, "declined"))
        else:
            kept.append(event)
    return kept, tuple(dropped)
