"""What a language needs to be said by an engine that reads words only, from LANGUAGE.toml. Pure."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "de", "fr", "es")
OneMany = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tongue:
    """A language's words. `words`: what digits are joined with (see the tables); `lists`: words of one kind.

    `abbreviated` finds abbreviations, `abbreviations` says what each (without white space) stands for.
    """

    language: str
    words: Mapping[str, str]
    abbreviated: re.Pattern[str]
    abbreviations: Mapping[str, str]
    units: Mapping[str, OneMany]
    currencies: Mapping[str, OneMany]
    scales: Mapping[str, OneMany]
    signs: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


def tongue(language: str) -> Tongue:
    """The language's words; a region is dropped ("de-AT"), an unknown language is said as English."""
    base = re.split(r"[-_]", language.lower())[0]
    return _load(base if base in LANGUAGES else "en")


def any_of(words: Iterable[str]) -> str:
    """A pattern for each of the words, the longest first; one that never matches where there are none."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"


@cache
def _load(language: str) -> Tongue:
    table = tomllib.loads((Path(__file__).parent / f"{language}.toml").read_text(encoding="utf-8"))
    named, counted, free = table["before_name"], table["before_number"], table["abbreviations"]
    return Tongue(
        language=language,
        words=table["words"],
        abbreviated=_abbreviated(named, counted, free),
        abbreviations={"".join(key.split()): said for key, said in (*free.items(), *counted.items(), *named.items())},
        units=_pairs(table["units"]),
        currencies=_pairs(table["currencies"]),
        scales=_pairs(table["scales"]),
        signs=table["signs"],
        lists={key: tuple(words.split()) for key, words in table["lists"].items()},
    )


def _pairs(table: Mapping[str, list[str]]) -> Mapping[str, OneMany]:
    return {key: (one, many) for key, (one, many) in table.items()}


def _abbreviated(named: Iterable[str], counted: Iterable[str], free: Iterable[str]) -> re.Pattern[str]:
    """Titles before a name, "No." and the like before a number, the rest anywhere."""
    kinds = ((named, r"(?=\s+[A-ZÀ-Þ])"), (counted, r"(?=\s?\d)"), (free, r"(?!\w)"))
    parts = (rf"(?:{'|'.join(map(_written, sorted(keys, key=len, reverse=True)))}){after}" for keys, after in kinds)
    return re.compile(rf"(?<![\w.’'-])(?:{'|'.join(parts)})")


def _written(key: str) -> str:
    """As it may be written: with or without spaces, a small first letter also as a capital."""
    spaced = r"\s?".join(re.escape(part) for part in re.split(r"(?<=\.)\s?(?=\w)|\s", key))
    return f"[{key[0]}{key[0].upper()}]{spaced[1:]}" if key[0].islower() and not spaced.startswith("\\") else spaced
