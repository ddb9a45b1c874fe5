"""The tables of phrases: the same keys and placeholders in every language, and what an unknown language gets."""

import string
from datetime import date, timedelta

import pytest

from daemon.write.phrasebook import phrasebook
from daemon.write.spoken import LANGUAGES

ENGLISH, _ = phrasebook("en")


def placeholders(phrase: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_keys_in_every_language(language: str) -> None:
    book, note = phrasebook(language)
    assert note is None
    for ours, english in (
        (book.phrases, ENGLISH.phrases),
        (book.lists, ENGLISH.lists),
        (book.sources, ENGLISH.sources),
        (book.titles, ENGLISH.titles),
    ):
        assert sorted(ours) == sorted(english)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_holds_the_same_placeholders(language: str) -> None:
    book, _ = phrasebook(language)
    wanted = {key: placeholders(variants[0]) for key, variants in ENGLISH.phrases.items()}
    for key, variants in book.phrases.items():
        assert {placeholders(variant) for variant in variants} == {wanted[key]}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_shouts_or_has_loose_spaces(language: str) -> None:
    book, _ = phrasebook(language)
    for key, variants in book.phrases.items():
        for variant in variants:
            assert "!" not in variant, key
            assert variant.lstrip() == " ".join(variant.split()), key


@pytest.mark.parametrize(("language", "base"), [("de-AT", "de"), ("en_GB", "en"), ("FR", "fr"), ("es-419", "es")])
def test_region_maps_to_its_language(language: str, base: str) -> None:
    book, note = phrasebook(language)
    assert (book.language, note) == (base, None)


def test_unknown_language_falls_back_with_a_note_that_says_what_to_do() -> None:
    book, note = phrasebook("tlh")
    assert book.language == "en"
    assert note is not None
    assert all(word in note for word in ("tlh", "English", "language", "en, de, fr, es"))


def test_phrase_is_the_days_and_turns_own() -> None:
    day = date(2026, 3, 24)
    some = [ENGLISH.phrase("closing.goodbye", day + timedelta(days=n), weekday="day") for n in range(30)]
    assert set(some) == {phrase.format(weekday="day") for phrase in ENGLISH.phrases["closing.goodbye"]}
    turns = [ENGLISH.phrase("news.story", day, turn, source="A", headline="B") for turn in range(4)]
    assert len(set(turns)) == 4
