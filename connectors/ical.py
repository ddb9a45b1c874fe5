"""iCalendar bytes + Window → events and tasks, whatever state the file is in. Pure; for `ics` and `caldav`.

`ical_lines` reads the structure, `ical_zones` and `ical_times` the times, `ical_entries` a component, `ical_rules` and
`ical_series` what repeats. One bad component loses itself and is counted; the others are whole.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta, tzinfo

from connectors.ical_entries import Entry, entry_of
from connectors.ical_items import due_of, event_of, is_open, overlaps, task_of, uid_of
from connectors.ical_lines import Calendar, Component, File, read
from connectors.ical_series import Occurrence, Series, expand
from connectors.ical_zones import Zones, zone_of
from connectors.items import Event, Task, Window, key_of

Box = Callable[[], AbstractContextManager[object]]
"""A limit on time, entered for the reading of the file, then for each UID, which is lost if the limit raises."""

MOST = 500
"""Occurrences of one UID that are told at most."""

_NEARBY = timedelta(days=400)
"""How far around the window the open occurrence of a repeating task is looked for."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What touches the window; `complete` is False where the file ends in the middle."""

    items: tuple[Event | Task, ...]
    warnings: tuple[str, ...] = ()
    complete: bool = True


def parse(data: bytes, window: Window, emails: Collection[str], box: Box = nullcontext) -> Parsed:
    """Events that overlap the window, and open tasks. `emails` (any case) are the listener's own addresses.

    Raises ValueError (a plain clause: "it is a web page, not a calendar") where it is no calendar at all; a calendar
    without entries is none. What `box` raises while the file is read is not caught.
    """
    with box():
        file = read(data)
        groups = _grouped(file, window.zone)
    reading = _Reading(window, frozenset(email.lower() for email in emails), lost=file.broken)
    items: list[Event | Task] = []
    for group in groups:
        try:
            with box():
                items.extend(reading.items(group))
        except Exception:  # noqa: BLE001  # whatever a stranger's component sets off, it costs itself and is counted
            reading.lost += 1
    return Parsed(united(items), (*reading.warnings(), *_ending(file)), complete=file.whole)


def united(items: Iterable[Event | Task]) -> tuple[Event | Task, ...]:
    """Items of one source with keys of their own: the same twice is told once, another of the same UID is renamed."""
    known: dict[str, Event | Task] = {}
    for item in items:
        number, named = 1, item
        while known.get(key_of(named), named) != named:
            number += 1
            named = replace(item, uid=f"{item.uid}#{number}")
        known[key_of(named)] = named
    return tuple(known.values())


@dataclass(frozen=True, slots=True)
class _Group:
    """All components of one kind and UID, each with the zones of its calendar."""

    uid: str
    members: list[tuple[Component, Zones]]


def _grouped(file: File, zone: tzinfo) -> Sequence[_Group]:
    groups: dict[tuple[str, str], _Group] = {}
    for calendar in file.calendars:
        zones = _zones(calendar, zone)
        for component in calendar.entries:
            uid = uid_of(component)
            groups.setdefault((component.name, uid), _Group(uid, [])).members.append((component, zones))
    return tuple(groups.values())


def _zones(calendar: Calendar, listener: tzinfo) -> Zones:
    """Floating times are those of X-WR-TIMEZONE (case 8), else the listener's (case 7)."""
    named = zone_of(calendar.zone, calendar.timezones) if calendar.zone else None
    return Zones(calendar.timezones, named or listener)


def _ending(file: File) -> tuple[str, ...]:
    return () if file.whole else ("The calendar ends in the middle; what comes after that is missing.",)


@dataclass(slots=True)
class _Reading:
    """Reads group by group and keeps count of what could not be read."""

    window: Window
    emails: Collection[str]
    lost: int = 0
    partly: int = 0
    cut: int = 0
    guessed: int = 0

    def items(self, group: _Group) -> list[Event | Task]:
        if group.members[0][0].name == "VTODO":
            return self._tasks(group)
        found = self._expand(self._entries(group.members), timedelta())
        kept = [one for one in found if overlaps(one, self.window)]
        self.cut += len(kept) > MOST
        self.guessed += any(one.entry.guessed for one in kept)
        return [event_of(one, group.uid, self.window, self.emails) for one in kept[:MOST]]

    def warnings(self) -> tuple[str, ...]:
        """What to tell people; nothing in it was written by others."""
        told = (
            (self.lost, "{} could not be read."),
            (self.partly, "{} could be read only in part: a date or a repetition in it is not valid."),
            (self.cut, f"{{}} repeated more than {MOST} times; the first {MOST} are told."),
            (self.guessed, "{} with a time zone that nobody knows; its hours are taken as local time."),
        )
        return tuple(text.format("1 entry" if count == 1 else f"{count} entries") for count, text in told if count)

    def _entries(self, members: Sequence[tuple[Component, Zones]]) -> list[Entry]:
        entries = []
        for component, zones in members:
            unknown = zones.unknown
            try:
                entry = entry_of(component, zones)
                entries.append(replace(entry, guessed=True) if zones.unknown > unknown else entry)
            except (ValueError, OverflowError):
                self.lost += 1
        return entries

    def _expand(self, entries: Sequence[Entry], around: timedelta) -> tuple[Occurrence, ...]:
        window = self.window
        none = Series(())
        series = expand(entries, window.start - around, window.end + around, window.zone) if entries else none
        self.partly += series.partly
        return series.occurrences

    def _tasks(self, group: _Group) -> list[Event | Task]:
        undated = [one for one, _ in group.members if not (one.first("DTSTART") or one.first("DUE"))]
        if undated:
            return [task_of(undated[-1], group.uid, self.window)] if is_open(undated[-1]) else []
        found = self._expand(self._entries(group.members), _NEARBY)
        one = _next([one for one in found if is_open(one.entry.component)], self.window)
        return [task_of(one.entry.component, group.uid, self.window, one)] if one else []


def _next(found: Sequence[Occurrence], window: Window) -> Occurrence | None:
    """The open occurrence to tell: the last that is due by the window's end, else the first one after it."""
    due = sorted(found, key=lambda one: due_of(one, window.zone))
    past = [one for one in due if due_of(one, window.zone) <= window.end]
    return past[-1] if past else next(iter(due), None)
