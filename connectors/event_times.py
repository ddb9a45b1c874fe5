"""The times of events and tasks as web services and small programs give them, made the listener's. Pure."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.items import Event, When, Window, day_start

DAY = timedelta(days=1)
WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
"""The zones of the world lie between these offsets."""


def local(when: When, zone: ZoneInfo) -> When:
    """A moment in the listener's zone (one without any zone is taken for local), a date as it is."""
    if not isinstance(when, datetime):
        return when
    try:
        return when.astimezone(zone) if when.tzinfo else when.replace(tzinfo=zone)
    except OverflowError:  # some programs say "never" with the year 9999
        return when.replace(tzinfo=zone)


def span(start: When, end: When | None, zone: ZoneInfo) -> tuple[When, When]:
    """Start and end, both dates or both moments in the zone; what has no good end is one day, or one moment.

    Raises OverflowError at the end of all time.
    """
    begins = local(start, zone)
    ends = begins if end is None else local(end, zone)
    if isinstance(begins, datetime):
        return begins, max(begins, ends if isinstance(ends, datetime) else day_start(ends, zone))
    return begins, max(begins + DAY, ends.date() if isinstance(ends, datetime) else ends)


def overlaps(event: Event, window: Window) -> bool:
    """Whether it touches the window: what ends at its first moment does not, a moment at its first moment does."""
    start, end = (_moment(when, window.zone) for when in (event.start, event.end))
    return start < window.end and (end > window.start or start == end == window.start)


def recurrence_id(original: When) -> str:
    """What calendars agree on for one occurrence: its original start, in UTC, or its date."""
    return (original.astimezone(UTC) if isinstance(original, datetime) else original).isoformat()


def day_meant(moment: datetime, zone: ZoneInfo) -> date:
    """The day whose midnight a moment is, in whichever zone that was: of two possible ones the one nearest to `zone`.

    Microsoft writes a date as midnight where it was typed in, told in UTC: at UTC+14 that is 10:00 of the day before,
    at UTC−10 it is 10:00 of the day itself (RogerSelwyn/MS365-ToDo #29).
    """
    utc = moment.astimezone(UTC)
    clock = timedelta(hours=utc.hour, minutes=utc.minute)
    here = utc.astimezone(zone).utcoffset() or timedelta()
    possible = (offset for offset in (-clock, DAY - clock) if WEST <= offset <= EAST)
    return (utc + min(possible, key=lambda offset: abs(offset - here))).date()


def _moment(when: When, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else day_start(when, zone)
