"""Words by which a line talks of its items, in each language: what is counted, what became of an event. Pure."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from daemon.write.phrasebook import phrasebook
from daemon.write.values.lexicon import lexicon
from daemon.write.values.words import content_words, fold, words

_ANY = ("story", "task", "event", "message", "note")
_COUNTED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "story": "story stories headline headlines",
        "task": "task tasks errand errands to",
        "event": "appointment appointments event events meeting meetings engagements",
        "message": "mail mails message messages email emails",
        "note": "note notes reminder reminders",
        "": "thing things item items entry entries",
    },
    "de": {
        "story": "meldung meldungen geschichte geschichten nachricht nachrichten schlagzeile schlagzeilen",
        "task": "aufgabe aufgaben",
        "event": "termin termine besprechung besprechungen",
        "message": "mail mails nachricht nachrichten",
        "note": "notiz notizen erinnerung erinnerungen",
        "": "ding dinge sache sachen punkt punkte",
    },
    "fr": {
        "story": "nouvelle nouvelles histoire histoires titre titres sujet sujets info infos information informations "
        "actualite actualites",
        "task": "tache taches",
        "event": "rendez evenement evenements reunion reunions",
        "message": "message messages mail mails",
        "note": "note notes rappel rappels",
        "": "chose choses",
    },
    "es": {
        "story": "noticia noticias historia historias titular titulares",
        "task": "tarea tareas pendiente pendientes",
        "event": "cita citas evento eventos reunion reuniones",
        "message": "mensaje mensajes correo correos",
        "note": "nota notas recordatorio recordatorios",
        "": "cosa cosas asunto asuntos",
    },
}
"""Folded nouns whose number is how many items of a kind a line rests on; of any kind."""

_COUNTING: Mapping[str, str] = {
    "en": "list inbox calendar diary desk overnight wait waiting arrived came come stand stands left",
    "de": "liste postfach kalender programm nacht stehen steht warten wartet liegen liegt eingegangen gekommen gibt",
    "fr": "liste boîte agenda programme figurent figure attendent attend arrivés arrivées reçu nuit",
    "es": "lista bandeja agenda programa figuran esperan espera llegado llegaron noche",
}
"""Words in which a line says how many items there are, beside those of grammar."""

STATUS: Mapping[str, Mapping[str, str]] = {
    "cancelled": {
        "en": "cancelled canceled called-off scrapped axed",
        "de": "abgesagt entfallt fallt-aus ausgefallen gestrichen storniert",
        "fr": "annule annulee annules annulees",
        "es": "cancelado cancelada cancelados canceladas anulado anulada suspendido suspendida",
    },
    "moved": {
        "en": "moved postponed rescheduled put-off pushed-back brought-forward",
        "de": "verschoben verlegt vertagt vorgezogen",
        "fr": "reporte reportee reportes reportees deplace deplacee avance avancee",
        "es": "aplazado aplazada pospuesto pospuesta trasladado trasladada adelantado adelantada",
    },
    "late": {
        "en": "late delayed delay overdue",
        "de": "verspatet verspatung uberfallig",
        "fr": "retard retarde retardee retardes",
        "es": "retrasado retrasada retraso demora",
    },
    "free": {
        "en": "free",
        "de": "frei",
        "fr": "libre libres",
        "es": "libre libres",
    },
}
"""Folded words (a hyphen: one after the other) that say what became of an event; in news they stand in the story."""

_LISTED = {status: frozenset(" ".join(listed.values()).split()) for status, listed in STATUS.items()}
_SKY: Mapping[str, str] = {
    "en": "rain snow sun sunny cloud cloudy fog foggy wind windy storm thunderstorm thunder dry wet cold warm mild hot "
    "degrees percent chance likely shower drizzle frost ice sky clear overcast high low temperature forecast umbrella "
    "coat",
    "de": "Regen Schnee Sonne sonnig Wolken bewölkt Nebel neblig Wind windig Sturm Gewitter trocken nass kalt warm "
    "mild Grad Prozent Schauer Niesel Frost Eis Himmel klar bedeckt Höchstwert Tiefstwert Temperatur Schirm Mantel",
    "fr": "pluie neige soleil nuages nuageux brouillard vent tempête orage orages sec froid chaud doux degrés chance "
    "averse averses bruine gel verglas ciel clair couvert maximum minimum température thermomètre parapluie manteau",
    "es": "lluvia nieve sol nubes nuboso niebla viento tormenta tormentas seco frío calor templado grados probabilidad "
    "chubasco chubascos llovizna helada hielo cielo despejado cubierto máxima mínima temperatura paraguas abrigo",
}
"""Words of the weather."""
_OFF = re.compile(
    r"\b(?:is off|are off|called? \w* ?off|(?:not|n't) (?:take|taking|be taking) place|(?:not|n't) happen\w*"
    r"|got dropped|cancels?|falls? through|need not|already done"
    r"|(?:is|are) (?:already )?(?:over|done)(?! (?:at|by|before|around|from)\b)"
    r"|fall(?:t|en) (?:\w+ ){0,4}aus|find(?:et|en) (?:\w+ ){0,3}nicht (?:\w+ ){0,2}statt|abgeblasen|schon vorbei"
    r"|erledigt|se cancelan?|no (?:tiene|tendra) lugar|no se celebra|ya ha pasado|annule\w*|pas lieu|deja fini)\b"
)
"""Other ways of saying it of an appointment or a task."""
_SKY_WORDS = {
    "snow snowfall snows schnee schneit schneefall neige nieve nieva nevada": {*range(66, 78), 85, 86, 56, 57},
    "thunder thunderstorm thunderstorms gewitter orage orages tormenta tormentas": {*range(95, 100)},
    "fog foggy nebel neblig brouillard niebla": {45, 48},
    "sun sunny sunshine sonne sonnig soleil ensoleille sol soleado": {*range(4)},
}
"""Folded words of the sky, and the WMO codes that they fit."""
_SKIES = tuple((frozenset(listed.split()), frozenset(codes)) for listed, codes in _SKY_WORDS.items())
OURS = frozenset({"json", "prompt", "prompts", "delimiter", "delimiters", "alias", "aliases"})
"""Words of the instructions that no listener should hear."""


@cache
def counted(noun: str, language: str) -> frozenset[str]:
    """The kinds of items that a folded noun counts: none for most nouns."""
    nouns = _COUNTED.get(language, _COUNTED["en"])
    kinds = {kind for kind, listed in nouns.items() if noun in listed.split()}
    return frozenset(_ANY if "" in kinds else kinds)


def is_any(noun: str, language: str) -> bool:
    """Whether a folded noun counts whatever it may be: "things"."""
    return noun in _COUNTED.get(language, _COUNTED["en"])[""].split()


def statuses(text: str, *, loosely: bool) -> frozenset[str]:
    """Which of them a line or a text says, in any of our languages. `loosely`: "is over" of an appointment, too."""
    found = words(text)
    said = {*found, *(f"{first}-{second}" for first, second in pairwise(found))}
    status = {status for status, listed in _LISTED.items() if said & listed}
    return frozenset(status | ({"cancelled"} if loosely and _OFF.search(" ".join(found)) else set()))


def skies(found: tuple[str, ...], code: int) -> bool:
    """Whether the folded words fit a sky of that WMO code: no snow or thunder that is not there, no sun in rain."""
    return not any({*found} & listed and code not in codes for listed, codes in _SKIES)


@cache
def greeting_words(language: str) -> frozenset[str]:
    """All folded words with which the built-in writer greets and names the day."""
    book, _ = phrasebook(language)
    keys = ("morning", "afternoon", "evening", "morning_named", "afternoon_named", "evening_named", "date")
    texts = [variant for key in keys for variant in book.phrases[f"opening.{key}"]]
    return frozenset(word for text in texts for word in words(text))


@cache
def sky_words(language: str) -> frozenset[str]:
    """The stems of what the built-in writer says of the weather, and of a few words more."""
    book, _ = phrasebook(language)
    texts = [variant for key, variants in book.phrases.items() if key.startswith("weather.") for variant in variants]
    return frozenset(word for text in (*texts, _SKY[language]) for word in content_words(text, language))


@cache
def counting_words(language: str) -> frozenset[str]:
    """The folded words of a line that only says how many items there are."""
    nouns = " ".join(_COUNTED[language].values()).split()
    return frozenset((*words(_COUNTING[language]), *nouns, *map(fold, lexicon(language).function)))


@cache
def our_words(language: str) -> frozenset[str]:
    """All folded words of the phrases that the built-in writer has in that language."""
    book, _ = phrasebook(language)
    texts = (*(variant for variants in book.phrases.values() for variant in variants), *book.sources.values())
    return frozenset(word for text in texts for word in words(text)) | frozenset(
        word for title in book.titles.values() for word in words(title)
    )
