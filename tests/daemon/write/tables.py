"""Slot tables of sections made by hand, and what is in them."""

from typing import Any

from daemon.model import Section
from daemon.write.slots import SlotTable, table
from tests.daemon.write.morning import brief


def tabled(told: Section, language: str = "en", **more: Any) -> SlotTable:
    return table(brief(told, language, **more))


def listed(known: SlotTable) -> str:
    """The table as one reads it: a line a slot, then what a model sees of the texts."""
    rows = [f"{slot.name}: {slot.value}" for slot in known.section]
    for item in known.items:
        rows += [f"{item.alias}.{slot.name}: {slot.value}" for slot in item.slots]
        rows += [f"{item.alias} {passage.label}: {passage.shown}" for passage in item.passages]
    return "\n".join(rows)


def values(known: SlotTable, alias: str) -> dict[str, str]:
    item = known.item(known.aliases[alias])
    assert item is not None
    return {slot.name: slot.value for slot in item.slots}


def hints(known: SlotTable, alias: str) -> tuple[str, ...]:
    item = known.item(known.aliases[alias])
    assert item is not None
    return item.hints
