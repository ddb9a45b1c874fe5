import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.master.transcript import cut, timestamp, vtt, wrap
from daemon.model import Cue, Word

LONG = (
    "From Tagesblick, and also in Stadtfunk: a strike on the S-Bahn this afternoon, from two until ten in the evening. "
    "Trains are expected to run every twenty minutes at best, and none at all runs to the airport."
)


def spoken(text: str, each: float = 0.5) -> list[Word]:
    return [Word(text=word, start=index * each) for index, word in enumerate(text.split())]


def test_a_short_line_is_one_cue() -> None:
    cues = cut("Good morning, Kim.", spoken("Good morning, Kim."), 2.0, 3.5, ("work/e1",))
    assert cues == (Cue(start=2.0, end=3.5, text="Good morning, Kim.", items=("work/e1",)),)


def test_a_long_line_is_cut_where_its_clauses_end_at_the_time_of_the_word() -> None:
    assert [(cue.start, cue.end, cue.text) for cue in cut(LONG, spoken(LONG), 0.0, 20.0)] == [
        (0.0, 10.0, "From Tagesblick, and also in Stadtfunk: a strike on the S-Bahn this afternoon, "
                    "from two until ten in the evening."),
        (10.0, 20.0, "Trains are expected to run every twenty minutes at best, and none at all runs to the airport."),
    ]  # fmt: skip


def test_words_that_differ_from_the_text_are_spread_over_it() -> None:
    (first, second) = cut(LONG, [Word(text="other", start=0.0)], 10.0, 20.0)
    assert (first.start, second.end) == (10.0, 20.0)
    assert first.end == second.start == pytest.approx(10 + 10 * len(first.text) / len(LONG), abs=0.3)


def test_a_text_without_spaces_is_cut_too() -> None:
    cues = cut("一" * 400, [], 0.0, 40.0)
    assert [len(cue.text.replace(" ", "")) for cue in cues] == [130, 130, 130, 10]
    assert "".join(cue.text.replace(" ", "") for cue in cues) == "一" * 400


texts = st.lists(
    st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=80), min_size=1, max_size=60
).map(" ".join)


@given(texts, st.floats(0, 5000), st.floats(0.1, 600), st.booleans())
def test_cues_follow_each_other_and_say_it_all(text: str, start: float, seconds: float, timed: bool) -> None:
    words = [Word(text=word.text, start=start + word.start) for word in spoken(text)] if timed else []
    cues = cut(text, words, start, start + seconds)
    assert "".join("".join(cue.text for cue in cues).split()) == "".join(text.split())
    assert (cues[0].start, cues[-1].end) == (start, start + seconds)
    assert all(cue.start <= cue.end for cue in cues)
    assert all(before.end == after.start for before, after in pairwise(cues))
    assert all(len(wrap(cue.text)) <= 2 and max(map(len, wrap(cue.text))) <= 65 for cue in cues)


def test_web_vtt() -> None:
    cues = (
        Cue(start=0.0, end=1.2344, text="Rain & <b>wind</b> --> north"),
        Cue(start=3661.5, end=3661.5, text=LONG[:120]),
    )
    assert vtt(cues) == (
        "WEBVTT\n"
        "\n"
        "00:00:00.000 --> 00:00:01.234\n"
        "Rain &amp; &lt;b&gt;wind&lt;/b&gt; --&gt; north\n"
        "\n"
        "01:01:01.500 --> 01:01:01.501\n"
        "From Tagesblick, and also in Stadtfunk: a strike on the S-Bahn\n"
        "this afternoon, from two until ten in the evening. Trains\n"
    )


@given(st.lists(st.text(max_size=100), max_size=5))
def test_no_text_breaks_the_file(texts: list[str]) -> None:
    file = vtt([Cue(start=float(at), end=at + 1.0, text=text) for at, text in enumerate(texts)])
    blocks = file.rstrip("\n").split("\n\n")
    assert len(blocks) == 1 + len(texts)
    assert all(re.fullmatch(r"[\d:.]{12} --> [\d:.]{12}\n[^<>]+", block) for block in blocks[1:])
    assert file.count("-->") == len(texts)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "00:00:00.000"), (59.9996, "00:01:00.000"), (3599.9994, "00:59:59.999"), (36_000, "10:00:00.000")],
)
def test_timestamp(seconds: float, said: str) -> None:
    assert timestamp(seconds) == said
