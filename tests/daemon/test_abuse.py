"""Abuse is known in every disguise; the news are none. The slurs themselves are only in the list, in rot13."""

import tomllib
from codecs import decode
from pathlib import Path

import pytest

import daemon.abuse
from daemon.abuse import abusive
from tests.daemon.test_injections import THEIRS

LISTS = tomllib.loads(Path(daemon.abuse.__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SLURS = [decode(word, "rot13") for table in LISTS.values() for word in table["slurs"]]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_slurs_are_abuse_wherever_they_stand(language: str) -> None:
    slurs = [decode(word, "rot13") for word in LISTS[language]["slurs"]]
    assert [word for word in slurs if not abusive(f"News: {word.capitalize()}, again.")] == []


def test_no_language_can_be_read_from_the_list() -> None:
    assert set(SLURS).isdisjoint(
        Path(daemon.abuse.__file__).with_suffix(".toml").read_text(encoding="utf-8").split('"')
    )


@pytest.mark.parametrize(
    "text",
    [
        "You idiot.",
        "You are a complete moron.",
        "You stupid, stupid loser",
        "y0u 1d10t",
        "Y o u  i d i o t",
        "уоu іdіоt",
        "you idiiiiiot",
        "You\u200b idi\u00adot",
        "We will kill you tonight.",
        "Kill yourself.",
        "Du Idiot!",
        "Du bist ein elender Versager",
        "Sie Trottel",
        "Ich bringe dich um",
        "Espèce d'idiot",
        "Tu es un gros con",
        "Je vais te tuer",
        "Eres un imbécil",
        "Te voy a matar",
        "Pedazo de mierda",
    ],
)
def test_what_is_flung_at_the_listener_is_abuse(text: str) -> None:
    assert abusive(text)


@pytest.mark.parametrize(
    "text",
    [
        "He called the minister an idiot.",
        "A man was sentenced for the murder of his wife.",
        "The rape trial begins on Monday.",
        "Fewer suicides were counted in the region.",
        "Racist slurs were shouted from the stands.",
        "The sect told its members that they would burn in fire.",
        "You could be the next mayor of the town.",
        "The shop will shut up shop in May.",
        "Stirb langsam läuft um acht.",
        "Sie sind Opfer eines Betrugs geworden",
        "Der Verein ist der Verlierer des Tages.",
        "Eine Maine Coon und ein Spitz",
        "Le retard du train est de vingt minutes.",
        "Un nègre littéraire a écrit le livre.",
        "Tu viens avec nous, con Ana y Luis",
        "Kike García marcó dos goles.",
        "El coche negro ganó la carrera.",
        "Le cochon est gros, sale et heureux",
    ],
)
def test_the_news_are_no_abuse(text: str) -> None:
    assert not abusive(text)


def test_no_clean_text_is_abuse() -> None:
    assert [text for text in THEIRS if abusive(text)] == []
