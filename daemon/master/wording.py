"""The few words that stand in show notes and tags, in the languages that the built-in writer speaks. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.languages import base_of
from daemon.model import VoiceWhy, Why


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
    spoken_instead: str
    voice_why: Mapping[VoiceWhy, str]
    clone: str
    unplayable: str


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
        spoken_instead="{sections}: spoken by {voice}, since {fallen} {why}.",
        voice_why={
            "late": "was too slow",
            "unreachable": "could not be reached",
            "key": "did not accept your key",
            "quota": "has no quota left",
            "voice": "is not known to its service",
            "text": "would not speak the text",
            "sound": "gave no clear speech",
            "limit": "would have cost more than you allow",
            "offline": "was not to be asked",
            "private": "may not hear what it holds",
            "consent": "is a clone without a record of consent",
        },
        clone="The voice {name} is a clone, used with the person’s consent.",
        unplayable="{file} could not be played: the show’s own music took its place.",
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
        spoken_instead="{sections}: gesprochen von {voice}, denn {fallen} {why}.",
        voice_why={
            "late": "war zu langsam",
            "unreachable": "war nicht zu erreichen",
            "key": "nahm den Schlüssel nicht an",
            "quota": "hat kein Guthaben mehr",
            "voice": "ist ihrem Dienst nicht bekannt",
            "text": "wollte den Text nicht sprechen",
            "sound": "war nicht zu verstehen",
            "limit": "hätte mehr gekostet als erlaubt",
            "offline": "sollte nicht gefragt werden",
            "private": "darf den Inhalt nicht hören",
            "consent": "ist geklont, ohne dass eine Zustimmung vorliegt",
        },
        clone="Die Stimme {name} ist geklont und wird mit Zustimmung der Person verwendet.",
        unplayable="{file} ließ sich nicht abspielen: Stattdessen war die Musik der Sendung zu hören.",
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
        spoken_instead="{sections} : dit par {voice}, car {fallen} {why}.",
        voice_why={
            "late": "était trop lent",
            "unreachable": "n’a pas pu être joint",
            "key": "n’a pas accepté la clé",
            "quota": "a épuisé son quota",
            "voice": "est inconnu de son service",
            "text": "n’a pas voulu dire le texte",
            "sound": "n’a pas donné de parole claire",
            "limit": "aurait coûté plus que permis",
            "offline": "ne devait pas être interrogé",
            "private": "ne peut en entendre le contenu",
            "consent": "est un clone sans accord enregistré",
        },
        clone="La voix {name} est un clone, utilisé avec l’accord de la personne.",
        unplayable="{file} n’a pas pu être lu : la musique de l’émission l’a remplacé.",
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
        spoken_instead="{sections}: locución de {voice}, pues {fallen} {why}.",
        voice_why={
            "late": "fue demasiado lento",
            "unreachable": "no respondió",
            "key": "no aceptó la clave",
            "quota": "agotó su cuota",
            "voice": "no existe en su servicio",
            "text": "no quiso decir el texto",
            "sound": "no dio un habla clara",
            "limit": "habría costado más de lo permitido",
            "offline": "no debía consultarse",
            "private": "no puede oír su contenido",
            "consent": "es un clon sin consentimiento registrado",
        },
        clone="La voz {name} es un clon, usado con el consentimiento de la persona.",
        unplayable="No se pudo reproducir {file}: sonó en su lugar la música del programa.",
    ),
}


def wording(language: str) -> Wording:
    """The words of a language such as "de-AT"; English where there are none."""
    return WORDINGS.get(base_of(language), WORDINGS["en"])


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
