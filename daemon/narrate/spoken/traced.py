"""Text of which every character knows the word of the original that it stands for. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from daemon.narrate.spoken.tables import Tongue

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Traced:
    """A text, and for each of its characters the index of the original's word (the words between white space)."""

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Traced":
        """A text that stands for itself, with single spaces."""
        words = text.split()
        at = [index for index, word in enumerate(words) for _ in f"{word} "]
        return cls(" ".join(words), tuple(at[:-1]))

    def sub(self, pattern: re.Pattern[str], said: Callable[[re.Match[str]], str]) -> "Traced":
        """The text with what matches (never nothing) said in other words, which stand for the words that it was."""
        texts: list[str] = []
        at: list[int] = []
        end = 0
        for found in pattern.finditer(self.text):
            new = said(found)
            if new == found[0]:
                continue
            texts += (self.text[end : found.start()], new)
            at += self.at[end : found.start()]
            at += _spread(new, self.at[found.start()], self.at[found.end() - 1])
            end = found.end()
        if not texts:
            return self
        return Traced("".join((*texts, self.text[end:])), (*at, *self.at[end:]))

    def words(self) -> tuple[tuple[str, int], ...]:
        """Each word, and which one of the original it stands for."""
        return tuple((found[0], self.at[found.start()]) for found in _WORD.finditer(self.text))


@dataclass(frozen=True, slots=True)
class Rule:
    """What matches, and what is said for it in a language."""

    pattern: re.Pattern[str]
    words: Callable[[re.Match[str], Tongue], str]

    def on(self, text: Traced, tongue: Tongue) -> Traced:
        """The text with what matches in words."""
        return text.sub(self.pattern, lambda found: self.words(found, tongue))


def apart(found: re.Match[str], said: str) -> str:
    """What is said for a match, set apart from letters that it stands beside."""
    before, behind = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return f"{' ' if before.strip() else ''}{said}{' ' if behind.isalnum() else ''}"


def _spread(new: str, first: int, last: int) -> list[int]:
    """The words from first to last, shared out among the new ones in their order."""
    were, are = last - first + 1, max(1, len(new.split()))
    at: list[int] = []
    word, before = -1, " "
    for letter in new:
        word += before.isspace() and not letter.isspace()
        at.append(first + max(0, word) * were // are)
        before = letter
    return at
