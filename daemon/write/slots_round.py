"""A number as one rounds it in speech, its "about" included. Pure."""

import re
from fractions import Fraction
from math import floor

from daemon.write.spoken.base import Table
from daemon.write.telling import Telling
from daemon.write.values.base import Number

_DIGITS = re.compile(r"\d[\d.,'’\u00a0\u202f ]*\d|\d")
_SCALES = (1, 10**3, 10**6, 10**9, 10**12)
_EXACT = ("ordinal", "version", "score", "year")
_KEPT = 2
"""Significant digits of a rounded number."""


def rounded(value: Number, text: str, tell: Telling) -> str:
    """As "about thirty-eight" for "38.4"; empty where the number stands in words or is round already."""
    digits = _DIGITS.search(text)
    if digits is None or value.unit in _EXACT or value.rounding or _DIGITS.search(text, digits.end()):
        return ""
    table = tell.tongue.TABLE
    exact = _written(digits[0], value.value, table)
    if exact is None or (exact.denominator != 1 and not value.unit and digits[0] == text):
        return ""  # "Pinwheel 3.14" is not about three
    near = _rounded(exact)
    said = tell.heard(f"{text[: digits.start()]}{_numeral(near, table)}{text[digits.end() :]}")
    return f"{table.about} {said}" if near != exact and said else ""


def _written(digits: str, value: Fraction, table: Table) -> Fraction | None:
    """The number that the digits make, read so that it is the value, or the value in thousands, millions …"""
    other = "." if table.decimal == "," else ","
    readings = [_read(digits, decimal) for decimal in (table.decimal, other)]
    for scale in _SCALES:
        for number in readings:
            if number * scale == abs(value):
                return number
    return None


def _read(digits: str, decimal: str) -> Fraction:
    whole, _, fraction = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    return Fraction(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{re.sub(r'[^0-9]', '', fraction) or '0'}")


def _rounded(number: Fraction) -> Fraction:
    """To two significant digits."""
    step = Fraction(1)
    while number >= step * 10**_KEPT:
        step *= 10
    while number and number < step * 10 ** (_KEPT - 1):
        step /= 10
    return floor(number / step + Fraction(1, 2)) * step


def _numeral(number: Fraction, table: Table) -> str:
    """In digits as the language writes them."""
    if number.denominator != 1:
        return f"{float(number):.10g}".replace(".", table.decimal)
    return f"{number.numerator:,}".replace(",", table.thousands[0])
