"""Days and moments told from today: since Friday, last night, until Thursday."""

from datetime import date, datetime

from daemon.write.telling import Telling

_EVENING = 18
_NIGHT = 21
_NOON = 12


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
