import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Story
from daemon.master.chapters import Placed, chapters, chapters_json, safe_link, short
from daemon.model import Chapter, Cue, Entry, Rundown, Section
from tests.daemon.master.studio import COMET, DAY, MEETING, RUNDOWN, STRIKE, a_segment


def cue(start: float, *items: str) -> Cue:
    return Cue(start=start, end=start + 1, text="…", items=items)


OPENING = Placed(a_segment("opening", "Good morning", cue(0.0)), 2.6)
DAY_SECTION = Placed(a_segment("day", "Your day", cue(0.0, "work/e1"), cue(2.0, "family/e2")), 10.0)
CLOSING = Placed(a_segment("closing", "Until tomorrow", cue(0.0)), 50.0)


def the_news(*cues: Cue) -> Placed:
    return Placed(a_segment("news", "News", *cues), 20.0)


def test_one_mark_a_section_and_one_a_story() -> None:
    news = the_news(cue(0.0), cue(2.0, "news/s1"), cue(5.0, "news/s1"), cue(9.0, "news/s2"))
    assert chapters((OPENING, DAY_SECTION, news, CLOSING), RUNDOWN, 60.0) == (
        Chapter(start=0.0, end=10.0, title="Good morning"),
        Chapter(start=10.0, end=20.0, title="Your day"),
        Chapter(start=20.0, end=22.0, title="News"),
        Chapter(start=22.0, end=29.0, title="S-Bahn strike & delays", link="https://example.org/strike?a=1&b=2"),
        Chapter(start=29.0, end=50.0, title="A comet's far side"),
        Chapter(start=50.0, end=60.0, title="Until tomorrow"),
    )


def test_news_without_an_introduction_begin_with_their_first_story() -> None:
    marks = chapters((OPENING, the_news(cue(0.0, "news/s1"), cue(4.0, "news/s2"))), RUNDOWN, 60.0)
    assert [mark.title for mark in marks] == ["Good morning", STRIKE.title, COMET.title]


def test_a_line_about_several_stories_begins_none() -> None:
    marks = chapters((the_news(cue(0.0, "news/s1", "news/s2"), cue(3.0, "news/s2")),), RUNDOWN, 60.0)
    assert [(mark.start, mark.title) for mark in marks] == [(0.0, "News"), (23.0, COMET.title)]


def test_a_story_that_comes_back_has_one_mark() -> None:
    marks = chapters((the_news(cue(0.0, "news/s1"), cue(2.0, "news/s2"), cue(4.0, "news/s1")),), RUNDOWN, 60.0)
    assert [mark.title for mark in marks] == [STRIKE.title, COMET.title]


def test_a_title_holds_no_address_and_no_markup() -> None:
    entries = tuple(
        Entry(item=Story(source="news", uid=uid, title=title, feed="Orbit"))
        for uid, title in (("a", "<b>Win</b> now, call +49 30 1234567"), ("b", "https://evil.example/x"))
    )
    rundown = Rundown(show="m", day=DAY, timezone="UTC", sections=(Section(kind="news", seconds=1, entries=entries),))
    marks = chapters((the_news(cue(0.0, "news/a"), cue(2.0, "news/b")),), rundown, 60.0)
    assert [mark.title for mark in marks] == ["Win now", "Orbit"]


def test_a_title_that_speaks_as_the_host_is_told_as_it_is_spoken() -> None:
    titles = ("Good morning! A comet lands", "Good morning, your appointment is cancelled")
    entries = tuple(Entry(item=Story(source="news", uid=each, title=each, feed="Orbit")) for each in titles)
    rundown = Rundown(show="m", day=DAY, timezone="UTC", sections=(Section(kind="news", seconds=1, entries=entries),))
    spoken = [
        Cue(start=turn, end=turn + 1, text=text, items=(f"news/{title}",))
        for turn, (title, text) in enumerate(zip(titles, ("From Orbit: a comet lands.", "It rains."), strict=True))
    ]
    marks = chapters((the_news(*spoken),), rundown, 60.0)
    assert [mark.title for mark in marks] == ["A comet lands", "It rains."]


def test_placed_cues_keep_what_they_say_and_who_says_it() -> None:
    said = Cue(start=1.0, end=2.0, text="Two.", items=("news/s1",), speaker="second")
    assert Placed(a_segment("news", "News", said), 20.0).cues == (replace(said, start=21.0, end=22.0),)


def test_no_sections_no_marks() -> None:
    assert chapters((), RUNDOWN, 1.0) == ()


def test_the_listeners_own_items_have_no_link() -> None:
    assert chapters((DAY_SECTION,), RUNDOWN, 60.0)[0].link is None
    assert MEETING.summary not in chapters((DAY_SECTION,), RUNDOWN, 60.0)[0].title


@given(st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=20), st.booleans())
def test_marks_follow_each_other_over_the_whole_episode(keys: list[str], introduced: bool) -> None:
    entries = tuple(Entry(item=Story(source="news", uid=uid, title=uid, feed="f")) for uid in "abcd")
    rundown = Rundown(show="m", day=DAY, timezone="UTC", sections=(Section(kind="news", seconds=1, entries=entries),))
    cues = [cue(0.0)] * introduced + [cue(1.0 + at, f"news/{key}") for at, key in enumerate(keys)]
    marks = chapters((OPENING, the_news(*cues), CLOSING), rundown, 60.0)
    assert (marks[0].start, marks[-1].end) == (0.0, 60.0)
    assert all(before.end == after.start for before, after in pairwise(marks))
    assert {mark.title for mark in marks} >= set(keys)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org", "http://example.org:8080/a?b=c&d#e", "HTTPS://EXAMPLE.ORG/%20", "http://[2001:db8::1]/",
        "https://ja.example.org/wiki/東京", "https://example.org/@someone",
    ],
)  # fmt: skip
def test_a_link_that_is_kept(link: str) -> None:
    assert safe_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        None, "", "//evil.example", "/path", "javascript:alert(1)", "data:text/html,x", "https://", "https:///x",
        "https://a b.example/", "https://user:pass@example.org/", "https://example.org@evil.example/",
        'https://example.org/"onmouseover="x', "https://example.org/<script>", "https://example.org/\nx",
        "https://example.org\\@evil.example/", " https://example.org/", "ftp://example.org/", "https://example.org/\u202e",
    ],
)  # fmt: skip
def test_a_link_that_is_not(link: str | None) -> None:
    assert safe_link(link) is None


def test_short_titles() -> None:
    assert short(" one\n two\x00three ") == "one two three"
    assert short("word " * 60) == "word " * 18 + "word…"
    assert short("w" * 200) == "w" * 99 + "…"


def test_json_chapters() -> None:
    marks = (
        Chapter(start=0.0, end=2.5, title="Grüße"),
        Chapter(start=2.5, end=9.0004, title="Strike", link="https://example.org/"),
    )
    assert json.loads(chapters_json("Morning", marks)) == {
        "version": "1.2.0",
        "title": "Morning",
        "chapters": [
            {"startTime": 0.0, "endTime": 2.5, "title": "Grüße", "toc": True},
            {"startTime": 2.5, "endTime": 9.0, "title": "Strike", "url": "https://example.org/", "toc": True},
        ],
    }
