"""German numbers as one word: "siebenundzwanzigtausend", "einundzwanzigste", "zweieinhalb", "dreitägig". Pure."""

import re
from fractions import Fraction
from functools import lru_cache

from daemon.write.values.numbers_language import Word, numbered, worth
from daemon.write.values.numbers_tokens import words_of
from daemon.write.values.numbers_units import TIME, entries

_UNITS_WORDS = {**numbered("ein zwei drei vier funf sechs sieben acht neun"), "zwo": 2, "fuenf": 5}
_TEENS = {
    **numbered("zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn", 10),
    "zwoelf": 12,
    "fuenfzehn": 15,
}
_TENS = worth(
    "20: zwanzig; 30: dreissig; 40: vierzig; 50: funfzig fuenfzig; 60: sechzig; 70: siebzig; 80: achtzig; 90: neunzig"
)
_BELOW_100 = {
    "null": 0,
    "eins": 1,
    **_UNITS_WORDS,
    **_TEENS,
    **_TENS,
    **{f"{one}und{ten}": unit + value for one, unit in _UNITS_WORDS.items() for ten, value in _TENS.items()},
}

_ORDINAL = re.compile(r"(?P<stem>\w+t)e[rnms]?")
_STEMS = {"erst": 1, "dritt": 3, "sechst": 6, "siebt": 7, "acht": 8}
_ENUMERATED = re.compile(
    r"(?P<stem>zweit|dritt|viert|funft|sechst|siebt|acht|neunt|zehnt)(?:\w{2,}ste[rnms]?|letzte[rnms]?)"
)
"""As in "zweitgrößte"."""
_PART = re.compile(r"(?P<stem>\w+t)eln?s?")
_OF_NUMBER = entries(
    """year: jahrig; month: monatig; week: wochig; day: tagig; hour: stundig; minute: minutig; second: sekundig
    percent: prozentig; degree: gradig; times: mal malig fach fachen"""
)
_NOUNS = words_of(
    "kopfig stockig geschossig stellig spurig teilig sprachig seitig klassig bandig motorig gleisig achsig reihig "
    "raumig sitzig"
)
_ENDS = "|".join(sorted({*_OF_NUMBER, *_NOUNS}, reverse=True))
_GLUED = re.compile(rf"(?P<number>\w+?)(?P<of>{_ENDS})(?:e[nrsm]?|s)?")
_WHOLE = {
    "viertelstunde": Word(Fraction(1, 4), "hour"),
    "dreiviertelstunde": Word(Fraction(3, 4), "hour"),
    "halbstundig": Word(Fraction(1, 2), "hour"),
    "halbstundige": Word(Fraction(1, 2), "hour"),
    "vierteljahr": Word(Fraction(1, 4), "year"),
    "dreivierteljahr": Word(Fraction(3, 4), "year"),
    "zweidrittelmehrheit": Word(Fraction(2, 3), noun="mehrheit"),
    "dreiviertelmehrheit": Word(Fraction(3, 4), noun="mehrheit"),
    "dreiviertel": Word(Fraction(3, 4)),
    "erstmals": Word(Fraction(1), "ordinal"),
}
_MULTIPLIED = re.compile(r"ver(?P<number>\w+)fach(?:en|e|t|te|ten|ter|tes|ung)?")


def whole(word: str) -> int | None:
    """The value of a folded word that is a whole number below a million: "siebenundzwanzigtausend"."""
    thousands, found, rest = word.partition("tausend")
    if not found:
        return _below_thousand(word)
    high = _below_thousand(thousands) if thousands else 1
    low = _below_thousand(rest.removeprefix("und") if rest.startswith("und") else rest) if rest else 0
    return None if not high or low is None else high * 1000 + low


def _below_thousand(word: str) -> int | None:
    hundreds, found, rest = word.partition("hundert")
    if not found:
        return _BELOW_100.get(word)
    high = _BELOW_100.get(hundreds) if hundreds else 1
    low = _BELOW_100.get(rest.removeprefix("und") if rest.startswith("und") else rest) if rest else 0
    return None if not high or low is None else high * 100 + low


def _ordinal(stem: str) -> int | None:
    """The value of an ordinal's stem: "zweit", "einundzwanzigst", "hunderterst"."""
    for ending, value in _STEMS.items():
        before = stem.removesuffix(ending).removesuffix("und")
        if stem.endswith(ending) and (not before or (whole(before) or 1) % 100 == 0):
            return (whole(before) or 0) + value
    if stem.endswith("st"):
        value = whole(stem.removesuffix("st")) or 0
        return value if value >= 20 and (value % 100 == 0 or value % 100 >= 20) else None
    value = whole(stem.removesuffix("t")) or 0
    return value if 2 <= value % 100 < 20 and value % 100 not in (3, 7, 8) else None


def _half_more(word: str) -> Fraction | None:
    """As in "zweieinhalb", "anderthalb"."""
    if re.fullmatch(r"anderthalb(?:e[nrsm]?)?", word):
        return Fraction(3, 2)
    number = re.fullmatch(r"(\w+)einhalb(?:e[nrsm]?)?", word)
    value = whole(number[1]) if number else None
    return None if value is None else value + Fraction(1, 2)


@lru_cache(maxsize=8192)
def compound(word: str) -> Word | None:
    """What a word is worth that holds more than a whole number."""
    if word in _WHOLE:
        return _WHOLE[word]
    for pattern in (_ORDINAL, _ENUMERATED):
        ranked = pattern.fullmatch(word)
        if ranked and (value := _ordinal(ranked["stem"])):
            return Word(Fraction(value), "ordinal")
    if (half := _half_more(word)) is not None:
        return Word(half)
    found = _MULTIPLIED.fullmatch(word)
    times = (whole(found["number"]) or 0) if found else 0
    if times > 1:
        return Word(Fraction(times), "times")
    return _glued(word)


def _glued(word: str) -> Word | None:
    """As in "zweitägig", "dreimal", "vierköpfig"; not "einmal" and "einfach"."""
    found = _GLUED.fullmatch(word)
    if found is None:
        return None
    unit = _OF_NUMBER.get(found["of"], "")
    half = _half_more(found["number"])
    value = half if half is not None else whole(found["number"])
    if value is None or (value == 1 and unit not in TIME):
        return None
    return Word(Fraction(value), unit, noun="" if unit else found["of"])


@lru_cache(maxsize=8192)
def part(word: str) -> int:
    """How many of a part make a whole: 3 for "Drittel", 0 if it is none."""
    found = _PART.fullmatch(word)
    return (_ordinal(found["stem"]) or 0) if found else 0
