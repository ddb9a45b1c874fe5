"""German as it is spoken: halb elf, vierundzwanzigster März, achtunddreißig Prozent."""

import re
from datetime import date, time, timedelta

from daemon.write.spoken.base import Table, minutes_of, number, ordinal

_MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
_MONTH = "|".join(_MONTHS)
_BEFORE = (
    r"(?:(?P<before>\b(?:am|vom|zum|beim|dem|den|bis|seit|ab|zwischen|und|der|die|das|Am|Vom|Zum|Der|Seit|Bis|Ab))\s+)?"
)

TABLE = Table(
    language="de",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=_MONTHS,
    decimal=",",
    thousands=".",
    decimal_word="Komma",
    point_word="Punkt",
    fraction_by_digit=True,
    minus="minus",
    to="bis",
    more_than="mehr als",
    less_than="weniger als",
    about="etwa",
    number_sign="Nummer",
    version="Version",
    one="ein",
    as_digits=re.compile(r"(?:\d*[02-9])?1(?!\d)|\d+\.(?=\s)"),
    before_a_year="Jahr|Jahre|Jahren|Jahres|anno|seit|um|bis|ab|von|vor|nach",
    units={
        "%": ("Prozent", "Prozent"),
        "°C": ("Grad", "Grad"),
        "°": ("Grad", "Grad"),
        "km/h": ("Kilometer pro Stunde", "Kilometer pro Stunde"),
        "km": ("Kilometer", "Kilometer"),
        "cm": ("Zentimeter", "Zentimeter"),
        "mm": ("Millimeter", "Millimeter"),
        "kg": ("Kilogramm", "Kilogramm"),
        "m²": ("Quadratmeter", "Quadratmeter"),
        "km²": ("Quadratkilometer", "Quadratkilometer"),
        "kWh": ("Kilowattstunde", "Kilowattstunden"),
        "MW": ("Megawatt", "Megawatt"),
        "GW": ("Gigawatt", "Gigawatt"),
        "GB": ("Gigabyte", "Gigabyte"),
        "MB": ("Megabyte", "Megabyte"),
        "Min.": ("Minute", "Minuten"),
        "Std.": ("Stunde", "Stunden"),
    },
    currencies={
        "€": ("Euro", "Euro"),
        "£": ("Pfund", "Pfund"),
        "$": ("Dollar", "Dollar"),
        "EUR": ("Euro", "Euro"),
        "Euro": ("Euro", "Euro"),
    },
    scales={
        "Mio.": ("Million", "Millionen"),
        "Mio": ("Million", "Millionen"),
        "Million": ("Million", "Millionen"),
        "Millionen": ("Millionen", "Millionen"),
        "Mrd.": ("Milliarde", "Milliarden"),
        "Mrd": ("Milliarde", "Milliarden"),
        "Milliarde": ("Milliarde", "Milliarden"),
        "Milliarden": ("Milliarden", "Milliarden"),
    },
    cents=" ",
    before_year=" ",
    of_currency=" ",
    words=(
        (re.compile(r"\bDr\.(?=\s+[A-ZÄÖÜ])"), "Doktor"),
        (re.compile(r"\bDr(?=\s+[A-ZÄÖÜ])"), "Doktor"),
        (re.compile(r"\bProf\.(?=\s+[A-ZÄÖÜ])"), "Professor"),
        (re.compile(r"\bSt\.(?=\s+[A-ZÄÖÜ])"), "Sankt"),
        (re.compile(r"(?<=[a-zäöüß])str\.(?=\W|$)"), "straße"),
        (re.compile(r"\b1:1\b"), "Eins-zu-eins"),
        (re.compile(r"\bz\.\s?B\."), "zum Beispiel"),
        (re.compile(r"\bd\.\s?h\."), "das heißt"),
        (re.compile(r"\bu\.\s?a\."), "unter anderem"),
        (re.compile(r"\bbzw\."), "beziehungsweise"),
        (re.compile(r"\bca\."), "circa"),
        (re.compile(r"\bNr\.\s?(?=\d)"), "Nummer "),
        (re.compile(r"\s*&\s*"), " und "),
        (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " und "),
    ),
    times=re.compile(
        r"(?<![\d:.,/€$£-])(?:"
        r"(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)\s?Uhr\b"
        r"|(?P<h2>[01]\d|2[0-3]):(?P<m2>[0-5]\d)(?![:.,]?\d)"
        r"|(?P<h3>\d{1,2})\s?Uhr\b"
        r")"
    ),
    range_sign=re.compile(r"(?:(?<=\d)|(?<=Uhr))\s?[–—-]\s?(?=\d{1,2}:[0-5]\d|\d{1,2}(?:\.[0-5]\d)?\s?Uhr)"),
)


_DAWN = 5
_COMMON = (15, 30, 45)


def clock(at: time) -> str:
    """As in "neun", "halb elf", "Viertel nach zehn", "fünf vor halb elf"; Mitternacht by name."""
    if (at.hour, at.minute) == (0, 0):
        return "Mitternacht"
    if at.minute == 0:
        return _hour(at.hour)
    if at.minute == 30:
        return f"halb {_hour(at.hour + 1)}"
    if 20 < at.minute < 40 and at.minute % 5 == 0:
        return f"fünf {'vor' if at.minute < 30 else 'nach'} halb {_hour(at.hour + 1)}"
    past, to = _fraction(at.minute), _fraction(60 - at.minute)
    if past:
        return f"{past} nach {_hour(at.hour)}"
    return f"{to} vor {_hour(at.hour + 1)}" if to else clock_of_day(at)


def clock_of_day(at: time) -> str:
    """As in "sechzehn Uhr", "achtzehn Uhr dreißig", "halb zwei nachts"."""
    if at.hour < _DAWN and at.minute in _COMMON:
        return f"{clock(at)} nachts"
    hour = "ein" if at.hour == 1 else number(at.hour, "de")
    if (at.hour, at.minute) == (0, 0):
        return "Mitternacht"
    return f"{hour} Uhr {number(at.minute, 'de')}" if at.minute else f"{hour} Uhr"


def weekday_and_day(day: date) -> str:
    """As in "Dienstag, der vierundzwanzigste März"."""
    return f"{TABLE.weekdays[day.weekday()]}, der {ordinal(day.day, 'de')} {TABLE.months[day.month - 1]}"


def day_of_month(day: date) -> str:
    """As in "vierundzwanzigster März"."""
    return f"{ordinal(day.day, 'de')}r {TABLE.months[day.month - 1]}"


def duration(length: timedelta) -> str:
    """As in "fünfzehn Minuten", "anderthalb Stunden", "zweieinhalb Stunden"."""
    hours, minutes = minutes_of(length)
    if hours == 0:
        special = {1: "eine Minute", 30: "eine halbe Stunde", 45: "eine Dreiviertelstunde"}
        return special.get(minutes) or f"{number(minutes, 'de')} Minuten"
    if minutes == 30:
        return "anderthalb Stunden" if hours == 1 else f"{number(hours, 'de')}einhalb Stunden"
    whole = "eine Stunde" if hours == 1 else f"{number(hours, 'de')} Stunden"
    rest = "eine Minute" if minutes == 1 else f"{number(minutes, 'de')} Minuten"
    return f"{whole} und {rest}" if minutes else whole


def year(year: int) -> str:
    """As in "neunzehnhundertneunundachtzig", "zweitausendsechsundzwanzig"."""
    from num2words import num2words

    return str(num2words(year, lang="de", to="year"))


def dates_in(text: str) -> str:
    """As in "am 24. März", "24.03.2026" and "24.3." in words, bent as the word before asks."""
    text = re.sub(rf"{_BEFORE}(?<![\w.])(?P<day>\d{{1,2}})\.\s?(?P<month>{_MONTH})\b", _named, text)
    return re.sub(
        rf"{_BEFORE}(?<![\w.,:])(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>(?:19|20)\d\d\b)?(?![\d.])",
        _numbered,
        text,
    )


def polish(text: str) -> str:
    """The case of a date: "von zwölfter März" is "vom zwölften März"."""
    return re.sub(rf"\b(von|vom|zum|am) (\w+te)r (?=(?:{_MONTH})\b)", _dative, text)


def _dative(found: re.Match[str]) -> str:
    return f"{'vom' if found[1] == 'von' else found[1]} {found[2]}n "


def _named(found: re.Match[str]) -> str:
    return _bent(found, found["month"]) if 1 <= int(found["day"]) <= 31 else found[0]


def _numbered(found: re.Match[str]) -> str:
    day, month = int(found["day"]), int(found["month"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    said = _bent(found, _MONTHS[month - 1])
    return f"{said} {year(int(found['year']))}" if found["year"] else said


def _bent(found: re.Match[str], month: str) -> str:
    before = found["before"]
    ending = {None: "r", "der": "", "Der": "", "die": "n", "das": ""}.get(before, "n")
    said = f"{ordinal(int(found['day']), 'de')}{ending} {month}"
    return f"{before} {said}" if before else said


def _hour(hour: int) -> str:
    return number((hour - 1) % 12 + 1, "de")


def _fraction(minutes: int) -> str | None:
    if minutes == 15:
        return "Viertel"
    return number(minutes, "de") if minutes in (5, 10, 20) else None
