"""The stages of a simulated production: the product's own, but that nobody is really asked, and no sound is made."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.base import Collected, ConnectorError, SourceConfig
from connectors.codec import to_json
from daemon.clock.budget import Deadline
from daemon.collect.collect import Brought, Source, _instead, _to_keep, _unknown, _warnings
from daemon.collect.merge import merge
from daemon.collect.sources import Lost, Sources
from daemon.home.files import write_whole
from daemon.model import Briefing, Episode, Narration, Rundown, SectionKind, Segment, Spoken, Take
from daemon.narrate.booth import Booth, Cast
from daemon.narrate.narrate import Narrator
from daemon.progress import Report, Step
from daemon.stages import ShowStages
from daemon.write.base import Desk, Writer, WriterConfig, WriterType
from tests.mornings.faults import SOURCES
from tests.mornings.keeping import Disk, SimClips
from tests.mornings.parts import Circumstances, Model, NoAccount, SimVoice, Widths, ask

BRINGS: dict[str, Any] = {"work": ("event",), "todo": ("task",), "sky": ("weather",), "news": ("story",)}
WRITTEN_BY_CODE: frozenset[SectionKind] = frozenset({"opening", "closing"})
FILES = ("episode.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg")
TIMEOUT = 30.0
ASKED = tuple(
    Source(name=name, entry_point="none:NONE", config=SourceConfig(kind="sim", timeout=TIMEOUT), brings=BRINGS[name])
    for name in SOURCES
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimStages(ShowStages):
    """`collect` asks simulated sources, `level` and `master` take their time and write a few bytes."""

    at_hand: Circumstances
    disk: Disk

    async def collect(self, deadline: Deadline, report: Report) -> Briefing:
        found = await asyncio.gather(*(self._bring(source, deadline, report) for source in self.sources_asked))
        if self.at_hand.wrong("bug", "") and not self.order.plain:
            raise KeyError("a bug")
        brought = dict(zip((source.name for source in self.sources_asked), found, strict=True))
        items, dropped = merge({name: part.items for name, part in brought.items()}, self.order.day, self.zone)
        return Briefing(
            show=self.order.show,
            day=self.order.day,
            timezone=self.settings.timezone,
            made=self.order.now,
            items=items,
            dropped=dropped,
            failures=tuple(part.failure for part in found if part.failure),
            warnings=_warnings(self.sources_asked, found),
            unknown=_unknown(self.sources_asked, found),
        )

    async def _bring(self, source: Source, deadline: Deadline, report: Report) -> Brought:
        """As collect.py has it, with the process of the connector simulated."""
        kept = Sources(self.home.sources)
        last = kept.last_good(source.name, source.identity)
        report(Step(stage="collect", name=source.name, status="started"))
        try:
            collected = await self._asked(source, deadline)
            self.disk.check()
        except (ConnectorError, OSError) as error:
            lost = error if isinstance(error, ConnectorError) else ConnectorError("No room. Make some.", transient=True)
            kept.lose(source.name, Lost(at=self.order.now, reason=str(lost)))
            report(Step(stage="collect", name=source.name, status="failed"))
            return _instead(source, lost, last, self.order.day)
        kept.keep(source.name, _to_keep(source, collected, last, self.ask()))
        report(Step(stage="collect", name=source.name, status="done"))
        return Brought(items=collected.items, warnings=collected.warnings, complete=collected.complete)

    async def _asked(self, source: Source, deadline: Deadline) -> Collected:
        if self.order.offline:
            raise ConnectorError("This run is offline. Run it with a connection.", transient=True)
        try:
            async with asyncio.timeout(min(TIMEOUT, deadline.left())):
                return await ask(source.name, self.order.day, self.zone, self.at_hand)
        except TimeoutError:
            raise ConnectorError("It did not answer in time. Wait.", transient=True) from None

    async def level(self, spoken: Spoken, pcm: Path, deadline: Deadline) -> Take:
        await self.at_hand.takes(0.02, 0.2)
        self.disk.check()
        pcm.parent.mkdir(parents=True, exist_ok=True)
        pcm.write_bytes(b"take")
        return Take(pcm=pcm, seconds=spoken.clip.seconds, cues=())

    async def join(self, narration: Narration, pcm: Path, deadline: Deadline) -> Segment:
        self.disk.check()
        write_whole(pcm, b"segment")
        script = narration.script
        return Segment(
            section=script.section,
            title=script.title,
            writer=script.writer,
            voice=narration.voice,
            pcm=pcm,
            seconds=sum(take.seconds for take in narration.takes),
            cues=(),
            fell=script.fell,
            voices_fell=narration.fell,
        )

    async def master(
        self, segments: Sequence[Awaitable[Segment]], briefing: Briefing, rundown: Rundown, deadline: Deadline
    ) -> Episode:
        made_of = given_up([await segment for segment in segments], briefing, plain=self.order.plain)
        await self.at_hand.takes(1, 5)
        self.disk.check()
        folder = self.home.episode(self.order.show, self.order.day)
        audio, chapters, transcript, notes, cover = (folder / name for name in FILES)
        for file in (audio, chapters, transcript, notes, cover):
            write_whole(file, to_json(made_of))
        return Episode(
            show=self.order.show, show_title=self.title, day=briefing.day, guid=self.guid, title="A morning",
            summary="", language=self.language, made=briefing.made, audio=audio, mime_type="audio/mpeg",
            size=audio.stat().st_size, seconds=200.0, chapters=(), chapters_json=chapters, transcript=transcript,
            notes=notes, cover=cover,
            words=500, rests_on=(),
        )  # fmt: skip  # a few lines


def given_up(segments: Sequence[Segment], briefing: Briefing, *, plain: bool) -> list[tuple[str, str]]:
    """What a listener would find missing, as (part, name), from what the episode is made of."""
    lost = {("source", each.source) for each in briefing.failures}
    lost |= {("source", each.source) for each in briefing.warnings}
    if plain:
        return sorted(lost | {("built-in", "")})
    lost |= {("voice", "main") for each in segments if each.voice != "main"}
    written = [each for each in segments if each.section not in WRITTEN_BY_CODE]
    lost |= {("writer", "first") for each in written if each.writer != "first"}
    return sorted(lost)


def writer_of(plain: bool, now: Circumstances) -> WriterType:
    """Two models before the built-in writer; none in a plain production."""
    models = () if plain else (Model("first", now), Model("second", now))

    def writers(config: WriterConfig, desk: Desk, kind: SectionKind) -> tuple[Writer, ...]:
        return () if kind in WRITTEN_BY_CODE else models

    kind = "builtin" if plain else "sim"
    return WriterType(kind, "1", WriterConfig, writers, lambda asked: (asked, None))


def narrator_of(plain: bool, now: Circumstances, clips: SimClips, clock: Any) -> Narrator:
    """A voice elsewhere, a local one, and the built-in one; that alone in a plain production."""
    builtin = SimVoice("builtin", now, at_once=2)
    others = (SimVoice("main", now, "voices.example"), SimVoice("local", now, at_once=1))
    ladder = [builtin] if plain else [*others, builtin]
    booth = Booth(
        language="en", pronounce={}, account=NoAccount(), widths=Widths(), offline=plain, private_hosts=frozenset(),
        now=now.now, clock=clock, jitter=lambda: 0.5,
    )  # fmt: skip  # two lines
    return Narrator([Cast(voice, voice) for voice in ladder], clips, booth)
