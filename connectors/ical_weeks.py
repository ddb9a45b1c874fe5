"""Yearly rules by week number, as RFC 5545 means them: years of whole weeks, also where an INTERVAL skips some. Pure.

dateutil looks at each calendar year alone, and loses or doubles the weeks that two of them share.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import product

from connectors.ical_rules import Rule

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_YEAR = 9998
_MOST_TIMES = 100
"""Times of one day; no calendar has as many, and each of them is reckoned for each day of the weeks."""


def by_weeks(rule: Rule) -> bool:
    """Whether this module is to follow the rule."""
    return rule.freq == "YEARLY" and any(part.startswith("BYWEEKNO=") for part in rule.by)


def in_weeks(rule: Rule, start: datetime, since: datetime, end: datetime) -> Iterator[datetime]:
    """Its occurrences in [since, end), ascending. Raises ValueError where the rule is not valid."""
    year_of = _Years(dict(part.split("=", 1) for part in rule.by), start)
    until = min(end - timedelta(microseconds=1), rule.until or end)
    counted = 0
    for year in range(year_of.first(rule, since), min(until.year + 1, _LAST_YEAR) + 1, rule.interval):
        for when in year_of.moments(year):
            if when > until or counted == rule.count:
                return
            counted += when >= start
            if when >= max(start, since):
                yield when


class _Years:
    """The moments that a rule's BYxxx parts choose in each of its years of whole weeks."""

    def __init__(self, parts: dict[str, str], start: datetime) -> None:
        self._parts, self._start = parts, start
        self._begins = _WEEKDAYS.index(parts.get("WKST", "MO"))
        self._days = _weekdays(parts["BYDAY"]) if "BYDAY" in parts else set(range(7))
        self._times = [time(hour, minute, second) for hour, minute, second in product(*self._clock())]
        if len(self._times) > _MOST_TIMES:
            raise ValueError("a rule that repeats too often")

    def first(self, rule: Rule, since: datetime) -> int:
        """The first year to look at; a COUNT is counted from the start."""
        year = self._start.year + 1
        while self._week(year, 1) > self._start.date():
            year -= 1
        skipped = 0 if rule.count is not None else max(0, since.year - 1 - year) // rule.interval
        return year + skipped * rule.interval

    def moments(self, year: int) -> list[datetime]:
        """In order, BYSETPOS applied."""
        found = [datetime.combine(day, at) for day in self._dates(year) for at in self._times]
        if "BYSETPOS" not in self._parts:
            return found
        places = {place - 1 if place > 0 else len(found) + place for place in self._numbers("BYSETPOS")}
        return [when for place, when in enumerate(found) if place in places]

    def _dates(self, year: int) -> list[date]:
        weeks = (self._week(year + 1, 1) - self._week(year, 1)).days // 7
        chosen = {number if number > 0 else weeks + 1 + number for number in self._numbers("BYWEEKNO")}
        days = (
            self._week(year, week) + timedelta(days=day)
            for week in sorted(chosen)
            for day in range(7)
            if 1 <= week <= weeks
        )
        return [day for day in days if day.weekday() in self._days and self._chosen(day)]

    def _week(self, year: int, number: int) -> date:
        """The first day of a week; the first week is the one with 4 January."""
        fourth = date(year, 1, 4)
        return fourth - timedelta(days=(fourth.weekday() - self._begins) % 7) + timedelta(weeks=number - 1)

    def _chosen(self, day: date) -> bool:
        """Whether BYMONTH, BYMONTHDAY and BYYEARDAY have it, the last two also counted from the end."""
        after_month = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        in_year = day.timetuple().tm_yday
        has = (
            ("BYMONTH", {day.month}),
            ("BYMONTHDAY", {day.day, (day - after_month).days}),
            ("BYYEARDAY", {in_year, (day - date(day.year + 1, 1, 1)).days}),
        )
        return all(name not in self._parts or not values.isdisjoint(self._numbers(name)) for name, values in has)

    def _clock(self) -> list[list[int]]:
        own = (("BYHOUR", self._start.hour), ("BYMINUTE", self._start.minute), ("BYSECOND", self._start.second))
        return [sorted(set(self._numbers(name))) if name in self._parts else [value] for name, value in own]

    def _numbers(self, name: str) -> list[int]:
        return [int(number) for number in self._parts[name].split(",")]


def _weekdays(text: str) -> set[int]:
    """Monday is 0; in one week there is no second Monday."""
    days = {day.removeprefix("+").removeprefix("1").removeprefix("-1") for day in text.split(",")}
    if not days <= set(_WEEKDAYS):
        raise ValueError("a day that never comes")
    return {_WEEKDAYS.index(day) for day in days}
