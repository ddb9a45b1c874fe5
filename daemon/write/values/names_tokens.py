"""A text as words, each with what its capital can mean. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daemon.write.values.lexicon import Lexicon, key
from daemon.write.values.words import fold

TAKEN = "\x1f"
"""Stands for each character that is part of another value."""


Span = tuple[int, int]
"""Where something begins and ends."""


@dataclass(frozen=True, slots=True)
class Part:
    """A word, or what stands between the hyphens of one, without its possessive; `first`: its capital says nothing."""

    start: int
    end: int
    word: str
    first: bool

    @property
    def capital(self) -> bool:
        """Whether it looks like a name: a capital anywhere, or letters of a script without capitals."""
        return self.word != self.word.lower() or (not self.word.isascii() and _UNCASED.search(self.word) is not None)

    @property
    def shouted(self) -> bool:
        """All in capitals, two letters at least."""
        return self.word.isupper() and sum(map(str.isalpha, self.word)) > 1

    @property
    def mixed(self) -> bool:
        """A capital behind a small letter, or a capital and a digit: no ordinary word has that."""
        return _MIXED.search(self.word) is not None


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its parts; `gap` is what stands between the token before and this one."""

    start: int
    end: int
    text: str
    gap: str
    first: bool
    parts: tuple[Part, ...]

    @property
    def key(self) -> str:
        """The form in which a lexicon has it."""
        return key(self.text)

    @property
    def small(self) -> bool:
        """A word, without any capital."""
        return self.text[0].isalpha() and not any(part.capital for part in self.parts)


_INNER = r"[\w\u0300-\u036f]"
_WORD = re.compile(rf"{TAKEN}+|(?:[^\W\d_]\.){{2,}}|[^\W_]{_INNER}*(?:(?:['’‘ʼ`´&·]|[-‐‑]){_INNER}+)*[+#]{{0,2}}")
_HYPHEN = re.compile("[-‐‑]")
_UNCASED = re.compile("[\u0590-\u08ff\u0900-\u109f\u1100-\u1cff\u3040-\u9fff\uac00-\ud7af]")
_MIXED = re.compile(r"(?:[a-zà-öø-ÿ][A-ZÀ-ÖØ-Þ])|(?=.*[A-ZÀ-ÖØ-Þ]).*\d")
_ELIDED = re.compile(
    r"(?i:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|presqu|quelqu)['’ʼ](?=\w)|[a-zà-ÿ]{1,7}['’ʼ](?=[A-ZÀ-Þ])"
)
_SMALL_ELIDED = re.compile(r"[a-zà-ÿ]{1,7}['’ʼ](?=[A-ZÀ-Þ])")
_OWNED = re.compile(r"(?:['’ʼ](?:s|re|ll|ve|d|m)|n['’ʼ]t)$", re.IGNORECASE)
_ENDED = re.compile(r"[!?…:][\"'”’“»«)\]]*\s|\n|[•▪]|[!?…]$")
_STOPPED = re.compile(r"\.[\"'”’“»«)\]]*(?:\s|$)")
_OPENED = re.compile(r"(?:^|[\s(\[—–-])[„‚“«»‹‘\"'][\s\u202f\u00a0]*$")


def tokens(text: str, lexicon: Lexicon, taken: Sequence[Span] = ()) -> list[Token]:
    """The words in order; what is taken is one word of `TAKEN`."""
    text = _without(text.replace("_", " "), taken)
    found: list[Token] = []
    end = 0
    for match in _WORD.finditer(text):
        gap = text[end : match.start()]
        first = not found or _begins(gap, found[-1], lexicon)
        end = match.end()
        word = match.group()
        parts = tuple(_parts(word, match.start(), first, lexicon.language)) if word[0] != TAKEN else ()
        found.append(Token(match.start(), end, word, gap, first, parts))
    return found


def _without(text: str, taken: Iterable[Span]) -> str:
    for start, end in taken:
        text = text[:start] + TAKEN * (end - start) + text[end:]
    return text


def _begins(gap: str, before: Token, lexicon: Lexicon) -> bool:
    """Whether a sentence begins behind the gap, or a quotation."""
    if gap == " ":
        return False
    if _ENDED.search(gap) or _OPENED.search(gap):
        return True
    return bool(_STOPPED.search(gap)) and not _abbreviated(before.text, lexicon)


def _abbreviated(word: str, lexicon: Lexicon) -> bool:
    if word.isdecimal():
        return lexicon.language == "de" and len(word) < 3
    return (len(word) == 1 and word.isalpha() and word.isupper()) or key(word) in lexicon.abbreviations


def _parts(word: str, start: int, first: bool, language: str) -> Iterable[Part]:
    elided = _ELIDED if language == "fr" else _SMALL_ELIDED
    at = 0
    for piece in _HYPHEN.split(word):
        skip = 0 if (prefix := elided.match(piece)) is None else prefix.end()
        bare = piece[skip:]
        owned = _OWNED.search(bare)
        word_end = owned.start() if owned else len(bare)
        if word_end:
            begin = start + at + skip
            yield Part(begin, begin + word_end, bare[:word_end], first and not at and not skip)
        at += len(piece) + 1


def bare(word: str) -> str:
    """A word as a name holds it: folded, without dots and apostrophes."""
    return fold(word).replace(".", "").replace("'", "").replace("`", "").replace("´", "").replace("‘", "")
