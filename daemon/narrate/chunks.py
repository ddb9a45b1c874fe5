"""Lines to chunks: what one speaker says in one breath, and what a voice is asked for in one request. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from daemon.model import Line, Speaker

MOST_SENTENCES, MOST_CHARACTERS = 4, 260
ENOUGH_SENTENCES, ENOUGH_CHARACTERS = 2, 120
"""After so much, the next item is a chunk of its own."""
A_STORYS_SENTENCE = 60
"""Characters; whoever tells something that long breathes before the next item."""

_END = re.compile(
    # No sentence ends after an initial or a title: "J.", "Dr.", "Mme."
    r"(?<!\b[^\W\d_])(?<!\b[A-ZÀ-Þ][a-zß-ÿ])(?<!\bM[rm][se])(?<!\bSra)"
    r"[.!?…]+(?:\s?»|[\"'”’)\]])*\s+"
)


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some lines of one speaker, at least one."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(line.text for line in self.lines)

    @property
    def speaker(self) -> Speaker:
        """Who says it."""
        return self.lines[0].speaker


def chunks(lines: Sequence[Line]) -> tuple[Chunk, ...]:
    """The lines in chunks; more lines never change any chunk but the last.

    A line that rests on no item begins one and, at a section's begin or end, has it for itself: the same words every
    day are the same clip.
    """
    found: list[list[Line]] = []
    for line in lines:
        if found and not _breathes(found, line):
            found[-1].append(line)
        else:
            found.append([line])
    return tuple(Chunk(tuple(each)) for each in found)


def neighbours(parts: Sequence[Chunk], index: int) -> tuple[str, str]:
    """The sentence before a chunk and the one after it, as far as there are any; none where it rests on no item."""
    if not any(line.items for line in parts[index].lines):
        return "", ""
    before = sentences(parts[index - 1].lines[-1].text)[-1:] if index else ()
    after = sentences(parts[index + 1].lines[0].text)[:1] if index + 1 < len(parts) else ()
    return "".join(before), "".join(after)


def sentences(text: str) -> tuple[str, ...]:
    """The text's sentences, roughly: a long abbreviation ends one."""
    ends = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    cut = (text[start:end].strip() for start, end in pairwise(ends))
    return tuple(each for each in cut if each)


def _breathes(found: Sequence[Sequence[Line]], line: Line) -> bool:
    """Whether a new chunk begins with this line, as far as the lines up to it tell."""
    chunk = found[-1]
    if chunk[-1].speaker != line.speaker or not line.items:
        return True
    if len(found) == 1 and not any(before.items for before in chunk):
        return True
    said = [sentence for before in chunk for sentence in sentences(before.text)]
    coming = sentences(line.text)
    length = len(" ".join(before.text for before in chunk))
    if len(said) + len(coming) > MOST_SENTENCES or length + 1 + len(line.text) > MOST_CHARACTERS:
        return True
    if set(chunk[-1].items) & set(line.items):
        return False
    told = len(said) >= ENOUGH_SENTENCES or length >= ENOUGH_CHARACTERS
    return told or any(len(sentence) > A_STORYS_SENTENCE for sentence in (*said, *coming))
