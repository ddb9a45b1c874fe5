"""Where values stand in a text: plain regular expressions, written apart from those of the judge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from tests.truth.pools import Pools, pools

Kind = Literal["time", "date", "number", "name", "quotation"]
_QUOTATION = re.compile(r"„[^„“”]+[“”]|“[^“”]+”|«[^«»]+»|»[^«»]+«|\"[^\"]+\"")
_DIGITS = re.compile(r"(?<![\w.,])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,’]\d+)*")
_TOKEN = re.compile(r"[^\W\d_][\w’'.+-]*[\w+]|[^\W\d_]|&")
_TIMES = {
    "en": r"\d{1,2}[:.]\d{2}\s?[ap]\.?m\b\.?|\d{1,2}:\d{2}|\d{1,2}\s?(?:[ap]\.?m\b\.?|o[’']clock)",
    "de": r"\d{1,2}[:.]\d{2}\sUhr|\d{1,2}:\d{2}|\d{1,2} Uhr(?: \d{2}\b)?",
    "fr": r"\d{1,2}\s?h\b(?:\s?\d{2}\b)?|\d{1,2}h\d{2}|\d{1,2}:\d{2}|(?<=à )\d{1,2} heures(?: \d{2}\b)?",
    "es": r"\d{1,2}:\d{2}|(?<=las )\d{1,2}(?=[ .,;])(?! (?:personas|empresas))|\d{1,2} horas(?= )",
}
_DAYS = {
    "en": r"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{m})|(?:{m}) \d{{1,2}}\b|(?:{m})",
    "de": r"\d{{1,2}}\. (?:{m})|(?:{m})",
    "fr": r"(?:1er|\d{{1,2}}) (?:{m})|(?:{m})",
    "es": r"\d{{1,2}} de (?:{m})|(?:{m})",
}
_PARTS_OF_DAY = "(?:abend|morgen|nacht|nachmittag|vormittag|mittag|s)?"
_MEASURES = {
    *("Millionen", "Milliarden", "Prozent", "Meter", "Metern", "Kilometer", "Kilometern", "Euro", "Franken", "Dollar"),
    *("Sekunden", "Minuten", "Stunden", "Tage", "Tagen", "Wochen", "Monate", "Monaten", "Jahre", "Jahren", "Grad"),
    *("Punkte", "Wegen", "Bester", "Beste", "Wichtigste", "Verteidigung", "Freispruch", "Umsatz", "Haft"),
}
"""German words with a capital that make no name of their neighbour."""
_LINKS = {"&", "de", "del", "della", "la", "las", "los", "le", "du", "von", "van", "of", "the", "and", "et", "y", "e"}


@dataclass(frozen=True, slots=True)
class Found:
    """A value at text[start:end]."""

    kind: Kind
    start: int
    end: int
    text: str


@cache
def find(text: str, language: str) -> tuple[Found, ...]:
    """The values of a text, in order a kind; numbers are none of a time or date, names none of a date or quotation."""
    own = pools(language)
    quotations = list(_matches("quotation", _QUOTATION, text))
    times = list(_matches("time", _time(language), text))
    dates = [date for date in _matches("date", _date(language), text) if not _overlaps(date, times)]
    numbers = [n for n in _numbers(text, language) if not _overlaps(n, [*times, *dates])]
    names = [n for n in _names(text, own) if not _overlaps(n, [*dates, *quotations, *times])]
    return (*times, *dates, *numbers, *names, *quotations)


def _matches(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
    for at in pattern.finditer(text):
        yield Found(kind, at.start(), at.end(), at[0])


def _overlaps(one: Found, others: list[Found]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _numbers(text: str, language: str) -> Iterator[Found]:
    yield from _matches("number", _DIGITS, text)
    yield from _matches("number", _number_words(language), text)


@cache
def _time(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(pools(language).clocks, key=len, reverse=True)))
    return re.compile(rf"(?<![\d.,])(?:{_TIMES[language]})(?!\d)|\b(?:{words})\b", re.IGNORECASE)


@cache
def _date(language: str) -> re.Pattern[str]:
    own = pools(language)
    months = _DAYS[language].format(m="|".join(own.months))
    suffix = _PARTS_OF_DAY if language == "de" else "s?" if language == "en" else ""
    weekdays = rf"(?:{'|'.join(own.weekdays)}){suffix}"
    relative = "|".join(own.relative)
    morning = r"(?<!la )(?<!esta )(?<!por la )" if language == "es" else ""
    return re.compile(rf"(?<!-)\b(?:{months}|{weekdays}|(?:1[89]|20)\d\d(?![.,]?\d|-)|{morning}(?:{relative}))\b")


@cache
def _number_words(language: str) -> re.Pattern[str]:
    words = sorted((word for value, word in pools(language).numbers.items() if 1 < value < 100), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _names(text: str, own: Pools) -> Iterator[Found]:
    """Runs of words with a capital: in German two and more, or one after "in", "aus", "bei", "nach"."""
    run: list[re.Match[str]] = []
    for token in [*_TOKEN.finditer(text), None]:
        if token is not None and _goes_on(run, token, text, own):
            run.append(token)
            continue
        yield from _name(run, text, own)
        run = [token] if token is not None and _begins(token, text, own) else []


def _begins(token: re.Match[str], text: str, own: Pools) -> bool:
    first = token.start() == 0 or re.search(r"[.:?!„“”\"«»]\s?$", text[: token.start()]) is not None
    return token[0][0].isupper() and not (first and token[0].lower() in own.starters)


def _goes_on(run: list[re.Match[str]], token: re.Match[str], text: str, own: Pools) -> bool:
    if not run or text[run[-1].end() : token.start()] != " ":
        return False
    return token[0][0].isupper() or token[0] in _LINKS


def _name(run: list[re.Match[str]], text: str, own: Pools) -> Iterator[Found]:
    while run and run[-1][0] in _LINKS:
        run = run[:-1]
    if not run or not _MEASURES.isdisjoint(token[0] for token in run):
        return
    start, end = run[0].start(), re.sub(r"[’']s$", "", text[: run[-1].end()])
    before = text[:start].split()
    is_first = start == 0 or re.search(r"[.:?!„“”\"«»]\s?$", text[:start]) is not None
    if len(run) == 1 and own.language == "de" and (is_first or before[-1].lower() not in own.before_place):
        return
    if len(run) == 1 and is_first:
        return
    yield Found("name", start, len(end), text[start : len(end)])
