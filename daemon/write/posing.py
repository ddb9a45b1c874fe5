"""Sentences in which somebody else's text speaks as if it were the host. Pure."""

import re
from functools import cache

from daemon.write.phrasebook import phrasebook
from daemon.write.spoken import LANGUAGES

_WORDS_BETWEEN = 3


def poses(sentence: str, name: str | None) -> bool:
    """Whether it greets, names the listener, or speaks of "your appointment" and the like, in any of our languages."""
    if any(pattern.search(sentence) for pattern in _patterns()):
        return True
    first = next(iter((name or "").split()), "")
    return len(first) > 1 and _calls(sentence, re.escape(first))


def _calls(sentence: str, first: str) -> bool:
    """Whether the name stands there as a name: not as a sentence's first word ("Will it rain?"), nor as another's."""
    return bool(re.search(rf"^\W*{first}\s*[,:!]|(?<=\w)\W+{first}(?!\w)(?!\s[A-ZÀ-Þ])", sentence))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for language in LANGUAGES for pattern in _of(language))


def _of(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = phrasebook(language)[0].lists
    greetings, yours, belongings = (_any_of(lists[key]) for key in ("greetings", "yours", "belongings"))
    return (
        re.compile(rf"^\W*{greetings}(?:\s+[^\W\d_]+)?\s*(?:[,.!:]|$)"),
        re.compile(rf"(?<!\w){yours}\s+(?:[^\s.,;:!?]+\s+){{0,{_WORDS_BETWEEN}}}{belongings}(?!\w)"),
    )


def _any_of(words: tuple[str, ...]) -> str:
    """A word with a capital is meant with it: German "Ihr" is "your", "ihr" is "her"."""
    return f"(?:{'|'.join(f'(?i:{re.escape(word)})' if word.islower() else re.escape(word) for word in words)})"
