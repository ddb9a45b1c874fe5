"""Who a line says that it has something from, where ordinary words may be a newspaper's name. Pure."""

import re
from collections.abc import Iterator

from daemon.write.values.lexicon import Lexicon, key, lexicon
from daemon.write.values.names_forms import forms
from daemon.write.values.numbers import numbers
from daemon.write.values.words import fold, function_word

_BARE = re.compile(r"(?:^|(?<=[.!?…:;]\s)|(?<=[.!?…]\s[“\"]))([A-Z][a-z]{2,})(?::| ([a-z]{2,}s)\b)")
_THIRD_PERSON = frozenset({"has", "does", "goes"})
_NEVER = frozenset({"is", "was", "less", "its", "this", "as", "us", "plus", "thus", "perhaps", "always", "news"})
_SPORTS_LISTED = """
archery athletics badminton baseball basketball biathlon bowling bowls boxing canoeing chess climbing cricket curling
cycling darts diving fencing football golf gymnastics handball hockey hurling judo karate lacrosse netball rowing rugby
running sailing shooting skating skiing snooker snowboarding soccer softball squash sumo surfing swimming tennis
triathlon volleyball weightlifting wrestling
"""
_SPORTS = frozenset(_SPORTS_LISTED.split())
"""What stands before a colon to say what a story is about, and is no newspaper's name."""

_TOLD = r"\s(?:l['’]|nous\s|lo\s)?([a-zà-ÿ]{3,})\b"
_BARE_ROMANCE = re.compile(rf"(?:^|(?<=[.!?…:;]\s))([A-ZÀ-Þ][a-zà-ÿ]{{2,}})(?:\s&\s[A-ZÀ-Þ]\w+)?{_TOLD}(?:{_TOLD})?")
_REPORTS = r"(?:berichtet|berichten|berichtete|meldet|melden|meldete|vermeldet|schreibt|schreiben|schrieb|berichtigt)"
_SAYS = r"(?:bestätigt|empfiehlt|erklärt|erläutert|erzählt|notiert|sagt|schildert|titelt|verkündet|verrät|warnt|weiß)"
_NAMED = r"((?:(?:[A-ZÄÖÜ][\w-]*|&)\s?)+)"
_ARTICLE = r"(?:(?:de[rmns]|die|das|[Dd]er|Die|Das|beim?|im)\s)?"
_REPORTED = (
    re.compile(rf"\b{_REPORTS}\s{_ARTICLE}{_NAMED}"),
    re.compile(rf",\s{_SAYS}\s{_ARTICLE}(?!\w*(?:er|in|innen|ent|ant|ist|or|eur)\b){_NAMED}(?=[.!?,]|$)"),
    re.compile(rf"\b(?:vorgestellt|präsentiert)\svo[mn]\s{_NAMED}"),
    re.compile(rf"(?:\b[Gg]emeldet|\b[Ll]aut|,\s?so|\b[Ww]ie)\s(?:vo[mn]\s)?{_ARTICLE}{_NAMED}"),
    re.compile(rf"(?:^|[.!?]\s){_ARTICLE}{_NAMED}(?:(?:am|im|vom|zum)\s[A-ZÄÖÜ]\w+\s)?(?:[a-zäöü]+\s)?{_REPORTS}"),
    re.compile(rf"(?:^|[.!?:;,]\s){_ARTICLE}{_NAMED}zufolge"),
    re.compile(rf"\bteil(?:t|te|en|ten)\s{_ARTICLE}{_NAMED}(?:\w+\s){{0,3}}mit\b"),
)
_ANYBODY_LISTED = """
agentur anbieter autoren autorinnen behorde betreiber blatt firma forscher forscherinnen forschende gruppe hersteller
konzern magazin medien organisation portal sender team unternehmen veranstalter verband verein zeitung zeitungen
neues naheres weiteres folgendes gutes schlechtes
"""
_ANYBODY = frozenset(_ANYBODY_LISTED.split())
"""Folded words that stand for whoever was named before, and are no newspaper's name; nor what there is to report."""


def attributed(text: str, language: str) -> Iterator[tuple[str, ...]]:
    """What sentences make their source, though it may be ordinary words: the folded words of each.

    English: singular nouns without an article that do something ("Boundary reports", "Shuttle:"). German: nouns that
    report, or after which something is so ("meldet der Bote", "laut Grünem Blatt"). French and Spanish: nouns without
    an article that do something ("Octet l'annonce").
    """
    if language == "en":
        yield from _bare(text)
    elif language == "de":
        yield from _reporting(text)
    else:
        yield from _bare_romance(text, language)


def labels(text: str, language: str) -> frozenset[str]:
    """The folded words that stand alone before a colon: sources, or what a line is about ("Sumo: …")."""
    if language != "en":
        return frozenset()
    return frozenset(fold(found[1]) for found in _BARE.finditer(text) if found[2] is None)


def _reporting(text: str) -> Iterator[tuple[str, ...]]:
    titles = lexicon("de").titles
    for pattern in _REPORTED:
        for found in pattern.finditer(text):
            words = (word for word in found[1].split() if word != "&" and key(word) not in titles)
            said = tuple(fold(word) for word in words if not function_word(word, "de") and fold(word) not in _ANYBODY)
            if said:
                yield said


def _bare_romance(text: str, language: str) -> Iterator[tuple[str, ...]]:
    words, adjectives = lexicon(language), forms(language).adjectives
    for found in _BARE_ROMANCE.finditer(text):
        first, second, third = (key(word or "") for word in found.groups())
        tells = _tells(second, language) or (second in adjectives and third in words.telling)
        if first in words.nouns and tells and first not in adjectives:
            yield (fold(found[1]),)


def _tells(word: str, language: str) -> bool:
    """Whether it tells who said it, or is a verb's present, singular, and nothing else ("corrige")."""
    words, shapes = lexicon(language), forms(language)
    if word in words.telling:
        return True
    endings = ("e", "er"), ("a", "ar"), ("e", "ir"), ("it", "ir")
    verbs = {word.removesuffix(old) + new for old, new in endings if word.endswith(old)}
    is_other = word in words.function or word in shapes.nouns or word in shapes.adjectives
    return not is_other and not words.verbs.isdisjoint(verbs)


def _bare(text: str) -> Iterator[tuple[str, ...]]:
    words = lexicon("en")
    for found in _BARE.finditer(text):
        noun, verb = found[1].lower(), found[2]
        if noun in _SPORTS or numbers(noun, "en"):
            continue
        is_noun = noun in words.nouns or noun in words.verbs or (verb in words.telling and noun[:-1] in words.nouns)
        if is_noun and (verb is None or _is_verb(verb, words)):
            yield (fold(noun),)


def _is_verb(word: str, words: Lexicon) -> bool:
    """Whether it is a verb's third person, and not as well a noun's plural ("kitchen towels")."""
    if word in _NEVER:
        return False
    if word in _THIRD_PERSON or word in words.telling:
        return True
    stems = _stems(word)
    return not words.verbs.isdisjoint(stems) and words.nouns.isdisjoint(stems)


def _stems(word: str) -> set[str]:
    """What the third person, or the plural, may be made of: "warns" is none of "war"."""
    stems = {word[:-1]}
    if word.endswith("ies"):
        stems.add(f"{word[:-3]}y")
    elif word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        stems.add(word[:-2])
    return stems
