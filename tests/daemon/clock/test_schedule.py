"""Exactly one production a local date, whatever the clocks of the world do."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.clock.schedule import CATCHING_UP, Decision, Rhythm, commuting, decide, lead_of, moment, weekly

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = dict.fromkeys(range(7), time(7, 15))
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)


def never(_: date) -> bool:
    return False


def rhythm(zone: ZoneInfo = BERLIN, times: dict[int, time] = DAILY, moved: datetime | None = None) -> Rhythm:
    return Rhythm(ready=weekly(times, zone, never), zone=zone, moved=moved)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def decided(now: str, made: tuple[date, ...] = ()) -> Decision:
    return decide(rhythm(), made, (), at(now), LONG_AGO)


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(date(2026, 3, number) for number in numbers)


def test_waits_until_the_start() -> None:
    decision = decided("2026-03-24 06:54", days(22, 23))
    assert decision.make is None
    assert decision.wait is not None
    assert (decision.wait.day, decision.wait.start) == (date(2026, 3, 24), at("2026-03-24 06:55"))


def test_makes_what_is_due() -> None:
    decision = decided("2026-03-24 06:55", days(22, 23))
    assert decision.make is not None
    assert (decision.make.day, decision.make.deadline) == (date(2026, 3, 24), at("2026-03-24 07:15"))


def test_what_is_made_is_not_made_again() -> None:
    decision = decided("2026-03-24 07:00", days(22, 23, 24))
    assert decision.make is None
    assert decision.wait is not None
    assert decision.wait.day == date(2026, 3, 25)


def test_what_was_slept_through_is_made_up_for_while_it_is_of_use() -> None:
    decision = decided("2026-03-24 11:14", days(22, 23))
    assert decision.make is not None
    assert decision.make.deadline == at("2026-03-24 11:14") + CATCHING_UP
    late = decided("2026-03-24 11:16", days(22, 23))
    assert late.make is None
    assert late.missed == days(24)


def test_what_is_woken_for_late_keeps_to_its_minute() -> None:
    decision = decided("2026-03-24 07:14", days(22, 23))
    assert decision.make is not None
    assert decision.make.deadline == at("2026-03-24 07:15")


def test_nothing_is_made_for_the_days_before_the_show_was_set_up() -> None:
    since = at("2026-03-24 09:00")
    decision = decide(rhythm(), (), (), since, since)
    assert decision.make is None
    assert decision.missed == ()


def test_an_episode_that_was_made_ahead_by_hand_costs_no_other() -> None:
    decision = decided("2026-03-24 06:55", days(22, 23, 25))
    assert decision.make is not None
    assert decision.make.day == date(2026, 3, 24)


def test_it_is_published_ahead() -> None:
    early = Rhythm(ready=weekly(DAILY, BERLIN, never), zone=BERLIN, ahead=HOUR)
    decision = decide(early, days(22, 23), (), at("2026-03-24 06:00"), LONG_AGO)
    assert decision.make is not None
    assert decision.make.deadline == at("2026-03-24 06:15")
    assert decision.make.ready_by == at("2026-03-24 07:15")


@pytest.mark.parametrize(
    ("durations", "minutes"), [((), 20), ((60.0,) * 20, 21), ((60.0,) * 19 + (600.0,), 21), ((60.0, 600.0), 30)]
)
def test_the_lead_is_what_95_of_100_took_and_the_margin(durations: tuple[float, ...], minutes: int) -> None:
    assert lead_of(durations, 20 * MINUTE) == minutes * MINUTE


def test_days_off_have_no_episode() -> None:
    ready = weekly({0: time(7, 15)}, BERLIN, lambda day: day == date(2026, 3, 30))
    assert [ready(date(2026, 3, number)) is not None for number in (23, 24, 30)] == [True, False, False]


def test_a_commuter_has_it_before_leaving() -> None:
    leaves = {date(2026, 3, 24): at("2026-03-24 06:40"), date(2026, 3, 25): at("2026-03-25 09:30")}
    ready = commuting(weekly(DAILY, BERLIN, never), leaves.get, HOUR)
    assert [ready(date(2026, 3, number)) for number in (24, 25, 26)] == [
        at("2026-03-24 06:40"),
        at("2026-03-25 07:15"),
        at("2026-03-26 07:15"),
    ]


def test_a_night_shift_leaves_too_early_for_it() -> None:
    ready = commuting(weekly(DAILY, BERLIN, never), lambda _: at("2026-03-24 01:00"), HOUR)
    assert ready(date(2026, 3, 24)) == at("2026-03-24 06:15")


def test_a_time_that_the_clocks_skip_is_the_first_moment_after_it() -> None:
    assert moment(date(2026, 3, 29), time(2, 30), BERLIN) == at("2026-03-29 03:00")


def test_a_time_that_comes_twice_is_its_first() -> None:
    assert moment(date(2026, 10, 25), time(2, 30), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_the_zone_does_not_have_has_no_moment() -> None:
    assert moment(date(2011, 12, 30), time(7, 15), ZoneInfo("Pacific/Apia")) is None


@given(
    st.lists(
        st.sampled_from(["Europe/Berlin", "Asia/Tokyo", "America/New_York", "Pacific/Apia"]), min_size=6, max_size=9
    ),
    st.integers(0, 95),
)
def test_travelling_neither_loses_nor_doubles_a_day(zones: list[str], quarter: int) -> None:
    """18 hours in each zone: each minute that comes on a local date finds that date's episode made, once."""
    wall = time(quarter // 4, quarter % 4 * 15)
    made: list[date] = []
    now = datetime(2026, 3, 20, tzinfo=UTC)
    for zone in map(ZoneInfo, zones):
        end = now + 18 * HOUR
        made += list(_run(rhythm(zone, dict.fromkeys(range(7), wall), now), now, end, made))
        ready = {day: moment(day, wall, zone) for day in (date(2026, 3, 18) + number * DAY for number in range(12))}
        assert {day for day, minute in ready.items() if minute and now <= minute <= end} <= {*made}
        now = end
    assert made == sorted(set(made))


def _run(each: Rhythm, now: datetime, end: datetime, made: list[date]) -> Iterator[date]:
    """What a daemon makes that is awake from `now` to `end`."""
    done = set(made)
    since = datetime(2026, 3, 20, tzinfo=UTC)
    while True:
        decision = decide(each, done, (), now, since)
        if decision.make:
            done.add(decision.make.day)
            yield decision.make.day
        elif decision.wait and decision.wait.start <= end:
            now = decision.wait.start
        else:
            return


def transitions(zone: ZoneInfo) -> list[date]:
    """The local dates from 2025 to 2027 on which the zone's clocks change."""
    hours = (datetime(2025, 1, 1, tzinfo=UTC) + number * 6 * HOUR for number in range(3 * 366 * 4))
    offsets = [(hour, hour.astimezone(zone).utcoffset()) for hour in hours]
    return sorted({later.astimezone(zone).date() for (_, old), (later, new) in pairwise(offsets) if old != new})


def zones_by_their_changes() -> dict[tuple[tuple[date, timedelta | None], ...], str]:
    """One zone for all that change alike: the others are the same clocks by other names."""
    found: dict[tuple[tuple[date, timedelta | None], ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        changes = transitions(zone)
        noons = [(day, datetime(day.year, day.month, day.day, 12, tzinfo=zone).utcoffset()) for day in changes]
        start = (date(2025, 1, 1), datetime(2025, 1, 1, tzinfo=zone).utcoffset())
        found.setdefault((start, *noons), name)
    return found


def test_every_zone_of_the_world_around_its_changes() -> None:
    for name in zones_by_their_changes().values():
        zone = ZoneInfo(name)
        for change in transitions(zone):
            for quarter in range(96):
                _one_each(zone, change, time(quarter // 4, quarter % 4 * 15), name)


def _one_each(zone: ZoneInfo, change: date, wall: time, name: str) -> None:
    around = [change + number * DAY for number in range(-2, 3)]
    moments = [moment(day, wall, zone) for day in around]
    told = f"{name}, {wall}, around {change}"
    assert None not in moments, told
    there = [each for each in moments if each]
    assert there == sorted(set(there)), told
    for day, each in zip(around, there, strict=True):
        local = each.astimezone(zone).replace(tzinfo=None)
        assert local == datetime.combine(day, wall) or timedelta() < local - datetime.combine(day, wall) <= DAY, told
    times = dict.fromkeys(range(7), wall)
    made = list(_run_from(rhythm(zone, times), there[0] - HOUR, there[-1]))
    assert made == around, told


def _run_from(each: Rhythm, now: datetime, end: datetime) -> Iterator[date]:
    done: set[date] = set()
    since = now
    while decision := decide(each, done, (), now, since):
        if decision.make:
            done.add(decision.make.day)
            yield decision.make.day
        elif decision.wait and decision.wait.start <= end:
            now = decision.wait.start
        else:
            return
