"""What a voice is given to say, and which word of it stands for which word of the script."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Word
from daemon.narrate.spoken import Speech, speech, words_of

LANGUAGES = ("en", "de", "fr", "es")


def said(text: str, language: str = "en", **pronounce: str) -> str:
    return speech(text, language, pronounce, normalizes=False).text


GOLDEN = [
    (path.suffixes[0][1:], *pair.splitlines())
    for path in sorted((Path(__file__).parent / "data").glob("spoken.*.txt"))
    for pair in path.read_text(encoding="utf-8").split("\n\n")
]
"""A language, what is written in it, and below that what is said."""


@pytest.mark.parametrize(("language", "text", "expected"), GOLDEN)
def test_what_stands_there_is_said_in_words(language: str, text: str, expected: str) -> None:
    assert said(text, language) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Your day begins at nine with the stand-up, fifteen minutes.",
        "Around that knot the day is kind: nothing until lunch – then Café Krone.",
        "Darauf kommt es heute an: um halb elf überschneiden sich zwei Termine.",
        "Le point à surveiller aujourd'hui : deux rendez-vous se chevauchent.",
        "Hoy es martes, veinticuatro de marzo; ¿qué más?",
    ],
)
@pytest.mark.parametrize("normalizes", [True, False])
def test_what_is_in_words_already_stays(line: str, normalizes: bool) -> None:
    for language in LANGUAGES:
        assert speech(line, language, {}, normalizes=normalizes).text == line


def test_what_has_no_sound_is_dropped() -> None:
    assert said("A party 🎉🏽 at\u200b last\x07.") == "A party at last."


def test_every_language_has_its_examples() -> None:
    assert {language for language, _, _ in GOLDEN} == {*LANGUAGES}


def test_a_region_is_said_like_its_language_and_an_unknown_one_like_english() -> None:
    assert said("38 %", "de-AT") == said("38 %", "de") != said("38 %", "en")
    assert said("38 %", "tlh") == said("38 %", "en_GB") == "thirty-eight percent"


def test_an_engine_that_reads_by_itself_is_given_the_text_as_it_is() -> None:
    text = "Dr. Weiss: 38 % at 10:30, e.g. the BBC & v2.0.1 🎉 [laughs]"
    told = speech(text, "en", {"Weiss": "Vice"}, normalizes=True)
    assert told.text == "Dr. Vice: 38 % at 10:30, e.g. the BBC & v2.0.1 laughs"


# the listener's own list ---


@pytest.mark.parametrize(
    ("pronounce", "text", "expected"),
    [
        ({"nginx": "engine x"}, "Nginx, NGINX and nginx-proxy", "engine x, engine x and engine x-proxy"),
        ({"Polish": "Pole-ish"}, "Polish the Polish polish", "Pole-ish the Pole-ish polish"),
        ({"Ann": "An"}, "Anna and Ann's", "Anna and An's"),
        ({"BBC": "the Beeb"}, "(BBC): “BBC”.", "(the Beeb): “the Beeb”."),
        ({"New York": "Nu Jork", "York": "Jork", "New": "Nu"}, "New York, York, New", "Nu Jork, Jork, Nu"),
        ({"C++": "see plus plus"}, "C++ and C", "see plus plus and C"),
        ({"Dr.": "Mr. 5"}, "Dr. Weiss at 5", "Mr. 5 Weiss at five"),  # what the list says is said as it stands
        ({"": "x", "  ": "y"}, "Well.", "Well."),
        ({"Siân": "Sharn"}, "Sia\u0302n", "Sharn"),
    ],
)
def test_the_listeners_list_comes_first(pronounce: dict[str, str], text: str, expected: str) -> None:
    assert speech(text, "en", pronounce, normalizes=False).text == expected


# which word stands for which ---


def timed(told: Speech) -> tuple[Word, ...]:
    """Each spoken word a second after the one before."""
    return tuple(Word(text=word, start=float(at)) for at, word in enumerate(told.text.split()))


def starts(text: str, **pronounce: str) -> list[tuple[str, float]]:
    told = speech(text, "en", pronounce, normalizes=False)
    return [(word.text, word.start) for word in words_of(told, timed(told))]


def test_a_word_begins_with_the_first_that_is_said_for_it() -> None:
    assert starts("At 10:30 the BBC said 38 % more.") == [
        ("At", 0.0), ("10:30", 1.0), ("the", 3.0), ("BBC", 4.0),
        ("said", 7.0), ("38", 8.0), ("%", 9.0), ("more.", 10.0),
    ]  # fmt: skip  # a table


def test_a_word_that_is_not_said_begins_with_the_next_and_the_last_with_the_last() -> None:
    assert starts("Well 🎉 yes 🎉") == [("Well", 0.0), ("🎉", 1.0), ("yes", 1.0), ("🎉", 1.0)]
    assert starts("Re: lunch") == [("Re:", 0.0), ("lunch", 0.0)]


def test_words_of_the_list_are_shared_out() -> None:
    told = speech("In New York today", "en", {"new york": "the Big Apple itself"}, normalizes=True)
    assert told.origins == (0, 1, 1, 2, 2, 3)


def test_words_that_are_not_those_of_the_speech_tell_nothing() -> None:
    told = speech("At 10:30.", "en", {}, normalizes=False)
    assert words_of(told, ()) == ()
    assert words_of(told, timed(told)[1:]) == ()


# anything at all ---

PIECES = """
Anna I the BBC 10:30 38 % 1.250,50 € $5bn v2.0.1 Re: [list] z. B. Dr. Weiss XIV. Jahrhundert siècle +49 170 1234567
2026-03-24 24. März 1er 3:2 1/2 – -5 °C & # #a @ / + 007 U.S. 🎉 \u200b A380 99999999999999999999 1e5 ½ Chapter IV
"""
texts = st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=8), max_size=14).map(" ".join)


@given(texts, st.sampled_from(LANGUAGES), st.booleans())
def test_every_word_has_its_origin_in_order(text: str, language: str, normalizes: bool) -> None:
    told = speech(text, language, {"the": "thee", "Anna I": "Anna the first of all"}, normalizes=normalizes)
    assert len(told.origins) == len(told.text.split())
    assert list(told.origins) == sorted(told.origins)
    assert all(0 <= origin < len(text.split()) for origin in told.origins)
    assert told.text == " ".join(told.text.split())
    assert told.text or not any(letter.isalpha() for letter in text)
    again = words_of(told, timed(told))
    assert [word.text for word in again] == (text.split() if told.text else [])
    assert [word.start for word in again] == sorted(word.start for word in again)


plain = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=3, max_size=9)


@given(st.lists(plain, min_size=1, max_size=20).map(" ".join), st.sampled_from(LANGUAGES))
def test_what_was_put_into_words_once_stays(text: str, language: str) -> None:
    once = said(f"{text} 38 % 10:30 von 24 km", language)
    assert said(once, language) == once


def test_it_is_quick() -> None:
    text = " ".join(
        ("Dr Weiss and the BBC meet at 10:30 in room 4, e.g. for 38 % of it, and talk. " * 70).split()[:1000]
    )
    said(text)
    spent: list[float] = []
    for _ in range(5):
        begun = time.perf_counter()
        said(text)
        spent.append(time.perf_counter() - begun)
    assert min(spent) < 0.03
