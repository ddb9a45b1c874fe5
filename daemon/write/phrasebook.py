"""The built-in writer's phrases, one table a language, chosen by the date so that mornings differ."""

import re
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from daemon.write.spoken import LANGUAGES

_TABLES = Path(__file__).parent / "phrases"
_NOT_PHRASES = ("lists", "sources", "titles")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrasebook:
    """A language's phrases ("day.first" → variants), word lists, and names of sources and sections."""

    language: str
    phrases: Mapping[str, tuple[str, ...]]
    lists: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, str]
    titles: Mapping[str, str]

    def phrase(self, key: str, day: date, turn: int = 0, /, **values: str) -> str:
        """A variant of the phrase, filled: the same one for the same day and turn, another for the next turn."""
        variants = self.phrases[key]
        return variants[(zlib.crc32(f"{day}/{key}".encode()) + turn) % len(variants)].format(**values)


def phrasebook(language: str) -> tuple[Phrasebook, str | None]:
    """The language's phrases (a region is dropped); for an unknown language English, and a note that says so."""
    base = re.split(r"[-_]", language.lower())[0]
    if base in LANGUAGES:
        return _load(base), None
    known = ", ".join(LANGUAGES)
    note = (
        f'The built-in writer does not speak "{language}", so it writes in English. '
        f"It speaks {known}; set language to one of these."
    )
    return _load("en"), note


@cache
def _load(language: str) -> Phrasebook:
    table = tomllib.loads((_TABLES / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = {
        f"{section}.{key}": (value,) if isinstance(value, str) else tuple(value)
        for section, keys in table.items()
        if section not in _NOT_PHRASES
        for key, value in keys.items()
    }
    lists = {key: tuple(words.split("|") if "|" in words else words.split()) for key, words in table["lists"].items()}
    return Phrasebook(language=language, phrases=phrases, lists=lists, sources=table["sources"], titles=table["titles"])
