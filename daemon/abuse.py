"""Slurs, insults and threats that are flung at the listener. Pure, but for its word list, which is read once."""

import codecs
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from daemon.disguises import closed_up, plain, unleeted

_LIST = Path(__file__).with_name("abuse.toml")
_WORD = re.compile(r"(?<![\w-])\w+(?![\w-])")
"""Not the half of a double-barrelled name."""
_REPEATED = re.compile(r"([a-z])\1{2,}")


def abusive(text: str) -> bool:
    """Whether the text holds a slur, or insults, curses or threatens whoever hears it, in any of our languages.

    Look-alike letters, signs for letters ("1d10t"), letters apart and long-drawn ones are seen through. What the news
    speak of (murder, rape, racism, war, suicide, "he called her an idiot") is none. Not seen: contempt without one of
    the listed words, irony, other languages.
    """
    folded = plain(text).casefold()
    views = {folded, unleeted(folded), closed_up(folded), closed_up(unleeted(folded))}
    views |= {_REPEATED.sub(r"\1", view) for view in views}
    return any(_is_abuse(" ".join(view.split())) for view in views)


def _is_abuse(text: str) -> bool:
    if not _slurs().isdisjoint(_WORD.findall(text)):
        return True
    return any(pattern.search(text) for pattern in _patterns())


@cache
def _slurs() -> frozenset[str]:
    return frozenset(word for table in _tables() for word in _shown(table["slurs"]))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(rf"\b(?:{pattern})\b")
        for table in _tables()
        for pattern in (_flung(table), _any_of(table["curses"]))
    )


def _flung(table: Mapping[str, list[str]]) -> str:
    return rf"(?:{_any_of(table['flung'])})(?:(?<=')|\W{{1,2}})(?:{_any_of(_shown(table['insults']))})s?"


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


def _tables() -> Sequence[Mapping[str, list[str]]]:
    """The word lists, one a language."""
    return tuple(tomllib.loads(_LIST.read_text(encoding="utf-8")).values())


def _shown(words: Iterable[str]) -> list[str]:
    """Out of rot13."""
    return [codecs.decode(word, "rot13") for word in words]
