"""Values as slots: code takes them out of the items before a model sees these, and fills them into its lines. Pure.

A model writes "{e1.start}", never "nine": a value that is not the item's own cannot be spoken, by construction.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

from connectors.items import Event, Message, Note, Story, Task, Weather
from daemon.model import Entry, SectionBrief
from daemon.write.builtin_all_day import lasting
from daemon.write.slots_base import Find, ItemSlots, Slot, SlotTable
from daemon.write.slots_events import event_slots
from daemon.write.slots_fill import fill, same_value, unfilled
from daemon.write.slots_section import section_slots
from daemon.write.slots_tasks import due_day, task_slots
from daemon.write.slots_texts import message_slots, note_slots, story_slots
from daemon.write.slots_weather import weather_slots
from daemon.write.telling import Telling, telling
from daemon.write.values import values

__all__ = ["SlotTable", "fill", "same_value", "table", "table_of", "unfilled"]

_LETTERS = {"event": "e", "task": "t", "story": "n", "message": "m", "note": "o", "weather": "w"}
_REMEMBERED = 16
"""Tables; the check asks for a section's with each of its lines."""


@lru_cache(maxsize=_REMEMBERED)
def table(brief: SectionBrief) -> SlotTable:
    """Every value of every entry of the section under a name, as it is spoken in the brief's language."""
    return table_of(brief, values)


def table_of(brief: SectionBrief, find: Find) -> SlotTable:
    """As `table`, with the values that `find` finds in texts."""
    tell = telling(brief)
    items = tuple(_items(tell, find))
    return SlotTable(
        language=tell.book.language,
        items=items,
        section=tuple(_polished(slot, tell) for slot in section_slots(tell, len(items))),
    )


def _items(tell: Telling, find: Find) -> Iterator[ItemSlots]:
    counts: Counter[str] = Counter()
    for entry in sorted(tell.brief.section.entries, key=lambda entry: _telling_order(entry, tell)):
        letter = _LETTERS[entry.item.kind]
        item = _item(f"{letter}{counts[letter] + 1}", entry, tell, find)
        if item:
            counts[letter] += 1
            yield replace(item, slots=tuple(_polished(slot, tell) for slot in item.slots))


def _item(alias: str, entry: Entry, tell: Telling, find: Find) -> ItemSlots | None:
    match entry.item:
        case Event() as event:
            return event_slots(alias, entry, event, tell)
        case Task() as task:
            return task_slots(alias, entry, task, tell)
        case Weather() as weather:
            return weather_slots(alias, entry, weather, tell)
        case Story() as story:
            return story_slots(alias, entry, story, tell, find)
        case Message() as message:
            return message_slots(alias, entry, message, tell, find)
        case Note() as note:
            return note_slots(alias, entry, note, tell, find)


def _telling_order(entry: Entry, tell: Telling) -> tuple[bool, date, datetime]:
    """Events by the clock and those that last all day behind them, tasks by the day on which they are due."""
    never = datetime.max.replace(tzinfo=UTC)
    if isinstance(entry.item, Event):
        whole_day = lasting(entry, tell)
        start = entry.item.start
        timed = isinstance(start, datetime) and not whole_day
        return whole_day, date.min, start.astimezone(UTC) if timed and isinstance(start, datetime) else never
    if isinstance(entry.item, Task):
        return False, due_day(entry.item, tell) or date.max, never
    return False, date.min, never


def _polished(slot: Slot, tell: Telling) -> Slot:
    return replace(slot, value=tell.tongue.polish(slot.value))
