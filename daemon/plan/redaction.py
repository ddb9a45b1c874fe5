"""What of a rundown may go to somebody else's servers. Pure.

In doubt nothing goes. What cannot be told is told as a private appointment, counted, or left out; then nothing else is
said that would be true only with it: that the listener is free, or that a day begins with what is told first.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

from config.libraries import Redaction
from connectors.items import Event, Message, Note, Story, Task, key_of
from daemon.model import Briefing, Entry, Rundown, Section
from daemon.plan.day import from_then_on
from daemon.plan.highlight import highlight
from daemon.plan.redaction_sources import renamed
from daemon.plan.tasks import Todo, todos

MayName = Callable[[str], bool]
"""Whether a title or a place may name somebody; in doubt it does."""

_SECRETS = ("auth", "code", "key", "pass", "pwd", "secret", "sess", "sig", "token")
"""What words begin or end with by which links name what opens something to whoever has it."""


def redacted(
    rundown: Rundown, briefing: Briefing, allowed: Redaction, may_name: MayName, mailboxes: Collection[str] = ()
) -> tuple[Rundown, Briefing]:
    """The rundown as it may go there, and the briefing with nothing but what is told in it.

    A section that holds nothing of what may not go stays as it is. `mailboxes`: the sources whose stories are mail.
    """
    redactor = _Redactor(briefing, allowed, may_name, frozenset(mailboxes), frozenset(_private(briefing)))
    body = tuple(filter(None, map(redactor.section, rundown.sections)))
    sections = tuple(redactor.opening(one, body) if one.kind == "opening" else one for one in body)
    items = {entry.key: entry.item for section in sections for entry in section.entries if not entry.cancelled}
    told = replace(rundown, sections=sections, left_out=())
    brought = replace(briefing, items=tuple(items.values()), dropped=())
    return (told, brought) if allowed.people else renamed(told, brought, may_name)


def _private(briefing: Briefing) -> Iterator[str]:
    """The keys of the events that a calendar marks as private: the rundown no longer says so of all of them."""
    yield from (key_of(item) for item in briefing.items if isinstance(item, Event) and item.private)
    yield from (key_of(drop) for drop in briefing.dropped if drop.private)


@dataclass(frozen=True, slots=True)
class _Redactor:
    """Judges entries and sections. `private`: the keys of private events."""

    briefing: Briefing
    allowed: Redaction
    may_name: MayName
    mailboxes: frozenset[str]
    private: frozenset[str]

    def section(self, section: Section) -> Section | None:
        """The section as it may go there; None where nothing is left of it. The opening's highlight is not judged."""
        if (section.kind == "mail" and not self.allowed.mail) or (section.kind == "notes" and not self.allowed.notes):
            return None
        judged = [(entry, self.entry(entry)) for entry in section.entries]
        kept = tuple(told for _, told in judged if told)
        lost = [entry for entry, told in judged if told is None]
        if section.kind == "opening" or not lost:
            return replace(section, entries=kept)
        more = section.more + sum(todo.due is not None for todo in self._todos(lost))
        return _without(section, kept, lost, more) if kept or more else None

    def opening(self, section: Section, body: Iterable[Section]) -> Section:
        """The opening; where what matters most may not be told, with what matters most of the rest."""
        first = section.highlight
        if first is None or {*first.items} <= {entry.key for entry in section.entries}:
            return section
        day = next((one for one in body if one.kind == "day"), None)
        tasks = next((one.entries for one in body if one.kind == "tasks"), ())
        events, clashes = (day.entries, day.conflicts) if day else ((), ())
        since = from_then_on(self.briefing.day, ZoneInfo(self.briefing.timezone), self.briefing.made)
        second = highlight(events, clashes, self._todos(tasks), since, quiet=False)
        told = {entry.key: entry for entry in (*events, *tasks)}
        entries = tuple(told[key] for key in second.items) if second else ()
        return replace(section, highlight=second, entries=entries, begun=True)

    def _todos(self, entries: Iterable[Entry]) -> tuple[Todo, ...]:
        tasks = (entry.item for entry in entries if isinstance(entry.item, Task))
        return todos(tasks, self.briefing.day, ZoneInfo(self.briefing.timezone))

    def entry(self, entry: Entry) -> Entry | None:
        """The entry as it may go there; None where it may not."""
        item = entry.item
        if isinstance(item, Event):
            return self._event(entry, item)
        if entry.local_only and not self.allowed.private_events:
            return None
        if isinstance(item, Story):
            return self._story(entry, item)
        return entry if self.allowed.people else self._unnamed(entry)

    def _story(self, entry: Entry, story: Story) -> Entry | None:
        if story.source in self.mailboxes and not self.allowed.mail:
            return None  # a newsletter
        return replace(entry, item=replace(story, link=None)) if _opens(story.link) else entry

    def _event(self, entry: Entry, event: Event) -> Entry | None:
        if not self.allowed.private_events:
            if event.private or entry.key in self.private:
                return None
            event = _without_fields(event, entry.local_only)
        if not self.allowed.people:
            event = self._without_names(event)
        if event.private and event.type == "birthday":
            return None  # all that there is to tell of it is whose it is
        kept = tuple(name for name in entry.local_only if getattr(event, name))
        return replace(entry, item=replace(event, description=None), local_only=kept)

    def _without_names(self, event: Event) -> Event:
        if self.may_name(event.summary):
            return _untitled(event)
        return replace(event, location=None) if event.location and self.may_name(event.location) else event

    def _unnamed(self, entry: Entry) -> Entry | None:
        """A task, a message or a note without anybody's name."""
        item = entry.item
        if isinstance(item, Task):
            return None if self.may_name(item.summary) else entry
        if isinstance(item, Note):
            return None if self.may_name(item.title) or self.may_name(item.text) else entry
        if not isinstance(item, Message):
            return entry
        subject, summary = ("" if self.may_name(text) else text for text in (item.subject, item.summary))
        unnamed = replace(item, sender="", subject=subject, summary=summary)
        return replace(entry, item=unnamed) if subject or summary else None


def _untitled(event: Event) -> Event:
    """An appointment of which nobody says what it is."""
    return replace(event, private=True, summary="", location=None, description=None)


def _without_fields(event: Event, names: Iterable[str]) -> Event:
    if "summary" in names:
        return _untitled(event)
    return replace(event, location=None) if "location" in names else event


def _opens(link: str | None) -> bool:
    """Whether a link may let whoever has it in where others may not go."""
    try:
        parts = urlsplit(link or "")
    except ValueError:
        return True
    named = (name.lower() for part in (parts.query, parts.fragment) for name, _ in parse_qsl(part))
    words = [word for name in named for word in re.split(r"[^a-z0-9]", name)]
    return any(word.startswith(_SECRETS) or word.endswith(_SECRETS) for word in words)


def _without(section: Section, kept: tuple[Entry, ...], lost: Iterable[Entry], more: int) -> Section:
    """The section without what it has lost, and without what is true only of the whole."""
    seconds = section.seconds * (len(kept) or 1) / len(section.entries)
    if section.kind == "tasks":
        return replace(section, entries=kept, more=more, seconds=seconds)
    told = {entry.key for entry in kept}
    timed = any(isinstance(entry.item, Event) and not entry.item.all_day for entry in lost)
    return replace(
        section,
        entries=kept,
        conflicts=tuple(one for one in section.conflicts if {one.first, one.second} <= told),
        gaps=() if timed else section.gaps,
        begun=section.begun or timed,
        complete=False,
        seconds=seconds,
    )
