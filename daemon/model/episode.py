"""The finished file, and where it is. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter mark (seconds from the episode's start); `link` is the item's own, absolute http(s)."""

    start: float
    end: float
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The mastered file with all that belongs to it. Paths lie in its folder; `size` in bytes, `words` spoken.

    `rests_on`: the keys of the items that each line rests on, once.
    """

    show: str
    show_title: str
    day: date
    guid: str
    title: str
    summary: str
    language: str
    made: datetime
    audio: Path
    mime_type: str
    size: int
    seconds: float
    chapters: tuple[Chapter, ...]
    chapters_json: Path
    transcript: Path
    notes: Path
    cover: Path
    words: int
    rests_on: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A library's answer: where the episode is now.

    `content`: the hash of what was delivered, so that a later re-make is known not to be there yet. `verified`: when it
    was last seen there as its user would see it; None: not yet.
    """

    library: str
    guid: str
    where: str
    published: datetime
    content: str = ""
    verified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where an episode is now, and what kept it out of the other libraries, by their names."""

    publications: tuple[Publication, ...]
    undelivered: dict[str, str]
