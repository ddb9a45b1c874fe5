"""Roman numerals of rulers, centuries, chapters and the like. Pure. The English "I" is a word and stays one."""

import re
from functools import cache
from itertools import pairwise

from daemon.narrate.spoken.clock import german, spanish, word_before
from daemon.narrate.spoken.counting import number, ordinal
from daemon.narrate.spoken.tables import Tongue, any_of
from daemon.narrate.spoken.traced import Rule, Traced

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXLC])(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_SEVERAL = r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})"
"""Such as people write behind any name: "Rocky III"."""
_DATIVE = ("von", "mit", "bei", "unter", "nach", "zu", "seit", "dem")
_ACCUSATIVE = ("für", "gegen", "ohne", "durch", "über", "den")
_QUEENS = ("Catalina", "Cristina", "Isabel", "Juana", "Margarita")


def romans(text: Traced, tongue: Tongue) -> Traced:
    """The text with its Roman numerals in words."""
    if not re.search(r"\b[IVXLC]", text.text):
        return text
    for rule in _rules(tongue):
        text = rule.on(text, tongue)
    return text


@cache
def _rules(tongue: Tongue) -> tuple[Rule, ...]:
    one = "(?!I(?!\\w))" if tongue.language == "en" else ""
    rulers, numbered = any_of(tongue.lists["rulers"]), any_of(tongue.lists["numbered"])
    nouns, last = any_of(tongue.lists["century"]), r"(?:st|nd|rd|th|e|ème|è)?\.?"
    end = r"(?!\w)"
    dot = r"\.?" if tongue.language == "de" else "(?:er|re)?" if tongue.language == "fr" else ""
    return (
        Rule(re.compile(rf"\b(?P<n>{_ROMAN}){last}(?=\s(?:{nouns})\b)"), _of_century),
        Rule(re.compile(rf"\b(?P<who>{rulers})(?P<s>s)?\s{one}(?P<n>{_ROMAN})(?P<dot>{dot}){end}"), _of_ruler),
        Rule(re.compile(rf"\b(?P<who>{numbered})\s{one}(?P<n>{_ROMAN}){end}"), _counted),
        Rule(re.compile(rf"\b(?P<who>[A-ZÀ-Þ][a-zß-ÿ]+)\s(?P<n>{_SEVERAL}){end}"), _counted),
    )


def _value(found: re.Match[str]) -> int:
    values = [_VALUES[letter] for letter in found["n"]]
    return sum(-one if one < following else one for one, following in pairwise([*values, 0]))


def _of_century(found: re.Match[str], tongue: Tongue) -> str:
    if tongue.language == "de":
        said = german(_value(found), found)
        return said if found.string[found.end() :].startswith(" Jahr") else said.capitalize()
    return ordinal(_value(found), tongue.language)


def _counted(found: re.Match[str], tongue: Tongue) -> str:
    return f"{found['who']} {number(_value(found), tongue.language)}"


def _of_ruler(found: re.Match[str], tongue: Tongue) -> str:
    value, who = _value(found), f"{found['who']}{found['s'] or ''}"
    if tongue.language == "en":
        return f"{who} the {ordinal(value, 'en')}"
    if tongue.language == "de":
        ends = "." if found["dot"] and not found.string[found.end() :].strip(" \"'”“»«)") else ""
        return f"{who} {_german(value, found)}{ends}"
    if tongue.language == "fr":
        first = "première" if found["dot"] == "re" else "premier"
        return f"{who} {first if value == 1 else number(value, 'fr')}"
    return f"{who} {spanish(value, feminine=found['who'] in _QUEENS)}"


def _german(value: int, found: re.Match[str]) -> str:
    """As in "der Vierzehnte", in its case as far as the words around tell it."""
    said, before = ordinal(value, "de").capitalize(), word_before(found)
    if found["s"]:
        return f"des {said}n"
    if before in _DATIVE:
        return f"dem {said}n"
    return f"den {said}n" if before in _ACCUSATIVE else f"der {said}"
