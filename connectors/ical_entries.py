"""VEVENT and VTODO → Entry: when it is, how long it lasts and how it repeats, in aware times. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from connectors.ical_lines import Component, Property
from connectors.ical_times import Span, When, Zone, between, duration, moment, moments


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One component. `span` is None where no end is given; `partly` where a part of it could not be read.

    `exceptions` are the EXRULEs (RFC 2445); `added` are the RDATEs, those that are periods with their own span;
    `future` is RANGE=THISANDFUTURE; `guessed` where nobody knows its time zone.
    """

    component: Component
    start: When
    span: Span | None
    sequence: tuple[int, str]
    rules: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    added: tuple[tuple[When, Span | None], ...] = ()
    excluded: tuple[When, ...] = ()
    original: When | None = None
    future: bool = False
    guessed: bool = False
    partly: bool = False

    @property
    def repeats(self) -> bool:
        """Whether it stands for more than itself."""
        return bool(self.rules or self.added)

    @property
    def end(self) -> When:
        """When it ends (exclusive)."""
        return self.end_of(self.start)

    def end_of(self, start: When) -> When:
        """When the occurrence that starts then ends; without an end of its own, a date lasts a day, a time a moment."""
        return (self.span or Span()).after(start)


def entry_of(component: Component, zone: Zone) -> Entry:
    """Raises ValueError where it is not clear when it is."""
    start = _start(component, zone)
    start, span, end_whole = _lasting(component, start, zone)
    added, added_whole = _added(component, zone)
    excluded, excluded_whole = _dates(component.all("EXDATE"), zone)
    original = component.first("RECURRENCE-ID")
    return Entry(
        component=component,
        start=start,
        span=span,
        sequence=(_number(component.value("SEQUENCE")), component.value("DTSTAMP")),
        rules=_rules(component, "RRULE"),
        exceptions=_rules(component, "EXRULE"),
        added=added,
        excluded=excluded,
        original=moment(original, zone) if original else None,
        future=(original.param("RANGE") if original else "") == "THISANDFUTURE",
        partly=not (end_whole and added_whole and excluded_whole),
    )


def _rules(component: Component, name: str) -> tuple[str, ...]:
    return tuple(rule.value for rule in component.all(name) if rule.value.strip())


def _start(component: Component, zone: Zone) -> When:
    names = ("DTSTART", "DUE") if component.name == "VTODO" else ("DTSTART", "RECURRENCE-ID")
    found = next(filter(None, map(component.first, names)), None)
    if found is None:
        raise ValueError("it has no start")
    return moment(found, zone)


def _lasting(component: Component, start: When, zone: Zone) -> tuple[When, Span | None, bool]:
    """The start as it is meant, how long it lasts, and whether that could be read."""
    ends, lasts = component.first("DTEND" if component.name == "VEVENT" else "DUE"), component.first("DURATION")
    try:
        if ends is not None:
            return *_all_day(component, start, moment(ends, zone)), True
        return start, duration(lasts.value) if lasts else None, True
    except ValueError:
        return start, None, False


def _all_day(component: Component, start: When, end: When) -> tuple[When, Span]:
    """Outlook writes all-day events as midnights, and says so."""
    if component.value("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE" and _midnight(start) and _midnight(end):
        start, end = _day(start), _day(end)
    return start, between(start, end)


def _midnight(when: When) -> bool:
    return not isinstance(when, datetime) or when.time() == time()


def _day(when: When) -> date:
    return when.date() if isinstance(when, datetime) else when


def _added(component: Component, zone: Zone) -> tuple[tuple[tuple[When, Span | None], ...], bool]:
    values = [
        Property(value, line.params)
        for line in component.all("RDATE")
        for value in line.value.split(",")
        if value.strip()
    ]
    read = [found for found in (_period(value, zone) for value in values) if found]
    return tuple(read), len(read) == len(values)


def _period(value: Property, zone: Zone) -> tuple[When, Span | None] | None:
    """An RDATE, of which a period says how long it lasts by its end or by a duration (case 44); None if unreadable."""
    starts, _, lasts = value.value.partition("/")
    try:
        start = moment(Property(starts, value.params), zone)
        if not lasts:
            return start, None
        if "P" in lasts.upper():
            return start, duration(lasts)
        return start, between(start, moment(Property(lasts, value.params), zone))
    except ValueError:
        return None


def _dates(lines: Sequence[Property], zone: Zone) -> tuple[tuple[When, ...], bool]:
    read = [moments(line, zone) for line in lines]
    return tuple(when for dates, _ in read for when in dates), all(whole for _, whole in read)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
