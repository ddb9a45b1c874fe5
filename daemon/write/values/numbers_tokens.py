"""A text as its words, numerals and signs, outside of what is taken. Pure."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from daemon.write.values.words import fold

_SPACE = " \u00a0\u202f\u2009"
_NUMERAL = (
    rf"(?:\d{{1,9}}[{_SPACE}]?)?[¼½¾⅐-⅞]"
    r"|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)"  # lakhs and crores
    r"|\d{1,9}(?:\.\d{1,9}){2,8}(?<!\.\d{3})(?!\d)"
    rf"|(?<!\d[{_SPACE}])\d{{1,3}}(?P<group>[.,'’{_SPACE}])\d{{3}}(?:(?P=group)\d{{3}}){{0,8}}"
    r"(?:(?!(?P=group))[.,]\d{1,9})?(?!\d|(?P=group)\d)"
    r"|\d{1,9}(?:\.\d{1,9}){2,8}(?!\d)"
    r"|(?<!\d[.,])\d{1,300}[.,]\d{1,300}(?!\d|[.,]\d)"
    r"|(?<![\w.])\.\d{1,9}(?!\d)"
    r"|\d{1,300}"
)
_WORD = r"[ckm]?m[23](?!\w)|(?:[^\W\d_][\u0300-\u036f]*)+"
_TOKEN = re.compile(rf"(?P<numeral>{_NUMERAL})|(?P<word>{_WORD})|(?P<sign>[^\s])")
_SIGNS = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "’": "'", "ʼ": "'", "×": "x"})

Kind = Literal["numeral", "word", "sign", "edge"]


class Token(NamedTuple):
    """A word, numeral or sign, text[start:end]. `word` is folded; `glued`: no gap before it."""

    start: int
    end: int
    text: str
    word: str
    kind: Kind
    glued: bool


EDGE = Token(0, 0, "", "", "edge", glued=False)
"""Where a text, or what may be read of it, begins and ends."""
BEFORE, AFTER = 6, 12
"""How many edges stand around the tokens, so that nobody looks beyond them."""

Tokens = Sequence[Token]


def tokens_of(text: str, taken: Sequence[tuple[int, int]]) -> Tokens:
    """The tokens, with edges at both ends and in place of each span that is taken."""
    found = [EDGE] * BEFORE
    at = 0
    for start, end in sorted(taken):
        if start > at:
            found.extend(_between(text, at, start))
        found.append(EDGE)
        at = max(at, end)
    found.extend(_between(text, at, len(text)))
    found.extend([EDGE] * AFTER)
    return found


def _between(text: str, start: int, end: int) -> Iterator[Token]:
    last = -1
    for match in _TOKEN.finditer(text, start, end):
        kind: Kind = match.lastgroup or "sign"  # type: ignore[assignment]  # the outer groups are the kinds
        raw = match[0]
        yield Token(match.start(), match.end(), raw, _folded(raw, kind), kind, match.start() == last)
        last = match.end()


@lru_cache(maxsize=8192)
def _folded(raw: str, kind: Kind) -> str:
    if kind == "word":
        return fold(raw)
    return raw.translate(_SIGNS) if kind == "sign" else ""


def follow(tokens: Tokens, at: int, words: Sequence[str]) -> int:
    """Where these words end if they stand at `at`, else 0. A hyphen between them is as good as a space."""
    for place, word in enumerate(words):
        if tokens[at].word == "-" and place and tokens[at].glued:
            at += 1
        if tokens[at].word != word:
            return 0
        at += 1
    return at


def sequence(phrase: str) -> tuple[str, ...]:
    """A phrase as `follow` takes it."""
    return tuple(_folded(match[0], match.lastgroup or "sign") for match in _TOKEN.finditer(phrase))


def words_of(listed: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(listed.split())
