"""What code filled into a line with slots, judged: each value its slot's, and in the place of no other. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from connectors.items import Message, Note, Story
from daemon.model import Entry, Filled, Line
from daemon.write.slots import SlotTable, same_value
from daemon.write.values.base import Date, Name, Number, Value
from daemon.write.values.words import fold

GAP = "it"
"""Stands where something was filled in while the rest of a line is looked at."""
_SLOT = re.compile(rf"\b{GAP}\b", re.IGNORECASE)
_LAST = re.compile(r"(?<=[\w,:;–-] )[^\W\d_a-zß-öø-ÿ]\w+$")
_FIRST = re.compile(r"[^\W\d_a-zß-öø-ÿ]\w+")
"""A word with a capital at a text's end, at its beginning."""
_BESIDE = " \u00a0\u202f-–,&/"
_MOST_NUMBERS = 2
_END = re.compile(
    r"[.!?…]+[\"'”’»)]*\s|;\s"
    r"|,\s(?=(?:and|but|while|und|aber|während|et|mais|tandis|alors|y|pero|mientras)\s)"
)
"""Where a sentence ends, or another begins behind a comma."""


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


def may_stand_outside(value: Value, rest: str, names: frozenset[str]) -> bool:
    """Whether it may be said without a slot where its item says it: a name, a number in words, a "yesterday".

    Its sentence has a slot, and nothing beside it goes on with it: two values side by side are heard as one ("twenty"
    before "three thousand"), and so is a name with the noun beside it ("Gyula Rehbein", whom the item calls Szabó).
    `names`: the item's words in the form in which names have theirs.
    """
    if not _is_bare(value) or any(letter.isdigit() for letter in rest[value.start : value.end]):
        return False
    before, after = rest[: value.start], rest[value.end :]
    if not any(_SLOT.search(part) for part in (_END.split(before)[-1], _END.split(after)[0])):
        return False
    before, after = before.rstrip(_BESIDE), after.lstrip(_BESIDE)
    if before.endswith(GAP) or after.startswith(GAP):
        return False
    beside = (_LAST.search(before), _FIRST.match(after)) if isinstance(value, Name) else ()
    return all(word is None or fold(word[0]) in names for word in beside)


def _is_bare(value: Value) -> bool:
    if isinstance(value, Number):
        return not value.rounding
    return isinstance(value, Name) or (isinstance(value, Date) and value.relative is not None)


def without(text: str, filled: Sequence[Filled]) -> str:
    """The text with what was filled in taken out."""
    for one in sorted(filled, key=lambda one: -one.start):
        text = f"{text[: one.start]}{GAP}{text[one.end :]}"
    return text
