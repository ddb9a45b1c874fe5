"""Numbers that leave out what they are counted in, since another one just said it."""

from fractions import Fraction

import pytest

from daemon.write.values.numbers import numbers


@pytest.mark.parametrize(
    ("language", "text", "second"),
    [
        ("en", "38 percent, up from 35", (35, "percent")),
        ("en", "2.3 million people, up from 1.4 a year earlier", (1_400_000, "")),
        ("en", "$2.3 billion, and not 3.2", (3_200_000_000, "USD")),
        ("de", "15 Prozent statt 12", (12, "percent")),
        ("de", "4,2 Millionen Euro nach 3,8 im Vorjahr", (3_800_000, "EUR")),
        ("fr", "12 % contre 9 l’an dernier", (9, "percent")),
        ("es", "304 millones de euros, no 340", (340_000_000, "EUR")),
    ],
)
def test_a_contrast_shares_its_unit(language: str, text: str, second: tuple[int, str]) -> None:
    _, other = numbers(text, language)
    assert (other.value, other.unit) == (Fraction(second[0]), second[1])


@pytest.mark.parametrize(
    ("language", "text", "second"),
    [
        ("en", "38 percent after 3 years", (3, "year")),
        ("en", "38 percent, and 35 people", (35, "")),
        ("de", "15 Prozent nach drei Jahren", (3, "year")),
        ("en", "2 million people, up from 900,000", (900_000, "")),
    ],
)
def test_what_says_its_own_does_not(language: str, text: str, second: tuple[int, str]) -> None:
    _, other = numbers(text, language)
    assert (other.value, other.unit) == (Fraction(second[0]), second[1])


def test_an_elided_article_is_no_litre() -> None:
    assert [each.unit for each in numbers("9 l’an dernier", "fr")] == [""]
    assert [each.unit for each in numbers("9 l d’eau", "fr")] == ["litre"]
