"""What was chosen to be told, in which order. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from connectors.items import Item, key_of
from daemon.model.briefing import Failure, LoginEnding, SourceWarning

ToldAs = Literal["event", "cancelled", "story"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What earlier episodes told: the fingerprints of stories, the keys of events (see `daemon.plan.told`)."""

    stories: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()


SectionKind = Literal["opening", "day", "weather", "tasks", "mail", "news", "notes", "closing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item as the rundown wants it told, in so many `sentences` at most.

    `cancelled`: an earlier episode told it. `called_off`: an event that stands there still, but whose title begins
    "Cancelled:". `local_only`: its item's fields that never leave the machine.
    """

    item: Item
    sentences: int = 1
    cancelled: bool = False
    called_off: bool = False
    local_only: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The item's key, by which lines name it."""
        return key_of(self.item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two events (keys) that cannot both be attended, and the time they share."""

    first: str
    second: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A free stretch between (or before, after) the day's timed events, within waking hours."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """The one thing that matters today: why, and the keys of the items it rests on."""

    why: Literal["conflict", "cancelled", "first-event", "important-task", "overdue-task", "all-day", "quiet"]
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the rundown; `seconds` is what it may take. Its writer sees its own entries and nothing else.

    `complete`: its entries are all there are, so that it may be said what there is not. `begun`: some of the day's
    events are over and not told. `more`: due tasks beyond those that are named.
    """

    kind: SectionKind
    seconds: float
    entries: tuple[Entry, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    gaps: tuple[Gap, ...] = ()
    highlight: Highlight | None = None
    complete: bool = True
    begun: bool = False
    more: int = 0
    failures: tuple[Failure, ...] = ()
    warnings: tuple[SourceWarning, ...] = ()
    logins_ending: tuple[LoginEnding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """The briefing cut into sections, with the keys of what was left out."""

    show: str
    day: date
    timezone: str
    sections: tuple[Section, ...]
    left_out: tuple[str, ...] = ()
