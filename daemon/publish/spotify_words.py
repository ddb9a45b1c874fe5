"""What Spotify is told of an episode: title, show notes, chapters and links. Pure."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from config.languages import base_of
from daemon.model import Chapter, Episode
from daemon.publish.rss import is_web
from daemon.publish.spotify_calls import Words
from daemon.publish.spotify_decide import Wanted

LONGEST_SUMMARY = 4000
LONGEST_NAME = 100
CLOSEST = 5000
"""Milliseconds that chapters are apart at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """All that is to be at Spotify of an episode. `cover`: None where Spotify would not take it.

    `show`: the address of its show, or the words by which that is found or made.
    """

    guid: str
    show: Words | str
    wanted: Wanted
    audio: Path
    cover: Path | None
    words: Words
    timeline: bytes | None


def words_of(episode: Episode, language: str | None = None) -> Words:
    """What the episode says of itself, in that language or its own."""
    tongue = base_of(language or episode.language)
    return Words(title=title_of(episode), summary=_summary(episode, tongue), language=tongue)


def show_words(title: str, language: str) -> Words:
    """What a new show says of itself."""
    tongue = base_of(language)
    return Words(title=title, summary=_DISCLOSURES.get(tongue, _DISCLOSURES["en"]), language=tongue)


def show_title(wanted: str) -> str:
    """A show's title as the program takes it: one that begins with - would be taken for an option."""
    return _line(wanted).lstrip("- ")[:LONGEST_NAME] or "Dawncast"


def title_of(episode: Episode) -> str:
    """The show's title and the episode's, with the date: by it the episode is found again after a lost answer."""
    title = _line(episode.title)[:LONGEST_NAME]
    dated = str(episode.day.year) in title and re.search(rf"\b0?{episode.day.day}\b", title)
    return f"{show_title(episode.show_title)}: {title if dated else f'{title} ({episode.day})'}"


def _summary(episode: Episode, tongue: str) -> str:
    """One line of paragraphs: the summary, the chapters with their times and links, and that a program made it."""
    first = f"<p>{escape(_line(episode.summary)[:1000])}</p>" if _line(episode.summary) else ""
    last = f"<p>{_DISCLOSURES.get(tongue, _DISCLOSURES['en'])}</p>"
    left = LONGEST_SUMMARY - len(first) - len(last)
    entries = []
    for chapter in episode.chapters:
        entry = f"<p>{_entry(chapter)}</p>"
        left -= len(entry)
        if left < 0:
            break
        entries.append(entry)
    return "".join((first, *entries, last))


def _entry(chapter: Chapter) -> str:
    minutes, seconds = divmod(int(chapter.start), 60)
    moment = f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"
    entry = f"({moment}) - {escape(_line(chapter.title))}"
    if chapter.link and is_web(chapter.link) and chapter.link.isprintable():
        host = (urlsplit(chapter.link).hostname or "").removeprefix("www.")
        entry += f" - <a href='{escape(chapter.link)}'>{escape(host)}</a>"
    return entry


def timeline_of(episode: Episode) -> bytes | None:
    """The file that sets the episode's chapters and links; None where there are none."""
    chapters, links = tuple(_chapters(episode)), tuple(_links(episode))
    marks = chapters if len(chapters) > 1 else ()
    items = [{"chapter": {"title": title, "start_time_ms": start}} for start, title in marks]
    shown = [{"link": {"start_time_ms": start, "duration_ms": end - start, "url": url}} for start, end, url in links]
    if not items and not shown:
        return None
    return json.dumps({"items": [*items, *shown]}, ensure_ascii=False, indent=1).encode()


def wanted_chapters(file: bytes) -> frozenset[int]:
    """When the chapters of a timeline file begin (milliseconds). Raises ValueError."""
    items = json.loads(file)["items"]
    return frozenset(item["chapter"]["start_time_ms"] for item in items if "chapter" in item)


def _chapters(episode: Episode) -> Iterator[tuple[int, str]]:
    """The chapters, the first at 0; those too close to the one before, or behind the end, are left out."""
    earliest = 0
    for chapter in episode.chapters:
        start = round(chapter.start * 1000) if earliest else 0
        title = _line(chapter.title)
        if title and earliest <= start < int(episode.seconds * 1000):
            yield start, title
            earliest = start + CLOSEST


def _links(episode: Episode) -> Iterator[tuple[int, int, str]]:
    """The chapters' links, each shown while its chapter lasts; none overlaps another."""
    shown = 0
    for chapter in episode.chapters:
        start, end = (
            max(shown, round(chapter.start * 1000)),
            min(round(chapter.end * 1000), int(episode.seconds * 1000)),
        )
        if chapter.link and is_web(chapter.link) and chapter.link.isprintable() and start < end:
            yield start, end, chapter.link
            shown = end


def _line(text: str) -> str:
    """On one line, without what cannot be printed."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


_DISCLOSURES = {
    "en": "Made by a program, with a synthetic voice, for one listener.",
    "de": "Von einem Programm gemacht, mit einer künstlichen Stimme, für eine einzige Person.",
    "fr": "Réalisé par un programme, avec une voix de synthèse, pour une seule personne.",
    "es": "Hecho por un programa, con una voz sintética, para una sola persona.",
}
