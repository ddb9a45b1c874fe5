"""What is wrong with a clip: whether its sound can be its text, spoken. Pure, and quick: it looks at some samples."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from daemon.model import Clip

LOWEST_RATE, HIGHEST_RATE = 8_000, 48_000
WINDOW = 0.02
"""Seconds, of which the loudest sample counts."""
LOOKED_AT = 4_000
"""Samples a second that are looked at for their loudness, about."""
LISTENED_TO, FEWEST = 800, 1_000
"""Samples a second that are looked at for what kind of sound they are, and how many in a short clip."""
AUDIBLE = 150
"""Of 32767; below it a clip is silent."""
PAUSE = 1 / 100
"""Of a clip's loudest sample; below it the voice pauses."""
LONGEST_PAUSE = 2.5
CLIPPED = 0.01
"""The share of samples in runs at full scale from which on it is heard."""
LOPSIDED = 0.5
"""Of the mean loudness; no sound has its middle so far from zero, but bytes that are no sound do."""
HISS = 0.4
"""Changes of sign a sample; speech has 0.25 at most, noise 0.5."""

NORMAL = 0.065
"""Seconds a character at the pace of the news."""
SHORTEST, SPARED = 0.02, 0.15
LONGEST, SLACK = 2.5, 2.0
SUSPICIOUS = 1.4
"""Times the normal length, from which on a clip is searched for repetitions."""
SHORTEST_REPEAT = 0.4
ALIKE = 0.85
FINEST, MOST_COMPARED = 2, 800
"""How finely a clip is compared with itself: windows that are taken together, and how many of these there are."""

SHORT_WORD = 4
FIRST_SYLLABLE = "\u2e80"
"""From here on, letters are those of Chinese, Japanese and Korean: a syllable or two each."""
MOSTLY_NEW = 0.7

_SIGN = re.compile(r"[^\w\s.,;:!?…'’\"„“”«»()¿¡–—-]")
_INITIALS = re.compile(r"\b[A-ZÀ-Þ]{2,}\b")
_FULL_SCALE = tuple(sample.to_bytes(2, "little", signed=True) * 3 for sample in (32_767, -32_767, -32_768))


def fault(clip: Clip, text: str) -> str | None:
    """Why a clip cannot be that text, spoken; None where nothing speaks against it. The text is as the voice got it."""
    if len(clip.pcm) % 2 or not LOWEST_RATE <= clip.rate <= HIGHEST_RATE:
        return "it is no sound"
    if not re.search(r"\w", text):
        return None
    samples = array("h", clip.pcm)
    loud = _loudness(samples, clip.rate)
    if max(loud, default=0) < AUDIBLE:
        return "it is silent"
    if _is_noise(samples, clip.rate):
        return "it is noise"
    if _clipped(clip.pcm) > CLIPPED:
        return "it is distorted"
    return _of_length(_speech(loud), text)


@dataclass(frozen=True, slots=True)
class _Speech:
    """What sounds, from its first to its last moment: a loudness for each window, and below which it pauses."""

    loud: Sequence[int]
    floor: float

    @property
    def seconds(self) -> float:
        return len(self.loud) * WINDOW

    @property
    def sounding(self) -> float:
        return sum(each >= self.floor for each in self.loud) * WINDOW

    @property
    def longest_pause(self) -> float:
        longest = running = 0
        for each in self.loud:
            running = running + 1 if each < self.floor else 0
            longest = max(longest, running)
        return longest * WINDOW


def _of_length(speech: _Speech, text: str) -> str | None:
    if speech.sounding < max(WINDOW, SHORTEST * _characters(text) - SPARED):
        return "it is too short for its words"
    if speech.longest_pause > LONGEST_PAUSE:
        return "it stops in the middle"
    expected = NORMAL * _weight(text)
    if speech.seconds > LONGEST * expected + SLACK:
        return "it is too long for its words"
    suspicious = speech.seconds > SUSPICIOUS * expected + SHORTEST_REPEAT and not _says_it_again(text)
    return "it repeats itself" if suspicious and _repeats(speech.loud) else None


def _characters(text: str) -> int:
    return sum(len(word) for word in re.findall(r"\w+", text))


def _weight(text: str) -> int:
    """How many characters it is when it is spelt out: digits, signs and initials are said as words."""
    words = sum(max(len(word), SHORT_WORD) + 1 for word in text.split())
    digits, signs = len(re.findall(r"\d", text)), len(_SIGN.findall(text))
    initials = sum(len(word) for word in _INITIALS.findall(text))
    pauses = len(re.findall(r"[.,;:!?…–—]", text))
    syllables = sum(letter >= FIRST_SYLLABLE for letter in text)
    return words + 5 * digits + 7 * signs + 3 * (initials + pauses + syllables)


def _says_it_again(text: str) -> bool:
    """Whether the words themselves repeat: "no, no, no"."""
    words = re.findall(r"\w+", text.lower())
    return len(set(words)) <= len(words) * MOSTLY_NEW


def _loudness(samples: "array[int]", rate: int) -> list[int]:
    """The loudest of the samples of each window."""
    step = max(1, rate // LOOKED_AT)
    thin = samples[::step]
    length = max(1, round(rate * WINDOW / step))
    windows = (thin[at : at + length] for at in range(0, len(thin), length))
    return [max(map(abs, window)) for window in windows]


def _speech(loud: Sequence[int]) -> _Speech:
    floor = max(loud) * PAUSE
    sounding = [at for at, each in enumerate(loud) if each >= floor]
    return _Speech(loud[sounding[0] : sounding[-1] + 1], floor)


def _is_noise(samples: "array[int]", rate: int) -> bool:
    """Whether it is bytes that are no sound: all on one side of zero, or changing sides at random."""
    step = max(1, min(rate // LISTENED_TO, len(samples) // FEWEST))
    some = samples[::step]
    if abs(sum(some)) > LOPSIDED * sum(map(abs, some)):
        return True
    pairs = list(zip(some, samples[1::step], strict=False))
    return sum((one < 0) != (other < 0) for one, other in pairs) > HISS * len(pairs)


def _clipped(pcm: bytes) -> float:
    """The share of samples that stand in runs of three and more at full scale."""
    return sum(3 * pcm.count(run) for run in _FULL_SCALE) / max(1, len(pcm) // 2)


def _repeats(loud: Sequence[int]) -> bool:
    """Whether the loudness, moved along by some time, is itself again."""
    step = max(FINEST, len(loud) // MOST_COMPARED)
    rough = [max(loud[at : at + step]) for at in range(0, len(loud), step)]
    # What is said twice may be parted by a pause that the end does not have.
    lags = range(max(1, round(SHORTEST_REPEAT / WINDOW / step)), len(rough) * 2 // 3)
    return any(_alike(rough[:-lag], rough[lag:]) > ALIKE for lag in lags)


def _alike(one: Sequence[int], other: Sequence[int]) -> float:
    """How alike two courses of loudness are: 1 the same, 0 not at all (Pearson's coefficient)."""
    mean, other_mean = sum(one) / len(one), sum(other) / len(other)
    spread = sum(each * each for each in one) - len(one) * mean * mean
    other_spread = sum(each * each for each in other) - len(other) * other_mean * other_mean
    if spread <= 0 or other_spread <= 0:
        return 0.0
    together = sum(a * b for a, b in zip(one, other, strict=True)) - len(one) * mean * other_mean
    return float(together / (spread * other_spread) ** 0.5)
