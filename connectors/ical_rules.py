"""RRULEs made safe to follow: what is not valid is refused, what would never end is bounded before it is begun. Pure.

All times here are naive: the clock on the wall of the series' own zone, or midnight for dates.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import islice

MOST_STEPS = 20_000
"""How many steps of a rule are taken at most; a morning needs some three days of them."""

_UNITS = {
    "SECONDLY": timedelta(seconds=1),
    "MINUTELY": timedelta(minutes=1),
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
}
_FREQUENCIES = (*_UNITS, "MONTHLY", "YEARLY")
_BY = ("BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ZEROTH = re.compile(r"[+-]?0+[A-Z]{2}", re.ASCII)
_DATE = re.compile(r"\d{8}", re.ASCII)
_NEAR = 400
"""Steps that are simply taken: only a start that lies farther off is moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An RRULE; `by` are its BYxxx and WKST parts as they stand."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by: tuple[str, ...] = ()

    def text(self, *, dates: bool) -> str:
        """The rule as RFC 5545 writes it."""
        parts = [f"FREQ={self.freq}", f"INTERVAL={self.interval}", *self.by]
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            day = f"UNTIL={self.until.year:04}{self.until:%m%d}"  # %Y does not fill up small years
            parts.append(day if dates else f"{day}{self.until:T%H%M%S}")
        return ";".join(parts)


def parse_rule(text: str, start: datetime, until: Callable[[str], datetime], *, dates: bool) -> Rule:
    """Read the RRULE of what starts then; `until` puts an UNTIL on the same wall clock.

    A series of `dates` knows no hours, minutes and seconds. Raises ValueError where the rule is not valid.
    """
    parts = _implied(_parts(text), start)
    freq = parts.get("FREQ", "")
    if freq not in (_FREQUENCIES[3:] if dates else _FREQUENCIES):
        raise ValueError("no such frequency")
    count = int(parts["COUNT"]) if "COUNT" in parts else None
    if count == 0 or int(parts.get("INTERVAL", "1")) < 1 or parts.get("RSCALE", "GREGORIAN") != "GREGORIAN":
        raise ValueError("a rule that cannot be followed")
    if _never(parts) or (freq == "WEEKLY" and "BYMONTHDAY" in parts):
        raise ValueError("a day that never comes")
    return Rule(
        freq=freq,
        interval=int(parts.get("INTERVAL", "1")),
        count=count if count is None or count > 0 else None,  # Exchange writes COUNT=-1 for "no end"
        until=_until(parts["UNTIL"], until) if "UNTIL" in parts and "COUNT" not in parts else None,
        by=tuple(f"{key}={value}" for key, value in parts.items() if key in _BY or key == "WKST"),
    )


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in filter(None, re.sub(r"\s", "", text).upper().split(";")):
        key, equals, value = part.partition("=")
        if not (equals and value) or "=" in value or key in parts:
            raise ValueError("a part that cannot be read")
        parts[key] = value
    return parts


def _implied(parts: dict[str, str], start: datetime) -> dict[str, str]:
    """What a yearly rule takes from its start, and dateutil would not: the weekday of a week, the month of a day."""
    if "BYDAY" in parts:
        parts = parts | {"BYDAY": _weekdays(parts)}
    if parts.get("FREQ") == "YEARLY" and "BYYEARDAY" not in parts:
        if "BYWEEKNO" in parts and not {"BYDAY", "BYMONTHDAY"} & parts.keys():
            return parts | {"BYDAY": _WEEKDAYS[start.weekday()]}
        if "BYMONTHDAY" in parts and not {"BYMONTH", "BYWEEKNO"} & parts.keys():
            return parts | {"BYMONTH": str(start.month)}
    return parts


def _weekdays(parts: dict[str, str]) -> str:
    """BYDAY without what means nothing (0MO); beside a 2TU a plain MO is every one of them, as dateutil needs it."""
    days = [day for day in parts["BYDAY"].split(",") if not _ZEROTH.fullmatch(day)]
    plain = [day for day in days if day in _WEEKDAYS]
    if not plain or len(plain) == len(days) or parts.get("FREQ") not in {"MONTHLY", "YEARLY"} or "BYWEEKNO" in parts:
        return ",".join(days)
    weeks = 53 if parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts else 5
    spelt = [f"{week}{day}" for day in plain for week in range(1, weeks + 1)]
    return ",".join([day for day in days if day not in plain] + spelt)


def _never(parts: dict[str, str]) -> bool:
    """30 February: nothing would ever stop the search for it (case 40)."""
    if "BYMONTHDAY" not in parts:
        return False
    months = [int(month) for month in parts.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in parts["BYMONTHDAY"].split(",")]
    if not all(1 <= month <= 12 for month in months) or 0 in days:
        raise ValueError("no such month or day")
    return min(days) > max(_LONGEST[month - 1] for month in months)


def _until(text: str, until: Callable[[str], datetime]) -> datetime:
    """An UNTIL without a time includes the whole of its day (case 41)."""
    read = until(text)
    return datetime.combine(read.date(), time(23, 59, 59)) if _DATE.fullmatch(text) else read


def from_whole_week(rule: Rule, start: datetime) -> tuple[Rule, datetime]:
    """The rule and the start by which a weekly BYSETPOS chooses from the whole of its first week (RFC 5545).

    dateutil would let it choose from what is left of it. What the rule then gives before `start` is no occurrence.
    """
    if rule.freq != "WEEKLY" or not any(part.startswith("BYSETPOS=") for part in rule.by):
        return rule, start
    first = next((part[5:] for part in rule.by if part.startswith("WKST=")), "MO")
    begins = start - timedelta(days=(start.weekday() - _WEEKDAYS.index(first)) % 7)
    if rule.count is None:
        return rule, begins
    week = followed(replace(rule, until=start, count=None), begins)
    return replace(rule, count=rule.count + sum(when < start for when in week)), begins


def followed(rule: Rule, start: datetime) -> Iterator[datetime]:
    """What dateutil makes of it, which may be endless. Raises ValueError where it cannot follow the rule."""
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # it ships no types

    return iter(rrulestr(rule.text(dates=False), dtstart=start))


def bounded(rule: Rule, start: datetime, since: datetime, end: datetime) -> tuple[Rule, datetime]:
    """The rule and the start that give the same occurrences in [since, end), and few others.

    A start before `since` may be no occurrence itself. Raises ValueError where even so it takes too many steps
    (FREQ=SECONDLY since 1970, cases 37 and 39).
    """
    unit = _UNITS.get(rule.freq)
    if unit is not None:
        step = unit * rule.interval
        rule, start = _nearer(rule, start, (since, end), step)
        if (min(end, rule.until or end) - start) / step > _most(rule):
            rule = _ended(rule, start, start + _most(rule) * step)
    if rule.count is None and (rule.until is None or rule.until > end):
        rule = replace(rule, until=end)
    return rule, start


def _ended(rule: Rule, start: datetime, end: datetime) -> Rule:
    """The rule by the UNTIL that its COUNT comes to before the end. Raises ValueError where it goes on."""
    found = list(islice(followed(replace(rule, count=None, until=end), start), rule.count or 0))
    if not found or len(found) != rule.count:
        raise ValueError("a rule that repeats too often")
    return replace(rule, count=None, until=found[-1])


def _most(rule: Rule) -> int:
    """A daily COUNT with BYxxx parts must be counted from its start; a century of days is soon done."""
    return 10 * MOST_STEPS if rule.freq in {"DAILY", "WEEKLY"} else MOST_STEPS


def _nearer(rule: Rule, start: datetime, span: tuple[datetime, datetime], step: timedelta) -> tuple[Rule, datetime]:
    """Move a start that lies far back by whole intervals; a COUNT of plain steps becomes its UNTIL."""
    since, end = span
    skipped = (since - start) // step - 1
    if skipped < _NEAR or (rule.count is not None and any(not part.startswith("WKST") for part in rule.by)):
        return rule, start
    if rule.count is not None:
        steps = min(rule.count - 1, (end - start) // step + 1)
        rule = replace(rule, count=None, until=start + steps * step)
    return rule, start + skipped * step
