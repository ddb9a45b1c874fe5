"""What a library must know of an episode, under which addresses it lies, and what a feed says of it."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Protocol
from urllib.parse import quote

from pydantic import AfterValidator

from config.languages import base_of
from config.shows import WEEK, Day
from daemon.model import Chapter, Episode
from daemon.publish.rss import FeedEpisode, FeedShow, is_web

FULL_NOTES = 14
"""Of so many of the newest episodes a feed has the whole notes: an app reads them when it first sees an episode."""
LONGEST_NOTES = 30_000
CONTENT = 32
"""Digits of a content's hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a library must know of an episode; `audio` is its file's name, `size` in bytes.

    `content`: see `content_of`. `notes`: the show notes as HTML of few elements, without a page around it.
    """

    guid: str
    show: str
    show_title: str
    day: date
    title: str
    summary: str
    language: str
    made: datetime
    mime_type: str
    size: int
    seconds: float
    chapters: tuple[Chapter, ...]
    audio: str
    content: str = ""
    notes: str = ""


def content_of(episode: Episode) -> str:
    """The hash of all that a listener gets of the episode: its files, title and summary. Raises OSError."""
    whole = hashlib.sha256()
    for path in (episode.audio, episode.chapters_json, episode.transcript, episode.notes, episode.cover):
        with path.open("rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    for text in (episode.title, episode.summary):
        whole.update(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest())
    return whole.hexdigest()[:CONTENT]


def record_of(episode: Episode) -> Record:
    """What a library must know of the episode, from its files as they are now. Raises OSError."""
    return Record(
        guid=episode.guid,
        show=episode.show,
        show_title=episode.show_title,
        day=episode.day,
        title=episode.title,
        summary=episode.summary,
        language=episode.language,
        made=episode.made,
        mime_type=episode.mime_type,
        size=episode.audio.stat().st_size,
        seconds=episode.seconds,
        chapters=episode.chapters,
        audio=f"episode{episode.audio.suffix}",
        content=content_of(episode),
        notes=_notes(episode.notes),
    )


def _notes(page: Path) -> str:
    """The notes without the page around them, and without the sections' times: the chapters' stand beside them."""
    import nh3

    kept = nh3.clean(
        page.read_text(encoding="utf-8", errors="replace"),
        tags={"h2", "ul", "li", "p", "a", "s"},
        clean_content_tags={"title", "h1", "script", "style"},
        attributes={"a": {"href"}},
        attribute_filter=lambda _element, name, value: value if name != "href" or is_web(value) else None,
        link_rel="noopener noreferrer",
    )
    kept = re.sub(r"<h2>(\d+:)?\d+:\d\d ", "<h2>", kept).strip()
    return kept if len(kept) <= LONGEST_NOTES else ""


def lean(records: Sequence[Record]) -> tuple[Record, ...]:
    """The records, oldest first; only the newest of them with their notes."""
    ordered = sorted(records, key=lambda record: (record.day, record.made))
    older = max(0, len(ordered) - FULL_NOTES)
    return (*(replace(record, notes="") for record in ordered[:older]), *ordered[older:])


def _web_address(value: str) -> str:
    if not is_web(value) or re.search(r"[<>\"\\^`{|}?#@]", value):
        raise ValueError("write the web address under which it can be reached, as in https://me.example.org/pod")
    return value.rstrip("/")


WebAddress = Annotated[str, AfterValidator(_web_address)]
"""A setting: the address under which a library's files are reached, without a slash at its end once read."""


class Addresses(Protocol):
    """Where a library's feeds and an episode's files are; None is the feed of all shows."""

    def feed(self, show: str | None) -> str: ...  # noqa: D102
    def page(self, show: str | None) -> str: ...  # noqa: D102
    def audio(self, record: Record) -> str: ...  # noqa: D102
    def chapters(self, record: Record) -> str: ...  # noqa: D102
    def transcript(self, record: Record) -> str: ...  # noqa: D102
    def notes(self, record: Record) -> str: ...  # noqa: D102
    def cover(self, record: Record) -> str: ...  # noqa: D102


def audio_name(record: Record) -> str:
    """The last part of an audio's address: apps name files by it, and some go on with a file of the same name."""
    return f"{record.show}-{record.day}-{record.content[:8]}{Path(record.audio).suffix}"


@dataclass(frozen=True, slots=True)
class Place:
    """The private feed's addresses under `base` (without a slash at its end), as https://me.example.org/f/TOKEN.

    An episode's lie under base/SHOW/DAY/CONTENT/, so that other bytes never have the same address.
    """

    base: str

    def feed(self, show: str | None) -> str:
        """The feed of a show, or of all."""
        return self._of(show, "feed.xml")

    def page(self, show: str | None) -> str:
        """The page on which the newest episode can be heard."""
        return self._of(show, "play")

    def audio(self, record: Record) -> str:
        """The episode's audio."""
        return self._file(record, audio_name(record))

    def chapters(self, record: Record) -> str:
        """Its chapters as JSON."""
        return self._file(record, "chapters.json")

    def transcript(self, record: Record) -> str:
        """Its transcript as WebVTT."""
        return self._file(record, "transcript.vtt")

    def notes(self, record: Record) -> str:
        """Its show notes as a page."""
        return self._file(record, "notes.html")

    def cover(self, record: Record) -> str:
        """Its cover, a JPEG."""
        return self._file(record, "cover.jpg")

    def _of(self, show: str | None, name: str) -> str:
        return f"{self.base}/{quote(show, safe='')}/{name}" if show else f"{self.base}/{name}"

    def _file(self, record: Record, name: str) -> str:
        return f"{self.base}/{quote(record.show, safe='')}/{record.day}/{record.content}/{quote(name)}"


def entry(record: Record, place: Addresses, *, with_show: bool = False) -> FeedEpisode:
    """What a feed says of an episode; `with_show`: its title begins with the show's, for the feed of all."""
    return FeedEpisode(
        guid=record.guid,
        title=f"{record.show_title}: {record.title}" if with_show else record.title,
        summary=record.summary,
        published=record.made,
        seconds=record.seconds,
        audio_url=place.audio(record),
        mime_type=record.mime_type,
        size=record.size,
        language=record.language,
        chapters=record.chapters,
        chapters_url=place.chapters(record),
        transcript_url=place.transcript(record),
        notes_url=place.notes(record),
        cover_url=place.cover(record),
        notes=record.notes,
    )


def show_of(
    records: Sequence[Record],
    place: Addresses,
    show: str | None = None,
    *,
    title: str | None = None,
    language: str | None = None,
    guid: str | None = None,
    days: Sequence[Day] = WEEK,
) -> FeedShow:
    """What a feed says of a show; without `show`, of all shows.

    `title` and `language`: from the settings, else from the newest record. `guid`: the feed's own, whatever its
    address is. `days`: on which there are episodes.
    """
    newest = max(records, key=lambda record: (record.day, record.made), default=None)
    tongue = language or (newest.language if newest else "en")
    words = _WORDS.get(base_of(tongue), _WORDS["en"])
    own = (newest.show_title if newest else show) if show else words.all_shows
    named = title or own or ""
    return FeedShow(
        title=named,
        description=words.described.format(named),
        language=tongue,
        link=place.page(show),
        feed_url=place.feed(show),
        image_url=place.cover(newest) if newest else None,
        guid=guid,
        days=tuple(days),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    all_shows: str
    described: str


_WORDS = {
    "en": _Words("All shows", "{}: a briefing of your own, spoken by a synthetic voice."),
    "de": _Words("Alle Sendungen", "{}: dein eigenes Briefing, gesprochen von einer künstlichen Stimme."),
    "fr": _Words("Toutes les émissions", "{} : votre propre briefing, dit par une voix de synthèse."),
    "es": _Words("Todos los programas", "{}: tu propio resumen, leído por una voz sintética."),
}
