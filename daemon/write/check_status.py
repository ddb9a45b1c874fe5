"""That something is cancelled, moved, late or free is said only where the data says so. Pure."""

import re
from collections.abc import Mapping, Sequence

from connectors.items import Event, Story, Task
from daemon.model import Entry, Section
from daemon.write.talk import statuses
from daemon.write.values.words import content_words

Titles = Mapping[str, Sequence[frozenset[str]]]
"""By an entry's key, the content words of its title, if it has one that must be said."""

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|;\s")


def misreported(
    rest: str, text: str, told: Sequence[Entry], titles: Titles, section: Section, language: str
) -> str | None:
    """Why a line may not say what became of its entries; `rest` is its text without what code filled in."""
    personal = all(isinstance(entry.item, Event | Task) for entry in told)
    said = statuses(rest, loosely=personal)
    if not personal:
        said &= {"cancelled"}  # anything may be moved, late and free in the news
    if not said:
        return None
    known = {status for own in map(_told_text, told) for status in statuses(own, loosely=True)}
    if any(map(_is_off, told)) and not _calls_off(text, told, titles, language):
        known.add("cancelled")
    if section.gaps or any(isinstance(one.item, Event) and one.item.transparent for one in told):
        known.add("free")
    if section.kind == "tasks":
        known.add("late")
    return f"nothing says that it is {min(said - known)}" if said - known else None


def _calls_off(text: str, told: Sequence[Entry], titles: Titles, language: str) -> bool:
    """Whether a sentence says of an appointment by its title that it is off, which it is not."""
    on = [title for one in told if not _is_off(one) for title in titles[one.key]]
    off = [title for one in told if _is_off(one) for title in titles[one.key]]
    sentences = [each for each in _SENTENCE.split(text) if "cancelled" in statuses(each, loosely=True)]
    said = [frozenset(content_words(each, language)) for each in sentences]
    return any(any(title <= each for title in on) and not any(title <= each for title in off) for each in said)


def _told_text(entry: Entry) -> str:
    """What of an item may say what became of it: not an invitation's description."""
    item = entry.item
    own = (item.title, item.summary) if isinstance(item, Story) else (getattr(item, "summary", ""),)
    return " ".join((*own, getattr(item, "subject", ""), getattr(item, "text", "")))


def _is_off(entry: Entry) -> bool:
    return entry.cancelled or entry.called_off or getattr(entry.item, "status", "") == "cancelled"
