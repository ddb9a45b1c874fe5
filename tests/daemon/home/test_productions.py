"""What the daemon remembers of its mornings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daemon.home.productions import MOST, Productions, Served
from daemon.home.store import Store
from daemon.model import Degraded, ProductionRecord, Publication

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = date(2026, 3, 24)
READY_BY = datetime(2026, 3, 24, 7, 15, tzinfo=BERLIN)
RECORD = ProductionRecord(
    show="morning",
    day=TUESDAY,
    ready_by=READY_BY,
    began=READY_BY - timedelta(minutes=25),
    ended=READY_BY - timedelta(minutes=22),
    outcome="degraded",
    there=READY_BY - timedelta(minutes=23),
    degraded=(Degraded(part="source", name="work", why="as of last night"),),
    seconds=251.4,
    cost=0.02,
    undelivered=("shelf",),
)


def of_day(ago: int, **changes: object) -> ProductionRecord:
    """The record of a day before, made as long ago."""
    back = timedelta(days=ago)
    moved = replace(
        RECORD,
        day=TUESDAY - back,
        ready_by=RECORD.ready_by - back,
        began=RECORD.began - back,
        ended=RECORD.ended - back,
        there=RECORD.there - back if RECORD.there else None,
    )
    return replace(moved, **changes)  # type: ignore[arg-type]  # a record's own fields


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "dawncast.db")
    yield opened
    opened.close()


@pytest.fixture
def productions(store: Store) -> Productions:
    return Productions(store)


def test_a_record_is_as_it_was(productions: Productions) -> None:
    bare = of_day(1, outcome="failed", there=None, degraded=(), seconds=None, cost=None, undelivered=())
    for record in (RECORD, bare, replace(RECORD, show="evening")):
        productions.record(record)
    assert productions.last("morning") == RECORD
    assert productions.of_days("morning", TUESDAY - timedelta(days=1), TUESDAY) == (bare, RECORD)
    assert productions.of_days("morning", TUESDAY - timedelta(days=9), TUESDAY - timedelta(days=2)) == ()
    assert productions.last("weekend") is None


def test_a_day_has_one_record(productions: Productions) -> None:
    productions.record(replace(RECORD, outcome="failed", there=None))
    productions.record(RECORD)
    assert productions.of_days("morning", date.min, date.max) == (RECORD,)


def test_durations_are_those_of_episodes_that_were_made(productions: Productions) -> None:
    minutes = {0: 3, 1: 4, 2: 5}
    for ago, length in minutes.items():
        record = of_day(ago)
        productions.record(replace(record, ended=record.began + timedelta(minutes=length)))
    productions.record(of_day(3, outcome="failed", there=None))
    lay_there = of_day(4)
    productions.record(replace(lay_there, there=lay_there.began - timedelta(minutes=1)))
    assert productions.durations("morning") == (180.0, 240.0, 300.0)
    productions.record(of_day(5, degraded=(Degraded(part="built-in", name="writer and voice", why="it hung"),)))
    productions.record(replace(of_day(6), ended=of_day(6).began + timedelta(hours=3)))
    assert productions.durations("morning", most=2) == (180.0, 240.0)
    assert productions.durations("morning")[3:] == (MOST.total_seconds(),)
    assert productions.durations("evening") == ()


def publish(store: Store, day: date, show: str = "morning") -> None:
    """As `make` by hand leaves it."""
    there = datetime(2026, 3, 24, 5, tzinfo=UTC)
    store.record_publication(
        show, day, Publication(library="folder", guid="urn:1", where="/a.mp3", published=there, verified=there)
    )


def test_made_days_are_the_daemons_and_those_made_by_hand(store: Store, productions: Productions) -> None:
    productions.record(RECORD)
    productions.record(of_day(1, outcome="missed", there=None))
    productions.record(of_day(2, outcome="failed", there=None))
    publish(store, TUESDAY - timedelta(days=2))
    publish(store, TUESDAY - timedelta(days=5), "evening")
    assert productions.made_days("morning", READY_BY) == {TUESDAY, TUESDAY - timedelta(days=2)}


def test_an_episode_of_next_week_holds_up_none_of_this_one(store: Store, productions: Productions) -> None:
    for ahead in (1, 2, 7):
        publish(store, TUESDAY + timedelta(days=ahead))
    assert productions.made_days("morning", READY_BY) == {TUESDAY + timedelta(days=1)}


def test_a_show_is_known_since_it_was_first_asked_for(productions: Productions) -> None:
    assert productions.served("morning") is None
    assert productions.since("morning", READY_BY) == READY_BY
    assert productions.since("morning", READY_BY + timedelta(days=3)) == READY_BY
    assert productions.served("morning") == Served(since=READY_BY, zone=None, moved=None)


def test_a_move_to_another_zone_is_remembered(productions: Productions) -> None:
    later = [READY_BY + timedelta(hours=hours) for hours in range(5)]
    productions.since("morning", READY_BY)
    assert productions.zone_since("morning", "Europe/Berlin", later[0]) is None
    assert productions.zone_since("morning", "Europe/Berlin", later[1]) is None
    assert productions.zone_since("morning", "Asia/Tokyo", later[2]) == later[2]
    assert productions.zone_since("morning", "Asia/Tokyo", later[3]) == later[2]
    assert productions.zone_since("morning", "Europe/Berlin", later[4]) == later[4]
    assert productions.served("morning") == Served(since=READY_BY, zone="Europe/Berlin", moved=later[4])


def test_a_zone_that_is_asked_for_first_is_no_move(productions: Productions) -> None:
    assert productions.zone_since("morning", "Asia/Tokyo", READY_BY) is None
    assert productions.since("morning", READY_BY + timedelta(days=1)) == READY_BY


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    why=TEXTS,
    undelivered=st.lists(TEXTS, max_size=3).map(tuple),
    there=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()),  # noqa: DTZ001  # bounds are naive
)
def test_any_record_comes_back(
    productions: Productions, why: str, undelivered: tuple[str, ...], there: datetime | None
) -> None:
    degraded = (Degraded(part="library", name="shelf", why=why),)
    record = replace(RECORD, there=there, degraded=degraded, undelivered=undelivered)
    productions.record(record)
    found = productions.last("morning")
    assert found == replace(record, there=there.astimezone(UTC) if there else None)
