"""The number words of clocks and dates: up to ninety-nine, days of the month, years. Pure."""

from collections.abc import Iterator
from functools import cache

from daemon.write.values.moments_grammar import Sense

_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "en tens": "twenty thirty forty fifty sixty seventy eighty ninety",
    "en ordinals": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
    "siebzehn achtzehn neunzehn",
    "de tens": "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "fr tens": "vingt trente quarante cinquante soixante",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis "
    "veintisiete veintiocho veintinueve",
    "es tens": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "es hundreds": "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos "
    "novecientos",
}
"""Words as `folded` gives them: in small letters, without accents."""
_LISTS = {name: tuple(listed.split()) for name, listed in _WORDS.items()}
_DE_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
_THOUSANDS = ("two thousand", "zweitausend", "mille", "deux mille", "mil ", "dos mil")
"""How years begin that are said like any other number."""

Phrase = tuple[tuple[str, ...], Sense]


def words(language: str) -> Iterator[Phrase]:
    """Every number phrase of a language, as folded words.

    Years are WY where they can be nothing else, WCOUNT where they may be an amount, WOLD where only a word like "in" or
    "since" makes them a year.
    """
    for value in range(100):
        for said in _CARDINALS[language](value):
            yield tuple(said.split()), Sense(_kind(value), value)
    yield from _ORDINALS[language]()
    for year in range(1100, 2100):
        for said in _YEARS[language](year):
            yield tuple(said.split()), Sense(_year_kind(year, said), year)


def _year_kind(year: int, said: str) -> str:
    if year < 1900 or year == 2000:
        return "WOLD"
    return "WCOUNT" if said.startswith(_THOUSANDS) else "WY"


def _kind(value: int) -> str:
    if value == 0:
        return "ZERO"
    return "WH" if value <= 12 else "WT" if value <= 24 else "WM" if value <= 59 else "WN"


@cache
def _english(value: int) -> tuple[str, ...]:
    if value < 20:
        return (_LISTS["en"][value],)
    tens = _LISTS["en tens"][value // 10 - 2]
    return (f"{tens} {_LISTS['en'][value % 10]}" if value % 10 else tens,)


def _english_ordinals() -> Iterator[Phrase]:
    for day in range(1, 32):
        tens = "twenty" if day < 30 else "thirty"
        unit = _LISTS["en ordinals"][day - 1] if day < 20 else _LISTS["en ordinals"][day % 10 - 1]
        said = unit if day < 20 else f"{tens} {unit}" if day % 10 else f"{tens[:-1]}ieth"
        yield tuple(said.split()), Sense("ORD", day)
    for value in range(1, 10):
        yield ("oh", _LISTS["en"][value]), Sense("OHFIVE", value)


def _english_years(year: int) -> Iterator[str]:
    century, rest = divmod(year, 100)
    hundreds = _english(century)[0]
    unit = _english(rest)[0] if rest else ""
    if century == 20:
        yield f"two thousand {unit}"
        yield f"two thousand and {unit}"
    elif century >= 13:
        yield f"{hundreds} hundred {'and' if rest else ''} {unit}"
    if century >= 13 and rest:
        yield f"{hundreds} {'oh' if rest < 10 else ''} {unit}"


@cache
def _german(value: int) -> tuple[str, ...]:
    if value < 20:
        said = _LISTS["de"][value]
        return (said, said.replace("funf", "fuenf").replace("zwolf", "zwoelf"))
    tens, unit = _LISTS["de tens"][value // 10 - 2], "ein" if value % 10 == 1 else _LISTS["de"][value % 10]
    said = f"{unit}und{tens}" if value % 10 else tens
    return (said, said.replace("funf", "fuenf"))


def _german_ordinals() -> Iterator[Phrase]:
    for day in range(1, 32):
        for said in _german(day):
            stem = _DE_ORDINALS.get(day, f"{said}{'t' if day < 20 else 'st'}")
            for ending in ("e", "er", "en", "em", "es"):
                yield (f"{stem}{ending}",), Sense("ORD", day)


def _german_years(year: int) -> Iterator[str]:
    century, rest = divmod(year, 100)
    hundreds = "zweitausend" if century == 20 else f"{_LISTS['de'][century]}hundert"
    for said in _german(rest) if rest else ("",):
        yield f"{hundreds}{said}"
        yield f"{hundreds}und{said}"


@cache
def _french(value: int) -> tuple[str, ...]:
    if value < 17:
        return (_LISTS["fr"][value],)
    if value < 20:
        return (f"dix {_LISTS['fr'][value - 10]}",)
    if value < 70:
        return _french_tens(_LISTS["fr tens"][value // 10 - 2], value % 10)
    if value < 80:
        link = "et " if value == 71 else ""
        return (f"soixante {link}{_french(value - 60)[0]}", *_french_tens("septante", value - 70))
    vingts = ("quatre vingts", "quatre vingt") if value == 80 else (f"quatre vingt {_french(value - 80)[0]}",)
    swiss = _french_tens("huitante", value - 80) if value < 90 else _french_tens("nonante", value - 90)
    return (*vingts, *swiss)


def _french_tens(tens: str, unit: int) -> tuple[str, ...]:
    if unit == 1:
        return (f"{tens} et un", f"{tens} et une")
    return (f"{tens} {_french(unit)[0]}" if unit else tens,)


def _french_ordinals() -> Iterator[Phrase]:
    yield ("premier",), Sense("ORD", 1)


def _french_years(year: int) -> Iterator[str]:
    century, rest = divmod(year, 100)
    for said in _french(rest) if rest else ("",):
        if century == 20:
            yield f"deux mille {said}"
            continue
        hundreds = "" if century == 11 else _french(century - 10)[0]
        for cent in ("cent", "cents"):
            yield f"{_french(century)[0]} {cent} {said}"
            yield f"mille {hundreds} {cent} {said}"


@cache
def _spanish(value: int) -> tuple[str, ...]:
    if value < 30:
        return (_LISTS["es"][value], "veintiuna") if value == 21 else (_LISTS["es"][value],)
    tens = _LISTS["es tens"][value // 10 - 3]
    return (f"{tens} y {_LISTS['es'][value % 10]}" if value % 10 else tens,)


def _spanish_ordinals() -> Iterator[Phrase]:
    yield ("primero",), Sense("ORD", 1)


def _spanish_years(year: int) -> Iterator[str]:
    century, rest = divmod(year, 100)
    thousands = "dos mil" if century == 20 else f"mil {_LISTS['es hundreds'][century - 11]}"
    yield "mil cien" if year == 1100 else f"{thousands} {_spanish(rest)[0] if rest else ''}"


_CARDINALS = {"en": _english, "de": _german, "fr": _french, "es": _spanish}
_ORDINALS = {"en": _english_ordinals, "de": _german_ordinals, "fr": _french_ordinals, "es": _spanish_ordinals}
_YEARS = {"en": _english_years, "de": _german_years, "fr": _french_years, "es": _spanish_years}
