"""Words as they are compared: folded, stemmed, without those that mean nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.words import content_words, fold, function_word, stem, words

ALIKE = (
    ("en", "train trains training trained"),
    ("en", "strike strikes striking"),
    ("en", "city cities"),
    ("en", "carry carries carried"),
    ("en", "try tries tried"),
    ("en", "plan plans planned planning"),
    ("de", "streik streiks streiken streikt"),
    ("de", "zeitung zeitungen"),
    ("de", "verspätung verspätungen"),
    ("de", "lehrerin lehrerinnen"),
    ("fr", "grève grèves"),
    ("fr", "fermer ferme fermé fermée"),
    ("fr", "retard retards"),
    ("es", "huelga huelgas"),
    ("es", "retraso retrasos"),
    ("fr", "répéter répète répétition"),
    ("es", "cancelar cancelado cancelada cancelan"),
    ("es", "corregir corregirlos corregirla"),
    ("es", "revisar revisan revisión"),
)

APART = (
    ("en", "train", "strike"),
    ("en", "rain", "train"),
    ("de", "streik", "strecke"),
    ("fr", "grève", "grêle"),
    ("es", "huelga", "huella"),
)

EMPTY = (
    ("en", "The minister's, he said: it was not so, but they will have told us."),
    ("de", "Er sagte, dass es so war, und sie haben es uns berichtet."),
    ("fr", "Il a dit que c’était ainsi, selon eux."),
    ("es", "Dijo que era así, según ellos."),
)


def test_fold_drops_case_and_accents() -> None:
    assert fold("ÉLAN Straße Łódź Ærø İstanbul") == "elan strasse lodz aero istanbul"


def test_words_are_all_folded_words_in_order() -> None:
    assert words("L’Élysée, it’s 42 %!") == ("l'elysee", "it's", "42")


@pytest.mark.parametrize(("language", "forms"), ALIKE)
def test_forms_of_a_word_meet(language: str, forms: str) -> None:
    assert len({content_words(form, language) for form in forms.split()}) == 1
    assert content_words(forms, language)


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_other_words_do_not_meet(language: str, one: str, other: str) -> None:
    assert content_words(one, language) != content_words(other, language)


@pytest.mark.parametrize(("language", "text"), EMPTY)
def test_words_of_grammar_and_of_telling_carry_no_meaning(language: str, text: str) -> None:
    assert set(content_words(text, language)) <= {"minister"}


def test_content_words_keep_their_order_and_their_numbers() -> None:
    found = content_words("Two trains to Riga were 40 minutes late", "en")
    assert found == ("two", "train", "riga", "40", "minut", "lat")


@pytest.mark.parametrize(
    ("word", "language"), [("the", "en"), ("Über", "de"), ("été", "fr"), ("según", "es"), ("AUX", "fr"), ("para", "es")]
)
def test_function_words(word: str, language: str) -> None:
    assert function_word(word, language)


@pytest.mark.parametrize(("word", "language"), [("train", "en"), ("zug", "de"), ("pluie", "fr"), ("lluvia", "es")])
def test_words_with_a_meaning_are_none_of_grammar(word: str, language: str) -> None:
    assert not function_word(word, language)


@given(st.text(max_size=40), st.sampled_from(["en", "de", "fr", "es", "it"]))
def test_a_stem_is_the_beginning_of_its_word_and_never_empty(text: str, language: str) -> None:
    for word in words(text):
        found = stem(word, language)
        assert found
        assert word.startswith(found[:-1])
