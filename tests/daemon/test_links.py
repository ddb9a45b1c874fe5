from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.load import load
from config.settings import Settings
from daemon.home.store import Store
from daemon.home.tokens import PLAY_LINKS, Tokens, digest_of
from daemon.links import base_of, feed_address, is_far, play_link, shows_of
from daemon.registry import InstalledKinds

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
DAY = date(2026, 3, 24)
SOURCE = 'timezone = "UTC"\n[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n'
FEED = '[libraries.feed]\nkind = "feed"\n'
PUBLIC = f'{FEED}base_url = "https://me.example.org/pod/"\n'
AT_HOME = '[server]\nhost = "192.168.1.7"\n'
TWO = (
    '[libraries.shelf]\nkind = "folder"\n[shows.morning]\n'
    '[shows.evening]\nlibraries = ["shelf"]\n[shows.weekend]\nlibraries = ["feed", "shelf"]\n'
)


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    store = Store(tmp_path / "dawncast.db")
    yield Tokens(store)
    store.close()


def settings(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(SOURCE + text)
    return load(file, InstalledKinds())


@pytest.mark.parametrize(
    ("text", "base", "far"),
    [
        (FEED, "http://127.0.0.1:8571", False),
        (f'{FEED}[server]\nhost = "::1"\n', "http://[::1]:8571", False),
        (f'{FEED}[server]\nhost = "localhost"\nport = 80\n', "http://localhost:80", False),
        (FEED + AT_HOME, "http://192.168.1.7:8571", True),
        (PUBLIC, "https://me.example.org/pod", True),
        (PUBLIC + AT_HOME, "https://me.example.org/pod", True),
        (f"{PUBLIC}[server]\nport = 0\n", "https://me.example.org/pod", False),
    ],
)
def test_where_it_is_reached(tmp_path: Path, text: str, base: str, far: bool) -> None:
    read = settings(tmp_path, text)
    assert (base_of(read), is_far(read)) == (base, far)


def test_listening_everywhere_it_is_reached_by_the_machines_own_address(tmp_path: Path) -> None:
    base = base_of(settings(tmp_path, f'{FEED}[server]\nhost = "0.0.0.0"\n'))
    assert base.startswith("http://")
    assert "0.0.0.0" not in base


def test_the_shows_that_go_there(tmp_path: Path) -> None:
    assert shows_of(settings(tmp_path, FEED + TWO)) == ("morning", "weekend")
    assert shows_of(settings(tmp_path, '[libraries.feed]\nkind = "folder"\n')) == ()


def test_the_addresses_of_feeds() -> None:
    assert feed_address("https://me.example.org/b", None) == "https://me.example.org/b/feed.xml"
    assert feed_address("https://me.example.org/f/T", "morning") == "https://me.example.org/f/T/morning/feed.xml"


def test_a_play_link_is_for_one_episode_and_a_week(tmp_path: Path, tokens: Tokens) -> None:
    link = play_link(settings(tmp_path, PUBLIC), tokens, "morning", DAY, NOW)
    assert link is not None
    before, token, after = link.partition("/f/")[0], link.split("/")[5], link.split("/")[6:]
    assert (before, after) == ("https://me.example.org/pod", ["morning", "2026-03-24", "play"])
    found = tokens.known()[digest_of(token)]
    assert (found.name, found.show, found.day) == (PLAY_LINKS, "morning", DAY)
    assert found.expires == NOW + timedelta(days=7)


@pytest.mark.parametrize(
    ("text", "show"),
    [
        (FEED, "morning"),  # on this machine alone
        (f"{PUBLIC}[server]\nport = 0\n", "morning"),
        (PUBLIC + TWO, "evening"),
        ('[libraries.shelf]\nkind = "folder"\n' + AT_HOME, "morning"),
    ],
)
def test_without_a_place_to_hear_it_there_is_neither_link_nor_token(
    tmp_path: Path, tokens: Tokens, text: str, show: str
) -> None:
    assert play_link(settings(tmp_path, text), tokens, show, DAY, NOW) is None
    assert tokens.known() == {}
