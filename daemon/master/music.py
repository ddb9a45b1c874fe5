"""Music: what sounds beside the voices, made by code or read from the listener's own files, at its level.

A file of theirs that has no sound in it which ffmpeg can read costs no episode: the made music takes its place.
"""

import asyncio
import tempfile
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from daemon.clock.budget import Deadline
from daemon.home.files import settle
from daemon.master import sting
from daemon.master.ffmpeg import METER, MasterError, find, loudness, run
from daemon.master.take import LIMITER, RATE, TARGET
from daemon.master.wording import wording
from daemon.model import SectionKind

UNDER_MUSIC: frozenset[SectionKind] = frozenset({"opening", "closing"})
"""The sections under which a bed lies."""
OPENING, BRIDGE = 8.0, 2.5
"""Seconds of a file of the listener's own that are played, at most."""
FADE = 0.5
OWN_STING = -18.0
BED = -26.0
"""LUFS where nobody speaks."""
MADE_BED = -20.3
"""LUFS of `sting.bed()`."""
JUDGED = 30.0
"""Seconds from the beginning of a file by which its level is told, and in which a sting has to begin."""
PATIENCE, MOST_PATIENCE = 10.0, 0.1
"""Seconds, and the share of the time that is left, after which a file of the listener's is taken for one that cannot be
read: it may lie on a disk that does not answer."""
MOST_GAIN = 30.0
SILENT = -69.0
CLOSE_ENOUGH = 0.2
SHORTEST_CORRECTED = 3.0
"""Seconds; how loud a shorter segment is, its pauses decide more than its words."""
FADE_IN, FADE_OUT = 1.0, 2.0

MONO = f"aformat=sample_fmts=dblp:sample_rates={RATE}:channel_layouts=mono"
UNHEARD = "silenceremove=start_periods=1:start_threshold=-60dB"
AGAIN = f"aloop=loop=-1:size={round(JUDGED * RATE)}"
"""For the meter, which reads blocks of 0.4 s: a sound that is shorter is measured over and over."""
DUCK = "sidechaincompress=threshold=0.025:ratio=1.8:knee=4:attack=40:release=900:detection=rms"
"""Speech at −16 LUFS takes 8 dB off the bed, which is back after a second of silence: no pumping between words."""


@dataclass(frozen=True, slots=True)
class Music:
    """What sounds beside the voices: made by code (True), none (False), or the listener's own file.

    `sting`: before the opening and between sections. `bed`: quietly under a section (`lay_under`).
    """

    sting: bool | Path = True
    bed: bool | Path = False

    async def opening(self, deadline: Deadline) -> bytes:
        """Before the first words: 16-bit mono PCM at 44.1 kHz, at most 8 s, b"" for none. Raises DiskError."""
        return await _sting(self.sting, sting.opening, OPENING, deadline)

    async def bridge(self, deadline: Deadline) -> bytes:
        """Between the listener's own day and the news: likewise, at most 2.5 s. Raises DiskError."""
        return await _sting(self.sting, sting.bridge, BRIDGE, deadline)

    async def remarks(self, language: str, deadline: Deadline) -> tuple[str, ...]:
        """A sentence in the language for each file of the listener's own that cannot be played. Raises DiskError."""
        own = dict.fromkeys(one for one in (self.sting, self.bed) if isinstance(one, Path))
        levels = await asyncio.gather(*(_level_of(file, deadline) for file in own))
        names = [file.name for file, level in zip(own, levels, strict=True) if level is None]
        return tuple(wording(language).unplayable.format(file=name) for name in names)


@dataclass(frozen=True, slots=True)
class _Mix:
    """A segment of so many frames with a bed under it: gains in dB, of the bed and of the whole."""

    frames: int
    bed_gain: float
    gain: float = 0.0

    @property
    def graph(self) -> str:
        """For ffmpeg, whose first input is the segment and whose second one is the bed."""
        fades = f"afade=t=in:d={FADE_IN},afade=t=out:st={max(0.0, self.frames / RATE - FADE_OUT):.3f}:d={FADE_OUT}"
        end = f"atrim=end_sample={self.frames}"
        # Neither of what meets in the compressor may end: it would not wait for the other one's last samples.
        return (
            f"[0:a]{MONO},asplit[voice][key];[key]apad[key];[1:a:0]{MONO},volume={self.bed_gain:.2f}dB,apad[bed];"
            f"[bed][key]{DUCK},{end},{fades}[low];[voice][low]amix=inputs=2:duration=first:normalize=0,"
            f"volume={self.gain:.2f}dB,{LIMITER},apad=whole_len={self.frames},{end},{METER}[out]"
        )


async def _sting(choice: bool | Path, made: Callable[[], bytes], seconds: float, deadline: Deadline) -> bytes:
    if isinstance(choice, Path) and (own := await _own_sting(choice, seconds, deadline)):
        return own
    return await asyncio.to_thread(made) if choice else b""


async def _own_sting(file: Path, seconds: float, deadline: Deadline) -> bytes:
    """The file's first sounds, faded out; b"" where there are none that can be read."""
    # Cut and faded from behind, since only then its end is known.
    ended = f"areverse,{UNHEARD},afade=t=in:d={FADE},areverse"
    cut = f"{MONO},{UNHEARD},atrim=end={seconds},{ended},asplit[out][whole]"
    measured = f"[whole]{AGAIN},atrim=end={OPENING},{METER},anullsink"
    with tempfile.TemporaryDirectory() as folder:
        raw, made = Path(folder, "raw.wav"), Path(folder, "made.wav")
        arguments = (*_read(file, JUDGED), "-filter_complex", f"[0:a:0]{cut};{measured}", *_wav(raw))
        level = await _heard(arguments, deadline)
        if level is None:
            return b""
        graph = f"[0]volume={min(MOST_GAIN, OWN_STING - level):.2f}dB,{LIMITER}[out]"
        await run(find(), ("-i", str(raw), "-filter_complex", graph, *_wav(made)), deadline)
        return _samples(made)


def _samples(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        return bytes(file.readframes(file.getnframes()))


async def lay_under(pcm: Path, music: Music, deadline: Deadline) -> None:
    """Mix the music's bed under a segment (WAV, 44.1 kHz mono, 16 bit), whose words stay where they are.

    It gives way to speech, and the whole stays at −16 LUFS. Raises MasterError, DiskError, OSError.
    """
    with wave.open(str(pcm)) as file:
        frames = file.getnframes()
    if not music.bed or not frames:
        return
    made, mixed = (pcm.with_name(f".{pcm.name}.{what}.part") for what in ("bed", "mixed"))
    try:
        bed, level = await _bed(music.bed, made, deadline)
        await _mix(pcm, bed, _Mix(frames, min(MOST_GAIN, BED - level)), mixed, deadline)
        settle(mixed, pcm)
    finally:
        made.unlink(missing_ok=True)
        mixed.unlink(missing_ok=True)


async def _bed(choice: bool | Path, made: Path, deadline: Deadline) -> tuple[Path, float]:
    """The bed's file and its level (LUFS): the listener's, or else `made` by code."""
    if isinstance(choice, Path) and (level := await _level_of(choice, deadline)) is not None:
        return choice, level
    await asyncio.to_thread(_write_bed, made)
    return made, MADE_BED


def _write_bed(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, sting.BED_RATE, 0, "NONE", "NONE"))
        file.writeframes(sting.bed())


async def _mix(pcm: Path, bed: Path, mix: _Mix, mixed: Path, deadline: Deadline) -> None:
    seconds = mix.frames / RATE
    inputs = ("-i", str(pcm), "-stream_loop", "-1", *_read(bed))
    for _ in range(2):
        arguments = (*inputs, "-filter_complex", mix.graph, *_wav(mixed))
        off = TARGET - loudness(await run(find(), arguments, deadline)).integrated
        if seconds < SHORTEST_CORRECTED or abs(off) <= CLOSE_ENOUGH:
            return
        mix = replace(mix, gain=mix.gain + off)


async def _level_of(file: Path, deadline: Deadline) -> float | None:
    """How loud a file of the listener's begins (LUFS), None where it has no sound that can be read."""
    measured = f"{MONO},{AGAIN},atrim=end={JUDGED},{METER}"
    return await _heard((*_read(file, JUDGED), "-map", "0:a:0", "-af", measured, "-f", "null", "-"), deadline)


async def _heard(arguments: Sequence[str], deadline: Deadline) -> float | None:
    """The level that a run over a file of the listener's measures (LUFS), None where it finds no sound."""
    try:
        level = loudness(await run(find(), arguments, _patience(deadline))).integrated
    except MasterError:
        return None
    return level if level > SILENT else None


def _patience(deadline: Deadline) -> Deadline:
    return Deadline(min(deadline.share(MOST_PATIENCE).ends, deadline.clock() + PATIENCE), deadline.clock)


def _read(file: Path, seconds: float | None = None) -> tuple[str, ...]:
    # The prefix keeps a colon or dash in a name, and ffmpeg opens nothing but files from a playlist in a file.
    return (*(("-t", str(seconds)) if seconds else ()), "-i", f"file:{file}")


def _wav(path: Path) -> tuple[str, ...]:
    return ("-map", "[out]", "-c:a", "pcm_s16le", "-bitexact", "-f", "wav", str(path))
