"""Whatever texts hold, feeds stay feeds, and what an app shows of them does nothing."""

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest

from daemon.model import Chapter, Episode
from daemon.publish.folder import playlist
from daemon.publish.records import Place, entry, record_of, show_of
from daemon.publish.rss import NAMESPACES, feed
from tests.contract.library import an_episode
from tests.daemon.publish.naughty import NAUGHTY, everything

PLACE = Place("https://me.example.org/f/TOKEN")
REQUIRED = ("title", "link", "description", "language", "itunes:explicit", "item/title", "item/guid", "item/pubDate",
            "item/description", "item/itunes:duration", "item/link", "podcast:locked", "lastBuildDate")  # fmt: skip
ADDRESSES = {"item/enclosure": "url", "itunes:image": "href", "item/itunes:image": "href", "atom:link": "href",
             "item/podcast:chapters": "url", "item/podcast:transcript": "url"}  # fmt: skip
ELEMENTS = {"p", "br", "a", "h2", "ul", "li", "s"}


class Parsed(HTMLParser):
    """The elements of some HTML and their attributes, and what stands where no element may."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def an_episode_of(text: str, folder: Path) -> Episode:
    """An episode in which all that people or their sources name is that text, its notes as raw HTML too."""
    episode = an_episode(folder)
    notes = f"<html><head><title>{text}</title></head><body><h1>T</h1><h2>0:00 {text}</h2><p>{text}</p></body></html>"
    episode.notes.write_text(notes, encoding="utf-8", errors="surrogatepass")
    chapters = (
        Chapter(start=0, end=60, title=text, link=text),
        Chapter(start=60, end=61, title="B", link=f"https://{text}"),
    )
    return replace(episode, show_title=text, title=text, summary=text, chapters=chapters)


def feed_of(text: str, folder: Path) -> bytes:
    record = record_of(an_episode_of(text, folder))
    return feed(show_of([record], PLACE, "morning", guid="1"), [entry(record, PLACE)])


def html_of(channel: ET.Element) -> Iterator[str]:
    for tag in ("item/description", "item/content:encoded"):
        yield channel.findtext(tag, "", NAMESPACES)


def missing_in(channel: ET.Element) -> list[str]:
    empty = [tag for tag in REQUIRED if not channel.findtext(tag, "", NAMESPACES).strip()]
    found = ((tag, name, channel.find(tag, NAMESPACES)) for tag, name in ADDRESSES.items())
    return empty + [tag for tag, name, one in found if one is None or not one.get(name, "").startswith(PLACE.base)]


def does_something(html: str) -> list[Any]:
    """What of it is more than text, lists and links to web addresses."""
    parsed = Parsed(html)
    return parsed.others + [(tag, attrs) for tag, attrs in parsed.elements if not is_inert(tag, attrs)]


def is_inert(tag: str, attrs: dict[str, str | None]) -> bool:
    if tag != "a" or not attrs:
        return tag in ELEMENTS and not attrs
    link = urlsplit(attrs.pop("href", None) or "https://none")
    return attrs == {"rel": "noopener noreferrer"} and link.scheme in ("http", "https") and bool(link.hostname)


@pytest.mark.parametrize("kind", NAUGHTY)
def test_a_feed_of_any_text_is_a_feed_and_its_notes_do_nothing(kind: str, tmp_path: Path) -> None:
    for text in NAUGHTY[kind]:
        data = feed_of(text, tmp_path)
        channel = ET.fromstring(data).find("channel")
        assert channel is not None
        assert missing_in(channel) == [], repr(text[:50])
        for html in html_of(channel):
            assert does_something(html) == [], repr(text[:50])
        parsed = feedparser.parse(data)
        assert (parsed.bozo, len(parsed.entries), len(parsed.entries[0].enclosures)) == (0, 1, 1), repr(text[:50])


def test_a_list_for_players_has_two_rows_an_episode(tmp_path: Path) -> None:
    records = [record_of(an_episode_of(text, tmp_path)) for text in everything() if len(text) < 1000]
    rows = playlist(records[0].show_title, records).decode().splitlines()
    assert len(rows) == 3 + 2 * len(records)
    assert all(row.startswith("#EXTINF:151,") for row in rows[3::2])
    assert {*rows[4::2]} == {"episode.mp3"}


def test_there_are_some_five_hundred() -> None:
    assert len(everything()) >= 500
