"""The briefing cut into sections in running order, each with what it tells and its seconds. Pure.

What the listener must hear comes first: the day's events, what failed, two stories. The rest takes what is left of the
minutes in the order of its weight: weather, tasks, notes, free stretches, and the news all that remains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from connectors.items import Event, Note, Story, Task, Weather, key_of
from daemon.model import Briefing, Conflict, Entry, Gap, Highlight, Rundown, Section
from daemon.plan.day import conflicts, gaps
from daemon.plan.highlight import highlight
from daemon.plan.news import News, choose, cut
from daemon.plan.tasks import Todo, todos
from daemon.plan.tasks import choose as choose_tasks
from daemon.plan.text import words
from daemon.plan.told import event_keys

OPENING, CLOSING, EMPTY_DAY = 25, 12, 8
EVENT, CONFLICT, GAP, TASK, WEATHER = 14, 8, 8, 9, 25
LONGEST_NOTE, NOTE_INTRO, MOST_NOTES = 60, 5, 5
FAILURE, WARNING = 18, 10
"""Words that each takes to tell, about."""

T = TypeVar("T", Event, Task, Story, Note, Weather)


@dataclass(frozen=True, kw_only=True)
class Taste:
    """What the listener wants of a show: its `minutes`, what is of interest (keyword → weight), the voice's pace."""

    minutes: float
    interests: Mapping[str, float]
    words_per_minute: float = 150.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What earlier episodes told: the fingerprints of stories, the keys of events (see `daemon.plan.told`)."""

    stories: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Day:
    """The day's events, with those that an earlier episode told and that were cancelled since."""

    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    complete: bool

    @property
    def words(self) -> int:
        return (EVENT * len(self.entries) or EMPTY_DAY * self.complete) + CONFLICT * len(self.conflicts)


@dataclass(frozen=True, slots=True)
class _Cut:
    """What of the rest is told, and the words that the news takes."""

    weather: tuple[Entry, ...]
    todos: tuple[Todo, ...]
    notes: tuple[Entry, ...]
    gaps: tuple[Gap, ...]
    news: tuple[Entry, ...]
    news_words: int


def plan(briefing: Briefing, show: Taste, told: Told, now: datetime) -> Rundown:
    """The rundown of a show's day as of `now` (aware), no longer than its minutes unless what must be told is."""
    zone, now = ZoneInfo(briefing.timezone), now.astimezone(UTC)
    day = _day(briefing, told, zone, now)
    ready = todos(_of(briefing, Task), briefing.day, zone)
    news = choose(_of(briefing, Story), show.interests, told.stories, show.minutes, now)
    room = int(show.minutes * show.words_per_minute) - OPENING - day.words - _closing_words(briefing) - news.least
    parts = _cut(briefing, day, ready, news, room)
    sections = tuple(_sections(briefing, day, parts, _highlight(day, ready, now), show))
    return Rundown(
        show=briefing.show,
        day=briefing.day,
        timezone=briefing.timezone,
        sections=sections,
        left_out=_left_out(briefing, sections),
    )


def _of(briefing: Briefing, kind: type[T]) -> list[T]:
    return [item for item in briefing.items if isinstance(item, kind)]


def _day(briefing: Briefing, told: Told, zone: ZoneInfo, now: datetime) -> _Day:
    events = _of(briefing, Event)
    gone = [
        Entry(item=drop.item, cancelled=True)
        for drop in briefing.dropped
        if drop.why == "cancelled" and not told.events.isdisjoint(event_keys(drop.item))
    ]
    entries = sorted([*(Entry(item=event) for event in events), *gone], key=_moment)
    complete = "event" not in briefing.unknown
    free = gaps(events, briefing.day, zone, now) if complete else ()
    return _Day(tuple(entries), conflicts(events, zone), free, complete)


def _highlight(day: _Day, ready: Sequence[Todo], now: datetime) -> Highlight | None:
    return highlight(day.entries, day.conflicts, ready, now, complete=day.complete)


def _moment(entry: Entry) -> tuple[bool, datetime]:
    """All-day events first; a sort keeps the briefing's order of those that begin at once."""
    start = entry.item.start if isinstance(entry.item, Event) else None
    return (True, start.astimezone(UTC)) if isinstance(start, datetime) else (False, datetime.min.replace(tzinfo=UTC))


def _closing_words(briefing: Briefing) -> int:
    partly = {warning.source for warning in briefing.warnings}
    return CLOSING + FAILURE * len(briefing.failures) + WARNING * len(partly)


def _cut(briefing: Briefing, day: _Day, ready: Sequence[Todo], news: News, room: int) -> _Cut:
    """Each takes what it needs of the room that those before it left."""
    weather = _of(briefing, Weather)[: max(0, room // WEATHER)]
    room -= WEATHER * len(weather)
    tasks = choose_tasks(ready, room // TASK)
    room -= TASK * len(tasks)
    notes = _notes(_of(briefing, Note), room)
    room -= sum(map(_note_words, notes))
    free = day.gaps[: max(0, room // GAP)]
    room -= GAP * len(free)
    stories, taken = cut(news, room + news.least)
    return _Cut(tuple(Entry(item=each, sentences=2) for each in weather), tasks, notes, free, stories, taken)


def _notes(notes: Iterable[Note], room: int) -> tuple[Entry, ...]:
    """What is meant for today before class notes, the newest of these first; none is told in part for want of room."""
    chosen: list[Entry] = []
    for note in sorted(notes, key=lambda note: (note.role != "day", -note.day.toordinal(), key_of(note))):
        entry = Entry(item=note, sentences=3 if note.role == "day" else 2)
        if len(chosen) < MOST_NOTES and 0 < _note_words(entry) <= room:
            chosen.append(entry)
            room -= _note_words(entry)
    return tuple(chosen)


def _note_words(entry: Entry) -> int:
    note = entry.item
    said = words(note.title) + words(note.text) if isinstance(note, Note) else 0
    return min(LONGEST_NOTE, NOTE_INTRO + said) if said else 0


def _sections(briefing: Briefing, day: _Day, cut: _Cut, first: Highlight | None, show: Taste) -> Iterable[Section]:
    """In running order; what has nothing to say is left out, save the opening and the closing."""
    tasks = tuple(Entry(item=todo.task) for todo in cut.todos)
    known = {entry.key: entry for entry in (*(Entry(item=task) for task in _of(briefing, Task)), *day.entries)}
    opening = tuple(known[key] for key in first.items) if first else ()
    seconds = 60 / show.words_per_minute
    yield Section(kind="opening", seconds=OPENING * seconds, entries=opening, highlight=first)
    if day.words:
        yield Section(
            kind="day",
            seconds=(day.words + GAP * len(cut.gaps)) * seconds,
            entries=day.entries,
            conflicts=day.conflicts,
            gaps=cut.gaps,
            complete=day.complete,
        )
    if cut.weather:
        yield Section(kind="weather", seconds=WEATHER * len(cut.weather) * seconds, entries=cut.weather)
    if tasks:
        yield Section(kind="tasks", seconds=TASK * len(tasks) * seconds, entries=tasks)
    if cut.news:
        yield Section(kind="news", seconds=cut.news_words * seconds, entries=cut.news)
    if cut.notes:
        yield Section(kind="notes", seconds=sum(map(_note_words, cut.notes)) * seconds, entries=cut.notes)
    yield Section(
        kind="closing",
        seconds=_closing_words(briefing) * seconds,
        failures=briefing.failures,
        warnings=briefing.warnings,
    )


def _left_out(briefing: Briefing, sections: Iterable[Section]) -> tuple[str, ...]:
    told = {entry.key for section in sections for entry in section.entries}
    return tuple(key for key in map(key_of, briefing.items) if key not in told)
