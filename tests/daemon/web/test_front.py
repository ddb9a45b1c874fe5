"""What every answer carries, who is answered at all, and what the log is told."""

import io
from base64 import b64encode
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from daemon.serve.log import Log
from daemon.web.app import app
from daemon.web.asking import Answered
from daemon.web.feed import Feed
from tests.contract.library import MORNING
from tests.daemon.web.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with an episode, which tells those within how it is."""
    house = House(tmp_path)
    house.put()
    log = Log(io.StringIO())
    health = Route("/healthz", PlainTextResponse("well\n"))
    house.app = app(lambda: house.site, Feed(house.gate, log, lambda: house.now), log, [health])
    return house


def every_answer(house: House) -> list[Answered]:
    token = house.keys.gives()
    record = house.shelf.records("morning")[0]
    file = f"/f/{token}/morning/{record.day}/{record.content}"
    paths = ("feed.xml", "latest", "play", "nothing")
    asked = [house.ask(f"/f/{token}/{path}") for path in paths]
    asked += [house.ask(f"{file}/{name}") for name in ("episode.mp3", "notes.html", "chapters.json")]
    asked += [house.ask(path) for path in ("/robots.txt", "/player.css", "/player.js", "/nothing", "/healthz")]
    asked += [house.ask(f"{file}/episode.mp3", range=part) for part in ("bytes=0-1", "bytes=9999-")]
    return [*asked, house.ask("/b/feed.xml"), house.ask(f"/f/{token}/feed.xml", "POST")]


def test_nothing_may_be_listed_led_back_or_taken_for_something_else(house: House) -> None:
    answers = every_answer(house)
    assert {answer.status for answer in answers} == {200, 206, 302, 401, 404, 405, 416}
    for answer in answers:
        assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]


def test_robots_are_sent_away(house: House) -> None:
    assert house.ask("/robots.txt").body == b"User-agent: *\nDisallow: /\n"


def test_another_name_gets_nothing(house: House) -> None:
    token = house.keys.gives()
    for path in (f"/f/{token}/feed.xml", "/robots.txt", "/healthz", "/"):
        answer = house.ask(f"http://evil.example:8571{path}")
        assert (answer.status, answer.body) == (421, b"This server is not called that.\n")
    house.site = replace(house.site, names=frozenset({"evil.example"}))
    assert house.ask(f"http://evil.example:8571/f/{token}/feed.xml").status == 200


def test_how_the_house_is_stays_within(house: House) -> None:
    house.site = replace(
        house.site, base="https://me.example.org", names=frozenset({"nas.local"}), proxies=(ip_network("10.0.0.1"),)
    )
    for near in ("http://127.0.0.1:8571", "http://nas.local:8571", "http://localhost"):
        assert house.ask(f"{near}/healthz").status == 200
    assert house.ask("https://me.example.org/healthz").status == 404
    assert house.ask("/healthz", client="10.0.0.1").status == 404
    assert house.ask("https://me.example.org/robots.txt").status == 200


def test_a_proxy_that_is_not_named_cannot_bring_a_name(house: House) -> None:
    house.site = replace(house.site, base="https://me.example.org")
    evil = "http://evil.example/robots.txt"
    assert house.ask(evil, x_forwarded_host="me.example.org").status == 421
    house.site = replace(house.site, proxies=(ip_network("10.0.0.1"),))
    assert house.ask(evil, client="10.0.0.1", x_forwarded_host="me.example.org").status == 200
    assert house.ask("/robots.txt", client="10.0.0.1", x_forwarded_host="evil.example").status == 421


def test_the_log_names_the_token_and_never_tells_it(tmp_path: Path) -> None:
    house = House(tmp_path)
    record = house.put()
    token = house.keys.gives("kitchen radio")
    typed_wrong = "a-token-with-a-letter-wrong"
    house.ask(f"/f/{token}/morning/feed.xml")
    house.ask(f"/f/{token}/morning/{MORNING}/{record.content}/episode.mp3", range="bytes=0-99")
    house.ask(f"/f/{typed_wrong}/{token}/feed.xml", referer=f"http://x/f/{token}/", user_agent=token)
    house.ask(f"/f/{token}/{typed_wrong}/feed.xml")
    house.ask(f"/{token}", token)
    house.ask("/b/feed.xml", authorization="Basic " + b64encode(f"kim:{token}".encode()).decode())
    house.ask(f"http://{token}.example/f/{token}/feed.xml")
    lines = house.said.splitlines()
    assert len(lines) == 7
    assert "method=GET kind=feed show=morning status=200 bytes=" in lines[0]
    assert 'token="kitchen radio"' in lines[0]
    assert "kind=audio show=morning status=206 bytes=100 ms=" in lines[1]
    assert "method=other" in lines[4]
    for secret in (token, typed_wrong, record.content, str(MORNING)):
        assert secret not in house.said
