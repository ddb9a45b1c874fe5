"""Segment: a section's takes in a row, with pauses between them."""

import asyncio
import wave
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from daemon.clock.budget import Deadline
from daemon.home.files import settle
from daemon.master.music import Music, lay_under
from daemon.master.take import KEPT, RATE
from daemon.model import Cue, Narration, Segment, Take

BLOCK = 32_768
"""Frames copied at once: a section never lies in memory."""
SENTENCE_PAUSE = 0.25
ITEM_PAUSE = 0.45
SPEAKER_PAUSE = 0.45
"""Seconds from the last sound to the next: within an item, between items, and where the other host takes over."""


async def join(narration: Narration, path: Path, deadline: Deadline, music: Music | None = None) -> Segment:
    """Write the section's sound to `path` (WAV, 44.1 kHz mono, 16 bit), over the bed of `music` where that has one.

    One without sound has 0 seconds. Raises MasterError and DiskError; OSError where a file cannot be read or written.
    """
    takes = [take for take in narration.takes if take.seconds]
    seconds, cues = await asyncio.to_thread(_write, takes, path)
    if music and takes:
        await lay_under(path, music, deadline)
    script = narration.script
    return Segment(
        section=script.section, title=script.title, writer=script.writer, voice=narration.voice,
        pcm=path, seconds=seconds, cues=cues,
        fell=script.fell, voices_fell=narration.fell, cloned=narration.cloned, local_only=script.local_only,
    )  # fmt: skip  # who made it, what it is, and what else is to be known of it


def _write(takes: Sequence[Take], path: Path) -> tuple[float, tuple[Cue, ...]]:
    """The takes one after the other in a file; its seconds, and what is said when."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.part")
    cues: list[Cue] = []
    try:
        with wave.open(str(made), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
            before: Take | None = None
            for take in takes:
                file.writeframes(bytes(2 * round(pause_between(before, take) * RATE)))
                start = file.tell() / RATE
                cues += [replace(cue, start=cue.start + start, end=cue.end + start) for cue in take.cues]
                _copy(take.pcm, file)
                before = take
            seconds = file.tell() / RATE
        settle(made, path)
    finally:
        made.unlink(missing_ok=True)
    return seconds, tuple(cues)


def pause_between(before: Take | None, after: Take) -> float:
    """The seconds of silence between two takes, beside what each has at its ends; none before the first."""
    if before is None:
        return 0.0
    return _pause(before, after) - 2 * KEPT


def _pause(before: Take, after: Take) -> float:
    if before.cues[-1].speaker != after.cues[0].speaker:
        return SPEAKER_PAUSE
    return SENTENCE_PAUSE if set(before.last) & set(after.first) else ITEM_PAUSE


def _copy(pcm: Path, file: wave.Wave_write) -> None:
    with wave.open(str(pcm)) as source:
        while frames := source.readframes(BLOCK):
            file.writeframesraw(frames)
