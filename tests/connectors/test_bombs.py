"""What is made to hang, crash or mislead costs its own items at most: through the real worker, within its limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.items import Event, Story
from tests.connectors.feeds import rss
from tests.connectors.worker import Ended, worked
from tests.e2e.command import Person
from tests.fakes.bombs import CALENDARS, FEEDS, MEGABYTE, NAUGHTY, PACKED, calendar, event
from tests.fakes.web import Reply, Request, Web

MOST_MEGABYTES = 256
OVERHEAD = 3.0
"""Seconds beyond its limit that a worker may be seen, its start and a busy machine included."""
GOOD = "Good morning"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        server.serve("/good", rss(GOOD, at=None, name="Good"))
        yield server


def within_limits(ended: Ended, seconds: float) -> bool:
    return ended.megabytes <= MOST_MEGABYTES and ended.seconds <= seconds + OVERHEAD


def stories(ended: Ended) -> list[str]:
    return [item.title for item in ended.collected.items if isinstance(item, Story)]


def summaries(ended: Ended) -> list[str]:
    return [item.summary for item in ended.collected.items if isinstance(item, Event)]


def test_all_hostile_feeds_at_once_cost_the_good_one_nothing(web: Web) -> None:
    bodies = {name: (body, "") for name, body in FEEDS.items()} | PACKED
    for number, (body, encoding) in enumerate(bodies.values()):
        web.serve(f"/{number}", body, {"Content-Encoding": encoding} if encoding else {})
    urls = [web.url(f"/{number}") for number in range(len(bodies))]
    ended = worked("feeds", {"urls": [*urls, web.url("/good")]}, seconds=5)
    assert GOOD in stories(ended)
    assert within_limits(ended, 5)
    assert max(len(title) for title in stories(ended)) <= 300
    assert not any("root:" in title for title in stories(ended))
    assert len(ended.collected.warnings) >= len(PACKED)


def test_hostile_servers_cost_their_time_once_and_side_by_side(web: Web) -> None:
    web.hang("/hang")
    web.drip("/byte", every=0.5)
    web.drip("/head", every=0.5, in_headers=True)
    web.drip("/endless", bytes(MEGABYTE // 4), every=0.001)
    web.say("/chunks", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + bytes(0x10000) * 200)
    web.redirect("/loop", "/loop")
    web.redirect("/there", "/back", 301)
    web.redirect("/back", "/there", 308)
    web.answer("/longer", _longer)
    web.say("/nonsense", b"\x00\xff" * 5000)
    web.cut("/cut", rss("Cut"))
    paths = (
        "/hang",
        "/byte",
        "/head",
        "/endless",
        "/chunks",
        "/loop",
        "/there",
        "/longer",
        "/nonsense",
        "/cut",
        "/good",
    )
    ended = worked("feeds", {"urls": [web.url(path) for path in paths]}, seconds=4)
    assert stories(ended) == [GOOD]
    assert len(ended.collected.warnings) == len(paths) - 1
    assert within_limits(ended, 0.55 * 4)
    assert len(web.asked("/loop")) == 6


def _longer(request: Request) -> Reply:
    return Reply(status=302, headers={"Location": f"/longer?x={request.query.get('x', '') + 'x' * 1000}"})


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("an entity from a file", "&a; read"),
        ("a charset that is another", "ä"),
        ("a charset of codes", "ab"),
        ("half a character", "aðŸ"),
        ("a charset that unpacks", "a"),
    ],
)
def test_what_is_made_of_a_feed_that_can_be_read_after_all(web: Web, name: str, title: str) -> None:
    web.serve("/bomb", FEEDS[name])
    assert stories(worked("feeds", {"urls": [web.url("/bomb")]})) == [title]


def test_hostile_files_of_feeds_cost_the_good_one_nothing(tmp_path: Path) -> None:
    for number, name in enumerate(("zeros", "nested entities", "angle brackets", "a depth of JSON")):
        (tmp_path / f"{number}.xml").write_bytes(FEEDS[name])
    (tmp_path / "50.xml").write_bytes(b"<" + b"x" * 50 * MEGABYTE)
    (tmp_path / "good.xml").write_bytes(rss(GOOD, at=None))
    ended = worked("feeds", {"path": str(tmp_path)}, seconds=10)
    assert GOOD in stories(ended)
    assert "The file 50.xml could not be read: it is larger than 8 MB." in ended.collected.warnings
    assert within_limits(ended, 10)


@pytest.mark.parametrize(
    "body",
    [
        b"<opml>" + b"<outline>" * 200_000,
        b"<opml><body><outline xmlUrl='http://" + b"x" * 7 * MEGABYTE,
        b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml>" + b"&a;" * 100_000,
        b"<opml><body>" + b"".join(b"<outline xmlUrl='http://127.0.0.1:9/%d'/>" % n for n in range(100_000))[:-9],
    ],
    ids=["deep", "long", "entities", "many"],
)
def test_a_hostile_list_costs_the_good_feed_nothing(web: Web, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "feeds.opml").write_bytes(body)
    ended = worked("feeds", {"urls": [web.url("/good")], "opml": str(tmp_path / "feeds.opml")}, seconds=10)
    assert stories(ended) == [GOOD]
    assert ended.collected.warnings
    assert within_limits(ended, 10)


def test_hostile_calendars_cost_the_good_one_nothing(tmp_path: Path) -> None:
    for number, body in enumerate(CALENDARS.values()):
        (tmp_path / f"{number}.ics").write_bytes(body)
    (tmp_path / "good.ics").write_bytes(calendar(event("good", summary=GOOD)))
    ended = worked("ics", {"path": str(tmp_path)}, seconds=12)
    assert summaries(ended).count(GOOD) == 1
    assert within_limits(ended, 12)
    lost = "".join(ended.collected.warnings)
    assert all(f"{number}.ics" in lost for number, name in enumerate(CALENDARS) if name in LOST)


LOST = {"a line of 50 MB", "a hundred thousand RDATEs", "20,000 daily series", "every second for ever", "zeros"}


def test_a_hundred_thousand_exceptions_are_all_kept(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(CALENDARS["a hundred thousand EXDATEs"])
    ended = worked("ics", {"path": str(tmp_path)})
    assert (summaries(ended), ended.collected.warnings) == (["Bomb"], ())


def test_naughty_strings_are_told_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(CALENDARS["naughty summaries"])
    (tmp_path / "a.xml").write_bytes(FEEDS["naughty titles"])
    told = summaries(worked("ics", {"path": str(tmp_path / "a.ics")}))
    titles = stories(worked("feeds", {"path": str(tmp_path / "a.xml")}))
    assert len(told) == len(NAUGHTY)
    assert len(titles) > 50
    for text in (*told, *titles):
        assert text.isprintable() or not set(text) & set(map(chr, [*range(32), 127]))
    assert not any("<script" in title or "<img" in title for title in titles)


def test_no_source_is_lost_by_what_is_wrong_with_another(web: Web, tmp_path: Path) -> None:
    web.hang("/hang")
    (tmp_path / "bomb.ics").write_bytes(CALENDARS["a depth of components"])
    (tmp_path / "bomb.xml").write_bytes(FEEDS["nested entities"] + bytes(9 * MEGABYTE))
    (tmp_path / "good.ics").write_bytes(calendar(event("good", summary=GOOD)))
    (tmp_path / "todo.txt").write_text("Pay rent due:2026-03-24\n")
    person = Person(tmp_path).writes(SETTINGS.format(here=tmp_path, web=web.url("")))
    found = person.types("collect", "--json", "--day", "2026-03-24", "--now", "2026-03-24T06:30:00+01:00").json
    told = {item.get("summary") or item.get("title") for item in found["items"]}
    assert told == {GOOD, "Pay rent"}
    assert {failure["source"] for failure in found["failures"]} == {"hanging", "bombs"}
    assert [warning["source"] for warning in found["warnings"]] == ["deep"]


SETTINGS = """
timezone = "Europe/Berlin"
connectors.hanging = {{ kind = "feeds", urls = ["{web}/hang"], allow_private = true, timeout = 2 }}
connectors.bombs = {{ kind = "feeds", path = "{here}/bomb.xml" }}
connectors.deep = {{ kind = "ics", path = "{here}/bomb.ics" }}
connectors.news = {{ kind = "feeds", urls = ["{web}/good"], allow_private = true }}
connectors.family = {{ kind = "ics", path = "{here}/good.ics" }}
connectors.todo = {{ kind = "todotxt", path = "{here}/todo.txt" }}
[shows.morning]
"""
