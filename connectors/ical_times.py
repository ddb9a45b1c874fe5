"""Dates, times and durations of iCalendar, as they are written and as they are meant. Pure.

A `When` is a date or an aware datetime. Within a series all is reckoned on the wall clock of its zone (naive), as
people mean it, and only then placed on the time line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from connectors.ical_lines import Property

When = datetime | date
Zone = Callable[[str], tzinfo]
"""What a TZID means; the empty one is that of floating times."""

_WHEN = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|[+-]\d\d:?\d\d)?)?",
    re.ASCII | re.IGNORECASE,
)
_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.ASCII
)
_DAY = timedelta(days=1)
_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    """How long something lasts: `wall` on the clock on the wall (days), then `exact` elapsed time (PT24H)."""

    wall: timedelta = _NO_TIME
    exact: timedelta = _NO_TIME

    def after(self, start: When) -> When:
        """The end of what starts then, never before its start; an all-day thing lasts a day at least."""
        if not isinstance(start, datetime):
            return start + max(self.wall + self.exact, _DAY)
        if start.tzinfo is None:
            return max(start, start + self.wall + self.exact)
        ends = instant((start.replace(tzinfo=None) + self.wall).replace(tzinfo=start.tzinfo)) + self.exact
        return max(instant(start), ends)


def moments(found: Property, zone: Zone) -> tuple[list[When], bool]:
    """The dates and times of an EXDATE or RDATE line (of a period, its start), and whether all could be read."""
    parts = [part for part in found.value.split(",") if part.strip()]
    read: list[When] = []
    for part in parts:
        try:
            read.append(moment(Property(part.partition("/")[0], found.params), zone))
        except ValueError:
            continue  # the caller is told, and says so
    return read, len(read) == len(parts)


def moment(found: Property, zone: Zone) -> When:
    """A DATE or DATE-TIME. Raises ValueError where it is neither."""
    match = _WHEN.fullmatch(found.value.strip(' "'))
    if match is None:
        raise ValueError("not a date or time")
    year, month, day, hour, minute, second, offset = match.groups()
    on = date(int(year), int(month), int(day))
    if hour is None or (found.param("VALUE") or "").upper() == "DATE":
        return on
    at = _clock(on, int(hour), int(minute), int(second or 0))
    return at.replace(tzinfo=_offset(offset) if offset else zone(found.param("TZID") or ""))


def _clock(on: date, hour: int, minute: int, second: int) -> datetime:
    if (hour, minute, second) == (24, 0, 0):
        return datetime.combine(on + _DAY, time())
    return datetime.combine(on, time(hour, minute, min(second, 59)))


def _offset(text: str) -> tzinfo:
    if text in "Zz":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def duration(text: str) -> Span:
    """A DURATION: weeks and days are nominal, hours, minutes and seconds exact (case 16). Raises ValueError."""
    match = _DURATION.fullmatch(text.strip().upper())
    if match is None:
        raise ValueError("not a duration")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    sign = -1 if match[1] == "-" else 1
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return Span(sign * timedelta(weeks=weeks, days=days), sign * exact)


def between(start: When, end: When) -> Span:
    """The span from a DTSTART to its DTEND, also where one is a date and the other is not (case 56)."""
    if not isinstance(start, datetime):
        return Span(_date_after(end) - start)
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(), start.tzinfo)
    if start.tzinfo is end.tzinfo:
        return Span(naive(end) - naive(start))
    return Span(exact=end - start)


def _date_after(end: When) -> date:
    if not isinstance(end, datetime):
        return end
    return end.date() if end.time() == time() else end.date() + _DAY


def instant(when: datetime) -> datetime:
    """The same moment in UTC: a time in a gap is read with the offset before it, in an overlap it is the first."""
    return when.astimezone(UTC)


def in_zone(when: When, zone: ZoneInfo) -> When:
    """An aware time in the listener's zone; a date stays the date it is."""
    return instant(when).astimezone(zone) if isinstance(when, datetime) else when


def naive(when: datetime) -> datetime:
    """The clock on the wall, wherever that is."""
    return when.replace(tzinfo=None)


def on_wall(when: When, zone: tzinfo) -> When:
    """What the clock shows in a zone (naive); a date stays the date it is."""
    return naive(when.astimezone(zone)) if isinstance(when, datetime) else when


def placed(when: When, zone: tzinfo) -> When:
    """The inverse of `on_wall`."""
    return when.replace(tzinfo=zone) if isinstance(when, datetime) else when
