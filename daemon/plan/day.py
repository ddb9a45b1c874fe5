"""What the day's events mean together: which of them clash, and where the free stretches lie."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.items import Event, key_of
from daemon.model import Conflict, Gap

WAKING = (time(8), time(20))
SHORTEST_GAP = timedelta(minutes=90)
LATE_START = time(10)
"""A morning that is free until here is worth telling."""
BACKGROUND = timedelta(hours=24)
"""What lasts as long as this (a conference, a holiday with a time) does not keep anybody from anything else."""


@dataclass(frozen=True, slots=True)
class _Busy:
    """An event that takes the listener's time. In UTC: two times of one zone compare by their digits alone."""

    key: str
    start: datetime
    end: datetime


def _busy(events: Iterable[Event]) -> list[_Busy]:
    found = (
        _Busy(key_of(event), event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in events
        if isinstance(event.start, datetime) and isinstance(event.end, datetime) and not event.transparent
    )
    real = [each for each in found if timedelta() < each.end - each.start < BACKGROUND]
    return sorted(real, key=lambda each: (each.start, each.end, each.key))


def conflicts(events: Iterable[Event], zone: ZoneInfo) -> tuple[Conflict, ...]:
    """The pairs that overlap, by the time they share; in a heap each event is told with the two longest before it."""
    found: list[Conflict] = []
    running: list[_Busy] = []
    for each in _busy(events):
        running = sorted((one for one in running if one.end > each.start), key=lambda one: (one.end, one.key))
        found.extend(_conflict(one, each, zone) for one in running[-2:])
        running.append(each)
    return tuple(sorted(found, key=lambda one: (one.start.astimezone(UTC), one.first, one.second)))


def _conflict(first: _Busy, second: _Busy, zone: ZoneInfo) -> Conflict:
    return Conflict(
        first=first.key,
        second=second.key,
        start=second.start.astimezone(zone),
        end=min(first.end, second.end).astimezone(zone),
    )


def gaps(events: Iterable[Event], day: date, zone: ZoneInfo, now: datetime) -> tuple[Gap, ...]:
    """The free stretches from `now` on, between eight and eight; none on a day without timed events."""
    busy = _busy(events)
    if not busy:
        return ()
    opens, closes = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in WAKING)
    late = datetime.combine(day, LATE_START, zone).astimezone(UTC)
    free = _free(busy, opens, closes)
    known = [(start, end) for start, end in free if start > opens or end >= late]
    from_now = [(max(start, now.astimezone(UTC)), end) for start, end in known]
    return tuple(
        Gap(start=start.astimezone(zone), end=end.astimezone(zone))
        for start, end in from_now
        if end - start >= SHORTEST_GAP
    )


def _free(busy: Sequence[_Busy], opens: datetime, closes: datetime) -> list[tuple[datetime, datetime]]:
    stretches: list[tuple[datetime, datetime]] = []
    free_from = opens
    for each in busy:
        stretches.append((free_from, min(each.start, closes)))
        free_from = max(free_from, each.end)
    return [*stretches, (free_from, closes)]
