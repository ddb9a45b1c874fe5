from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Chapter
from daemon.publish.rss import NAMESPACES, FeedEpisode, FeedShow, feed

SHOW = FeedShow(
    title="Kim's morning",
    description="A briefing.",
    language="en",
    link="https://me.example.org/",
    feed_url="https://me.example.org/pod/feed.xml",
    image_url="https://me.example.org/pod/cover.jpg",
)
EPISODE = FeedEpisode(
    guid="urn:uuid:1",
    title="Tuesday, 24 March",
    summary="Two things clash at half past ten.",
    published=datetime(2026, 3, 24, 6, 55, tzinfo=timezone(timedelta(hours=1))),
    seconds=151.4,
    audio_url="https://me.example.org/pod/2026-03-24.mp3",
    mime_type="audio/mpeg",
    size=1_812_345,
    language="en",
    chapters=(
        Chapter(start=0, end=12.3456, title="Opening"),
        Chapter(start=12.3456, end=100, title="A comet's far side", link="https://orbit.example.org/1?a=1&b=2"),
        Chapter(start=3725.5, end=3800, title="Closing"),
    ),
    chapters_url="https://me.example.org/pod/2026-03-24.chapters.json",
    transcript_url="https://me.example.org/pod/2026-03-24.vtt",
    notes_url="https://me.example.org/pod/2026-03-24.html",
    cover_url="https://me.example.org/pod/2026-03-24.jpg",
)


def channel(show: FeedShow, *episodes: FeedEpisode) -> ET.Element:
    found = ET.fromstring(feed(show, episodes)).find("channel")
    assert found is not None
    return found


def attributes(element: ET.Element, path: str) -> Any:
    found = element.find(path, NAMESPACES)
    assert found is not None
    return found.attrib


def test_an_app_reads_the_episode() -> None:
    parsed = feedparser.parse(feed(SHOW, [EPISODE]))
    (entry,) = parsed.entries
    assert parsed.bozo == 0
    assert (parsed.feed.title, parsed.feed.language) == ("Kim's morning", "en")
    assert (entry.title, entry.id, entry.guidislink) == ("Tuesday, 24 March", "urn:uuid:1", False)
    assert entry.published_parsed[:5] == (2026, 3, 24, 5, 55)
    assert entry.itunes_duration == "151"
    assert dict(entry.enclosures[0]) == {
        "href": "https://me.example.org/pod/2026-03-24.mp3",
        "length": "1812345",
        "type": "audio/mpeg",
    }


def test_the_feed_is_private_and_says_that_a_machine_speaks() -> None:
    found = channel(SHOW, EPISODE)
    assert {path: found.findtext(path, namespaces=NAMESPACES) for path in PRIVATE} == PRIVATE
    assert attributes(found, "podcast:txt") == {"purpose": "ai-content"}
    assert attributes(found, "podcast:updateFrequency") == {"rrule": "FREQ=DAILY"}
    assert attributes(found, "atom:link")["href"] == SHOW.feed_url


def test_it_says_who_speaks() -> None:
    found = channel(SHOW, EPISODE)
    assert found.findtext("podcast:person", namespaces=NAMESPACES) == "Dawncast"
    assert attributes(found, "podcast:person") == {"group": "cast", "role": "host"}


def test_it_says_on_which_days_to_look() -> None:
    found = channel(replace(SHOW, days=("mon", "wed", "fri")))
    assert attributes(found, "podcast:updateFrequency") == {"rrule": "FREQ=WEEKLY;BYDAY=MO,WE,FR"}


PRIVATE = {"itunes:block": "Yes", "podcast:block": "yes", "podcast:locked": "yes", "podcast:txt": "true"}


def test_chapters_and_transcript_for_every_kind_of_app() -> None:
    found = channel(SHOW, EPISODE)
    assert attributes(found, "item/podcast:chapters") == {
        "url": EPISODE.chapters_url,
        "type": "application/json+chapters",
    }
    assert attributes(found, "item/podcast:transcript")["type"] == "text/vtt"
    assert [mark.attrib for mark in found.iterfind("item/psc:chapters/psc:chapter", NAMESPACES)] == [
        {"start": "00:00:00.000", "title": "Opening"},
        {"start": "00:00:12.346", "title": "A comet's far side", "href": "https://orbit.example.org/1?a=1&b=2"},
        {"start": "01:02:05.500", "title": "Closing"},
    ]
    assert found.findtext("item/description") == (
        "<p>Two things clash at half past ten.</p><p>00:00:00 Opening<br/>"
        '00:00:12 <a href="https://orbit.example.org/1?a=1&amp;b=2" rel="noopener noreferrer">'
        "A comet&#x27;s far side</a><br/>01:02:05 Closing</p>"
    )


def test_the_guid_is_that_of_the_specification() -> None:
    show = replace(SHOW, feed_url="https://mp3s.nashownotes.com/pc20rss.xml")
    assert channel(show).findtext("podcast:guid", namespaces=NAMESPACES) == "917393e3-1b1e-5cef-ace4-edaa54e1f810"


def test_a_feed_with_a_secret_in_its_address_has_a_guid_of_its_own() -> None:
    address = "https://me.example.org/f/TOKEN/feed.xml"
    assert channel(replace(SHOW, guid="1234", feed_url=address)).findtext("podcast:guid", "", NAMESPACES) == "1234"
    assert channel(replace(SHOW, guid="", feed_url=address)).find("podcast:guid", NAMESPACES) is None


def test_the_show_notes_follow_the_marks() -> None:
    item = channel(SHOW, replace(EPISODE, notes="<h2>Your day</h2>")).find("item")
    assert item is not None
    assert item.findtext("content:encoded", "", NAMESPACES).endswith("01:02:05 Closing</p><h2>Your day</h2>")
    assert "Your day" not in item.findtext("description", "")


def test_the_newest_comes_first() -> None:
    days = [replace(EPISODE, guid=str(day), published=EPISODE.published + timedelta(days=day)) for day in (1, 3, 2)]
    assert [item.findtext("guid") for item in channel(SHOW, *days).iterfind("item")] == ["3", "2", "1"]


def test_a_feed_without_episodes_is_one() -> None:
    assert feedparser.parse(feed(replace(SHOW, image_url=None), [])).bozo == 0


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "//orbit.example.org/1", "ftp://x.example.org", "http://[", "1"]
)
def test_only_web_addresses_are_links(link: str) -> None:
    episode = replace(EPISODE, chapters=(Chapter(start=0, end=1, title="Story", link=link),))
    found = channel(SHOW, episode)
    assert "href" not in attributes(found, "item/psc:chapters/psc:chapter")
    assert "<a" not in (found.findtext("item/description") or "")


@given(st.text(), st.floats(0, 1e6), st.datetimes(timezones=st.just(UTC)))
def test_any_text_and_time(text: str, seconds: float, published: datetime) -> None:
    chapters = (Chapter(start=seconds, end=seconds, title=text, link=text),)
    episode = replace(
        EPISODE, title=text, summary=text, guid=text, seconds=seconds, chapters=chapters, published=published
    )
    root = ET.fromstring(feed(SHOW, [episode]))
    title = root.findtext("channel/item/title", "")
    assert title
    assert title == " ".join(title.split())
    assert len(root.findall("channel/item")) == 1
