"""True lines as a model writes them that has slots: made from the copied ones, or written by hand (slotted/*.json).

Where a value's original words stand in the copied line, its slot takes their place. A line that then still holds
something like a value is left out: nobody can say it in slots as it stands. What a slot's original words are is read
off the item's text, shown with and without slots; no extractor of the judge's is asked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.items import Event, Item, Message, Story, Task
from daemon.write.slots import SlotTable, table
from daemon.write.slots_base import ItemSlots, Passage
from tests.truth.finding import find
from tests.truth.grounds import folded
from tests.truth.reading import Sheet, Told
from tests.truth.scenes import Scene

SLOT = re.compile(r"\{(?:([a-z]+\d+)\.)?([a-z_]+\d*(?:\.[a-z]+)?)\}")
_MARKS = re.compile(r"[\"“”„«»]")
_HONORIFICS = r"(?:(?:Dr|Prof|Pr|Mr|Mrs|Ms|Sir|Mag|Professor|Doctor)\.? )+(?=\{)"
_LONG = 4
_MOST_NUMBERS = 2
SENTENCES = re.compile(
    r"(?<=[\w%€\"”“»)}][.?!])(?<!\b[A-Z]\w\.)(?<!\b[A-Z]\w\w\w\.)(?<!num\d}\.)\s+(?=[\"“„«A-ZÀ-ÖØ-Þ¿{])"
)


@dataclass(frozen=True, slots=True)
class Slotted:
    """A line with slots, and the aliases of its items."""

    template: str
    aliases: tuple[str, ...]


def slotted(told: Told, scene: Scene) -> tuple[Slotted, ...]:
    """The line with slots, or each of its sentences; nothing where it cannot be said in slots as it stands."""
    slots = table(scene.sheet.brief)
    aliases = {key: alias for alias, key in slots.aliases.items()}
    if not all(key in aliases for key in told.items):
        return ()
    own = tuple(aliases[key] for key in told.items)
    written = told.words.get("slots") or told.words["copied"]
    template = _in_slots(_by_alias(written, scene.sheet, aliases), told, scene, slots)
    if "slots" in told.words:
        return (Slotted(template, own),)
    whole_or_parts = (
        each for lines in ([template], SENTENCES.split(template)) for each in [_sayable(lines, told, scene)]
    )
    return tuple(Slotted(each, own) for each in next((lines for lines in whole_or_parts if lines), []))


def _sayable(lines: list[str], told: Told, scene: Scene) -> list[str]:
    """Those with a slot, no remnant, and no more than two numbers: a model is asked for one a line."""
    return [
        each
        for each in lines
        if SLOT.search(each)
        and sum(slot[2].startswith("num") for slot in SLOT.finditer(each)) <= _MOST_NUMBERS
        and not _remnant(each, told, scene)
    ]


def _by_alias(template: str, sheet: Sheet, aliases: dict[str, str]) -> str:
    """The hand-written files name an item by its uid, for an alias depends on the order of telling."""
    for key, item in sheet.items.items():
        template = template.replace(f"{{{item.uid}.", f"{{{aliases.get(key, '')}.")
    return template


def _in_slots(text: str, told: Told, scene: Scene, slots: SlotTable) -> str:
    """The line with each value's words replaced by the slot, the longest first."""
    items = scene.sheet.items
    originals = [pair for key in told.items if (item := slots.item(key)) for pair in _originals(item, items[key])]
    for words, slot in sorted(originals, key=lambda pair: -len(pair[0])):
        if words.lower() not in scene.own.starters:
            text = _outside_slots(text, rf"(?<!\w){_inflected(words)}(?!\w)", f"{{{slot}}}")
    return re.sub(_HONORIFICS, "", text)


def _inflected(words: str) -> str:
    """A pattern for the words, whose last one may end otherwise: "15 Zentimeter", "15 Zentimetern"."""
    last = words.rsplit(maxsplit=1)[-1]
    if len(words.split()) < 2 or len(last) <= _LONG or not last.isalpha() or (last[0].isupper() and words[0].isalpha()):
        return re.escape(words)
    return re.escape(words[:-1]) + r"\w{0,2}"


def _outside_slots(text: str, pattern: str, slot: str) -> str:
    """Replace what the pattern finds between the slots."""
    parts = re.split(r"(\{[^}]*\})", text)
    return "".join(part if part.startswith("{") else re.sub(pattern, lambda _: slot, part) for part in parts)


def _originals(slots: ItemSlots, item: Item) -> Iterator[tuple[str, str]]:
    """The words of the item that each slot stands for, and the slot."""
    for words, name in (*_of_fields(item), *(pair for passage in slots.passages for pair in _of_text(passage))):
        if words and any(slot.name == name for slot in slots.slots):
            yield words, f"{slots.alias}.{name}"
            if name.startswith("name"):
                yield from ((part, f"{slots.alias}.{name}") for part in _parts(words))


def _of_fields(item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, Event | Task):
        yield item.summary, "title"
    if isinstance(item, Story):
        yield from ((feed, "source") for feed in (item.feed, item.feed.removeprefix("The ")))
    if isinstance(item, Message):
        yield item.sender, "sender"


def _of_text(passage: Passage) -> Iterator[tuple[str, str]]:
    """The passage's words for each of its slots: what stands in the plain text where the shown one has the slot."""
    names = [match[2] for match in SLOT.finditer(passage.shown)]
    between = [re.escape(piece) for piece in re.split(SLOT.pattern.replace("(?:([", "(?:(?:["), passage.shown)[::2]]
    plain = re.fullmatch("(.+?)".join(between), passage.plain, re.DOTALL)
    if plain:
        yield from zip(plain.groups(), names, strict=True)


def _parts(name: str) -> list[str]:
    """What a name is shortened to: its last word, or its first ones."""
    words = name.split()
    shorter = [" ".join(words[at:]) for at in range(1, len(words))]
    return [part for part in shorter if len(part) >= _LONG and part[0].isupper()]


def _remnant(template: str, told: Told, scene: Scene) -> bool:
    """Whether something like a value stands outside the slots."""
    text = SLOT.sub("…", template)
    if _MARKS.search(text) or re.search(r"\d", text):
        return True
    found = find(text, scene.sheet.language)
    if any(each.kind != "name" or scene.sheet.language != "de" for each in found):
        return True
    said = folded(text)
    return _names_left(text, told, scene) or any(f" {folded(word).strip()} " in said for word in _numerals(scene))


def _names_left(text: str, told: Told, scene: Scene) -> bool:
    """Whether a word of a name of its items is left: in German every noun has a capital."""
    slots = table(scene.sheet.brief)
    originals = [
        words
        for key in told.items
        if (item := slots.item(key))
        for words, slot in _originals(item, scene.sheet.items[key])
        if ".name" in slot or "source" in slot
    ]
    names = {word for words in originals for word in words.split() if word[0].isupper() and len(word) >= _LONG}
    return any(word.removesuffix("s") in names or word in names for word in re.findall(r"[\w’'-]+", text))


def _numerals(scene: Scene) -> list[str]:
    own = scene.own
    return [*(word for value, word in own.numbers.items() if value > 1), *(w for n, w in own.ordinals.items() if n > 1)]
