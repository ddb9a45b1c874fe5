import asyncio
import gzip
import socket
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import ConnectorError
from connectors.http import Fetched, Fetcher, StatusError, Validators, run
from connectors.http_answers import LONGEST_WAIT, MOST_MEMBERS, AgainError, failure, refusal, unpacked
from connectors.http_wire import _places
from tests.fakes.web import Reply, Web, refused

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
BOMB = gzip.compress(bytes(30 * 2**20))


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


def get(url: str, *, seconds: float = 5.0, most_bytes: int = 2**20, **options: Any) -> Fetched:
    async def ask() -> Fetched:
        async with Fetcher(seconds=seconds, most_bytes=most_bytes) as fetcher:
            return await fetcher.get(url, **options)

    return run(ask())


def error(url: str, **options: Any) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        get(url, **options)
    return caught.value


def test_brings_the_body_and_what_came_with_it(web: Web) -> None:
    headers = {"ETag": '"1"', "Last-Modified": "Tue, 24 Mar 2026 05:00:00 GMT", "Content-Type": "text/plain"}
    web.serve("/a", b"hello", headers)
    url = web.url("/a")
    known = Validators('"1"', "Tue, 24 Mar 2026 05:00:00 GMT")
    assert get(url) == Fetched(url, b"hello", "text/plain", known, changed=True)


def test_says_who_asks_and_what_for(web: Web) -> None:
    web.serve("/a", b"")
    get(web.url("/a?x=1"), params={"y": "2 & 3"}, accept="text/calendar")
    (request,) = web.requests
    assert request.query == {"x": "1", "y": "2 & 3"}
    assert request.headers["user-agent"].startswith("Dawncast/")
    assert request.headers["accept"] == "text/calendar"


def test_asks_whether_it_has_changed(web: Web) -> None:
    web.etag("/a", b"hello", '"1"')
    first = get(web.url("/a"))
    again = get(web.url("/a"), validators=first.validators)
    assert (again.changed, again.body) == (False, b"")
    assert web.requests[1].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"ä"', '"\x00"'])
def test_a_validator_that_is_no_header_is_left_out(web: Web, etag: str) -> None:
    web.serve("/a", b"hello")
    assert get(web.url("/a"), validators=Validators(etag)).body == b"hello"
    assert "if-none-match" not in web.requests[0].headers


def test_a_304_that_nobody_asked_for_is_tried_again(web: Web) -> None:
    web.serve("/a", b"hello")
    web.fail("/a", 304, times=1)
    assert get(web.url("/a")).body == b"hello"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_follows_a_redirect(web: Web, status: int) -> None:
    web.redirect("/old", "/new?x=1", status)
    web.serve("/new", b"hello")
    assert get(web.url("/old")).url == web.url("/new?x=1")


def test_does_not_follow_for_ever(web: Web) -> None:
    web.redirect("/a", "/a")
    assert "without end" in str(error(web.url("/a")))
    assert len(web.requests) == 6


@pytest.mark.parametrize("target", ["file:///etc/hostname", "javascript:alert(1)", "ftp://x.example/", "http://"])
def test_follows_to_web_addresses_alone(web: Web, target: str) -> None:
    web.redirect("/a", target)
    assert "127.0.0.1 sends the request on" in str(error(web.url("/a")))


def test_a_password_stays_with_its_server(web: Web) -> None:
    web.redirect("/here", "/there")
    web.redirect("/there", web.url("/elsewhere", "localhost"))
    web.serve("/elsewhere", b"hello")
    get(web.url("/here"), auth=("kim", "secret"))
    assert ["authorization" in request.headers for request in web.requests] == [True, True, False]


def test_a_password_in_the_address_is_sent_and_never_shown(web: Web) -> None:
    web.fail("/a", 401)
    failed = error(f"http://kim:secret@127.0.0.1:{web.port}/a?key=hidden")
    assert web.requests[0].headers["authorization"].startswith("Basic ")
    assert "wants a user name and password" in str(failed)
    assert not any(word in str(failed) for word in ("secret", "kim", "hidden", "key"))


@pytest.mark.parametrize(
    ("status", "words", "transient"),
    [
        (400, "status 400", False),
        (401, "user name and password", False),
        (403, "refuses access", False),
        (404, "nothing at this address", False),
        (410, "nothing at this address", False),
        (429, "too many requests", True),
        (500, "fault of its own", True),
        (503, "fault of its own", True),
    ],
)
def test_says_what_a_status_means(web: Web, status: int, words: str, transient: bool) -> None:
    web.serve("/a", b"because", status=status)
    failed = error(web.url("/a"))
    assert isinstance(failed, StatusError)
    assert (failed.status, failed.body, failed.transient) == (status, b"because", transient)
    assert words in str(failed)


def test_a_fault_is_tried_once_more(web: Web) -> None:
    web.serve("/a", b"hello")
    web.fail("/a", 502, times=1)
    assert get(web.url("/a")).body == b"hello"
    web.fail("/b", 503)
    error(web.url("/b"))
    assert len(web.asked("/b")) == 2


def test_it_waits_as_long_as_it_is_told_where_there_is_time(web: Web) -> None:
    web.serve("/a", b"hello")
    web.fail("/a", 429, {"Retry-After": "0"}, times=1)
    assert get(web.url("/a")).body == b"hello"
    web.fail("/b", 429, {"Retry-After": "3600"})
    started = monotonic()
    error(web.url("/b"))
    assert monotonic() - started < 2
    assert len(web.asked("/b")) == 1


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("2", 2.0),
        ("99999999999999", LONGEST_WAIT.total_seconds()),
        ("9" * 400, LONGEST_WAIT.total_seconds()),
        ("Tue, 24 Mar 2026 06:00:05 GMT", 5.0),
        ("Tue, 24 Mar 2026 05:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT.total_seconds()),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str, wait: float) -> None:
    again = refusal("x.example", 429, b"", {"retry-after": value}, NOW)
    assert isinstance(again, AgainError)
    assert again.wait == wait


@pytest.mark.parametrize("value", ["", "soon", "-1", "Mon, 1 Jan 99999999999 00:00:00 GMT"])
def test_too_many_requests_are_not_answered_with_another(value: str) -> None:
    assert isinstance(refusal("x.example", 429, b"", {"retry-after": value}, NOW), StatusError)


@pytest.mark.parametrize("verb", ["hang", "drip", "drip_headers"])
def test_no_answer_outlasts_its_time(web: Web, verb: str) -> None:
    if verb == "hang":
        web.hang("/a")
    else:
        web.drip("/a", in_headers=verb == "drip_headers")
    started = monotonic()
    failed = error(web.url("/a"), seconds=0.3)
    assert monotonic() - started < 2
    assert failed.transient
    assert "127.0.0.1 did not answer within 0.3 seconds" in str(failed)


def test_a_large_answer_is_not_read(web: Web) -> None:
    web.serve("/a", bytes(2**20 + 1))
    assert "more than 1 MB" in str(error(web.url("/a")))


def test_an_answer_without_an_end_is_not_read_further(web: Web) -> None:
    web.drip("/a", bytes(2**19), every=0.001)
    assert "more than 1 MB" in str(error(web.url("/a")))


@pytest.mark.parametrize("headers", [{}, {"Content-Encoding": "gzip"}])
def test_a_bomb_does_not_go_off(web: Web, headers: dict[str, str]) -> None:
    web.serve("/a", BOMB, headers)
    assert "too large once unpacked" in str(error(web.url("/a")))


def test_a_bomb_in_an_error_does_not_go_off(web: Web) -> None:
    web.serve("/a", BOMB, {"Content-Encoding": "gzip"}, status=404)
    assert "nothing at this address" in str(error(web.url("/a")))


def test_an_answer_that_is_cut_off_is_an_error(web: Web) -> None:
    web.cut("/a", b"half")
    assert "broke off" in str(error(web.url("/a")))


def test_a_server_that_is_not_there() -> None:
    failed = error(refused())
    assert (str(failed), failed.transient) == (
        "127.0.0.1 refused the connection. Check the address and its port in the settings.",
        True,
    )


def test_a_name_that_is_not_there() -> None:
    sentence = failure("x.example", socket.gaierror(socket.EAI_NONAME, "no such name"))
    assert str(sentence).startswith("x.example could not be found.")


@pytest.mark.parametrize("host", ["a" * 64, "a..b"])
def test_a_name_that_cannot_be_looked_up_is_not_found(host: str) -> None:
    with pytest.raises(socket.gaierror):
        run(_places(host, 80))


def test_a_server_without_tls(web: Web) -> None:
    web.serve("/a", b"")
    for scheme in ("https", "webcal", "webcals"):
        assert "No secure connection" in str(error(f"{scheme}://127.0.0.1:{web.port}/a"))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "feed.xml",
        "ftp://x.example/a",
        "/etc/hostname",
        "https://",
        "http://x:port/",
        "file:///a?secret",
        f"https://{'a' * 64}.example/",
        "https://a..example/",
        "https://.example/",
        "https://./",
    ],
)
def test_an_address_that_is_none(url: str) -> None:
    failed = error(url)
    assert not failed.transient
    assert "Correct it in the settings" in str(failed)
    assert "secret" not in str(failed)


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (b"hello", ""),
        (b"hello", "gzip"),
        (gzip.compress(b"hello"), "gzip"),
        (gzip.compress(b"hello"), ""),
        (gzip.compress(gzip.compress(b"hello")), "gzip"),
        (gzip.compress(b"hel") + gzip.compress(b"lo"), "gzip"),
        (gzip.compress(b"") * (MOST_MEMBERS - 1) + gzip.compress(b"hello"), "gzip"),
        (zlib.compress(b"hello"), "deflate"),
        (zlib.compress(b"hello", wbits=-15), "deflate"),
    ],
)
def test_unpacks(packed: bytes, encoding: str) -> None:
    assert unpacked(packed, encoding, 100) == b"hello"


@pytest.mark.parametrize(
    ("packed", "encoding", "clause"),
    [
        (gzip.compress(b"hello")[:-4], "gzip", "its answer was cut off"),
        (b"\x1f\x8bnonsense", "gzip", "its answer is damaged"),
        (gzip.compress(b"") * (MOST_MEMBERS + 1), "gzip", "its answer is damaged"),
        (b"\xff\xff\xff", "deflate", "its answer is damaged"),
        (b"hello", "br", "its answer is packed in a way that was not asked for"),
    ],
)
def test_says_why_it_cannot_be_unpacked(packed: bytes, encoding: str, clause: str) -> None:
    with pytest.raises(ValueError, match=clause):
        unpacked(packed, encoding, 100)


@given(
    st.binary(max_size=200) | st.binary(max_size=100).map(gzip.compress), st.sampled_from(["", "gzip", "deflate", "x"])
)
def test_unpacks_little_or_says_why(packed: bytes, encoding: str) -> None:
    try:
        body = unpacked(packed, encoding, 300)
    except ValueError:
        return
    assert len(body) <= 300


def test_the_environment_plays_no_part(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", refused())
    monkeypatch.setenv("ALL_PROXY", refused())
    web.answer("/a", lambda _: Reply(b"hello"))
    assert get(web.url("/a")).body == b"hello"


def test_what_follows_an_answer_is_not_the_next_one(web: Web) -> None:
    left_over = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong"
    web.serve("/a", b"hello" + left_over, {"Content-Length": "5"})
    web.serve("/b", b"right")
    assert run(_in_turn(web.url("/a"), web.url("/b"))) == [b"hello", b"right"]
    assert web.connections == 2


def test_what_comes_later_on_a_connection_is_not_the_next_answer() -> None:
    async def scene() -> tuple[bytes, bytes]:
        connections = 0
        asked, more = asyncio.Event(), asyncio.Event()

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            nonlocal connections
            connections += 1
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n%d" % connections)
            await asked.wait()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong")
            await writer.drain()
            more.set()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server, Fetcher() as fetcher:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            first = await fetcher.get(url)
            asked.set()
            await more.wait()
            await asyncio.sleep(0.05)  # loopback's, to bring it
            return first.body, (await fetcher.get(url)).body

    assert run(scene()) == (b"1", b"2")


def test_a_kept_connection_that_is_given_up_as_it_is_asked_is_made_anew(web: Web) -> None:
    web.serve("/a", b"hello")
    web.serve("/b", b"right")
    web.fail("/b", 408, times=1)
    assert run(_in_turn(web.url("/a"), web.url("/b"))) == [b"hello", b"right"]
    assert web.connections == 2


async def _in_turn(*urls: str) -> list[bytes]:
    async with Fetcher() as fetcher:
        return [(await fetcher.get(url)).body for url in urls]


def test_sends_what_a_file_holds(web: Web) -> None:
    web.serve("/a", b"", status=201)

    async def ask() -> Fetched:
        async with Fetcher() as fetcher:
            return await fetcher.send("PUT", web.url("/a"), content=b"\x00" * 100_000, headers={"Content-Type": "x/y"})

    run(ask())
    (request,) = web.requests
    assert (request.method, request.body, request.headers["content-type"]) == ("PUT", b"\x00" * 100_000, "x/y")


def test_says_which_part_an_answer_is(web: Web) -> None:
    web.serve("/part", b"e", {"Content-Range": "bytes 1-1/5"}, status=206)
    web.serve("/whole", b"hello", {"Content-Range": "bytes 1-1/5"})
    assert get(web.url("/part"), headers={"Range": "bytes=1-1"}).part == "bytes 1-1/5"
    assert get(web.url("/whole"), headers={"Range": "bytes=1-1"}).part == ""
