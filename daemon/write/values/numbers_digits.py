"""What a number written in digits is worth, whichever land wrote it. Pure."""

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from daemon.write.spoken import spoken

_GROUPED = re.compile(r"(?P<whole>[1-9]\d{0,2}(?P<sign>\D)\d{3}(?:(?P=sign)\d{3})*)(?:[.,](?P<fraction>\d+))?")
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_POINTED = re.compile(r"\d+(?:\.\d+){2,}")
_DECIMAL = re.compile(r"(\d*)[.,](\d+)")
_VULGAR = re.compile(r"(?P<whole>\d+)?\s?(?P<part>[^\d\s])")


def is_version(numeral: str) -> bool:
    """Whether its points are those of a version ("3.2.1"), not of thousands ("1.234.567")."""
    return _POINTED.fullmatch(numeral) is not None and _GROUPED.fullmatch(numeral) is None


def version_digits(parts: str) -> str:
    """A version as versions are compared: "3.0.0" is "3"."""
    while parts.endswith(".0"):
        parts = parts.removesuffix(".0")
    return parts


Price = Literal["", "before", "after"]
"""Whether, and on which side, a currency's sign stands beside a number."""


@lru_cache(maxsize=4096)
def value_of(numeral: str, language: str, price: Price = "", *, percent: bool = False) -> Fraction:
    """The number's value; `percent`: a percent sign follows.

    Which sign parts thousands is the language's matter. Its decimal sign before three digits is read as `say` reads it
    (daemon.write.spoken.text): a comma parts thousands unless a percent sign follows, a point does in a round price.
    """
    if (grouped := _GROUPED.fullmatch(numeral)) and _parts_thousands(grouped, language, price, percent=percent):
        whole = grouped["whole"].replace(grouped["sign"], "")
        return Fraction(f"{whole}.{grouped['fraction'] or '0'}")
    if _LAKHS.fullmatch(numeral):
        return Fraction(numeral.replace(",", ""))
    if decimal := _DECIMAL.fullmatch(numeral):
        return Fraction(f"{decimal[1] or '0'}.{decimal[2]}")
    if numeral.isdecimal():
        return Fraction(int(numeral))
    return _with_vulgar_fraction(numeral)


def _parts_thousands(grouped: re.Match[str], language: str, price: Price, *, percent: bool) -> bool:
    sign = grouped["sign"]
    if sign != spoken(language).TABLE.decimal or grouped["fraction"] or grouped["whole"].count(sign) > 1:
        return True
    if sign == ",":
        return not percent
    return price == "after" or (price == "before" and grouped["whole"].endswith("00"))


def _with_vulgar_fraction(numeral: str) -> Fraction:
    """The value of "2½"; of what is no number at all ("1.2.3"), of what stands first."""
    if found := _VULGAR.fullmatch(numeral):
        part = Fraction(unicodedata.numeric(found["part"])).limit_denominator(10)
        return int(found["whole"] or "0") + part
    return Fraction(int(re.split(r"\D", numeral)[0] or "0"))
