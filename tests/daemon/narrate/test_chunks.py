from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Line
from daemon.narrate.chunks import MOST_CHARACTERS, MOST_SENTENCES, chunks, neighbours, sentences

STRIKE = "A strike on the S-Bahn this afternoon, from two until ten in the evening, says Tagesblick."
TRAINS = "Trains are expected to run every twenty minutes at best."
COMET = "Orbit reports the first picture of a comet's far side, sent home overnight by the probe Halme."
ON_LEAVE = "And Lena is on leave today."


def told(text: str, *items: str) -> Line:
    return Line(text=text, items=items)


def texts(lines: Sequence[Line]) -> list[str]:
    return [chunk.text for chunk in chunks(lines)]


said = st.lists(
    st.sampled_from(["Rain.", "At nine, the stand-up.", STRIKE, COMET, "word " * 90]), min_size=1, max_size=3
)
lines = st.builds(
    Line,
    text=said.map(" ".join),
    items=st.sampled_from([(), ("a",), ("a", "b"), ("b",), ("c",)]),
    speaker=st.sampled_from(["first", "first", "second"]),
)


@given(st.lists(lines, max_size=12), st.data())
def test_more_lines_change_no_chunk_but_the_last(script: list[Line], data: st.DataObject) -> None:
    so_far = script[: data.draw(st.integers(0, len(script)))]
    settled = chunks(so_far)[:-1]
    assert chunks(script)[: len(settled)] == settled
    assert [neighbours(chunks(script), index) for index in range(len(settled))] == [
        neighbours(chunks(so_far), index) for index in range(len(settled))
    ]


@given(st.lists(lines, max_size=12))
def test_every_line_is_in_one_chunk_in_order(script: list[Line]) -> None:
    parts = chunks(script)
    assert [line for chunk in parts for line in chunk.lines] == script
    for chunk in parts:
        assert {line.speaker for line in chunk.lines} == {chunk.speaker}
        if len(chunk.lines) > 1:
            assert len(chunk.text) <= MOST_CHARACTERS
            assert sum(len(sentences(line.text)) for line in chunk.lines) <= MOST_SENTENCES


def test_the_same_words_every_day_are_by_themselves() -> None:
    script = [
        told("The news, three stories."),
        told(STRIKE, "s"),
        told(TRAINS, "s"),
        told(COMET, "c"),
        told("Have a good Tuesday."),
    ]
    assert texts(script) == ["The news, three stories.", f"{STRIKE} {TRAINS}", COMET, "Have a good Tuesday."]


def test_each_line_of_a_close_is_by_itself() -> None:
    script = [told("Your mail could not be reached."), told("That's it."), told("Have a good Tuesday.")]
    assert texts(script) == [line.text for line in script]


def test_short_things_are_said_in_one_breath() -> None:
    script = [told("At nine, the stand-up.", "a"), told("Then you're free until one.", "a", "b"), told(ON_LEAVE, "c")]
    assert texts(script) == ["At nine, the stand-up. Then you're free until one.", ON_LEAVE]
    assert texts([told("At nine, the stand-up.", "a"), told(ON_LEAVE, "c")]) == ["At nine, the stand-up. " + ON_LEAVE]


def test_whoever_speaks_next_begins_a_chunk() -> None:
    script = [told("At nine, the stand-up.", "a"), Line(text="And at ten?", items=("a",), speaker="second")]
    assert [chunk.speaker for chunk in chunks(script)] == ["first", "second"]


def test_no_more_than_four_sentences_in_a_breath() -> None:
    assert texts([told(f"It is {number}.", "a") for number in "12345"]) == [
        "It is 1. It is 2. It is 3. It is 4.",
        "It is 5.",
    ]


def test_a_long_line_stays_whole() -> None:
    long = told("word " * 200 + "end.", "a")
    assert texts([told("Before.", "a"), long, told("After.", "a")]) == ["Before.", long.text, "After."]


def test_neighbours_are_the_sentences_beside_a_chunk() -> None:
    script = [told("The news."), told(STRIKE, "s"), told(f"{TRAINS} Take the bus.", "s"), told(COMET, "c")]
    parts = chunks(script)
    assert [neighbours(parts, index) for index in range(len(parts))] == [
        ("", ""),
        ("The news.", COMET),
        ("Take the bus.", ""),
    ]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", ()),
        ("No end", ("No end",)),
        ("One. Two! “Three?” Four…", ("One.", "Two!", "“Three?”", "Four…")),
        ("Ein Anruf bei Dr. Weiss. Danach frei.", ("Ein Anruf bei Dr. Weiss.", "Danach frei.")),
        ("« Oui. » Non.", ("« Oui. »", "Non.")),
        ("J. Weiss called. ¿Cuándo? ¡Ya!", ("J. Weiss called.", "¿Cuándo?", "¡Ya!")),
        ("Version 2.0 is out. 3.1 follows.", ("Version 2.0 is out.", "3.1 follows.")),
    ],
)
def test_sentences(text: str, cut: tuple[str, ...]) -> None:
    assert sentences(text) == cut
