"""What a rule matched → a clock or a date, or None where its numbers are neither. Pure."""

import re
from collections.abc import Sequence

from daemon.write.values.base import Clock, Date, Day
from daemon.write.values.moments_grammar import KINDS, Rule, Token, Tongue

DAYS: tuple[Day | None, ...] = (None, "today", "tomorrow", "yesterday", "tonight")
"""What a relative day's `value` means; 0 is any other one ("the day after tomorrow")."""
_HOURS = {
    "am": range(12),
    "pm": range(12, 24),
    "morning": range(12),
    "forenoon": (12, *range(1, 12)),
    "noon": (12, 13, 14, 15, 16, *range(5, 12)),
    "afternoon": range(12, 24),
    "evening": (0, *range(13, 24)),
    "night": (*range(6), *range(18, 24)),
}
"""What each hour of the dial is in a part of the day."""
_WHOLE_MONTHS = {KINDS[kind] for kind in ("MONTH", "MAYBE", "LOWMONTH", "CAPMONTH")}


def in_part(clock: Clock, part: str) -> Clock:
    """The clock, told in a part of the day."""
    if clock.hour > 12 or part not in _HOURS:
        return clock
    return Clock(start=clock.start, end=clock.end, hour=_HOURS[part][clock.hour % 12], minute=clock.minute, sure=True)


def clock_of(rule: Rule, found: re.Match[str], tokens: Sequence[Token], tongue: Tongue) -> Token | None:
    """The time of day that a rule for clocks matched."""
    groups = {name: tokens[found.start(name)] for name, value in found.groupdict().items() if value}
    minutes, sure = _minutes(rule, groups, tongue)
    if minutes is None:
        return None
    hour, minute = divmod(minutes % 1440, 60)
    start, end = tokens[found.start()].start, tokens[found.end() - 1].end
    at = Clock(start=start, end=end, hour=hour if hour or sure else 12, minute=minute, sure=sure or hour > 12)
    part = groups["p"].part if "p" in groups else ""
    return Token(KINDS["CLOCK"], start, end, found=in_part(at, part))


def _minutes(rule: Rule, groups: dict[str, Token], tongue: Tongue) -> tuple[int | None, bool]:
    """Minutes of the day, and whether its half is sure."""
    form = groups.get("c") or groups.get("hm")
    if form is not None:
        hour, minute = divmod(form.value, 100)
        sure = tongue.clear or rule.sure or form.word.startswith("0") or hour > 12
        return (hour * 60 + minute if _is_clock(hour, minute) and hour in rule.hours else None), sure
    hour_token = groups["h"]
    add = _worth(groups, "m", "m2") or 0
    off = sum(groups[name].value for name in ("t", "t2") if name in groups)
    if hour_token.value not in rule.hours or not {add, off} <= {0, *rule.minutes}:
        return None, False
    by_name = hour_token.kind in KINDS["NOON"] + KINDS["MIDNIGHT"] + KINDS["ZERO"]
    return hour_token.value * 60 + add - off + rule.offset, rule.sure or by_name or hour_token.value > 12


def _is_clock(hour: int, minute: int) -> bool:
    return (hour < 24 and minute < 60) or (hour, minute) == (24, 0)


def date_of(found: re.Match[str], tokens: Sequence[Token]) -> Token | None:
    """The date that a rule for dates matched."""
    groups = {name: tokens[found.start(name)] for name, value in found.groupdict().items() if value}
    start, end = tokens[found.start()].start, _end(tokens[found.start() : found.end()])
    date = _date(groups, start, end)
    return Token(KINDS["DATE"], start, end, part=_part(groups), found=date) if date else None


def _end(matched: Sequence[Token]) -> int:
    """Where a date ends: the stop behind a month's whole name is its sentence's."""
    is_stop = len(matched) > 1 and matched[-1].kind == KINDS["DOT"] and matched[-2].kind in _WHOLE_MONTHS
    return matched[-2 if is_stop else -1].end


def _part(groups: dict[str, Token]) -> str:
    return next((groups[name].part for name in ("p", "r", "w") if name in groups and groups[name].part), "")


def _date(groups: dict[str, Token], start: int, end: int) -> Date | None:
    form = groups["f"].found if "f" in groups else None
    known = form if isinstance(form, Date) else Date(start=start, end=end)
    day, month, year = _worth(groups, "d", "d2"), _worth(groups, "mo"), _worth(groups, "y")
    if "ten" in groups:
        year = 1900 + groups["ten"].value
    if "dm" in groups:
        day, month = _day_and_month(groups["dm"])
    if ("f" in groups and form is None) or not _possible(day, month, year):
        return None
    return Date(
        start=start,
        end=end,
        year=known.year if year is None else year,
        month=known.month if month is None else month,
        day=known.day if day is None else day,
        weekday=_worth(groups, "w"),
        relative=DAYS[groups["r"].value] if "r" in groups else None,
    )


def _worth(groups: dict[str, Token], *names: str) -> int | None:
    return next((groups[name].value for name in names if name in groups), None)


def _day_and_month(form: Token) -> tuple[int, int]:
    """24/03 and 24.12; 3/24 where only that can be meant."""
    first, second = divmod(form.value, 100)
    return (second, first) if second > 12 else (first, second)


def _possible(day: int | None, month: int | None, year: int | None) -> bool:
    return (
        (day is None or 1 <= day <= 31)
        and (month is None or 1 <= month <= 12)
        and (year is None or 1000 <= year < 2200)
    )
