"""A listener's mornings, one after the other, with one home and one daemon as long as it lives."""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from daemon.clock.schedule import moment
from tests.mornings.clock import run_virtually
from tests.mornings.faults import BEGIN, TAKES_PLACE, Fault, Night, drawn
from tests.mornings.judging import Morning, judged
from tests.mornings.machine import SHOW, Machine

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Pacific/Auckland",
    "America/Santiago",
    "Australia/Lord_Howe",
)
MINUTES = ("07:15", "06:30", "05:00", "02:30")
IN_MEMORY = Path("/dev/shm")  # noqa: S108  # Linux' own file system in memory, where there is one
A_DAY = timedelta(days=1)
LEAST = 60.0
"""Seconds for which a night is looked at after its last event."""
OF_USE = 4 * 3600.0
EACH = 40
"""Mornings of a listener."""


@dataclass(frozen=True, slots=True)
class Life:
    """A listener: the seed of everything about them, and the nights they have."""

    seed: int
    nights: tuple[Night, ...]


def lives(mornings: int, each: int = EACH, seed: int = 1) -> Iterator[Life]:
    """So many mornings, `each` a listener."""
    for first in range(0, mornings, each):
        seeds = range(seed + first, seed + min(first + each, mornings))
        yield Life(seed + first, tuple(drawn(one) for one in seeds))


def lived(life: Life) -> tuple[Morning, ...]:
    """What came of all their mornings."""
    lot = Random(life.seed)  # noqa: S311  # no secret
    zone, minute = ZoneInfo(lot.choice(ZONES)), lot.choice(MINUTES)
    first = date(2025, 1, 2) + timedelta(days=lot.randrange(1000))
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as folder:
        began = _minute(first, minute, zone) + timedelta(seconds=BEGIN - 2 * LEAST)
        machine = Machine(folder=Path(folder), zone=zone, ready_by=minute, began=began, lot=lot)
        try:
            return run_virtually(_mornings(machine, first, life.nights))
        finally:
            machine.store.close()


async def _mornings(machine: Machine, first: date, nights: Sequence[Night]) -> tuple[Morning, ...]:
    days = [first + number * A_DAY for number in range(len(nights))]
    machine.minute = _minute(first, machine.ready_by, machine.zone)
    machine.boot()
    await asyncio.sleep(LEAST)  # the show is set up on an evening on which all is well
    for day, night in zip(days, nights, strict=True):
        await _night(machine, day, night)
    last = machine.minute
    await machine.cut()
    machine.minute = last
    return tuple(judged(machine, day, night) for day, night in zip(days, nights, strict=True))


async def _night(machine: Machine, day: date, night: Night) -> None:
    """From an hour before the minute until the episode is there and nothing more is to happen."""
    machine.minute = _minute(day, machine.ready_by, machine.zone)
    machine.sleeps_until(BEGIN)
    machine.night = night
    machine.skew = timedelta(seconds=sum(float(fault.what) for fault in night.of("clock wrong")))
    machine.kills = [int(fault.what) for fault in night.of("crash at step")]
    for fault in _events(night):
        await asyncio.sleep(max(0.0, _when(fault) - machine.from_minute()))
        await _happens(machine, fault)
    await asyncio.sleep(LEAST)
    while not _over(machine, day, night):
        await asyncio.sleep(LEAST)
    machine.night, machine.kills = Night(seed=night.seed), []


def _events(night: Night) -> list[Fault]:
    """What happens at a moment, the earliest first."""
    return sorted(night.of(*TAKES_PLACE, "crash at time", "clock wrong"), key=_when)


def _when(fault: Fault) -> float:
    return fault.until if fault.kind == "clock wrong" else fault.at


async def _happens(machine: Machine, fault: Fault) -> None:
    if fault.kind == "clock wrong":
        machine.skew = timedelta()
    elif fault.kind == "crash at time":
        machine.kill_productions()
    elif fault.kind == "sleep":
        machine.sleeps_until(fault.until)
    else:
        await machine.cut()
        machine.sleeps_until(fault.until)
        machine.boot()


def _over(machine: Machine, day: date, night: Night) -> bool:
    """Whether nothing more is to be expected of the day."""
    if machine.from_minute() > OF_USE + 900:
        return True
    records = machine.records.of_days(SHOW, day, day)
    settled = bool(records) and records[0].there is not None and not records[0].undelivered
    return settled and not night.watched


def _minute(day: date, ready_by: str, zone: ZoneInfo) -> datetime:
    """The minute of a day's episode."""
    found = moment(day, time.fromisoformat(ready_by), zone)
    if found is None:
        raise ValueError(f"{zone} has no {day}")
    return found.astimezone(UTC)
