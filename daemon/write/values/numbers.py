"""The numbers of a text, in digits and in words, with their units: "38 %", "two and a half hours". Pure.

Everything that a listener would hear as a number is found. Articles ("un", "ein") count only before a unit, a scale or
a part; "no" and "once" do not, nor do idioms ("no one", "at first"), nor digits that are part of a name ("A380").
"""

from collections.abc import Sequence
from functools import cache

from config.languages import base_of
from daemon.write.values.base import Number
from daemon.write.values.numbers_around import completed, ranged
from daemon.write.values.numbers_de import TONGUE as _DE
from daemon.write.values.numbers_en import TONGUE as _EN
from daemon.write.values.numbers_es import TONGUE as _ES
from daemon.write.values.numbers_forms import is_idiom
from daemon.write.values.numbers_fr import TONGUE as _FR
from daemon.write.values.numbers_language import Read, Tongue
from daemon.write.values.numbers_read import read
from daemon.write.values.numbers_tokens import BEFORE, Tokens, tokens_of

_TONGUES = {tongue.language: tongue for tongue in (_EN, _DE, _FR, _ES)}


def numbers(text: str, language: str, taken: Sequence[tuple[int, int]] = ()) -> tuple[Number, ...]:
    """All numbers, in order and apart from each other, none in the spans that are `taken` (by clocks and dates).

    The ends of a range ("35 to 38 percent") share their unit. An unknown language is read as English.
    """
    tongue = _tongue(language)
    tokens = tokens_of(text, taken)
    found = [completed(tokens, each, tongue) for each in _reads(tokens, tongue)]
    return tuple(_number(tokens, each) for each in ranged(tokens, found, tongue))


@cache
def _tongue(language: str) -> Tongue:
    return _TONGUES.get(base_of(language), _EN)


def _reads(tokens: Tokens, tongue: Tongue) -> list[Read]:
    found: list[Read] = []
    at = BEFORE
    while at < len(tokens):
        if end := is_idiom(tokens, at, tongue):
            at = end
        elif one := read(tokens, at, tongue, found[-1].end if found else 0):
            found.append(one)
            at = one.end
        else:
            at += 1
    return found


def _number(tokens: Tokens, one: Read) -> Number:
    return Number(
        start=tokens[one.start].start,
        end=tokens[one.end - 1].end,
        value=one.value,
        unit=one.unit,
        digits=one.form,
        rounding=one.rounding,
        noun=one.noun,
    )
