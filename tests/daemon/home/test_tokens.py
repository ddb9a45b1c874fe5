import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import UsageError
from daemon.home.store import Store
from daemon.home.tokens import DOCTOR, PLAY_LINKS, Token, Tokens, app_of, digest_of

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
DAY = date(2026, 3, 24)
WEEK = timedelta(days=7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "dawncast.db")
    yield opened
    opened.close()


@pytest.fixture
def tokens(store: Store) -> Tokens:
    return Tokens(store)


def names(tokens: Tokens, now: datetime = NOW) -> list[str]:
    return [each.name for each in tokens.all(now)]


def test_a_token_is_told_once_and_only_its_hash_is_kept(tokens: Tokens, store: Store, tmp_path: Path) -> None:
    token = tokens.add("phone", NOW)
    assert re.fullmatch(r"[A-Za-z0-9_-]{27}", token)
    expected = Token(name="phone", created=NOW, show=None, day=None, expires=None, used=None, used_by="")
    assert tokens.known() == {sha256(token.encode()).digest(): expected}
    store.close()
    assert all(token.encode() not in file.read_bytes() for file in tmp_path.iterdir())


def test_no_two_tokens_are_the_same(tokens: Tokens) -> None:
    assert len({tokens.add(f"app {number}", NOW) for number in range(20)}) == 20


def test_a_token_for_one_show_and_one_for_an_episode(tokens: Tokens) -> None:
    tokens.add("phone", NOW, show="morning")
    tokens.add(PLAY_LINKS, NOW + timedelta(seconds=1), show="morning", day=DAY, expires=NOW + WEEK)
    first, second = tokens.all(NOW + timedelta(seconds=2))
    assert (first.show, first.day, first.expires) == ("morning", None, None)
    assert (second.show, second.day, second.expires) == ("morning", DAY, NOW + WEEK)


@pytest.mark.parametrize("name", ["phone", PLAY_LINKS, DOCTOR, "", " phone", "pho\nne", "p" * 61])
def test_names_that_cannot_be_taken(tokens: Tokens, name: str) -> None:
    tokens.add("phone", NOW)
    with pytest.raises(UsageError):
        tokens.add(name, NOW)
    assert names(tokens) == ["phone"]


def test_a_revoked_one_is_gone_and_its_name_free(tokens: Tokens) -> None:
    token = tokens.add("phone", NOW)
    assert tokens.revoke("phone") == 1
    assert tokens.revoke("phone") == 0
    assert digest_of(token) not in tokens.known()
    assert tokens.add("phone", NOW) != token


def test_play_links_share_a_name_and_go_together(tokens: Tokens) -> None:
    for day in (DAY, DAY, date(2026, 3, 25)):
        tokens.add(PLAY_LINKS, NOW, show="morning", day=day, expires=NOW + WEEK)
    assert names(tokens) == [PLAY_LINKS] * 3
    assert tokens.revoke(PLAY_LINKS) == 3


def test_an_expired_one_holds_no_more_and_is_let_go_of(tokens: Tokens) -> None:
    tokens.add(PLAY_LINKS, NOW, show="morning", day=DAY, expires=NOW + WEEK)
    (token,) = tokens.known().values()
    assert token.holds(NOW + WEEK - timedelta(seconds=1))
    assert not token.holds(NOW + WEEK)
    assert names(tokens, NOW + WEEK) == []
    assert len(tokens.known()) == 1
    tokens.add("phone", NOW + WEEK)
    assert [each.name for each in tokens.known().values()] == ["phone"]


def test_when_and_by_whom_it_was_used(tokens: Tokens) -> None:
    phone, unused = tokens.add("phone", NOW), tokens.add("tablet", NOW)
    later = NOW + timedelta(hours=1)
    tokens.used({digest_of(phone): (later, "AntennaPod/3.4\x07 "), digest_of("of nobody"): (later, "x")})
    known = tokens.known()
    assert (known[digest_of(phone)].used, known[digest_of(phone)].used_by) == (later, "AntennaPod/3.4")
    assert (known[digest_of(unused)].used, known[digest_of(unused)].used_by) == (None, "")


def test_the_version_changes_with_everybodys_changes_and_only_then(tokens: Tokens, tmp_path: Path) -> None:
    other = Store(tmp_path / "dawncast.db")
    changes = (
        lambda: tokens.add("phone", NOW),
        lambda: Tokens(other).add("tablet", NOW),
        lambda: Tokens(other).revoke("phone"),
        lambda: tokens.revoke("tablet"),
    )
    seen = [tokens.version()]
    for change in changes:
        change()
        seen.append(tokens.version())
        assert tokens.version() == seen[-1]
    other.close()
    assert len(set(seen)) == len(seen)


def test_the_version_changes_where_the_database_is_opened_again(tokens: Tokens, store: Store) -> None:
    before = tokens.version()
    store.close()  # as after a failure: what others changed meanwhile cannot be known
    assert tokens.version() != before


@given(st.text())
def test_whatever_is_shown_as_a_token_has_a_digest(shown: str) -> None:
    assert len(digest_of(shown)) == 32


@given(st.text(max_size=300))
def test_an_app_can_say_what_it_likes(agent: str) -> None:
    said = app_of(agent)
    assert len(said) <= 80
    assert not said or said.isprintable()
