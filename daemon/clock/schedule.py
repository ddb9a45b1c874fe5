"""When the next episode is to be made: from wall-clock settings, a zone and what was made before. Pure.

All moments are in UTC; days are local dates of the listener's zone. A day has one production at most, whatever its
clocks do: a time that a change of the clocks skips is the first moment after it, one that comes twice is its first.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

A_DAY = timedelta(days=1)
FAR = 400
"""Days that are looked at for a next production: a show may pause over long holidays."""
BACK = 2
"""Days that are looked back at: a local date may begin a day before UTC's, and an episode be of use on the next one."""
CATCHING_UP = timedelta(seconds=110)
"""What a production that begins late, or too close to its minute, is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When a show's episodes are wanted: what a day's is, how early it is published, how long it is of use.

    `ready`: the moment by which the episode of a local date is to be in the library; None where none is wanted.
    `moved`: when the listener came into this zone. Today's minute may have been over by then: it is made up for.
    """

    ready: Callable[[date], datetime | None]
    zone: tzinfo
    ahead: timedelta = timedelta()
    margin: timedelta = timedelta(minutes=20)
    useful_for: timedelta = timedelta(hours=4)
    moved: datetime | None = None

    def useful_until(self, due: "Due") -> datetime:
        """Until when its episode is worth making."""
        moved = self.moved if self.moved and self.moved.astimezone(self.zone).date() == due.day else None
        return max(due.ready_by, moved or due.ready_by) + self.useful_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The production of a local date: when it should begin, and when its episode is to be there."""

    day: date
    start: datetime
    deadline: datetime
    ready_by: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do: `make` a production now, or `wait` for the next one; and the days that are past all use."""

    make: Due | None
    wait: Due | None
    missed: tuple[date, ...] = ()


def decide(
    rhythm: Rhythm, made: Collection[date], durations: Sequence[float], now: datetime, since: datetime
) -> Decision:
    """What is to be done at `now`, given the local dates whose episode is there and what recent ones took (seconds).

    Nothing that was to be ready before `since`, when the show was set up, is made up for or called missed.
    """
    missed: list[date] = []
    over = _over(rhythm, made, now)
    for due in _dues(rhythm, durations, now):
        if due.day in made or due.day < over or due.ready_by < since:
            continue
        if now > rhythm.useful_until(due):
            missed.append(due.day)
        elif now >= due.start:
            return Decision(make=_caught_up(due, now), wait=None, missed=tuple(missed))
        else:
            return Decision(make=None, wait=due, missed=tuple(missed))
    return Decision(make=None, wait=None, missed=tuple(missed))


def _over(rhythm: Rhythm, made: Collection[date], now: datetime) -> date:
    """The first date that may still be made: a later episode is there already of those before it.

    A traveller to the west comes to a date again whose following one was made; else what is there of days to come was
    made by hand.
    """
    today = now.astimezone(rhythm.zone).date()
    travelled = rhythm.moved is not None and now - rhythm.moved < BACK * A_DAY
    return max((day for day in made if travelled or day <= today), default=date.min)


def _dues(rhythm: Rhythm, durations: Sequence[float], now: datetime) -> Iterator[Due]:
    """The productions around and after `now`, by their days."""
    lead = lead_of(durations, rhythm.margin)
    first = now.astimezone(rhythm.zone).date() - BACK * A_DAY
    for day in (first + number * A_DAY for number in range(FAR)):
        if ready_by := rhythm.ready(day):
            deadline = ready_by - rhythm.ahead
            yield Due(day=day, start=deadline - lead, deadline=deadline, ready_by=ready_by)


def _caught_up(due: Due, now: datetime) -> Due:
    """The production with a deadline that can be kept: its own, else the minute itself, else as soon as can be."""
    kept = next((each for each in (due.deadline, due.ready_by) if each - now >= CATCHING_UP), now + CATCHING_UP)
    if due.ready_by > now:
        kept = min(kept, due.ready_by)
    return Due(day=due.day, start=due.start, deadline=kept, ready_by=due.ready_by)


def lead_of(durations: Sequence[float], margin: timedelta) -> timedelta:
    """How long before its deadline a production begins: what 95 of 100 recent ones took (seconds), and the margin."""
    if not durations:
        return margin
    taken = sorted(durations)[math.ceil(0.95 * len(durations)) - 1]
    return timedelta(seconds=taken) + margin


def weekly(
    ready_by: Mapping[int, time], zone: tzinfo, off: Callable[[date], bool]
) -> Callable[[date], datetime | None]:
    """`Rhythm.ready` for wall-clock times by weekday (Monday is 0), save on days that are off."""

    def ready(day: date) -> datetime | None:
        wall = ready_by.get(day.weekday())
        return None if wall is None or off(day) else moment(day, wall, zone)

    return ready


def commuting(
    ready_by: Callable[[date], datetime | None], leaves: Callable[[date], datetime | None], earliest: timedelta
) -> Callable[[date], datetime | None]:
    """`Rhythm.ready` for a listener who `leaves` for the day's first event: then, but at most `earliest` sooner.

    Never later than `ready_by`, which also holds on days without such an event.
    """

    def ready(day: date) -> datetime | None:
        latest, leaving = ready_by(day), leaves(day)
        if latest is None or leaving is None:
            return latest
        return min(latest, max(leaving, latest - earliest))

    return ready


def moment(day: date, wall: time, zone: tzinfo) -> datetime | None:
    """The first moment (UTC) at which that day's clocks show `wall`, or the first after it where they skip it.

    None for a day that the zone does not have, as Samoa had no 30 December 2011.
    """
    naive = datetime.combine(day, wall.replace(tzinfo=None, fold=0))
    early = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if early.astimezone(zone).replace(tzinfo=None) == naive:
        return early
    after = _change(naive.replace(tzinfo=zone, fold=1).astimezone(UTC), early, zone)
    return after if has_day(day, zone) else None


def has_day(day: date, zone: tzinfo) -> bool:
    """Whether a local date exists in the zone."""
    noon = datetime.combine(day, time(12))
    moments = (noon.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return any((each + hours).astimezone(zone).date() == day for each in moments for hours in _AROUND)


_AROUND = tuple(timedelta(hours=hours) for hours in (-12, -6, 0, 6, 11.99))


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The moment between two (to the second) at which the zone's offset changes."""
    low, high = sorted((before, after))
    old = low.astimezone(zone).utcoffset()
    seconds = range(round((high - low).total_seconds()) + 1)
    later = bisect_left(
        seconds, True, key=lambda second: (low + timedelta(seconds=second)).astimezone(zone).utcoffset() != old
    )
    return low + timedelta(seconds=later)
