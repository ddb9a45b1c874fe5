"""What is known of an episode, and what a feed says of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from daemon.model import Episode
from daemon.publish.records import FULL_NOTES, LONGEST_NOTES, Place, content_of, entry, lean, record_of, show_of
from daemon.publish.rss import NAMESPACES, feed
from tests.contract.library import an_episode

PLACE = Place("https://me.example.org/f/TOKEN")
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Morning: Tuesday</title></head>
<body>
<h1>Morning: Tuesday</h1>
<h2>0:00 Your day</h2>
<ul>
<li>09:00–09:15: <s>Stand-up</s> (cancelled) — work</li>
</ul>
<h2>1:02:03 News</h2>
<ul>
<li><a href="https://orbit.example.org/1?a=1&amp;b=2" rel="noopener noreferrer">A comet</a> — Orbit</li>
</ul>
<p>Made by a program.</p>
</body>
</html>
"""
NOTES = """<h2>Your day</h2>
<ul>
<li>09:00–09:15: <s>Stand-up</s> (cancelled) — work</li>
</ul>
<h2>News</h2>
<ul>
<li><a href="https://orbit.example.org/1?a=1&amp;b=2" rel="noopener noreferrer">A comet</a> — Orbit</li>
</ul>
<p>Made by a program.</p>"""


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path)


@pytest.mark.parametrize("part", ["audio", "chapters_json", "transcript", "notes", "cover"])
def test_another_byte_is_another_content(episode: Episode, part: str) -> None:
    before = content_of(episode)
    path: Path = getattr(episode, part)
    path.write_bytes(path.read_bytes() + b"x")
    assert content_of(episode) != before


def test_content_is_what_a_listener_gets_wherever_it_lies(episode: Episode, tmp_path: Path) -> None:
    same = replace(an_episode(tmp_path / "elsewhere"), made=episode.made + timedelta(hours=1), guid="urn:uuid:other")
    assert content_of(same) == content_of(episode)
    assert content_of(replace(episode, title="Another")) != content_of(episode)
    assert content_of(replace(episode, title="ab", summary="c")) != content_of(
        replace(episode, title="a", summary="bc")
    )
    assert len(content_of(episode)) == 32


def test_the_notes_are_taken_without_their_page_and_times(episode: Episode) -> None:
    episode.notes.write_text(PAGE, encoding="utf-8")
    assert record_of(episode).notes == NOTES


def test_notes_of_no_reasonable_length_are_left_out(episode: Episode) -> None:
    episode.notes.write_text(f"<p>{'x' * LONGEST_NOTES}</p>", encoding="utf-8")
    assert record_of(episode).notes == ""


def test_the_length_is_that_of_the_file(episode: Episode) -> None:
    assert record_of(replace(episode, size=1)).size == episode.audio.stat().st_size


def test_older_episodes_are_kept_without_their_notes(episode: Episode) -> None:
    record = replace(record_of(episode), notes="x")
    records = [replace(record, day=record.day + timedelta(days=at)) for at in range(FULL_NOTES + 1)]
    kept = lean(records[::-1])
    assert [each.day for each in kept] == [each.day for each in records]
    assert [each.notes for each in kept] == ["", *("x" * FULL_NOTES)]


def test_every_address_of_an_episode_lies_below_its_content(episode: Episode) -> None:
    record = record_of(episode)
    base = f"https://me.example.org/f/TOKEN/morning/2026-03-24/{record.content}"
    assert PLACE.audio(record) == f"{base}/morning-2026-03-24-{record.content[:8]}.mp3"
    assert PLACE.chapters(record) == f"{base}/chapters.json"
    assert PLACE.transcript(record) == f"{base}/transcript.vtt"
    assert PLACE.notes(record) == f"{base}/notes.html"
    assert PLACE.cover(record) == f"{base}/cover.jpg"


def test_a_show_and_all_shows(episode: Episode) -> None:
    older = record_of(episode)
    newer = replace(older, show="evening", show_title="Abend", day=older.day + timedelta(days=1), language="de")
    one = show_of([older], PLACE, "morning", guid="1", days=("mon",))
    assert (one.title, one.language, one.guid, one.days) == ("Morning", "en", "1", ("mon",))
    assert (one.feed_url, one.link) == (f"{PLACE.base}/morning/feed.xml", f"{PLACE.base}/morning/play")
    both = show_of([newer, older], PLACE, guid="2")
    assert (both.title, both.language, both.feed_url) == ("Alle Sendungen", "de", f"{PLACE.base}/feed.xml")
    assert both.image_url == PLACE.cover(newer)
    assert entry(newer, PLACE, with_show=True).title == "Abend: Briefing of 2026-03-24"


def test_a_show_is_called_as_the_settings_have_it(episode: Episode) -> None:
    found = show_of([record_of(episode)], PLACE, "morning", title="Kims Morgen", language="de-AT")
    assert (found.title, found.language) == ("Kims Morgen", "de-AT")
    assert found.description == "Kims Morgen: dein eigenes Briefing, gesprochen von einer künstlichen Stimme."


def test_a_show_without_episodes_has_a_feed() -> None:
    channel = ET.fromstring(feed(show_of([], PLACE, "morning"), [])).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "morning"
    assert channel.find("itunes:image", NAMESPACES) is None
