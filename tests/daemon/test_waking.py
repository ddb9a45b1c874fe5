"""When a machine is woken for its shows."""

from datetime import time, timedelta

import pytest

from config.shows import Show
from daemon.waking import Waking, on_calendar, pmset, wakings

MINUTES = timedelta(minutes=1)


def show(**values: object) -> Show:
    return Show.model_validate(values)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # 20 minutes of margin and 5 for the network before it; 5 after it
        ({"ready_by": "07:15", "days": ["mon"]}, [Waking(0, time(6, 50), 30 * MINUTES)]),
        ({"ready_by": "07:15", "days": ["sun"], "margin": 10}, [Waking(6, time(7, 0), 20 * MINUTES)]),
        ({"ready_by": "07:15", "days": ["tue"], "publish_ahead": 60}, [Waking(1, time(5, 50), 90 * MINUTES)]),
        ({"ready_by": "00:10", "days": ["wed"]}, [Waking(1, time(23, 45), 30 * MINUTES)]),
        ({"ready_by": "00:10", "days": ["mon"]}, [Waking(6, time(23, 45), 30 * MINUTES)]),
        (
            {"ready_by": {"mon": "07:15", "sat": "09:00"}, "days": ["mon", "tue", "sat"]},
            [Waking(0, time(6, 50), 30 * MINUTES), Waking(5, time(8, 35), 30 * MINUTES)],
        ),
        # from the earliest commute to the latest: the calendar is not known a week ahead
        (
            {"ready_by": "commute", "days": ["thu"], "commute": {"earliest": "05:30", "latest": "07:15"}},
            [Waking(3, time(5, 5), 135 * MINUTES)],
        ),
        ({"ready_by": {"mon": "07:15"}, "days": ["tue"]}, []),
    ],
)
def test_a_show_is_woken_for_before_its_production_begins(values: dict[str, object], expected: list[Waking]) -> None:
    assert wakings([show(**values)]) == tuple(expected)


def test_shows_that_follow_each_other_closely_are_one_waking() -> None:
    early, late = show(ready_by="07:00", days=["mon"]), show(ready_by="07:20", days=["mon"])
    assert wakings([late, early]) == (Waking(0, time(6, 35), 50 * MINUTES),)
    evening = show(ready_by="18:00", days=["mon"])
    assert [each.time for each in wakings([evening, early])] == [time(6, 35), time(17, 35)]


def test_a_show_within_another_ones_time_does_not_shorten_it() -> None:
    long = show(ready_by="07:30", days=["mon"], margin=120)
    assert wakings([long, show(ready_by="06:30", days=["mon"])]) == (Waking(0, time(5, 25), 130 * MINUTES),)


def test_times_as_a_timer_takes_them() -> None:
    week = wakings([show(ready_by={"mon": "07:15", "tue": "07:15", "sat": "09:00"})])
    assert on_calendar(week, "Europe/Berlin") == ("Mon,Tue 06:50 Europe/Berlin", "Sat 08:35 Europe/Berlin")


def test_a_mac_wakes_at_the_earliest_time_on_the_days() -> None:
    week = wakings([show(ready_by={"mon": "07:15", "thu": "06:00", "sun": "09:00"})])
    assert pmset(week) == "sudo pmset repeat wakeorpoweron MRU 05:35:00"
