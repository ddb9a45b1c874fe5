"""What a hostile server may not do: have another's password, or cost the other feeds of its source."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from connectors import feed_state
from connectors.base import ConnectorError
from connectors.feed_fetch import Arrivals, _Asking
from connectors.feed_state import Known, Wanted, at_home, key, refused
from connectors.http import Fetched, Fetcher, StatusError, run
from tests.connectors.feeds import NOW, rss
from tests.connectors.test_feeds import collect, titles
from tests.fakes.web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.mark.parametrize("status", [301, 308])
def test_a_move_to_another_server_gets_no_password_ever(web: Web, status: int) -> None:
    web.redirect("/old", web.url("/new", "localhost"), status)
    web.serve("/new", rss("One"))
    state = b""
    for _ in range(2):
        state = collect(state=state, urls=[web.url("/old")], username="kim", password="secret").state
    asked = [(request.path, "authorization" in request.headers) for request in web.requests]
    assert asked == [("/old", True), ("/new", False)] * 2


def test_a_move_to_another_server_that_an_older_version_kept_is_not_followed(web: Web) -> None:
    url = web.url("/old")
    web.serve("/old", rss("One"))
    kept = feed_state.state({key(url): Known(moved=web.url("/new", "localhost"))}, NOW, 48.0)
    collect(state=kept, urls=[url], username="kim", password="secret")
    assert [request.path for request in web.requests] == ["/old"]


def test_a_move_does_not_lose_the_password_of_an_address(web: Web) -> None:
    web.redirect("/old", "/new", 301)
    web.serve("/new", rss("One"))
    url = web.url("/old", "kim:secret@127.0.0.1")
    collect(state=collect(urls=[url]).state, urls=[url])
    asked = [(request.path, "authorization" in request.headers) for request in web.requests]
    assert asked == [("/old", True), ("/new", True)] * 2


@pytest.mark.parametrize(
    ("url", "moved", "kept"),
    [
        ("http://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "http://a.example/x", False),
        ("http://a.example/x", "http://a.example:8080/x", False),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "nonsense", False),
    ],
)
def test_a_move_is_kept_on_its_server_alone(url: str, moved: str, kept: bool) -> None:
    assert at_home(url, Known(moved=moved)) == Known(moved=moved if kept else None)


@pytest.mark.parametrize("status", [401, 404, 410])
def test_a_feed_that_is_refused_where_it_moved_is_asked_where_it_was(status: int) -> None:
    error = StatusError("no", transient=False, status=status, body=b"")
    assert refused(Known(moved="https://a.example/y"), error, NOW) == Known()


@pytest.mark.parametrize(
    "headers",
    [{"Retry-After": "99999999999999"}, {"Retry-After": "Mon, 1 Jan 99999999999 00:00:00 GMT"}],
)
def test_a_wait_beyond_all_measure_costs_one_feed(web: Web, headers: dict[str, str]) -> None:
    web.fail("/hostile", 429, headers)
    web.serve("/good", rss("Good"))
    found = collect(urls=[web.url("/hostile"), web.url("/good")])
    assert titles(found) == ["Good"]
    assert found.warnings == ("127.0.0.1 has had too many requests. It will be asked again the next time.",)


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..example"])
def test_a_name_that_is_none_costs_one_feed(web: Web, host: str, tmp_path: Path) -> None:
    web.redirect("/hostile", f"http://{host}/")
    web.serve("/good", rss("Good"))
    opml = tmp_path / "feeds.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="http://{host}/feed"/></body></opml>')
    found = collect(urls=[web.url("/hostile"), web.url("/good")], opml=str(opml))
    assert titles(found) == ["Good"]
    assert len(found.warnings) == 2
    assert all("not of the form https://host/path" in warning for warning in found.warnings)


class _Stumbles(Fetcher):
    async def get(self, url: str, **_: Any) -> Fetched:
        raise LookupError(url)


def test_whatever_a_feed_sets_off_costs_one_feed() -> None:
    arrivals: Arrivals = SimpleQueue()
    asking = _Asking(_Stumbles(), _Stumbles(), None, arrivals)
    run(asking.ask("a", Wanted("https://a.example/?key=hidden")))
    arrived = arrivals.get_nowait()
    assert arrived
    assert isinstance(arrived[1], ConnectorError)
    assert str(arrived[1]) == "a.example could not be read (LookupError). It will be asked again the next time."
    assert arrived[1].transient
