"""A small sample of `make truth`, always the same one."""

from functools import cache

from daemon.write.check import judge
from tests.truth.reading import LINES, SLOTTED, sheets
from tests.truth.scenes import scenes
from tests.truth.trying import CLEAN, COUNTED, SWAPS, Try, planted, tries

_SEED = 4
_SAMPLE = 24
"""Every so manieth file."""


@cache
def sample() -> tuple[Try, ...]:
    every = scenes((*sheets(LINES), *sheets(SLOTTED)))
    return tuple(each for scene in every[::_SAMPLE] for each in tries(scene, _SEED, judge, draws=1))


def of(way: str) -> list[Try]:
    return [each for each in sample() if each.way == way]


def missed(found: list[Try]) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in found if each.refused is None]


def refused(found: list[Try]) -> list[tuple[str, str | None]]:
    return [(each.text, each.refused) for each in found if each.kind in (CLEAN, COUNTED) and each.refused]


def test_that_enough_is_planted() -> None:
    assert len(planted(list(sample()))) > 500


def test_that_no_planted_error_is_spoken_where_values_stand_in_slots() -> None:
    assert missed(planted(of("slots"))) == []


def test_that_no_true_line_in_slots_is_refused() -> None:
    assert refused(of("slots")) == []


def test_that_hardly_a_planted_value_is_spoken_where_values_are_copied() -> None:
    found = [each for each in planted(of("copied")) if each.kind not in SWAPS]
    assert len(missed(found)) <= 0.01 * len(found), missed(found)


def test_that_hardly_a_swap_is_spoken_where_values_are_copied() -> None:
    found = [each for each in of("copied") if each.kind in SWAPS]
    assert len(missed(found)) <= 0.02 * len(found), missed(found)


def test_that_few_true_copied_lines_are_refused() -> None:
    clean = [each for each in of("copied") if each.kind == CLEAN]
    assert len(refused(clean)) <= 0.05 * len(clean), refused(clean)
