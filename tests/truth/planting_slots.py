"""Planted errors in lines with slots: values as text outside of them, slots of others, and tampered fillings.

Each planter gives what the judge then gets: a line, or the reason for which `fill` already turned it away.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from random import Random

from daemon.model import Filled, Line
from daemon.write.slots import SlotTable, fill, table
from tests.truth.foreign import FOREIGN
from tests.truth.planting import PLANTERS, Clean, ask_for
from tests.truth.planting_apart import turned_round
from tests.truth.planting_sections import count
from tests.truth.scenes import Scene
from tests.truth.slotting import SLOT, Slotted

Outcome = Line | str | None
"""A line to be judged, why it could not even be filled, or nothing to plant."""

_KINDS = {
    "time": r"time|start|end$|rain_",
    "date": r"date|until|day|due|since|sent$|weekday",
    "number": r"num|now|low|high|chance|wind|length",
    "name": r"name|sender|also",
    "source": r"source",
    "title": r"title",
    "place": r"place",
    "quotation": r"quote",
}
_LIKE = {
    "time": ("10:30", "half"),
    "number": ("38", "1,250", "12.5", "word"),
}


@dataclass(frozen=True)
class Hand:
    """A line with slots in hand."""

    line: Slotted
    scene: Scene

    @cached_property
    def slots(self) -> SlotTable:
        return table(self.scene.sheet.brief)

    @property
    def clean(self) -> Clean:
        """The template as a text that rests on its items."""
        return Clean(self.line.template, tuple(self.slots.aliases[alias] for alias in self.line.aliases))

    @property
    def filled(self) -> Line | str:
        """The line as it is spoken."""
        return self.fill(self.line.template)

    def fill(self, template: str, aliases: tuple[str, ...] | None = None) -> Line | str:
        """Another template, filled."""
        return fill(template, aliases or self.line.aliases, self.slots)


SlotPlanter = Callable[[Hand, Random], Outcome]


def as_text(kind: str, hand: Hand, random: Random) -> Outcome:
    """A foreign value typed where the line has a slot of that kind."""
    found = [slot for slot in SLOT.finditer(hand.line.template) if re.match(_KINDS[kind], slot[2])]
    if not found:
        return None
    at = random.choice(found)
    new = FOREIGN[kind](_like(kind, at, hand, random), ask_for(hand.clean, hand.scene, random))
    return hand.fill(hand.line.template[: at.start()] + new + hand.line.template[at.end() :]) if new else None


def _like(kind: str, at: re.Match[str], hand: Hand, random: Random) -> str:
    own = hand.scene.own
    if kind == "date":
        return random.choice((random.choice(own.weekdays), f"7 {random.choice(own.months)}", "2026"))
    key = hand.slots.key_of(at[1]) if at[1] else ""
    value = hand.slots.value(key or "", at[2]) or ""
    return random.choice(_LIKE.get(kind, (value or "«?»",)))


def sentence(kind: str, hand: Hand, random: Random) -> Outcome:
    """A sentence more: words that nobody said, an address, something that no item holds."""
    plant = PLANTERS[kind](Clean("", hand.clean.items), hand.scene, random)
    return hand.fill(f"{hand.line.template} {plant.text.strip()}") if plant else None


def false_count(hand: Hand, random: Random) -> Outcome:
    """The line after a false count of the section's items."""
    plant = count(Clean("", hand.clean.items), hand.scene, random)
    aliases = {key: alias for alias, key in hand.slots.aliases.items()}
    if plant is None or not all(key in aliases for key in plant.items):
        return None
    return hand.fill(f"{plant.text}{hand.line.template}", tuple(aliases[key] for key in plant.items))


def beside(hand: Hand, random: Random) -> Outcome:
    """A value typed right beside a slot, so that both are heard as one."""
    at = random.choice(list(SLOT.finditer(hand.line.template)))
    scale = random.choice([word for word, by in hand.scene.own.scales.items() if by >= 1000])
    number = hand.scene.own.numbers[random.randint(13, 90)]
    typed = random.choice((f"{at[0]} {scale}", f"{number} {at[0]}", f"9{at[0]}", f"{at[0]}.5", f"{at[0]} {number}"))
    return hand.fill(hand.line.template[: at.start()] + typed + hand.line.template[at.end() :])


def no_slot(hand: Hand, random: Random) -> Outcome:
    """A slot that does not exist."""
    at = random.choice(list(SLOT.finditer(hand.line.template)))
    alias = random.choice(hand.line.aliases)
    wrong = random.choice((f"{{{alias}.num99}}", f"{{{alias}.phone}}", f"{{{alias[0]}77.num1}}", "{secret}"))
    return hand.fill(hand.line.template.replace(at[0], wrong))


def others_slot(hand: Hand, random: Random) -> Outcome:
    """A slot of an item that the line does not name."""
    strangers = [item for item in hand.slots.items if item.alias not in hand.line.aliases and item.slots]
    if not strangers:
        return None
    at, item = random.choice(list(SLOT.finditer(hand.line.template))), random.choice(strangers)
    slot = f"{{{item.alias}.{random.choice(item.slots).name}}}"
    return hand.fill(hand.line.template[: at.start()] + slot + hand.line.template[at.end() :])


def others_line(hand: Hand, random: Random) -> Outcome:
    """The whole line, said to rest on another item."""
    strangers = [item.alias for item in hand.slots.items if item.alias not in hand.line.aliases]
    return hand.fill(hand.line.template, (random.choice(strangers),)) if strangers else None


def tampered_text(hand: Hand, random: Random) -> Outcome:
    """Another value in the place of a filled one, behind the back of `fill`."""
    line, at = _one(hand, random)
    if line is None or at is None:
        return None
    kind = _kind_of(at.slot)
    like = random.choice(hand.scene.own.weekdays) if kind == "date" else random.choice(_LIKE.get(kind, ("«?»",)))
    new = FOREIGN[kind](like, ask_for(hand.clean, hand.scene, random))
    return _with(line, at, new) if new else None


def tampered_span(hand: Hand, random: Random) -> Outcome:
    """A filled part that claims more or less of the line than its value."""
    line, at = _one(hand, random)
    if line is None or at is None:
        return None
    before, after = random.choice(((0, 9), (-7, 0), (1, 1), (0, -1)))
    start, end = at.start + before, at.end + after
    if start < 0 or end > len(line.text):
        return None
    return _claiming(line, at, replace(at, start=start, end=end))


def tampered_slot(hand: Hand, random: Random) -> Outcome:
    """A filled part that claims another slot of its item."""
    line, at = _one(hand, random)
    item = hand.slots.item(at.item) if at else None
    if line is None or at is None or item is None:
        return None
    value = hand.slots.value(at.item, at.slot)
    others = [slot.name for slot in item.slots if slot.value != value]
    if not others:
        return None
    return _claiming(line, at, replace(at, slot=random.choice(others)))


def _claiming(line: Line, at: Filled, other: Filled) -> Line:
    return replace(line, filled=tuple(other if each is at else each for each in line.filled or ()))


def _one(hand: Hand, random: Random) -> tuple[Line | None, Filled | None]:
    line = hand.filled
    if isinstance(line, str) or not line.filled:
        return None, None
    return line, random.choice(line.filled)


def _with(line: Line, at: Filled, value: str) -> Line:
    """The line with another value at a filled part, all offsets right."""
    shift = len(value) - (at.end - at.start)
    moved = (
        replace(each, end=each.end + shift) if each is at else replace(each, start=each.start + by, end=each.end + by)
        for each in line.filled or ()
        for by in (shift if each.start > at.start else 0,)
    )
    return replace(line, text=line.text[: at.start] + value + line.text[at.end :], filled=tuple(moved))


def role_swapped(hand: Hand, random: Random) -> Outcome:
    """Two slots of a kind change places; both are the line's own."""
    found = [(_kind_of(slot[2]), slot) for slot in SLOT.finditer(hand.line.template)]
    pairs = [(a, b) for one, a in found for two, b in found if one == two and a.end() <= b.start() and a[0] != b[0]]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    text = hand.line.template
    before, between, after = text[: one.start()], text[one.end() : other.start()], text[other.end() :]
    return hand.fill(f"{before}{other[0]}{between}{one[0]}{after}")


def turned(hand: Hand, random: Random) -> Outcome:
    """A word that is no value as its opposite."""
    plant = turned_round(hand.clean, hand.scene, random)
    return hand.fill(plant.text) if plant else None


def _kind_of(slot: str) -> str:
    return next((kind for kind, names in _KINDS.items() if re.match(names, slot)), "name")


SLOT_PLANTERS: dict[str, SlotPlanter] = {
    **{kind: partial(as_text, kind) for kind in _KINDS if kind != "quotation"},
    **{kind: partial(sentence, kind) for kind in ("quotation", "link", "added item")},
    "count": false_count,
    "beside a slot": beside,
    "no such slot": no_slot,
    "tampered text": tampered_text,
    "tampered span": tampered_span,
    "tampered slot": tampered_slot,
    "swapped value": others_slot,
    "swapped line": others_line,
    "role swapped": role_swapped,
    "turned round": turned,
}
