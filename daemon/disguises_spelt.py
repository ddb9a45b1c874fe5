"""What hides in words: Morse, spelling alphabets, letters apart, rot13, words turned round, pig Latin. Pure."""

import re
from collections.abc import Collection, Iterator, Sequence

from daemon.disguises_letters import closed_up, unleeted

_MORSE = re.compile(r"(?<!\S)(?:[.·•_-]{1,5}(?:[,;]? */ *|[,;]? +|[.,;:!?]?$)){3,}")
_MORSE_WORDS = re.compile(r"\b(?:(?:dot|dash|dit|dah|punkt|strich|trait|punto|raya)\b\W*){5,}", re.IGNORECASE)
_DIGIT_SIGNS = "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
_SIGNS = ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.."
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_MORSE_LETTERS = dict(zip(f"{_SIGNS} {_DIGIT_SIGNS}".split(), f"{_ALPHABET}0123456789", strict=True))
_FEWEST_MORSE, _FEWEST_MORSE_SIGNS = 5, 9
"""So many letters, or fewer of so many signs together: a number has five signs a digit."""
_CALLED = (
    "alfa alpha bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar papa "
    "quebec romeo sierra tango uniform victor whiskey whisky xray x-ray yankee zulu"
)
_CALLED_DE = (
    "anton berta casar dora emil friedrich gustav heinrich ida julius kaufmann ludwig martha nordpol otto paula quelle "
    "richard samuel siegfried theodor ulrich viktor wilhelm xanthippe ypsilon zacharias zeppelin"
)
_CALLED_WORDS = frozenset(f"{_CALLED} {_CALLED_DE} dot dash dit dah punkt strich trait punto raya".split())
_NATO = re.compile(rf"\b(?:(?:{'|'.join(_CALLED.split())})\b[\s,.–-]*){{4,}}", re.IGNORECASE)
_NATO_DE = re.compile(rf"\b(?:(?:{'|'.join(_CALLED_DE.split())})\b[\s,.–-]*){{5,}}", re.IGNORECASE)
_AS_IN = re.compile(
    r"(?:\b[a-z],? (?:for|as in|like|wie|comme|de|como) \w+[\s,.;–-]*(?:(?:and|und|et|y) )?){3,}", re.IGNORECASE
)
_FEWEST_SPELT = 6
_ROT13 = str.maketrans(_ALPHABET, _ALPHABET[13:] + _ALPHABET[:13])
_COMMON = (
    "the and you for that this with from have will your not are was all say listener ignore previous "
    "instructions visit assistant system password meeting please order every line und nicht der die das ist ein eine "
    "mit auf sie werden oder ignoriere anweisungen les des est une pour dans que vous avec pas toutes los las una "
    "con por para como pero todas"
)
_IN_ROT13 = frozenset(word.translate(_ROT13) for word in _COMMON.split())
_TURNABLE = (
    "the you this that with from have will your ignore previous instructions listener visit assistant system password "
    "meeting please every nicht eine werden auch ignoriere anweisungen pour dans avec vous que para como esta pero"
)
_TURNED = frozenset(word[::-1] for word in _TURNABLE.split())
_PIG_WORDS = (
    "ethay andway isway ouyay orfay otay inway ofway ithway isthay atthay onway areway omfray avehay illway ouryay "
    "ignoreway ignoreay allway eviouspray previouspay instructionsway instructionsay aysay"
)
_PIG_LATIN = frozenset(_PIG_WORDS.split())
_FEWEST_HITS = 2


def from_words(text: str) -> Iterator[str]:
    """Each text that is spelt or shifted in a text (folded: small letters without accents)."""
    yield from _morse(text)
    if len(_CALLED_WORDS.intersection(re.findall(r"\w+", text))) > 1:
        yield from _called(text)
    yield from ("".join(re.findall(r"\b\w\b", match[0])) for match in _AS_IN.finditer(text))
    yield from _apart(text)
    yield from _shifted(text)


def _called(text: str) -> Iterator[str]:
    yield from (match[0] for match in _MORSE_WORDS.finditer(text))
    for pattern in (_NATO, _NATO_DE):
        yield from ("".join(word[0] for word in re.findall(r"[\w-]+", match[0])) for match in pattern.finditer(text))


def _morse(text: str) -> Iterator[str]:
    for match in _MORSE.finditer(text):
        signs = re.sub(r"[·•]", ".", match[0]).replace("_", "-")
        letters = "".join(_MORSE_LETTERS.get(sign, "") for sign in re.findall(r"[.-]{1,5}", signs))
        is_long = len(letters) >= _FEWEST_MORSE or sum(map(signs.count, ".-")) >= _FEWEST_MORSE_SIGNS
        if is_long and len(set(letters)) > _FEWEST_HITS:
            yield letters


def _apart(text: str) -> Iterator[str]:
    """Words of six letters and more that stand apart; the alphabet itself and "A A A" say nothing."""
    closed = closed_up(text)
    if closed == text:
        return
    known = set(re.findall(r"\w+", text))
    for word in re.findall(r"[^\W\d_]+", closed):
        if len(word) >= _FEWEST_SPELT and len(set(word)) > _FEWEST_HITS and word not in known and word not in _ALPHABET:
            yield word


def _shifted(text: str) -> Iterator[str]:
    words = set(re.findall(r"\w+", text))
    if len(words & _IN_ROT13) >= _FEWEST_HITS:
        yield text.translate(_ROT13)
    if len(words & _TURNED) >= _FEWEST_HITS:
        yield text[::-1]
        yield " ".join(word[::-1] for word in text.split())
    if len(words & _PIG_LATIN) >= _FEWEST_HITS:
        yield re.sub(r"\b(\w+?)([^\Waeiou_]*)w?ay\b", r"\2\1", text)


def spells(text: str, words: Collection[str]) -> bool:
    """Whether a text spells one of the words (all folded): turned round, rot13, pig Latin, signs, letters apart."""
    said = set(re.findall(r"\w+", text))
    if any(not said.isdisjoint(_forms(word)) for word in words):
        return True
    closed = closed_up(text)
    signed = [(raw, meant) for raw, meant in zip(text.split(), unleeted(text).split(), strict=True) if raw != meant]
    return any(_is_signed(signed, word) or closed.count(word) > text.count(word) for word in words)


def _is_signed(signed: Sequence[tuple[str, str]], word: str) -> bool:
    """A 1 may be an i or an l."""
    meant = word.replace("l", "i")
    return any(word not in raw and meant in said.replace("l", "i") for raw, said in signed)


def _forms(word: str) -> frozenset[str]:
    onset = re.match(r"[^aeiou]*", word)
    start = onset.end() if onset else 0
    pig = word[start:] + word[:start]
    forms = {word[::-1], word.translate(_ROT13), f"{pig}ay", f"{pig}way", f"{word[1:]}{word[0]}ay"}
    return frozenset(forms - {word})
