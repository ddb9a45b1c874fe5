"""MagicMirror's tests: what its calendar shows at a given time."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ical import parse
from connectors.items import Event, Window
from tests.corpus_scores.boxes import box
from tests.corpus_scores.checks import Check

DAYS = {
    "rrule_until.js": 1,
    "exdate_la_at_midnight_dst.js": 28,
    "exdate_syd_at_midnight_std.js": 28,
    "berlin_multi.js": 28,
    "exdate_and_recurrence_together.js": 28,
}
"""How far ahead a test's own settings look, which are not in the corpus; 365 days where they do not say."""

SLICED = frozenset({"sliceMultiDayEvents.js", "germany_at_end_of_day_repeating.js"})
"""Settings by which each day of an event counts, as each of our days has it."""

_NOW = re.compile(r"(\d+) (\w{3})\w* (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d+)?(?::\d\d)?")
_COUNT = re.compile(r'(?:doTestCount\(|"\.elementCount", ")(?:\)\)\.resolves\.toBe\()?(\d+)')
_TIME = re.compile(r'"\.time", "([^"]+)"(?:, (first|second|last))?')
_DAY = re.compile(r"(?:(\d+)(?:st|nd|rd|th)\.(\w{3})|(\w{3}) (\d+)(?:st|nd|rd|th))")
_CLOCK = re.compile(r"\d\d:\d\d")
_CLASS = re.compile(r'doTest\("\.(\w+)"\)')
_AWAY = {"dayBeforeYesterday": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "dayAfterTomorrow": 2}
_PLACE = {"first": 0, "second": 1, "last": -1, "": 0}


@dataclass(frozen=True)
class _Shown:
    """The events of a test's days that are not over, in order."""

    events: Sequence[Event]
    first: date
    sliced: bool

    def count(self) -> int:
        """How many lines there are."""
        return sum(
            (_last(event) - max(_first(event), self.first)).days + 1 if self.sliced else 1 for event in self.events
        )


def agendas(folder: Path) -> Iterator[Check]:
    """A check a test; one that asserts nothing about times or numbers is no agenda, and left to the list."""
    for file in sorted(folder.glob("*.expected.json")):
        for number, test in enumerate(json.loads(file.read_text(encoding="utf-8"))["tests"], 1):
            calendar = file.name.removesuffix(".expected.json")
            yield _agenda(f"ics/MagicMirror/{calendar}#{number}", (folder / calendar).read_bytes(), test)


def _agenda(name: str, data: bytes, test: dict[str, Any]) -> Check:
    zone = ZoneInfo(test["tz"] or "UTC")
    now = _now(test["now"], zone)
    config = Path(test["config"]).name
    shown = _shown(data, now, zone, config)
    agrees = all(_holds(text, shown, data, now, zone) for text in test["asserts"])
    told = ", ".join(f"{event.start}–{event.end}" for event in shown.events[:6])
    return Check("agendas (MagicMirror)", name, agrees, f"{shown.count()}: {told}")


def _now(text: str, zone: ZoneInfo) -> datetime:
    """The time of the test; an offset that is none ("GMT-076:00") is that of its zone."""
    day, month, year, clock, offset = _NOW.fullmatch(text).groups()  # type: ignore[union-attr]  # it must match
    local = datetime.strptime(f"{day} {month} {year} {clock}", "%d %b %Y %H:%M:%S")  # noqa: DTZ007  # placed below
    hours = int(offset or 0)
    return (local - timedelta(hours=hours)).replace(tzinfo=UTC) if abs(hours) < 15 else local.replace(tzinfo=zone)


def _shown(data: bytes, now: datetime, zone: ZoneInfo, config: str) -> _Shown:
    days = DAYS.get(config, 365)
    events = _events(data, now.astimezone(zone).date(), zone, days + 1)
    until = now + timedelta(days=days)
    ahead = [event for event in events if _moment(event.end, zone) > now and _moment(event.start, zone) < until]
    ahead.sort(key=lambda event: _moment(event.start, zone))
    return _Shown(ahead, now.astimezone(zone).date(), config in SLICED)


def _events(data: bytes, first: date, zone: ZoneInfo, days: int) -> list[Event]:
    window = Window(first=first, zone=zone, now=datetime.combine(first, time(), zone), days=days)
    return [item for item in parse(data, window, (), box()).items if isinstance(item, Event)]


def _holds(text: str, shown: _Shown, data: bytes, now: datetime, zone: ZoneInfo) -> bool:
    if count := _COUNT.search(text):
        return shown.count() == int(count[1])
    if line := _TIME.search(text):
        return bool(shown.events) and _says(line[1], shown.events[_PLACE[line[2] or ""]], now.year)
    if away := _CLASS.search(text):
        day = now.astimezone(zone).date() + timedelta(days=_AWAY[away[1]])
        return bool(_events(data, day, zone, 1))
    return False


def _says(text: str, event: Event, year: int) -> bool:
    """Such as "22nd.Oct, 14:30-15:30", "25th.Oct-30th.Oct" (the last day is in it), "Oct 22nd, 23:00"."""
    starts, _, ends = text.partition("-")
    start = _read(starts, _first(event), year) == (_first(event), _clock(event.start))
    end = _read(ends, _last(event), year) == (_last(event), _clock(event.end))
    return start and (not ends or end)


def _read(text: str, otherwise: date, year: int) -> tuple[date, str]:
    day, clock = _DAY.search(text), _CLOCK.search(text)
    on = datetime.strptime(f"{day[1] or day[4]} {day[2] or day[3]} {year}", "%d %b %Y").date() if day else otherwise  # noqa: DTZ007  # a date
    return on, clock[0] if clock else ""


def _clock(when: date) -> str:
    return f"{when:%H:%M}" if isinstance(when, datetime) else ""


def _first(event: Event) -> date:
    return event.start.date() if isinstance(event.start, datetime) else event.start


def _last(event: Event) -> date:
    return event.end.date() if isinstance(event.end, datetime) else event.end - timedelta(days=1)


def _moment(when: date, zone: ZoneInfo) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(), zone)
