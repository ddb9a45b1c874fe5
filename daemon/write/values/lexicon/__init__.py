"""What is known of a language's words: the text files beside this one, read once. Words are keys: see `key`."""

import unicodedata
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from itertools import chain

from config.languages import base_of

LANGUAGES = ("en", "de", "fr", "es")

Words = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """A language's words by what they are. Nouns, verbs and adjectives are base forms, all others as they stand."""

    language: str
    function: Words = frozenset()
    """Words of grammar, which carry no meaning: articles, pronouns, prepositions, auxiliaries."""
    telling: Words = frozenset()
    """Words that tell who said it ("says", "according"), in all their forms."""
    words: Words = frozenset()
    """Other ordinary words, in this very form: adverbs, irregular forms."""
    verbs: Words = frozenset()
    nouns: Words = frozenset()
    adjectives: Words = frozenset()
    names: Words = frozenset()
    """Ordinary words that are names as well ("Young", "Richter"); folded."""
    always: Words = frozenset()
    """Names that the rules would take for ordinary words ("Salzburg"); folded."""
    heads: Words = frozenset()
    """Ordinary words with which names of places and organisations begin ("United", "Bank")."""
    titles: Words = frozenset()
    """Titles and forms of address, which stand before a name and are not part of it."""
    modifiers: Words = frozenset()
    """Words that belong to the title after them ("Foreign" Minister)."""
    particles: Words = frozenset()
    """Small words that join the parts of a name ("von", "of")."""
    articles: Words = frozenset()
    """Small words that may follow a particle ("von der", "of the")."""
    acronyms: Words = frozenset()
    """Words in capitals that are no names ("TV")."""
    abbreviations: Words = frozenset()
    """Words whose full stop ends no sentence, without it."""
    calendar: Words = frozenset()
    """Days and months, which are dates."""
    determiners: Words = frozenset()
    """Words that a common noun follows; before a finite verb's object, too."""
    restricted: Words = frozenset()
    """German: last parts of compounds that make names ("-berg", "-straße"), unless the compound is listed."""
    prefixes: Words = frozenset()
    """German: first parts of compounds that are no nouns."""
    strange: Words = frozenset()
    """German: ordinary nouns before which a capital means nothing, behind which it begins a name ("Café" Krone)."""
    media: Words = frozenset()
    """German: nouns that are newspapers' names where they report."""


def key(word: str) -> str:
    """The form in which the lexicon has a word: small, composed, ß as ss."""
    return word.casefold() if word.isascii() else unicodedata.normalize("NFC", word).casefold()


@cache
def lexicon(language: str) -> Lexicon:
    """A language's words; a region is dropped ("de-AT"), an unknown language is answered with English."""
    base = base_of(language)
    return _read(base if base in LANGUAGES else "en")


@cache
def _read(language: str) -> Lexicon:
    sections: dict[str, set[str]] = {field.name: set() for field in fields(Lexicon) if field.name != "language"}
    texts = sorted(file.name for file in files(__name__).iterdir() if file.name.startswith(f"{language}_"))
    into: set[str] = set()
    for line in chain.from_iterable(_lines(name) for name in texts):
        if line.startswith("["):
            into = sections[line.strip("[]")]
        else:
            into.update(map(key, line.split()))
    return Lexicon(language=language, **{name: frozenset(words) for name, words in sections.items()})


def _lines(name: str) -> list[str]:
    text = files(__name__).joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
