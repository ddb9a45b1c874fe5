"""Countries by their names, adjectives and inhabitants. Pure."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from config.languages import base_of
from daemon.write.values.lexicon import LANGUAGES
from daemon.write.values.words import fold


def nationality(word: str, language: str) -> str | None:
    """The country (ISO 3166, "FR") or region that a folded word names or belongs to: "france", "french", "andino"."""
    base = base_of(language)
    return _countries(base if base in LANGUAGES else "en").get(word.replace("-", " "))


@cache
def _countries(language: str) -> dict[str, str]:
    from babel import Locale

    territories = Locale(language).territories
    lands = ((code, name) for code, name in territories.items() if code.isalpha() and len(code) == 2)
    names = {fold(name).replace("-", " "): code for code, name in lands}
    if language == "es":
        names.pop("reunion")  # a meeting, in most of the sentences that begin with it
    return names | dict(_adjectives(LANGUAGES.index(language)))


def _adjectives(column: int) -> Iterator[tuple[str, str]]:
    text = files("daemon.write.values.lexicon").joinpath("nations.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines() if line and not line.startswith("#"))
    for code, *columns in rows:
        for word in columns[column].split():
            for form in _forms(fold(word), LANGUAGES[column]):
                yield form.replace("_", " "), code.strip()


def _forms(word: str, language: str) -> Iterator[str]:
    yield word
    if language == "de" and word.endswith(("sch", "er", "e")):
        yield from (word + end for end in _GERMAN[_german_kind(word)].split())
        yield from (word[:-1] + end for end in ("in", "innen") if word.endswith("e"))
    elif language == "fr":
        yield from (word + end for end in ("s", "e", "es", "ne", "nes"))
    elif language == "es" and word.endswith("o"):
        yield from (word[:-1] + end for end in ("a", "os", "as"))
    else:
        yield from (word + end for end in (("s", "a", "as", "es") if language == "es" else ("s",)))


_GERMAN = {"sch": "e er en em es", "er": "s n in innen", "e": "n"}


def _german_kind(word: str) -> str:
    return next(kind for kind in _GERMAN if word.endswith(kind))
