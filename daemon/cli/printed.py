"""What `make` and `collect` print: of each stage's result, a text for people and one JSON object."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from config.words import counted
from connectors.codec import to_json
from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.model import Briefing, Failure, Rundown, Script, SourceWarning
from daemon.produce import Produced


class Printed(Protocol):
    """A result as it is printed."""

    def for_people(self) -> str:
        """Lines of text."""

    def as_json(self) -> str:
        """One JSON object (tests/data/schemas/)."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A briefing."""

    briefing: Briefing

    def for_people(self) -> str:
        """Every item on a line, then what was set aside and what is missing."""
        items = [f"{item.source:>12}  {_item(item)}" for item in self.briefing.items]
        dropped = [f"{drop.source:>12}  {drop.why}: {_item(drop)}" for drop in self.briefing.dropped]
        head = f"{self.briefing.day:%A, %Y-%m-%d}, {counted(len(items), 'item')}"
        return "\n".join([head, *items, *dropped, *missing(self.briefing.failures, self.briefing.warnings)])

    def as_json(self) -> str:
        """The briefing's own JSON."""
        return to_json(self.briefing).decode()


@dataclass(frozen=True, slots=True)
class Planned:
    """A rundown."""

    rundown: Rundown

    def for_people(self) -> str:
        """Each section with its length and what it tells."""
        lines = []
        for section in self.rundown.sections:
            lines.append(f"{section.kind} ({section.seconds:.0f} s)")
            lines.extend(f"    {_item(entry.item)}" for entry in section.entries)
        return "\n".join([*lines, f"left out: {len(self.rundown.left_out)}"])

    def as_json(self) -> str:
        """The rundown's own JSON."""
        return to_json(self.rundown).decode()


@dataclass(frozen=True, slots=True)
class Written:
    """The scripts of all sections."""

    scripts: Sequence[Script]

    def for_people(self) -> str:
        """What will be said, a paragraph a section."""
        return "\n\n".join(" ".join(line.text for line in script.lines) for script in self.scripts)

    def as_json(self) -> str:
        """{"sections": [each section's script]}."""
        return _object({"sections": [json.loads(to_json(script)) for script in self.scripts]})


@dataclass(frozen=True, slots=True)
class Made:
    """An episode; `play` is the command that plays it."""

    produced: Produced
    play: str

    def for_people(self) -> str:
        """What it is, where it is, how to play it, and what is missing."""
        episode, published = self.produced.episode, self.produced.published
        minutes, seconds = divmod(round(episode.seconds), 60)
        return "\n".join(
            [
                f"{episode.title}: {minutes} min {seconds} s, {len(episode.chapters)} chapters",
                f"  file:    {episode.audio}",
                f"  play:    {self.play} (or open the file in any player or browser)",
                f"  notes:   {episode.notes}",
                *(f"  library: {publication.where}" for publication in published.publications),
                *missing(self.produced.failures, self.produced.warnings),
            ]
        )

    def as_json(self) -> str:
        """{"episode", "published", "failures", "warnings"}."""
        return to_json(self.produced).decode()


def missing(failures: Iterable[Failure], warnings: Iterable[SourceWarning]) -> list[str]:
    """What could not be read, a line each."""
    return [
        *(f"{failure.source}: {failure.reason}{_age(failure.as_of)}" for failure in failures),
        *(f"{warning.source}: {warning.reason}" for warning in warnings),
    ]


def _age(as_of: datetime | None) -> str:
    return f" Told as of {as_of:%Y-%m-%d %H:%M}." if as_of else ""


def _item(item: Item) -> str:
    match item:
        case Event():
            return f"{_when(item.start)}–{_when(item.end)}  {item.summary}"
        case Task():
            return f"task  {item.summary}{f' (due {_when(item.due)})' if item.due else ''}"
        case Story():
            return f"story  {item.title} ({', '.join((item.feed, *item.also_in))})"
        case Message():
            return f"message  {item.subject} ({item.sender})"
        case Note():
            return f"note  {item.title}"
        case Weather():
            return f"weather  {item.low:.0f} to {item.high:.0f} °C"


def _when(moment: Any) -> str:
    return f"{moment:%H:%M}" if isinstance(moment, datetime) else f"{moment:%Y-%m-%d}"


def _object(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
