"""A voice with verbs: what it does with the next texts is told to it; what it was asked is kept."""

import asyncio
import math
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from daemon.model import Clip, Word
from daemon.narrate.base import VoiceError

Sound = Literal["speech", "silence", "babble", "clipped", "short", "noise", "odd", "pause"]
RATE = 8_000
WORD, GAP = 0.3, 0.08
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    text: str
    before: str
    after: str


class FakeVoice:
    """Speaks syllables of sound; without verbs it answers at once."""

    def __init__(
        self,
        name: str = "fake",
        *,
        host: str = "",
        remote: bool | None = None,
        at_once: int = 4,
        stitches: bool = False,
        price: float | None = None,
        cloned: str | None = None,
    ) -> None:
        self.name = name
        self.identity = f"fake/{name}/1"
        self.host = host
        self.remote = bool(host) if remote is None else remote
        self.at_once = at_once
        self.stitches = stitches
        self.normalizes = True
        self.price = price
        self.cloned = cloned
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self.given_up = 0
        self.closed = 0
        self._under_way = 0
        self._takes: int | None = None
        self._seconds = 0.0
        self._tells_words = False
        self._next: deque[VoiceError | Sound | None] = deque()
        self._about: dict[str, VoiceError | Sound | None] = {}
        self._says_limit: int | None = None
        self._retry_after: float | None = None

    @property
    def texts(self) -> list[str]:
        """What it was asked to say, in order."""
        return [asked.text for asked in self.asked]

    def fails(self, *errors: VoiceError) -> None:
        """Fail the next requests."""
        self._next += errors

    def fails_at(self, text: str, error: VoiceError) -> None:
        """Fail that text, always."""
        self._about[text] = error

    def hangs(self, times: int = 1) -> None:
        """Never answer the next requests."""
        self._next += [None] * times

    def hangs_at(self, text: str) -> None:
        """Never answer that text."""
        self._about[text] = None

    def gives(self, *sounds: Sound) -> None:
        """Answer the next requests with that."""
        self._next += sounds

    def gives_at(self, text: str, sound: Sound) -> None:
        """Answer that text with that, always."""
        self._about[text] = sound

    def takes(self, at_once: int, retry_after: float | None = None) -> None:
        """Be busy with so many; refuse more."""
        self._takes, self._retry_after = at_once, retry_after

    def takes_time(self, seconds: float) -> None:
        """Answer after so long."""
        self._seconds = seconds

    def says_limit(self, at_once: int) -> None:
        """Tell its limit with the next answer."""
        self._says_limit = at_once

    def tells_words(self) -> None:
        """Say when each word begins."""
        self._tells_words = True

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        self.asked.append(Asked(text, before, after))
        behaviour = self._about[text] if text in self._about else self._next.popleft() if self._next else "speech"
        self._under_way += 1
        try:
            return await self._speak(text, behaviour)
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        finally:
            self._under_way -= 1

    async def _speak(self, text: str, behaviour: VoiceError | Sound | None) -> Clip:
        if self._takes is not None and self._under_way > self._takes:
            raise VoiceError("Too much at once. Wait.", "late", busy=True, retry_after=self._retry_after)
        self.most_at_once = max(self.most_at_once, self._under_way)
        await asyncio.sleep(self._seconds)
        if self._says_limit is not None:
            self.at_once = self._says_limit
        if behaviour is None:
            await asyncio.Event().wait()
        if isinstance(behaviour, VoiceError):
            raise behaviour
        words = text.split() if self._tells_words else []
        starts = tuple(Word(text=word, start=at * (WORD + GAP)) for at, word in enumerate(words))
        return Clip(text=text, rate=RATE, pcm=sound(text, behaviour or "speech"), words=starts)

    async def close(self) -> None:
        self.closed += 1


def sound(text: str, what: Sound = "speech") -> bytes:
    """A text's words as sound at RATE, or what a voice gives that has failed."""
    spoken = b"".join(_word(3 + len(word) % 4) for word in text.split())
    wrong: dict[Sound, Callable[[], bytes]] = {
        "speech": lambda: spoken,
        "silence": lambda: bytes(len(spoken)),
        "babble": lambda: spoken * 3,
        "clipped": lambda: _clipped(spoken),
        "short": lambda: spoken[: 2 * round(0.05 * RATE)],
        "noise": lambda: _noise(len(spoken)),
        "odd": lambda: spoken[1:],
        "pause": lambda: spoken + bytes(2 * 3 * RATE) + spoken,
    }
    return wrong[what]()


@cache
def _word(pitch: int) -> bytes:
    length, gap = round(WORD * RATE), round(GAP * RATE)
    swell = [math.sin(math.pi * at / length) for at in range(length)]
    tone = [math.sin(2 * math.pi * 50 * pitch * at / RATE) for at in range(length)]
    return array("h", [round(9_000 * a * b) for a, b in zip(swell, tone, strict=True)]).tobytes() + bytes(2 * gap)


def _clipped(pcm: bytes) -> bytes:
    return array("h", [max(-32_768, min(32_767, 20 * sample)) for sample in array("h", pcm)]).tobytes()


def _noise(length: int) -> bytes:
    number, samples = 1, array("h")
    for _ in range(length // 2):
        number = number * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        samples.append((number >> 15) - 32_768)
    return samples.tobytes()
