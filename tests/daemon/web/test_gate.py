"""Tokens: who holds one, when it was used, and who had better not."""

from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.web.addresses import Address
from daemon.web.crawlers import crawler
from daemon.web.gate import basic_password
from tests.daemon.web.house import House

SPOTIFY = "Spotify/1.0"


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.put()
    return house


def test_uses_are_noted_once(house: House) -> None:
    phone, tablet = house.keys.gives("phone"), house.keys.gives("tablet")
    for token, app in ((phone, "AntennaPod/3.0"), (phone, "AntennaPod/3.1"), (tablet, "Podcasts/4")):
        house.ask(f"/f/{token}/feed.xml", user_agent=app)
    house.ask("/f/wrong/feed.xml", user_agent="x")
    noted = house.gate.uses()
    assert sorted(noted.values()) == [(house.now, "AntennaPod/3.1"), (house.now, "Podcasts/4")]
    assert house.gate.uses() == {}
    house.ask(f"/f/{phone}/feed.xml", user_agent="AntennaPod/3.2")
    house.gate.not_noted(noted)
    assert sorted(app for _, app in house.gate.uses().values()) == ["AntennaPod/3.2", "Podcasts/4"]


def test_a_crawler_that_publishes_feeds_is_told_of_once_a_day(house: House) -> None:
    token = house.keys.gives("phone")
    for _ in range(3):
        house.ask(f"/f/{token}/feed.xml", user_agent=SPOTIFY)
    assert house.said.count('event="a crawler that publishes feeds has this one" crawler="Spotify\'s catalogue"') == 1
    assert "token=phone" in house.said
    house.now += timedelta(days=1)
    house.ask(f"/f/{token}/feed.xml", user_agent=SPOTIFY)
    assert house.said.count("has this one") == 2


def test_a_crawler_without_a_right_token_is_nobodys_concern(house: House) -> None:
    house.ask("/f/wrong/feed.xml", user_agent=SPOTIFY)
    assert "has this one" not in house.said


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Podcastindex.org/v0.3.3 (Aggrivate)", "Podcast Index"),
        ("PodchaserParser/1.0", "Podchaser"),
        ("ListenNotes/3.0 (id=c1ef; +https://www.listennotes.com/about/)", "Listen Notes"),
        ("iTMS", "Apple's catalogue"),
        ("Spotify/1.0", "Spotify's catalogue"),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Google"),
        ("Amazon Music Podcast", "Amazon Music's catalogue"),
        ("Mozilla/5.0 (compatible; archive.org_bot)", "the Internet Archive"),
    ],
)
def test_crawlers(agent: str, name: str) -> None:
    assert crawler(agent) == name


@pytest.mark.parametrize(
    "agent",
    [
        "", "AntennaPod/3.4.0", "Podcasts/1650.20 CFNetwork/1335.0.3 Darwin/21.6.0", "AppleCoreMedia/1.0.0.21G93",
        "Overcast/1.0 Podcast Sync (123 subscribers; feed-id=1; +http://overcast.fm/)", "Castamatic/2024",
        "PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)", "newsboat/2.30", "gPodder/3.11",
        "Spotify/8.4.94 Android/26 (SM-G950F)", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0",
        "curl/8.5.0", "Wget/1.21", "okhttp/4.12", "Podcast Addict/v5", "gpodder.net",
    ],
)  # fmt: skip  # a few lines
def test_listeners_own_apps_are_none(agent: str) -> None:
    assert crawler(agent) is None


@pytest.mark.parametrize(
    ("header", "password"),
    [
        ("Basic " + b64encode(b"kim:token").decode(), "token"),
        ("basic  " + b64encode(b":a:b").decode(), "a:b"),
        ("BASIC " + b64encode("kim:tökén".encode()).decode(), "tökén"),
        ("Basic " + b64encode(b"token").decode(), None),
        ("Basic " + b64encode(b"\xff:\xff").decode(), None),
        ("Bearer token", None),
        ("", None),
        (None, None),
    ],
)
def test_passwords(header: str | None, password: str | None) -> None:
    assert basic_password(header) == password


@given(st.text())
def test_no_header_is_too_strange(value: str) -> None:
    assert basic_password(value) is None or value.lower().startswith("basic ")


def test_tokens_that_are_no_tokens(house: House) -> None:
    house.keys.gives()
    for token in ("", "ö", "\ud800", "x" * 100_000, "\0"):
        assert house.gate.held(token) is None
    held = house.gate.held(house.keys.gives())
    assert held
    house.gate.note(held, Address(kind="play"), SPOTIFY)
    assert "has this one" not in house.said, "a page says nothing of a feed"
