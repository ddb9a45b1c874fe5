"""`dawncast feed` as it is typed, and what it prints where."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.errors import UsageError
from daemon.cli import cli
from daemon.home.store import Store
from daemon.home.tokens import PLAY_LINKS, Tokens, digest_of

Types = Callable[..., Result]
SETTINGS = """
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.feed]
kind = "feed"
"""
PUBLIC = f'{SETTINGS}base_url = "https://me.example.org"\n'
TWO_SHOWS = f'{PUBLIC}[libraries.shelf]\nkind = "folder"\n[shows.morning]\n[shows.evening]\nlibraries = ["shelf"]\n'


@pytest.fixture
def types(tmp_path: Path) -> Types:
    """Types a command, with these settings."""

    def run(*words: str, settings: str = PUBLIC) -> Result:
        file = tmp_path / "settings.toml"
        file.write_text(settings)
        options = ("--config", str(file), "--home", str(tmp_path / "home"))
        return CliRunner().invoke(cli, [*options, "feed", *words], standalone_mode=False)

    return run


def refused(result: Result) -> str:
    assert isinstance(result.exception, UsageError)
    return str(result.exception)


@pytest.fixture
def tokens(tmp_path: Path) -> Iterator[Tokens]:
    """Those of the home."""
    with closing(Store(tmp_path / "home" / "dawncast.db")) as store:
        yield Tokens(store)


def test_the_addresses_hold_a_token_that_is_known(types: Types, tokens: Tokens) -> None:
    out = types("add", "phone").stdout
    found = re.search(r"morning: https://me\.example\.org/f/([\w-]{27})/morning/feed\.xml", out)
    assert found
    assert "morning: https://me.example.org/b/morning/feed.xml" in out
    assert tokens.known()[digest_of(found[1])].name == "phone"


def test_a_feed_of_all_shows_where_there_are_several(types: Types) -> None:
    out = types("add", "phone", settings=f"{PUBLIC}[shows.morning]\n[shows.evening]\n").stdout
    assert re.search(r"all shows: https://me\.example\.org/f/[\w-]{27}/feed\.xml", out)
    assert "all shows: https://me.example.org/b/feed.xml" in out
    assert "all shows" not in types("add", "tablet").stdout


def test_as_json(types: Types) -> None:
    made = json.loads(types("add", "phone", "--json").stdout)
    assert made["name"] == "phone"
    assert made["addresses"] == [
        {"show": "morning", "url": f"https://me.example.org/f/{made['token']}/morning/feed.xml"}
    ]
    assert made["basic"] == [{"show": "morning", "url": "https://me.example.org/b/morning/feed.xml"}]


def test_for_one_show_alone(types: Types, tokens: Tokens) -> None:
    made = json.loads(types("add", "phone", "--show", "morning", "--json", settings=TWO_SHOWS).stdout)
    assert [each["show"] for each in made["addresses"]] == ["morning"]
    (token,) = tokens.all(datetime.now(UTC))
    assert token.show == "morning"


def test_a_qr_code_where_it_is_asked_for(types: Types) -> None:
    assert "█" not in types("add", "phone").stdout
    rows = [row for row in types("add", "tablet", "--qr").stdout.splitlines() if "█" in row]
    assert len({len(row) for row in rows}) == 1
    assert len(rows[0]) > 33


@pytest.mark.parametrize(
    ("settings", "said", "apps"),
    [
        (PUBLIC, "They answer while dawncast serve runs", ("Apple Podcasts", "Overcast", "Pocket Casts")),
        (SETTINGS, 'A phone in the same Wi-Fi needs host = "0.0.0.0"', ("Others",)),
        (f'{SETTINGS}[server]\nhost = "192.168.1.7"\n', "not by the servers of Overcast", ("AntennaPod",)),
        (PUBLIC.replace("https", "http"), "anybody on the way can read them", ("AntennaPod",)),
    ],
)
def test_it_says_what_is_done_in_which_app(types: Types, settings: str, said: str, apps: tuple[str, ...]) -> None:
    result = types("add", "phone", settings=settings)
    assert said in result.stderr
    assert [app for app in apps if f"  {app}:" not in result.stderr] == []


def test_an_app_that_cannot_use_the_address_is_told_of(types: Types) -> None:
    told = types("add", "phone", "--for-app", "overcast", settings=SETTINGS).stderr
    assert "Overcast cannot use these addresses" in told
    assert "AntennaPod" not in told


@pytest.mark.parametrize(
    ("settings", "words", "said"),
    [
        (SETTINGS.replace('kind = "feed"', 'kind = "folder"'), (), "No show goes to a private feed. Add it"),
        (TWO_SHOWS, ("--show", "evening"), "evening does not go to the private feed. These do: morning."),
        (TWO_SHOWS, ("--show", "noon"), "There is no show noon."),
        (f"{PUBLIC}[server]\nport = 0\n", (), "port = 0 stands under [server]"),
    ],
)
def test_no_token_without_a_feed(
    types: Types, tmp_path: Path, settings: str, words: tuple[str, ...], said: str
) -> None:
    assert said in refused(types("add", "phone", *words, settings=settings))
    assert not (tmp_path / "home").exists()


def test_a_name_that_is_taken(types: Types) -> None:
    types("add", "phone")
    assert "There is a token phone already" in refused(types("add", "phone"))


def test_the_list(types: Types, tokens: Tokens) -> None:
    nobody = types("list")
    assert (nobody.stdout, "dawncast feed add phone" in nobody.stderr) == ("", True)
    made = datetime(2026, 3, 24, 6, tzinfo=UTC)
    phone = tokens.add("phone", made)
    tokens.add("kitchen radio", made + timedelta(days=1), show="morning")
    tokens.used({digest_of(phone): (made + timedelta(hours=1), "AntennaPod/3.4")})
    for _ in range(2):
        tokens.add(PLAY_LINKS, made, show="morning", day=date(2026, 3, 24), expires=datetime.now(UTC) + timedelta(1))
    assert types("list").stdout.splitlines() == [
        "phone          made 2026-03-24  used 2026-03-24 08:00 by AntennaPod/3.4",
        "kitchen radio  made 2026-03-25  not used yet  morning alone",
        "2 links to single episodes, sent in notifications, are valid.",
    ]
    listed = json.loads(types("list", "--json").stdout)
    assert [each["name"] for each in listed["tokens"]] == ["phone", "kitchen radio"]
    assert listed["play_links"] == 2
    assert phone not in json.dumps(listed)


def test_revoking(types: Types, tokens: Tokens) -> None:
    types("add", "phone")
    types("add", "tablet")
    assert "Revoked: phone." in types("revoke", "phone").stdout
    assert [each.name for each in tokens.all(datetime.now(UTC))] == ["tablet"]
    assert refused(types("revoke", "phone")) == "There is no token phone. There is: tablet."
