"""Item and its kinds, and the window they are asked for. Pure.

Names and values are those of RFC 5545 (VEVENT, VTODO) and of RSS. Datetimes are aware; an all-day event and an
untimed due date are plain dates. `source` is the name in the settings, stamped by `connectors/worker.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field


def _date_or_datetime(value: object) -> object:
    """Keep a date a date: pydantic would read "2026-03-24" as a midnight."""
    if not isinstance(value, str):
        return value
    return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


When = Annotated[datetime | date, BeforeValidator(_date_or_datetime)]
EventStatus = Literal["confirmed", "tentative", "cancelled"]
Answer = Literal["accepted", "declined", "tentative", "needs-action"]
ItemKind = Literal["event", "task", "story", "message", "note", "weather"]
EventType = Literal["default", "birthday", "focus-time", "out-of-office", "working-location"]
TaskStatus = Literal["needs-action", "in-process", "completed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The local days [first, first + days) in the listener's zone, asked for at `now` (aware)."""

    first: date
    zone: ZoneInfo
    now: datetime
    days: int = 1

    @property
    def start(self) -> datetime:
        """The first moment of the first day (00:00, or the first one after a gap)."""
        return day_start(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after the last day."""
        return day_start(self.first + timedelta(days=self.days), self.zone)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a local day, right on days whose midnight a clock change skips."""
    midnight = datetime.combine(day, time(), zone)
    return midnight.astimezone(ZoneInfo("UTC")).astimezone(zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One occurrence of a VEVENT; `end` is exclusive, `recurrence_id` tells the occurrences of one `uid` apart.

    `type` as Google has it: anything but "default" is no meeting.
    """

    kind: Literal["event"] = "event"
    source: str = ""
    uid: str
    recurrence_id: str | None = None
    summary: str
    start: When
    end: When
    all_day: bool = False
    location: str | None = None
    description: str | None = None
    status: EventStatus = "confirmed"
    my_answer: Answer | None = None
    transparent: bool = False
    private: bool = False
    type: EventType = "default"
    also_in: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if isinstance(self.start, datetime) == self.all_day:
            raise ValueError("an all-day event has dates, any other has datetimes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A VTODO; `priority` as in RFC 5545: 1 is the highest, 9 the lowest, 0 none given."""

    kind: Literal["task"] = "task"
    source: str = ""
    uid: str
    summary: str
    due: When | None = None
    start: When | None = None
    priority: int = 0
    status: TaskStatus = "needs-action"
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A feed's entry; `summary` is plain text (no markup, white space folded), `feed` the feed's title."""

    kind: Literal["story"] = "story"
    source: str = ""
    uid: str
    title: str
    link: str | None = None
    published: datetime | None = None
    summary: str = ""
    feed: str
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A mail or notification; `sender` is a name, never an address, `summary` its first lines as plain text."""

    kind: Literal["message"] = "message"
    source: str = ""
    uid: str
    subject: str
    sender: str
    sent: datetime
    summary: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text that the listener keeps or watches.

    `role` "day": their own, for `day`; "class": a class note of theirs, written on `day`; "page": somebody else's words
    (a web page, a sensor) as of `day`.
    """

    kind: Literal["note"] = "note"
    source: str = ""
    uid: str
    title: str
    text: str
    day: date
    role: Literal["day", "class", "page"] = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The weather of one local day at one place: °C, percent, km/h.

    `code` is the worst of the hours to come. `rain_from` is the first wet hour from `now` on, `rain_again_from` the
    first of the next wet stretch of the day; `credit` is what the notes must say of where it is from.
    """

    kind: Literal["weather"] = "weather"
    source: str = ""
    uid: str
    day: date
    place: str | None = None
    code: int
    now: float | None = None
    low: float
    high: float
    rain_from: datetime | None = None
    rain_until: datetime | None = None
    rain_again_from: datetime | None = None
    rain_chance: int | None = None
    wind: float | None = None
    credit: str | None = None


Item = Annotated[Event | Task | Story | Message | Note | Weather, Field(discriminator="kind")]


def key_of(item: Event | Task | Story | Message | Note | Weather) -> str:
    """What tells one item of a briefing from every other one, today and tomorrow."""
    if isinstance(item, Event) and item.recurrence_id:
        return f"{item.source}/{item.uid}/{item.recurrence_id}"
    return f"{item.source}/{item.uid}"
