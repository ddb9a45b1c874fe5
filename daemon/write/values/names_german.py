"""Which capitals of German are ordinary words in their place: by the lexicon and by what stands beside them. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from daemon.write.values.lexicon import key, lexicon
from daemon.write.values.names_forms import forms, known
from daemon.write.values.names_nouns import described, noun
from daemon.write.values.names_tokens import Part, Token

_MUCH = ("etwas", "nichts", "viel", "alles", "wenig", "mehr")
_FOLLOWED = {
    "kurz": ("vor", "nach", "darauf", "danach", "zuvor", "gesagt", "gefasst", "und", "nachdem", "bevor"),
    "lang": ("vor", "nach", "ersehnte", "erwartete"),
    "knapp": ("die", "der", "ein", "eine", "zwei", "drei", "vier", "fünf",
        "sechs", "sieben", "acht", "neun", "zehn", "hundert", "tausend", "über", "unter", "vor"),
    "klar": ("ist", "bleibt", "wird", "scheint"),
    "will": ("man", "sie", "er", "wer", "es", "du", "ich"),
}  # fmt: skip
"""Words that are surnames, and what follows where they are none."""
_NEARLY = ("knapp", "kurz")
"""Such words before numbers."""
_PLURALS = (
    "sind", "haben", "werden", "wollen", "können", "müssen", "sollen", "dürfen", "waren", "hatten", "wurden", "kamen",
    "gingen", "fanden", "standen",
)  # fmt: skip
_ACTING = ("te", "ten", "ter", "nde", "nden", "nder")
"""What participles end with that are nouns: "Reisende", "Geimpften"."""
_REPORTS = ("berichtet", "berichtete", "meldet", "meldete", "schreibt", "schrieb", "zitiert", "laut", "nach", "wie")


def common(part: Part, at: int, words: Sequence[Token]) -> bool:
    """Whether a capitalised word, or a part of one, is an ordinary one in its place."""
    word = key(part.word)
    lexicon_ = lexicon("de")
    if word in lexicon_.always or _named(at, words) or (word in lexicon_.media and _reporting(at, words)):
        return False
    if word in lexicon_.function and (part.first or word not in lexicon_.names):
        return True
    whole = len(words[at].parts) == 1
    if _name_too(word):
        return whole and _ordinary_here(word, part, at, words)
    if noun(word):
        return True
    if part.first or not whole:
        return known(word, "de") or described(word) or (not whole and word in lexicon_.prefixes)
    return _nominalised(word, at, words)


def _name_too(word: str) -> bool:
    """Whether an ordinary word is somebody's name; by its key: "Schütz" is a name, "Schutz" is none."""
    names = lexicon("de").names
    return word in names or (word.endswith("s") and word[:-1] in names and word not in forms("de").adjectives)


def _ordinary_here(word: str, part: Part, at: int, words: Sequence[Token]) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    if part.first:
        return following is not None and _shown(word, following)
    if following is not None and _goes_on(following):
        return False
    if noun(word) and _paired(at, words):
        return True
    return (noun(word) or word in forms("de").adjectives) and _determined(at, words)


def _goes_on(following: Token) -> bool:
    """Whether a name goes on with the next word."""
    capital = following.gap == " " and any(part.capital for part in following.parts)
    return capital and (not noun(following.key) or _name_too(following.key))


def _shown(word: str, following: Token) -> bool:
    """Whether what follows the first word of a sentence makes it an ordinary one."""
    if word in _NEARLY and not following.parts:
        return True
    return following.key in _FOLLOWED.get(word, ()) or _several(word, following) or _describes(word, following)


def _several(word: str, following: Token) -> bool:
    """Whether it is a plural before its verb: "Winzer hoffen"."""
    plural = following.key in lexicon("de").verbs or following.key in _PLURALS
    return following.gap == " " and plural and word.endswith("er") and noun(word)


def _describes(word: str, following: Token) -> bool:
    """Whether a surname is an adjective here: "Neuer Höchststand", "Frisch erschienen"."""
    shapes = forms("de")
    if following.gap != " " or word not in shapes.adjectives:
        return False
    if following.small:
        return following.key in shapes.adjectives and following.key not in shapes.verbs
    return word not in lexicon("de").adjectives and noun(following.key)


def _named(at: int, words: Sequence[Token]) -> bool:
    """Whether the noun before gives something its name ("Café Krone", "Frau Richter")."""
    if not at or words[at].gap != " " or not words[at - 1].text[0].isupper():
        return False
    return _gives_name(words[at - 1].key)


@lru_cache(maxsize=4096)
def _gives_name(word: str) -> bool:
    lexicon_ = lexicon("de")
    if word in lexicon_.strange or word in lexicon_.titles:
        return True
    return any(word.endswith(last) for last in lexicon_.strange if len(last) > 3) and noun(word)


def _reporting(at: int, words: Sequence[Token]) -> bool:
    near = (*words[max(0, at - 2) : at], *words[at + 1 : at + 2])
    return any(token.key in _REPORTS for token in near)


def _paired(at: int, words: Sequence[Token]) -> bool:
    """Whether it is joined with an ordinary noun: "Keller und Garagen"."""
    for step in (-1, 1):
        near, joint = at + 2 * step, at + step
        if 0 <= near < len(words) and words[joint].key in ("und", "oder", "bis") and words[near].text[:1].isupper():
            other = words[near].key
            return noun(other) and not _name_too(other)
    return False


def _determined(at: int, words: Sequence[Token]) -> bool:
    """Whether an article, or an adjective, stands before the word."""
    lexicon_, adjectives = lexicon("de"), forms("de").adjectives
    for token in reversed(words[max(0, at - 4) : at]):
        if token.key in lexicon_.determiners:
            return token.small or token.first
        if not (token.small or token.first) or token.key not in adjectives:
            return False
        inflected = token.key not in lexicon_.adjectives and token.key.endswith(("e", "en", "er", "es", "em"))
        if inflected and words[at - 1] is token:
            return True
    return False


def _nominalised(word: str, at: int, words: Sequence[Token]) -> bool:
    """An adjective or a verb as a noun: "das Neue", "beim Rauchen"; "das Weiße Haus" is a name."""
    shapes, following = forms("de"), words[at + 1] if at + 1 < len(words) else None
    if word in shapes.adjectives:
        if following is not None and following.gap == " " and following.text[0].isupper():
            return False
        return word.endswith("es") or _determined(at, words) or (at > 0 and words[at - 1].key in _MUCH)
    if word in shapes.verbs and word.endswith(_ACTING) and len(word) > 7:
        return True
    return word in lexicon("de").verbs and (len(word) > 6 or _determined(at, words))
