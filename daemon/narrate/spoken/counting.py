"""Numbers in words, as a language's engine would read them. Pure; num2words is imported when there is one to say."""

import re
from functools import cache

from daemon.narrate.spoken.tables import OneMany, Tongue

_LONGEST = 15
"""Digits that are read as one number; of more each is read."""


@cache
def number(value: int, language: str) -> str:
    """A whole number in words."""
    from num2words import num2words

    return str(num2words(value, lang=language)).replace(",", "")


@cache
def ordinal(value: int, language: str) -> str:
    """An ordinal in words: "third", "vierundzwanzigste", "vingt-et-unième", "quinto"."""
    from num2words import num2words

    return str(num2words(value, lang=language, to="ordinal"))


def year(value: int, language: str) -> str:
    """A year as people say it: "twenty twenty-six"."""
    from num2words import num2words

    return str(num2words(value, lang=language, to="year")) if language in ("en", "de") else number(value, language)


def digits(text: str, language: str) -> str:
    """Each digit by itself."""
    return " ".join(number(int(digit), language) for digit in text if digit.isdigit())


def numeral(written: str, tongue: Tongue) -> str:
    """A number as the language writes it ("1,250.5", "1.250,5"), in words."""
    words = tongue.words
    plain = re.sub(rf"[{re.escape(words['thousands'])}](?=\d{{3}})", "", written)
    whole, _, fraction = plain.partition(words["decimal"])
    said = number(int(whole), tongue.language) if len(whole) <= _LONGEST else digits(whole, tongue.language)
    if not fraction:
        return said
    return f"{said} {words.get('decimal_word', words['point'])} {_fraction(fraction, tongue)}"


def counted(written: str, noun: OneMany, tongue: Tongue) -> str:
    """So many of something."""
    if written == "1":
        one = "one_she" if re.search(tongue.words["she"], noun[0]) else "one"
        return f"{tongue.words[one]} {noun[0]}"
    said = numeral(written, tongue)
    return f"{_before_noun(said, tongue.language)} {noun[1]}"


def _before_noun(said: str, language: str) -> str:
    """Where one is another word before its noun: "einhundertein Kilometer", "veintiún euros"."""
    if language == "de":
        return re.sub(r"eins$", "ein", said)
    if language == "es":
        return re.sub(r"uno$", "un", re.sub(r"veintiuno$", "veintiún", said))
    return said


def _fraction(written: str, tongue: Tongue) -> str:
    by_digit = tongue.words["fraction"] == "digits" or written.startswith("0") or len(written) > 2
    return digits(written, tongue.language) if by_digit else number(int(written), tongue.language)
