"""French as it is spoken: dix heures et demie, mardi vingt-quatre mars, trente-huit pour cent."""

import re
from datetime import date, time, timedelta

from daemon.write.spoken.base import Table, day_and_month, minutes_of, number, ordinal

_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_MONTH = "|".join(_MONTHS)
_BEFORE_MISTER = (
    r"(^|[^\w\s]\s*|(?<!\w)(?:[a-zà-ÿ]+|Avec|Chez|Pour|De|Et|Bonjour|Cher|Appel|Appeler|Rappeler|Voir|Dîner|Déjeuner|"
    r"Réunion|Rendez-vous|RDV|Anniversaire|Monsieur|Madame)\s+)"
)
"""Behind another capital it may be an initial: "John M. Keynes"."""

TABLE = Table(
    language="fr",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=_MONTHS,
    decimal=",",
    thousands=" \u00a0\u202f",
    decimal_word="virgule",
    point_word="point",
    fraction_by_digit=False,
    minus="moins",
    to="à",
    more_than="plus de",
    less_than="moins de",
    about="environ",
    number_sign="numéro",
    version="version",
    one="un",
    as_digits=re.compile(r"(?:\d*[02-68])?1(?!\d)"),
    before_a_year="en|depuis|de|vers|avant|après|an|année",
    units={
        "%": ("pour cent", "pour cent"),
        "°C": ("degré", "degrés"),
        "°": ("degré", "degrés"),
        "km/h": ("kilomètre à l'heure", "kilomètres à l'heure"),
        "km": ("kilomètre", "kilomètres"),
        "cm": ("centimètre", "centimètres"),
        "mm": ("millimètre", "millimètres"),
        "kg": ("kilogramme", "kilogrammes"),
        "m²": ("mètre carré", "mètres carrés"),
        "km²": ("kilomètre carré", "kilomètres carrés"),
        "kWh": ("kilowattheure", "kilowattheures"),
        "MW": ("mégawatt", "mégawatts"),
        "GW": ("gigawatt", "gigawatts"),
        "Go": ("gigaoctet", "gigaoctets"),
        "Mo": ("mégaoctet", "mégaoctets"),
        "min": ("minute", "minutes"),
    },
    currencies={
        "€": ("euro", "euros"),
        "£": ("livre", "livres"),
        "$": ("dollar", "dollars"),
        "EUR": ("euro", "euros"),
    },
    scales={
        "M": ("million", "millions"),
        "million": ("million", "millions"),
        "millions": ("millions", "millions"),
        "Md": ("milliard", "milliards"),
        "milliard": ("milliard", "milliards"),
        "milliards": ("milliards", "milliards"),
    },
    cents=" ",
    before_year=" ",
    of_currency=" de ",
    words=(
        (re.compile(r"\bDr\b\.?(?=\s+[A-ZÀ-Þ])"), "Docteur"),
        (re.compile(r"\bPr\b\.?(?=\s+[A-ZÀ-Þ])"), "Professeur"),
        (re.compile(r"\bMme\b\.?(?=\s+[A-ZÀ-Þ])"), "Madame"),
        (re.compile(rf"{_BEFORE_MISTER}M\.(?=\s+[A-ZÀ-Þ][a-zà-ÿ])"), r"\1Monsieur"),
        (re.compile(r"\bSt\b[-. ](?=[A-ZÀ-Þ])"), "Saint-"),
        (re.compile(r"\bSte\b[-. ](?=[A-ZÀ-Þ])"), "Sainte-"),
        (re.compile(r"\bRDV\b|\brdv\b"), "rendez-vous"),
        (re.compile(r"\b1:1\b"), "tête-à-tête"),
        (re.compile(r"\bp\.\s?ex\."), "par exemple"),
        (re.compile(r"\bc\.-à-d\."), "c'est-à-dire"),
        (re.compile(r"\bn°\s?(?=\d)"), "numéro "),
        (re.compile(r"\s*&\s*"), " et "),
        (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " et "),
    ),
    times=re.compile(
        r"(?<![\d:.,/€$£-])(?:"
        r"(?P<h>\d{1,2})\s?[hH]\s?(?P<m>[0-5]\d)(?![\w:])"
        r"|(?P<h2>[01]\d|2[0-3]):(?P<m2>[0-5]\d)(?![:.,]?\d)"
        r"|(?P<h3>\d{1,2})\s?[hH](?![\w/])"
        r")"
    ),
    range_sign=re.compile(r"(?<=[\dhH])\s?[–—-]\s?(?=\d{1,2}(?:\s?[hH]|:[0-5]\d))"),
)


def clock(at: time) -> str:
    """As in "dix heures et demie", "huit heures moins le quart", "dix-huit heures trente"; midi and minuit by name."""
    if at.minute == 45 and at.hour < 12:
        return f"{_hours(at.hour + 1)} moins le quart"
    if at.minute in (15, 30) and at.hour <= 12:
        named = at.hour in (0, 12)
        return f"{_hours(at.hour)} {'et quart' if at.minute == 15 else 'et demi' if named else 'et demie'}"
    if at.minute == 0:
        return _hours(at.hour)
    whole = "zéro heure" if at.hour == 0 else _hours(at.hour)
    return f"{whole} {_feminine(at.minute)}"


def clock_of_day(at: time) -> str:
    """As `clock`: twenty-four hours leave no doubt, and the morning is said."""
    return f"{clock(at)} du matin" if 1 <= at.hour < 12 and at.minute in (0, 15, 30) else clock(at)


def weekday_and_day(day: date) -> str:
    """As in "mardi vingt-quatre mars"."""
    return f"{TABLE.weekdays[day.weekday()]} {_day(day.day)} {TABLE.months[day.month - 1]}"


def day_of_month(day: date) -> str:
    """As in "le vingt-quatre mars"."""
    return f"le {_day(day.day)} {TABLE.months[day.month - 1]}"


def duration(length: timedelta) -> str:
    """As in "quinze minutes", "une heure et demie", "deux heures et quart"."""
    hours, minutes = minutes_of(length)
    if hours == 0:
        special = {30: "une demi-heure", 45: "trois quarts d'heure"}
        return special.get(minutes) or f"{_feminine(minutes)} minute{'s' if minutes > 1 else ''}"
    whole = f"{_feminine(hours)} heure{'s' if hours > 1 else ''}"
    if minutes in (0, 15, 30):
        return whole + {0: "", 15: " et quart", 30: " et demie"}[minutes]
    return f"{whole} {_feminine(minutes)}"


def year(year: int) -> str:
    """As in "mille neuf cent quatre-vingt-neuf", "deux mille vingt-six"."""
    return number(year, "fr")


def dates_in(text: str) -> str:
    """As in "le 24 mars", "1er", "24/03/2026" in words."""
    text = re.sub(rf"(?<![\w.,])(\d{{1,2}})(?:er)? ({_MONTH})\b", _named, text)
    text = re.sub(r"(?<![\w/])(?:le )?(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?![\w/])", _numbered, text)
    text = re.sub(r"(?<![\w.,-])1er\b", "premier", text)
    text = re.sub(r"(?<![\w.,-])1(?:re|ère)\b", "première", text)
    return re.sub(r"(?<![\w.,-])(\d{1,3})(?:e|ème)\b", lambda found: ordinal(int(found[1]), "fr"), text)


def polish(text: str) -> str:
    """Elision: "de une heure" is "d'une heure"."""
    text = re.sub(r"\b([Dd])e (?=(?:une?|onze heures|euros|hier)\b)", _elided, text)
    return re.sub(rf"\bà le (?=[\w -]{{2,15}} (?:{_MONTH})\b)", "au ", text)


def _elided(found: re.Match[str]) -> str:
    # "de onze heures" keeps its vowel: onze is said as if it began with a consonant.
    return found[0] if found.string[found.end() :].startswith("onze") else f"{found[1]}'"


def _named(found: re.Match[str]) -> str:
    day = int(found[1])
    return f"{_day(day)} {found[2]}" if 1 <= day <= 31 else found[0]


def _numbered(found: re.Match[str]) -> str:
    known = day_and_month(int(found[1]), int(found[2]))
    if known is None:
        return found[0]
    day, month = known
    return f"le {_day(day)} {_MONTHS[month - 1]} {year(int(found[3]))}"


def _day(day: int) -> str:
    return "premier" if day == 1 else number(day, "fr")


def _hours(hour: int) -> str:
    if hour in (0, 12):
        return "midi" if hour else "minuit"
    return f"{_feminine(hour)} heure{'s' if hour > 1 else ''}"


def _feminine(value: int) -> str:
    said = number(value, "fr")
    return f"{said}e" if said.endswith("un") else said
