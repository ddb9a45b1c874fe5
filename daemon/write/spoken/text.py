"""Digits and signs inside text that somebody else wrote, turned into words a listener understands. Pure.

What is not known for certain is left as it stands: a voice reads digits well, and a wrong word is worse than a digit.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from functools import cache

from daemon.write.spoken.base import Spoken, Table, number

_ISO_DATE = re.compile(r"(?<![\w.-])(\d{4})-(\d\d)-(\d\d)(?![\w-]|\.\d)")
_YEARS = re.compile(r"(?<![\w.,:/-])((?:19|20)\d\d)\s?[–-]\s?((?:19|20)\d\d)(?![\w%]|[.,:/-]\d)")
_VERSION = re.compile(r"(?<![\w.])[vV](\d{1,3}(?:\.\d{1,3}){0,2})(?![\w.]|-\w)")
_POINTED = re.compile(r"(?<![\w.,:/–—-])(\d{1,3})\.(\d{1,2})(?![\w%°€£$]|[.,:/–—-]\d)")
_LEFT = r"(?<![\w.,:/€$£¥#+–—’'-])"
_RIGHT = r"(?![\w%‰°€£$¥²³]|[.,:/–—-]\d|,-)"
_GROUPED = r"[1-9]\d{0,2}(?P<sign>[., ])\d{3}(?:(?P=sign)\d{3})*(?P<cents>[.,]\d{1,2})?"
_UNSURE = r"(?![1-9]\d{0,2}\.\d{3}(?!\d))"
"""An English decimal, or a thousand of most other languages: a voice may read it as it likes."""
_APART = (r"(?<!\d )", r"(?! \d{3}(?!\d))")
"""Digits that a space sets apart may be one number."""
_SENTENCE = re.compile(r"\s+([^\W\d_a-zß-ÿ][a-zß-ÿ]*)\s+[a-zß-ÿ]")
"""A word with a capital and one without."""
_COMPARED = re.compile(r"([<>~≈])\s?(?=\d)")


def say(text: str, tongue: Spoken) -> str:
    """The text with its times, dates, amounts, versions and numbers in the tongue's words."""
    for pattern, words in tongue.TABLE.words:
        text = pattern.sub(words, text)
    for rule in (_dates, _own_form, _compared, _times, _years, _money, _measures, _versions, _decimals, _numbers):
        text = rule(text, tongue)
    return tongue.polish(text)


def numeral(digits: str, tongue: Spoken) -> str:
    """A number as written in the tongue's land ("1,200", "3.5"), in words; as it stands where its form is uncertain."""
    table = tongue.TABLE
    plain = re.sub(rf"[{re.escape(table.thousands)}](?=\d{{3}})", "", digits)
    whole, _, fraction = plain.partition(table.decimal)
    if fraction:
        return f"{number(int(whole), table.language)} {table.decimal_word} {_fraction(fraction, table)}"
    return plain if table.as_digits.match(plain) else number(int(plain), table.language)


def _fraction(digits: str, table: Table) -> str:
    if table.fraction_by_digit or digits.startswith("0") or len(digits) > 2:
        return " ".join(number(int(digit), table.language) for digit in digits)
    return number(int(digits), table.language)


def _dates(text: str, tongue: Spoken) -> str:
    return tongue.dates_in(_ISO_DATE.sub(lambda found: _date(found, tongue), text))


def _date(found: re.Match[str], tongue: Spoken) -> str:
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return found[0]
    return f"{tongue.day_of_month(day)}{tongue.TABLE.before_year}{tongue.year(day.year)}"


def _times(text: str, tongue: Spoken) -> str:
    table = tongue.TABLE
    return table.times.sub(lambda found: _time(found, tongue), table.range_sign.sub(f" {table.to} ", text))


def _time(found: re.Match[str], tongue: Spoken) -> str:
    groups = {name.rstrip("23"): value for name, value in found.groupdict().items() if value}
    hour, minute, half = int(groups["h"]), int(groups.get("m", "0")), groups.get("half", "").lower()
    if hour > (12 if half else 23):
        return found[0]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    said = tongue.clock_of_day(time(hour, minute))
    return f"{said}." if found[0].endswith(".") and _ends_sentence(found, tongue) else said


def _ends_sentence(found: re.Match[str], tongue: Spoken) -> bool:
    """Whether a sentence follows ("at 2 p.m. Trains run"), not a date or a name ("at 2 p.m. Monday")."""
    following = _SENTENCE.match(found.string, found.end())
    return following is not None and following[1] not in (*tongue.TABLE.weekdays, *tongue.TABLE.months)


def _own_form(text: str, tongue: Spoken) -> str:
    """Numbers that another language wrote, as this one writes them: "€12,000" is "€12.000" in German.

    What may be a decimal in one and a thousand in the other stays, unless a currency stands beside it.
    """
    table = tongue.TABLE
    grouped, small = _foreign_patterns(table)
    other = "," if table.decimal == "." else "."
    text = small.sub(lambda found: found[0].replace(other, table.decimal), text)
    return grouped.sub(lambda found: _regrouped(found, table), text)


def _regrouped(found: re.Match[str], table: Table) -> str:
    sign, cents, digits = found["sign"], found["cents"] or "", found["n"]
    if sign in table.thousands or cents.startswith(sign):
        return found[0]
    is_percent = re.match(r"\s?[%‰]", found.string[found.end() :])
    is_price = found["after"] or (found["before"] and (sign != table.decimal or sign == "," or digits.endswith("00")))
    sure = cents or is_price or digits.count(sign) > 1 or (sign == "," and not is_percent)
    if not sure:
        return found[0]
    whole = digits.removesuffix(cents).replace(sign, table.thousands[0])
    return f"{found['before'] or ''}{whole}{table.decimal + cents[1:] if cents else ''}"


def _compared(text: str, tongue: Spoken) -> str:
    table = tongue.TABLE
    words = {">": table.more_than, "<": table.less_than, "~": table.about, "≈": table.about}
    return _COMPARED.sub(lambda found: f"{words[found[1]]} ", text)


def _years(text: str, tongue: Spoken) -> str:
    return _YEARS.sub(lambda at: f"{tongue.year(int(at[1]))} {tongue.TABLE.to} {tongue.year(int(at[2]))}", text)


def _money(text: str, tongue: Spoken) -> str:
    before, after = _money_patterns(tongue.TABLE)
    return after.sub(lambda found: _amount(found, tongue), before.sub(lambda found: _amount(found, tongue), text))


def _amount(found: re.Match[str], tongue: Spoken) -> str:
    table = tongue.TABLE
    digits, scale, one_many = found["n"], found["scale"], table.currencies[found["sign"]]
    whole, _, cents = digits.partition(table.decimal)
    if scale:
        alone = numeral(digits, tongue) if digits != "1" else table.one
        return f"{alone} {_fitting(digits, table.scales[scale])}{table.of_currency}{one_many[1]}"
    if len(cents) == 2:
        coins = f"{table.cents}{number(int(cents), table.language)}" if int(cents) else ""
        return f"{_counted(whole, one_many, tongue)}{coins}"
    return _counted(digits, one_many, tongue)


def _counted(digits: str, one_many: tuple[str, str], tongue: Spoken) -> str:
    if digits == "1":
        return f"{tongue.TABLE.one} {one_many[0]}"
    return f"{numeral(digits, tongue)} {one_many[1]}"


def _fitting(digits: str, one_many: tuple[str, str]) -> str:
    return one_many[0] if digits == "1" else one_many[1]


def _measures(text: str, tongue: Spoken) -> str:
    pattern = _measure_pattern(tongue.TABLE)
    return pattern.sub(lambda found: _measure(found, tongue), text)


def _measure(found: re.Match[str], tongue: Spoken) -> str:
    table = tongue.TABLE
    unit = table.units[re.sub(r"\s", "", found["unit"])]
    said = _counted(found["n"], unit, tongue)
    if found["from"]:
        said = f"{numeral(found['from'], tongue)} {table.to} {said}"
    return f"{table.minus} {said}" if found["minus"] else said


def _versions(text: str, tongue: Spoken) -> str:
    return _VERSION.sub(lambda found: f"{tongue.TABLE.version} {_parts(found[1], tongue)}", text)


def _parts(version: str, tongue: Spoken) -> str:
    table = tongue.TABLE
    parts = version.removesuffix(".0").split(".")
    said = (number(int(parts[0]), table.language), *(_fraction_part(part, table) for part in parts[1:]))
    return f" {table.point_word} ".join(said)


def _fraction_part(digits: str, table: Table) -> str:
    """Digit by digit where it begins with a zero: 0.05 is not 0.5."""
    each = digits if digits.startswith("0") else [digits]
    return " ".join(number(int(one), table.language) for one in each)


def _decimals(text: str, tongue: Spoken) -> str:
    pattern = _number_pattern(tongue.TABLE, "decimal")
    text = pattern.sub(lambda found: numeral(found[0], tongue), text)
    if tongue.TABLE.decimal == ".":
        return text
    return _POINTED.sub(lambda found: _parts(f"{found[1]}.{found[2]}", tongue), text)


def _numbers(text: str, tongue: Spoken) -> str:
    text = _number_pattern(tongue.TABLE, "grouped").sub(lambda found: numeral(found[0], tongue), text)
    text = re.sub(rf"{_LEFT}((?:19|20)\d\d){_RIGHT}", lambda found: tongue.year(int(found[1])), text)
    old = re.compile(rf"(?i:\b({tongue.TABLE.before_a_year})) (1[1-8]\d\d){_RIGHT}")
    text = old.sub(lambda found: f"{found[1]} {tongue.year(int(found[2]))}", text)
    sign = tongue.TABLE.number_sign
    text = re.sub(r"(?<![\w#])#(?=\d)", f"{sign} ", text)
    whole = re.compile(rf"{_LEFT}{_APART[0]}(?:0|[1-9]\d{{0,2}}|[1-9]\d{{0,3}}00){_RIGHT}{_APART[1]}")
    return whole.sub(lambda found: _alone(found, tongue), text)


def _alone(found: re.Match[str], tongue: Spoken) -> str:
    kept = tongue.TABLE.as_digits.match(found.string, found.start())
    return found[0] if kept else number(int(found[0]), tongue.TABLE.language)


def _any_of(signs: Iterable[str]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=len, reverse=True))


def _written(table: Table) -> str:
    group = f"[{re.escape(table.thousands)}]"
    decimal = re.escape(table.decimal)
    return rf"(?:\d{{1,3}}(?:{group}\d{{3}})+(?!\d)|\d{{1,9}})(?:{decimal}\d{{1,4}})?"


@cache
def _money_patterns(table: Table) -> tuple[re.Pattern[str], re.Pattern[str]]:
    sign = f"(?P<sign>{_any_of(table.currencies)})"
    scale = rf"(?:\s?(?P<scale>{_any_of(table.scales)})(?!\w))?"
    digits = f"(?P<n>{_written(table)})"
    end = r"(?!\w|[.,]\d)"
    before = rf"(?<!\w){sign}\s?{digits}{scale}{end}"
    return re.compile(before), re.compile(rf"(?<![\w.,:/-]){digits}{scale}\s?{sign}{end}")


@cache
def _foreign_patterns(table: Table) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Grouped numbers, and those with two decimals beside a currency."""
    sign, scale = _any_of(table.currencies), _any_of(table.scales)
    before = rf"(?<!\w)(?:{sign})\s?"
    after = rf"\s?(?:(?:{scale})\s?)?(?:{sign})(?!\w)"
    other = "," if table.decimal == "." else r"\."
    end = r"(?!\d|[.,]\d)"
    grouped = rf"(?:(?P<before>{before})|{_LEFT})(?P<n>{_GROUPED}){end}(?=(?P<after>{after})?)"
    small = rf"{before}\d{{1,6}}{other}\d\d{end}|{_LEFT}\d{{1,6}}{other}\d\d{end}(?={after})"
    return re.compile(grouped), re.compile(small)


@cache
def _measure_pattern(table: Table) -> re.Pattern[str]:
    digits = _written(table)
    unit = _any_of(table.units).replace("°C", r"°\s?C").replace("°F", r"°\s?F")
    start = r"(?:(?<![\w.,:/–—-])|(?<!\S)(?P<minus>[-−]))"
    span = rf"(?:(?P<from>{digits})\s?[–-]\s?)?(?P<n>{digits})"
    end = r"(?![\w²/])(?:\.(?=,|\s+[a-zß-ÿ]))?"
    return re.compile(rf"{start}{span}[\s-]?(?P<unit>{unit}){end}")


@cache
def _number_pattern(table: Table, kind: str) -> re.Pattern[str]:
    grouped = rf"\d{{1,3}}(?:[{re.escape(table.thousands)}]\d{{3}})+"
    decimal = rf"{re.escape(table.decimal)}\d{{1,4}}"
    unsure = _UNSURE if table.decimal == "." else ""
    body = rf"{unsure}(?:{grouped}|\d{{1,4}}){decimal}" if kind == "decimal" else grouped
    return re.compile(rf"{_LEFT}{body}{_RIGHT}")
