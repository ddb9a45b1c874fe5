"""ical.net's tests: the periods that a calendar has in a window, and the instances of rules."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ical import parse
from connectors.items import Event, Window
from tests.corpus_scores.boxes import box
from tests.corpus_scores.checks import Check

LISTENER = ZoneInfo("America/New_York")
_DAY = timedelta(days=1)
_AFTER = timedelta(days=400)
"""How long after the last instance nothing else may follow, where the rule itself ends."""
_LASTS = re.compile(r"From(Days|Hours|Minutes) (\d+)")


def periods(folder: Path) -> Iterator[Check]:
    """What `RecurrenceTests.cs` asserts, a check a test."""
    for file in sorted(folder.glob("*.expected.json")):
        for test in json.loads(file.read_text(encoding="utf-8"))["tests"]:
            yield _periods(folder / file.name.removesuffix(".expected.json"), test)


def _periods(calendar: Path, test: dict[str, Any]) -> Check:
    """A test may ask twice, or for each event of the file: the same moment expected again is one."""
    data = calendar.read_bytes()
    zones = {"_tzid": ZoneInfo(test["_tzid"]), "localTzid": _first_zone(data)}
    expected = {_moment(period["start"], zones): _length(period["duration"]) for period in test["periods"]}
    since, until = _span(test["window"], zones, sorted(expected))
    told = {
        event.start: event.end - event.start
        for event in _events(data, since, until)
        if isinstance(event.start, datetime) and isinstance(event.end, datetime) and since <= event.start < until
    }
    agrees = told.keys() == expected.keys() and all(expected[start] in {None, told[start]} for start in told)
    name = f"ics/ical.net/{calendar.name}#{test['test']}"
    return Check("occurrences (ical.net)", name, agrees, ", ".join(str(start) for start in sorted(told)[:8]))


def _first_zone(data: bytes) -> ZoneInfo:
    text = data.decode("utf-16" if data.startswith(b"\xff\xfe") else "utf-8")
    found = re.search(r"TZID[:=](\w+/\w+)", text)
    return ZoneInfo(found[1]) if found else LISTENER


def _moment(arguments: str, zones: dict[str, ZoneInfo]) -> datetime:
    """C#'s "2007, 7, 2, 8, 0, 0, _tzid"; without a zone it is floating, so the listener's."""
    *numbers, last = [part.strip() for part in arguments.split(",")]
    zone = zones.get(last)
    values = [int(number) for number in (numbers if zone else [*numbers, last])]
    year, month, day, hour, minute, second = (*values, 0, 0, 0)[:6]
    return datetime(year, month, day, hour, minute, second, tzinfo=zone or LISTENER)


def _length(duration: str | None) -> timedelta | None:
    lasts = _LASTS.fullmatch(duration or "")
    return timedelta(**{lasts[1].lower(): int(lasts[2])}) if lasts else None


def _span(window: list[str] | None, zones: dict[str, ZoneInfo], expected: list[datetime]) -> tuple[datetime, datetime]:
    if window:
        return _moment(window[0], zones), _moment(window[1], zones)
    return expected[0] - _DAY, expected[-1] + _DAY


def _events(data: bytes, since: datetime, until: datetime) -> list[Event]:
    first = since.astimezone(LISTENER).date()
    days = (until.astimezone(LISTENER).date() - first).days + 1
    window = Window(first=first, zone=LISTENER, now=since.astimezone(UTC), days=days)
    return [item for item in parse(data, window, (), box()).items if isinstance(item, Event)]


def rules(folder: Path) -> Iterator[Check]:
    """`rrule_cases.json`: an RRULE and a DTSTART, and what they give or that they must be refused."""
    cases = json.loads((folder / "rrule_cases.json").read_text(encoding="utf-8"))["cases"]
    for number, case in enumerate(cases, 1):
        yield _rule(f"ics/ical.net/rrule_cases.json#{number}", case)


def _rule(name: str, case: dict[str, str]) -> Check:
    """A rule that must be refused is told of: "could be read only in part"."""
    group = "instances of rules (ical.net)"
    start = case.get("DTSTART", "20240101")
    expected = [_local(text) for text in case.get("INSTANCES", "").split(",") if text]
    first = _local(case.get("START-AT", start))
    data = _calendar(start, case)
    last = expected[-1] if expected else first
    days = min((last - first + _AFTER).days, (date.max - first.date()).days)
    window = Window(first=first.date(), zone=ZoneInfo("UTC"), now=first.replace(tzinfo=UTC), days=days)
    parsed = parse(data, window, (), box())
    told = [_naive(item.start) for item in parsed.items if isinstance(item, Event)]
    if "EXCEPTION" in case:
        return Check(group, name, any("not valid" in warning for warning in parsed.warnings), f"refused: {told[:3]}")
    told = [when for when in sorted(told) if when >= first]
    return Check(group, name, told == expected, ", ".join(str(when) for when in told[:8]))


def _local(text: str) -> datetime:
    return datetime.strptime(text, "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007  # floating on purpose


def _naive(when: date) -> datetime:
    return when.replace(tzinfo=None) if isinstance(when, datetime) else datetime.combine(when, time())


def _calendar(start: str, case: dict[str, str]) -> bytes:
    lasts = [f"DURATION:{case['DURATION']}"] if "DURATION" in case else []
    kind = "" if "T" in start else ";VALUE=DATE"
    event = ["BEGIN:VEVENT", "UID:1", f"DTSTART{kind}:{start}", f"RRULE:{case['RRULE']}", *lasts, "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", *event, "END:VCALENDAR", ""]).encode()
