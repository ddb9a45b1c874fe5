"""The grammar's alphabet: each token of a text is one letter, so that a rule over tokens is a pattern. Pure."""

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from daemon.write.values.base import Clock, Date

_KINDS = (  # each kind of token, in groups
    # numbers: words (W) and digits (D) up to 12, 24, 59 and 99, years, ordinals, decades, what is no time
    "ZERO ONE WH WT WM WN DH DT DM DN DY WY WOLD WCOUNT OHFIVE ORD DORD DECADE BIG SCALE "
    # forms in digits: 10:30, 10h30, 10.30 (or 10.12), 3/24, 24.3.2026
    "HM HH DOTTED SLASHED FORM "
    # what is found
    "CLOCK DATE "
    # days and parts of the day
    "WEEKDAY WABBR WABBRSO MONTH MABBR MAYBE LOWMONTH CAPMONTH REL CAPREL PART DAYPART AMPM DECADEWORD "
    # within a time of day
    "HALF QUARTER THREEQUARTERS PAST TO OCLOCK NOON MIDNIGHT MINUTES HOURS MINUS "
    # words that lead to a time, a date or away from both
    "AT BY FROM UNTIL BETWEEN AND BEFORE AFTER SINCE AROUND ABOUT IN THIS ON OF THE LAS YEAR YEARS NEG RATE COUNT UNIT "
    # other words (FOLLOW: what may stand behind a bare hour), punctuation
    "FOLLOW ADJ WORD NAME COMMA DOT STOP DASH SIGN SLASH PUNCT"
)
_UNIONS = {
    "WORDHOUR": "WH WT",
    "HOUR12": "WH DH",
    "HOUR": "ZERO WH WT DH DT",
    "WORDMINUTE": "WH WT WM",
    "MINUTE": "ONE WH WT WM DH DT DM ZERO",
    "DIGITDAY": "DH DT DM",
    "WORDDAY": "WH WT WM",
    "DAY": "DH DT DM WH WT WM ORD DORD ONE",
    "ANYMONTH": "MONTH MABBR MAYBE LOWMONTH CAPMONTH",
    "SUREMONTH": "MONTH MABBR MAYBE CAPMONTH",
    "ANYYEAR": "DY WY WCOUNT WOLD",
    "ANYWABBR": "WABBR WABBRSO",
    "NUMBER": "ZERO ONE WH WT WM WN DH DT DM DN DY WY WOLD WCOUNT OHFIVE BIG SCALE",
    "AMOUNT": "UNIT SIGN SCALE MINUTES HOURS",
    "STOPS": "DOT STOP PUNCT",
    "NEXT": "FOLLOW AND IN THIS ON AT BY FROM UNTIL BEFORE AFTER SINCE AROUND BETWEEN THE LAS CLOCK DATE WEEKDAY MONTH "
    "REL CAPREL PART ONE COMMA DOT STOP PUNCT",
}
_LETTERS = {kind: chr(0x100 + place) for place, kind in enumerate(_KINDS.split())}
KINDS = _LETTERS | {name: "".join(_LETTERS[kind] for kind in kinds.split()) for name, kinds in _UNIONS.items()}
"""The letter of each kind of token, and the letters of each group of kinds."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: its kind's letter, its place, what it is worth, the part of the day it names.

    `value`: a number, a month, a weekday; for forms with two numbers 100 × the first + the second. `found`: what the
    token has been recognised as.
    """

    kind: str
    start: int
    end: int
    word: str = ""
    value: int = 0
    part: str = ""
    capital: bool = False
    found: Clock | Date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the letters of tokens.

    A clock's groups: `h` hour, `m` or `m2` minutes to add, `t` and `t2` minutes to take off, `c` or `hm` both in one
    (10:30, nineteen thirty), `p` a part of the day.
    A date's: `d` or `d2` day, `mo` month, `dm` both in one, `y` year, `ten` decade ("90"), `w` weekday, `r` relative
    day, `f` a whole date in digits, `p` a part of the day.
    `sure`: the hour is meant by 24 hours; `offset` is in minutes; `hours` and `minutes`: the numbers taken for one.
    """

    pattern: re.Pattern[str]
    sure: bool = False
    offset: int = 0
    hours: Container[int] = range(25)
    minutes: Iterable[int] = range(60)


def rule(
    pattern: str,
    *,
    sure: bool = False,
    offset: int = 0,
    hours: Container[int] = range(25),
    minutes: Iterable[int] = range(60),
) -> Rule:
    """A rule, written with the names of kinds in capitals, `~KIND` for any other, `(?<name>…)` for a group."""
    named = re.sub(r"(~?)([A-Z][A-Z0-9]+)", lambda at: f"[{'^' if at[1] else ''}{KINDS[at[2]]}]", pattern)
    return Rule(re.compile(re.sub(r"\(\?<(?=[a-z])", "(?P<", re.sub(r"\s+", "", named))), sure, offset, hours, minutes)


@dataclass(frozen=True, slots=True)
class Sense:
    """What a word or phrase means in the grammar."""

    kind: str
    value: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """A place in the tree of a language's phrases."""

    nexts: "dict[str, Branch]"
    senses: list[Sense]
    """At most one: what the words up to here mean."""


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """A language's words and rules. `clear`: its "10:30" is always before noon; `month_first`: so may "3/24" be."""

    phrases: Branch
    clocks: tuple[Rule, ...]
    dates: tuple[Rule, ...]
    bare: tuple[Rule, ...]
    """Hours that only the words around them make a time of day."""
    clear: bool = True
    month_first: bool = False
    adjectives: re.Pattern[str] | None = None
    """Words that announce a noun, where a language tells them by their endings."""


def branches(phrases: Iterable[tuple[tuple[str, ...], Sense]]) -> Branch:
    """The tree of phrases, given as folded words; `^` before the first one asks for a capital."""
    root = Branch({}, [])
    for words, sense in phrases:
        place = root
        for word in words:
            place = place.nexts.setdefault(word, Branch({}, []))
        place.senses[:] = [sense]
    return root
