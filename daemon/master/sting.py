"""The stings, short motifs of struck tones, and the bed, soft chords that go round: made by code, original. Pure.

A tone is a damped rotation in the complex plane, so each sample is one multiplication away from the last and the whole
runs at the speed of `itertools` (a tenth of a second for the opening) without an array library. The tones stay below
2 kHz, so half the rate is enough for them, and the samples in between are means. The bed's tones are all multiples of
one frequency, so each chord is a short wave repeated, and its swelling and fading is one multiplication a sample.
"""

import cmath
import math
import operator
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, cycle, repeat

RATE = 44_100 // 2
PEAK = 0.26 * 32767
ATTACK = 0.012
FADE = 0.12

D3, A3, D4, E4, A4, FS4 = 146.83, 220.0, 293.66, 329.63, 440.0, 369.99


@dataclass(frozen=True, slots=True)
class _Tone:
    """A struck tone: when (seconds), how high (Hz), how loud, and how long until it has faded to a third (seconds)."""

    at: float
    pitch: float
    level: float
    decay: float


OPENING = (
    _Tone(0.0, D3, 0.5, 1.1),
    _Tone(0.0, D4, 0.8, 0.7),
    _Tone(0.3, E4, 0.7, 0.6),
    _Tone(0.6, A4, 0.8, 0.7),
    _Tone(0.9, A3, 0.4, 0.8),
    _Tone(0.9, FS4 * 2, 0.7, 0.7),
)
BRIDGE = (_Tone(0.0, A4, 0.7, 0.25), _Tone(0.16, FS4 * 2, 0.7, 0.25))

BED_RATE = 44_100 // 4
"""Its tones stay below 1.4 kHz, and it goes through ffmpeg anyhow."""
BED_CHORD = 4.0
BED_SWELL = 2.0
"""Seconds that a chord sounds alone with its neighbours' ends, and over which one gives way to the next."""
BED_WAVE = 1802
"""Samples of the wave that holds all tones a whole number of times: a sixth of D1, 6.118 Hz. Tuned purely: no beats."""
BED_DETUNED = 4
"""Samples by which a second, softer layer is longer: it drifts against the first, which is what makes a pad breathe."""
BED_STILL, BED_DRIFTING = 1800, 1200
"""Sizes of the layers' tones, of 32,767; the peak is a quarter of that."""
BED_OVERTONES = (1.0, 0.3, 0.08)
CHORDS = ((24, 36, 54, 60), (20, 30, 48, 72), (16, 24, 40, 60), (18, 27, 48, 54))
"""D with its ninth, B minor seventh, G major seventh, A suspended: their tones as multiples of the wave's frequency."""


@cache
def opening() -> bytes:
    """Before the first words: 2.4 s of 16-bit mono PCM at 44.1 kHz, that rise and die away."""
    return _rendered(OPENING, 2.4)


@cache
def bridge() -> bytes:
    """Between the listener's own day and the news: 0.8 s, likewise."""
    return _rendered(BRIDGE, 0.8)


@cache
def bed() -> bytes:
    """What may lie under speech: 16 s of 16-bit mono PCM at 11.025 kHz, even in level, that go round without a seam."""
    step, swell = round(BED_CHORD * BED_RATE), round(BED_SWELL * BED_RATE)
    envelope = _swelling(step, swell)
    loop = array("d", bytes(8 * step * len(CHORDS)))
    for index, tones in enumerate(CHORDS):
        _add(loop, array("d", map(operator.mul, envelope, _sustained(tones))), index * step)
    return array("h", map(int, loop)).tobytes()


def _swelling(step: int, swell: int) -> "array[float]":
    """Up, held and down again, at equal power where one chord gives way to the next."""
    rise = [math.sin(math.pi / 2 * at / swell) for at in range(swell)]
    return array("d", (*rise, *repeat(1.0, step - swell), *reversed(rise)))


def _sustained(tones: Sequence[int]) -> Iterator[float]:
    """A chord without end, in two layers."""
    still, drifting = _wave(tones, BED_WAVE, BED_STILL), _wave(tones, BED_WAVE + BED_DETUNED, BED_DRIFTING)
    return map(operator.add, cycle(still), cycle(drifting))


def _wave(tones: Sequence[int], length: int, level: int) -> list[float]:
    turn = 2 * math.pi / length
    voice = [sum(loud * math.sin(turn * at * n) for n, loud in enumerate(BED_OVERTONES, 1)) for at in range(length)]
    louds = [level * math.sqrt(min(tones) / tone) for tone in tones]
    return [
        sum(loud * voice[tone * at % length] for tone, loud in zip(tones, louds, strict=True)) for at in range(length)
    ]


def _add(loop: "array[float]", sound: "array[float]", start: int) -> None:
    """Lay a sound into a loop; what does not fit before its end goes on at its beginning."""
    fits = min(len(sound), len(loop) - start)
    for at, part in ((start, sound[:fits]), (0, sound[fits:])):
        loop[at : at + len(part)] = array("d", map(operator.add, loop[at : at + len(part)], part))


def _rendered(tones: Sequence[_Tone], seconds: float) -> bytes:
    length = round(seconds * RATE)
    mix = [0.0] * length
    for tone in tones:
        start = round(tone.at * RATE)
        mix[start:] = map(operator.add, mix[start:], _struck(tone, length - start))
    scale = PEAK / max(map(abs, mix))
    samples = [value * scale for value in mix]
    fade = round(FADE * RATE)
    for at in range(fade):
        samples[-1 - at] *= at / fade
    return _doubled(array("h", map(round, samples))).tobytes()


def _doubled(samples: "array[int]") -> "array[int]":
    between = array("h", ((one + other) // 2 for one, other in zip(samples, [*samples[1:], 0], strict=True)))
    doubled = array("h", bytes(4 * len(samples)))
    doubled[0::2], doubled[1::2] = samples, between
    return doubled


def _struck(tone: _Tone, length: int) -> list[float]:
    """The fundamental, and an octave that dies away sooner; a soft attack, as of felt."""
    struck = _rung(tone.pitch, tone.level, tone.decay, length)
    octave = _rung(2 * tone.pitch, 0.25 * tone.level, tone.decay / 3, min(length, round(2 * tone.decay * RATE)))
    struck[: len(octave)] = map(operator.add, struck, octave)
    return struck


def _rung(pitch: float, level: float, decay: float, length: int) -> list[float]:
    ringing = _damped(pitch, level, decay, length)
    # What is taken away at first makes the attack: it starts from nothing and is gone within a tenth of a second.
    for at, value in enumerate(_damped(pitch, level, ATTACK, min(length, round(8 * ATTACK * RATE)))):
        ringing[at] -= value
    return ringing


def _damped(pitch: float, level: float, decay: float, length: int) -> list[float]:
    turn = cmath.exp(complex(-1 / (decay * RATE), 2 * math.pi * pitch / RATE))
    return [value.imag for value in accumulate(repeat(turn, length - 1), operator.mul, initial=complex(level))]
