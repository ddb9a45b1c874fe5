"""Whether a value of a line stands in the facts that the line rests on, or follows from them by a narrow rule. Pure.

The rules, and there are no others: a count of the line's items; the length between two times; a weekday or a "today"
for a date; "about" for a value rounded to two digits, "nearly" for a bit less, "over" for a bit more; a fraction
for its percentage; a unit that the item or the line leaves out; a country or a region for its adjective (and back);
in German, quoted words in another case, and a compound of two words of the items.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from daemon.write.facts import A_DAY, Facts
from daemon.write.values.base import Clock, Date, Name, Number, Quotation, Value
from daemon.write.values.names import nationality, same_name

_CLOSE = Fraction(7, 100)
"""How far a rounding may be from its value."""
_POINT = Fraction(6, 1000)
"""How far a fraction may be from a percentage: "a third" is 33 percent."""
_ALIKE = ({"", "version"}, {"", "times"})
"""The decimal of a room may be taken for a version; "57 times" for 57 rescues."""
_DOLLARS = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD"})
"""What a bare "$" may be."""
_CURRENCY = re.compile("[A-Z]{3}")
_FORMS = ("ordinal", "version", "score", "times")
_TWO_PARTS = re.compile(r"\d+\.\d+")
_CASE = re.compile("(?:e[nrms]?|s)$")
_PART = 4
"""Letters that a part of a compound has at least."""
_LINKS = ("", "s", "es", "n", "en")
_SECONDS: Mapping[str, int] = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def stands(value: Value, facts: Facts, day: date, language: str) -> bool:
    """Whether a line that is spoken on that day may say the value."""
    if isinstance(value, Number):
        return number_stands(value, facts)
    if isinstance(value, Clock):
        return any(_same_time(value, clock) for clock in facts.clocks)
    if isinstance(value, Date):
        return _date_stands(value, facts, day)
    if isinstance(value, Quotation):
        return any(_holds(text, value.words, language) for text in facts.texts)
    return _name_stands(value, facts, language)


def number_stands(value: Number, facts: Facts) -> bool:
    """Whether the amount is one of the facts', exactly or by a rule."""
    if any(_same_number(value, own) for own in facts.numbers) or _is_length(value, facts):
        return True
    if any(_is_bare(own, value) for own in facts.numbers) and any(own.unit == value.unit for own in facts.numbers):
        return True
    if value.unit == value.noun == "" and any(value.value == own.year for own in facts.dates if own.year):
        return True
    return _is_fraction(value, facts)


def _same_number(value: Number, own: Number) -> bool:
    if value.digits and own.digits and value.unit == own.unit:
        return value.digits == own.digits
    if not _same_unit(value, own):
        return False
    if "version" in (value.unit, own.unit):
        return _decimal(value) == _decimal(own)
    if value.value == own.value:
        return True
    return bool(value.rounding) and _is_rounding(value, own.value)


def _decimal(number: Number) -> Fraction:
    """What a version of two parts is as a number: 5.3, of which `value` is the 5."""
    return Fraction(number.digits) if _TWO_PARTS.fullmatch(number.digits) else number.value


def _is_bare(own: Number, said: Number) -> bool:
    """Whether it is the same without the unit that another number of the item has: "220 metres long and 95 high"."""
    return own.unit == own.noun == "" and own.value == said.value and said.unit not in _FORMS


def _same_unit(said: Number, own: Number) -> bool:
    """The same, or the one that a bare number leaves out: "from 113 litres to 99", "Brandt, 22,", "she is 22"."""
    if said.unit == own.unit or {said.unit, own.unit} in _ALIKE:
        return True
    if said.unit == "USD":
        return own.unit in _DOLLARS
    if said.unit == "" and own.unit == "degree":
        return True
    if said.unit == "year" and own.unit == own.noun == "":
        return said.value.denominator == 1
    return said.unit == said.noun == "" and own.unit != "percent" and not _CURRENCY.fullmatch(own.unit)


def _is_rounding(said: Number, own: Fraction) -> bool:
    if own == 0 or abs(said.value - own) > abs(own) * _CLOSE:
        return False
    if said.rounding == "nearly":
        return own < said.value
    if said.rounding == "over":
        return own > said.value
    return said.value in {_rounded(own, digits) for digits in (1, 2)}


def _rounded(value: Fraction, digits: int) -> Fraction:
    """The value with so many significant digits."""
    step = Fraction(1)
    while abs(value) >= step * 10**digits:
        step *= 10
    while abs(value) < step * 10 ** (digits - 1):
        step /= 10
    return round(value / step) * step


def _is_length(value: Number, facts: Facts) -> bool:
    """Whether it is the time between two of the items' own times."""
    if value.unit not in _SECONDS:
        return False
    return timedelta(seconds=float(value.value) * _SECONDS[value.unit]) in facts.lengths


def _is_fraction(value: Number, facts: Facts) -> bool:
    """Whether "a third" stands for 33 percent, or 50 percent for a half."""
    whole = {"": Fraction(1), "percent": Fraction(100)}
    if value.unit not in whole:
        return False
    share = value.value / whole[value.unit]
    others = (own.value / whole[own.unit] for own in facts.numbers if own.unit in whole and own.unit != value.unit)
    most = Fraction(3, 100) if value.rounding else _POINT
    return 0 < share < 1 and any(abs(share - other) <= most for other in others)


def _same_time(said: Clock, own: Clock) -> bool:
    if said.minute != own.minute:
        return False
    return said.hour == own.hour or (not (said.sure and own.sure) and said.hour % 12 == own.hour % 12)


def _date_stands(said: Date, facts: Facts, day: date) -> bool:
    if _knows_nothing(said):
        return any(_knows_nothing(own) for own in facts.dates) or not {day - 2 * A_DAY, day + 2 * A_DAY}.isdisjoint(
            facts.days | facts.near
        )
    if said.relative:
        step = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}[said.relative]
        return day + A_DAY * step in facts.days | facts.near
    if said.weekday is not None and said.day is None and any(own.weekday == said.weekday for own in facts.dates):
        return True
    return any(_fits(said, own) for own in facts.days) or any(_within(said, own) for own in facts.dates)


def _knows_nothing(said: Date) -> bool:
    """Whether it is "the day after tomorrow" or the like, for which `Date` has no word."""
    return {said.relative, said.weekday, said.day, said.month, said.year} == {None}


def _fits(said: Date, day: date) -> bool:
    parts = ((said.year, day.year), (said.month, day.month), (said.day, day.day), (said.weekday, day.weekday()))
    return all(wanted is None or wanted == own for wanted, own in parts)


def _within(said: Date, own: Date) -> bool:
    """Whether a text says all that the line says of the date."""
    parts = ((said.year, own.year), (said.month, own.month), (said.day, own.day), (said.weekday, own.weekday))
    return all(wanted is None or wanted == there for wanted, there in parts)


def _holds(text: tuple[str, ...], quoted: tuple[str, ...], language: str) -> bool:
    """Whether the words stand there one after the other; of German ones in any case ("teurem Zwang")."""
    if language == "de":
        text, quoted = tuple(map(_undeclined, text)), tuple(map(_undeclined, quoted))
    return any(text[at : at + len(quoted)] == quoted for at in range(len(text) - len(quoted) + 1))


def _undeclined(word: str) -> str:
    """A folded word without the ending of an adjective or an article."""
    return _CASE.sub("", word) if len(word) > _PART else word


def _name_stands(name: Name, facts: Facts, language: str) -> bool:
    """Whether each of its words does."""
    return all(_word_stands(word, facts, language) for word in name.words)


def _word_stands(word: str, facts: Facts, language: str) -> bool:
    if word in facts.names or any(same_name(word, own) for own in facts.names):
        return True
    if language == "de" and _is_compound(word, facts.names):
        return True
    land = nationality(word, language)
    return land is not None and any(nationality(own, language) == land for own in facts.names)


def _is_compound(word: str, own: frozenset[str]) -> bool:
    """Whether it is made of two of the words: "biberdamm" of "biber" and "damm"."""
    for at in range(_PART, len(word) - _PART + 1):
        first, second = word[:at], word[at:]
        if any(same_name(second, each) for each in own) and any(first.removesuffix(link) in own for link in _LINKS):
            return True
    return False
