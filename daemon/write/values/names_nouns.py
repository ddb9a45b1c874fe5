"""German nouns: forms and compounds of those in the lexicon. Pure.

No rule may swallow names: what it makes too much stands in the lexicon's `always` or `names`, or is `restricted` there.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from daemon.write.values.lexicon import lexicon
from daemon.write.values.names_forms import forms

_SUFFIXES = (
    ("heit", 8), ("heiten", 10), ("keit", 8), ("keiten", 10), ("schaft", 9), ("schaften", 11), ("ität", 7),
    ("itäten", 9), ("ismus", 8), ("ierung", 8), ("ierungen", 10), ("ung", 9), ("ungen", 9), ("ation", 8),
    ("ationen", 9), ("logie", 8), ("logien", 9), ("erei", 8), ("ereien", 10), ("losigkeit", 11),
)  # fmt: skip
"""Endings of abstract nouns, and the length from which they are believed: "Hartung" and "Samsung" are names."""
_NEUTER = (
    "ild", "ind", "eld", "leid", "icht", "ied", "ei", "geist", "leib", "brett", "nest", "schwert", "spenst", "weib",
    "mitglied",
)  # fmt: skip
"""What nouns end with that have a plural in -er without an umlaut."""
_PERSONS = (
    "er", "or", "ist", "ent", "ant", "eur", "är", "ling", "loge", "lege", "zeuge", "kunde", "erbe", "bote", "schütze",
    "fährte", "geselle", "nosse", "perte", "agoge", "nom", "soph", "arzt", "rat", "anwalt", "chef", "pilot", "soldat",
    "kandidat", "demokrat", "diplomat", "patriot", "architekt", "poet", "athlet", "therapeut", "analyst", "freund",
    "feind", "wirt", "held", "könig", "graf", "herzog", "fürst", "prinz", "general", "nachbar", "kommissar", "notar",
    "kapitän", "veteran", "schwager", "enkel", "cousin", "meister", "wart", "gott", "koch", "dieb", "patron", "bürge",
    "jude", "pate", "löwe", "hund", "wolf", "vorstand", "profi", "christ", "muslim",
)  # fmt: skip
"""What nouns of persons end with, which take -in for a woman."""
_SHORT = frozenset((
    "akt", "amt", "art", "arm", "app", "bad", "bau", "bus", "ehe", "eis", "gas", "hit", "hof", "lok", "abo", "mut",
    "not", "öl", "ort", "rad", "rat", "see", "tag", "tat", "tee", "tod", "ton", "tor", "uhr", "weg", "zug", "gut",
    "ruf",
))  # fmt: skip
"""Short nouns that may end a compound; of others, "gen" or "rom", too many names would be made."""
_LINKS = ("s", "es", "n", "en", "er", "e", "ens", "nen")
"""What may stand between the parts of a compound."""
_PLAIN = str.maketrans("äöü", "aou")


@lru_cache(maxsize=4096)
def described(word: str) -> bool:
    """Whether it is an adjective made of two words: "klimaneutrale", "zuckerhaltig"."""
    adjectives = forms("de").adjectives
    return any(word[at:] in adjectives and _first(word[:at]) for at in range(3, len(word) - 3))


@lru_cache(maxsize=32768)
def noun(word: str) -> bool:
    """Whether a key is a form of a common noun, or a compound that ends with one."""
    return _simple(word) or _abstract(word) or _compound(word) or any(map(noun, _feminine(word)))


def _abstract(word: str) -> bool:
    if word.endswith("zeitung"):
        return False  # mostly a newspaper's name; the others are listed
    return any(word.endswith(end) and len(word) >= least for end, least in _SUFFIXES) or _is_doing(word)


def _is_doing(word: str) -> bool:
    """Whether it is what a verb does ("Abholung"), which is no name as "Hartung" is one."""
    stem = word.removesuffix("en").removesuffix("ung")
    return word.endswith(("ung", "ungen")) and not lexicon("de").verbs.isdisjoint((stem + "en", stem + "n"))


@lru_cache(maxsize=32768)
def _simple(word: str) -> bool:
    nouns = lexicon("de").nouns
    return any(base in nouns for base in _bases(word))


def _bases(word: str) -> Iterator[str]:
    """What the word may be a form of, endings taken off, umlauts of plurals undone."""
    yield word
    for ending in ("n", "en", "e", "s", "es", "er", "ern", "se", "sen", "ses", "ien"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield from _without(word, ending)
    if any(char in "äöü" for char in word) and word.endswith(("er", "el", "en", "ern", "eln")):
        yield _plain(word.removesuffix("n") if word.endswith(("ern", "eln")) else word)
        yield _plain(word)


def _without(word: str, ending: str) -> Iterator[str]:
    base = word.removesuffix(ending)
    if ending in ("er", "ern"):
        # A plural in -er takes an umlaut where it can: "Häuser" is one of "Haus", "Hauser" is somebody's name.
        if any(char in "äöü" for char in base):
            yield _plain(base)
        elif base.endswith(_NEUTER):
            yield base
        return
    if ending in ("se", "sen", "ses") and not base.endswith("s"):
        return
    yield base
    if ending in ("e", "en", "se", "sen") and any(char in "äöü" for char in base):
        yield _plain(base)
    if ending in ("en", "ien"):
        yield from (base + "um", base + "us", base + "a", base + "on", base + "os", base + "ium")


def _feminine(word: str) -> Iterator[str]:
    """What a woman's word is made of: "ärztin", "biologinnen"."""
    base = word.removesuffix("nen").removesuffix("in")
    if len(base) > 3 and word.endswith(("in", "innen")):
        forms_ = (base, base + "e", _plain(base), _plain(base) + "e")
        yield from (form for form in dict.fromkeys(forms_) if form.endswith(_PERSONS))


def _plain(word: str) -> str:
    at = max(word.rfind(vowel) for vowel in "äöü")
    return word[:at] + word[at:].translate(_PLAIN)


def _compound(word: str) -> bool:
    return any(_last(word[at:]) and _first(word[:at]) for at in range(len(word) - 3, 1, -1))


@lru_cache(maxsize=32768)
def _last(word: str) -> bool:
    """Whether a compound that ends with it may be an ordinary noun."""
    words = lexicon("de")
    bases = [base for base in _bases(word) if base in words.nouns]
    return bool(bases) and not any(base in words.restricted or (len(base) < 4 and base not in _SHORT) for base in bases)


@lru_cache(maxsize=32768)
def _first(word: str) -> bool:
    """Whether it may begin a compound: a noun, a verb's stem, an adjective, each with what links it to the next."""
    if _linked(word) or (len(word) > 3 and (word + "e" in lexicon("de").nouns or _simple(word))):
        return True
    return any(_linked(word[:at]) and _first(word[at:]) for at in range(2, len(word) - 1))


@lru_cache(maxsize=32768)
def _linked(word: str) -> bool:
    first = _firsts()
    if word in first or (word.endswith("s") and _abstract(word[:-1])):
        return True
    return any(
        word.endswith(link) and len(word) - len(link) > 2 and word.removesuffix(link) in first for link in _LINKS
    )


@cache
def _firsts() -> frozenset[str]:
    words = lexicon("de")
    stems = (verb.removesuffix("n").removesuffix("e") for verb in words.verbs)
    long = {word for word in (*stems, *words.adjectives) if len(word) > 3}
    cut = {noun.removesuffix("e") for noun in words.nouns if len(noun) > 4}
    return frozenset(words.nouns | words.prefixes | long | cut)
