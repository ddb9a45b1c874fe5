"""What the stages hand to each other, in the order of the line. Pure; times are aware, lengths are seconds of audio."""

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from connectors.items import Event, Item, ItemKind, key_of

# collect ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Event):
    """An event that is not part of the day, and why."""

    why: Literal["declined", "cancelled"]

    @classmethod
    def of(cls, event: Event, why: Literal["declined", "cancelled"]) -> "Dropped":
        """The event set aside."""
        return cls(**{each.name: getattr(event, each.name) for each in fields(Event)}, why=why)

    @property
    def event(self) -> Event:
        """The event itself."""
        return Event(**{each.name: getattr(self, each.name) for each in fields(Event)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read; `as_of` is when what is told instead was brought, None if nothing is.

    `brings`: the kinds of items that it would have brought. `needs_login`: the listener has to log in there again.
    """

    source: str
    reason: str
    transient: bool = True
    as_of: datetime | None = None
    brings: tuple[ItemKind, ...] = ()
    needs_login: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWarning:
    """That a part of a source could not be read; nobody knows how much of it. `brings` as in `Failure`."""

    source: str
    reason: str
    brings: tuple[ItemKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginEnding:
    """A source that still answers, but whose login will have to be given anew: when, and what it brings."""

    source: str
    ends: datetime
    brings: tuple[ItemKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """All items of one show on one local day, with what failed and how stale each source is.

    `unknown`: the kinds of items of which a source is missing, or that no source brings: that there are none, or no
    others, must not be said.
    """

    show: str
    day: date
    timezone: str
    made: datetime
    items: tuple[Item, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[SourceWarning, ...] = ()
    unknown: tuple[ItemKind, ...] = ()
    logins_ending: tuple[LoginEnding, ...] = ()


# plan ---

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


# write, check ---


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBrief:
    """All that a section's writer may see. `now` is local to the listener's zone."""

    section: Section
    day: date
    now: datetime
    timezone: str
    language: str
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A part of a line, text[start:end], that code filled in from a slot ("start", "num1") of an item (its key).

    `item` is empty for a slot of the section itself ("day", "name").
    """

    start: int
    end: int
    item: str
    slot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One spoken line and the keys of the items it rests on (none for a greeting or a sign-off).

    `filled`: its values, where it was written with slots; None where its values were copied.
    """

    text: str
    items: tuple[str, ...] = ()
    filled: tuple[Filled, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A line that may not be spoken, and why."""

    line: Line
    reason: str


Why = Literal["late", "unreachable", "refused", "limit", "offline", "private"]
"""Why a writer did not write: too slow, no answer, its lines may not be spoken, the spending limit, no connection
wanted, or words that it may not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A writer that should have written a section, and why another one did."""

    writer: str
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What left the machine in one request and what it cost: `sent` and `received` in bytes, `cost` in US dollars.

    `fields`: the kinds of items and their fields that it carried, as "story.title". None: the service did not say.
    """

    at: datetime
    purpose: Literal["write"]
    section: str
    host: str
    model: str
    sent: int
    received: int
    fields: tuple[str, ...]
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None
    outcome: Literal["done", "late", "failed"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of a section, who wrote them, in which language, and what was refused on the way (without its words).

    `fell`: the writers before, which should have written it. `local_only`: its lines hold what may not leave the
    machine.
    """

    section: SectionKind
    title: str
    language: str
    writer: str
    lines: tuple[Line, ...]
    refused: tuple[Refusal, ...] = ()
    fell: tuple[Fall, ...] = ()
    local_only: bool = False


# narrate ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and when it begins in its clip (seconds)."""

    text: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The audio of one text as the voice gave it: 16-bit mono PCM at `rate`, and when its words begin."""

    text: str
    rate: int
    pcm: bytes = field(repr=False)
    words: tuple[Word, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / 2 / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A section's script with one clip a line, all in one voice."""

    script: Script
    voice: str
    clips: tuple[Clip, ...]


# master ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is said between two moments (seconds from the start of its segment or episode)."""

    start: float
    end: float
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The finished audio of one section: 16-bit mono PCM at the episode's rate, levelled to −16 LUFS, in a file."""

    section: SectionKind
    title: str
    writer: str
    voice: str
    pcm: Path
    seconds: float
    cues: tuple[Cue, ...]
    fell: tuple[Fall, ...] = ()
    local_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter mark (seconds from the episode's start); `link` is the item's own, absolute http(s)."""

    start: float
    end: float
    title: str
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """The mastered file with all that belongs to it. Paths lie in its folder; `size` in bytes, `words` spoken.

    `rests_on`: the keys of the items that each line rests on, once.
    """

    show: str
    show_title: str
    day: date
    guid: str
    title: str
    summary: str
    language: str
    made: datetime
    audio: Path
    mime_type: str
    size: int
    seconds: float
    chapters: tuple[Chapter, ...]
    chapters_json: Path
    transcript: Path
    notes: Path
    cover: Path
    words: int
    rests_on: tuple[tuple[str, ...], ...]


# publish ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A library's answer: where the episode is now."""

    library: str
    guid: str
    where: str
    published: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Where an episode is now, and what kept it out of the other libraries, by their names."""

    publications: tuple[Publication, ...]
    undelivered: dict[str, str]
