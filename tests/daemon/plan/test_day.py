from datetime import date, datetime, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Event, key_of
from daemon.plan.day import SHORTEST_GAP, conflicts, gaps
from tests.daemon.plan.builders import BERLIN, DAY, NOW, an_event, at


def clashes(*events: Event) -> list[str]:
    found = conflicts(events, BERLIN)
    return [f"{one.first[5:]}+{one.second[5:]} {one.start:%H:%M}-{one.end:%H:%M}" for one in found]


def free(*events: Event, now: str = "6:00", day: date = DAY) -> list[str]:
    return [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in gaps(events, day, BERLIN, at(now, day))]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], []),
        ([an_event("A", "9:00-10:00"), an_event("B", "10:00-11:00")], []),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00")], ["A+B 09:30-10:00"]),
        ([an_event("A", "10:00-11:00"), an_event("B", "10:30-10:45")], ["A+B 10:30-10:45"]),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:00-10:00")], ["A+B 09:00-10:00"]),
        ([an_event("A", "9:00-10:00"), an_event("All day")], []),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00", transparent=True)], []),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:30-9:30")], []),
        (
            [an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00"), an_event("C", "10:30-12:00")],
            ["A+B 09:30-10:00", "B+C 10:30-11:00"],
        ),
        (
            [an_event("A", "9:00-12:00"), an_event("B", "10:00-11:00"), an_event("C", "10:30-12:00")],
            ["A+B 10:00-11:00", "A+C 10:30-12:00", "B+C 10:30-11:00"],
        ),
    ],
)
def test_conflicts(events: list[Event], expected: list[str]) -> None:
    assert clashes(*events) == expected
    assert clashes(*reversed(events)) == expected


def test_in_a_heap_of_events_each_clashes_with_those_before_it() -> None:
    heap = [an_event(name, "9:00-17:00") for name in "ABCDEFGH"]
    found = conflicts(heap, BERLIN)
    assert {key for one in found for key in (one.first, one.second)} == {key_of(event) for event in heap}
    assert len(found) == 28


def test_what_lasts_for_days_keeps_nobody_busy() -> None:
    fair = Event(
        source="work", uid="fair", summary="Fair", start=at("9:00"), end=at("9:00") + timedelta(days=3), all_day=False
    )
    assert clashes(fair, an_event("A", "10:00-11:00")) == []
    assert free(fair, an_event("A", "10:00-11:00")) == ["08:00-10:00", "11:00-20:00"]


@pytest.mark.parametrize(
    ("events", "now", "expected"),
    [
        ([], "6:00", []),
        ([an_event("A", "9:00-11:00"), an_event("B", "15:00-15:00")], "6:00", ["11:00-15:00", "15:15-20:00"]),
        ([an_event("All day")], "6:00", []),
        ([an_event("A", "9:00-11:00"), an_event("B", "13:00-14:00")], "6:00", ["11:00-13:00", "14:00-20:00"]),
        ([an_event("A", "9:30-11:00")], "6:00", ["11:00-20:00"]),
        ([an_event("A", "10:00-18:30")], "6:00", ["08:00-10:00", "18:30-20:00"]),
        ([an_event("A", "10:00-18:31")], "6:00", ["08:00-10:00"]),
        ([an_event("A", "9:00-13:00"), an_event("B", "10:00-11:00"), an_event("C", "14:29-20:00")], "6:00", []),
        ([an_event("A", "9:00-10:00"), an_event("B", "15:00-21:00")], "12:15", ["12:15-15:00"]),
        ([an_event("A", "9:00-10:00"), an_event("B", "15:00-21:00")], "14:00", []),
        ([an_event("A", "9:00-10:00"), an_event("B", "12:00-13:00", transparent=True)], "6:00", ["10:00-20:00"]),
        ([an_event("A", "6:00-7:00"), an_event("B", "21:00-22:00")], "6:00", ["08:00-20:00"]),
        ([an_event("A", "9:00-10:00")], "20:30", []),
    ],
)
def test_gaps(events: list[Event], now: str, expected: list[str]) -> None:
    assert free(*events, now=now) == expected


def test_a_clash_is_one_of_moments_not_of_digits() -> None:
    # The clocks of Berlin go back from three to two: what begins at the second half past two follows the first.
    day = date(2026, 10, 25)
    first = Event(source="work", uid="A", summary="", start=at("1:30", day), end=at("2:45", day))
    again = Event(source="work", uid="B", summary="", start=at("2:30", day).replace(fold=1), end=at("4:00", day))
    assert conflicts([first, again], BERLIN) == ()


MINUTES = st.integers(0, 24 * 60 - 1)
EVENTS = st.lists(st.tuples(MINUTES, MINUTES, st.booleans()), max_size=8).map(
    lambda spans: [
        Event(
            source="work",
            uid=str(number),
            summary="",
            start=at("0:00") + timedelta(minutes=min(start, end)),
            end=at("0:00") + timedelta(minutes=max(start, end)),
            transparent=transparent,
        )
        for number, (start, end, transparent) in enumerate(spans)
    ]
)


def span_of(event: Event) -> tuple[datetime, datetime]:
    assert isinstance(event.start, datetime)
    assert isinstance(event.end, datetime)
    return event.start, event.end


def overlap(first: Event, second: Event) -> bool:
    (start, end), (begin, finish) = span_of(first), span_of(second)
    return max(start, begin) < min(end, finish)


@given(EVENTS)
def test_who_clashes_is_told_and_nobody_else(events: list[Event]) -> None:
    found = conflicts(events, BERLIN)
    assert found == conflicts(events[::-1], BERLIN)
    busy = [event for event in events if not event.transparent]
    truly = {frozenset((key_of(one), key_of(two))) for one, two in combinations(busy, 2) if overlap(one, two)}
    told = {frozenset((one.first, one.second)) for one in found}
    assert told <= truly
    assert {key for pair in told for key in pair} == {key for pair in truly for key in pair}


@given(EVENTS, st.integers(0, 30))
def test_gaps_are_free_long_and_ahead(events: list[Event], hours: int) -> None:
    now = NOW + timedelta(hours=hours - 6)
    busy = [event for event in events if not event.transparent]
    for gap in gaps(events, DAY, BERLIN, now):
        assert gap.end - gap.start >= SHORTEST_GAP
        assert max(now, at("8:00")) <= gap.start < gap.end <= at("20:00")
        for event in busy:
            start, end = span_of(event)
            assert start == end or end <= gap.start or start >= gap.end
