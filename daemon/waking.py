"""When a machine that sleeps has to be awake for its shows, over a week of wall-clock time. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from config.shows import WEEK, Show

BEFORE = 5
"""Minutes that a machine is woken sooner than its show's margin asks for: it has to find its network."""
AFTER = 5
"""Minutes that it is kept awake after `ready_by`."""
A_DAY, A_WEEK = 24 * 60, 7 * 24 * 60
PMSET_DAYS = "MTWRFSU"
A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Waking:
    """Awake from `time` on that weekday (0 is Monday), for so long."""

    weekday: int
    time: time
    stays: timedelta


def wakings(shows: Iterable[Show]) -> tuple[Waking, ...]:
    """The week's wakings, one where several shows follow each other closely; holidays count as other days."""
    windows = sorted(window for show in shows for window in _windows(show))
    merged: list[tuple[int, int]] = []
    for start, end in windows:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(_waking(start, end) for start, end in merged)


def on_calendar(week: Iterable[Waking], zone: str) -> tuple[str, ...]:
    """The times as systemd.time(7) writes them, as "Mon,Tue 06:50 Europe/Berlin"."""
    days: dict[time, list[str]] = {}
    for waking in week:
        days.setdefault(waking.time, []).append(WEEK[waking.weekday].capitalize())
    return tuple(f"{','.join(named)} {clock:%H:%M} {zone}" for clock, named in sorted(days.items()))


def pmset(week: Sequence[Waking]) -> str:
    """The command with which a Mac wakes: it knows one time for all days, so the earliest of them."""
    days = "".join(PMSET_DAYS[number] for number in sorted({waking.weekday for waking in week}))
    return f"sudo pmset repeat wakeorpoweron {days} {min(waking.time for waking in week):%H:%M}:00"


def _windows(show: Show) -> Iterable[tuple[int, int]]:
    """From when to when a show needs the machine, in minutes of the week."""
    for number in range(7):
        latest = show.wanted_on(A_MONDAY + timedelta(days=number))
        if latest is None:
            continue
        earliest = min(latest, show.commute.earliest) if show.ready_by == "commute" else latest
        lead = round(show.publish_ahead + show.margin) + BEFORE
        start = (number * A_DAY + _minute(earliest) - lead) % A_WEEK
        yield start, start + lead + _minute(latest) - _minute(earliest) + AFTER


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _waking(start: int, end: int) -> Waking:
    day, minute = divmod(start, A_DAY)
    return Waking(day, time(*divmod(minute, 60)), timedelta(minutes=end - start))
