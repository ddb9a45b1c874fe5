"""What people are told of an episode, in their language. Pure; `telling.py` sees to it that it arrives.

A message names shows, sources, models and libraries, counts and times; never an item's text, which would be on a lock
screen and at a service that nobody has agreed to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal

from config.service import Notify
from daemon.model import Degraded, ProductionRecord
from daemon.serve.words import Words, words

Kind = Literal["ready", "degraded", "failed", "missed", "changed", "weekly"]
"""What is told: a production's outcome, that a second look changed its episode, or how the week was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What somebody reads on their telephone."""

    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A message, and what makes it the one that is told once: show, local day and kind."""

    show: str
    day: date
    kind: Kind
    message: Message

    @property
    def name(self) -> str:
        """A file's name; it sorts by days."""
        return f"{self.day.isoformat()}-{self.show}-{self.kind}"


def wanted(kind: Kind, notify: Notify) -> bool:
    """Whether the listener wants to be told of it. A changed episode is told of with the ready and degraded ones."""
    match kind:
        case "ready" | "degraded" | "weekly":
            return bool(getattr(notify, kind))
        case "failed" | "missed":
            return notify.failed
        case "changed":
            return notify.ready or notify.degraded


def message(record: ProductionRecord, show_title: str, play: str | None, language: str, zone: tzinfo) -> Message:
    """What became of a production. `play`: where its episode can be heard, an address or a command."""
    said = words(language)
    heading = {"ready": said.ready, "degraded": said.degraded, "failed": said.failed, "missed": said.missed}
    body = _missing_body(said, record, zone) if record.there is None else _ready_body(said, record, zone, play)
    return Message(title=heading[record.outcome].format(what=_what(said, show_title, record.day)), body="\n".join(body))


def changed(record: ProductionRecord, show_title: str, play: str | None, language: str) -> Message:
    """That a second look found another calendar than the episode tells of, and made it anew."""
    said = words(language)
    body = (said.anew, *_listen(said, play))
    return Message(title=said.changed.format(what=_what(said, show_title, record.day)), body="\n".join(body))


def unusable(error: str, language: str) -> Message:
    """That the settings cannot be used, and which keys (in English, as everywhere)."""
    said = words(language)
    return Message(title=said.settings, body=f"{said.as_before}\n{error}")


def weekly(records: Sequence[ProductionRecord], language: str) -> Message:
    """How a week's productions went: all, and those that did not go as planned."""
    said = words(language)
    in_time = sum(record.there is not None and not _minutes_late(record) for record in records)
    title = said.well if in_time == len(records) else said.week
    lines = [
        f"{said.weekdays[each.day.weekday()]}, {each.show}: {how}" for each in records if (how := _how(said, each))
    ]
    return Message(title=title.format(count=in_time, total=len(records)), body="\n".join(lines or [said.as_planned]))


def _what(said: Words, show_title: str, day: date) -> str:
    return f"{show_title}, {said.weekdays[day.weekday()]}"


def _ready_body(said: Words, record: ProductionRecord, zone: tzinfo, play: str | None) -> Iterable[str]:
    late = _minutes_late(record)
    yield (said.late if late else said.there).format(time=_clock(record.there, zone), minutes=late)
    if record.seconds:
        yield said.long.format(minutes=max(1, round(record.seconds / 60)))
    yield from _given_up(said, record)
    yield from _listen(said, play)


def _missing_body(said: Words, record: ProductionRecord, zone: tzinfo) -> Iterable[str]:
    due, command = _clock(record.ready_by, zone), f"dawncast make {record.show} --day {record.day.isoformat()}"
    if record.outcome == "missed":
        yield from (said.slept.format(time=due), said.make.format(command=command), said.wake)
        return
    left_over = record.seconds is not None and record.undelivered
    yield (said.not_taken if left_over else said.could_not).format(time=due, names=", ".join(record.undelivered))
    yield said.mend.format(command=command)


def _given_up(said: Words, record: ProductionRecord) -> Iterable[str]:
    """What is missing or was done by others than planned, a line a part."""
    undelivered = tuple(Degraded(part="library", name=name, why="") for name in record.undelivered)
    given_up = (*record.degraded, *undelivered)
    for part, sentence in said.parts.items():
        if names := dict.fromkeys(each.name for each in given_up if each.part == part):
            yield sentence.format(names=", ".join(names))
    if given_up:
        yield said.why


def _listen(said: Words, play: str | None) -> tuple[str, ...]:
    return (said.listen.format(play=play),) if play else ()


def _how(said: Words, record: ProductionRecord) -> str:
    """What kept a production from going as planned; "" where nothing did."""
    if late := _minutes_late(record):
        return said.week_late.format(minutes=late)
    others = {"degraded": said.week_degraded, "failed": said.week_failed, "missed": said.week_missed}
    return others.get(record.outcome, "")


def _minutes_late(record: ProductionRecord) -> int:
    """Begun minutes; 0: in time, or not there."""
    late = record.there - record.ready_by if record.there else timedelta()
    return max(0, -(-late // timedelta(minutes=1)))


def _clock(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""
