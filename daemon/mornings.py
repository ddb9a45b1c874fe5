"""What became of a show's mornings, day by day, and what to do. Pure; times are aware, lengths are seconds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from daemon.model import Degraded, ProductionRecord

SILENT = timedelta(days=3)
"""A source that has not answered for longer makes a home unhealthy."""
ROOM = 200 * 2**20
"""Free bytes under which a home is too full: some twenty episodes."""

State = Literal["on time", "late", "by hand", "failed", "missed", "not made", "not due", "off"]
"""How a day went: its episode was there in time or not, was made by hand, could not be made, was slept through, was
wanted and never begun, is still to come, or is not wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """A show's day. `late`: seconds after `ready_by` (below zero: before) at which its episode was in a library.

    `degraded`: what was given up; `cost` in US dollars, None where it is not known.
    """

    day: date
    state: State
    ready_by: datetime | None = None
    there: datetime | None = None
    late: float | None = None
    seconds: float | None = None
    cost: float | None = None
    degraded: tuple[Degraded, ...] = ()
    undelivered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The production to come: when it begins (`overdue`: should have been there), and when it is to be there."""

    day: date
    start: datetime
    ready_by: datetime
    overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStatus:
    """A show: its last episode, the days since that failed or were missed, the next one; and the days asked for."""

    show: str
    last: Morning | None
    lost: tuple[Morning, ...]
    next: Next | None
    mornings: tuple[Morning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """A source: when it last answered, and since when (and why) it does not, if it does not."""

    source: str
    kind: str
    last_good: datetime | None
    failed: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryStatus:
    """Whether a show's last episode was seen in a library, where and since when; else why not, as far as it said."""

    show: str
    library: str
    state: Literal["in the library", "delivered, not seen yet", "not delivered"]
    where: str | None = None
    since: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """Something to do, as a sentence; `unhealthy`: mornings fail or will fail without it."""

    sentence: str
    unhealthy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A home at a moment. `month` as "2026-03" and its `cost` in US dollars so far; `free`: bytes on its disk."""

    at: datetime
    well: bool
    shows: tuple[ShowStatus, ...]
    sources: tuple[SourceStatus, ...]
    libraries: tuple[LibraryStatus, ...]
    month: str
    cost: float
    free: int
    todo: tuple[Todo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """An episode in a library, whoever made it: since when, how long it is, what it cost, what was given up."""

    there: datetime
    seconds: float
    cost: float | None
    degraded: tuple[Degraded, ...] = ()


def morning(
    day: date, record: ProductionRecord | None, made: ByHand | None, ready_by: datetime | None, now: datetime
) -> Morning:
    """How a day went, by the record of its production, the episode in a library, and when that is wanted.

    Its times are in now's zone.
    """
    ready_by = record.ready_by if record else ready_by
    ready_by = ready_by.astimezone(now.tzinfo) if ready_by else None
    if record and record.there:
        return _produced(record, record.there.astimezone(now.tzinfo), now)
    if made:
        return Morning(
            day=day,
            state="by hand",
            ready_by=ready_by,
            there=made.there.astimezone(now.tzinfo),
            seconds=made.seconds,
            cost=made.cost,
            degraded=made.degraded,
        )
    if record:
        return Morning(
            day=day,
            state="missed" if record.outcome == "missed" else "failed",
            ready_by=ready_by,
            cost=record.cost,
            degraded=record.degraded,
            undelivered=record.undelivered,
        )
    if ready_by is None:
        return Morning(day=day, state="off")
    due = ready_by.timestamp() <= now.timestamp()
    return Morning(day=day, state="not made" if due else "not due", ready_by=ready_by)


def _produced(record: ProductionRecord, there: datetime, now: datetime) -> Morning:
    late = there.timestamp() - record.ready_by.timestamp()
    return Morning(
        day=record.day,
        state="late" if late > 0 else "on time",
        ready_by=record.ready_by.astimezone(now.tzinfo),
        there=there,
        late=late,
        seconds=record.seconds,
        cost=record.cost,
        degraded=record.degraded,
        undelivered=record.undelivered,
    )


def of_show(show: ShowStatus, now: datetime) -> Iterator[Todo]:
    """What to do about a show."""
    for lost in show.lost[-1:]:
        yield Todo(sentence=_LOST[lost.state].format(show=show.show, day=lost.day), unhealthy=True)
    if show.next and show.next.overdue:
        when = f"{show.next.ready_by:%H:%M}" if show.next.ready_by.date() == now.date() else "yesterday"
        yield Todo(
            sentence=f"The episode of {show.show} for {show.next.day} was to be ready at {when} and is not. See that "
            f"`dawncast serve` is running, or make it now: dawncast make {show.show}",
            unhealthy=True,
        )
    if show.last is None and not show.lost:
        yield Todo(
            sentence=f"There is no episode of {show.show} yet. Make one now: dawncast make {show.show} "
            "(`dawncast serve` makes one every morning)."
        )
    for library in show.last.undelivered if show.last else ():
        yield Todo(
            sentence=f"The last episode of {show.show} is not in the library {library} yet. Try it once more: "
            f"dawncast make {show.show}"
        )


_LOST: dict[State, str] = {
    "failed": "The episode of {show} for {day} could not be made. See what is wrong: dawncast doctor {show}",
    "missed": "The episode of {show} for {day} was missed: the machine was off or asleep, or the daemon did not run. "
    "Make it all the same: dawncast make {show} --day {day}",
}


def of_sources(sources: Sequence[SourceStatus], now: datetime) -> Iterator[Todo]:
    """What to do about sources that do not answer."""
    for source in sources:
        if source.failed is None:
            continue
        if source.last_good is None:
            yield Todo(sentence=f"{source.source} has never answered. See why: dawncast doctor", unhealthy=True)
        elif now - source.last_good > SILENT:
            days = (now - source.last_good).days
            sentence = f"{source.source} has not answered for {days} days. See why: dawncast doctor"
            yield Todo(sentence=sentence, unhealthy=True)


def of_disk(free: int) -> Iterator[Todo]:
    """What to do about the disk of which so many bytes are free."""
    if free < ROOM:
        yield Todo(
            sentence=f"Only {free // 2**20} MB are free where the home lies. Make room, or keep fewer days ([keep]).",
            unhealthy=True,
        )
