"""What a slot table is made of. Pure."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from connectors.items import ItemKind
from daemon.unspeakable import without_markup
from daemon.write.values.base import Value

_SIGNS = re.compile(r"[{}<>|\\`\[\]*]+|-->")
"""With these a text could forge a slot, a delimiter or an answer."""

Find = Callable[[str, str], tuple[Value, ...]]
"""Text and language to the values in it, in order and disjoint (see daemon/write/values)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A value as it is spoken; `hint` is what a model that does not see it is told of it ("a time", "a percentage").

    `among`: the keys of the items that a line with this slot may name; None where the slot fits any line. `written`: in
    digits ("10:30", "4 °C") or as it stands in its item, for a model that copies; empty where that is `value`.
    """

    name: str
    value: str
    hint: str = ""
    among: tuple[str, ...] | None = None
    written: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of an item (`label`: "headline", "text", …): with slots for its values as it is `shown`, and `plain`."""

    label: str
    shown: str
    plain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSlots:
    """An item as a model sees it: its slots, its texts, and in `hints` what else may be said or matters for grammar.

    `must`: it has to be told. `sentences`: how many at most.
    """

    alias: str
    key: str
    kind: ItemKind
    slots: tuple[Slot, ...]
    passages: tuple[Passage, ...] = ()
    hints: tuple[str, ...] = ()
    sentences: int = 1
    must: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotTable:
    """Every value of a section under a name, in the words of its language; items in the order of telling."""

    language: str
    items: tuple[ItemSlots, ...]
    section: tuple[Slot, ...] = ()

    @property
    def aliases(self) -> Mapping[str, str]:
        """The items' keys by their aliases: "e1", "n3"."""
        return {item.alias: item.key for item in self.items}

    def key_of(self, alias: str) -> str | None:
        """The key of the item with that alias."""
        return self.aliases.get(alias)

    def item(self, key: str) -> ItemSlots | None:
        """The item with that key."""
        return next((item for item in self.items if item.key == key), None)

    def slot(self, key: str, name: str) -> Slot | None:
        """The slot of the item with that key; of the section itself where the key is empty."""
        item = self.item(key)
        slots = item.slots if item else () if key else self.section
        return next((slot for slot in slots if slot.name == name), None)

    def value(self, key: str, name: str) -> str | None:
        """What that slot holds, as it is spoken."""
        slot = self.slot(key, name)
        return slot.value if slot else None

    def shown(self, key: str) -> str:
        """The item's own text with slots such as {n1.num1} in the place of its values; empty for an event or a task."""
        item = self.item(key)
        return " ".join(passage.shown for passage in item.passages) if item else ""


def clean(text: str) -> str:
    """On one line, without markup, and without the signs that mean something to code or to a model."""
    return " ".join(_SIGNS.sub(" ", without_markup(html.unescape(html.unescape(text)))).split())
