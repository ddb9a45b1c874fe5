"""The files of clean lines as sections with their briefs and their true lines."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.codec import from_json
from connectors.items import Item, key_of
from daemon.model import Entry, Section, SectionBrief

LINES = Path(__file__).parent / "lines"
HELD_OUT = LINES / "held_out"
SLOTTED = Path(__file__).parent / "slotted"
_ROLES = ("day", "class", "page")


@dataclass(frozen=True, slots=True)
class Told:
    """One true line: the keys of its items, and its words by way of writing ("copied", "free", "slots")."""

    items: tuple[str, ...]
    words: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One file: a section's brief and the lines that may be said of it."""

    name: str
    brief: SectionBrief
    told: tuple[Told, ...]

    @property
    def language(self) -> str:
        """The language in which it is told."""
        return self.brief.language

    @cached_property
    def items(self) -> dict[str, Item]:
        """The section's items by their keys."""
        return {entry.key: entry.item for entry in self.brief.section.entries}


def sheets(folder: Path) -> tuple[Sheet, ...]:
    """All files of a folder, by name; not those of its folders."""
    return tuple(_sheet(path) for path in sorted(folder.glob("*.json")))


def _sheet(path: Path) -> Sheet:
    held = json.loads(path.read_text(encoding="utf-8"))
    items = tuple(_item(raw) for raw in held["items"])
    keys = {item.uid: key_of(item) for item in items}
    return Sheet(path.stem, _brief(held, items), tuple(_told(raw, keys) for raw in held["lines"]))


def _item(raw: dict[str, Any]) -> Item:
    """The item; the editors who wrote the files left out what they had no word for."""
    if raw["kind"] == "note" and raw.get("role") not in _ROLES:
        raw = {**raw, "role": "class"}
    item: Item = from_json(Item, json.dumps({key: value for key, value in raw.items() if value is not None}).encode())
    return item


def _brief(held: dict[str, Any], items: tuple[Item, ...]) -> SectionBrief:
    day, zone = date.fromisoformat(held["day"]), ZoneInfo(held["timezone"])
    return SectionBrief(
        section=Section(kind=held["kind"], seconds=120, entries=tuple(Entry(item=item, sentences=3) for item in items)),
        day=day,
        now=datetime.combine(day, time(6, 30), zone),
        timezone=zone.key,
        language=held["language"],
        name="Kim",
    )


def _told(raw: dict[str, Any], keys: dict[str, str]) -> Told:
    words: dict[str, str] = {way: raw[way] for way in ("copied", "free", "slots") if way in raw}
    return Told(tuple(keys[uid] for uid in raw["items"]), words)
