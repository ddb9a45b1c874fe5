"""Sound that measures like speech, and when each of its characters begins: made quickly, and always the same."""

import math
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal
from zlib import crc32

Manner = Literal["speech", "silence", "babble", "clipped"]

WORD, GAP, STOP, MARK = 0.4, 0.08, 0.25, 0.1
"""Seconds: a word with the gap behind it; that gap; more of it behind a sentence; what is no word (a dash)."""
KINDS, LOWEST, HIGHEST = 12, 100.0, 5_000.0
ATTACK, RELEASE, TREMOR = 0.004, 0.025, 4.0
LOUDNESS_OF_RMS = -0.6
"""What `ebur128=dualmono=true` reads (LUFS) above a syllable's root mean square (dB of full scale), gaps and all."""
TIMES = 4
"""How often a voice that babbles says it."""

_SENTENCE_END = re.compile(r"[.!?…]['\"»”)]*$")


@dataclass(frozen=True)
class Sound:
    """16-bit mono PCM, and for each character of the text when it begins and ends (seconds)."""

    pcm: bytes
    characters: tuple[str, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]


@dataclass(frozen=True)
class _Token:
    """A word, when it begins, and when what comes after it does (seconds)."""

    text: str
    start: float
    end: float


def said(text: str, rate: int, level: float, manner: Manner = "speech") -> Sound:
    """The text as sound of about `level` LUFS: each word is heard from its start to `GAP` before its end."""
    tokens = tuple(_tokens(text))
    pcm = _pcm(tokens, rate, level if manner != "clipped" else 20.0)
    if manner == "silence":
        pcm = bytes(len(pcm))
    starts = tuple(_starts(text, tokens))
    ends = (*(after for _, after in pairwise(starts)), tokens[-1].end if tokens else 0.0)
    return Sound(pcm * (TIMES if manner == "babble" else 1), tuple(text), starts, ends[: len(starts)])


def _tokens(text: str) -> Iterator[_Token]:
    at = 0.0
    for word in text.split():
        long = WORD if re.search(r"\w", word) else MARK
        end = round(at + long + (STOP if _SENTENCE_END.search(word) else 0.0), 6)
        yield _Token(word, at, end)
        at = end


def _starts(text: str, tokens: tuple[_Token, ...]) -> Iterator[float]:
    """When each character begins: a word's share its sound, the space behind it begins with its gap."""
    words, at = iter(tokens), 0.0
    for part in re.findall(r"\s+|\S+", text):
        if part.isspace():
            yield from [at] * len(part)
            continue
        token = next(words)
        long = min(token.end - token.start, WORD) - GAP
        for index in range(len(part)):
            yield round(token.start + long * index / len(part), 3)
        at = round(token.start + long, 3)


def _pcm(tokens: tuple[_Token, ...], rate: int, level: float) -> bytes:
    parts: list[bytes] = []
    for token in tokens:
        frames = round(token.end * rate) - round(token.start * rate)
        heard = _syllable(crc32(token.text.encode(errors="replace")) % KINDS, rate, level) if _is_word(token) else b""
        parts.append(heard + bytes(2 * frames - len(heard)))
    return b"".join(parts)


def _is_word(token: _Token) -> bool:
    return bool(re.search(r"\w", token.text))


@cache
def _syllable(kind: int, rate: int, level: float) -> bytes:
    """A vowel of one of a dozen pitches, between silences."""
    gain = 32_767 * 10 ** ((level - LOUDNESS_OF_RMS) / 20)
    table = _period(kind, rate)
    frames = int((WORD - GAP) * rate)
    heard = (gain * table[index % len(table)] * _envelope(index / rate) for index in range(frames))
    return array("h", (max(-32_767, min(32_767, round(value))) for value in heard)).tobytes()


def _envelope(at: float) -> float:
    left = WORD - GAP - at
    edge = min(1.0, at / ATTACK, left / RELEASE)
    return edge * (0.8 + 0.2 * math.cos(2 * math.pi * TREMOR * at))


def _period(kind: int, rate: int) -> list[float]:
    """One period of a voice: harmonics that fall as a voice's do, their phases spread so that it has no sharp peak."""
    length = round(rate / (LOWEST + 9 * kind))
    most = int(min(HIGHEST, rate / 2.2) * length / rate)
    parts = [(k, k**-0.9, math.pi * k * k / most) for k in range(1, most + 1)]
    values = [sum(a * math.sin(2 * math.pi * k * i / length + p) for k, a, p in parts) for i in range(length)]
    rms = math.sqrt(sum(value * value for value in values) / length)
    return [value / rms for value in values]
