"""The scripts and segments of an episode: each is made once from the same inputs, and told to whoever watches."""

import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from daemon.home.results import Results
from daemon.model import Script, Segment
from daemon.progress import Report, Stage, Step

T = TypeVar("T", Script, Segment)


@dataclass(frozen=True, slots=True)
class Work:
    """A part to be had: in which stage, under which name, from which inputs (a hash)."""

    stage: Stage
    result: str
    inputs: str


class Parts:
    """What lies whole in an episode's folder, or in that of a rendition; `origin` are those of the rendition's episode.

    A part of a rendition that has the same inputs as one of its episode is that one.
    """

    def __init__(self, results: Results, report: Report, origin: "Parts | None" = None) -> None:
        self._results = results
        self._report = report
        self._origin = origin
        self._here: dict[str, Script | Segment] = {}

    async def once(self, work: Work, kind: type[T], make: Callable[[], Awaitable[T]]) -> T:
        """The part: as it lies here, as its episode has it, or made now."""
        section = Path(work.result).parent.name
        part = self._results.get(work.result, kind, work.inputs) or self._taken_over(work, kind)
        if part:
            self._report(Step(stage=work.stage, name=section, status="kept"))
        else:
            self._report(Step(stage=work.stage, name=section, status="started"))
            part = await make()
            self._record(work, part)
            self._report(Step(stage=work.stage, name=section, status="done", detail=_fallen(part)))
        self._here[work.inputs] = part
        return part

    def _taken_over(self, work: Work, kind: type[T]) -> T | None:
        part = self._origin.made_from(work.inputs, kind) if self._origin else None
        if isinstance(part, Segment):
            part = _linked(part, self._results.folder / Path(work.result).with_name("segment.wav"))
        if part:
            self._record(work, part)
        return part

    def made_from(self, inputs: str, kind: type[T]) -> T | None:
        """The part that was made from these inputs in this run, or is recorded, if its files are still there."""
        part = self._here.get(inputs)
        if isinstance(part, kind) and (not isinstance(part, Segment) or part.pcm.exists()):
            return part
        return self._results.made_from(inputs, kind)

    def _record(self, work: Work, part: Script | Segment) -> None:
        if _may_be_better(part):
            self._results.show(work.result, part)
        else:
            self._results.keep(work.result, work.inputs, part, [part.pcm] if isinstance(part, Segment) else ())


def _linked(segment: Segment, path: Path) -> Segment:
    """A finished segment in another folder: the same file, where the disk can do that. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    try:
        os.link(segment.pcm, path)
    except OSError:
        shutil.copyfile(segment.pcm, path)
    return replace(segment, pcm=path)


def _may_be_better(part: Script | Segment) -> bool:
    """Whether another writer or voice made it than should have, for a reason that may be over."""
    return any(why not in ("refused", "private", "text", "consent") for _, why in _falls(part))


def _fallen(part: Script | Segment) -> str:
    """Which writers or voices should have made it, and why they did not."""
    return "; ".join(f"{name}: {why}" for name, why in _falls(part))


def _falls(part: Script | Segment) -> list[tuple[str, str]]:
    if isinstance(part, Segment):
        return [(fall.voice, fall.why) for fall in part.voices_fell]
    return [(fall.writer, fall.why) for fall in part.fell]
