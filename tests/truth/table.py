"""The tries as a table: by language and way, a row a kind of error.

"In speakable lines" counts only the errors planted in lines that pass while they are true: where a judge refuses a line
anyway, it is no merit to refuse it with an error in it.
"""

from collections.abc import Iterator, Sequence

from tests.truth.asking import Asked
from tests.truth.pools import LANGUAGES
from tests.truth.trying import APART, CLEAN, COUNTED, LEFT_OUT, SWAPS, Try

WAYS = {"slots": "(a) slots", "copied": "(b) copied word for word", "free": "(c) free paraphrase"}
_WIDTH = 22


def table(tries: Sequence[Try], sections: Sequence[Asked], seed: int) -> Iterator[str]:
    """The lines of the report."""
    decided = [each for each in tries if each.kind not in (CLEAN, COUNTED, LEFT_OUT, *APART)]
    yield f"Truth: {len(decided):,} planted errors, {_count(tries, CLEAN):,} clean lines. Seed {seed}."
    for way, title in WAYS.items():
        of_way = [each for each in tries if each.way == way]
        if of_way:
            yield from ("", *_way(title, of_way))
            yield from _sections(sections) if way == "copied" else ()
    yield from ("", *_apart(tries))


def _way(title: str, tries: Sequence[Try]) -> Iterator[str]:
    kinds = list(dict.fromkeys(each.kind for each in tries))
    foreign = [kind for kind in kinds if kind not in (CLEAN, COUNTED, LEFT_OUT, *SWAPS, *APART)]
    yield _row(title, [*LANGUAGES, "all"])
    yield "  planted errors: caught of cases"
    yield from (_caught(f"    {kind}", [kind], tries) for kind in foreign)
    speakable = [each for each in tries if each.speakable]
    yield _caught("  all foreign values", foreign, tries)
    yield _caught("    in speakable lines", foreign, speakable)
    yield from (_caught(f"    {kind}", [kind], tries) for kind in SWAPS if kind in kinds)
    yield _caught("  all swaps", list(SWAPS), tries)
    yield _caught("    in speakable lines", list(SWAPS), speakable)
    yield "  true lines: refused at the first asking (the count in front of a speakable line)"
    yield from (_caught(f"    {kind}", [kind], speakable) for kind in (CLEAN, COUNTED) if kind in kinds)
    if LEFT_OUT in kinds:
        yield _row("    left out: no slots", [str(_count(each, LEFT_OUT)) for each in _columns(tries)])


def _apart(tries: Sequence[Try]) -> Iterator[str]:
    yield _row("Cannot be decided", [*LANGUAGES, "all"])
    for way, title in WAYS.items():
        of_way = [each for each in tries if each.way == way]
        kinds = [kind for kind in APART if _count(of_way, kind)]
        yield from (_caught(f"    {kind}, {title[:3]}", [kind], of_way) for kind in kinds)


def _sections(sections: Sequence[Asked]) -> Iterator[str]:
    columns = [[each for each in sections if each.language == language] for language in LANGUAGES]
    columns.append(list(sections))
    yield "  sections"
    yield _row("    asked for again", [_share(sum(each.again for each in of), len(of)) for of in columns])
    yield _row("    handed to built-in", [_share(sum(each.handed_over for each in of), len(of)) for of in columns])


def _caught(title: str, kinds: Sequence[str], tries: Sequence[Try]) -> str:
    return _row(title, [_refused([each for each in of if each.kind in kinds]) for of in _columns(tries)])


def _refused(tries: Sequence[Try]) -> str:
    return _share(sum(each.refused is not None for each in tries), len(tries))


def _columns(tries: Sequence[Try]) -> list[list[Try]]:
    return [*([each for each in tries if each.language == language] for language in LANGUAGES), list(tries)]


def _share(some: int, of: int) -> str:
    return f"{some}/{of} {100 * some / of:5.1f} %" if of else "–"


def _count(tries: Sequence[Try], kind: str) -> int:
    return sum(each.kind == kind for each in tries)


def _row(title: str, cells: Sequence[str]) -> str:
    return f"{title:<{_WIDTH}}" + "".join(f"{cell:>19}" for cell in cells)


def shown(tries: Sequence[Try], kind: str) -> Iterator[str]:
    """One by one: the planted errors of that kind that were missed, or the true lines that were refused."""
    is_true = kind in (CLEAN, COUNTED)
    for each in tries:
        if each.kind == kind and (each.refused is not None) == is_true:
            yield f"{each.sheet} {each.way} {', '.join(each.items)}\n    {each.text}\n    {each.refused or 'missed'}"
