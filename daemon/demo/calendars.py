"""The demo's calendars as iCalendar (RFC 5545), times in the listener's zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from daemon.demo.pools import WEEKDAYS, Names, monday, names

KIM: Final = "kim@example.org"
STAND_UP_SINCE: Final = timedelta(weeks=8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event of the week; without `times` it is all day for so many `days`."""

    day: date
    summary: str
    times: tuple[time, time] | None
    days: int = 1
    place: str = ""
    status: str = "confirmed"
    declined: bool = False


def calendar(which: str, week: dict[str, Any], day: date, zone: ZoneInfo) -> bytes:
    """The week around `day` of the "work" or the "family" calendar; `week` is the table of calendar.toml."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Dawncast//Demo//EN", f"X-WR-CALNAME:{which.title()}"]
    if which == "work":
        lines += _stand_up(week["stand_up"], monday(day), zone)
    for entry in _entries(which, week, day):
        lines += _vevent(entry, zone)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _entries(which: str, week: dict[str, Any], day: date) -> list[Entry]:
    people = names(week, day)
    return [
        _entry(row, monday(day) + timedelta(days=number), people)
        for number, weekday in enumerate(WEEKDAYS)
        for row in week["week"][weekday]
        if which in row["in"]
    ]


def _entry(row: dict[str, Any], day: date, people: Names) -> Entry:
    return Entry(
        day=day,
        summary=people.into(row["summary"]),
        times=_times(row["at"]) if "at" in row else None,
        days=row.get("days", 1),
        place=row.get("place", ""),
        status=row.get("status", "confirmed"),
        declined=row.get("answer") == "declined",
    )


def _times(at: str) -> tuple[time, time]:
    start, end = at.split("-")
    return time.fromisoformat(start), time.fromisoformat(end)


def _vevent(entry: Entry, zone: ZoneInfo) -> list[str]:
    place = [f"LOCATION:{_escaped(entry.place)}"] if entry.place else []
    answer = "DECLINED" if entry.declined else "ACCEPTED"
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(entry.summary, entry.day)}",
        _stamp(monday(entry.day)),
        f"SUMMARY:{_escaped(entry.summary)}",
        *_span(entry, zone),
        *place,
        f"STATUS:{entry.status.upper()}",
        f"ATTENDEE;PARTSTAT={answer}:mailto:{KIM}",
        "END:VEVENT",
    ]


def _span(entry: Entry, zone: ZoneInfo) -> list[str]:
    if entry.times:
        return [_local(name, entry.day, at, zone) for name, at in zip(("DTSTART", "DTEND"), entry.times, strict=True)]
    last = entry.day + timedelta(days=entry.days)
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{last:%Y%m%d}", "TRANSP:TRANSPARENT"]


def _stand_up(row: dict[str, str], first: date, zone: ZoneInfo) -> list[str]:
    """Every working day for weeks; this Wednesday it is later, this Friday there is none."""
    since, wednesday, friday = first - STAND_UP_SINCE, first + timedelta(days=2), first + timedelta(days=4)
    (start, end), (moved, moved_end) = _times(row["at"]), _times(row["moved"])
    known = [f"UID:{_uid(row['summary'], since)}", _stamp(first), f"SUMMARY:{row['summary']}"]
    return [
        *("BEGIN:VEVENT", *known, _local("DTSTART", since, start, zone), _local("DTEND", since, end, zone)),
        *("RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", _local("EXDATE", friday, start, zone), "END:VEVENT"),
        *("BEGIN:VEVENT", *known, _local("RECURRENCE-ID", wednesday, start, zone)),
        *(_local("DTSTART", wednesday, moved, zone), _local("DTEND", wednesday, moved_end, zone), "END:VEVENT"),
    ]


def _local(name: str, day: date, at: time, zone: ZoneInfo) -> str:
    moment = f"{datetime.combine(day, at):%Y%m%dT%H%M%S}"
    return f"{name}:{moment}Z" if zone.key in ("UTC", "Etc/UTC") else f"{name};TZID={zone.key}:{moment}"


def _stamp(day: date) -> str:
    return f"DTSTAMP:{day:%Y%m%d}T000000Z"


def _uid(summary: str, day: date) -> str:
    letters = "".join(letter if letter.isalnum() else "-" for letter in summary.lower())
    return f"{letters}-{day:%Y%m%d}@demo.example"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """No line longer than 75 octets, as RFC 5545 asks; what follows begins with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
