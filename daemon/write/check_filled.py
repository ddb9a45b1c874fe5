"""What code filled into a line with slots, judged: each value its slot's, and in the place of no other. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from connectors.items import Message, Note, Story
from daemon.model import Entry, Filled, Line
from daemon.write.slots import SlotTable, same_value

GAP = "it"
"""Stands where something was filled in while the rest of a line is looked at."""
_MOST_NUMBERS = 2
_END = re.compile(r"[.!?…]+[\"'”’»)]*\s")


def misfilled(line: Line, filled: Sequence[Filled], slots: SlotTable, entries: Mapping[str, Entry]) -> str | None:
    """Why the fillings are refused: a slot of another item, one that was changed, values that have changed places."""
    ends = [(one.start, one.end) for one in sorted(filled, key=lambda one: one.start)]
    if any(end > start for (_, end), (start, _) in pairwise(ends)):
        return "its slots lie over each other"
    wrong = next((why for one in filled if (why := _changed(one, line, slots))), None)
    return wrong or _crowded(filled) or _crossed(line, filled, entries)


def _changed(one: Filled, line: Line, slots: SlotTable) -> str | None:
    """A slot of another item, or one whose words are not what code fills in."""
    value = slots.value(one.item, one.slot)
    if value is None or (one.item and one.item not in line.items):
        return f"{one.slot} is not a slot of its items"
    if not same_value(line.text[one.start : one.end], value):
        return f"{one.slot} was changed"
    slot = slots.slot(one.item, one.slot)
    if slot and one.slot[0] == "c" and is_between(one) and not {*line.items} >= {*(slot.among or ())}:
        return f"{one.slot} is the time of two items"
    return None


def _crowded(filled: Sequence[Filled]) -> str | None:
    """Numbers of a story are hard to hear one after the other, and easily get into each other's place."""
    numbers = {(one.item, one.slot.split(".")[0]) for one in filled if one.slot.startswith("num")}
    return "it holds more than two numbers" if len(numbers) > _MOST_NUMBERS else None


def _crossed(line: Line, filled: Sequence[Filled], entries: Mapping[str, Entry]) -> str | None:
    """A time of one appointment beside the title of another; values of two stories in one sentence."""
    for sentence in _sentences(line, filled):
        stories = {one.item for one in sentence if one.slot not in ("source", "also") and _is_story(one.item, entries)}
        if len(stories) > 1:
            return "a sentence holds values of two stories"
    titles = [one for one in filled if one.slot == "title"]
    beside = set[tuple[str, str]]()
    for one in filled:
        near = min(titles, key=lambda title: _apart(one, title), default=None)
        if near and one.item and one.item != near.item:
            beside.add((one.item, near.item))
    if any((second, first) in beside for first, second in beside):
        return "its times have changed places"
    return None


def _is_story(key: str, entries: Mapping[str, Entry]) -> bool:
    return bool(key) and isinstance(entries[key].item, Story | Message | Note)


def _sentences(line: Line, filled: Sequence[Filled]) -> Iterator[list[Filled]]:
    """What was filled in, sentence by sentence; a full stop within a value ends none."""
    ends = [found.end() for found in _END.finditer(line.text)]
    for start, end in pairwise([0, *ends, len(line.text) + 1]):
        yield [one for one in filled if start <= one.start < end]


def _apart(one: Filled, other: Filled) -> int:
    return max(one.start - other.end, other.start - one.end)


def is_between(filled: Filled) -> bool:
    """Whether it is a time of a clash or of a free stretch ("c1.start", "g1.end")."""
    return not filled.item and filled.slot[:1] in "cg" and filled.slot[1:2].isdigit()


def without(text: str, filled: Sequence[Filled]) -> str:
    """The text with what was filled in taken out."""
    for one in sorted(filled, key=lambda one: -one.start):
        text = f"{text[: one.start]}{GAP}{text[one.end :]}"
    return text
