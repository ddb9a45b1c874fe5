"""A language's words for the grammar, written as lines: `KIND value part: a word, a phrase, ^Capitalised`. Pure."""

from collections.abc import Iterable, Iterator

from daemon.write.values.moments_grammar import Branch, Sense, branches
from daemon.write.values.moments_lexer import split
from daemon.write.values.moments_numbers import Phrase, words


def tree(language: str, table: str, more: Iterable[tuple[str, Sense]] = ()) -> Branch:
    """All of a language's phrases: its number words, its table, and what its module puts together."""
    made = ((_key(phrase), sense) for phrase, sense in more)
    return branches((*words(language), *made, *_sensed(table)))


def numbered(kind: str, names: str, first: int, part: str = "") -> Iterator[tuple[str, Sense]]:
    """Names that stand for one number after the other; those with `/` between them for the same one."""
    for value, alike in enumerate(names.split(), start=first):
        for name in alike.split("/"):
            yield name, Sense(kind, value, part)


def _sensed(table: str) -> Iterator[Phrase]:
    for line in table.strip().splitlines():
        head, _, phrases = line.partition(": ")
        kind, *rest = head.split()
        value = next((int(word) for word in rest if word.isdigit()), 0)
        part = next((word for word in rest if not word.isdigit()), "")
        for phrase in phrases.split(", "):
            yield _key(phrase.strip()), Sense(kind, value, part)


def _key(phrase: str) -> tuple[str, ...]:
    first, *others = split(phrase.removeprefix("^"))
    return (f"^{first}" if phrase.startswith("^") else first, *others)
