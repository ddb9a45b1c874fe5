"""The first ten seconds: the greeting, the date, and the one thing that matters. The last ten: what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from connectors.items import Event, Task
from daemon.model import Failure, Line, LoginEnding, SourceWarning
from daemon.write.moments import moment, part_of_day, this_part
from daemon.write.sentences import shortened
from daemon.write.telling import Telling, named
from daemon.write.titles import event_title, task_title, unconfirmed

_MOST_WORDS = 30
_LONGEST_TITLES, _LONGEST_EVENT = (12, 9, 6, 4, 2), 9
_TURNS = 3
_LONGEST_NAME = 4
_MOST_SOURCES = 2


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of saying the highlight: the phrase's turn, and how many words a title may have."""

    turn: int
    longest: int


_FORMS = tuple(_Form(turn, longest) for turn in range(_TURNS) for longest in _LONGEST_TITLES)


def opening(tell: Telling) -> Iterator[Line]:
    """Greeting and date, then the highlight, its title and phrase as short as they must be: thirty words at most."""
    greeting = tell.line(f"{_greeting(tell)} {tell.phrase('opening.date', date=tell.tongue.weekday_and_day(tell.day))}")
    yield greeting
    room = _MOST_WORDS - len(greeting.text.split())
    lines = (_highlight(tell, form) for form in _FORMS)
    yield from islice((line for line in lines if line and len(line.text.split()) <= room), 1)


def _greeting(tell: Telling) -> str:
    part = part_of_day(tell.local(tell.brief.now).hour)
    name = shortened(named(tell.heard(tell.brief.name or "")), _LONGEST_NAME)
    return tell.phrase(f"opening.{part}_named", name=name) if name else tell.phrase(f"opening.{part}")


def _highlight(tell: Telling, form: _Form) -> Line | None:
    highlight = tell.brief.section.highlight
    if highlight is None:
        return None
    if highlight.why == "quiet":
        return tell.line(tell.phrase("opening.quiet", form.turn))
    told = [entry for entry in tell.brief.section.entries if entry.key in highlight.items]
    events = [entry.item for entry in told if isinstance(entry.item, Event)]
    tasks = [entry.item for entry in told if isinstance(entry.item, Task)]
    text = _of_events(highlight.why, events, form, tell) if events else _of_task(highlight.why, tasks, form, tell)
    return tell.line(text, (entry.key for entry in told)) if text else None


def _of_events(why: str, events: list[Event], form: _Form, tell: Telling) -> str | None:
    starts = [event.start for event in events if isinstance(event.start, datetime)]
    if why == "conflict":
        return tell.phrase("opening.conflict", form.turn, at=_at(max(starts), tell)) if len(starts) > 1 else None
    title = event_title(events[0], tell, min(form.longest, _LONGEST_EVENT)).text
    if why != "cancelled":
        title += unconfirmed(events[0], tell)
    if why == "all-day" or not starts or (why == "cancelled" and starts[0] < tell.since):
        return tell.phrase("opening.cancelled_day" if why == "cancelled" else "opening.all_day", form.turn, title=title)
    coming = "opening.next_event" if tell.brief.section.begun else "opening.first_event"
    key = "opening.cancelled" if why == "cancelled" else coming
    return tell.phrase(key, form.turn, title=title, at=_at(starts[0], tell))


def _of_task(why: str, tasks: list[Task], form: _Form, tell: Telling) -> str | None:
    if not tasks:
        return None
    key = "opening.overdue" if why == "overdue-task" else "opening.important_task"
    return tell.phrase(key, form.turn, title=task_title(tasks[0], tell, form.longest))


def _at(then: datetime, tell: Telling) -> str:
    return tell.phrase("words.at", time=tell.clock_alone(then))


def closing(tell: Telling) -> Iterator[Line]:
    """Each source that failed, once, with its age; what could not be read; whose voice it is; the goodbye."""
    for turn, failure in enumerate(tell.brief.section.failures):
        yield tell.line(_failed(failure, turn, tell))
    yield from map(tell.line, _unread(tell))
    yield from (tell.line(_login_ends(ending, tell)) for ending in tell.brief.section.logins_ending)
    if tell.brief.disclose:
        yield tell.line(tell.phrase("closing.disclosed"))
    yield tell.line(tell.phrase("closing.goodbye", weekday=tell.tongue.TABLE.weekdays[tell.day.weekday()]))


def _failed(failure: Failure, turn: int, tell: Telling) -> str:
    source = _source(failure, tell)
    then = moment(failure.as_of, tell) if failure.as_of else ""
    if failure.needs_login:
        told = tell.phrase("closing.login_stale", turn, source=source, moment=then) if then else ""
        return told or tell.phrase("closing.login", turn, source=source)
    if not then:
        return tell.phrase("closing.failed", turn, source=source, today=this_part(tell))
    return tell.phrase("closing.stale", turn, source=source, today=this_part(tell), moment=then)


def _login_ends(ending: LoginEnding, tell: Telling) -> str:
    last = tell.local(ending.ends).date()
    if last <= tell.day:
        return tell.phrase("closing.login_ends_today", source=_source(ending, tell))
    return tell.phrase(
        "closing.login_ends", source=_source(ending, tell), weekday=tell.tongue.TABLE.weekdays[last.weekday()]
    )


def _source(loss: Failure | SourceWarning | LoginEnding, tell: Telling) -> str:
    """What the listener calls it: "your mail"; where its name does not say what it is, "your work calendar"."""
    known = tell.book.sources
    if loss.source.lower() in known:
        return known[loss.source.lower()]
    key = f"kind_{loss.brings[0]}" if loss.brings else "other"
    return known[key].format(source=_plain_source(loss.source, tell))


def _plain_source(name: str, tell: Telling) -> str:
    return shortened(named(tell.heard(name.replace("_", " "))), _LONGEST_NAME) or tell.phrase("words.unnamed")


def _unread(tell: Telling) -> Iterator[str]:
    """Which sources could not be read in full: a sentence a source, or one for all of many."""
    partly = list({warning.source: warning for warning in tell.brief.section.warnings}.values())
    if len(partly) > _MOST_SOURCES:
        yield tell.phrase("closing.unread_many", sources=tell.number(len(partly)))
        return
    yield from (tell.phrase("closing.unread", source=_source(warning, tell)) for warning in partly)
