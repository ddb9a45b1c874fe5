"""Any text at all: no crash, spans in their place, nothing inside what is taken."""

from itertools import pairwise
from timeit import repeat

from hypothesis import given
from hypothesis import strategies as st

from daemon.write.spoken import LANGUAGES
from daemon.write.values.base import Number
from daemon.write.values.numbers import numbers

_LISTED = """
one two third half a an the hundred thousand million dozens of and point minus version per cent euros hours v un une
deux vingt quatre et demi quart mille d'euros dix pour cent ein zwei Million halb Drittel Komma Mio. bis und y media uno
mil cien por ciento segundo 3 3.2.1 1,250 1.250,5 12 0 007 3rd º % € $ °C km/h - – : / . , ( ) ' ½ + x m k bn
"""
_PIECES = _LISTED.split()
texts = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=25).map("".join),
)
languages = st.sampled_from([*LANGUAGES, "de-AT", "pt", ""])


def _are_apart(found: tuple[Number, ...], text: str) -> bool:
    inside = all(0 <= each.start < each.end <= len(text) for each in found)
    return inside and all(first.end <= second.start for first, second in pairwise(found))


@given(texts, languages)
def test_any_text(text: str, language: str) -> None:
    found = numbers(text, language)
    assert _are_apart(found, text)
    assert all(text[each.start : each.end].strip() == text[each.start : each.end] for each in found)


@given(texts, languages, st.lists(st.tuples(st.integers(0, 80), st.integers(1, 20)), max_size=4))
def test_what_is_taken_is_left_alone(text: str, language: str, spans: list[tuple[int, int]]) -> None:
    taken = [(start, start + length) for start, length in spans]
    found = numbers(text, language, taken)
    assert _are_apart(found, text)
    assert all(each.end <= start or end <= each.start for each in found for start, end in taken)


@given(st.lists(st.integers(0, 99999), min_size=1, max_size=8), languages)
def test_no_digits_are_missed(values: list[int], language: str) -> None:
    found = numbers(" and then ".join(map(str, values)), language)
    assert [each.value for each in found] == values


def test_a_number_beside_what_is_taken() -> None:
    text = "On March 24 250 people came"
    (found,) = numbers(text, "en", taken=[(3, 11)])
    assert (text[found.start : found.end], found.noun) == ("250", "people")


def test_an_unknown_language_is_read_as_english() -> None:
    assert numbers("thirty-eight percent", "pt-BR") == numbers("thirty-eight percent", "en")


def test_a_long_run_of_digits() -> None:
    assert len(numbers("1" * 20_000, "en")) == 67


def test_it_is_quick_enough_to_run_on_every_line() -> None:
    line = (
        "A town that put motion sensors in its street lights has saved thirty-eight percent of the power they used, "
        "about 1.2 million euros, and between 300 and 450 lamps were changed on three streets"
    )
    seconds = min(repeat(lambda: numbers(line, "en"), number=20, repeat=10)) / 20
    assert seconds < 0.001
