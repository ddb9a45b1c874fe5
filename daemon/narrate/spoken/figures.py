"""Digits as people say them: times, dates, amounts, measures, versions, numbers to dial. Pure.

The writers say most of them in words already; this is for what they left as it stood.
"""

import re
from functools import cache

from daemon.narrate.spoken import clock
from daemon.narrate.spoken.counting import counted, digits, number, numeral, year
from daemon.narrate.spoken.tables import Tongue, any_of
from daemon.narrate.spoken.traced import Rule, Traced, apart

_FEWEST_DIALLED = 7
_DIALLED = re.compile(
    r"(?<![\w.,:/-])(?<!\d )(?:(?:\+\d|\(?0\d)\d{0,4}\)?(?:[ ()/.-]{1,2}\d{2,}){1,6}|\d{2,3}(?: \d{2,3}){2,} \d\d"
    r"|\d{3}[-. ]\d{3}[-. ]\d{4}|\d{3}-\d{4}|0\d+|\d{16,})(?![\w%]|[.,:/-]\d)"
)
"""A number to dial: a zero or a plus first, or groups of two to four digits; or a code of any length."""
_RANGE = re.compile(r"(?<=[\d%€$£°])\s?[–—]\s?(?=\d)|(?<=:\d\d)\s?-\s?(?=\d{1,2}:\d\d)")
_SPAN = re.compile(r"(?<![\w.,:/+-])([1-9]\d{0,2})-(\d{1,3})(?![\w-]|[.,:/]\d)")
_MINUS = re.compile(r"(?<![^\s(„“«])[-−](?=\d)")
_VERSION = re.compile(
    r"(?<![\w.])(?:[vV]\.?\s?(?P<v>\d{1,4}(?:\.\d{1,4}){0,4})|(?P<n>\d{1,4}(?:\.\d{1,4}){2,4}))(?!\w|[.,]\d)"
)
_YEAR = re.compile(r"(?<![\w.,:/-])(?:19|20)\d\d(?!\w|[.,:/]\d)")
_SCORE = re.compile(r"(?<![\w:.,])(\d{1,3}):(\d{1,3})(?![\w:]|[.,]\d)")
_SHARE = re.compile(r"(?<![\w/.,])(\d{1,4})/(\d{1,4})(?![\w/]|[.,]\d)")
_FOREIGN = re.compile(r"(?<![\w.,])(\d{1,4})([.,])(\d{1,4})(?!\w|[.,]\d)")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")


def figures(text: Traced, tongue: Tongue) -> Traced:
    """The text with its digits in words."""
    if not any(letter.isdigit() for letter in text.text):
        return text
    for rule in _rules(tongue):
        text = rule.on(text, tongue)
    return text


@cache
def _rules(tongue: Tongue) -> tuple[Rule, ...]:
    """In their order: each would misread what the ones before it take."""
    written = _written(tongue)
    money = any_of(tongue.currencies)
    scale = rf"(?:\s?(?P<scale>{any_of(tongue.scales)})(?!\w))?"
    of = r"(?:\s?d['’]|\sde\s)?"
    left, right = r"(?<![\w.,:/-])", r"(?!\w|[.,]\d)"
    return (
        Rule(_RANGE, _range),
        Rule(_SPAN, _span),
        Rule(clock.DECADE[tongue.language], clock.decade),
        Rule(clock.ISO_DATE, clock.date),
        Rule(clock.DATE, clock.date),
        Rule(clock.DAY[tongue.language], clock.date),
        Rule(_DIALLED, _dialled),
        Rule(clock.TIMES[tongue.language], clock.time),
        Rule(re.compile(rf"(?<!\w)(?P<sign>{money})\s?(?P<n>{written}){scale}{right}"), _money),
        Rule(re.compile(rf"{left}(?P<n>{written}){scale}{of}\s?(?P<sign>{money}){right}"), _money),
        Rule(_VERSION, _version),
        Rule(_MINUS, _minus),
        Rule(re.compile(rf"{left}(?P<n>{written})[\s-]?(?P<unit>{any_of(tongue.units)})(?![\w²³/’'])"), _measure),
        Rule(clock.ordinals(tongue), clock.ordinal_of),
        Rule(_SCORE, _score),
        Rule(_SHARE, _share),
        Rule(_YEAR, _year),
        Rule(re.compile(rf"(?<![\w.,]){written}(?![\w]|[.,]\d)"), _number),
        Rule(_FOREIGN, _foreign),
        Rule(re.compile(r"\d+"), _left),
    )


def _written(tongue: Tongue) -> str:
    """A number as the language writes it."""
    group, decimal = f"[{re.escape(tongue.words['thousands'])}]", re.escape(tongue.words["decimal"])
    return rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d+)(?:{decimal}\d+)?"


def _dialled(found: re.Match[str], tongue: Tongue) -> str:
    """Digit by digit, a breath between its groups."""
    if sum(letter.isdigit() for letter in found[0]) < _FEWEST_DIALLED and not re.fullmatch(r"0\d+", found[0]):
        return found[0]
    plus = f"{tongue.words['phone_plus']} " if "+" in found[0] else ""
    return plus + ", ".join(digits(group, tongue.language) for group in re.findall(r"\d+", found[0]))


def _range(found: re.Match[str], tongue: Tongue) -> str:  # noqa: ARG001  # a rule is given its match
    return f" {tongue.words['to']} "


def _span(found: re.Match[str], tongue: Tongue) -> str:
    return f"{found[1]} {tongue.words['to']} {found[2]}"


def _minus(found: re.Match[str], tongue: Tongue) -> str:  # noqa: ARG001  # a rule is given its match
    return f"{tongue.words['minus']} "


def _version(found: re.Match[str], tongue: Tongue) -> str:
    if found["n"] and _GROUPED.fullmatch(found["n"]):  # no version, but a number, whoever groups so
        return number(int(found["n"].replace(".", "")), tongue.language)
    said = f" {tongue.words['point']} ".join(_part(part, tongue) for part in (found["v"] or found["n"]).split("."))
    return f"{tongue.words['version']} {said}" if found["v"] else said


def _part(part: str, tongue: Tongue) -> str:
    return digits(part, tongue.language) if part.startswith("0") else number(int(part), tongue.language)


def _money(found: re.Match[str], tongue: Tongue) -> str:
    written, currency = found["n"], tongue.currencies[found["sign"]]
    if found["scale"]:
        of = " d'" if tongue.language == "fr" and currency[1][0] in "aeiou" else tongue.words["of"]
        return f"{counted(written, tongue.scales[found['scale']], tongue)}{of}{currency[1]}"
    whole, _, cents = written.partition(tongue.words["decimal"])
    if len(cents) != 2:
        return counted(written, currency, tongue)
    coins = f"{tongue.words['cents']}{number(int(cents), tongue.language)}" if int(cents) else ""
    return f"{counted(whole, currency, tongue)}{coins}"


def _measure(found: re.Match[str], tongue: Tongue) -> str:
    return counted(found["n"], tongue.units[found["unit"]], tongue)


def _score(found: re.Match[str], tongue: Tongue) -> str:
    between = {"de": "zu"}.get(tongue.language, tongue.words["to"])
    return f"{numeral(found[1], tongue)} {between} {numeral(found[2], tongue)}"


def _share(found: re.Match[str], tongue: Tongue) -> str:
    return f"{numeral(found[1], tongue)} {tongue.words['over']} {numeral(found[2], tongue)}"


def _year(found: re.Match[str], tongue: Tongue) -> str:
    return year(int(found[0]), tongue.language)


def _number(found: re.Match[str], tongue: Tongue) -> str:
    return numeral(found[0], tongue)


def _foreign(found: re.Match[str], tongue: Tongue) -> str:
    """A decimal as another language writes it."""
    sign = tongue.words["point"] if found[2] == "." else tongue.words.get("decimal_word", tongue.words["point"])
    return f"{numeral(found[1], tongue)} {sign} {digits(found[3], tongue.language)}"


def _left(found: re.Match[str], tongue: Tongue) -> str:
    """Digits within a name: "A380", "5G"."""
    return apart(found, numeral(found[0], tongue))
