"""Days and moments told from today: since Friday, last night, until Thursday."""

from datetime import UTC, date, datetime, timedelta

from daemon.write.telling import Telling

_EVENING = 18
_NIGHT = 21
_NOON = 12
_DAWN = 5
_LONG = timedelta(hours=6)
"""From here on a stretch across noon has its end's part of the day said."""


def part_of_day(hour: int) -> str:
    """Which greeting an hour asks for: "morning", "afternoon" or "evening"."""
    return "morning" if hour < _NOON else "afternoon" if hour < _EVENING else "evening"


def since(day: date, tell: Telling) -> str:
    """How long something has been open: "since Friday", "since last week", "for three weeks"."""
    days = (tell.day - day).days
    if days <= 1:
        return tell.phrase("moments.since_yesterday")
    if days < 7:
        return tell.phrase("moments.since_weekday", weekday=_weekday(day, tell))
    if days < 14:
        return tell.phrase("moments.since_last_week")
    if days < 63:
        return tell.phrase("moments.since_weeks", count=tell.number(days // 7))
    return tell.phrase("moments.since_long")


def until(day: date, tell: Telling) -> str:
    """The last day of something: "until tomorrow", "until Thursday", "until the second of April"."""
    days = (day - tell.day).days
    if days == 1:
        return tell.phrase("moments.until_tomorrow")
    if 1 < days < 7:
        return tell.phrase("moments.until_weekday", weekday=_weekday(day, tell))
    return tell.phrase("moments.until_day", date=tell.tongue.day_of_month(day))


def clocks(start: datetime, end: datetime, tell: Telling) -> tuple[str, str]:
    """When something starts and ends, with the part of the day where the times alone leave a doubt."""
    start, end = tell.local(start), tell.local(end)
    if end.date() == tell.day + timedelta(days=1) and end.hour >= _DAWN:
        last = tell.phrase("moments.next_day", time=tell.clock_of_day(end))
    elif end.date() != tell.day or _crosses_noon(start, end):
        last = tell.clock_of_day(end)
    else:
        last = tell.clock(end)
    if tell.clock(start) == tell.clock(end) and start != end:
        return tell.clock_of_day(start), last if end.date() != tell.day else tell.clock_of_day(end)
    return tell.clock(start), last


def _crosses_noon(start: datetime, end: datetime) -> bool:
    return start.hour < _NOON <= end.hour and end.astimezone(UTC) - start.astimezone(UTC) >= _LONG


def moment(then: datetime, tell: Telling) -> str:
    """A moment in the past: "ten past five this morning", "twenty to eleven last night", "Friday"."""
    then = tell.local(then)
    days = (tell.day - then.date()).days
    if days <= 1:
        part = f"today_{part_of_day(then.hour)}" if days < 1 else _yesterday(then.hour)
        return tell.phrase(f"moments.{part}", time=tell.tongue.clock(then.time()))
    if days < 7:
        return tell.phrase("moments.weekday", weekday=_weekday(then.date(), tell))
    return tell.phrase("moments.day", date=tell.tongue.day_of_month(then.date()))


def _yesterday(hour: int) -> str:
    return "yesterday_night" if hour >= _NIGHT else f"yesterday_{part_of_day(hour)}"


def this_part(tell: Telling) -> str:
    """When this is told: "this morning"."""
    return tell.phrase(f"moments.this_{part_of_day(tell.brief.now.hour)}")


def _weekday(day: date, tell: Telling) -> str:
    return tell.tongue.TABLE.weekdays[day.weekday()]
