"""Segment: a section's clips put together with pauses and brought to −16 LUFS."""

import asyncio
import math
import wave
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.clock.budget import Deadline
from daemon.home.files import settle
from daemon.master.ffmpeg import METER, Ffmpeg, Loudness, MasterError, find, loudness, measure, run
from daemon.master.transcript import cut
from daemon.model import Clip, Cue, Line, Narration, Segment, Word

RATE = 44_100
TARGET = -16.0
CEILING = 10 ** (-2.0 / 20)
CLOSE_ENOUGH = 0.3
CORRECTIONS = 2
MOST_GAIN = 30.0
SHORTEST_MEASURED = 0.8
"""Seconds; ebur128 reads blocks of 0.4 s and needs a few."""
SILENT = 150
WINDOW = 0.01
KEPT = 0.03
FADE = 0.005
SENTENCE_PAUSE = 0.2
ITEM_PAUSE = 0.3


@dataclass(frozen=True, slots=True)
class _Take:
    """A clip without the silence around it (samples at the clip's rate), and how many seconds were cut before it."""

    samples: "array[int]"
    cut_before: float


async def make_segment(narration: Narration, path: Path, deadline: Deadline) -> Segment:
    """Write the section's sound to `path` (WAV, 44.1 kHz mono, 16 bit). One without sound has 0 seconds.

    Raises MasterError and DiskError; OSError where `path` cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    samples, cues = await asyncio.to_thread(arrange, narration)
    if samples:
        await _level(samples, narration.clips[0].rate, path, deadline)
    else:
        _write_wav(path, samples, RATE)
    script = narration.script
    return Segment(
        section=script.section, title=script.title, writer=script.writer, voice=narration.voice,
        pcm=path, seconds=seconds_of(path), cues=cues, fell=script.fell, local_only=script.local_only,
    )  # fmt: skip  # who made it, then what it is


def seconds_of(path: Path) -> float:
    """How long a WAV file lasts."""
    with wave.open(str(path)) as file:
        return float(file.getnframes() / file.getframerate())


def arrange(narration: Narration) -> tuple["array[int]", tuple[Cue, ...]]:
    """All clips in a row with pauses between them (samples at the clips' rate), and what is said when. Pure."""
    rate = _one_rate(narration.clips)
    samples: array[int] = array("h")
    cues: list[Cue] = []
    for pause, line, clip in _paced(narration):
        take = trimmed(clip)
        if not take.samples:
            continue
        if samples:
            samples.extend(_silence(pause - 2 * KEPT, rate))
        cues += _cues(line, clip, take, len(samples) / rate)
        samples.extend(take.samples)
    return samples, tuple(cues)


def _one_rate(clips: Sequence[Clip]) -> int:
    rates = {clip.rate for clip in clips}
    if len(rates) > 1:
        raise MasterError("The voice changed its sampling rate within a section: make the episode again.")
    return rates.pop() if rates else RATE


def _paced(narration: Narration) -> Iterator[tuple[float, Line, Clip]]:
    before = ((), *(line.items for line in narration.script.lines))
    for items, line, clip in zip(before, narration.script.lines, narration.clips, strict=False):
        yield (SENTENCE_PAUSE if set(items) & set(line.items) else ITEM_PAUSE), line, clip


def _cues(line: Line, clip: Clip, take: _Take, start: float) -> tuple[Cue, ...]:
    end = start + len(take.samples) / clip.rate
    words = [Word(text=word.text, start=word.start - take.cut_before + start) for word in clip.words]
    return cut(line.text, words, start, end, line.items)


def trimmed(clip: Clip) -> _Take:
    """The clip without the silence around its speech, but for 30 ms that fade in and out. Pure."""
    samples = array("h", clip.pcm)
    step = max(1, round(clip.rate * WINDOW))
    loud = [at for at in range(0, len(samples), step) if _is_loud(samples[at : at + step])]
    if not loud:
        return _Take(array("h"), 0.0)
    kept = round(clip.rate * KEPT)
    first, last = max(0, loud[0] - kept), min(len(samples), loud[-1] + step + kept)
    return _Take(_faded(samples[first:last], round(clip.rate * FADE)), first / clip.rate)


def _is_loud(window: "array[int]") -> bool:
    return max(window) > SILENT or min(window) < -SILENT


def _faded(samples: "array[int]", length: int) -> "array[int]":
    length = min(length, len(samples) // 2)
    for at in range(length):
        samples[at] = samples[at] * at // length
        samples[-1 - at] = samples[-1 - at] * at // length
    return samples


def _silence(seconds: float, rate: int) -> "array[int]":
    return array("h", bytes(2 * round(seconds * rate)))


async def _level(samples: "array[int]", rate: int, path: Path, deadline: Deadline) -> None:
    raw, made = path.with_name(f".{path.name}.raw.part"), path.with_name(f".{path.name}.part")
    try:
        await asyncio.to_thread(_write_wav, raw, samples, rate)
        ffmpeg = find()
        gain = await _first_gain(ffmpeg, raw, samples, rate, deadline)
        for _ in range(1 + CORRECTIONS):
            reached = await _apply(ffmpeg, raw, made, gain, deadline)
            if len(samples) / rate < SHORTEST_MEASURED or abs(TARGET - reached.integrated) <= CLOSE_ENOUGH:
                break
            # What the limiter took off is made up for; always from the untouched clips, so that it never limits twice.
            gain += TARGET - reached.integrated
        settle(made, path)
    finally:
        raw.unlink(missing_ok=True)
        made.unlink(missing_ok=True)


def _write_wav(path: Path, samples: "array[int]", rate: int) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())


async def _first_gain(ffmpeg: Ffmpeg, raw: Path, samples: "array[int]", rate: int, deadline: Deadline) -> float:
    if len(samples) / rate < SHORTEST_MEASURED:
        return min(MOST_GAIN, TARGET - guessed_loudness(samples))
    return min(MOST_GAIN, TARGET - (await measure(ffmpeg, raw, deadline)).integrated)


def guessed_loudness(samples: "array[int]") -> float:
    """LUFS (dual mono) of a sound too short to be measured: BS.1770 without its filter and gate. Pure."""
    power = sum(sample * sample for sample in samples) / max(1, len(samples)) / 2**30
    return -0.691 + 10 * math.log10(max(2 * power, 1e-9))


async def _apply(ffmpeg: Ffmpeg, raw: Path, made: Path, gain: float, deadline: Deadline) -> Loudness:
    # The limiter may overshoot between samples, so it works at the rate that is encoded.
    limiter = f"alimiter=limit={CEILING:.4f}:level=disabled:latency=1"
    graph = f"[0]aresample={RATE},volume={gain:.3f}dB,{limiter},asplit[out][meter];[meter]{METER},anullsink"
    output = ("-map", "[out]", "-c:a", "pcm_s16le", "-bitexact", "-f", "wav", str(made))
    return loudness(await run(ffmpeg, ("-i", str(raw), "-filter_complex", graph, *output), deadline))
