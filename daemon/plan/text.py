"""Texts as the plan compares and counts them: folded, cut into tokens, sentences and words."""

import re
import unicodedata

LONGEST_SENTENCE = 60
"""Words of one sentence that are spoken at most."""

_MARKS = re.compile("[\u0300-\u036f]+")
_TOKEN = re.compile(r"\w+")
_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"'”’»)]*(?=\s|$)|[。！？]+|$)", re.DOTALL)


def fold(text: str) -> str:
    """The text without case and accents, spaces as they were."""
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def tokens(text: str) -> tuple[str, ...]:
    """The folded words in order; scripts that put no spaces between words give overlapping pairs of characters."""
    found: list[str] = []
    for word in _TOKEN.findall(fold(text)):
        found.extend(_pairs(word) if _UNSPACED.search(word) else [word])
    return tuple(found)


def _pairs(word: str) -> list[str]:
    return [word[at : at + 2] for at in range(max(1, len(word) - 1))]


def words(text: str) -> int:
    """How many words it takes to say the text (two characters a word in scripts without spaces)."""
    unspaced = sum(len(run) for run in _UNSPACED.findall(text))
    spaced = sum(any(char.isalnum() for char in word) for word in _UNSPACED.sub(" ", text).split())
    return spaced + (unspaced + 1) // 2


def sentence_lengths(text: str, most: int) -> tuple[int, ...]:
    """The words of each of the first sentences, `most` of them at most."""
    lengths: list[int] = []
    for match in _SENTENCE.finditer(text):
        if len(lengths) == most:
            break
        if length := words(match.group()):
            lengths.append(min(LONGEST_SENTENCE, length))
    return tuple(lengths)
