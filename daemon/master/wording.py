"""The few words that stand in show notes and tags, in the languages that the built-in writer speaks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from daemon.model import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one language; names in braces are filled in."""

    all_day: str
    private: str
    cancelled: str
    also_in: str
    missing: str
    failed: str
    stale: str
    partly: str
    disclosure: str
    instead: str
    why: Mapping[Why, str]


WORDINGS = {
    "en": Wording(
        all_day="All day",
        private="Private appointment",
        cancelled="cancelled",
        also_in="also in",
        missing="What is missing",
        failed="{source} could not be reached.",
        stale="{source} could not be reached: as of {when}.",
        partly="Not everything in {source} could be read.",
        disclosure="Made by a program. Words: {writers}. Synthetic voice: {voices}. Nobody has checked it by hand.",
        instead="{sections}: written by {writer}, since {fallen} {why}.",
        why={
            "late": "was too slow",
            "unreachable": "could not be reached",
            "refused": "wrote what could not be told",
            "limit": "would have cost more than you allow",
            "offline": "was not to be asked",
            "private": "may not see what it holds",
        },
    ),
    "de": Wording(
        all_day="Ganztägig",
        private="Privater Termin",
        cancelled="abgesagt",
        also_in="auch in",
        missing="Was fehlt",
        failed="{source} war nicht zu erreichen.",
        stale="{source} war nicht zu erreichen: Stand {when}.",
        partly="In {source} war nicht alles zu lesen.",
        disclosure="Von einem Programm gemacht. Text: {writers}. Künstliche Stimme: {voices}. "
        "Niemand hat es von Hand geprüft.",
        instead="{sections}: geschrieben von {writer}, denn {fallen} {why}.",
        why={
            "late": "war zu langsam",
            "unreachable": "war nicht zu erreichen",
            "refused": "schrieb, was sich nicht sagen ließ",
            "limit": "hätte mehr gekostet als erlaubt",
            "offline": "sollte nicht gefragt werden",
            "private": "darf den Inhalt nicht sehen",
        },
    ),
    "fr": Wording(
        all_day="Toute la journée",
        private="Rendez-vous privé",
        cancelled="annulé",
        also_in="aussi dans",
        missing="Ce qui manque",
        failed="{source} n’a pas pu être joint.",
        stale="{source} n’a pas pu être joint : état du {when}.",
        partly="Tout n’a pas pu être lu dans {source}.",
        disclosure="Réalisé par un programme. Texte : {writers}. Voix de synthèse : {voices}. "
        "Personne ne l’a vérifié à la main.",
        instead="{sections} : écrit par {writer}, car {fallen} {why}.",
        why={
            "late": "était trop lent",
            "unreachable": "n’a pas pu être joint",
            "refused": "a écrit ce qui ne pouvait être dit",
            "limit": "aurait coûté plus que permis",
            "offline": "ne devait pas être interrogé",
            "private": "ne peut en voir le contenu",
        },
    ),
    "es": Wording(
        all_day="Todo el día",
        private="Cita privada",
        cancelled="cancelada",
        also_in="también en",
        missing="Lo que falta",
        failed="No se pudo acceder a {source}.",
        stale="No se pudo acceder a {source}: datos de {when}.",
        partly="No se pudo leer todo en {source}.",
        disclosure="Hecho por un programa. Texto: {writers}. Voz sintética: {voices}. Nadie lo ha revisado a mano.",
        instead="{sections}: escrito por {writer}, pues {fallen} {why}.",
        why={
            "late": "fue demasiado lento",
            "unreachable": "no respondió",
            "refused": "escribió lo que no podía decirse",
            "limit": "habría costado más de lo permitido",
            "offline": "no debía consultarse",
            "private": "no puede ver su contenido",
        },
    ),
}


def wording(language: str) -> Wording:
    """The words of a language such as "de-AT"; English where there are none."""
    return WORDINGS.get(language.lower().replace("_", "-").split("-")[0], WORDINGS["en"])


def date_in_words(day: date, language: str, pattern: str = "full") -> str:
    """The date in the language (in English where it is unknown), by a name or pattern of CLDR."""
    from babel.core import Locale, UnknownLocaleError
    from babel.dates import format_date

    try:
        locale = Locale.parse({"en": "en_GB"}.get(language, language).replace("-", "_"))  # the day before the month
    except (UnknownLocaleError, ValueError):
        locale = Locale("en", "GB")
    text = format_date(day, pattern, locale)
    return text[:1].upper() + text[1:]
