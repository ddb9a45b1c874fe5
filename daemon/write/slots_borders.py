"""What a value and the words around it do to each other, in each language. Pure."""

import re
from collections.abc import Iterator

from daemon.write.spoken import spoken

_ARTICLES = {
    "en": "the a an your my",
    "de": "der die das dem den ein eine einen einem einer dein deine deinen deinem deiner",
    "fr": "le la les un une votre vos",
    "es": "el la los las un una tu tus",
}
_PREPOSITIONS = {
    "en": "at in on since for until till by online",
    "de": "in im an am auf bei beim um bis seit online",
    "fr": "à au aux en chez dans sur depuis jusqu'à",
    "es": "a en desde hasta",
}
_WHOLE_PHRASES = frozenset({"place", "until", "since", "due", "part", "today"})
"""Slots that bring their own preposition."""
_ELIDED = re.compile(r"^(d|qu)['’]$", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouàâéèêëîïôûœ]", re.IGNORECASE)
_ASPIRATED = re.compile(r"(?:onz|oui\b|ouistiti|uhlan|yaourt)", re.IGNORECASE)
_AN = re.compile(r"(?!one\b|once\b|eu)(?:[aeio]|u(?!ni|s[aeiu]|t[io])|hour|honest|heir)", re.IGNORECASE)


def joined(before: str, value: str, slot: str, language: str) -> tuple[str, str]:
    """The last word before a value (with its space) and the value, as they are said together.

    "in " and "in room four" are "" and "in room four"; "de " and "el lunes" are "" and "del lunes", for what melted
    with a value is part of it (see `same_value`).
    """
    before = _without_doubles(before, value, slot, language)
    if language == "fr":
        before = _elision(before, value)
    elif language == "en" and before.strip().lower() in ("a", "an"):
        before = f"{before[0]}{'n' if _AN.match(value) else ''} "
    return _melted(before, value, language)


def same_value(text: str, value: str) -> bool:
    """Whether a filled text says the slot's value: as it is, with a capital, or as it melts with the word before it.

    "del lunes" and "al lunes" say "el lunes", "au douze mars" says "le douze mars", and "zwölften März" and "vom
    zwölften März" say "zwölfter März".
    """
    return any(_small(text) == _small(form) for form in _forms(value))


def _without_doubles(before: str, value: str, slot: str, language: str) -> str:
    """Without the article or preposition that the value brings along: "the the review", "since since Friday"."""
    word, first = before.strip().lower(), value.split(" ", 1)[0].lower()
    articles, prepositions = _ARTICLES[language].split(), _PREPOSITIONS[language].split()
    is_double = word == first or (word in articles and first in articles)
    if slot in _WHOLE_PHRASES and not is_double:
        is_double = word in prepositions and first in prepositions
    return "" if is_double else before


def _elision(before: str, value: str) -> str:
    """As in "d'Anna" and "de Brandt", whichever of them the words before were written for."""
    elides = bool(_VOWEL.match(value)) and not _ASPIRATED.match(value)
    short = _ELIDED.match(before)
    if short and not elides:
        return f"{short[1]}e "
    if elides and before.lower() in ("de ", "que "):
        return f"{before[:-2]}'"
    return before


def _melted(before: str, value: str, language: str) -> tuple[str, str]:
    polished = spoken(language).polish(before + value)
    rest = polished.removesuffix(value)
    if rest != polished and not rest[-1:].isalnum():
        return rest, value
    if polished.startswith(before):
        return before, polished[len(before) :]
    return "", polished


def _forms(value: str) -> Iterator[str]:
    yield value
    article, _, rest = value.partition(" ")
    if article == "el":
        yield from (f"del {rest}", f"al {rest}")
    if article == "le":
        yield f"au {rest}"
    bent = re.sub(r"^(\w+te)r (?=\w+$)", r"\1n ", value)
    if bent != value:
        yield from (bent, f"vom {bent}", f"zum {bent}", f"am {bent}")


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
