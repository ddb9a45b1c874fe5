"""The briefing cut into sections in running order, each with what it tells and its seconds. Pure.

What the listener must hear comes first: the day's events, that something is due, what failed, two stories. The rest
takes what is left of the minutes in the order of its weight: weather, tasks, notes, mail, free stretches, and the news
all that remains.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from connectors.items import Event, Message, Note, Story, Task, Weather, key_of
from daemon.model import Briefing, Conflict, Entry, Gap, Highlight, Rundown, Section, Told
from daemon.plan.day import conflicts, from_then_on, gaps, is_called_off, is_over
from daemon.plan.highlight import highlight
from daemon.plan.mail import choose as choose_messages
from daemon.plan.mail import mail_words
from daemon.plan.news import News, choose, cut
from daemon.plan.privacy import shown
from daemon.plan.tasks import Todo, todos
from daemon.plan.tasks import choose as choose_tasks
from daemon.plan.text import words
from daemon.plan.told import event_keys

OPENING, CLOSING, EMPTY_DAY = 25, 12, 8
EVENT, CONFLICT, GAP, TASK, WEATHER = 14, 8, 8, 9, 25
LONGEST_NOTE, NOTE_INTRO, MOST_NOTES = 60, 5, 5
FAILURE, WARNING = 18, 10
"""Words that each takes to tell, about."""

T = TypeVar("T", Event, Task, Story, Message, Note, Weather)


@dataclass(frozen=True, kw_only=True)
class Taste:
    """What the listener wants of a show: its `minutes`, what is of interest (keyword → weight), the voice's pace.

    `private_events`: their titles may be told.
    """

    minutes: float
    interests: Mapping[str, float]
    words_per_minute: float = 150.0
    private_events: bool = False


@dataclass(frozen=True, slots=True)
class _Day:
    """What of the day's events is not over, with those that an earlier episode told and that were cancelled since.

    `begun`: some of its own are over. `since`: from when on the day is told.
    """

    entries: tuple[Entry, ...]
    conflicts: tuple[Conflict, ...]
    gaps: tuple[Gap, ...]
    complete: bool
    begun: bool
    since: datetime

    @property
    def words(self) -> int:
        clashing = {conflict.second for conflict in self.conflicts}
        return (EVENT * len(self.entries) or EMPTY_DAY * self.complete) + CONFLICT * len(clashing)


@dataclass(frozen=True, slots=True)
class _Cut:
    """What of the rest is told, and the words that the news takes."""

    weather: tuple[Entry, ...]
    todos: tuple[Todo, ...]
    more_todos: int
    notes: tuple[Entry, ...]
    mail: tuple[Entry, ...]
    gaps: tuple[Gap, ...]
    news: tuple[Entry, ...]
    news_words: int


def plan(briefing: Briefing, show: Taste, told: Told, now: datetime) -> Rundown:
    """The rundown of a show's day as of `now` (aware), no longer than its minutes unless what must be told is."""
    zone, now = ZoneInfo(briefing.timezone), now.astimezone(UTC)
    day = _day(briefing, told, zone, now, private_events=show.private_events)
    ready = todos(_of(briefing, Task), briefing.day, zone)
    news = choose(_of(briefing, Story), show.interests, told.stories, show.minutes, now)
    must = OPENING + day.words + _closing_words(briefing) + _least(ready) + news.least
    room = int(show.minutes * show.words_per_minute) - must
    first = highlight(day.entries, day.conflicts, ready, day.since, quiet=day.complete and not day.begun)
    parts = _cut(briefing, day, ready, news, room, first)
    sections = tuple(_sections(briefing, day, parts, first, show))
    return Rundown(
        show=briefing.show,
        day=briefing.day,
        timezone=briefing.timezone,
        sections=sections,
        left_out=_left_out(briefing, sections),
    )


def _of(briefing: Briefing, kind: type[T]) -> list[T]:
    return [item for item in briefing.items if isinstance(item, kind)]


def _day(briefing: Briefing, told: Told, zone: ZoneInfo, now: datetime, *, private_events: bool) -> _Day:
    since = from_then_on(briefing.day, zone, now)
    events = _of(briefing, Event)
    coming = [
        Entry(item=shown(event, private_events=private_events), called_off=is_called_off(event)) for event in events
    ]
    gone = [
        Entry(item=shown(drop.event, private_events=private_events), cancelled=True)
        for drop in briefing.dropped
        if drop.why == "cancelled" and not told.events.isdisjoint(event_keys(drop))
    ]
    complete = "event" not in briefing.unknown
    return _Day(
        entries=tuple(sorted((entry for entry in (*coming, *gone) if not _is_over(entry, since)), key=_moment)),
        conflicts=conflicts(events, zone, since),
        gaps=gaps(events, briefing.day, zone, since) if complete else (),
        complete=complete,
        begun=any(_was_today(event, briefing.day, zone) and is_over(event, since) for event in events),
        since=since,
    )


def _was_today(event: Event, day: date, zone: ZoneInfo) -> bool:
    """Whether it is a meeting of the day itself: one that ran past midnight was the evening before's."""
    is_meeting = event.type == "default" and not is_called_off(event)
    return is_meeting and isinstance(event.start, datetime) and event.start.astimezone(zone).date() == day


def _is_over(entry: Entry, since: datetime) -> bool:
    return isinstance(entry.item, Event) and is_over(entry.item, since)


def _moment(entry: Entry) -> tuple[bool, datetime]:
    """All-day events first; a sort keeps the briefing's order of those that begin at once."""
    start = entry.item.start if isinstance(entry.item, Event) else None
    return (True, start.astimezone(UTC)) if isinstance(start, datetime) else (False, datetime.min.replace(tzinfo=UTC))


def _closing_words(briefing: Briefing) -> int:
    partly = {warning.source for warning in briefing.warnings}
    return CLOSING + FAILURE * len(briefing.failures) + WARNING * len(partly)


def _least(ready: Sequence[Todo]) -> int:
    """Words for what is due: one of them, or how many there are."""
    return TASK if any(todo.due for todo in ready) else 0


def _task_words(tasks: Sequence[object], more: int) -> int:
    return TASK * (len(tasks) or more > 0)


def _cut(briefing: Briefing, day: _Day, ready: Sequence[Todo], news: News, room: int, first: Highlight | None) -> _Cut:
    """Each takes what it needs of the room that those before it left."""
    weather = _of(briefing, Weather)[: max(0, room // WEATHER)]
    room -= WEATHER * len(weather)
    room += _least(ready)
    tasks = choose_tasks(ready, room // TASK, first.items if first else ())
    more = sum(todo.due is not None for todo in ready) - sum(todo.due is not None for todo in tasks)
    room -= _task_words(tasks, more)
    notes = _notes(_of(briefing, Note), room)
    room -= sum(map(_note_words, notes))
    mail = choose_messages(_of(briefing, Message), room)
    room -= mail_words(mail)
    free = day.gaps[: max(0, room // GAP)]
    room -= GAP * len(free)
    stories, taken = cut(news, room + news.least)
    sky = tuple(Entry(item=each, sentences=2) for each in weather)
    return _Cut(sky, tasks, more, notes, mail, free, stories, taken)


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
    yield Section(kind="opening", seconds=OPENING * seconds, entries=opening, highlight=first, begun=day.begun)
    if day.words:
        yield Section(
            kind="day",
            seconds=(day.words + GAP * len(cut.gaps)) * seconds,
            entries=day.entries,
            conflicts=day.conflicts,
            gaps=cut.gaps,
            complete=day.complete,
            begun=day.begun,
        )
    if cut.weather:
        yield Section(kind="weather", seconds=WEATHER * len(cut.weather) * seconds, entries=cut.weather)
    if tasks or cut.more_todos:
        lasting = _task_words(tasks, cut.more_todos) * seconds
        yield Section(kind="tasks", seconds=lasting, entries=tasks, more=cut.more_todos)
    if cut.mail:
        all_told = len(cut.mail) == len(_of(briefing, Message)) and "message" not in briefing.unknown
        yield Section(kind="mail", seconds=mail_words(cut.mail) * seconds, entries=cut.mail, complete=all_told)
    if cut.news:
        yield Section(kind="news", seconds=cut.news_words * seconds, entries=cut.news)
    if cut.notes:
        yield Section(kind="notes", seconds=sum(map(_note_words, cut.notes)) * seconds, entries=cut.notes)
    yield Section(
        kind="closing",
        seconds=_closing_words(briefing) * seconds,
        failures=briefing.failures,
        warnings=briefing.warnings,
        logins_ending=briefing.logins_ending,
    )


def _left_out(briefing: Briefing, sections: Iterable[Section]) -> tuple[str, ...]:
    told = {entry.key for section in sections for entry in section.entries}
    return tuple(key for key in map(key_of, briefing.items) if key not in told)
