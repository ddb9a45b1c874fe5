"""What is sent where: bodies, headers and passwords through redirects and retries, addresses, connections."""

from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from connectors.base import ConnectorError
from connectors.http import Fetched, Fetcher, StatusError, run
from connectors.http_asks import address
from tests.connectors.test_http import error, get
from tests.fakes.web import Web, refused


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def send(method: str, url: str, *, seconds: float = 5.0, **options: Any) -> Fetched:
    async def ask() -> Fetched:
        async with Fetcher(seconds=seconds) as fetcher:
            return await fetcher.send(method, url, **options)

    return run(ask())


def test_sends_json_and_forms(web: Web) -> None:
    web.serve("/a", b"{}", {"ETag": '"1"'})
    answer = send("POST", web.url("/a"), json={"x": [1, "ä"]}, headers={"Authorization": "Bearer t"}, params={"y": "2"})
    assert (answer.body, answer.validators.etag) == (b"{}", '"1"')
    send("PUT", web.url("/a"), form={"x": "1 & 2"})
    send("DELETE", web.url("/a"), auth=("kim", "secret"))
    posted, put, deleted = web.requests
    assert (posted.method, posted.json, posted.query) == ("POST", {"x": [1, "ä"]}, {"y": "2"})
    assert posted.headers["authorization"] == "Bearer t"
    assert posted.headers["content-type"] == "application/json"
    assert (put.method, put.form) == ("PUT", {"x": "1 & 2"})
    assert (deleted.method, deleted.body) == ("DELETE", b"")
    assert deleted.headers["authorization"] == "Basic a2ltOnNlY3JldA=="


def test_the_connectors_headers_are_the_last_word(web: Web) -> None:
    web.serve("/a", b"")
    get(web.url("/a"), headers={"accept": "text/plain", "X-Auth-Token": "t"})
    headers = web.requests[0].headers
    assert (headers["accept"], headers["x-auth-token"]) == ("text/plain", "t")


@pytest.mark.parametrize(
    ("status", "method", "kept"),
    [(301, "GET", b""), (302, "GET", b""), (303, "GET", b""), (307, "POST", b"{}"), (308, "POST", b"{}")],
)
def test_a_redirected_post_is_what_it_would_be_in_a_browser(web: Web, status: int, method: str, kept: bytes) -> None:
    web.redirect("/a", "/b", status)
    web.serve("/b", b"hello")
    send("POST", web.url("/a"), json={}, headers={"Authorization": "Bearer t"})
    request = web.requests[1]
    assert (request.method, request.body) == (method, kept)
    assert request.headers["authorization"] == "Bearer t"
    assert ("content-type" in request.headers) == (method == "POST")


@pytest.mark.parametrize("status", [307, 308])
def test_no_body_is_sent_to_another_server(web: Web, status: int) -> None:
    web.redirect("/a", web.url("/b", "localhost"), status)
    with pytest.raises(ConnectorError, match="to another server"):
        send("POST", web.url("/a"), json={"token": "t"})
    assert web.asked("/b") == []


@pytest.mark.parametrize("header", ["Authorization", "X-Auth-Token", "Cookie", "Private-Token"])
def test_none_of_the_connectors_headers_goes_to_another_server(web: Web, header: str) -> None:
    web.redirect("/a", "/b")
    web.redirect("/b", web.url("/c", "localhost"))
    web.serve("/c", b"hello")
    get(web.url("/a"), headers={header: "secret"})
    assert [header.lower() in request.headers for request in web.requests] == [True, True, False]
    assert web.requests[2].headers["user-agent"].startswith("Dawncast/")


def test_a_post_is_not_repeated_where_it_may_have_been_taken(web: Web) -> None:
    for status in (500, 502, 503):
        web.fail(f"/{status}", status)
        with pytest.raises(StatusError):
            send("POST", web.url(f"/{status}"), json={})
    web.cut("/cut", b"half")
    with pytest.raises(ConnectorError, match="broke off"):
        send("POST", web.url("/cut"), json={})
    assert len(web.requests) == 4


@pytest.mark.parametrize("status", [429, 503])
def test_a_post_is_repeated_where_the_server_asks_for_it(web: Web, status: int) -> None:
    web.serve("/a", b"hello")
    web.fail("/a", status, {"Retry-After": "0"}, times=1)
    assert send("POST", web.url("/a"), json={"x": 1}).body == b"hello"
    assert [request.json for request in web.requests] == [{"x": 1}, {"x": 1}]


def test_a_post_is_repeated_where_no_connection_was_made() -> None:
    started = monotonic()
    with pytest.raises(ConnectorError, match="refused the connection"):
        send("POST", refused(), json={})
    assert monotonic() - started >= 0.5


def test_says_how_long_it_is_to_wait(web: Web) -> None:
    web.fail("/a", 429, {"Retry-After": "3600"})
    failed = error(web.url("/a"))
    assert isinstance(failed, StatusError)
    assert failed.retry_after == 3600


@pytest.mark.parametrize(
    ("statuses", "moved"), [((301,), True), ((308, 301), True), ((302,), False), ((301, 302), False), ((), False)]
)
def test_knows_an_address_that_has_moved_for_good(web: Web, statuses: tuple[int, ...], moved: bool) -> None:
    for number, status in enumerate(statuses):
        web.redirect(f"/{number}", f"/{number + 1}", status)
    web.serve(f"/{len(statuses)}", b"hello")
    answer = get(web.url("/0"))
    assert answer.moved == (answer.url if moved else None)


def test_a_token_with_a_line_break_is_named_and_not_shown(web: Web) -> None:
    failed = error(web.url("/a"), headers={"Authorization": "Bearer secret\n"})
    assert "holds a line break" in str(failed)
    assert "secret" not in str(failed)
    assert web.requests == []


def test_one_connection_serves_many_requests(web: Web) -> None:
    web.serve("/a", b"hello")
    web.serve("/b", b"", status=404)

    async def thrice() -> list[bytes]:
        async with Fetcher() as fetcher:
            first = await fetcher.get(web.url("/a"))
            with pytest.raises(StatusError):
                await fetcher.get(web.url("/b"))
            return [first.body, (await fetcher.get(web.url("/a"))).body]

    assert run(thrice()) == [b"hello", b"hello"]
    assert web.connections == 1


def test_a_connection_that_the_server_has_closed_is_made_anew(web: Web) -> None:
    web.serve("/a", b"hello", {"Connection": "close"})
    web.serve("/b", b"hello")

    async def twice() -> list[bytes]:
        async with Fetcher() as fetcher:
            first = await fetcher.get(web.url("/a"))
            second = await fetcher.get(web.url("/b"))
            web.hang_up()
            return [first.body, second.body, (await fetcher.get(web.url("/b"))).body]

    assert run(twice()) == [b"hello", b"hello", b"hello"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\nhello",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "no HTTP", "no length", "two lengths", "half a chunk", "an endless head"],
)
def test_what_is_no_answer_is_an_error(web: Web, answer: bytes) -> None:
    web.say("/a", answer)
    failed = error(web.url("/a"))
    assert (str(failed), failed.transient) == (
        "127.0.0.1 broke off the connection. It will be asked again the next time.",
        True,
    )


def test_an_answer_may_be_announced_and_come_in_chunks(web: Web) -> None:
    web.say(
        "/a",
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
    )
    assert get(web.url("/a")).body == b"hello"


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("http://example.org", "http://example.org/"),
        ("webcal://example.org/a?b=c#d", "https://example.org/a?b=c"),
        ("https://Example.ORG:443/ä b?q=ü%20x", "https://example.org/%C3%A4%20b?q=%C3%BC%20x"),
        ("http://straße.example/", "http://xn--strae-oqa.example/"),
        ("http://kim:secret@[2001:db8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("  https://example.org/a  ", "https://example.org/a"),
        ("https://example.org?x", "https://example.org/?x"),
    ],
)
def test_the_address_that_is_meant(url: str, meant: str) -> None:
    assert str(address(url)) == meant


@pytest.mark.parametrize(
    ("location", "meant"),
    [
        ("/b?c", "https://example.org/b?c"),
        ("b", "https://example.org/x/b"),
        ("//other.example/b", "https://other.example/b"),
        ("?y=1", "https://example.org/x/a?y=1"),
        ("http://other.example:8080/ü", "http://other.example:8080/%C3%BC"),
    ],
)
def test_where_a_redirect_leads(location: str, meant: str) -> None:
    assert str(address(location, address("https://example.org/x/a?y"))) == meant


@pytest.mark.parametrize(
    "url", ["http://a b/", "http://good.example\\@evil.example/", "http://a|b/", "http://x:99999/"]
)
def test_an_address_that_may_be_read_in_two_ways_is_none(url: str) -> None:
    with pytest.raises(ConnectorError, match="not of the form"):
        address(url)


def test_the_first_address_of_a_server_that_answers_is_taken(web: Web) -> None:
    web.serve("/a", b"hello")
    assert get(web.url("/a", "localhost")).body == b"hello"  # ::1, where nothing listens, may be its first
