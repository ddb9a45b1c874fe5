"""Proper names in a text: people, places, organisations, products, acronyms. Pure.

A capital says something unless a sentence begins with it or the noun is German; there the lexicon decides, and what it
does not know is a name.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from daemon.write.values.base import Name
from daemon.write.values.lexicon import Lexicon, key, lexicon
from daemon.write.values.names_countries import nationality
from daemon.write.values.names_forms import forms, is_name_too, known
from daemon.write.values.names_german import common
from daemon.write.values.names_tokens import Part, Span, Token, bare, tokens
from daemon.write.values.words import fold

__all__ = ["name_words", "names", "nationality", "same_name"]

_JOINT = re.compile(r"[ \u00a0\u202f](?:d['’])?")
_INITIALS = re.compile(r"\.[ \u00a0\u202f]?")
_OWNED = re.compile(r"['’ʼ]s?$")
_ELIDED = re.compile(r"(?:l|d|qu)['’ʼ](?=\w\w)", re.IGNORECASE)


def names(text: str, language: str, taken: Sequence[Span] = ()) -> tuple[Name, ...]:
    """The proper names in order, titles and forms of address left out; nothing that lies in a `taken` span."""
    words = lexicon(language)
    found = tokens(text, words, taken)
    return tuple(name for run in _runs(found, words) if (name := _name(run, found, words)))


def same_name(a: str, b: str) -> bool:
    """Whether two words of names are one, whatever their case, accents, genitive or plural s ("Weiss'", "l'Oural")."""
    short, long = sorted((_plain(a), _plain(b)), key=len)
    if short == long:
        return True
    if len(short) > 3 and long == short + "er":
        return True  # Leipzig, Leipziger
    return len(short) > 2 and (long == short + "s" or (short.endswith("e") and len(short) > 4 and long == short + "n"))


def name_words(text: str, language: str) -> frozenset[str]:
    """All words of a text in the form in which names have theirs: what a name's words are looked up in."""
    return frozenset(bare(part.word) for token in tokens(text, lexicon(language)) for part in token.parts)


def _plain(word: str) -> str:
    return bare(_ELIDED.sub("", _OWNED.sub("", word)))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or several joined by hyphens, that belongs to a name; `at`: its token."""

    at: int
    start: int
    end: int
    words: tuple[str, ...]


def _runs(found: Sequence[Token], words: Lexicon) -> Iterator[list[_Piece]]:
    """Pieces that stand side by side, or are joined by particles."""
    loud = _headline(found, words)
    run: list[_Piece] = []
    for piece in filter(None, (_piece(at, found, words, loud) for at in range(len(found)))):
        if run and not _joined(run, piece, found, words):
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _headline(found: Sequence[Token], words: Lexicon) -> bool:
    """Whether capitals say nothing: every word has one, small ones apart, or is all capitals."""
    heavy = [token for token in found if token.parts and token.text[0].isalpha() and token.key not in words.function]
    if len(heavy) < 4 or any(token.small for token in heavy):
        return False
    return words.language == "en" or all(token.text.isupper() for token in heavy)


def _piece(at: int, found: Sequence[Token], words: Lexicon, loud: bool) -> _Piece | None:
    token = found[at]
    if not token.parts or not any(part.capital for part in token.parts):
        return None
    if token.key in words.nouns and "-" in token.key:
        return None
    named = [index for index, part in enumerate(token.parts) if _is_name(part, index, at, found, words, loud)]
    if not named:
        return None
    first, last = named[0], named[-1]
    while first and (token.parts[first - 1].capital or token.parts[first - 1].word in words.particles):
        first -= 1
    while last + 1 < len(token.parts) and token.parts[last + 1].capital:
        last += 1
    folded = tuple(bare(token.parts[index].word) for index in named)
    return _Piece(at, token.parts[first].start, token.parts[last].end, folded)


def _is_name(part: Part, index: int, at: int, found: Sequence[Token], words: Lexicon, loud: bool) -> bool:
    word = key(part.word)
    if not part.capital or word in words.acronyms or word in words.calendar:
        return _is_month_name(part, at, found, words)
    if part.mixed or (part.shouted and not loud):
        return not (words.language == "de" and word.endswith("innen") and common(part, at, found))
    if len(part.word) == 1:
        return not (word == "i" and words.language == "en") and not (part.first and word in words.function)
    if word.replace(".", "") in words.abbreviations and word not in words.titles:
        return False
    if nationality(fold(part.word), words.language):
        return True
    if words.language == "de":
        after_digits = index > 0 and token_digits(found[at].parts[index - 1])
        return not (common(part, at, found) or (after_digits and known(word, "de")))
    if not (part.first or loud):
        return fold(word) in words.names or word not in words.function
    return _begins_with_name(part, at, found, words, loud)


def token_digits(part: Part) -> bool:
    """Whether a part is a number."""
    return part.word.isdecimal()


def _is_month_name(part: Part, at: int, found: Sequence[Token], words: Lexicon) -> bool:
    """Whether it is none: "May", "April" and "August" are people too, where nothing says that they are months."""
    word = key(part.word)
    if not part.capital or word not in words.calendar or word not in words.names or not part.word.istitle():
        return False
    before = found[at - 1].key if at else ""
    after = found[at + 1] if at + 1 < len(found) else None
    dated = after is not None and (not after.parts or after.text[0].isdigit() or after.key in words.determiners)
    return before not in _BEFORE_MONTHS and not (at and not found[at - 1].parts) and not dated and not before.isdigit()


_BEFORE_MONTHS_LISTED = """
in of this next last since until early late mid every during im seit ab bis anfang mitte ende letzten
kommenden en de fin début finales principios dit
"""
_BEFORE_MONTHS = frozenset(_BEFORE_MONTHS_LISTED.split())


def _begins_with_name(part: Part, at: int, found: Sequence[Token], words: Lexicon, loud: bool) -> bool:
    """Whether the first word of a sentence is a name: one that is no ordinary word, or one that is both, to be safe."""
    word = key(part.word)
    following = found[at + 1] if at + 1 < len(found) else None
    near = following is not None and following.gap in (" ", "\u00a0")
    if is_name_too(word, words):
        return not (near and following is not None and _shows_ordinary(word, following, words))
    if not known(word, words.language):
        return True
    if word not in words.heads or loud or not near or following is None:
        return False
    return any(part.capital for part in following.parts) and following.key not in words.calendar


def _shows_ordinary(word: str, following: Token, words: Lexicon) -> bool:
    """Whether the word after it makes it an ordinary one: "Will you", "Mark the", "Young people"."""
    if not following.small:
        return False
    if following.key in words.determiners:
        return True
    shapes = forms(words.language)
    is_thing = shapes.is_thing(following.key) and following.key not in words.words | words.telling
    return word in shapes.adjectives and is_thing


def _joined(run: Sequence[_Piece], piece: _Piece, found: Sequence[Token], words: Lexicon) -> bool:
    last = run[-1]
    between = found[last.at + 1 : piece.at]
    if last.end != found[last.at].end or piece.start < found[piece.at].start:
        return last.end == found[last.at].end - 1 and found[last.at].text.endswith(".") and not between
    if not between:
        gap = found[piece.at].gap
        lead = piece.start - found[piece.at].start
        if gap.startswith("."):
            return bool(_INITIALS.fullmatch(gap)) and not lead and _abbreviates(run[-1], found, words)
        return bool(_JOINT.fullmatch(gap + found[piece.at].text[:lead]))
    return len(between) < 4 and _particles(between, run, words) and found[piece.at].gap == " "


def _abbreviates(piece: _Piece, found: Sequence[Token], words: Lexicon) -> bool:
    text = found[piece.at].text
    return len(text) == 1 or key(text) in words.abbreviations


def _particles(between: Sequence[Token], run: Sequence[_Piece], words: Lexicon) -> bool:
    first, *rest = (token.key for token in between)
    if any(token.gap != " " or not token.small for token in between):
        return False
    if first == "y" and len(run) < 2:
        return False
    return first in words.particles and all(word in words.articles for word in rest)


def _name(run: Sequence[_Piece], found: Sequence[Token], words: Lexicon) -> Name | None:
    """The run as a name, without the titles before it."""
    skip = _titles(run, found, words)
    kept = run[skip:]
    if not kept and not _is_surname(run, found, words):
        return None
    kept = kept or run[-1:]
    joined = tuple(word for piece in kept for word in piece.words if word)
    return Name(start=kept[0].start, end=kept[-1].end, words=joined) if joined else None


def _titles(run: Sequence[_Piece], found: Sequence[Token], words: Lexicon) -> int:
    """How many pieces from the first on are titles, with what belongs to them."""
    count = 0
    for number, piece in enumerate(run, 1):
        word = found[piece.at].key.replace(".", "")
        if word in words.titles:
            count = number
        elif word not in words.modifiers:
            break
    return count


def _is_surname(run: Sequence[_Piece], found: Sequence[Token], words: Lexicon) -> bool:
    """Whether a title that stands alone is a name: "King said", not "the King"; a short one is somebody's."""
    at = run[-1].at
    before = found[at - 1].key if at else ""
    last = run[-1].words[-1]
    return last in words.abbreviations or (last in words.names and before not in words.determiners)
