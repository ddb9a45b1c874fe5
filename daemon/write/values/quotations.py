"""What stands between quotation marks, of whatever form. Pure."""

import re

from daemon.write.values.base import Quotation
from daemon.write.values.words import fold

_CLOSERS = {
    "„": '“”"',
    "‚": "‘’",
    "“": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’",
    '"': '"',
    "'": "'",
    "’": "’",
}
_MARK = re.compile("[„‚“”«»‹›‘\"'’]")
_WEAK = "'’‘‚"
"""Marks that are apostrophes as well: without a closing one they open nothing."""
_END = re.compile(r"[.!?…]+(?=\s|$)|\n")
_PARAGRAPH = re.compile(r"\n\s*\n")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations in order, the outermost where they are nested; an unclosed one runs to the end of its sentence."""
    found: list[Quotation] = []
    at = 0
    while mark := _MARK.search(text, at):
        start = mark.start()
        at = start + 1
        if _opens(text, start) and (end := _end(text, start)):
            words = tuple(_WORD.findall(fold(text[start + 1 : end]).replace("’", "'")))
            if words:
                found.append(Quotation(start=start, end=end, words=words))
                at = end
    return tuple(found)


def _opens(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    free = not before or not (before.isalnum() or before in ".,!?…)]")
    if text[at] in "„‚":
        return True
    if text[at] in "«‹":
        return free or before in ".,!?"
    return free and bool(after) and not after.isspace()


def _end(text: str, start: int) -> int:
    """Behind the mark that closes the one at `start`; behind the sentence where none does; 0 where it opens nothing."""
    paragraph = _PARAGRAPH.search(text, start)
    until = paragraph.start() if paragraph else len(text)
    if closed := _closed(text, start, until):
        return closed
    if text[start] == "“" and (typo := text.find("“", start + 1, until)) > 0:
        return typo + 1
    if text[start] in _WEAK:
        return 0
    sentence = _END.search(text, start, until)
    return sentence.end() if sentence else until


def _closed(text: str, start: int, until: int) -> int:
    opener, depth = text[start], 1
    closers = _CLOSERS[opener]
    for at in range(start + 1, until):
        char = text[at]
        if char in closers and _closes(text, at, opener):
            depth -= 1
            if not depth:
                return at + 1
        elif char == opener and opener in "“«‘" and _opens(text, at):
            depth += 1
    return 0


def _closes(text: str, at: int, opener: str) -> bool:
    """Whether the mark is at the end of something: an apostrophe inside of a word is not."""
    if opener not in "'’‘\"‚":
        return True
    before, after = text[at - 1], text[at + 1 : at + 2]
    return not before.isspace() and not after.isalnum()
