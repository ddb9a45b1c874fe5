"""Take: one clip without its needless silence, gently compressed and brought to −16 LUFS."""

import asyncio
import math
import operator
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from pathlib import Path

from daemon.clock.budget import Deadline
from daemon.master.ffmpeg import METER, Loudness, find, loudness, run
from daemon.master.transcript import cut
from daemon.model import Clip, Cue, Line, Spoken, Take, Word

RATE = 44_100
TARGET = -16.0
AIM = TARGET + 0.1
"""The limiter takes a little off nearly every take, and the pauses between takes a little off their sum."""
CLOSE_ENOUGH = 0.25
"""LU; the meter's own steps are 0.1."""
CORRECTIONS = 2
MOST_GAIN = 30.0
SHORTEST_MEASURED = 0.8
"""Seconds; ebur128 reads blocks of 0.4 s and needs a few."""
CEILING = 10 ** (-2.0 / 20)

SILENT = 300
"""From one peak to the other: a clip that is never louder has no sound."""
FAINT = 80
"""How many times fainter than the speech a silence is: 38 dB."""
LOUDEST = 5
"""A click is over sooner than so many windows."""
WINDOW = 0.01
KEPT = 0.03
FADE = 0.005
LONGEST_SILENCE = 0.9
SHORTENED = 0.6

LET_THROUGH, LEAST_LET_THROUGH = 0.7, 0.2
"""How much of a further gain the limiter is taken to let through before that is known, and at least."""

COMPRESSOR = "acompressor=threshold=-19dB:ratio=2:knee=4:attack=15:release=350:detection=rms"
"""Works on speech that was brought near −16 LUFS before; too slow to be heard to pump."""
MONO = "aformat=channel_layouts=mono"
LIMITER = f"aresample={4 * RATE},{MONO},alimiter=limit={CEILING:.4f}:level=disabled:latency=1,aresample={RATE},{MONO}"
"""At four times the rate, as true peaks are measured: what lies between samples is limited too. ffmpeg 5.1 does not
find out by itself that it is mono."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What is kept of a clip: samples at its rate, how far off zero they are, and where in the clip they were."""

    samples: "array[int]"
    rate: int
    offset: int
    kept: tuple[tuple[int, int], ...]

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate

    def moved(self, seconds: float) -> float:
        """Where a moment of the clip is in what was kept; in a silence that was cut out, where the cut is."""
        at = round(seconds * self.rate)
        return sum(min(max(at, start), end) - start for start, end in self.kept) / self.rate


async def level(spoken: Spoken, path: Path, deadline: Deadline) -> Take:
    """Write a clip's take to `path` (WAV, 44.1 kHz mono, 16 bit). One without sound has 0 seconds and no cues.

    Raises MasterError and DiskError; OSError where `path` cannot be written.
    """
    speech = await asyncio.to_thread(trimmed, spoken.clip)
    made = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        await (_levelled(speech, made, deadline) if speech.samples else _empty(made))
        made.replace(path)  # not fsynced: no later production uses it
    finally:
        made.unlink(missing_ok=True)
    seconds = seconds_of(path)
    first, last = spoken.lines[0].items, spoken.lines[-1].items
    return Take(pcm=path, seconds=seconds, cues=tuple(_cues(spoken, speech, seconds)), first=first, last=last)


def seconds_of(path: Path) -> float:
    """How long a WAV file lasts."""
    with wave.open(str(path)) as file:
        return float(file.getnframes() / file.getframerate())


def trimmed(clip: Clip) -> Speech:
    """The clip's speech: of the silence around it 30 ms are kept, which fade, of a long one within 0.6 s. Pure."""
    samples = array("h", clip.pcm[: len(clip.pcm) // 2 * 2])
    offset = round(sum(samples) / max(1, len(samples)))
    step = max(1, round(clip.rate * WINDOW))
    loud = _loud(samples, step)
    kept = tuple(_kept(loud, step, clip.rate, len(samples))) if loud else ()
    speech = array("h")
    for start, end in kept:
        speech += _faded(samples[start:end], round(clip.rate * FADE), offset)
    return Speech(speech, clip.rate, offset, kept)


def _loud(samples: "array[int]", step: int) -> Sequence[int]:
    """Where the windows begin in which something is to be heard."""
    windows = [(at, samples[at : at + step]) for at in range(0, len(samples), step)]
    swings = [(at, max(window) - min(window)) for at, window in windows]
    loudest = sorted(swing for _, swing in swings)[-LOUDEST:][:1]
    if not loudest or loudest[0] <= SILENT:
        return ()
    return [at for at, swing in swings if swing > loudest[0] / FAINT]


def _kept(loud: Sequence[int], step: int, rate: int, length: int) -> Iterator[tuple[int, int]]:
    margin, half = round(rate * KEPT), round(rate * SHORTENED / 2)
    start = max(0, loud[0] - margin)
    for before, after in pairwise(loud):
        if after - before - step > rate * LONGEST_SILENCE:
            yield start, before + step + half
            start = after - half
    yield start, min(length, loud[-1] + step + margin)


def _faded(samples: "array[int]", length: int, offset: int) -> "array[int]":
    length = min(length, len(samples) // 2)
    for at in range(length):
        for place in (at, -1 - at):
            samples[place] = offset + (samples[place] - offset) * at // length
    return samples


async def _empty(made: Path) -> None:
    with wave.open(str(made), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "NONE"))


async def _levelled(speech: Speech, made: Path, deadline: Deadline) -> None:
    gain = min(MOST_GAIN, AIM - guessed_loudness(speech))
    near = f"dcshift={-speech.offset / 32768:.6f},aresample={RATE},volume={gain:.3f}dB"
    if speech.seconds < SHORTEST_MEASURED:
        await _run(speech, f"{near},{LIMITER}", _wav(made), deadline)
        return
    gentle = f"{near},{COMPRESSOR}"
    reached = await _run(speech, gentle, ("-f", "null", "-"), deadline)
    await _limited(speech, gentle, AIM - reached.integrated, made, deadline)


async def _limited(speech: Speech, gentle: str, gain: float, made: Path, deadline: Deadline) -> None:
    """At that gain (dB), and from the untouched clip again at a higher one where the limiter took too much off."""
    let_through, before = LET_THROUGH, (gain, AIM)
    for attempt in range(1 + CORRECTIONS):
        filters = f"{gentle},volume={min(MOST_GAIN, gain):.3f}dB,{LIMITER}"
        reached = (await _run(speech, filters, _wav(made), deadline)).integrated
        if abs(AIM - reached) <= CLOSE_ENOUGH:
            return
        if attempt:
            let_through = min(1.0, max(LEAST_LET_THROUGH, (reached - before[1]) / (gain - before[0])))
        before = (gain, reached)
        gain += (AIM - reached) / let_through


def _wav(made: Path) -> tuple[str, ...]:
    return ("-c:a", "pcm_s16le", "-bitexact", "-f", "wav", str(made))


async def _run(speech: Speech, filters: str, output: Sequence[str], deadline: Deadline) -> Loudness:
    source = ("-f", "s16le", "-ar", str(speech.rate), "-ac", "1", "-i", "pipe:0")
    arguments = (*source, "-af", f"{filters},{METER}", *output)
    return loudness(await run(find(), arguments, deadline, speech.samples.tobytes()))


def guessed_loudness(speech: Speech) -> float:
    """LUFS (dual mono), near enough to begin with: BS.1770 without its filter and gate. Pure."""
    some = speech.samples[:: max(1, speech.rate // 8000)]
    power = (sum(map(operator.mul, some, some)) / max(1, len(some)) - speech.offset**2) / 2**30
    return -0.691 + 10 * math.log10(max(2 * power, 1e-9))


def _cues(spoken: Spoken, speech: Speech, seconds: float) -> Iterator[Cue]:
    if not seconds:
        return
    words = [Word(text=word.text, start=speech.moved(word.start)) for word in spoken.clip.words]
    starts = list(_starts(spoken.lines, words, seconds))
    at = 0
    for line, (start, end) in zip(spoken.lines, pairwise((*starts, seconds)), strict=True):
        count = len(line.text.split())
        for cue in cut(line.text, words[at : at + count], start, end, line.items):
            yield replace(cue, speaker=line.speaker)
        at += count


def _starts(lines: Sequence[Line], words: Sequence[Word], seconds: float) -> Iterator[float]:
    """When each line begins: with its first word, or by its share of the letters where the voice told no words."""
    counts = list(accumulate((len(line.text.split()) for line in lines), initial=0))
    if len(words) == counts[-1]:
        begun = [words[at].start for at in counts[1:-1]]
    else:
        letters = list(accumulate((len(line.text) for line in lines), initial=0))
        begun = [seconds * share / max(1, letters[-1]) for share in letters[1:-1]]
    yield from accumulate((0.0, *begun), lambda before, start: min(max(before, start), seconds))
