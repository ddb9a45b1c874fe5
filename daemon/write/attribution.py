"""Who a line says that it has something from, where ordinary words may be a newspaper's name. Pure."""

import re
from collections.abc import Iterator

from daemon.write.values.lexicon import Lexicon, key, lexicon
from daemon.write.values.words import fold, function_word

_BARE = re.compile(r"(?:^|(?<=[.!?…:;]\s)|(?<=[.!?…]\s[“\"]))([A-Z][a-z]{2,})(?::| ([a-z]{2,}s)\b)")
_THIRD_PERSON = frozenset({"has", "does", "goes"})
_NEVER = frozenset({"is", "was", "less", "its", "this", "as", "us", "plus", "thus", "perhaps", "always", "news"})


_BARE_ROMANCE = re.compile(r"(?:^|(?<=[.!?…:;]\s))([A-ZÀ-Þ][a-zà-ÿ]{2,})\s(?:(?:l['’]|nous\s|lo\s))?([a-zà-ÿ]{3,})\b")
_REPORTS = r"(?:berichtet|berichten|berichtete|meldet|melden|meldete|vermeldet|schreibt|schreiben|schrieb|berichtigt)"
_NAMED = r"((?:[A-ZÄÖÜ][\w-]*\s?)+)"
_ARTICLE = r"(?:(?:de[rmns]|die|das|[Dd]er|Die|Das|beim?|im)\s)?"
_REPORTED = re.compile(
    rf"(?:\b{_REPORTS}|\b[Gg]emeldet|\b[Ll]aut|,\s?so|\b[Ww]ie)\s(?:vo[mn]\s)?{_ARTICLE}{_NAMED}"
    rf"|(?:^|[.!?]\s){_ARTICLE}{_NAMED}(?:[a-zäöü]+\s)?{_REPORTS}|(?:^|[.!?:;,]\s){_ARTICLE}{_NAMED}zufolge"
)


def attributed(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """What sentences make their source, though it may be ordinary words: the folded words of each.

    English: singular nouns without an article that do something ("Boundary reports", "Shuttle:"). German: nouns that
    report, or after which something is so ("meldet der Bote", "laut Grünem Blatt"). French and Spanish: nouns without
    an article that tell ("Octet l'annonce").
    """
    if language == "en":
        yield from _bare(text)
    elif language == "de":
        titles = lexicon("de").titles
        for found in _REPORTED.finditer(text):
            words = (found[1] or found[2] or found[3]).split()
            said = tuple(fold(word) for word in words if key(word) not in titles and not _is_silent(word))
            if said:
                yield said
    else:
        yield from _bare_romance(text, language)


def _bare_romance(text: str, language: str) -> Iterator[tuple[str, ...]]:
    words = lexicon(language)
    for found in _BARE_ROMANCE.finditer(text):
        if key(found[1]) in words.nouns and key(found[2]) in words.telling:
            yield (fold(found[1]),)


def _is_silent(word: str) -> bool:
    """A word of grammar, or one that says only that there is something ("Neues")."""
    return function_word(word, "de") or word in ("Neues", "Näheres", "Weiteres", "Folgendes", "Gutes", "Schlechtes")


def _bare(text: str) -> Iterator[tuple[str, ...]]:
    words = lexicon("en")
    for found in _BARE.finditer(text):
        noun, verb = found[1].lower(), found[2]
        if noun in words.nouns | words.verbs and (verb is None or _is_verb(verb, words)):
            yield (fold(noun),)


def _is_verb(word: str, words: Lexicon) -> bool:
    """Whether it is a verb's third person, and not as well a noun's plural ("kitchen towels")."""
    if word in _NEVER:
        return False
    if word in _THIRD_PERSON or word in words.telling:
        return True
    stems = {word[:-1], word[:-2], f"{word[:-3]}y"}
    return not words.verbs.isdisjoint(stems) and words.nouns.isdisjoint(stems)
