"""Words as they are compared: folded, and the stems of those that carry meaning. Pure."""

import re
import unicodedata
from functools import cache, lru_cache

from daemon.write.values.lexicon import Lexicon, lexicon

_SHORT = 5
_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "’": "'", "ʼ": "'"})
"""Letters that differ from others by a stroke, which no normal form takes away."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu|dell|all|nell|sull)'(?=\w)")
_CONTRACTED = re.compile(r"(?:'(?:s|re|ll|ve|d|m)|n't)$")

_ENDINGS = {
    "en": "ations ation itions ition ments ment ings ing edly ed iest ier ies es s ly y e",
    "de": "ungen ung innen in igen ige ig lichen liche lich isten ist ern end enden te ten em en er es e n s t",
    "fr": (
        "issements issement ations ation itions ition utions ution ements ement ateurs ateur euses euse eurs eur eront "
        "eraient erait aient antes ante ants ant era ait ees ee ent ez er es es e s x i a"
    ),
    "es": (
        "aciones acion iciones icion uciones ucion iones ion imientos imiento amientos amiento adores adora ador "
        "aremos iendo ando aron ieron aran iran aria "
        "adas ados idas idos ada ado ida ido aba aban ara ira mente ar er ir es an en as os a o e s"
    ),
}
_ENCLITIC = re.compile(r"(?<=\w{3}[aei]r)(?:[mts]e|n?os)?(?:l[oae]s?)?$|(?<=ndo)(?:[mts]e|n?os)?(?:l[oae]s?)?$")
"""Pronouns that hang on to a folded Spanish infinitive or gerund ("corregirlos")."""
_FROM_Y = ("ies", "ied", "ily")
"""English endings that stand for a y, which itself is cut unless too little is left ("tries")."""


def fold(text: str) -> str:
    """The text without case and accents, spaces as they were."""
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text.casefold())).translate(_LETTERS)


def words(text: str) -> tuple[str, ...]:
    """All folded words in order."""
    return tuple(_WORD.findall(fold(text).replace("’", "'")))


def function_word(word: str, language: str) -> bool:
    """Whether a word is one of grammar, without a meaning of its own."""
    return fold(word) in _silent(lexicon(language)).grammar


@lru_cache(maxsize=2048)
def content_words(text: str, language: str) -> tuple[str, ...]:
    """The folded stems, in order, of the words that carry meaning; without those that only tell who said it."""
    words = lexicon(language)
    empty = _silent(words).empty
    found = (_CONTRACTED.sub("", _ELIDED.sub("", word)) for word in _WORD.findall(fold(text)))
    return tuple(stem(word, words.language) for word in found if word not in empty and _means(word))


def _means(word: str) -> bool:
    return len(word) > 2 or any(char.isdigit() for char in word) or not word.isascii()


@lru_cache(maxsize=16384)
def stem(word: str, language: str) -> str:
    """What a folded word has in common with its other forms: three letters at least. Rough on purpose."""
    if not word.isalpha():
        return word
    if language == "en" and len(word) > 4 and word.endswith(_FROM_Y):
        return _single(word[:-3]) if len(word) > 5 else word[:-3] + "y"
    if language == "es" and len(word) > _SHORT:
        word = _ENCLITIC.sub("", word)
    endings, longest = _endings(language)
    for start in range(max(len(word) - longest, 3), len(word)):
        if word[start:] in endings:
            return _single(word[:start])
    return _single(word)


def _single(word: str) -> str:
    """Without the second of two like consonants at the end: "planning" meets "plan"."""
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou" else word


@cache
def _endings(language: str) -> tuple[frozenset[str], int]:
    """The endings, and the letters of the longest."""
    endings = frozenset(_ENDINGS.get(language, "s").split())
    return endings, max(map(len, endings))


class _Silent:
    """The words without meaning, folded."""

    __slots__ = ("empty", "grammar")

    def __init__(self, words: Lexicon) -> None:
        self.grammar = frozenset(map(fold, words.function))
        self.empty = self.grammar | frozenset(map(fold, words.telling))


@cache
def _silent(words: Lexicon) -> _Silent:
    return _Silent(words)
