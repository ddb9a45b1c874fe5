"""Whatever is spoken is understood again: the numbers of a text are those of the same text in words."""

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from daemon.write.spoken import LANGUAGES, number, ordinal, say, spoken
from daemon.write.values.base import Number
from daemon.write.values.numbers import numbers

languages = st.sampled_from(LANGUAGES)
small_fractions = st.one_of(
    st.just(""),
    st.integers(0, 9).map(str),
    st.integers(0, 99).map(lambda digits: f"{digits:02}"),
    st.integers(0, 999).map(lambda digits: f"{digits:03}"),
)


def _essence(text: str, language: str) -> list[tuple[Fraction, str, str]]:
    return [(found.value, found.unit, found.digits) for found in numbers(text, language)]


def _only(text: str, language: str) -> Number:
    (found,) = numbers(text, language)
    assert text[found.start : found.end] == text
    return found


@given(st.integers(2, 10**9), languages)
def test_whole_numbers(value: int, language: str) -> None:
    assert _only(number(value, language), language).value == value


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_number_below_two_thousand(language: str) -> None:
    wrong = [value for value in range(2, 2000) if _only(number(value, language), language).value != value]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_ordinal_below_a_thousand(language: str) -> None:
    found = [_only(ordinal(value, language), language) for value in range(1, 1000)]
    assert {each.unit for each in found} == {"ordinal"}
    assert [int(each.value) for each in found] == list(range(1, 1000))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_year(language: str) -> None:
    years = range(1900, 2100)
    assert [int(_only(spoken(language).year(year), language).value) for year in years] == list(years)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lengths_of_time(language: str) -> None:
    for minutes in (each for each in range(1, 600) if language != "fr" or each < 60 or each % 60 != 1):
        found = numbers(spoken(language).duration(timedelta(minutes=minutes)), language)
        assert {each.unit for each in found} <= {"hour", "minute"}
        assert sum(each.value * (60 if each.unit == "hour" else 1) for each in found) == minutes


@st.composite
def written(draw: st.DrawFn, language: str) -> str:
    """A number as the language writes it: "1.250,5"."""
    table, whole, grouped = spoken(language).TABLE, draw(st.integers(0, 999_999)), draw(st.booleans())
    digits = f"{whole:,}".replace(",", table.thousands[0]) if grouped else str(whole)
    fraction = draw(small_fractions)[: 2 if grouped else 3]
    return f"{digits}{table.decimal}{fraction}" if fraction else digits


@given(st.data(), languages)
def test_measures(data: st.DataObject, language: str) -> None:
    unit = data.draw(st.sampled_from(sorted(spoken(language).TABLE.units)))
    text = f"{data.draw(written(language))}{data.draw(st.sampled_from(['', ' ']))}{unit}"
    assert _essence(say(text, language), language) == _essence(text, language)
    assert len(_essence(text, language)) == 1


@given(st.data(), languages)
def test_money(data: st.DataObject, language: str) -> None:
    table = spoken(language).TABLE
    sign, amount = data.draw(st.sampled_from(sorted(table.currencies))), data.draw(written(language))
    assume(amount != "1" or language != "fr")  # "un livre" is a book
    text = data.draw(st.sampled_from([f"{sign} {amount}", f"{amount} {sign}"]))
    assert _essence(say(text, language), language) == _essence(text, language)
    assert [unit for _, unit, _ in _essence(text, language)] != [""]


@given(st.integers(1, 999), small_fractions, languages, st.data())
def test_millions_of_money(whole: int, fraction: str, language: str, data: st.DataObject) -> None:
    table = spoken(language).TABLE
    scale = data.draw(st.sampled_from(sorted(table.scales)))
    amount = f"{whole}{table.decimal}{fraction}" if len(fraction) in (1, 2) else str(whole)
    text = f"{amount} {scale} €"
    assert _essence(say(text, language), language) == _essence(text, language)


@given(st.integers(0, 40), st.integers(41, 99), languages, st.sampled_from(["%", "km", "°C"]))
def test_ranges(low: int, high: int, language: str, unit: str) -> None:
    text = f"{low}–{high} {unit}"
    assert _essence(say(text, language), language) == _essence(text, language)
    first, second = _essence(text, language)
    assert (int(first[0]), int(second[0]), first[1]) == (low, high, second[1])


@given(st.lists(st.integers(0, 99), min_size=1, max_size=3), languages)
def test_versions(parts: list[int], language: str) -> None:
    text = f"v{'.'.join(map(str, parts))}"
    assert _essence(say(text, language), language) == _essence(text, language)
    assert [unit for _, unit, _ in _essence(text, language)] == ["version"]


@given(st.integers(1, 60), languages)
def test_below_zero(degrees: int, language: str) -> None:
    text = f"−{degrees} °C"
    assert _essence(say(text, language), language) == _essence(text, language) == [(Fraction(-degrees), "degree", "")]
