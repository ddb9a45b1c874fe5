"""Small words that a language makes by rule, though no list has them."""

import pytest

from daemon.write.values.names_formed import formed, separated

MADE = {
    "en": "unaffordably greyishness fogwards powerlessly",
    "de": "halbstündlich lahmgelegt hinauszuzögern messerscharf testweise runtergefahren tüftelte zunichtegemacht",
    "fr": "insulaires abracadabrantesque rafistolaient grisonnantes",
    "es": "traqueteaban halagüeñas desmadejadamente",
}
STRANGE = "prentice marlow qzvrk plumqix canary7 brindle"


@pytest.mark.parametrize(("language", "word"), [(each, word) for each, words in MADE.items() for word in words.split()])
def test_what_is_plainly_made(language: str, word: str) -> None:
    assert formed(word, language)


@pytest.mark.parametrize("language", MADE)
@pytest.mark.parametrize("word", STRANGE.split())
def test_what_is_not(language: str, word: str) -> None:
    assert not formed(word, language)


@pytest.mark.parametrize("word", ["weiterverhandelt", "aufzunehmen", "angegeben"])
def test_a_verb_that_a_sentence_may_begin_with(word: str) -> None:
    assert separated(word)


@pytest.mark.parametrize("word", ["anhalt", "ansbach", "umbach", "austen", "einhard"])
def test_a_name_is_no_such_verb(word: str) -> None:
    assert not separated(word)
