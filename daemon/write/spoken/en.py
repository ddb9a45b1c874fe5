"""English as it is spoken: half past ten, the twenty-fourth of March, thirty-eight percent."""

import re
from datetime import date, time, timedelta

from daemon.write.spoken.base import Table, day_and_month, minutes_of, number, ordinal

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = "|".join(_MONTHS)

TABLE = Table(
    language="en",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=_MONTHS,
    decimal=".",
    thousands=",",
    decimal_word="point",
    point_word="point",
    fraction_by_digit=True,
    minus="minus",
    to="to",
    more_than="more than",
    less_than="less than",
    about="about",
    number_sign="number",
    version="version",
    one="one",
    as_digits=re.compile(r"(?!)"),
    before_a_year="in|of|since|by|until|from|around|before|after|year",
    units={
        "%": ("percent", "percent"),
        "°C": ("degree", "degrees"),
        "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
        "°": ("degree", "degrees"),
        "km/h": ("kilometre an hour", "kilometres an hour"),
        "mph": ("mile an hour", "miles an hour"),
        "km": ("kilometre", "kilometres"),
        "cm": ("centimetre", "centimetres"),
        "mm": ("millimetre", "millimetres"),
        "kg": ("kilogram", "kilograms"),
        "m²": ("square metre", "square metres"),
        "km²": ("square kilometre", "square kilometres"),
        "kWh": ("kilowatt hour", "kilowatt hours"),
        "MW": ("megawatt", "megawatts"),
        "GW": ("gigawatt", "gigawatts"),
        "GB": ("gigabyte", "gigabytes"),
        "MB": ("megabyte", "megabytes"),
        "min": ("minute", "minutes"),
        "hrs": ("hour", "hours"),
    },
    currencies={
        "€": ("euro", "euros"),
        "£": ("pound", "pounds"),
        "$": ("dollar", "dollars"),
        "¥": ("yen", "yen"),
        "EUR": ("euro", "euros"),
    },
    scales={
        "k": ("thousand", "thousand"),
        "m": ("million", "million"),
        "M": ("million", "million"),
        "million": ("million", "million"),
        "bn": ("billion", "billion"),
        "b": ("billion", "billion"),
        "billion": ("billion", "billion"),
        "trillion": ("trillion", "trillion"),
    },
    cents=" ",
    before_year=" ",
    of_currency=" ",
    words=(
        (re.compile(r"\bDr\b\.?(?=\s+[A-ZÀ-Þ])"), "Doctor"),
        (re.compile(r"\bProf\b\.?(?=\s+[A-ZÀ-Þ])"), "Professor"),
        (re.compile(r"\bSt\b\.?(?=\s+[A-ZÀ-Þ])"), "Saint"),
        (re.compile(r"(?<=[a-z] )St\b\.?(?=\s*(?:,|$))"), "Street"),
        (re.compile(r"(?<=[a-z] )Rd\b\.?(?=\s*(?:,|$))"), "Road"),
        *((re.compile(rf"\b{month[:3]}t?\.\s?(?=\d{{1,2}}\b)"), f"{month} ") for month in _MONTHS if month != "May"),
        (re.compile(r"\b1:1\b"), "one-on-one"),
        (re.compile(r"\be\.\s?g\."), "for example"),
        (re.compile(r"\bi\.\s?e\."), "that is"),
        (re.compile(r"\bvs\b\.?"), "versus"),
        (re.compile(r"\bapprox\."), "about"),
        (re.compile(r"\bw/\s?(?=\w)"), "with "),
        (re.compile(r"\bNo\.\s?(?=\d)"), "number "),
        (re.compile(r"\s*&\s*"), " and "),
        (re.compile(r"(?<=\s)@(?=\s)"), "at"),
        (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " and "),
    ),
    times=re.compile(
        r"(?<![\d:.,/€$£-])(?:"
        r"(?P<h>\d{1,2})(?:[:.](?P<m>[0-5]\d))?\s?(?P<half>[ap])(?:m\b|\.m\.?)(?![:\d])"
        r"|(?P<h2>[01]\d|2[0-3]):(?P<m2>[0-5]\d)(?![:.,]?\d)"
        r"|(?<=\bat )(?P<h3>\d):(?P<m3>[0-5]\d)(?![:.,]?\d)"
        r")",
        re.IGNORECASE,
    ),
    range_sign=re.compile(r"(?<=[\dmM])\s?[–—-]\s?(?=\d{1,2}(?:[:.][0-5]\d|\s?[ap]\.?m))"),
)


def clock(at: time) -> str:
    """As in "nine", "half past ten", "a quarter to seven", "nine thirty-two"; noon and midnight by name."""
    if at.minute == 0:
        return {0: "midnight", 12: "noon"}.get(at.hour) or _hour(at.hour)
    past, to = _fraction(at.minute), _fraction(60 - at.minute)
    if at.minute <= 30 and past:
        return f"{past} past {_hour(at.hour)}"
    if at.minute > 30 and to:
        return f"{to} to {_hour(at.hour + 1)}"
    minutes = number(at.minute, "en")
    return f"{_hour(at.hour)} {'oh ' if at.minute < 10 else ''}{minutes}"


def clock_of_day(at: time) -> str:
    """As in "four in the afternoon", "half past ten in the evening"."""
    if at.minute == 0 and at.hour in (0, 12):
        return clock(at)
    return f"{clock(at)} {_part(at.hour)}"


def weekday_and_day(day: date) -> str:
    """As in "Tuesday, the twenty-fourth of March"."""
    return f"{TABLE.weekdays[day.weekday()]}, {day_of_month(day)}"


def day_of_month(day: date) -> str:
    """As in "the twenty-fourth of March"."""
    return f"the {ordinal(day.day, 'en')} of {TABLE.months[day.month - 1]}"


def duration(length: timedelta) -> str:
    """As in "fifteen minutes", "an hour and a half", "two and a half hours"."""
    hours, minutes = minutes_of(length)
    if hours == 0:
        special = {1: "a minute", 30: "half an hour", 45: "three quarters of an hour"}
        return special.get(minutes) or f"{number(minutes, 'en')} minutes"
    if minutes == 30:
        return "an hour and a half" if hours == 1 else f"{number(hours, 'en')} and a half hours"
    whole = "an hour" if hours == 1 else f"{number(hours, 'en')} hours"
    rest = "a minute" if minutes == 1 else f"{number(minutes, 'en')} minutes"
    return f"{whole} and {rest}" if minutes else whole


def year(year: int) -> str:
    """As in "nineteen eighty-nine", "twenty twenty-six"."""
    from num2words import num2words

    return str(num2words(year, lang="en", to="year"))


def dates_in(text: str) -> str:
    """As in "24 March", "March 24", "24/03/2026" and "1st" in words."""
    text = re.sub(r"(?<![\w/])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\w/])", _numbered, text)
    text = re.sub(rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTH})\b", _day_month, text)
    text = re.sub(rf"\b({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.,]\d|\s?[ap]\.?m\b)", _month_day, text)
    return re.sub(r"(?<![\w.,-])(\d{1,3})(?:st|nd|rd|th)\b", lambda found: ordinal(int(found[1]), "en"), text)


def polish(text: str) -> str:
    """English words leave each other alone."""
    return text


def _day_month(found: re.Match[str]) -> str:
    day = int(found[1])
    return f"the {ordinal(day, 'en')} of {found[2]}" if 1 <= day <= 31 else found[0]


def _numbered(found: re.Match[str]) -> str:
    known = day_and_month(int(found[1]), int(found[2]))
    if known is None:
        return found[0]
    day, month = known
    return f"the {ordinal(day, 'en')} of {_MONTHS[month - 1]} {year(int(found[3]))}"


def _month_day(found: re.Match[str]) -> str:
    day = int(found[2])
    return f"{found[1]} the {ordinal(day, 'en')}" if 1 <= day <= 31 else found[0]


def _hour(hour: int) -> str:
    return number((hour - 1) % 12 + 1, "en")


def _fraction(minutes: int) -> str | None:
    if minutes in (15, 30):
        return "a quarter" if minutes == 15 else "half"
    return number(minutes, "en") if minutes in (5, 10, 20, 25) else None


def _part(hour: int) -> str:
    if hour in (23, 0):
        return "at night"
    if hour < 12:
        return "in the morning"
    return "in the afternoon" if hour < 18 else "in the evening"
