"""The forms of ordinary words: from the base forms of a lexicon to all that may begin a sentence. Pure.

What a rule makes too much is no harm as long as it is nobody's name; what is one stands in the lexicon's `names`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from daemon.write.values.lexicon import Lexicon, key, lexicon
from daemon.write.values.names_french import FRENCH_ENDINGS, french_adjective, french_noun, french_verb
from daemon.write.values.names_spanish import SPANISH_ENDINGS, spanish_adjective, spanish_noun, spanish_verb, told
from daemon.write.values.words import fold


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """All known forms, but of nouns of German; `others` stand in the lexicon as they are."""

    others: tuple[frozenset[str], ...]
    nouns: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]

    def __contains__(self, word: str) -> bool:
        return word in self.nouns or word in self.verbs or word in self.adjectives or self._is_other(word)

    def _is_other(self, word: str) -> bool:
        return any(word in each for each in self.others)

    def is_thing(self, word: str) -> bool:
        """Whether it is a noun, and no form of a verb."""
        return word in self.nouns and word not in self.verbs


@cache
def forms(language: str) -> Forms:
    """All forms of a language's ordinary words."""
    words = lexicon(language)
    rule = _RULES[words.language]
    verbs = frozenset(form for verb in words.verbs for form in rule.verb(verb))
    if words.language == "de":
        verbs |= frozenset(form for verb in words.verbs for form in _parted(verb))
    adjectives = frozenset(form for adjective in words.adjectives for form in rule.adjective(adjective))
    nouns = frozenset(form for noun in (*words.nouns, *words.titles) for form in rule.noun(noun))
    return Forms((words.function, words.telling, words.words, words.titles), nouns, verbs, adjectives)


@cache
def of_grammar(words: Lexicon) -> frozenset[str]:
    """The words of grammar and those that tell who said it."""
    return words.function | words.telling


_VOWELS = "aeiou"


def _english_verb(verb: str) -> Iterator[str]:
    yield verb
    yield _english_plural(verb)
    stem = verb.removesuffix("e")
    yield from (stem + "ing", stem + "ed", stem + "ings")
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        yield from (verb[:-1] + "ied", verb + "ing")
    if verb.endswith("ie"):
        yield verb[:-2] + "ying"
    if verb.endswith("ee"):
        yield verb + "ing"
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in _VOWELS and verb[-3] not in _VOWELS:
        yield from (verb + verb[-1] + "ing", verb + verb[-1] + "ed")


def _english_plural(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _english_noun(noun: str) -> Iterator[str]:
    yield from (noun, _english_plural(noun))
    if noun.endswith("o"):
        yield noun + "s"


def _english_adjective(adjective: str) -> Iterator[str]:
    yield adjective
    if adjective.endswith("y"):
        stem = adjective[:-1] + "i"
        yield from (stem + "ly", stem + "er", stem + "est")
    elif adjective.endswith("le"):
        yield adjective[:-1] + "y"
    else:
        yield adjective + ("ally" if adjective.endswith("ic") else "ly")
    if len(adjective) < 7 and not adjective.endswith("y"):
        stem = adjective.removesuffix("e")
        yield from (stem + "er", stem + "est", stem + stem[-1] + "er", stem + stem[-1] + "est")


_GERMAN_PREFIXES = ("be", "ge", "ver", "er", "ent", "emp", "zer", "miss", "wider", "hinter", "voll")
_SEPARABLE_LISTED = """
zusammen zurück herunter heraus herein voraus vorbei weiter wieder entgegen hervor hinzu hinaus hinein
statt teil fest fort durch nach über unter vor ein aus auf ab an bei mit los zu um weg fern frei heim
kennen bereit her hin
"""
_SEPARABLE = tuple(_SEPARABLE_LISTED.split())


def _german_verb(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("n").removesuffix("e")
    link = "e" if stem.endswith(("t", "d", "bn", "chn", "ckn", "dn", "ffn", "gn", "tm")) else ""
    past = stem + link + "te"
    yield from (verb, stem, stem + "e", stem + link + "t", stem + link + "st", past, past + "n")
    participle = _participle(stem, link)
    for base in (participle, verb + "d"):
        yield from (base, *(base + end for end in ("e", "er", "en", "em", "es")))


def _parted(verb: str) -> Iterator[str]:
    """What is left of a verb whose particle stands at the end of the sentence: "breitet … aus"."""
    for prefix in _SEPARABLE:
        rest = verb.removeprefix(prefix)
        if rest != verb and len(rest) > _SHORT_VERB:
            yield from (form for form in _german_verb(rest) if form.endswith(_FINITE))


_SHORT_VERB = 4
_FINITE = ("t", "te", "ten", "en")


def _participle(stem: str, link: str) -> str:
    if stem.endswith("ier") or stem.startswith(_GERMAN_PREFIXES):
        return stem + link + "t"
    for prefix in _SEPARABLE:
        if stem.startswith(prefix) and len(stem) > len(prefix) + 2:
            rest = stem.removeprefix(prefix)
            inner = "" if rest.endswith("ier") or rest.startswith(_GERMAN_PREFIXES) else "ge"
            return f"{prefix}{inner}{rest}{link}t"
    return f"ge{stem}{link}t"


def _german_adjective(adjective: str) -> Iterator[str]:
    stem = adjective[:-2] + adjective[-1] if adjective.endswith("el") else adjective.removesuffix("e")
    stem = "hoh" if adjective == "hoch" else stem
    yield adjective
    for base in (stem, *_compared(adjective)):
        yield from (base + end for end in ("e", "er", "en", "em", "es"))
    yield from _compared(adjective)


def _compared(adjective: str) -> Iterator[str]:
    """Comparative and superlative stem ("länger", "längst")."""
    for base in {adjective, adjective.translate(_UMLAUTS)} if len(adjective) < 6 else {adjective}:
        yield base + ("r" if base.endswith("e") else "er")
        yield base + ("est" if base.endswith(("t", "d", "z", "s")) else "st")


_UMLAUTS = str.maketrans("aou", "äöü")


def _one(noun: str) -> Iterable[str]:
    return (noun,)


@dataclass(frozen=True, slots=True)
class _Rule:
    verb: Callable[[str], Iterable[str]]
    noun: Callable[[str], Iterable[str]]
    adjective: Callable[[str], Iterable[str]]


_RULES = {
    "en": _Rule(_english_verb, _english_noun, _english_adjective),
    "fr": _Rule(french_verb, french_noun, french_adjective),
    "es": _Rule(spanish_verb, spanish_noun, spanish_adjective),
    "de": _Rule(_german_verb, _one, _german_adjective),
}


def is_name_too(word: str, words: Lexicon) -> bool:
    """Whether an ordinary word is somebody's name, in this form or with a genitive's s."""
    folded = fold(word)
    owned = words.language == "de" and folded.endswith("s") and folded[:-1] in words.names
    return owned or (folded in words.names and not _accent_tells(word, words))


def _accent_tells(word: str, words: Lexicon) -> bool:
    """Whether the accent at its end makes a verb of what is a name without it ("Marcó", "Lancée")."""
    stressed = word.endswith(_STRESSED_ENDS.get(words.language, "\0"))
    return stressed and word in forms(words.language) and fold(word) not in words.always


_STRESSED_ENDS = {"fr": ("é", "és", "ée", "ées"), "es": ("ó", "é", "á", "án", "ás")}


def known(word: str, language: str) -> bool:
    """Whether a key is a form of an ordinary word (German nouns apart); French capitals may lack their accent."""
    ordinary = forms(language)
    if word in ordinary or any(word.endswith(end) and len(word) >= least for end, least in _ENDINGS.get(language, ())):
        return True
    if language == "fr":
        return word[:1] in "eac" and any(accent + word[1:] in ordinary for accent in "éèêàâç")
    if language == "de":
        return _is_prefixed(word)
    if language == "es":
        bare = word[0].translate(_ACUTE) + word[1:]
        return bare in ordinary or told(word) in forms(language).verbs
    return False


def _is_prefixed(word: str) -> bool:
    """Whether it is an irregular form of a German verb behind a prefix: "entspricht" of "spricht"."""
    irregular = lexicon("de").words
    return any(
        len(word) >= len(prefix) + _SHORT_VERB and word.startswith(prefix) and word.removeprefix(prefix) in irregular
        for prefix in _INSEPARABLE
    )


_INSEPARABLE = ("be", "ver", "er", "ent", "emp", "zer", "miss", "wider", "über", "unter", "um", "durch")
_ENDINGS = {"fr": FRENCH_ENDINGS, "es": SPANISH_ENDINGS}
_ACUTE = str.maketrans("aeiou", "áéíóú")
__all__ = ["Forms", "forms", "is_name_too", "key", "known", "of_grammar"]
