import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from connectors.base import Collected, ConnectorError, Listener
from connectors.feed_fetch import LARGE, MOST_BYTES
from connectors.feeds import CONNECTOR, FeedsConfig, FeedsConnector
from connectors.items import Story, Window
from tests.connectors.feeds import BERLIN, DATA, LOGIN, NOW, rss
from tests.contract.connector import ConnectorContract
from tests.fakes.web import Web, refused

WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def source(**settings: Any) -> FeedsConnector:
    config = FeedsConfig.model_validate({"kind": "feeds", "timeout": 8, **settings}, context={"revealed": True})
    return FeedsConnector(config, Listener())


def collect(window: Window = WINDOW, state: bytes = b"", **settings: Any) -> Collected:
    return source(**settings).collect(window, state)


def titles(collected: Collected) -> list[str]:
    return [item.title for item in collected.items if isinstance(item, Story)]


class TestFeedsContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"urls": ["https://example.org/feed.xml"]}
    secrets = ("hidden", "key=")

    @pytest.fixture
    def connector(self, web: Web) -> FeedsConnector:
        web.etag("/a", rss("One", "Two"), '"1"')
        web.serve("/b", (DATA / "gazette.xml").read_bytes())
        return source(urls=[web.url("/a"), web.url("/b")], path=str(DATA / "orbit.xml"))

    @pytest.fixture
    def broken(self) -> FeedsConnector:
        return source(urls=[f"{refused()}feed?key=hidden"])

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_brings_what_is_fresh_or_has_no_date(web: Web) -> None:
    web.serve("/a", rss("Now"))
    web.serve("/b", rss("Then", at=NOW - timedelta(hours=49)))
    web.serve("/c", rss("Some time", at=None, name="C"))
    assert titles(collect(urls=[web.url(path) for path in ("/a", "/b", "/c")])) == ["Now", "Some time"]
    assert titles(collect(urls=[web.url("/b")], fresh_for=50)) == ["Then"]


def test_a_date_that_has_not_come_yet_is_none(web: Web) -> None:
    web.serve("/a", rss("Tonight", at=WINDOW.end - timedelta(hours=1), name="A"))
    web.serve("/b", rss("Far off", at=NOW + timedelta(days=900), name="B"))
    found = collect(urls=[web.url("/a"), web.url("/b")])
    dates = {item.title: item.published is not None for item in found.items if isinstance(item, Story)}
    assert dates == {"Tonight": True, "Far off": False}


def test_one_story_in_two_feeds_of_a_site_is_one(web: Web) -> None:
    web.serve("/a", rss("One", "Two"))
    web.serve("/b", rss("Two", "Three"))
    assert titles(collect(urls=[web.url("/a"), web.url("/b")])) == ["One", "Two", "Three"]


def test_two_feeds_may_number_alike(web: Web) -> None:
    for path, title in (("/a", "One"), ("/b", "Other")):
        web.serve(
            path,
            rss(title)
            .replace(b"<guid>urn:Feed:", b"<guid isPermaLink='false'>1</guid><x>")
            .replace(b"</guid><pub", b"</x><pub"),
        )
    assert titles(collect(urls=[web.url("/a"), web.url("/b")])) == ["One", "Other"]


def test_a_feed_that_fails_costs_its_own_stories_alone(web: Web) -> None:
    web.serve("/good", rss("Good"))
    web.fail("/gone", 404)
    web.serve("/login", LOGIN, {"Content-Type": "text/html"})
    web.hang("/hangs")
    found = collect(urls=[web.url(path) + "?key=hidden" for path in ("/gone", "/login", "/hangs", "/good")], timeout=2)
    assert titles(found) == ["Good"]
    assert not found.complete
    assert found.warnings == (
        "127.0.0.1 has nothing at this address. Correct it in the settings.",
        "The feed of 127.0.0.1 could not be read: it answered with a web page, not a feed.",
        "127.0.0.1 did not answer within 0.99 seconds.",
    )


def test_many_feeds_that_hang_do_not_add_up(web: Web) -> None:
    web.hang("/hangs")
    web.serve("/good", rss("Good"))
    urls = [web.url("/good"), *(web.url(f"/hangs?{number}") for number in range(40))]
    found = collect(urls=urls, timeout=1)
    assert titles(found) == ["Good"]
    assert len(found.warnings) == 40


def test_where_all_fail_the_source_fails(web: Web) -> None:
    web.fail("/a", 404)
    with pytest.raises(ConnectorError, match=r"^127.0.0.1 has nothing at this address") as caught:
        collect(urls=[web.url("/a")])
    assert not caught.value.transient
    web.fail("/b", 500)
    with pytest.raises(ConnectorError, match=r"None of the 2 feeds could be read. The first: 127.0.0.1") as caught:
        collect(urls=[web.url("/a"), web.url("/b")])
    assert caught.value.transient


def test_an_unchanged_feed_is_told_from_memory(web: Web) -> None:
    web.etag("/a", rss("One"), '"1"')
    first = collect(urls=[web.url("/a")])
    again = collect(state=first.state, urls=[web.url("/a")])
    assert web.requests[1].headers["if-none-match"] == '"1"'
    assert titles(again) == titles(first) == ["One"]
    assert collect(state=again.state, urls=[web.url("/a")]).items == first.items


def test_what_is_told_from_memory_grows_old(web: Web) -> None:
    web.etag("/a", rss("One"), '"1"')
    first = collect(urls=[web.url("/a")])
    later = Window(first=date(2026, 3, 27), zone=BERLIN, now=NOW + timedelta(days=3))
    assert titles(collect(later, first.state, urls=[web.url("/a")])) == []


@pytest.mark.parametrize("change", [{"days": 8}, {"fresh_for": 72.0}])
def test_everything_is_asked_for_again(web: Web, change: dict[str, float]) -> None:
    web.etag("/a", rss("One"), '"1"')
    first = collect(urls=[web.url("/a")])
    now = NOW + timedelta(days=change.get("days", 0))
    later = Window(first=now.date(), zone=BERLIN, now=now)
    collect(later, first.state, urls=[web.url("/a")], fresh_for=change.get("fresh_for", 48.0))
    assert "if-none-match" not in web.requests[1].headers


def test_a_part_is_not_remembered_as_the_whole(web: Web) -> None:
    web.etag("/a", (DATA / "cut.xml").read_bytes(), '"1"')
    first = collect(urls=[web.url("/a")])
    assert first.warnings == ("The feed of 127.0.0.1: it was cut off.",)
    collect(state=first.state, urls=[web.url("/a")])
    assert "if-none-match" not in web.requests[1].headers


def test_a_feed_that_fails_today_is_told_as_it_was(web: Web) -> None:
    web.serve("/a", rss("One"))
    web.serve("/b", rss("Two", name="B"))
    urls = [web.url("/a"), web.url("/b")]
    first = collect(urls=urls)
    web.serve("/a", LOGIN)
    second = collect(state=first.state, urls=urls)
    assert titles(second) == ["One", "Two"]
    assert len(second.warnings) == 1
    assert titles(collect(state=second.state, urls=urls)) == ["One", "Two"]


def test_the_state_names_no_address(web: Web) -> None:
    web.serve("/a", rss("One"))
    assert b"hidden" not in collect(urls=[web.url("/a?key=hidden")]).state


def test_reads_an_opml_list_and_each_feed_once(web: Web, tmp_path: Path) -> None:
    web.serve("/a", rss("One"))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{web.url("/a")}"/></body></opml>')
    assert titles(collect(urls=[web.url("/a")], opml=str(opml))) == ["One"]
    assert len(web.requests) == 1


def test_a_broken_list_is_named(web: Web, tmp_path: Path) -> None:
    web.serve("/a", rss("One"))
    (tmp_path / "feeds.opml").write_text("no list")
    found = collect(urls=[web.url("/a")], opml=str(tmp_path / "feeds.opml"))
    assert titles(found) == ["One"]
    assert found.warnings == ("The list feeds.opml could not be read: it is not an OPML file.",)


def test_a_list_that_names_a_file_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_bytes(rss("From the disk"))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{(tmp_path / "secret.xml").as_uri()}"/></body></opml>')
    with pytest.raises(ConnectorError, match="not of the form https://host/path"):
        collect(opml=str(opml))


def test_reads_saved_files_and_names_the_ones_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(rss("One"))
    (tmp_path / "b.json").write_text("{}")
    (tmp_path / "c.txt").write_text("not looked at")
    found = collect(path=str(tmp_path))
    assert titles(found) == ["One"]
    assert found.warnings == ("The file b.json could not be read: it is not a feed.",)


def test_a_missing_path_costs_no_feed(web: Web, tmp_path: Path) -> None:
    web.serve("/a", rss("One"))
    found = collect(urls=[web.url("/a")], path=str(tmp_path / "none"))
    assert titles(found) == ["One"]
    assert "There is no file or folder" in found.warnings[0]


def test_a_password_is_sent(web: Web) -> None:
    web.serve("/a", rss("One"))
    collect(urls=[web.url("/a")], username="kim", password="secret")
    assert web.requests[0].headers["authorization"] == "Basic a2ltOnNlY3JldA=="


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "set urls, opml or path"),
        ({"urls": ["https://a.example/"], "username": "kim"}, "username and password together"),
        (
            {"urls": ["https://a.example/", "https://b.example/"], "username": "kim", "password": "x"},
            "a password is for one host",
        ),
        ({"opml": "a.opml", "username": "kim", "password": "x"}, "a password is for one host"),
        ({"urls": ["https://a.example/"], "fresh_for": 0}, "greater than 0"),
    ],
)
def test_settings_that_cannot_be_meant(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        source(**settings)


def test_a_feed_that_has_moved_for_good_is_asked_where_it_is(web: Web) -> None:
    web.redirect("/old", "/new", 301)
    web.etag("/new", rss("One"), '"1"')
    first = collect(urls=[web.url("/old")])
    second = collect(state=first.state, urls=[web.url("/old")])
    third = collect(state=second.state, urls=[web.url("/old")])
    assert first.items == second.items == third.items
    assert [request.path for request in web.requests] == ["/old", "/new", "/new", "/new"]


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_feed_that_is_elsewhere_for_now_is_asked_where_it_was(web: Web, status: int) -> None:
    web.redirect("/old", "/new", status)
    web.serve("/new", rss("One"))
    first = collect(urls=[web.url("/old")])
    collect(state=first.state, urls=[web.url("/old")])
    assert [request.path for request in web.requests] == ["/old", "/new"] * 2


def test_a_move_that_went_wrong_is_forgotten(web: Web) -> None:
    web.redirect("/old", "/new", 301)
    web.serve("/new", rss("One"))
    web.serve("/other", rss("Other", name="Other"))
    urls = [web.url("/old"), web.url("/other")]
    state = collect(urls=urls).state
    web.fail("/new", 404)
    state = collect(state=state, urls=urls).state
    web.serve("/old", rss("One again"))
    assert titles(collect(state=state, urls=urls)) == ["One again", "Other"]


def test_a_feed_that_is_gone_is_not_asked_again(web: Web) -> None:
    web.fail("/gone", 410)
    web.serve("/other", rss("Other"))
    urls = [web.url("/gone"), web.url("/other")]
    state = collect(urls=urls).state
    again = collect(state=state, urls=urls)
    assert titles(again) == ["Other"]
    assert again.warnings == ("127.0.0.1 says that its feed is gone for good. Take it out of the settings.",)
    assert len(web.asked("/gone")) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_wants_to_be_left_alone_is(web: Web, status: int) -> None:
    web.serve("/busy", rss("One"), times=1)
    web.fail("/busy", status, {"Retry-After": "7200"})
    web.serve("/busy", rss("One"), times=1)
    web.serve("/other", rss("Other", name="Other"))
    urls = [web.url("/busy"), web.url("/other")]
    state = b""
    warnings = []
    for hours in (0, 1, 2, 2.9, 3):
        now = NOW + timedelta(hours=hours)
        found = collect(Window(first=now.date(), zone=BERLIN, now=now), state, urls=urls)
        assert titles(found) == ["One", "Other"]
        state = found.state
        warnings.append("".join(found.warnings))
    assert len(web.asked("/busy")) == 3
    assert warnings[2] == warnings[3] == "127.0.0.1 wants no request before 09:30. It will be asked then."
    assert warnings[0] == ""


def test_a_wait_of_years_is_a_week(web: Web) -> None:
    web.fail("/busy", 429, {"Retry-After": "999999999"})
    web.serve("/other", rss("Other", at=None, name="Other"))
    urls = [web.url("/busy"), web.url("/other")]
    state = collect(urls=urls).state
    for days, asked in ((6, 1), (7, 2)):
        now = NOW + timedelta(days=days)
        collect(Window(first=now.date(), zone=BERLIN, now=now), state, urls=urls)
        assert len(web.asked("/busy")) == asked


def test_both_validators_go_back_as_they_came(web: Web) -> None:
    sent = {"ETag": 'W/"a-b"', "Last-Modified": "Wed, 01 Jan 2041 00:00:00 GMT"}
    web.serve("/a", rss("One"), sent)
    first = collect(urls=[web.url("/a")])
    collect(state=first.state, urls=[web.url("/a")])
    headers = web.requests[1].headers
    assert (headers["if-none-match"], headers["if-modified-since"]) == (sent["ETag"], sent["Last-Modified"])


def test_new_validators_are_kept_though_the_feed_is_the_same(web: Web) -> None:
    web.serve("/a", rss("One"), {"ETag": '"2"'})
    web.serve("/a", rss("One"), {"ETag": '"1"'}, times=1)
    state = b""
    for _ in range(3):
        state = collect(state=state, urls=[web.url("/a")]).state
    assert [request.headers.get("if-none-match") for request in web.requests] == [None, '"1"', '"2"']


def test_a_large_feed_is_read_and_one_beyond_all_measure_is_not(web: Web) -> None:
    large = rss("Large").replace(b"</channel>", b"<x>" + b"x" * LARGE + b"</x></channel>")
    web.serve("/large", large)
    web.serve("/packed", gzip.compress(large), {"Content-Encoding": "gzip"})
    web.serve("/beyond", b"x" * (MOST_BYTES + 1))
    web.serve("/other", rss("Other", name="Other"))
    found = collect(urls=[web.url(path) for path in ("/large", "/packed", "/beyond", "/other")])
    assert titles(found) == ["Large", "Other"]
    assert found.warnings == ("127.0.0.1 sent more than 8 MB. Check the address in the settings.",)
