"""Spanish as it is spoken: las diez y media, martes, veinticuatro de marzo, treinta y ocho por ciento."""

import re
from datetime import date, time, timedelta

from daemon.write.spoken.base import Table, day_and_month, minutes_of, number, ordinal

_MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_MONTH = "|".join(_MONTHS)

TABLE = Table(
    language="es",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=_MONTHS,
    decimal=",",
    thousands=".\u00a0\u202f",
    decimal_word="coma",
    point_word="punto",
    fraction_by_digit=False,
    minus="menos",
    to="a",
    more_than="más de",
    less_than="menos de",
    about="cerca de",
    number_sign="número",
    version="versión",
    one="un",
    as_digits=re.compile(r"(?:\d*[02-9])?1(?!\d)|\d*[2-9]\d\d(?!\d)"),
    before_a_year="en|desde|de|hacia|año",
    units={
        "%": ("por ciento", "por ciento"),
        "°C": ("grado", "grados"),
        "°": ("grado", "grados"),
        "km/h": ("kilómetro por hora", "kilómetros por hora"),
        "km": ("kilómetro", "kilómetros"),
        "cm": ("centímetro", "centímetros"),
        "mm": ("milímetro", "milímetros"),
        "kg": ("kilogramo", "kilogramos"),
        "m²": ("metro cuadrado", "metros cuadrados"),
        "km²": ("kilómetro cuadrado", "kilómetros cuadrados"),
        "kWh": ("kilovatio hora", "kilovatios hora"),
        "MW": ("megavatio", "megavatios"),
        "GW": ("gigavatio", "gigavatios"),
        "GB": ("gigabyte", "gigabytes"),
        "MB": ("megabyte", "megabytes"),
        "min": ("minuto", "minutos"),
    },
    currencies={
        "€": ("euro", "euros"),
        "£": ("libra", "libras"),
        "$": ("dólar", "dólares"),
        "EUR": ("euro", "euros"),
    },
    scales={
        "M": ("millón", "millones"),
        "mill.": ("millón", "millones"),
        "millón": ("millón", "millones"),
        "millones": ("millones", "millones"),
    },
    cents=" con ",
    before_year=" de ",
    of_currency=" de ",
    words=(
        (re.compile(r"\bDr\b\.?(?=\s+[A-ZÁÉÍÓÚÑ])"), "Doctor"),
        (re.compile(r"\bDra\b\.?(?=\s+[A-ZÁÉÍÓÚÑ])"), "Doctora"),
        (re.compile(r"\bSr\b\.?(?=\s+[A-ZÁÉÍÓÚÑ])"), "Señor"),
        (re.compile(r"\bSra\b\.?(?=\s+[A-ZÁÉÍÓÚÑ])"), "Señora"),
        (re.compile(r"\bSta\.(?=\s+[A-ZÁÉÍÓÚÑ])"), "Santa"),
        (re.compile(r"\b[Aa]vda\."), "avenida"),
        (re.compile(r"\b[Cc]/\s?(?=[A-ZÁÉÍÓÚÑ])"), "calle "),
        (re.compile(r"\bEE\.\s?UU\.?"), "Estados Unidos"),
        (re.compile(r"\b1:1\b"), "uno a uno"),
        (re.compile(r"\bp\.\s?ej\."), "por ejemplo"),
        (re.compile(r"\baprox\."), "aproximadamente"),
        (re.compile(r"\bn\.?º\s?(?=\d)"), "número "),
        (re.compile(r"\s*&\s*"), " y "),
        (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " y "),
    ),
    times=re.compile(
        r"(?<![\d:.,/€$£-])(?:\blas? )?(?:"
        r"(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)\s?(?:h\b\.?|horas\b)"
        r"|(?P<h2>[01]\d|2[0-3]):(?P<m2>[0-5]\d)(?![:.,]?\d)"
        r"|(?P<h3>\d{1,2})\s?h\b(?!/)\.?"
        r")"
    ),
    range_sign=re.compile(r"(?<=[\dh])\s?[–—-]\s?(?=\d{1,2}(?::[0-5]\d|(?:\.[0-5]\d)?\s?h\b))"),
)


def clock(at: time) -> str:
    """As in "las diez y media", "la una", "las once menos cuarto"; medianoche by name."""
    if (at.hour, at.minute) == (0, 0):
        return "medianoche"
    if at.minute > 30 and at.minute % 5 == 0:
        return f"{_hours(at.hour + 1)} menos {_minutes(60 - at.minute)}"
    return f"{_hours(at.hour)} y {_minutes(at.minute)}" if at.minute else _hours(at.hour)


def clock_of_day(at: time) -> str:
    """As in "las cuatro de la tarde", "las diez y media de la noche"."""
    if (at.hour, at.minute) == (0, 0):
        return "medianoche"
    return f"{clock(at)} {_part(at.hour)}"


def weekday_and_day(day: date) -> str:
    """As in "martes, veinticuatro de marzo"."""
    return f"{TABLE.weekdays[day.weekday()]}, {_day_of_month(day)}"


def day_of_month(day: date) -> str:
    """As in "el veinticuatro de marzo"."""
    return f"el {_day_of_month(day)}"


def duration(length: timedelta) -> str:
    """As in "quince minutos", "hora y media", "dos horas y cuarto"."""
    hours, minutes = minutes_of(length)
    if hours == 0:
        special = {1: "un minuto", 30: "media hora", 45: "tres cuartos de hora"}
        return special.get(minutes) or f"{_apocope(minutes)} minutos"
    whole = "una hora" if hours == 1 else f"{_feminine(hours)} horas"
    if minutes in (0, 15, 30):
        return whole + {0: "", 15: " y cuarto", 30: " y media"}[minutes]
    return f"{whole} y {_apocope(minutes)} minuto{'s' if minutes > 1 else ''}"


def year(year: int) -> str:
    """As in "mil novecientos ochenta y nueve", "dos mil veintiséis"."""
    return number(year, "es")


def dates_in(text: str) -> str:
    """As in "24 de marzo", "24/03/2026", "1.º" in words."""
    text = re.sub(rf"(?<![\w.,])(\d{{1,2}}) de ({_MONTH})\b", _named, text)
    text = re.sub(r"(?<![\w/])(?:el )?(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\w/])", _numbered, text)
    return re.sub(r"(?<![\w.,-])(\d{1,2})\.?(º|ª)", _ordinal, text)


def polish(text: str) -> str:
    """Euphony: "y Isabel" is "e Isabel", "de el lunes" is "del lunes"."""
    text = re.sub(r"\by (?=[Hh]?[iíIÍ](?![aeoáéó]))", "e ", text)
    return re.sub(r"\b([Dd])e el (?=[a-z])", r"\1el ", re.sub(r"\b([Aa]) el (?=[a-z])", r"\1l ", text))


def _named(found: re.Match[str]) -> str:
    day = int(found[1])
    return f"{number(day, 'es')} de {found[2]}" if 1 <= day <= 31 else found[0]


def _numbered(found: re.Match[str]) -> str:
    known = day_and_month(int(found[1]), int(found[2]))
    if known is None:
        return found[0]
    day, month = known
    return f"el {number(day, 'es')} de {_MONTHS[month - 1]} de {year(int(found[3]))}"


def _ordinal(found: re.Match[str]) -> str:
    said = ordinal(int(found[1]), "es")
    if found[2] == "º" and re.match(r" (?!de\b)[a-záéíóúñ]", found.string[found.end() :]):
        return re.sub(r"\b(primer|tercer)o\b", r"\1", said)
    return re.sub(r"o\b", "a", said) if found[2] == "ª" else said


def _day_of_month(day: date) -> str:
    return f"{number(day.day, 'es')} de {TABLE.months[day.month - 1]}"


def _hours(hour: int) -> str:
    hour = (hour - 1) % 12 + 1
    return "la una" if hour == 1 else f"las {number(hour, 'es')}"


def _minutes(minutes: int) -> str:
    return {15: "cuarto", 30: "media"}.get(minutes) or number(minutes, "es")


def _feminine(value: int) -> str:
    said = number(value, "es")
    return f"{said[:-1]}a" if said.endswith("uno") else said


def _apocope(value: int) -> str:
    """As in "veintiún minutos", not "veintiuno"."""
    said = number(value, "es")
    return said.replace("veintiuno", "veintiún").removesuffix("o") if said.endswith("uno") else said


def _part(hour: int) -> str:
    if hour < 6:
        return "de la madrugada"
    if hour == 12:
        return "del mediodía"
    return "de la mañana" if hour < 12 else "de la tarde" if hour < 21 else "de la noche"
