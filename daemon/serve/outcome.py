"""What became of a production, from what lies in its episode's folder and where the episode is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from config.settings import Settings
from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.model import Degraded, Failure, Fall, Outcome, ProductionRecord, Publication, SourceWarning, VoiceFall
from daemon.progress import LogEntry

T = TypeVar("T")
MARKER = "begun.json"
BUILTIN = "writer and voice"
"""What the plain production takes the place of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A production that was begun and is not recorded yet; `plain`: why the plain one took over, "" where it did not.

    It lies in the episode's folder meanwhile, so that a daemon that was killed knows of it when it is back.
    """

    show: str
    day: date
    ready_by: datetime
    began: datetime
    plain: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What of a briefing tells that sources were missing."""

    failures: tuple[Failure, ...] = ()
    warnings: tuple[SourceWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Voiced:
    """What of a segment tells that another writer or voice made it."""

    fell: tuple[Fall, ...] = ()
    voices_fell: tuple[VoiceFall, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """What of an episode tells how long it is (seconds)."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a finished production left behind: where its episode is, since when, and what that did not take."""

    there: datetime | None
    degraded: tuple[Degraded, ...]
    seconds: float | None
    undelivered: tuple[str, ...]


def record_of(begun: Begun, ended: datetime, found: Found, cost: float | None) -> ProductionRecord:
    """The record of a production that ended then."""
    return ProductionRecord(
        show=begun.show,
        day=begun.day,
        ready_by=begun.ready_by,
        began=begun.began,
        ended=ended,
        outcome=outcome_of(found),
        there=found.there,
        degraded=found.degraded,
        seconds=found.seconds,
        cost=cost,
        undelivered=found.undelivered,
    )


def outcome_of(found: Found) -> Outcome:
    """Ready only where all is as it was asked for."""
    if found.there is None:
        return "failed"
    return "degraded" if found.degraded or found.undelivered else "ready"


def found_in(
    folder: Path, begun: Begun, ended: datetime, publications: Sequence[Publication], libraries: Iterable[str],
    zone: tzinfo,
) -> Found:  # fmt: skip
    """What lies in the episode's folder. `libraries`: those that it was to be in; times are given in `zone`."""
    length = _read(folder / "episode.json", Length)
    return Found(
        there=(delivered_at(folder, begun.began) or ended) if publications else None,
        degraded=tuple(dict.fromkeys(_given_up(folder, begun, zone))) if publications else (),
        seconds=length.seconds if length else None,
        undelivered=tuple(name for name in libraries if name not in {each.library for each in publications}),
    )


def libraries_of(settings: Settings, show: str) -> tuple[str, ...]:
    """The names of the libraries that a show's episodes go to, as `bootstrap.libraries_of` has them."""
    return settings.shows[show].libraries or tuple(settings.libraries)


def delivered_at(folder: Path, since: datetime) -> datetime | None:
    """When the first library took the episode, by the production's own log."""
    try:
        lines = (folder / "log.jsonl").read_bytes().splitlines()
    except OSError:
        return None
    entries = (entry for line in lines if b'"publish"' in line and (entry := _parsed(line, LogEntry)))
    times = (entry.at for entry in entries if entry.step.status == "done" and entry.at >= since)
    return min(times, default=None)


def _given_up(folder: Path, begun: Begun, zone: tzinfo) -> Iterator[Degraded]:
    if begun.plain:
        yield Degraded(part="built-in", name=BUILTIN, why=begun.plain)
    brought = _read(folder / "briefing.json", Brought) or Brought()
    for failure in brought.failures:
        as_of = f"as of {failure.as_of.astimezone(zone):%Y-%m-%d %H:%M}" if failure.as_of else "left out"
        yield Degraded(part="source", name=failure.source, why=as_of)
    for warning in brought.warnings:
        yield Degraded(part="source", name=warning.source, why="in part")
    for file in sorted(folder.glob("sections/*/segment.json")):
        voiced = _read(file, Voiced) or Voiced()
        # What the listener keeps private is told by the built-in parts because they want it so.
        yield from (Degraded(part="writer", name=f.writer, why=f.why) for f in voiced.fell if f.why != "private")
        yield from (Degraded(part="voice", name=f.voice, why=f.why) for f in voiced.voices_fell if f.why != "private")


def _read(path: Path, kind: type[T]) -> T | None:
    """A file of the episode, as far as it matters here; None where there is none that can be read."""
    try:
        return _parsed(path.read_bytes(), kind)
    except OSError:
        return None


def _parsed(data: bytes, kind: type[T]) -> T | None:
    try:
        return from_json(kind, data)
    except ValueError:
        return None


def mark(folder: Path, begun: Begun) -> None:
    """Leave the marker. Raises OSError."""
    write_whole(folder / MARKER, to_json(begun))


def marked(folder: Path) -> Begun | None:
    """The marker that an earlier daemon left."""
    return _read(folder / MARKER, Begun)


def unmark(folder: Path) -> None:
    """Take the marker away; one that stays is taken for what it is: of a day that is recorded."""
    (folder / MARKER).unlink(missing_ok=True)
