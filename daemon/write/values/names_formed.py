"""Small words that no lexicon lists, though they are plainly made by their language's rules. Pure.

Only for words without a capital: at a sentence's head, what is made so may be somebody's name.
"""

import re
from functools import lru_cache

from daemon.write.values.lexicon import lexicon
from daemon.write.values.names_forms import forms, known
from daemon.write.values.names_nouns import described

_ENDINGS = {
    "en": (
        "(?:ly|ness(?:es)?|ments?|less|ful|[ai]bles?|[ts]ions?|isms?|ists?|ous|ing|ward|wards|wise|ships?|hood"
        "|i[sz](?:e|es|ed|ing)|ity|ities|ical|olog(?:y|ies|ists?))"
    ),
    "de": (
        "(?:weise|wärts|maßen|lings|halber|seits|mals|fach|lang|ier(?:en|end)?|iert|[ae]lt|[dgklmnpstz]ert|eln|ern|elnd|ernd"
        "|ig|lich|isch|bar|sam|haft|los|mäßig)(?:e[nrms]?|t|te[nrms]?|st|ste[nrms]?)?"
    ),
    "fr": (
        "(?:ment|eux|euses?|ifs|ives?|iques?|elles?|aux|ales?|aires?|istes?|ismes?|[ai]bles?|[ts]ions?|ures?|ages?|ités?"
        "|[ae]nces?|esques?|âtres?|ai(?:t|ent)|er(?:a|ont|ions|iez)|iss(?:ent|ant|ait|aient|ement)|ées|és|iez|ions"
        "|(?<=.{5})(?:er|ent|ant|ants|antes?|é|ée|eurs?|rices?))"
    ),
    "es": (
        "(?:mente|ci(?:ón|ones)|si(?:ón|ones)|dad|dades|ism[oa]s?|istas?|[ai]bles?|os[oa]s?|iv[oa]s?|ic[oa]s?|ndo|aron|ieron"
        "|aban?|ían?|r[áé]n?|rían?|ad[oa]s?|id[oa]s?|ó|eñ[oa]s?|enses?|ísim[oa]s?|it[oa]s|azos?|(?<=.{2})[aei]r(?:[mts]e|n?os)?(?:l[oae]s?)?)"
    ),
}  # fmt: skip
_FORMED = {language: re.compile(rf"[^\W\d_]{{3,}}{ending}") for language, ending in _ENDINGS.items()}
_SHORTEST = 7
_PARTICLES_LISTED = """
ab an auf aus bei bereit brach dar davon dicht durch ein empor entgegen fehl fern fest fort frei gegenüber gerade groß
gut heim her herab heran heraus herbei herein herum herunter hervor hin hinab hinauf hinaus hinein hinter hinunter
hinzu hoch klar klein krank lahm leer los mit nach nieder offen preis ran raus rein richtig rüber runter schief schön
sicher statt still teil tot über um unter vor voran voraus vorbei vorher wach wahr warm weg weiter wett wider wieder
zu zurecht zurück zusammen
"""
_PARTICLES = frozenset(_PARTICLES_LISTED.split())
_INNER = ("ge", "be", "ver", "er", "ent", "zer")
"""What follows a particle in a participle."""


@lru_cache(maxsize=4096)
def formed(word: str, language: str) -> bool:
    """Whether a small word has an ending that words of its kind have, or is made of two that are known."""
    if len(word) >= _SHORTEST and language in _FORMED and _FORMED[language].fullmatch(word):
        return True
    return language == "de" and (_separable(word.replace("ß", "ss")) or described(word.replace("ß", "ss")))


def separated(word: str) -> bool:
    """Whether a German word, even with a capital, is a verb with its particle and no name: "weiterverhandelt".

    Only participles and infinitives, which a sentence may begin with; of "anhalt" one would be a land's name.
    """
    ends = word.endswith(("t", "en", "eln", "ern"))
    return ends and any(_is_inner(word[at:]) for at in range(2, len(word) - 4) if word[:at] in _PARTICLES)


def _is_inner(word: str) -> bool:
    """Whether it is what a particle's verb goes on with: "gelegt", "zunehmen", "verhandelt"."""
    if word.startswith("zu") and len(word) > _SHORTEST - 2 and word[2:] in forms("de").verbs:
        return True
    return word.startswith(_INNER) and len(word) > _SHORTEST - 2 and known(word, "de")


def _separable(word: str) -> bool:
    """Whether it is a verb with a particle or another word before it, in any form: "lahmgelegt", "zunichtegemacht"."""
    heads = (at for at in range(2, len(word) - 3) if _may_head(word[:at]))
    return any(_is_verb(word[at:].removeprefix("zu")) or _is_verb(word[at:]) for at in heads)


def _may_head(word: str) -> bool:
    return word in _PARTICLES or (len(word) > 3 and word in lexicon("de").words)


def _is_verb(word: str) -> bool:
    return len(word) > 2 and known(word, "de")
