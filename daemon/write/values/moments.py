"""Times of day and dates in a text, in digits and in words. Pure.

A text becomes tokens, its tokens letters (moments_grammar.py); a language's rules are patterns over them: first the
clocks that leave no doubt, then dates, then the hours that only the words around them make a time of day.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from config.languages import base_of
from daemon.write.values import moments_de, moments_en, moments_es, moments_fr
from daemon.write.values.base import Clock, Date
from daemon.write.values.moments_build import clock_of, date_of, in_part
from daemon.write.values.moments_grammar import KINDS, Rule, Token, Tongue, rule
from daemon.write.values.moments_lexer import tokens

_TONGUES: Mapping[str, Callable[[], Tongue]] = {
    "en": moments_en.tongue,
    "de": moments_de.tongue,
    "fr": moments_fr.tongue,
    "es": moments_es.tongue,
}
_BEFORE = rule("(?<=PART|DATE) COMMA? (AT|BY|FROM|UNTIL|OF|BEFORE|AFTER|AROUND|SINCE)? (AT|ABOUT|AROUND)? (?<c>CLOCK)")
_VALUES = KINDS["CLOCK"] + KINDS["DATE"]
_BEHIND = rule("(?<c>CLOCK) (AT|ON|IN|OF)? (?=DATE)")


def moments(text: str, language: str) -> tuple[Clock | Date, ...]:
    """All times of day and dates of the text in order, none inside another; a region is dropped ("de-AT").

    A range is its two ends. What has no counterpart in Date ("the day after tomorrow") is a Date that knows nothing.
    """
    tongue = _tongue(base_of(language))
    found = _read(tokens(text, tongue), tongue)
    said = _halved(found)
    return tuple(token.found for token in said if token.found is not None and token.kind in _VALUES)


@cache
def _tongue(language: str) -> Tongue:
    return _TONGUES.get(language, moments_en.tongue)()


def _read(found: list[Token], tongue: Tongue) -> list[Token]:
    for rules, is_date in ((tongue.clocks, False), (tongue.dates, True), (tongue.bare, False), (tongue.bare, False)):
        found = _reduced(found, rules, is_date, tongue)
    return found


def _reduced(found: list[Token], rules: Sequence[Rule], is_date: bool, tongue: Tongue) -> list[Token]:
    """The tokens with what the rules match as one token each: the leftmost first, of those the longest."""
    matches = sorted(_matches(found, rules, is_date, tongue), key=lambda match: (match[0], -match[1]))
    result, place = [], 0
    for start, end, token in matches:
        if start >= place:
            result += [*found[place:start], token]
            place = end
    return result + found[place:]


def _matches(found: list[Token], rules: Sequence[Rule], is_date: bool, tongue: Tongue) -> list[tuple[int, int, Token]]:
    letters = "".join(token.kind for token in found)
    matches = []
    for each in rules:
        for match in each.pattern.finditer(letters):
            token = date_of(match, found) if is_date else clock_of(each, match, found, tongue)
            if token is not None:
                matches.append((match.start(), match.end(), token))
    return matches


def _halved(found: list[Token]) -> list[Token]:
    """Clocks with the half of the day that a part of the day beside them tells: "half past six this evening"."""
    letters = "".join(token.kind for token in found)
    result = list(found)
    for pattern, of in ((_BEFORE, -1), (_BEHIND, 1)):
        for match in pattern.pattern.finditer(letters):
            beside = found[match.start() - 1] if of < 0 else found[match.end()]
            place = match.start("c")
            clock = result[place].found
            if isinstance(clock, Clock) and not (clock.sure and clock.hour in (0, 12)):
                result[place] = replace(result[place], found=in_part(clock, beside.part))
    return result
