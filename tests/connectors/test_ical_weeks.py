"""Rules by week number, beside what the calendar itself says of each day; and weekly rules that choose by position."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.ical import parse
from connectors.ical_rules import Rule, parse_rule
from connectors.ical_weeks import in_weeks
from connectors.items import Event, Window

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
at = datetime.fromisoformat
"""A moment on the wall, in no zone."""

START = at("2020-01-01T09:00")
END = at("2045-01-01")


def rule(text: str, start: datetime = START) -> Rule:
    return parse_rule(f"FREQ=YEARLY;{text}", start, datetime.fromisoformat, dates=False)


def days(text: str, start: datetime = START, since: datetime = START, end: datetime = END) -> list[date]:
    return [when.date() for when in in_weeks(rule(text, start), start, since, end)]


def told(lines: str, first: str, number: int) -> list[str]:
    """The days of a series of whole days, from the first on."""
    event = f"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:x\r\n{lines}\r\nEND:VEVENT\r\n"
    begins = date.fromisoformat(first)
    window = Window(first=begins, zone=ZoneInfo("UTC"), now=datetime(2020, 1, 1, tzinfo=UTC), days=number)
    items = parse(f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n".encode(), window, ()).items
    return [item.start.isoformat() for item in items if isinstance(item, Event)]


@given(
    week=st.integers(-53, 53).filter(bool),
    weekday=st.sampled_from(WEEKDAYS),
    interval=st.integers(1, 4),
    began=st.dates(date(2015, 1, 1), date(2024, 12, 31)),
)
@settings(deadline=None, max_examples=60)
def test_each_day_is_in_its_week_and_none_is_missing(week: int, weekday: str, interval: int, began: date) -> None:
    start = at(f"{began}T09:00")
    found = days(f"BYWEEKNO={week};BYDAY={weekday};INTERVAL={interval}", start, start)
    all_days = (began + timedelta(days=n) for n in range((END.date() - began).days))
    wanted = _chosen(week, WEEKDAYS.index(weekday), interval, began.isocalendar().year)
    assert found == [day for day in all_days if wanted(day)]


def _chosen(week: int, weekday: int, interval: int, first: int) -> Callable[[date], bool]:
    def chosen(day: date) -> bool:
        year, number, _ = day.isocalendar()
        weeks = date(year, 12, 28).isocalendar().week
        return day.weekday() == weekday and number in {week, weeks + 1 + week} and (year - first) % interval == 0

    return chosen


def test_the_weekday_is_that_of_the_start_where_none_is_named() -> None:
    assert days("BYWEEKNO=1;COUNT=3") == [date(2020, 1, 1), date(2021, 1, 6), date(2022, 1, 5)]


def test_a_week_may_begin_on_sunday() -> None:
    assert days("BYWEEKNO=20;BYDAY=SU;WKST=SU;COUNT=1") == [date(2020, 5, 10)]
    assert days("BYWEEKNO=20;BYDAY=SU;COUNT=1") == [date(2020, 5, 17)]


def test_a_month_or_a_day_narrows_the_weeks_down() -> None:
    assert days("BYWEEKNO=1;BYMONTH=12;COUNT=2") == [date(2025, 12, 31), date(2031, 12, 31)]
    assert days("BYWEEKNO=53;BYYEARDAY=-1;COUNT=2") == [date(2020, 12, 31), date(2026, 12, 31)]
    assert days("BYWEEKNO=53;BYMONTHDAY=1;BYMONTH=1;COUNT=2") == [date(2021, 1, 1), date(2027, 1, 1)]


def test_positions_are_those_of_the_year() -> None:
    assert days("BYWEEKNO=10,11;BYDAY=MO,FR;BYSETPOS=-1;COUNT=2") == [date(2020, 3, 13), date(2021, 3, 19)]


def test_a_count_is_counted_from_the_start_and_a_far_one_is_reached() -> None:
    long_ago = at("1950-01-01T09:00")
    everything = days("BYWEEKNO=10;BYDAY=MO;COUNT=80", long_ago, long_ago, at("2060-01-01"))
    assert days("BYWEEKNO=10;BYDAY=MO;COUNT=80", long_ago, at("2020-01-01")) == everything[-10:]
    assert days("BYWEEKNO=10;BYDAY=MO;INTERVAL=3", at("0001-01-01"), at("2024-01-01"))[0] == date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    ["BYWEEKNO=10;BYDAY=2MO", "BYWEEKNO=x", f"BYWEEKNO=1;BYHOUR={','.join(map(str, range(24)))};BYMINUTE=0,1,2,3,4"],
)
def test_what_cannot_be_followed_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # int's own and ours
        days(text)


def test_a_series_by_weeks_is_told_with_its_exceptions() -> None:
    lines = "DTSTART;VALUE=DATE:20241230\r\nRRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,TU\r\nEXDATE;VALUE=DATE:20251230"
    assert told(lines, "2024-12-01", 420) == ["2024-12-30", "2024-12-31", "2025-12-29"]


def test_a_start_that_is_in_none_of_its_weeks_is_not_told() -> None:
    lines = "DTSTART;VALUE=DATE:20250108\r\nRRULE:FREQ=YEARLY;BYWEEKNO=3;BYDAY=MO"
    assert told(lines, "2025-01-01", 365) == ["2025-01-13"]


def test_a_weekly_position_is_that_in_the_whole_week() -> None:
    lines = "DTSTART;VALUE=DATE:20260106\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,2"
    assert told(f"{lines};COUNT=3", "2026-01-01", 60) == ["2026-01-06", "2026-01-12", "2026-01-13"]
    assert told(lines, "2026-01-01", 18) == ["2026-01-06", "2026-01-12", "2026-01-13"]
    assert told(lines, "2045-01-02", 7) == ["2045-01-02", "2045-01-03"]


def test_a_weekly_position_in_a_week_from_sunday() -> None:
    lines = "DTSTART;VALUE=DATE:20260106\r\nRRULE:FREQ=WEEKLY;BYDAY=SU,TU,TH;BYSETPOS=-1;WKST=SU;COUNT=2"
    assert told(lines, "2026-01-01", 60) == ["2026-01-08", "2026-01-15"]
