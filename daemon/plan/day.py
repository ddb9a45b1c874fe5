"""What the day's events mean together: which are over, which of them clash, and where the free stretches lie."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.items import Event, EventType, day_start, key_of
from daemon.model import Conflict, Gap

WAKING = (time(8), time(20))
SHORTEST_GAP = timedelta(minutes=90)
MOMENT = timedelta(minutes=15)
"""What an event without a length takes of the listener's time."""
MOST_AT_ONCE = 10
"""Events that are told to clash with one: a calendar of hundreds at once is a mistake, not a day."""
LATE_START = time(10)
"""A morning that is free until here is worth telling."""
BACKGROUND = timedelta(hours=24)
"""What lasts as long as this (a conference, a holiday with a time) does not keep anybody from anything else."""
MEETINGS: frozenset[EventType] = frozenset({"default"})
BLOCKS: frozenset[EventType] = frozenset({"focus-time", "out-of-office"})
"""No meetings, so that nothing clashes with them; but whoever is in one is not free."""

_DAWN = datetime.min.replace(tzinfo=UTC)
_CALLED_OFF = re.compile(
    r"\W*(?:cancel?led|abgesagt|storniert|annulée?|cancelad[oa]|anulad[oa])(?: (?:event|termin|meeting))?\s*[]:)–-]",
    re.IGNORECASE,
)


def from_then_on(day: date, zone: ZoneInfo, now: datetime) -> datetime:
    """From when on the day is told: from `now`, if that is in it; else from its beginning."""
    return now if now.astimezone(zone).date() == day else day_start(day, zone)


def is_over(event: Event, since: datetime) -> bool:
    """Whether a timed event has ended by then; what lasts all day has not."""
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return False
    start, end, then = (moment.astimezone(UTC) for moment in (event.start, event.end, since))
    return end <= then and start < then


def is_called_off(event: Event) -> bool:
    """Whether its title begins "Cancelled:", as Outlook and people have it."""
    return _CALLED_OFF.match(event.summary) is not None


@dataclass(frozen=True, slots=True)
class _Busy:
    """An event that takes the listener's time. In UTC: two times of one zone compare by their digits alone."""

    key: str
    start: datetime
    end: datetime


def _busy(events: Iterable[Event], types: Collection[EventType]) -> list[_Busy]:
    found = (
        _Busy(key_of(event), event.start.astimezone(UTC), event.end.astimezone(UTC))
        for event in events
        if isinstance(event.start, datetime)
        and isinstance(event.end, datetime)
        and not event.transparent
        and event.type in types
        and not is_called_off(event)
    )
    real = [each for each in found if timedelta() <= each.end - each.start < BACKGROUND]
    return sorted(real, key=lambda each: (each.start, each.end, each.key))


def conflicts(events: Iterable[Event], zone: ZoneInfo, since: datetime = _DAWN) -> tuple[Conflict, ...]:
    """The meetings that overlap, by the time they share, unless both have begun by `since`: too late to move one.

    In a heap each is told with the longest before it.
    """
    found: list[Conflict] = []
    running: list[_Busy] = []
    for each in (one for one in _busy(events, MEETINGS) if one.start < one.end):
        running = sorted((one for one in running if one.end > each.start), key=lambda one: (one.end, one.key))
        if each.start >= since:
            found.extend(_conflict(one, each, zone) for one in running[-MOST_AT_ONCE:])
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
    """The free stretches from `now` on, between eight and eight; none on a day without meetings.

    One beside a block is told of only where it is the rest of the day: "free until two" would pass over the block.
    """
    events = tuple(events)
    if not _busy(events, MEETINGS):
        return ()
    busy, blocks = _busy(events, MEETINGS | BLOCKS), _busy(events, BLOCKS)
    begins, ends = {each.start for each in blocks}, {each.end for each in blocks}
    opens, closes = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in WAKING)
    late = datetime.combine(day, LATE_START, zone).astimezone(UTC)
    free = _free(busy, opens, closes)
    known = [
        (start, end)
        for start, end in free
        if (start > opens or end >= late) and end not in begins and (start not in ends or end == closes)
    ]
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
        free_from = max(free_from, each.end if each.end > each.start else each.start + MOMENT)
    return [*stretches, (free_from, closes)]
