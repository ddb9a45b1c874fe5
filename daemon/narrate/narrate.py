"""Narrate: gives a section's script its voice, one clip a line, and asks for no clip twice."""

import asyncio

from daemon.clock.budget import Deadline
from daemon.home.clips import Clips, key_of
from daemon.model import Clip, Narration, Script
from daemon.narrate.base import Voice, VoiceError

SIDE_BY_SIDE = 4
TRIES = 2


async def narrate(script: Script, voice: Voice, clips: Clips, deadline: Deadline) -> Narration:
    """The script with one clip a line. Raises VoiceError, also where the deadline passes first."""
    narrator = _Narrator(voice, clips)
    texts = [line.text for line in script.lines]
    lines = [asyncio.ensure_future(narrator.clip(texts, index)) for index in range(len(texts))]
    try:
        async with asyncio.timeout(deadline.left()):
            spoken = await asyncio.gather(*lines)
    except TimeoutError as error:
        raise VoiceError("The voice was not done in time.", transient=True) from error
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
    return Narration(script=script, voice=voice.name, clips=tuple(spoken))


class _Narrator:
    def __init__(self, voice: Voice, clips: Clips) -> None:
        self._voice = voice
        self._clips = clips
        self._turns = asyncio.Semaphore(SIDE_BY_SIDE)

    async def clip(self, texts: list[str], index: int) -> Clip:
        before = texts[index - 1] if index else ""
        after = texts[index + 1] if index + 1 < len(texts) else ""
        key = key_of(self._voice.identity, texts[index], before, after)
        async with self._turns:
            if found := await asyncio.to_thread(self._clips.get, key):
                return found
            clip = await self._speak(texts[index], before, after)
            await asyncio.to_thread(self._clips.put, key, clip)
            return clip

    async def _speak(self, text: str, before: str, after: str) -> Clip:
        for _ in range(TRIES - 1):
            try:
                return await self._voice.speak(text, before, after)
            except VoiceError as error:
                if not error.transient:
                    raise
        return await self._voice.speak(text, before, after)
