"""Which sentences of a feed's summary are worth hearing. Pure."""

import re

from daemon.unspeakable import has_address, phone_numbers
from daemon.write.sentences import fitting, is_whole, sentences

_SHORTEST = 3
_SAME = 0.75
_UNENDED = 25
_BOILERPLATE = re.compile(
    r"read more|continue reading|click here|sign up|subscribe|newsletter|appeared first|originally published"
    r"|share (?:this|on|via)|leave a comment|view (?:comments|original)|all rights reserved|cookies?\b.*\baccept"
    r"|\d+ comments?\b|^comments\b|^points?:|getty images|photo(?:graph)?(?: credit)?:|image (?:credit|source):"
    r"|^illustration:|advertisement"
    r"|weiterlesen|mehr lesen|hier klicken|jetzt abonnieren|erschien zuerst|kommentare?:|^foto:|^bild:|bildquelle"
    r"|^quelle:|anzeige:"
    r"|lire la suite|lire aussi|abonnez-vous|est apparu en premier|cliquez ici|crédit photo|^photo :|commentaires\b"
    r"|leer más|seguir leyendo|suscríbete|haz clic|apareció primero|comentarios\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?i:by|von|par|por|reporting by|edited by|editing by|text|written by)\s*:?\s+[A-ZÀ-Þ]")
_LONGEST_BYLINE = 7
_DATELINE = re.compile(
    r"^[A-ZÀ-Þ][A-ZÀ-Þ .'-]{2,30}(?:,\s*[\w. ]{3,20})?\s*(?:\([\w /.]{2,20}\))?\s*[-–—:]\s+(?=\S)"
    r"|^[A-ZÀ-Þ][\w .]{2,20}\s\((?:AP|AFP|dpa|Reuters|EFE|dpa/\w+)\)\s*[-–—:]*\s*"
)


def good_sentences(summary: str, title: str, most: int) -> tuple[str, ...]:
    """The first sentences that say something: whole, not the headline again, no address, no byline, no "read more"."""
    found: list[str] = []
    said = title
    for sentence in _whole(_DATELINE.sub("", summary.strip())):
        if len(found) == most:
            break
        short = fitting(sentence)
        if short and _is_good(sentence) and not repeats(short, said):
            found.append(short)
            said = f"{said} {short}"
    return tuple(found)


def _whole(summary: str) -> tuple[str, ...]:
    """The sentences that nobody cut; a summary that is one short phrase without an end mark is taken as whole."""
    found = sentences(summary)
    if len(found) == 1 and len(found[0].split()) <= _UNENDED and not found[0].rstrip("])").endswith(("…", "..")):
        return found
    return tuple(each for each in found if is_whole(each))


def _is_good(sentence: str) -> bool:
    words = sentence.split()
    if len(words) < _SHORTEST or _BOILERPLATE.search(sentence) or has_address(sentence) or phone_numbers(sentence):
        return False
    return not (_BYLINE.match(sentence) and len(words) <= _LONGEST_BYLINE)


def repeats(sentence: str, said: str) -> bool:
    """Whether three quarters of the sentence's words have been said already."""
    words, before = _tokens(sentence), _tokens(said)
    return bool(words) and len(words & before) / len(words) >= _SAME


def _tokens(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))
