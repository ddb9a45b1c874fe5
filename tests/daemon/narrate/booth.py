"""A production's narrator with fake voices, its account and its takes; time passes without waiting."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from daemon.clock.budget import Deadline
from daemon.home.clips import Clips
from daemon.model import Call, Line, Narration, Script, SectionKind, Spoken, Take, VoiceWhy
from daemon.narrate.base import VoiceError
from daemon.narrate.narrate import Booth, Cast, Level, Narrator
from tests.fakes.quick_loop import run_quickly
from tests.fakes.voices import FakeVoice

T = TypeVar("T")
NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
STORIES = (
    "A strike on the S-Bahn this afternoon, from two until ten in the evening, says Tagesblick.",
    "Orbit reports the first picture of a comet's far side, sent home overnight by the probe Halme.",
    "A town that put motion sensors in its street lights has saved thirty-eight percent of their power.",
)


@dataclass
class Purse:
    """An account that allows so much, and remembers what it was told."""

    allowed: float = 1e9
    calls: list[Call] = field(default_factory=list)
    reserved: float = 0.0

    def allows(self, cost: float | None) -> bool:
        spent = sum(call.cost or 0.0 for call in self.calls)
        if (cost or 0.0) > self.allowed - spent - self.reserved + 1e-9:
            return False
        self.reserved += cost or 0.0
        return True

    def record(self, call: Call, estimate: float | None) -> None:
        self.reserved -= estimate or 0.0
        self.calls.append(call)


class Shelf(dict[str, int]):
    """Widths that are kept in memory."""

    def known(self, host: str) -> int | None:
        return self.get(host)

    def learnt(self, host: str, at_once: int) -> None:
        self[host] = at_once


class Studio:
    """A production's narrator, its voices on the ladder, and the takes that were made of their clips."""

    def __init__(
        self,
        folder: Path,
        *casts: FakeVoice | tuple[FakeVoice, FakeVoice],
        offline: bool = False,
        private_hosts: Sequence[str] = (),
        allowed: float = 1e9,
        pronounce: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.purse = Purse(allowed)
        self.shelf = Shelf()
        self.spoken: dict[int, list[Spoken]] = {}
        self.booth = Booth(
            language="en",
            pronounce=pronounce or {},
            account=self.purse,
            widths=self.shelf,
            offline=offline,
            private_hosts=frozenset(private_hosts),
            now=lambda: NOW,
            clock=lambda: asyncio.get_running_loop().time(),
            jitter=lambda: 0.5,
        )
        pairs = (Cast(*cast) if isinstance(cast, tuple) else Cast(cast, cast) for cast in casts)
        self.narrator = Narrator(tuple(pairs), Clips(folder / "clips"), self.booth)

    def level(self, place: int = 1) -> Level:
        async def made(index: int, spoken: Spoken) -> Take:
            self.spoken.setdefault(place, []).append(spoken)
            return Take(pcm=self.folder / f"{place}-{index}.wav", seconds=spoken.clip.seconds, cues=())

        return made

    async def narrate(self, script: Script, place: int = 1, seconds: float = 600) -> Narration:
        return await self.narrator.narrate(script, place, self.level(place), after(seconds))

    def does(self, work: Callable[[], Awaitable[T]]) -> T:
        """Something in the quick loop; then the narrator is closed."""

        async def done() -> T:
            try:
                return await work()
            finally:
                await self.narrator.close()

        return run_quickly(done())

    def narrated(self, script: Script, seconds: float = 600) -> Narration:
        return self.does(lambda: self.narrate(script, seconds=seconds))


def after(seconds: float) -> Deadline:
    return Deadline.after(seconds, asyncio.get_running_loop().time)


def a_script(*texts: str, section: SectionKind = "news", local_only: bool = False) -> Script:
    lines = tuple(Line(text=text, items=(text,)) for text in texts)
    return Script(
        section=section, title="News", language="en", writer="builtin", lines=lines, local_only=local_only
    )  # fmt: skip  # what it is, then what it holds


NEWS = a_script(*STORIES)


def chunks_of(number: int) -> tuple[str, ...]:
    return tuple(f"{STORIES[0][:-1]}, in story number {at}." for at in range(number))


async def elapsed(work: Coroutine[Any, Any, T]) -> tuple[T, float]:
    begun = asyncio.get_running_loop().time()
    return await work, asyncio.get_running_loop().time() - begun


def broken(why: VoiceWhy) -> VoiceError:
    return VoiceError("It did not work. Do something.", why)


def a_conversation() -> Script:
    lines = tuple(
        Line(text=text, items=(text,), speaker=speaker)  # type: ignore[arg-type]  # one of the two
        for text, speaker in zip(STORIES, ("first", "second", "first"), strict=True)
    )
    return Script(section="news", title="News", language="en", writer="builtin", lines=lines)
