"""The few words that stand in show notes and tags, in the languages that the built-in writer speaks. Pure."""

from dataclasses import dataclass
from datetime import date


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
