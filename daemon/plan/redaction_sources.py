"""Other names for the listener's sources in what goes elsewhere, where their own may name somebody. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeVar

from connectors.items import Event, Item, Story, Task, Weather
from daemon.model import Briefing, Entry, Failure, Highlight, LoginEnding, Rundown, Section, SourceWarning

_KINDS = {
    "event": "calendar",
    "task": "tasks",
    "message": "mail",
    "note": "notes",
    "story": "news",
    "weather": "weather",
}
"""What a source is called there, by what it brings."""
_NOBODY = frozenset({
    "caldav", "calendar", "email", "feeds", "gcal", "google", "ics", "inbox", "mail", "news", "notes", "rss", "tasks",
    "todo", "todoist", "todotxt", "vault", "weather", "work",
})  # fmt: skip  # words, not rows
"""Names of sources that are nobody's, though a language's dictionary may not have them."""
Loss = TypeVar("Loss", Failure, SourceWarning, LoginEnding)


def renamed(rundown: Rundown, briefing: Briefing, may_name: Callable[[str], bool]) -> tuple[Rundown, Briefing]:
    """Both without the name of a source that may name somebody, as [connectors.anna]; stories are told as they are."""
    names = _Names(_others(rundown, briefing, may_name))
    if not names.others:
        return rundown, briefing
    return (
        replace(rundown, sections=tuple(map(names.section, rundown.sections))),
        replace(
            briefing,
            items=tuple(map(names.item, briefing.items)),
            failures=tuple(map(names.loss, briefing.failures)),
            warnings=tuple(map(names.loss, briefing.warnings)),
            logins_ending=tuple(map(names.loss, briefing.logins_ending)),
        ),
    )


def _others(rundown: Rundown, briefing: Briefing, may_name: Callable[[str], bool]) -> dict[str, str]:
    """The new names, by the old ones; no two are the same."""
    brings = dict(_sources(rundown, briefing))
    others: dict[str, str] = {}
    for source, kind in brings.items():
        if source.lower() in _NOBODY or not may_name(source.replace("_", " ").replace("-", " ")):
            continue
        plain = _KINDS.get(kind, "other")
        tried = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
        others[source] = next(name for name in tried if name not in brings and name not in others.values())
    return others


def _sources(rundown: Rundown, briefing: Briefing) -> Iterator[tuple[str, str]]:
    """The sources that can be named, with what they bring."""
    losses: tuple[Failure | SourceWarning | LoginEnding, ...]
    losses = (*briefing.failures, *briefing.warnings, *briefing.logins_ending)
    yield from ((loss.source, loss.brings[0] if loss.brings else "") for loss in losses)
    for section in rundown.sections:
        for entry in section.entries:
            item = entry.item
            if not isinstance(item, Story | Weather):
                yield item.source, item.kind
            if isinstance(item, Event | Task):
                yield from ((source, item.kind) for source in item.also_in)


@dataclass(frozen=True, slots=True)
class _Names:
    """Gives the sources their other names, wherever they stand."""

    others: Mapping[str, str]

    def section(self, section: Section) -> Section:
        """A section; its keys begin with the sources' names."""
        clashes = (replace(one, first=self._key(one.first), second=self._key(one.second)) for one in section.conflicts)
        return replace(
            section,
            entries=tuple(map(self._entry, section.entries)),
            conflicts=tuple(clashes),
            highlight=section.highlight and self._highlight(section.highlight),
            failures=tuple(map(self.loss, section.failures)),
            warnings=tuple(map(self.loss, section.warnings)),
            logins_ending=tuple(map(self.loss, section.logins_ending)),
        )

    def item(self, item: Item) -> Item:
        """An item; what brings stories or the weather is nobody."""
        if isinstance(item, Story | Weather):
            return item
        own = replace(item, source=self._name(item.source))
        return replace(own, also_in=tuple(map(self._name, own.also_in))) if isinstance(own, Event | Task) else own

    def loss(self, loss: Loss) -> Loss:
        """What is missing of a source."""
        return replace(loss, source=self._name(loss.source))

    def _entry(self, entry: Entry) -> Entry:
        return replace(entry, item=self.item(entry.item))

    def _highlight(self, highlight: Highlight) -> Highlight:
        return replace(highlight, items=tuple(map(self._key, highlight.items)))

    def _key(self, key: str) -> str:
        source, slash, rest = key.partition("/")
        return f"{self._name(source)}{slash}{rest}"

    def _name(self, source: str) -> str:
        return self.others.get(source, source)
