"""Simulated mornings with faults of every kind, and real ones: in time, once, and nothing given up in silence."""

from collections.abc import Sequence

import pytest

from tests.mornings.__main__ import simulated
from tests.mornings.faults import BEGIN, END, FOR_GOOD, KINDS, Fault, Kind, Night, drawn
from tests.mornings.judging import Morning, kept_of
from tests.mornings.life import Life, lived
from tests.mornings.real import REAL_SECONDS, RealNight, real_morning, real_mornings

SEED = 20_260
SAMPLE = 24
LATE_IN_ONE, MADE_ANEW = "late in", "made anew"


def night(*faults: tuple[Kind, float, float]) -> Night:
    return Night(seed=1, faults=tuple(Fault(kind=kind, at=at, until=until) for kind, at, until in faults))


def one(*faults: tuple[Kind, float, float]) -> Morning:
    """The second of two mornings: the first one, on which all is well, leaves what may be fallen back to."""
    return lived(Life(1, (Night(seed=1), night(*faults))))[1]


def broken(mornings: Sequence[Morning]) -> list[tuple[str, str]]:
    """All that went wrong, and on which night."""
    return [(str(each.night), wrong) for each in mornings for wrong in each.wrong]


def test_mornings_by_lot() -> None:
    found = lived(Life(SEED, tuple(drawn(seed) for seed in range(SEED, SEED + SAMPLE))))
    assert broken(found) == []
    assert any(each.given_up for each in found)


def test_the_same_seed_is_the_same_night() -> None:
    life = Life(7, tuple(drawn(seed) for seed in (7, 8)))
    assert lived(life) == lived(life)


def test_every_kind_of_fault_is_drawn() -> None:
    drawn_kinds = {fault.kind for seed in range(400) for fault in drawn(seed).faults}
    assert drawn_kinds == set(KINDS)


@pytest.mark.parametrize(
    ("faults", "part"),
    [
        ((("source hangs", BEGIN, FOR_GOOD),), ("source", "work")),
        ((("model 429", BEGIN, FOR_GOOD),), ("writer", "first")),
        ((("voice key", BEGIN, FOR_GOOD),), ("voice", "main")),
        ((("stands still", BEGIN, FOR_GOOD),), ("built-in", "")),
        ((("bug", BEGIN, FOR_GOOD),), ("built-in", "")),
    ],
)
def test_what_is_wrong_is_felt_and_told(faults: tuple[tuple[Kind, float, float], ...], part: tuple[str, str]) -> None:
    morning = one(*faults)
    assert morning.kept == "in time"
    assert part in morning.given_up
    assert morning.wrong == ()


def test_a_disk_that_is_full_too_long_is_late_and_found_to_be() -> None:
    """Without this, nothing above would show that a late episode is seen at all."""
    morning = one(("disk full", BEGIN, 300.0))
    assert morning.kept is None
    assert any("late" in wrong for wrong in morning.wrong)


def test_a_night_that_is_slept_through_is_made_up_for() -> None:
    morning = one(("sleep", BEGIN + 1, 1800.0))
    assert morning.kept == "made up in time"
    assert morning.seconds is not None
    assert -1920 <= morning.seconds <= -1800


@pytest.mark.parametrize(
    ("faults", "there", "kept"),
    [
        ((), -1.0, "in time"),
        ((), 1.0, None),
        ((), None, None),
        ((("sleep", BEGIN, END),), 5.0, None),
        ((("sleep", BEGIN, 600.0),), 719.0, "made up in time"),
        ((("sleep", BEGIN, 600.0),), 721.0, None),
        ((("sleep", BEGIN, 600.0),), None, None),
        ((("sleep", BEGIN, 15_000.0),), None, "past all use"),
    ],
)
def test_what_is_promised(faults: tuple[tuple[Kind, float, float], ...], there: float | None, kept: str | None) -> None:
    assert kept_of(night(*faults), there) == kept


def test_a_library_that_is_well_again_two_minutes_before_has_it_in_time() -> None:
    morning = one(("sleep", BEGIN + 1, -1000.0), ("feed down", BEGIN, -150.0))
    assert [wrong for wrong in morning.wrong if LATE_IN_ONE in wrong] == []


def test_what_stops_the_whole_production_does_not_stop_the_delivery_of_a_plain_one() -> None:
    morning = one(("stands still", BEGIN, FOR_GOOD), ("cloud down", BEGIN, -150.0))
    assert [wrong for wrong in morning.wrong if LATE_IN_ONE in wrong] == []


def test_a_machine_that_falls_asleep_while_a_plain_production_starts_makes_up_for_it() -> None:
    moments = (-95.0 + half / 2 for half in range(1, 10))
    found = [one(("sleep", BEGIN + 1, -95.0), ("sleep", at, 1800.0)) for at in moments]
    assert [each.wrong for each in found if each.kept is None] == []


def test_an_episode_that_only_has_to_be_delivered_stays_as_it_is() -> None:
    morning = one(("cloud down", BEGIN, 1500.0), ("source fails", 0.0, 3000.0))
    assert [wrong for wrong in morning.wrong if MADE_ANEW in wrong] == []


def test_a_real_morning_that_is_killed_without_a_calendar() -> None:
    found = real_morning(RealNight(seed=1, web=("calendar hangs",), model=None, voice=None, kills=(12,), full=False))
    assert found.wrong == ()
    assert found.killed == 1
    assert found.told == 2


@pytest.mark.slow
def test_ten_thousand_mornings() -> None:
    found = simulated(10_000, seed=1, processes=2)
    assert len(found) == 10_000
    assert broken(found) == []


@pytest.mark.slow
def test_real_mornings() -> None:
    found = real_mornings(100, REAL_SECONDS, seed=1)
    assert len(found) > 10
    assert [each for each in found if each.wrong] == []
