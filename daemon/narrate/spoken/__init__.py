"""What should be said: a listener's own pronunciations, and for engines that read words only, everything in words.

Pure. Words of another language are not marked: no engine here takes such marks but in markup of its own.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from daemon.model import Word
from daemon.narrate.spoken.figures import figures
from daemon.narrate.spoken.letters import abbreviations, acronyms, signs, subjects
from daemon.narrate.spoken.roman import romans
from daemon.narrate.spoken.tables import Tongue, tongue
from daemon.narrate.spoken.traced import Traced

__all__ = ["Speech", "speech", "words_of"]

_KEPT = "°№℃℉©®™"
"""Signs of their category that can be said."""
_BRACKETS = re.compile(r"[\[\]]")
_FIRST_PLACE, _LAST_PLACE = 0xF0000, 0xFFFFD
"""Private characters: a place for each word of the listener's list while the rest is put into words."""


@dataclass(frozen=True, slots=True)
class Speech:
    """What a voice is given. `origins`: for each word of `text` the index of the word of `original` it stands for."""

    text: str
    origins: tuple[int, ...]
    original: str


@dataclass(frozen=True, slots=True)
class _Pronounced:
    """A listener's list as one pattern: its n-th group is the key of the n-th word."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]


def speech(text: str, language: str, pronounce: Mapping[str, str], *, normalizes: bool) -> Speech:
    """The text as the voice should be given it; never empty where the text has a letter.

    `pronounce`: words as they are written, and as they are to be said; a key in small letters fits any. `normalizes`:
    the engine reads numbers, units and abbreviations by itself.
    """
    traced = _sayable(text)
    traced, kept = _pronounced(traced, tuple(pronounce.items()))
    if not normalizes:
        traced = _in_words(traced, tongue(language))
    traced = traced.sub(_BRACKETS, lambda _: "")
    if kept:
        traced = traced.sub(_places(), lambda found: kept[found[1]])
    words = traced.words() or Traced.of(text).words()
    return Speech(" ".join(word for word, _ in words), tuple(origin for _, origin in words), text)


def words_of(speech: Speech, words: Sequence[Word]) -> tuple[Word, ...]:
    """When each word of the original begins, from when those of the speech do; none where these are not its words.

    A word that is not said begins with the next that is, the last ones with the last that is.
    """
    if not words or len(words) != len(speech.origins):
        return ()
    starts: dict[int, float] = {}
    for origin, word in zip(speech.origins, words, strict=True):
        starts.setdefault(origin, word.start)
    timed: list[Word] = []
    start = words[-1].start
    originals = speech.original.split()
    for index in reversed(range(len(originals))):
        start = starts.get(index, start)
        timed.append(Word(text=originals[index], start=start))
    return tuple(reversed(timed))


def _in_words(text: Traced, tongue: Tongue) -> Traced:
    text = abbreviations(subjects(text), tongue)
    return signs(acronyms(figures(romans(text, tongue), tongue), tongue), tongue)


def _sayable(text: str) -> Traced:
    """Without emoji, control characters and what else has no sound."""
    if text.isascii() and text.isprintable():
        return Traced.of(text)
    return Traced.of(unicodedata.normalize("NFC", text)).sub(_unheard(), lambda found: "".join(map(_heard, found[0])))


@lru_cache(maxsize=1)
def _unheard() -> re.Pattern[str]:
    """Anything but ASCII: its categories are looked at one by one."""
    return re.compile(r"[^ -~]+")


def _heard(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in _KEPT or category[0] in "LNPZ" or category in ("Sc", "Sm", "Mn", "Mc"):
        return "" if "\ufe00" <= letter <= "\ufe0f" else letter
    return "" if category in ("Cc", "Cf", "Me", "Sk") else " "


def _pronounced(text: Traced, pronounce: tuple[tuple[str, str], ...]) -> tuple[Traced, dict[str, str]]:
    """The text with a place for each word of the list, and what is to be said there."""
    listed = _listed(pronounce)
    kept: dict[str, str] = {}

    def place(found: re.Match[str]) -> str:
        if _FIRST_PLACE + len(kept) > _LAST_PLACE:
            return found[0]
        letter = chr(_FIRST_PLACE + len(kept))
        kept[letter] = listed.words[(found.lastindex or 1) - 1]
        return " ".join(letter for _ in found[0].split())  # as many words as there were

    return (text.sub(listed.pattern, place) if listed.words else text), kept


@lru_cache(maxsize=8)
def _listed(pronounce: tuple[tuple[str, str], ...]) -> _Pronounced:
    known = sorted(((key, said) for key, said in pronounce if key.strip()), key=lambda one: -len(one[0]))
    keys = (f"({'(?i:' if key.islower() else '(?:'}{' '.join(map(re.escape, key.split()))}))" for key, _ in known)
    return _Pronounced(re.compile(rf"(?<!\w)(?:{'|'.join(keys)})(?!\w)"), tuple(said for _, said in known))


@lru_cache(maxsize=1)
def _places() -> re.Pattern[str]:
    return re.compile(rf"([{chr(_FIRST_PLACE)}-{chr(_LAST_PLACE)}])(?: \1)*")
