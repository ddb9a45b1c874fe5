"""Which words a language has, by its lexicon and by what can be made of that; anything else may be a name. Pure."""

import re
from dataclasses import fields
from functools import cache, lru_cache

from daemon.write.values.lexicon import Lexicon, lexicon
from daemon.write.values.names_forms import known
from daemon.write.values.words import fold, stem

_SMALL = re.compile(r"(?<![\w'’-])[^\W\d_]+(?![\w'’-])")
_PREFIX = re.compile(r"^(?:re|un|over|out|under|non|mid|pre|anti|inter|super|sub|co|dis|mis|des|in|im)(?=\w{4})")
_SEPARABLE = re.compile(
    r"^(?:nieder|heran|hervor|heraus|herein|hinaus|hinein|voraus|vorbei|vor|aus|ab|an|auf|ein|zu|um|bei|mit|nach|weg|los"
    r"|fest|frei|hin|her|zuruck|zusammen|unter|uber|durch|wieder|be|ver|er|ent|zer)?(?:ge|zu)?(?=\w{3})"
)
_SHORTEST = 4
"""Letters; shorter ones are mostly grammar, and nobody's secret."""


def strange_words(text: str, language: str) -> tuple[str, ...]:
    """The words without a capital that the language does not have, folded."""
    small = (word for word in _SMALL.findall(text) if word.islower() and len(word) >= _SHORTEST)
    return tuple(fold(word) for word in small if not _is_ordinary(word, language))


@lru_cache(maxsize=16384)
def _is_ordinary(word: str, language: str) -> bool:
    """Known in this form, or made of what is known ("reworked", "drillers")."""
    folded = fold(word)
    stems = _stems(language)
    return known(word, language) or not stems.isdisjoint((stem(folded, language), _bare(folded, language)))


def _bare(word: str, language: str) -> str:
    return stem((_SEPARABLE if language == "de" else _PREFIX).sub("", word), language)


@cache
def _stems(language: str) -> frozenset[str]:
    words = lexicon(language)
    listed = [getattr(words, field.name) for field in fields(Lexicon) if field.name != "language"]
    uncached = stem.__wrapped__  # its memory is for the words of a morning
    return frozenset(uncached(fold(word), language) for each in listed for word in each)
