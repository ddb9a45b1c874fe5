"""The entries of the inbox's JSON files: their fields, and what is said of one that is wrong. Pure.

A file holds one entry or a list of them; the fields are those of the items, most may be left out:

    {"kind": "event",   "summary": "Dentist", "start": "2026-03-24T15:00", "end": "2026-03-24T15:30", "location": "…"}
    {"kind": "event",   "summary": "Lena on leave", "start": "2026-03-24"}
    {"kind": "task",    "summary": "Pay rent", "due": "2026-03-24", "priority": 1}
    {"kind": "note",    "text": "Ask Anna about the flat.", "title": "Flat", "day": "2026-03-24"}
    {"kind": "message", "subject": "The keys", "sender": "Anna", "sent": "2026-03-24T06:10:00Z", "flagged": true}

Times are ISO 8601; one without a zone is the listener's. An entry with the `uid` of an earlier one takes its place.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

from connectors.codec import from_json
from connectors.feed_text import plain
from connectors.items import Answer, EventStatus, EventType, TaskStatus, When

MOST_NAME = 40


def _text_only(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004  # pydantic wants a ValueError
    return value


_When = Annotated[When, BeforeValidator(_text_only)]
_Moment = Annotated[datetime, BeforeValidator(_text_only)]
_Day = Annotated[date, BeforeValidator(_text_only)]
_Uid = Annotated[str, Field(min_length=1, max_length=255)]


class _Strict:
    """A field that nobody knows is a mistake that its writer wants to hear of."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class EventEntry(_Strict):
    """An Event, as far as it is told."""

    kind: Literal["event"]
    summary: str
    start: _When
    end: _When | None = None
    uid: _Uid | None = None
    location: str | None = None
    description: str | None = None
    status: EventStatus = "confirmed"
    my_answer: Answer | None = None
    transparent: bool = False
    private: bool = False
    type: EventType = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEntry(_Strict):
    """A Task, as far as it is told."""

    kind: Literal["task"]
    summary: str
    due: _When | None = None
    start: _When | None = None
    uid: _Uid | None = None
    priority: Annotated[int, Field(ge=0, le=9)] = 0
    status: TaskStatus = "needs-action"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry(_Strict):
    """A Note, as far as it is told."""

    kind: Literal["note"]
    text: str
    title: str | None = None
    day: _Day | None = None
    uid: _Uid | None = None
    role: Literal["day", "class"] = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEntry(_Strict):
    """A Message, as far as it is told."""

    kind: Literal["message"]
    subject: str
    sender: str
    sent: _Moment | None = None
    summary: str = ""
    flagged: bool = False
    uid: _Uid | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an entry is none, as a plain clause."""

    why: str


def _problem(value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
    try:
        return validate(value)
    except ValidationError as error:
        return Problem(_clause(error))


Entry = EventEntry | TaskEntry | NoteEntry | MessageEntry
_Checked = Annotated[Entry, Field(discriminator="kind"), WrapValidator(_problem)]
"""An entry, or in its place a Problem."""


def read(data: bytes) -> tuple[Entry | Problem, ...]:
    """The entries of a file, in the place of a wrong one a Problem. Raises ValueError where it is not JSON."""
    text = data.decode("utf-8-sig").strip()
    if not text:
        raise ValueError("nothing")
    listed = text if text.startswith("[") else f"[{text}]"
    entries: tuple[Entry | Problem, ...] = from_json(tuple[_Checked, ...], listed.encode())
    return entries


def _clause(error: ValidationError) -> str:
    """Which field is wrong, in words; what stands in it is not repeated."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    names = [str(part) for part in first["loc"]]
    kind, field = names[0] if names else "", names[1] if len(names) > 1 else ""
    if first["type"].startswith("union_tag"):
        return "“kind” must be event, task, note or message"
    if not field:
        return "it is not an object"
    if first["type"] == "missing":
        return f"“{field}” is missing"
    if first["type"] == "unexpected_keyword_argument":
        return f"“{plain(field, MOST_NAME)}” is not a field of {'an' if kind == 'event' else 'a'} {kind}"
    return f"“{field}” has a value that it cannot have"
