"""A section's sound while it is being made: the master begins with its first takes before the last ones are there."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from typing import Any

from daemon.model import SectionKind, Segment, Take


class AnotherVoiceError(Exception):
    """What was given of a section is not part of it in the end: another voice speaks it, from its beginning."""


class Growing:
    """Awaited, it is the finished segment, or raises what kept it from being made. It has one reader at a time."""

    def __init__(self, kind: SectionKind) -> None:
        self.kind = kind
        self._takes: dict[int, Take] = {}
        self._voices = 0
        self._made: asyncio.Task[Segment]
        self._news = asyncio.Event()

    def made_by(self, task: asyncio.Task[Segment]) -> "Growing":
        """Whose result it is."""
        self._made = task
        task.add_done_callback(lambda _: self._news.set())
        return self

    def anew(self) -> None:
        """A voice begins with the section; what another one has spoken of it does not count."""
        self._voices += 1
        self._takes.clear()
        self._news.set()

    def add(self, index: int, take: Take) -> None:
        """One of its takes, by its place in the section."""
        self._takes[index] = take
        self._news.set()

    def __await__(self) -> Generator[Any, None, Segment]:
        """The finished segment."""
        return self._made.__await__()

    async def pieces(self) -> AsyncGenerator[Take | Segment, None]:
        """Its takes in order, as they come; the segment alone, where that was made before. Raises AnotherVoiceError."""
        voice, given = self._voices, 0
        while True:
            self._news.clear()
            if given and voice != self._voices:
                raise AnotherVoiceError
            voice = self._voices
            if given in self._takes:
                yield self._takes[given]
                given += 1
            elif self._made.done():
                break
            else:
                await self._news.wait()
        segment = await self
        if not given:
            yield segment
