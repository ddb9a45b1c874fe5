"""The pure parts of the caldav connector."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.caldav import BATCH, parse
from connectors.caldav_account import shown
from connectors.caldav_server import Place, chosen
from connectors.caldav_session import is_ours
from connectors.caldav_state import Account, Kept, Resource, is_stale, key_of, known, lightened, to_state
from connectors.caldav_sync import Changes, difference
from connectors.items import Event
from connectors.timebox import TookTooLongError, timebox
from tests.connectors.caldav import BERLIN, DAILY, on
from tests.fakes.caldav_server import calendar, event, task

NOW = datetime(2026, 3, 24, 4, tzinfo=UTC)


def box() -> AbstractContextManager[None]:
    return timebox(1.0)


def account(*texts: str | None, floor: date = date.min) -> Account:
    resources = tuple(Resource(f"/{number}.ics", "1", text) for number, text in enumerate(texts))
    return Account("key", ("http://h/",), NOW, floor, (Kept("http://h/c/", "C", "t", "m", NOW, resources),))


# Whom the password is shown to.


@pytest.mark.parametrize(
    ("base", "url", "ours"),
    [
        ("https://cal.example.org/dav/", "https://cal.example.org/other/", True),
        ("http://cal.example.org/", "https://cal.example.org/", True),
        ("https://caldav.icloud.com/", "https://p34-caldav.icloud.com/123/calendars/", True),
        ("https://example.org/", "https://cal.example.org/", True),
        ("http://192.168.1.20:5232/", "http://192.168.1.20:5232/alice/", True),
        ("https://cal.example.org/", "http://cal.example.org/", False),
        ("https://cal.example.org/", "https://cal.example.org:8443/", False),
        ("https://cal.example.org/", "https://example.org/", False),
        ("https://cal.example.org/", "https://evilcal.example.org/", False),
        ("https://cal.example.org/", "https://cal.example.org.evil.example/", False),
        ("https://caldav.icloud.com/", "https://caldav.icloud.com.evil.example/", False),
        ("https://caldav.icloud.com/", "http://p34-caldav.icloud.com/", False),
        ("https://cal.example.org/", "https://p34-caldav.icloud.com/", False),
        ("http://192.168.1.20:5232/", "https://192.168.1.20/", False),
    ],
)
def test_the_password_goes_to_the_servers_own_hosts_alone(base: str, url: str, ours: bool) -> None:
    assert is_ours(httpx2.URL(base), httpx2.URL(url)) is ours


# Which calendars are meant.


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Work", ["work"]),
        ("wORK ", ["work"]),
        ("b2-uuid", ["home"]),
        ("/dav/alice/b2-uuid/", ["home"]),
        ("/dav/alice/b2-uuid", ["home"]),
        ("https://h/dav/alice/b2-uuid/", ["home"]),
        ("Fußball: Training", ["club"]),
        ("alice", []),
        ("http://[", []),
    ],
)
def test_a_calendar_goes_by_its_name_or_its_path(word: str, meant: list[str]) -> None:
    places = {
        "work": Place("https://h/dav/alice/a1/", "Work"),
        "home": Place("https://h/dav/alice/b2-uuid/", "Home"),
        "club": Place("https://h/dav/alice/c%203/", "Fußball: Training"),
    }
    found, unknown = chosen(tuple(places.values()), [word])
    assert [name for name, place in places.items() if place in found] == meant
    assert unknown == (() if meant else (word,))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Work", "Work"),
        ("  A \n B\x1b[31m ", "A B [31m"),
        ("", "uuid"),
        ("\x00", "uuid"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_name_is_shown_without_what_a_terminal_would_obey(name: str, expected: str) -> None:
    assert shown(name, "https://h/alice/uuid/") == expected


# What is fetched.


NAMES = st.sampled_from(["/a.ics", "/b.ics", "/c@d.ics", "/c%40d.ics", "/e%20f.ics"])
ETAGS = st.sampled_from(["", "1", "2"])


@settings(deadline=None)
@given(before=st.dictionaries(NAMES, ETAGS), now=st.dictionaries(NAMES, ETAGS))
def test_after_a_listing_there_is_what_was_listed(before: dict[str, str], now: dict[str, str]) -> None:
    resources = tuple({key_of(href): Resource(href, etag, "x") for href, etag in before.items()}.values())
    stays, wanted = difference(resources, Changes(now))
    keys = [one.key for one in (*stays, *wanted)]
    assert sorted(keys) == sorted({key_of(href) for href in now})
    assert all(one.etag and one in resources for one in stays)


@settings(deadline=None)
@given(before=st.dictionaries(NAMES, ETAGS), now=st.dictionaries(NAMES, ETAGS), gone=st.sets(NAMES))
def test_after_a_change_there_is_what_was_and_what_is_new(
    before: dict[str, str], now: dict[str, str], gone: set[str]
) -> None:
    resources = tuple({key_of(href): Resource(href, etag, "x") for href, etag in before.items()}.values())
    lost = {key_of(href) for href in gone} - {key_of(href) for href in now}
    stays, wanted = difference(resources, Changes(now, "t", frozenset(lost), all=False))
    keys = [one.key for one in (*stays, *wanted)]
    assert sorted(keys) == sorted(({key_of(href) for href in (*before, *now)}) - lost)


# What is kept.


def test_what_is_kept_is_read_again() -> None:
    kept = account(event("a"), None, "")
    assert known(to_state(kept), "key", on()) == kept


@pytest.mark.parametrize("state", [b"", b"{", b"null", to_state(account()).replace(b'"key"', b'"other"')])
def test_another_state_is_no_state(state: bytes) -> None:
    found = known(state, "key", on())
    assert (found.key, found.calendars) == ("key", ())
    assert is_stale(found, NOW)


def test_a_state_without_zones_is_no_state() -> None:
    assert known(to_state(account("x")).replace(b"00:00Z", b"00:00"), "key", on()).calendars == ()


@pytest.mark.parametrize(("later", "stale"), [(-1, True), (0, False), (6, False), (7, True)])
def test_a_copy_is_trusted_for_a_week(later: int, stale: bool) -> None:
    assert is_stale(account(), NOW + timedelta(days=later)) is stale


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        (calendar(event("over", start="20260101T090000Z")).decode(), False),
        (calendar(event("over", "DTEND;VALUE=DATE:20260202", start="20260101")).decode(), False),
        (calendar(task("done", "STATUS:COMPLETED")).decode(), False),
        (calendar(event("recent", start="20260301T090000Z")).decode(), True),
        (calendar(event("coming", start="20500101T090000Z")).decode(), True),
        (calendar(event("over", "RRULE:FREQ=DAILY;COUNT=1", start="20200101T090000Z")).decode(), True),
        (calendar(event("folded", "RRU\r\n LE:FREQ=DAILY", start="20200101T090000Z")).decode(), True),
        (calendar(event("over", "RDATE:20270101T090000Z", start="20200101T090000Z")).decode(), True),
        (calendar(task("open", "DUE:20200101T090000Z")).decode(), True),
        (calendar(event("broken", start="someday")).decode(), True),
        ("no calendar", True),
    ],
)
def test_only_what_is_over_for_good_loses_its_text(text: str, stays: bool) -> None:
    (kept,) = lightened(account(text), on(), box).calendars
    assert kept.resources[0].data == (text if stays else "")


def test_what_has_lost_its_text_is_not_there_for_earlier_days() -> None:
    light = lightened(account(floor=date(2026, 2, 1)), on(), box)
    assert light.floor == date(2026, 2, 21)
    assert known(to_state(light), "key", on("2026-02-21")) == light
    assert known(to_state(light), "key", on("2026-02-20")).calendars == ()


def test_where_there_is_no_time_the_text_stays() -> None:
    def none() -> AbstractContextManager[None]:
        raise TookTooLongError("there is no time left")

    text = calendar(event("over", start="20260101T090000Z")).decode()
    (kept,) = lightened(account(text), on(), none).calendars
    assert kept.resources[0].data == text


# Reading.


def test_resources_are_read_as_one_calendar() -> None:
    moved = event("daily", "RECURRENCE-ID:20260324T100000Z", start="20260324T130000Z")
    texts = [calendar(event("a")).decode(), calendar(DAILY, moved).decode().rstrip(), calendar(event("b")).decode()]
    found = parse(texts, on(), ())
    events = [one for one in found.items if isinstance(one, Event)]
    assert [
        (one.summary, f"{one.start.astimezone(BERLIN):%H:%M}") for one in events if isinstance(one.start, datetime)
    ] == [
        ("a", "10:00"),
        ("daily", "14:00"),
        ("b", "10:00"),
    ]
    assert found.warnings == ()


def test_what_cannot_be_read_is_counted_and_the_others_are_whole() -> None:
    cut = calendar(event("cut")).decode()[:-40]
    texts = [
        calendar(event("a")).decode(),
        cut,
        None,
        calendar(event("x", start="never")).decode(),
        calendar(event("b")).decode(),
    ]
    found = parse(texts, on(), ())
    assert [one.summary for one in found.items] == ["a", "b"]
    assert found.warnings == ("1 entry could not be read at all.", "2 entries could not be read.")


def test_the_same_uid_in_two_resources_is_told_by_the_newer_one() -> None:
    old, new = event("a", "SEQUENCE:1"), event("a", "SEQUENCE:2", start="20260324T120000Z")
    found = parse([calendar(new).decode(), calendar(old).decode()], on(), ())
    assert [f"{one.start:%H:%M}" for one in found.items if isinstance(one, Event)] == ["13:00"]


def test_large_calendars_are_read_in_parts() -> None:
    padding = f"DESCRIPTION:{'x' * (BATCH // 2)}"
    found = parse([calendar(event(f"n{number}", padding)).decode() for number in range(5)], on(), ())
    assert [one.summary for one in found.items] == ["n0", "n1", "n2", "n3", "n4"]


def test_a_part_that_is_no_calendar_costs_itself_alone() -> None:
    found = parse(["x" * BATCH, calendar(event("a")).decode()], on(), ())
    assert [one.summary for one in found.items] == ["a"]
    assert found.warnings == ("1 entry could not be read at all.",)


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_nothing_that_is_read_raises(texts: list[str]) -> None:
    good = calendar(event("good")).decode()
    assert [one.summary for one in parse([*texts, good], on(), ()).items] == ["good"]
