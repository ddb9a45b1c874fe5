"""What a language must know to be spoken: a table of words and a few functions. Each language is a module."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A language's words for what stands in text as digits and signs. Pairs are (one, many)."""

    language: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    decimal: str
    """The sign before a decimal fraction."""
    thousands: str
    """The signs that group thousands."""
    decimal_word: str
    point_word: str
    """What is said for the point in a version or a room."""
    fraction_by_digit: bool
    """Whether 3.25 is "two five" or "twenty-five" behind the decimal sign."""
    minus: str
    to: str
    more_than: str
    less_than: str
    about: str
    number_sign: str
    version: str
    one: str
    """1 before a noun."""
    as_digits: re.Pattern[str]
    """Numbers whose word depends on the noun after them: they stay digits, which a voice reads right."""
    before_a_year: str
    """Words after which 1764 is a year (an alternation); 1900 to 2099 are years anywhere."""
    units: Mapping[str, tuple[str, str]]
    currencies: Mapping[str, tuple[str, str]]
    scales: Mapping[str, tuple[str, str]]
    cents: str
    """Between euros and cents: "drei Euro fünfzig", "tres euros con cincuenta"."""
    before_year: str
    """Between a month and its year."""
    of_currency: str
    """Between a million and its currency: "un million d'euros"."""
    words: tuple[tuple[re.Pattern[str], str], ...]
    """Abbreviations and signs, replaced in this order."""
    times: re.Pattern[str]
    """A time of day in text: groups `h`, `m` and, where the language has it, `half` ("a" or "p")."""
    range_sign: re.Pattern[str]
    """What stands between two times of day."""


class Spoken(Protocol):
    """A language, as its module gives it."""

    @property
    def TABLE(self) -> Table:  # noqa: N802  a module's constant
        """The words for digits and signs."""

    def clock(self, at: time) -> str:
        """A time of day where the part of the day is known: "half past ten"."""

    def clock_of_day(self, at: time) -> str:
        """A time of day that stands alone: "half past ten in the evening"."""

    def weekday_and_day(self, day: date) -> str:
        """Weekday, day and month: "Tuesday, the twenty-fourth of March"."""

    def day_of_month(self, day: date) -> str:
        """Day and month: "the twenty-fourth of March"."""

    def duration(self, length: timedelta) -> str:
        """A length of time: "an hour and a half"."""

    def year(self, year: int) -> str:
        """A year as people say it: "twenty twenty-six"."""

    def dates_in(self, text: str) -> str:
        """The text with the dates and ordinals that only this language writes so in words."""

    def polish(self, text: str) -> str:
        """What two words do to each other: "de une heure" is "d'une heure"."""


@cache
def number(value: int, language: str) -> str:
    """A whole number in words: "twenty-four", "minus two" left to the caller."""
    from num2words import num2words

    return str(num2words(value, lang=language)).replace(",", "")


@cache
def ordinal(value: int, language: str) -> str:
    """An ordinal in words: "twenty-fourth", "vierundzwanzigste"."""
    from num2words import num2words

    return str(num2words(value, lang=language, to="ordinal"))


def day_and_month(first: int, second: int) -> tuple[int, int] | None:
    """Which is which in "24/03" and "03/24"; None where both orders would do, or neither does."""
    pairs = {(day, month) for day, month in ((first, second), (second, first)) if 1 <= day <= 31 and 1 <= month <= 12}
    return pairs.pop() if len(pairs) == 1 else None


def minutes_of(length: timedelta) -> tuple[int, int]:
    """Whole hours and the minutes left over."""
    return divmod(round(length.total_seconds() / 60), 60)
