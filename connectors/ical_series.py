"""All entries of one UID → its occurrences in a span of time. Pure.

recurring-ical-events does the work, on events that were made simple for it: naive times on the wall clock of the
series' own zone, rules that end, one kind of date. What it answers is placed on the time line again here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from connectors.ical_entries import Entry
from connectors.ical_lines import Property
from connectors.ical_rules import Rule, bounded, followed, from_whole_week, parse_rule
from connectors.ical_times import When, moment, naive, on_wall, placed
from connectors.ical_weeks import by_weeks, in_weeks

_INDEX = "X-INDEX"
_DAY = timedelta(days=1)
_LIFE = timedelta(days=36525)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When an entry happens; `original` is the start that tells it from the others of its UID, None for an only one."""

    entry: Entry
    start: When
    end: When
    original: When | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The occurrences of one UID, in order; `partly` where a date or a rule could not be followed."""

    occurrences: tuple[Occurrence, ...]
    partly: bool = False


def expand(entries: Sequence[Entry], since: datetime, end: datetime, floating: tzinfo) -> Series:
    """The occurrences that may touch [since, end): some that do not are among them."""
    master = max((entry for entry in entries if entry.original is None), key=lambda entry: entry.sequence, default=None)
    moved = sorted((entry for entry in entries if entry.original is not None), key=lambda entry: entry.sequence)
    partly = any(entry.partly for entry in entries)
    if master is not None and not moved and not master.repeats:
        return Series((Occurrence(master, master.start, master.end),), partly)
    wall = _Wall(master or moved[0], floating)
    plan = _Plan(wall, master, moved, _naive(since, wall.zone), _naive(end, wall.zone))
    found = plan.occurrences()
    return Series(tuple(found), partly or plan.partly)


class _Wall:
    """The series' own clock: its zone, and whether it has dates or times."""

    def __init__(self, first: Entry, floating: tzinfo) -> None:
        self.dates = not isinstance(first.start, datetime)
        own = first.start.tzinfo if isinstance(first.start, datetime) else None
        self.zone = own or floating
        self._at = naive(first.start).time() if isinstance(first.start, datetime) else time()

    def like(self, when: When) -> When:
        """A date or time as the series would write it (cases 25, 26, 29, 30)."""
        if self.dates:
            return self._date(when) if isinstance(when, datetime) else when
        return on_wall(when if isinstance(when, datetime) else self.at(when), self.zone)

    def at(self, day: date) -> datetime:
        """The series' time on that day."""
        return datetime.combine(day, self._at, self.zone)

    def until(self, text: str) -> datetime:
        """An UNTIL; for dates in UTC midnight means that date, any other time the local one."""
        when = moment(Property(text), lambda _tzid: self.zone)
        if not isinstance(when, datetime):
            return datetime.combine(when, time())
        return datetime.combine(self._date(when), time()) if self.dates else naive(when.astimezone(self.zone))

    def _date(self, when: datetime) -> date:
        return when.date() if naive(when).time() == time() else when.astimezone(self.zone).date()


class _Plan:
    """A query to recurring-ical-events, and what its answers mean."""

    def __init__(
        self, wall: _Wall, master: Entry | None, moved: Sequence[Entry], since: datetime, end: datetime
    ) -> None:
        self.partly = self._outside = False
        self._wall, self._entries = wall, [*([master] if master else []), *moved]
        reach = max(_reach(entry, wall) for entry in self._entries)
        self._since, self._end = since - _DAY, end + _DAY
        self._far = (self._since - reach, self._end + reach)
        self._originals = {wall.like(entry.original): entry for entry in moved if entry.original is not None}
        self._added = {wall.like(when): span for when, span in (master.added if master else ())}
        self._rules: list[Rule] = []
        self._start: When | None = None
        self._first = wall.like(master.start) if master else None
        self._unless: set[When] = set()
        if master:
            self._rules, self._start = self._follow(master)
            begins = _midnight(wall.like(master.start))
            self._unless = {when for text in master.exceptions for when in self._excepted(text, begins)}

    def occurrences(self) -> list[Occurrence]:
        """Sorted by start."""
        import recurring_ical_events
        from icalendar import Calendar

        calendar = Calendar()
        for index, entry in enumerate(self._entries):
            calendar.add_component(self._event(index, entry))
        query = recurring_ical_events.of(calendar, components=["VEVENT"])
        found = [self._occurrence(event) for event in query.between(self._since, self._end)]
        return sorted(filter(None, found), key=lambda one: (_naive(one.start, self._wall.zone), str(one.original)))

    def _follow(self, master: Entry) -> tuple[list[Rule], When]:
        """The master's rules, bounded; one that cannot be followed leaves the first occurrence alone."""
        start = self._wall.like(master.start)
        begins = _midnight(start)
        try:
            rules = [parse_rule(text, begins, self._wall.until, dates=self._wall.dates) for text in master.rules]
            weeks = [when for rule in rules if by_weeks(rule) for when in in_weeks(rule, begins, *self._far)]
            near = self._bounded([rule for rule in rules if not by_weeks(rule)], begins, alone=len(rules) == 1)
            begins = near[0][1] if near else begins
            firsts = {_first(rule, begins) for rule in rules} - {None}
            self._outside = bool(firsts) and begins not in firsts
        except (ValueError, OverflowError):
            self.partly = True
            return [], start
        self._added |= dict.fromkeys(map(self._kind, weeks))
        return [rule for rule, _ in near], self._kind(begins)

    def _excepted(self, text: str, begins: datetime) -> set[When]:
        """What an EXRULE names; nothing where it cannot be followed."""
        try:
            rule = parse_rule(text, begins, self._wall.until, dates=self._wall.dates)
            if by_weeks(rule):
                return {self._kind(when) for when in in_weeks(rule, begins, *self._far)}
            near, start = self._bounded([rule], begins, alone=True)[0]
            return {self._kind(when) for when in followed(near, start) if when >= begins}
        except (ValueError, OverflowError):
            self.partly = True
            return set()

    def _bounded(self, rules: Sequence[Rule], begins: datetime, *, alone: bool) -> list[tuple[Rule, datetime]]:
        """Each with its start, which only the start of a single rule may be moved from."""
        since, end = self._far
        if not alone:
            return [bounded(rule, begins, begins, end) for rule in rules]
        return [bounded(*from_whole_week(rule, begins), since, end) for rule in rules]

    def _kind(self, when: datetime) -> When:
        return when.date() if self._wall.dates else when

    def _event(self, index: int, entry: Entry) -> Any:
        from icalendar import Event

        event = Event()
        start = self._start if entry.original is None and self._start is not None else self._like(entry.start)
        event.add("UID", "series")
        event.add(_INDEX, str(index))
        event.add("SEQUENCE", index)
        event.add("DTSTART", start)
        event.add("DTEND", entry.end_of(start))
        if entry.original is None:
            self._add_repetition(event, entry)
        else:
            parameters = {"RANGE": "THISANDFUTURE"} if entry.future else {}
            event.add("RECURRENCE-ID", self._wall.like(entry.original), parameters=parameters)
        return event

    def _like(self, start: When) -> When:
        """A moved occurrence keeps its own kind: an hour may have become a day."""
        return on_wall(start, self._wall.zone)

    def _add_repetition(self, event: Any, entry: Entry) -> None:
        from icalendar import vRecur

        for rule in self._rules:
            event.add("RRULE", vRecur.from_ical(rule.text(dates=self._wall.dates)))
        added, excluded = ([when for when in whens if self._near(when)] for whens in (self._added, self._gone(entry)))
        if added:
            event.add("RDATE", added)
        if excluded:
            event.add("EXDATE", excluded)

    def _gone(self, entry: Entry) -> set[When]:
        """EXDATEs; a date excludes whatever starts on it, so it stays a date (case 30)."""
        listed = {when if not isinstance(when, datetime) else self._wall.like(when) for when in entry.excluded}
        return listed | self._unless

    def _near(self, when: When) -> bool:
        return self._far[0] <= _midnight(when) < self._far[1] or when in self._originals

    def _occurrence(self, event: Any) -> Occurrence | None:
        entry, start = self._entries[int(event[_INDEX])], event["DTSTART"].dt
        own = entry.original is not None and start == self._like(entry.start)
        original = self._wall.like(entry.original) if own and entry.original else self._unmoved(entry, start)
        if not own and original not in self._added and self._is_none(original):
            return None
        begins = entry.start if own else placed(start, self._wall.zone)
        span = self._added.get(start) if not own else None
        return Occurrence(
            entry, begins, span.after(begins) if span else entry.end_of(begins), placed(original, self._wall.zone)
        )

    def _is_none(self, original: When) -> bool:
        """A start that its own rule does not name, or what comes of having moved it."""
        before = self._first is not None and _midnight(original) < _midnight(self._first)
        return before or (self._outside and original == self._start)

    def _unmoved(self, entry: Entry, start: When) -> When:
        if entry.original is None:
            return start
        return start - (_midnight(self._like(entry.start)) - _midnight(self._wall.like(entry.original)))


def _first(rule: Rule, start: datetime) -> datetime | None:
    """The rule's first occurrence; ValueError where dateutil cannot follow it."""
    return next(in_weeks(rule, start, start, start + _LIFE) if by_weeks(rule) else followed(rule, start), None)


def _reach(entry: Entry, wall: _Wall) -> timedelta:
    """How far from its original start an occurrence may still be going on."""
    start, end = (_midnight(on_wall(when, wall.zone)) for when in (entry.start, entry.end))
    original = _midnight(wall.like(entry.original)) if entry.original else start
    return end - start + abs(start - original)


def _midnight(when: When) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time())


def _naive(when: When, zone: tzinfo) -> datetime:
    return _midnight(on_wall(when, zone))
