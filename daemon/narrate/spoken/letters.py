"""Abbreviations, acronyms, signs and the marks of mail subjects, said in words. Pure."""

import re
from functools import cache, partial

from daemon.narrate.spoken.tables import Tongue, any_of
from daemon.narrate.spoken.traced import Traced, apart

_SUBJECT = re.compile(
    r"(?P<start>^|[:,„“«\"]\s?)(?:(?:\[[^\[\]]{1,40}\]|(?:RE|Re|FWD?|Fwd?|AW|Aw|WG|Wg|TR|Tr|RV|Rv|SV|Sv|Antw|ENC|Enc)"
    r"(?:\[\d+\])?\s?:)\s)+(?=\S)"
)
"""What mail programs and lists put before a subject, at the beginning or behind a colon."""
_CLOSING = " \"'”’“»«)"
_SPACED = re.compile(r"(?<![\w.])(?:[A-ZÀ-Þ]\.){2,}(?!\w)")
"""Such as "U.S."."""
_ACRONYM = re.compile(r"(?<!\w)(?P<n>[A-ZÀ-Þ]{2,})(?P<s>[’']?s)?(?![\w])")
_LONG, _CLUSTER = 4, re.compile(r"^[^AEIOUYÄÖÜÉ]{3}|[^AEIOUYÄÖÜÉ]{4}|[AEIOUÄÖÜÉ]{4}")
"""A short acronym is spelt, a longer one where nobody could say it as a word."""
_HASHTAG = re.compile(r"(?<!\w)#(?=[^\W\d])")
_SLASH = re.compile(r"(?<=\w)\s?/\s?(?=\w)")
_PLUS = re.compile(r"(?<=[A-Za-z])\+{1,2}(?!\w)")
_UNSAID = re.compile(r"[*_^|\\`{}<>•·→←⇒■□▪●◦※†‡¦¬#/]+")


def subjects(text: Traced) -> Traced:
    """Without "Re:", "Fwd:", "[list]" before what was meant."""
    return text.sub(_SUBJECT, lambda found: found["start"])


def abbreviations(text: Traced, tongue: Tongue) -> Traced:
    """Abbreviations as the words that they stand for; at the end of the text its full stop is kept."""
    return text.sub(tongue.abbreviated, partial(_written_out, tongue=tongue))


def _written_out(found: re.Match[str], tongue: Tongue) -> str:
    key = "".join(found[0].split())
    said = tongue.abbreviations.get(key) or tongue.abbreviations[key[0].lower() + key[1:]]
    if found.string[found.end() :][:1].isdigit():
        return f"{said} "
    return f"{said}." if key.endswith(".") and _ends(found) else said


def _ends(found: re.Match[str]) -> bool:
    return not found.string[found.end() :].strip(_CLOSING)


def acronyms(text: Traced, tongue: Tongue) -> Traced:
    """Acronyms letter by letter, but for those that are said as words; nothing of a text that is all capitals."""
    text = text.sub(_SPACED, _spaced)
    words = re.findall(r"[^\W\d_]{2,}", text.text)
    if len(words) > 2 and all(word.isupper() for word in words):
        return text
    return text.sub(_ACRONYM, partial(_spelled, tongue=tongue))


def _spaced(found: re.Match[str]) -> str:
    return " ".join(found[0].replace(".", "")) + ("." if _ends(found) else "")


def _spelled(found: re.Match[str], tongue: Tongue) -> str:
    letters = found["n"]
    is_word = len(letters) >= _LONG and not _CLUSTER.search(letters)
    if letters not in tongue.lists["spelled"] and (letters in tongue.lists["words"] or is_word):
        return found[0]
    return " ".join(letters) + ("'s" if found["s"] else "")


def signs(text: Traced, tongue: Tongue) -> Traced:
    """Signs in words, and without those that nobody says."""
    text = text.sub(_HASHTAG, lambda _: "hashtag ").sub(_SLASH, lambda _: ", ")
    text = text.sub(_PLUS, lambda found: f" {tongue.signs['+']}" * len(found[0]))
    text = text.sub(_sign(tongue), lambda found: apart(found, tongue.signs[found[0]]))
    return text.sub(_UNSAID, lambda _: " ")


@cache
def _sign(tongue: Tongue) -> re.Pattern[str]:
    return re.compile(any_of(tongue.signs))
