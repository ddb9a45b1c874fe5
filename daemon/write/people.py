"""Whether a title or a place of the listener's own may name somebody. In doubt it does. Pure.

Stricter than `values/names.py`, which must not take a headline's ordinary word for a name: here a word that may be
either is a name, with or without a capital, and so is any word that the language does not have.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from config.languages import base_of
from daemon.write.phrasebook import phrasebook
from daemon.write.values.lexicon import Lexicon, key, lexicon
from daemon.write.values.names import names
from daemon.write.values.names_forms import known
from daemon.write.values.names_nouns import noun
from daemon.write.values.names_tokens import Part, Token, tokens
from daemon.write.values.words import fold

_COUNT = re.compile(r"\d+[a-z]{0,3}")
"""Such as 7, 9am, 10km."""
_OWNED = re.compile(r"['’ʼ]s$", re.IGNORECASE)
_BEFORE_PEOPLE = {
    "en": "with and for from to by at call ring meet see visit ask text email tell thank phone",
    "de": "mit bei von für und zu an ohne samt",
    "fr": "avec chez et pour de à appeler voir",
    "es": "con y para de a llamar ver",
}
_BEHIND_PEOPLE = {"de": "anrufen anschreiben besuchen einladen fragen treffen zurückrufen abholen gratulieren"}
_GIVEN = {
    "en": "autumn buddy charity felicity lane little major melody miles morales page rain rusty skip snow sue summer "
    "temperance west",
    "de": "gerecht kurz lange redlich suss",
    "fr": "ambre lac mer noel poisson pont prudence",
    "es": "fuentes luz mar panadero reyes sol",
}
"""Names that the lexicon has as ordinary words alone, since in the news they are; folded."""


def may_name(text: str, language: str) -> bool:
    """Whether anything in the text may be a name, of somebody or of something."""
    plain = _small_first(unicodedata.normalize("NFKC", text).strip(), language)
    if plain.casefold() in _everyday(language):
        return False
    words = lexicon(language)
    found = tokens(plain, words)
    return (
        bool(names(plain, language))
        or _says_who(plain, language)
        or any(_is_somebody(at, found, words) for at in range(len(found)))
    )


def _small_first(text: str, language: str) -> str:
    """With a small letter first, where everybody's calendar knows the word: "Stand-up", "Ring the plumber"."""
    first = key(text.split(" ", 1)[0])
    is_noun = base_of(language) == "de" and noun(first)  # whose capital says something of the word behind it
    is_plain = text[1 : len(first)].islower() and first in _everyday(language)
    return text[:1].lower() + text[1:] if is_plain and not is_noun else text


@cache
def _everyday(language: str) -> frozenset[str]:
    """The words of which the built-in writer knows how a title is said."""
    return frozenset(key(word) for listed in phrasebook(language)[0].lists.values() for word in listed)


def _says_who(text: str, language: str) -> bool:
    """Whether it says of somebody where they are: "Summer on leave"."""
    said = text.casefold()
    return any(said.endswith(f" {state}") for state in phrasebook(language)[0].lists["states"])


def _is_somebody(at: int, found: Sequence[Token], words: Lexicon) -> bool:
    token = found[at]
    if _OWNED.search(token.text) and key(_OWNED.sub("", token.text)) not in _everyday(words.language) | words.function:
        return True
    if any(part.capital for part in token.parts):
        return _is_called(at, found, words)
    before = found[at - 1].key if at else ""
    return any(_may_be_name(part, before, words) for part in token.parts)


def _is_called(at: int, found: Sequence[Token], words: Lexicon) -> bool:
    """Whether a capital that would be an ordinary word elsewhere is somebody's here: "Kaffee Kern", "Frau Montag"."""
    before, token = (found[at - 1] if at else None), found[at]
    if any(_is_given(part, words) for part in token.parts):
        return True
    if at + 1 < len(found) and _is_one_of(found[at + 1].key, _BEHIND_PEOPLE, words):
        return True
    if before is None or token.gap.strip():
        return False
    if before.key in words.titles:
        return True
    near = _is_one_of(before.key, _BEFORE_PEOPLE, words) or any(part.capital for part in before.parts)
    return words.language == "de" and near and before.key not in words.determiners


def _may_be_name(part: Part, before: str, words: Lexicon) -> bool:
    """Whether a word without a capital may be a name: one that the language does not have, or "call mark"."""
    word = key(part.word)
    if _COUNT.fullmatch(word):
        return False
    is_name = fold(word) in words.names or _is_given(part, words)
    behind_one = _is_one_of(before, _BEFORE_PEOPLE, words)
    if word in words.function:
        return is_name and behind_one
    if is_name and before not in words.determiners:
        return behind_one or word not in _everyday(words.language)
    ordinary = known(word, words.language) or word in words.calendar or word in _everyday(words.language)
    return not (ordinary or (words.language == "de" and noun(word)))


def _is_given(part: Part, words: Lexicon) -> bool:
    return _is_one_of(fold(part.word), _GIVEN, words)


def _is_one_of(word: str, listed: Mapping[str, str], words: Lexicon) -> bool:
    return word in listed.get(words.language, "").split()
