"""What a language must know for its numbers to be read. Each language is a module beside this one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from daemon.write.values.base import Rounding
from daemon.write.values.numbers_tokens import Tokens, sequence
from daemon.write.values.numbers_units import Spellings

Phrases = Sequence[tuple[str, ...]]
Roundings = Mapping[str, Sequence[tuple[tuple[str, ...], Rounding]]]
Compound = Callable[[str], "Word | None"]


class Read(NamedTuple):
    """A number in tokens[start:end]; `scale` ("million") is in the value, `form` is the contract's `digits`.

    `digits`: it begins with a numeral.
    """

    start: int
    end: int
    value: Fraction
    unit: str = ""
    scale: int = 1
    form: str = ""
    rounding: Rounding = ""
    noun: str = ""
    digits: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What one word is worth, where it holds a whole number ("siebenundzwanzig", "dritte", "dreijährig").

    `noun`: what the word names beside the number.
    """

    value: Fraction
    unit: str = ""
    noun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tongue:
    """The words of a language's numbers, all folded. Phrases are sequences of tokens."""

    language: str
    small: Mapping[str, int]
    """0 to 99, as far as they are one word."""
    large: Mapping[str, int]
    """Hundreds that stand alone: "hundred", "cent", "doscientos"."""
    hundred: frozenset[str]
    """What multiplies by a hundred: "two hundred"."""
    ordinals: Mapping[str, int]
    """Ordinals of one word, which may also end a longer number: "twenty-third"."""
    room: Mapping[int, range]
    """What may follow a ten: {20: range(1, 10)}."""
    quatre_vingt: frozenset[str] = frozenset()
    joints: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Between ten and unit, "y" or "et", and the words that may follow it; under "" whether none is needed."""
    and_: str = ""
    """Between hundreds and the rest: "one hundred and one"."""
    articles: frozenset[str]
    """1 only before a unit, a scale or a fraction."""
    counters: frozenset[str] = frozenset()
    """Behind these an article counts: "numéro un"."""
    loose: frozenset[str] = frozenset()
    """Scales that an article makes a crowd of: "une dizaine"."""
    one: frozenset[str] = frozenset()
    """1 unless it stands for a thing named before: "a new one"."""
    scales: Mapping[str, int]
    """Behind a number: "million", "dozen"."""
    millions: frozenset[str] = frozenset()
    """Before these the "m" in "5m" is a million."""
    crowds: Mapping[str, int]
    """Scales that stand alone, about so many: "thousands"."""
    few: frozenset[str]
    """What makes a crowd of a scale: "several hundred"."""
    of: frozenset[str]
    """What joins a scale or a fraction to its unit: "millions of euros"."""
    genitive: frozenset[str] = frozenset()
    """The same and an article in one word, before the noun alone: "drei der Männer", "cinq des juges"."""
    parts: Callable[[str], int]
    """How many of what a number is counted in make a whole: 3 for "thirds", 0 for what is no part."""
    halves: Mapping[str, Fraction]
    """Fractions that need no number: "half", "moitié"."""
    half_of: frozenset[str]
    """Halves only before a unit or a scale: "media hora"."""
    and_a_half: Mapping[tuple[str, ...], Fraction]
    bare_and: frozenset[str] = frozenset()
    """What stands between a unit and its half where no number comes first: "hora y media"."""
    ordinal_parts: frozenset[str] = frozenset()
    """What makes a fraction of an ordinal: "la quinta parte"."""
    multiples: Mapping[str, int]
    """Times: "twice", "triple"."""
    couples: Mapping[tuple[str, ...], int]
    """Two: "both", "a couple of"."""
    point: frozenset[str]
    minus: frozenset[str]
    first_currencies: Mapping[str, str] = field(default_factory=dict)
    """Names of currencies that may stand before a numeral: "Euro 12,50"."""
    below_zero: Phrases
    version: frozenset[str]
    range_words: frozenset[str]
    units: Spellings
    no_article: frozenset[str]
    """Units that an article does not count: "a point"."""
    before: Roundings
    """What stands before a number and says how near it is, by its last word, the longest first."""
    after: Roundings
    """The same behind a number, by its first word."""
    idioms: Mapping[str, Phrases]
    """What is no number although it looks like one, by first words."""
    suffixes: frozenset[str]
    """What makes an ordinal of a numeral: "3rd"."""
    whole: Callable[[str], int | None] | None = None
    """A word that is a whole number, where a language writes it as one."""
    compound: Compound | None = None
    """A word that is a number with something else in it."""
    is_ordinal_point: Callable[[Tokens, int], bool] | None = None
    """Whether the full stop at a place makes an ordinal: "am 3. Tag"."""


def numbered(words: str, start: int = 1) -> dict[str, int]:
    """Words in the order of their values."""
    return {word: start + place for place, word in enumerate(words.split())}


def worth(table: str) -> dict[str, int]:
    """Of "12: dozen; 1000: thousand grand": each word's value."""
    found: dict[str, int] = {}
    for entry in table.replace("\n", ";").split(";"):
        value, _, words = entry.partition(":")
        found.update({word: int(value) for word in words.split()})
    return found


def phrases(*listed: str) -> list[tuple[str, ...]]:
    """Phrases as sequences of tokens: of "one of; no one" two."""
    return [sequence(phrase) for each in listed for phrase in each.replace("\n", ";").split(";") if phrase.strip()]


def by_first(listed: Phrases) -> dict[str, Phrases]:
    """The phrases by their first words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in listed:
        found.setdefault(phrase[0], []).append(phrase)
    return dict(found)


def roundings(by: int, *, about: str = "", nearly: str = "", over: str = "") -> Roundings:
    """The phrases that say how near a number is, the longest first, by their first (0) or last (-1) word."""
    found: dict[str, list[tuple[tuple[str, ...], Rounding]]] = {}
    says: tuple[tuple[str, Rounding], ...] = ((about, "about"), (nearly, "nearly"), (over, "over"))
    for phrase, rounding in ((phrase, rounding) for listed, rounding in says for phrase in phrases(listed)):
        found.setdefault(phrase[by], []).append((phrase, rounding))
    return {key: sorted(each, key=lambda one: -len(one[0])) for key, each in found.items()}
