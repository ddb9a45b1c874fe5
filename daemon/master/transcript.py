"""The transcript: lines cut into cues at their words, and cues as WebVTT. Pure."""

import textwrap
from collections.abc import Iterator, Sequence
from itertools import pairwise

from daemon.model import Cue, Word

WIDTH = 65
LINES = 2
SHORTEST = 40
"""Characters below which a sentence shares its cue with the next one."""


def cut(text: str, words: Sequence[Word], start: float, end: float, items: tuple[str, ...] = ()) -> tuple[Cue, ...]:
    """The cues of a line spoken from `start` to `end` (seconds, like its words): each at most 2 lines of 65 letters."""
    groups = list(_groups(_short(_timed(text, words, start, end), end)))
    ends = [group[0].start for group in groups[1:]] + [end]
    return tuple(
        Cue(start=group[0].start, end=until, text=_text(group), items=items)
        for group, until in zip(groups, ends, strict=True)
    )


def _timed(text: str, words: Sequence[Word], start: float, end: float) -> list[Word]:
    """The text's words with their times; spread over the line where the voice told of other words than the text has."""
    tokens = text.split()
    if tokens == [word.text for word in words]:
        times = [word.start for word in words]
    else:
        shares = [sum(map(len, tokens[:index])) for index in range(len(tokens))]
        times = [start + (end - start) * share / max(1, sum(map(len, tokens))) for share in shares]
    timed, latest = [], start
    for token, time in zip(tokens, times, strict=True):
        latest = min(max(latest, time), end)
        timed.append(Word(text=token, start=latest))
    if timed:
        timed[0] = Word(text=timed[0].text, start=start)
    return timed


def _short(words: Sequence[Word], end: float) -> Iterator[Word]:
    """Words no wider than a line: a text without spaces is one word as long as itself."""
    for word, following in pairwise((*words, Word(text="", start=end))):
        pieces = [word.text[at : at + WIDTH] for at in range(0, len(word.text), WIDTH)]
        each = (following.start - word.start) / len(pieces)
        for index, piece in enumerate(pieces):
            yield Word(text=piece, start=word.start + index * each)


def _groups(words: Iterator[Word]) -> Iterator[list[Word]]:
    group: list[Word] = []
    for word in words:
        while group and not _fits([*group, word]):
            at = _best_break(group)
            yield group[:at]
            group = group[at:]
        group.append(word)
        if word.text.endswith((".", "?", "!", "…", "。")) and len(_text(group)) >= SHORTEST:
            yield group
            group = []
    if group:
        yield group


def _best_break(group: Sequence[Word]) -> int:
    """After the last clause that ends in the second half, else at the end."""
    clauses = [index for index, word in enumerate(group, 1) if word.text.endswith((",", ";", ":", "–", "—", "."))]
    return max((index for index in clauses if index >= len(group) / 2), default=len(group))


def _fits(group: Sequence[Word]) -> bool:
    return len(wrap(_text(group))) <= LINES


def _text(group: Sequence[Word]) -> str:
    return " ".join(word.text for word in group)


def wrap(text: str) -> list[str]:
    """Lines of at most 65 characters."""
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False)


def vtt(cues: Sequence[Cue]) -> str:
    """The cues as a WebVTT file; nothing in their text is read as markup."""
    blocks = (
        f"{timestamp(cue.start)} --> {timestamp(max(cue.end, cue.start + 0.001))}\n{_escaped(cue.text)}" for cue in cues
    )
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def _escaped(text: str) -> str:
    lines = "\n".join(wrap(text)) or "…"
    return lines.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def timestamp(seconds: float) -> str:
    """As WebVTT and Vorbis comments have it: 00:01:02.345."""
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
