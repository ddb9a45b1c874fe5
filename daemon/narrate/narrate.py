"""Narrate: gives each section its voice, whole, down the ladder of casts; clips are made or bought once."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from daemon.clock.budget import Deadline
from daemon.home.clips import Clips
from daemon.model import Line, Narration, Script, SectionKind, Spoken, Take, VoiceFall
from daemon.narrate.asking import Asking, Order
from daemon.narrate.base import Voice, VoiceError
from daemon.narrate.booth import Booth, Cast, Level, Ready
from daemon.narrate.chunks import Chunk, chunks, neighbours
from daemon.narrate.errands import Errands
from daemon.narrate.lanes import Widths
from daemon.narrate.spoken import Speech, speech, words_of

__all__ = ["Booth", "Cast", "Level", "Narrator", "Widths"]

RUNG = 0.6
"""Of the time that is left, for each cast but the last, which has all of it."""


@dataclass(frozen=True, slots=True)
class _Rung:
    """One cast's try at a section."""

    cast: Cast
    parts: tuple[Chunk, ...]
    section: SectionKind
    place: int
    ready: Ready | None = None

    def tells(self, index: int, take: asyncio.Task[Take]) -> None:
        """Tell of a take when it is there."""

        def made(take: asyncio.Task[Take]) -> None:
            if self.ready and not take.cancelled() and not take.exception():
                self.ready.add(index, take.result())

        take.add_done_callback(made)

    def voice(self, index: int) -> Voice:
        return self.cast.of(self.parts[index].speaker)

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Those that have something to say, once each."""
        spoken = [self.voice(index) for index in range(len(self.parts))] or [self.cast.first]
        return tuple({voice.identity: voice for voice in spoken}.values())


@dataclass(frozen=True, slots=True)
class _Early:
    """A take that is being made while its section is still being written."""

    chunk: Chunk
    take: asyncio.Task[Take]


class _FallenError(Exception):
    """A cast cannot speak the section: which of its voices, and why."""

    def __init__(self, voice: Voice, error: VoiceError) -> None:
        super().__init__(str(error))
        self.fall = VoiceFall(voice=voice.name, why=error.why)
        self.error = error


class Narrator:
    """The voices of one production, the casts in the order in which they are tried."""

    def __init__(self, casts: Sequence[Cast], clips: Clips, booth: Booth) -> None:
        self._casts = tuple(casts)
        self._booth = booth
        self._asking = Asking(clips, booth)
        self._errands = Errands(clips, self._asking)
        self._early: dict[tuple[int, int], _Early] = {}
        self._closed = False

    @property
    def voice(self) -> Voice:
        """The one that should speak: the first host of the first cast."""
        return self._casts[0].first

    @property
    def voices(self) -> tuple[Voice, ...]:
        """All voices of all casts, once each, in the order of the ladder."""
        every = (voice for cast in self._casts for voice in (cast.first, cast.second))
        return tuple({id(voice): voice for voice in every}.values())

    @property
    def identity(self) -> str:
        """All that the sound of its sections depends on, beside their words."""
        return "\n".join(f"{cast.first.identity}\t{cast.second.identity}" for cast in self._casts)

    def ahead(self, place: int, section: SectionKind, lines: Sequence[Line], level: Level) -> None:
        """Start on a section that is still being written: `lines` are all that it has so far.

        Only chunks that no further line can change are spoken and levelled, in the first cast's voice. What goes wrong
        is met by `narrate`.
        """
        parts = chunks(lines)
        rung = _Rung(self._casts[0], parts, section, place)
        for index, part in enumerate(parts[:-1]):
            if (place, index) in self._early or self._closed or self._asking.shut(rung.voice(index)):
                continue
            take = asyncio.ensure_future(self._take(rung, index, level))
            take.add_done_callback(_noticed)
            self._early[place, index] = _Early(part, take)

    async def narrate(
        self, script: Script, place: int, level: Level, deadline: Deadline, ready: Ready | None = None
    ) -> Narration:
        """The section by the first cast that can speak it in its time; `place` is its place in the running order.

        `ready` is told each take as soon as it is there.

        Raises VoiceError, the last cast's, where none can; what `level` raises; OSError where no clip can be kept.
        """
        parts = chunks(script.lines)
        early = await self._kept_early(place, parts)
        fallen: list[_FallenError] = []
        for left, cast in zip(range(len(self._casts) - 1, -1, -1), self._casts, strict=True):
            rung = _Rung(cast, parts, script.section, place, ready)
            try:
                self._admit(rung, local_only=script.local_only)
                takes = await self._takes(rung, level, deadline.share(RUNG) if left else deadline, early)
            except _FallenError as error:
                fallen.append(error)
                await _given_up(early.values())
                early = {}
            else:
                return _narration(script, rung.voices, takes, [each.fall for each in fallen])
        raise fallen[-1].error

    async def close(self) -> None:
        """Give up what runs ahead, and close the voices."""
        voices, self._closed = () if self._closed else self.voices, True
        await _given_up([each.take for each in self._early.values()])
        await self._errands.close()
        await asyncio.gather(*(voice.close() for voice in voices))

    def _admit(self, rung: _Rung, *, local_only: bool) -> None:
        """Raises _FallenError where a voice of the cast may not or need not be asked."""
        for voice in rung.voices:
            if local_only and voice.remote and voice.host not in self._booth.private_hosts:
                raise _FallenError(voice, _private(voice))
            if error := self._asking.shut(voice):
                raise _FallenError(voice, error)

    async def _kept_early(self, place: int, parts: Sequence[Chunk]) -> dict[int, asyncio.Task[Take]]:
        """What runs ahead of a section and is part of it in the end, by its number; the rest is given up."""
        mine = {index: self._early.pop((at, index)) for at, index in list(self._early) if at == place}
        kept = {index: each.take for index, each in mine.items() if each.chunk in parts[index : index + 1]}
        kept = {
            index: take for index, take in kept.items() if not (take.done() and (take.cancelled() or take.exception()))
        }
        await _given_up([each.take for index, each in mine.items() if index not in kept])
        return kept

    async def _takes(
        self, rung: _Rung, level: Level, deadline: Deadline, early: Mapping[int, asyncio.Task[Take]]
    ) -> tuple[Take, ...]:
        """All takes in order; when it ends, however it ends, nothing of the rung goes on."""
        indices = range(len(rung.parts))
        tasks = [early.get(index) or asyncio.ensure_future(self._take(rung, index, level)) for index in indices]
        if rung.ready:
            rung.ready.anew()
        for index, task in enumerate(tasks):
            rung.tells(index, task)
        try:
            async with asyncio.timeout(deadline.left()) as limit:
                return tuple(await asyncio.gather(*tasks))
        except TimeoutError as error:
            if not limit.expired():
                raise
            slow = next((index for index, task in enumerate(tasks) if task.cancelled()), 0)
            raise _FallenError(rung.voice(slow), _late(rung.voice(slow))) from error
        finally:
            await _given_up(tasks)

    async def _take(self, rung: _Rung, index: int, level: Level) -> Take:
        said = self._speech(rung, index)
        try:
            clip = await self._errands.clip(self._order(rung, index, said))
        except VoiceError as error:
            raise _FallenError(rung.voice(index), error) from error
        chunk = rung.parts[index]
        clip = replace(clip, text=chunk.text, words=words_of(said, clip.words))
        return await level(index, Spoken(lines=chunk.lines, clip=clip))

    def _speech(self, rung: _Rung, index: int) -> Speech:
        return self._said(rung.parts[index].text, rung.voice(index))

    def _said(self, text: str, voice: Voice) -> Speech:
        booth = self._booth
        return speech(text, booth.language, booth.pronounce, normalizes=voice.normalizes)

    def _order(self, rung: _Rung, index: int, said: Speech) -> Order:
        voice = rung.voice(index)
        before, after = neighbours(rung.parts, index) if voice.stitches else ("", "")
        return Order(
            voice=voice,
            text=said.text,
            before=self._said(before, voice).text if before else "",
            after=self._said(after, voice).text if after else "",
            section=rung.section,
            turn=(rung.place, index),
        )


async def _given_up(tasks: Collection[asyncio.Task[Take]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _noticed(take: asyncio.Task[Take]) -> None:
    """What failed ahead is no leak: whoever needs it asks again, and hears why."""
    if not take.cancelled():
        take.exception()


def _narration(
    script: Script, voices: Sequence[Voice], takes: tuple[Take, ...], fell: Sequence[VoiceFall]
) -> Narration:
    return Narration(
        script=script,
        voice=", ".join(voice.name for voice in voices),
        takes=takes,
        fell=tuple(fell),
        cloned=tuple(dict.fromkeys(voice.cloned for voice in voices if voice.cloned)),
    )


def _private(voice: Voice) -> VoiceError:
    return VoiceError(
        f"{voice.name} was not asked: the section holds what may not leave this machine. Set a local voice, or "
        "hears_private = true in that voice's table.",
        "private",
    )


def _late(voice: Voice) -> VoiceError:
    return VoiceError(f"{voice.name} was not done in time. Try again, or choose a faster voice.", "late")
