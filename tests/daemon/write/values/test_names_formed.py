"""Small words that a language makes by rule, though no list has them."""

import pytest

from daemon.write.values.names_formed import formed

MADE = {
    "en": "unaffordably greyishness fogwards powerlessly",
    "de": "halbstündlich lahmgelegt hinauszuzögern messerscharf testweise runtergefahren tüftelte",
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
