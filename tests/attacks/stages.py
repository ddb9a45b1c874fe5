"""A production without sound and files: the product's own plan, brief and write, then notes, chapters and so on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from config.settings import Settings
from config.shows import Show
from connectors.codec import to_json
from daemon.bootstrap import Order, ShowStages
from daemon.clock.budget import Deadline
from daemon.home.home import Home
from daemon.home.ledger import Calls
from daemon.home.store import Store
from daemon.master.chapters import Placed, chapters, chapters_json
from daemon.master.notes import About, notes
from daemon.master.transcript import cut, vtt
from daemon.model import Briefing, Call, Chapter, Cue, Line, Rundown, Script, SectionBrief, SectionKind, Segment
from daemon.publish.rss import FeedEpisode, FeedShow, feed
from daemon.write.base import Desk, WriterConfig, WriterType
from daemon.write.builtin import BuiltinWriter, language
from daemon.write.completion import Request
from daemon.write.litellm import LiteLLMWriter
from daemon.write.litellm_config import ModelConfig
from tests.attacks.models import Way
from tests.attacks.places import DAY, MADE
from tests.fakes.model_pieces import Purse, said

Answer = Callable[[SectionBrief, Request], Iterable[str]]
A_WORD = 0.4
"""Seconds, made up."""
MINUTES = 20
"""Enough for everything, so that no section's length depends on another one's."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a production comes to, as files: scripts by section, everything else by name."""

    scripts: dict[SectionKind, Script]
    rundown: Rundown
    files: dict[str, str]


@dataclass(slots=True)
class Studio:
    """Makes one briefing after the other. Without an answer the built-in writer writes all."""

    store: Store
    language: str = "en"
    way: Way = "slots"
    purse: Purse = field(default_factory=Purse)

    async def make(self, briefing: Briefing, answer: Answer | None = None) -> Made:
        self.purse = Purse()
        planning = self._stages(())
        rundown = planning.plan(briefing)
        scripts = {}
        for brief in (planning.brief(section, briefing) for section in rundown.sections):
            writers = self._writers(brief, answer) if answer else ()
            scripts[brief.section.kind] = await self._stages(writers).write(brief, _forever(), _nobody)
        return Made(scripts, rundown, _files(scripts, rundown, briefing, self.language, self.purse.calls))

    @property
    def _desk(self) -> Desk:
        return Desk(show="morning", prompt=None, prompts=Path("nowhere"), account=self.purse)

    def _writers(self, brief: SectionBrief, answer: Answer) -> tuple[LiteLLMWriter, ...]:
        """The model that answers so, asked as any other."""
        model = ModelConfig(model="openai/gpt-4o", values=self.way)
        calls = said(lambda request: answer(brief, request))
        return (LiteLLMWriter(model, self._desk, lambda: "5f0c", lambda: MADE, calls),)

    def _stages(self, writers: tuple[LiteLLMWriter, ...]) -> ShowStages:
        """The product's stages; only the model is a fake."""
        return ShowStages(
            order=Order(show="morning", day=DAY, now=MADE),
            settings=Settings.model_construct(
                name="Kim", emails=(), timezone="Europe/Berlin", language=self.language, interests={},
                private_events=False, max_age=30, file=Path("settings.toml"),
            ),
            show=Show(minutes=MINUTES),
            home=Home(Path("nowhere")),
            store=self.store,
            sources_asked=(),
            writer=WriterType("fake", "1", WriterConfig, _given(writers), language),
            writer_config=WriterConfig(kind="fake"),
            desk=self._desk,
            builtin=BuiltinWriter(),
            builtin_version="1",
            narrator=cast("Any", SimpleNamespace(voice=SimpleNamespace(identity="nobody"))),
            warmed=(),
            clips=cast("Any", None),
            libraries={},
            guid="urn:uuid:00000000-0000-4000-8000-000000000000",
            language=self.language,
        )  # fmt: skip


def _given(writers: tuple[LiteLLMWriter, ...]) -> Callable[[Any, Desk, SectionKind], tuple[LiteLLMWriter, ...]]:
    return lambda _config, _desk, kind: () if kind == "closing" else writers


def _nobody(lines: Sequence[Line]) -> None:
    """Nothing is spoken here."""


def _forever() -> Deadline:
    return Deadline.after(3600, lambda: 0.0)


def _files(
    scripts: dict[SectionKind, Script], rundown: Rundown, briefing: Briefing, language: str, calls: list[Call]
) -> dict[str, str]:
    placed = _placed(scripts)
    seconds = placed[-1].start + placed[-1].segment.seconds
    marks = chapters(placed, rundown, seconds)
    about = About(title="Morning", language=language, sections=placed, rundown=rundown, briefing=briefing)
    return {
        **{f"script of {kind}": _words(script) for kind, script in scripts.items()},
        "notes": notes(about),
        "chapters": chapters_json("Morning", marks).decode(),
        "transcript": vtt([cue for one in placed for cue in one.cues]),
        "feed": feed(_SHOW, [_episode(marks, seconds, language)]).decode(),
        "ledger": to_json(Calls(calls=tuple(calls))).decode(),
    }


def _words(script: Script) -> str:
    """All words of a script, those of its refusals' reasons too; the items' keys are no words."""
    reasons = (refusal.reason for refusal in script.refused)
    lines = (line.text for line in (*script.lines, *(refusal.line for refusal in script.refused)))
    return "\n".join((script.title, script.writer, *lines, *reasons))


def _placed(scripts: dict[SectionKind, Script]) -> list[Placed]:
    placed: list[Placed] = []
    for kind, script in scripts.items():
        start = placed[-1].start + placed[-1].segment.seconds if placed else 2.0
        placed.append(Placed(_segment(kind, script), start))
    return placed


def _segment(kind: SectionKind, script: Script) -> Segment:
    cues: list[Cue] = []
    now = 0.0
    for line in script.lines:
        end = now + A_WORD * len(line.text.split())
        cues += cut(line.text, (), now, end, line.items)
        now = end
    return Segment(
        section=kind, title=script.title, writer=script.writer, voice="nobody", pcm=Path("segment.wav"),
        seconds=now, cues=tuple(cues), fell=script.fell, local_only=script.local_only,
    )  # fmt: skip  # as the master has it


_SHOW = FeedShow(
    title="Morning", description="Every morning", language="en", link="https://me.example.org/",
    feed_url="https://me.example.org/feed.xml",
)  # fmt: skip


def _episode(marks: tuple[Chapter, ...], seconds: float, language: str) -> FeedEpisode:
    here = "https://me.example.org/episode"
    return FeedEpisode(
        guid="urn:uuid:00000000-0000-4000-8000-000000000000", title="Tuesday", published=MADE, seconds=seconds,
        summary=" · ".join(mark.title for mark in marks), audio_url=f"{here}.mp3", mime_type="audio/mpeg", size=1,
        language=language, chapters=marks, chapters_url=f"{here}.json", transcript_url=f"{here}.vtt",
        notes_url=f"{here}.html", cover_url=f"{here}.jpg",
    )  # fmt: skip  # a row of names
