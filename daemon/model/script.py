"""The words, who wrote them, and what that cost. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from daemon.model.rundown import Section, SectionKind

Hosts = Literal["one", "two", "conversation"]
"""Who speaks: one voice; two, of which each has sections of its own; or two that share a section's lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionBrief:
    """All that a section's writer may see. `now` is local to the listener's zone.

    `disclose`: whether it is said that the voice is synthetic.
    """

    section: Section
    day: date
    now: datetime
    timezone: str
    language: str
    name: str | None = None
    hosts: Hosts = "one"
    disclose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A part of a line, text[start:end], that code filled in from a slot ("start", "num1") of an item (its key).

    `item` is empty for a slot of the section itself ("day", "name").
    """

    start: int
    end: int
    item: str
    slot: str


Speaker = Literal["first", "second"]
"""Who of the two hosts that a show may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One spoken line and the keys of the items it rests on (none for a greeting or a sign-off).

    `filled`: its values, where it was written with slots; None where its values were copied.
    """

    text: str
    items: tuple[str, ...] = ()
    filled: tuple[Filled, ...] | None = None
    speaker: Speaker = "first"


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

    `fields`: the kinds of items and their fields that it carried, as "story.title"; "script.text" to a voice, with the
    number of its `characters`. None: the service did not say.
    """

    at: datetime
    purpose: Literal["write", "narrate"]
    section: str
    host: str
    model: str
    sent: int
    received: int
    fields: tuple[str, ...]
    tokens_in: int | None = None
    tokens_out: int | None = None
    characters: int | None = None
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
