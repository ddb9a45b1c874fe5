"""Chapters: one mark a section, and in the news one a story. Pure."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from connectors.items import Item
from daemon.model import Chapter, Cue, Rundown, Segment
from daemon.posing import unposed
from daemon.unspeakable import printable

LONGEST_TITLE = 100
VERSION = "1.2.0"
LINK = re.compile(r"https?://(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?([/?#][^\s<>\"\\^`{|}]*)?", re.IGNORECASE)
"""A host without a name or password before it; what follows holds nothing that RFC 3986 leaves out of links."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A segment and where it begins in the episode (seconds)."""

    segment: Segment
    start: float

    @property
    def cues(self) -> tuple[Cue, ...]:
        """What is said in it, in the episode's time."""
        return tuple(replace(cue, start=cue.start + self.start, end=cue.end + self.start) for cue in self.segment.cues)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: float
    title: str
    link: str | None = None


def chapters(sections: Sequence[Placed], rundown: Rundown, seconds: float) -> tuple[Chapter, ...]:
    """The marks of an episode of that length; the first begins at 0, and each ends where the next one begins."""
    marks = [mark for section in sections for mark in _marks(section, rundown)]
    return tuple(
        Chapter(start=0.0 if mark is marks[0] else mark.start, end=following.start, title=mark.title, link=mark.link)
        for mark, following in pairwise((*marks, _Mark(seconds, "")))
    )


def _marks(section: Placed, rundown: Rundown) -> Iterator[_Mark]:
    stories = _stories(section.cues) if section.segment.section == "news" else []
    if not stories or stories[0][0] > section.start:
        yield _Mark(section.start, short(section.segment.title))
    for start, key, said in stories:
        item = told(rundown, key)
        if item is None or item.kind != "story":
            continue
        own = (unposed(item.title) or said) if item.title else ""
        titles = (short(printable(text)) for text in (own, item.feed, section.segment.title))
        yield _Mark(start, next(filter(None, titles), ""), safe_link(item.link))


def _stories(cues: Sequence[Cue]) -> list[tuple[float, str, str]]:
    """When each story begins, its key, and its first line.

    A line about several, as the first often is, begins none of them.
    """
    begun: list[tuple[float, str, str]] = []
    for cue in cues:
        if len(cue.items) == 1 and cue.items[0] not in (key for _, key, _ in begun):
            begun.append((cue.start, cue.items[0], cue.text))
    return begun


def told(rundown: Rundown, key: str) -> Item | None:
    """The item of that key, as the rundown has it."""
    entries = (entry for section in rundown.sections for entry in section.entries)
    return next((entry.item for entry in entries if entry.key == key), None)


def safe_link(link: str | None) -> str | None:
    """The link, if it is an absolute http(s) one; else None."""
    return link if link and link.isprintable() and LINK.fullmatch(link) else None


def short(title: str) -> str:
    """A title on one line of at most 100 characters, without control characters."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def chapters_json(title: str, marks: Sequence[Chapter]) -> bytes:
    """The marks as Podcasting 2.0 JSON chapters 1.2."""
    listed = [_listed(mark) for mark in marks]
    document = {"version": VERSION, "title": title, "chapters": listed}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _listed(mark: Chapter) -> dict[str, object]:
    times = {"startTime": round(mark.start, 3), "endTime": round(mark.end, 3)}
    return {**times, "title": mark.title, **({"url": mark.link} if mark.link else {}), "toc": True}
