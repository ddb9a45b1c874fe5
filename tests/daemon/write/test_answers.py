"""Answers in the styles of many models: data/answers/NAME.txt beside the lines in it, data/answers/NAME.lines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.answers import LONGEST, MOST_ANSWERS, MOST_TEXT, SHOWN, Answer, Answers, Broken

EXAMPLES = sorted((Path(__file__).parent / "data" / "answers").glob("*.txt"))
PIECES = [*"{}[]\"'\\,:\n\0\ud83d", "<think>", "</think>", "<|channel|>analysis", "<|channel|>final", "text", "null"]
PIECES += ['{"say":', '"Hi {n1.num1}."', ',"items":["n1"]', "{'say': 'It's'}"]


def read(text: str, size: int = 5) -> tuple[Answer | Broken, ...]:
    answers = Answers()
    found = [each for at in range(0, len(text), size) for each in answers.feed(text[at : at + size])]
    return (*found, *answers.end())


def told(found: tuple[Answer | Broken, ...]) -> str:
    lines = (
        f"! {each.reason}" if isinstance(each, Broken) else f"{' '.join(each.items)} | {each.say}" for each in found
    )
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("size", [1, 4, 10_000])
def test_an_answer_holds_the_lines_beside_it(example: Path, size: int) -> None:
    text = example.read_bytes().decode()  # read_text would fold the line ends
    assert told(read(text, size)) == example.with_suffix(".lines").read_text(encoding="utf-8")


def test_a_line_is_given_the_moment_it_closes() -> None:
    answers = Answers()
    assert answers.feed('{"lines": [{"items": ["n1"], "say": "One."') == ()
    assert answers.feed("}") == (Answer("One.", ("n1",)),)
    assert answers.feed(', {"items": ["n2"], "say": "Two."}') == (Answer("Two.", ("n2",)),)
    assert answers.feed("]}") == ()
    assert answers.end() == ()


@pytest.mark.parametrize(
    ("field", "host"),
    [
        ('"by":"A"', "A"), ('"by": "b "', "B"), ('"By":"Host B"', "B"), ('"speaker":"A"', "A"),
        ('"by":"Kim","host":"B"', "B"),
        ('"by":"C"', ""), ('"by":"AB"', ""), ('"by":""', ""), ('"by":1', ""), ('"by":["A"]', ""), ('"by":null', ""),
        ('"to":"A"', ""),
    ],
)  # fmt: skip  # a table
def test_who_speaks_is_one_of_two_hosts_or_nobody(field: str, host: str) -> None:
    assert read(f'{{"items":["n1"],{field},"say":"Hi."}}') == (Answer("Hi.", ("n1",), host),)  # type: ignore[arg-type]  # a host


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=300), st.integers(1, 40))
def test_any_text_is_read_without_an_error_however_it_is_cut(text: str, size: int) -> None:
    found = read(text, size)
    assert found == read(text, 10_000)
    assert all(len(each.text) <= SHOWN for each in found if isinstance(each, Broken))
    assert all(each.say == " ".join(each.say.split()) for each in found if isinstance(each, Answer))


@given(
    st.text(min_size=1, max_size=40).filter(str.isalnum), st.lists(st.sampled_from(["n1", "e2", "t10"]), unique=True)
)
def test_a_line_stands_between_anything(say: str, items: list[str]) -> None:
    import json

    line = json.dumps({"items": items, "say": say})
    assert read(f"Here is {{n1.num1}} it:\n{line}\nThat was it.") == (Answer(say, tuple(items)),)


@pytest.mark.parametrize(
    "text",
    [
        '{"say":"' + "x" * 100_000,
        '{"a":' * 20_000,
        "[" * 100_000,
        "x" * 100_000,
        '{"say":"a","b":[' + "[]," * 30_000,
        "{" * 100_000,
    ],
)
def test_an_endless_answer_is_given_up_on(text: str) -> None:
    answers = Answers()
    found = (*answers.feed(text), *answers.end())
    assert answers.full
    assert 1 <= len(found) <= MOST_ANSWERS
    assert all(isinstance(each, Broken) for each in found)
    assert answers.feed('{"say":"More."}') == ()


def test_a_long_line_does_not_take_the_next_one_with_it() -> None:
    long = '{"say":"' + "x" * (LONGEST + 10) + '"}\n'
    broken, line = read(f'{long}{{"say":"Short."}}')
    assert isinstance(broken, Broken)
    assert line == Answer("Short.")


def test_it_reads_so_many_answers_and_so_much_text() -> None:
    lines = "".join(f'{{"say":"Line {number}."}}\n' for number in range(MOST_ANSWERS + 50))
    assert len(read(lines)) == MOST_ANSWERS
    wordy = Answers()
    wordy.feed("word " * MOST_TEXT)
    assert wordy.full


def test_a_model_that_goes_round_in_circles_is_stopped() -> None:
    answers = Answers()
    assert answers.feed('{"say":"Again."}\n' * 1000) == (Answer("Again."),)
    assert answers.full


def test_control_characters_and_half_surrogates_are_not_said() -> None:
    assert read('{"say":"A\\u0000 B\\ud83d C\\tD\x07 E"}') == (Answer("A B C D E"),)
