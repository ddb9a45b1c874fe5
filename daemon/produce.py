"""The line: collect → plan → (write → check → narrate, section by section) → master → publish.

Sections run side by side; the master takes their segments in order as they finish. What lies whole in the episode's
folder from before, made from the same inputs, is used again (daemon/home/results.py). A rendition for somebody else's
servers goes the same way, in a folder of its own, and takes over what is the same in it.
"""

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Protocol

from config.libraries import Redaction
from daemon.clock.budget import Deadline
from daemon.growing import Growing
from daemon.home.results import Results, fingerprint
from daemon.model import (
    Briefing,
    Episode,
    Failure,
    Line,
    Narration,
    Published,
    Rundown,
    Script,
    Section,
    SectionBrief,
    SectionKind,
    Segment,
    SourceWarning,
    Spoken,
    Take,
)
from daemon.parts import Parts, Work
from daemon.progress import Report, Step
from daemon.publish.base import LibraryError
from daemon.rendering import Renditions, folder_of_rendition, within

Heard = Callable[[Sequence[Line]], None]
"""Is told the lines of a section so far, while it is being written."""
Rendition = Callable[[Redaction | None], Awaitable[Episode]]
"""Gives the episode as it may go to a library with that redaction; None: as it is."""
Level = Callable[[int, Spoken], Awaitable[Take]]
"""Makes the take of a clip, given its place in the section."""


class Stages(Protocol):
    """What the line runs through; `bootstrap.py` puts it together from the settings.

    `sources`, `words`, `sound` and `form` are hashes of all that the briefing, a script, a segment and the episode are
    made from beside what is handed to them; `asked` is that of all settings. `write` includes the check of every line;
    `ahead` begins to speak a section while it is still being written. `rendering` gives the stages of a rendition;
    theirs alone is `redacted`.
    """

    @property
    def max_age(self) -> timedelta: ...  # noqa: D102
    @property
    def asked(self) -> str: ...  # noqa: D102
    @property
    def sources(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def sound(self) -> str: ...  # noqa: D102
    @property
    def form(self) -> str: ...  # noqa: D102
    async def collect(self, deadline: Deadline, report: Report) -> Briefing: ...  # noqa: D102
    def plan(self, briefing: Briefing) -> Rundown: ...  # noqa: D102
    def rendering(self, redaction: Redaction) -> "Stages": ...  # noqa: D102
    def redacted(self, rundown: Rundown, briefing: Briefing) -> tuple[Rundown, Briefing]: ...  # noqa: D102
    def brief(self, section: Section, briefing: Briefing) -> SectionBrief: ...  # noqa: D102
    async def write(self, brief: SectionBrief, deadline: Deadline, heard: Heard) -> Script: ...  # noqa: D102
    def ahead(self, place: int, section: SectionKind, lines: Sequence[Line], level: Level) -> None: ...  # noqa: D102
    async def narrate(  # noqa: D102
        self, script: Script, place: int, level: Level, ready: Growing, deadline: Deadline
    ) -> Narration: ...
    async def level(self, spoken: Spoken, pcm: Path, deadline: Deadline) -> Take: ...  # noqa: D102
    async def join(self, narration: Narration, pcm: Path, deadline: Deadline) -> Segment: ...  # noqa: D102
    async def master(  # noqa: D102
        self, segments: Sequence[Awaitable[Segment]], briefing: Briefing, rundown: Rundown, deadline: Deadline
    ) -> Episode: ...
    async def deliver(self, rendition: "Rendition", deadline: Deadline, report: Report) -> Published: ...  # noqa: D102
    async def delivered(self, published: Published) -> bool: ...  # noqa: D102
    def remember(self, episode: Episode, published: Published, rundown: Rundown, briefing: Briefing) -> None: ...  # noqa: D102


NO_RUNDOWN = "What the episode was made from is not there any more. Make it anew, with --again."


def _nobody(lines: Sequence[Line]) -> None:
    """Who hears lines that are not to be spoken yet; nor are a rendition's: another one has the same places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Produced:
    """A finished episode, where it is now, and what is missing from it."""

    episode: Episode
    published: Published
    failures: tuple[Failure, ...]
    warnings: tuple[SourceWarning, ...]


@dataclass(frozen=True, kw_only=True)
class Production:
    """One episode being made, or a rendition of it. `again`: ask the sources anew although an answer lies there.

    `origin`: the parts of the episode that this is a rendition of.
    """

    stages: Stages
    results: Results
    deadline: Deadline
    report: Report
    again: bool = False
    origin: Parts | None = None

    @cached_property
    def parts(self) -> Parts:
        """Its scripts and segments."""
        return Parts(self.results, self.report, self.origin)

    async def run(self) -> Produced:
        """The whole line, from the sources to the libraries."""
        if not self.again and (produced := self.results.get("published.json", Produced)):
            return await self.kept(produced)
        briefing = await self.collect()
        rundown = self.plan(briefing)
        episode = await self.episode(rundown, briefing)
        return await self.publish(episode, rundown, briefing)

    async def episode(self, rundown: Rundown, briefing: Briefing) -> Episode:
        """The finished file: each section on its own way, the master behind all of them."""
        async with asyncio.TaskGroup() as side_by_side:
            segments = []
            for place, section in enumerate(rundown.sections, start=1):
                growing = Growing(section.kind)
                task = side_by_side.create_task(self.segment(place, section, briefing, growing))
                segments.append(growing.made_by(task))
            return await self.master(segments, briefing, rundown)

    async def kept(self, produced: Produced) -> Produced:
        """The day's episode as it was made; delivered anew where a library has lost it."""
        same = self.results.whole("published.json", self.stages.asked)
        detail = "" if same else "the settings have changed since: --again makes it anew"
        self.report(Step(stage="publish", name="episode", status="kept", detail=detail))
        if await self.stages.delivered(produced.published):
            return produced
        briefing, rundown = self.results.get("briefing.json", Briefing), self.results.get("rundown.json", Rundown)
        published = await self.deliver(produced.episode, rundown, briefing)
        if briefing and rundown:
            self.stages.remember(produced.episode, published, rundown, briefing)
        return self._keep(replace(produced, published=published), self.results.inputs_of("published.json"))

    async def collect(self) -> Briefing:
        """The briefing: the one that lies there while it is young enough, else a new one."""
        age = timedelta() if self.again else self.stages.max_age
        if briefing := self.results.get("briefing.json", Briefing, self.stages.sources, younger_than=age):
            self.report(Step(stage="collect", name="briefing", status="kept"))
            return briefing
        briefing = await self.stages.collect(self.deadline.share(0.4), self.report)
        self.results.keep("briefing.json", self.stages.sources, briefing)
        return briefing

    def plan(self, briefing: Briefing) -> Rundown:
        """The rundown; quick and pure, so it is always made anew."""
        rundown = self.stages.plan(briefing)
        self.cut(rundown, fingerprint(briefing))
        return rundown

    def cut(self, rundown: Rundown, inputs: str) -> None:
        """Keep the rundown, and of what lies there from before only its sections."""
        self.results.keep("rundown.json", inputs, rundown)
        self.results.only({folder_of(place, section) for place, section in enumerate(rundown.sections, start=1)})
        self.report(Step(stage="plan", name="rundown", status="done", detail=f"{len(rundown.sections)} sections"))

    async def script(self, place: int, section: Section, briefing: Briefing, heard: Heard = _nobody) -> Script:
        """The words of one section, each line checked."""
        brief = self.stages.brief(section, briefing)
        write = Work("write", f"{folder_of(place, section)}/script.json", fingerprint(self.stages.words, brief))
        return await self.parts.once(write, Script, lambda: self.stages.write(brief, self.deadline.share(0.5), heard))

    async def segment(self, place: int, section: Section, briefing: Briefing, growing: Growing) -> Segment:
        """One section's way through the line, up to its finished audio."""
        folder = self.results.folder / folder_of(place, section)
        takes = folder / "takes"

        async def level(index: int, spoken: Spoken) -> Take:
            return await self.stages.level(spoken, takes / f"{index:03}.wav", self.deadline)

        def heard(lines: Sequence[Line]) -> None:
            self.stages.ahead(place, section.kind, lines, level)

        async def speak() -> Segment:
            narration = await self.stages.narrate(script, place, level, growing, self.deadline.share(0.7))
            return await self.stages.join(narration, folder / "segment.wav", self.deadline)

        script = await self.script(place, section, briefing, _nobody if self.origin else heard)
        narrate = Work("narrate", f"{folder_of(place, section)}/segment.json", fingerprint(self.stages.sound, script))
        return await self.parts.once(narrate, Segment, speak)

    async def master(self, segments: Sequence[Growing], briefing: Briefing, rundown: Rundown) -> Episode:
        """The episode: the one that lies there if it was made from these segments, else a new one."""
        told = fingerprint(self.stages.form, rundown, briefing.failures, briefing.warnings)
        if self.results.get("episode.json", Episode):
            inputs = fingerprint(told, *[await segment for segment in segments])
            if episode := self.results.get("episode.json", Episode, inputs):
                self.report(Step(stage="master", name="episode", status="kept"))
                return episode
        self.report(Step(stage="master", name="episode", status="started"))
        episode = await self.stages.master(segments, briefing, rundown, self.deadline)
        inputs = fingerprint(told, *[await segment for segment in segments])
        self.results.keep("episode.json", inputs, episode, files_of(episode))
        self.report(Step(stage="master", name="episode", status="done"))
        return episode

    async def publish(self, episode: Episode, rundown: Rundown, briefing: Briefing) -> Produced:
        """The episode in its libraries; then the segments, which only resuming and renditions needed, are let go."""
        published = await self.deliver(episode, rundown, briefing)
        self.stages.remember(episode, published, rundown, briefing)
        produced = Produced(
            episode=episode, published=published, failures=briefing.failures, warnings=briefing.warnings
        )
        return self._keep(produced, self.stages.asked)

    async def deliver(self, episode: Episode, rundown: Rundown | None, briefing: Briefing | None) -> Published:
        """The episode in its libraries, in each as it may go there; renditions are made while others are served."""

        async def make(redaction: Redaction) -> Episode:
            if rundown is None or briefing is None:
                raise LibraryError(NO_RUNDOWN, transient=False)
            return await self.rendition(redaction, episode, rundown, briefing)

        renditions = Renditions(episode, make, self.report)
        try:
            return await self.stages.deliver(renditions.of, self.deadline, self.report)
        finally:
            await renditions.close()

    async def rendition(self, redaction: Redaction, episode: Episode, rundown: Rundown, briefing: Briefing) -> Episode:
        """The episode as it may go to a library: itself, where nothing in it may not; else made from what may go."""
        stages, folder = self.stages.rendering(redaction), folder_of_rendition(redaction)
        told, brought = await asyncio.to_thread(stages.redacted, rundown, briefing)
        if _briefs(stages, told, brought) == _briefs(self.stages, rundown, briefing):
            return episode
        own = replace(
            self,
            stages=stages,
            results=self.results.within(folder),
            report=within(self.report, folder),
            origin=self.parts,
        )
        inputs = fingerprint(episode, told, brought)
        if kept := own.results.get("rendition.json", Episode, inputs):
            return kept
        own.cut(told, inputs)
        made = replace(await own.episode(told, brought), rests_on=())
        own.results.keep("rendition.json", inputs, made, files_of(made))
        own.let_go()
        return made

    def _keep(self, produced: Produced, inputs: str) -> Produced:
        """What was made; the same command again delivers it to the libraries in which it is not."""
        self.results.keep("published.json", inputs, produced, files_of(produced.episode))
        self.let_go()
        return produced

    def let_go(self) -> None:
        """Throw away what only making it needed."""
        for pcm in self.results.folder.glob("sections/*/segment.wav"):
            pcm.unlink()
        for takes in self.results.folder.glob("sections/*/takes"):
            shutil.rmtree(takes)


def _briefs(stages: Stages, rundown: Rundown, briefing: Briefing) -> list[SectionBrief]:
    """All that the words of an episode are made from."""
    return [stages.brief(section, briefing) for section in rundown.sections]


def folder_of(place: int, section: Section) -> str:
    """A section's folder in the episode's, as sections/02-day."""
    return f"sections/{place:02}-{section.kind}"


def files_of(episode: Episode) -> tuple[Path, ...]:
    """All files of an episode."""
    return (episode.audio, episode.chapters_json, episode.transcript, episode.notes, episode.cover)
