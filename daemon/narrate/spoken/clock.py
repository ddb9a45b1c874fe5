"""Times, dates and ordinals as each language says them. Pure."""

import re
from collections.abc import Mapping

from daemon.narrate.spoken.counting import number, ordinal, year
from daemon.narrate.spoken.tables import Tongue

_CLOCK = r"(?<![\w:.,/-])(?P<h>\d{1,2}):(?P<m>[0-5]\d)"
_END = r"(?![\w:]|[.,]\d)"
TIMES: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"(?<![\w:.,/-])(?P<h2>\d{{1,2}})(?:[:.](?P<m2>[0-5]\d))?\s?(?P<half>[ap])(?:m\b|\.m\.?)|{_CLOCK}{_END}", re.I
    ),
    "de": re.compile(
        rf"{_CLOCK}(?:\s?(?:Uhr|h)\b)?{_END}|(?<![\w:,/-])(?P<h2>\d{{1,2}})(?:\.(?P<m2>[0-5]\d))?\s?Uhr\b"
    ),
    "fr": re.compile(
        rf"{_CLOCK}{_END}|(?<![\w:.,/-])(?P<h2>\d{{1,2}})\s?(?:h|heures?)(?:\s?(?P<m2>[0-5]\d))?(?![\w/])"
    ),
    "es": re.compile(rf"{_CLOCK}(?:\s?(?:hs?|horas)\b\.?)?{_END}"),
}
"""Times of day: `h` and `m`, in English `half` ("a" or "p"). Seconds make no time of day."""
ISO_DATE = re.compile(r"(?<![\w.-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])")
DATE = re.compile(r"(?<![\w./-])(?P<d>\d{1,2})(?P<sign>[./])(?P<m>\d{1,2})(?P=sign)(?P<y>(?:19|20)\d\d)(?![\w/-])")
_NEVER = re.compile(r"(?!)")
DAY: Mapping[str, re.Pattern[str]] = {
    "en": _NEVER,
    "de": re.compile(r"(?<![\w./-])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?!\d)(?P<y>)"),
    "fr": _NEVER,
    "es": _NEVER,
}
"""A date without its year."""
DECADE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(r"(?<!\w)['’]?(?P<n>(?:1[1-9]|20)?\d0)['’]?s\b"),
    "de": re.compile(r"(?<![\w.,-])(?P<n>(?:1[1-9]|20)?\d0)er\b"),
    "fr": _NEVER,
    "es": _NEVER,
}
_GERMAN_N = ("am", "vom", "zum", "dem", "den", "des", "im", "beim", "ab", "seit", "bis")
_GERMAN_BARE = ("der", "die", "das")
_SPANISH = ("primero", "segundo", "tercero", "cuarto", "quinto", "sexto", "séptimo", "octavo", "noveno", "décimo")


def time(found: re.Match[str], tongue: Tongue) -> str:
    """A time of day; as it stands where there is none such."""
    groups = {name.rstrip("2"): value for name, value in found.groupdict().items() if value}
    hour, minute = int(groups["h"]), int(groups.get("m", "0"))
    half = groups.get("half", "").upper()
    if hour > (12 if half else 24):
        return found[0]
    if tongue.language == "en":
        ends = "." if found[0].endswith(".") and not found.string[found.end() :].strip(" \"'”’)") else ""
        return f"{_english(hour, minute, half)}{ends}"
    return _continental(hour, minute, tongue.language)


def _english(hour: int, minute: int, half: str) -> str:
    half = half or ("P" if 12 < hour < 24 else "A" if hour in (0, 24) else "")
    said = number((hour - 1) % 12 + 1, "en")
    if minute:
        said += f" {'oh ' if minute < 10 else ''}{number(minute, 'en')}"
    elif not half:
        said += " o'clock"
    return f"{said} {half} M" if half else said


def _continental(hour: int, minute: int, language: str) -> str:
    hours, minutes = number(hour, language), number(minute, language) if minute else ""
    if language == "de":
        return f"{'ein' if hour == 1 else hours} Uhr {minutes}".rstrip()
    if language == "fr":
        return f"{re.sub('un$', 'une', hours)} heure{'s' if hour > 1 else ''} {minutes}".rstrip()
    hours = re.sub("uno$", "una", hours)
    return f"{hours} y {minutes}" if minutes else hours


def date(found: re.Match[str], tongue: Tongue) -> str:
    """A date in digits; as it stands where there is none such, or where nobody can say which is the month."""
    day, month, months = int(found["d"]), int(found["m"]), tongue.lists["months"]
    if tongue.language == "en" and found.re is DATE and found["sign"] == "/" and month > len(months):
        day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= len(months)):
        return found[0]
    said, name = year(int(found["y"]), tongue.language) if found["y"] else "", months[month - 1]
    if tongue.language == "en":
        return f"{name} {ordinal(day, 'en')} {said}"
    if tongue.language == "de":
        return f"{german(day, found)} {name} {said}".rstrip()
    first = "premier" if tongue.language == "fr" and day == 1 else number(day, tongue.language)
    return f"{first} de {name} de {said}" if tongue.language == "es" else f"{first} {name} {said}"


def decade(found: re.Match[str], tongue: Tongue) -> str:
    """As in "the nineties", "nineteen nineties", "neunziger"."""
    value = int(found["n"])
    said = year(value, tongue.language) if len(found["n"]) > 2 else number(value, tongue.language)
    if tongue.language == "de":
        return f"{said}er"
    return f"{said[:-1]}ies" if said.endswith("y") else f"{said}s"


def ordinals(tongue: Tongue) -> re.Pattern[str]:
    """A number as a language writes ordinals: `n` (in German also `n2`), and `end` where that says more."""
    nouns = "|".join((*tongue.lists["months"], *tongue.lists["century"], "Mal"))
    after = "|".join(rf"(?<=\b{word} )" for word in (*_GERMAN_N, *_GERMAN_BARE))
    return re.compile(
        {
            "en": r"(?<![\w.,])(?P<n>\d{1,4})(?:st|nd|rd|th)\b",
            "de": rf"(?<![\w.,])(?:(?P<n>\d{{1,3}})\.(?=\s+(?:{nouns})\b)|(?i:{after})(?P<n2>\d{{1,2}})\.(?=\s+\w))",
            "fr": r"(?<![\w.,])(?P<n>\d{1,4})(?P<end>er|ère|re|ème|e|nde|nd)s?\b",
            "es": r"(?<![\w.,])(?P<n>\d{1,2})\.?(?P<end>[ºª])(?!\w)",
        }[tongue.language]
    )


def ordinal_of(found: re.Match[str], tongue: Tongue) -> str:
    """An ordinal in digits."""
    if tongue.language == "de":
        return german(int(found["n"] or found["n2"]), found)
    value = int(found["n"])
    if tongue.language == "fr" and value == 1:
        return "premier" if found["end"] == "er" else "première"
    if tongue.language == "es":
        return spanish(value, feminine=found["end"] == "ª")
    return ordinal(value, tongue.language)


def spanish(value: int, *, feminine: bool) -> str:
    """An ordinal up to ten; above it people count."""
    if not 1 <= value <= len(_SPANISH):
        return number(value, "es")
    said = _SPANISH[value - 1]
    return f"{said[:-1]}a" if feminine else said


def german(value: int, found: re.Match[str]) -> str:
    """As its place wants it: "am vierundzwanzigsten", "der vierundzwanzigste", "vierundzwanzigster März"."""
    said, before = ordinal(value, "de"), word_before(found)
    if before in _GERMAN_BARE:
        return said
    neuter = re.match(r"\s*(?:Jahrhundert|Mal)\b", found.string[found.end() :])
    return f"{said}{'n' if before in _GERMAN_N else 's' if neuter else 'r'}"


def word_before(found: re.Match[str]) -> str:
    """The word before a match, in small letters."""
    return "".join(found.string[: found.start()].lower().split()[-1:])
