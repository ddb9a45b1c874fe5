"""The stings: short original motifs of struck tones, made by code. Pure; always the same samples.

A tone is a damped rotation in the complex plane, so each sample is one multiplication away from the last and the whole
runs at the speed of `itertools` (a tenth of a second for the opening) without an array library. The tones stay below
2 kHz, so half the rate is enough for them, and the samples in between are means.
"""

import cmath
import math
import operator
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, repeat

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


@cache
def opening() -> bytes:
    """Before the first words: 2.4 s of 16-bit mono PCM at 44.1 kHz, that rise and die away."""
    return _rendered(OPENING, 2.4)


@cache
def bridge() -> bytes:
    """Between the listener's own day and the news: 0.8 s, likewise."""
    return _rendered(BRIDGE, 0.8)


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
