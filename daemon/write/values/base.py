"""What is found in a text. Positions are those of the text as it was handed in: text[start:end]."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Rounding = Literal["", "about", "nearly", "over"]
Day = Literal["today", "tomorrow", "yesterday", "tonight"]
"""Parts of today (this morning, heute Abend) count as "today"; tonight, ce soir, esta noche as "tonight"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An amount in digits or words with its unit: "38 %", "thirty-eight percent", "€1.2 million", "half", "third".

    `unit`: "" for a bare number; "percent"; a currency as ISO 4217 ("EUR"); "ordinal" ("third", "3rd"); "version"
    ("3.2.1", `value` the whole part); "score" ("3–1"); else the unit's English name in the singular ("kilometre",
    "degree", "hour", "year"). A scale ("million") is in the value, a fraction ("a third") is 1/3 with unit "".
    `digits`: the number's own digits and signs where its form matters (a version, a score), else "". `rounding`: what
    the word before it says ("about", "nearly"/"almost", "over"/"more than"); that word is not part of the span.
    `noun`: the folded word that follows, "" where none does.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    digits: str = ""
    rounding: Rounding = ""
    noun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A time of day. `sure`: 24 hours or a part of the day say which half is meant; "half past ten" may be either."""

    start: int
    end: int
    hour: int
    minute: int
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date or what is said of one: "24 March 2026", "in June", "on Friday", "tomorrow". Monday is weekday 0."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: Day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name: its words one after the other, folded, without case endings ('s) and elisions (l')."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """What stands between quotation marks; the span includes them, `words` are what is between, folded."""

    start: int
    end: int
    words: tuple[str, ...]


Value = Number | Clock | Date | Name | Quotation
