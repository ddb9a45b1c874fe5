"""Where a sentence ends, and which of them are worth hearing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.boilerplate import good_sentences
from daemon.write.sentences import fitting, is_whole, sentences, shortened

SPLIT = [
    "One. | Two. | Three.",
    "Dr. Weiss met Prof. Braun. | They talked.",
    "It rose 3.5 percent. | Nobody knew why.",
    "Am 24. März beginnt es. | Dann nicht mehr.",
    "Das 20. Jahrhundert war lang. | Ja.",
    "He said “no.” | She left.",
    'He asked "why?" and left. | Then it rained.',
    "Wait… | What?",
    "Wait... and see. | Good.",
    "The U.S. Senate voted. | It passed.",
    "J. R. Smith wrote it. | We read it.",
    "z. B. heute. | Und d. h. morgen.",
    "Really?! | Yes.",
    "Mme. Dupont est là. | Elle parle.",
    "El Sr. Gómez habla. | ¿Por qué? | No sé.",
    "Version 3.0 is out. | It is fast.",
    "At 5 p.m. it rains. | So stay in.",
    "« Oui. » | Il part.",
    "no end mark",
    "First line | second line",
]


@pytest.mark.parametrize("text", SPLIT)
def test_sentences(text: str) -> None:
    parts = text.split(" | ")
    joined = "\n".join(parts) if text.startswith("First line") else " ".join(parts)
    assert list(sentences(joined)) == parts


@given(st.text(alphabet="aA.!?… \n\"'1é”", max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_what_somebody_cut_is_not_whole() -> None:
    assert [is_whole(each) for each in ("It is.", "It is…", "It is...", "It is […]", "It is", "Is it?”")] == [
        True, False, False, False, False, True,
    ]  # fmt: skip


def test_too_long_a_sentence_is_cut_at_a_semicolon_or_left_out() -> None:
    long = " ".join(["word"] * 40)
    assert fitting(f"{long}; {long}.") == f"{long}."
    assert fitting(f"{long} {long}.") is None
    assert shortened("Review of the plan, then lunch with everybody who came", 5) == "Review of the plan"
    assert shortened("one two three four", 2) == "one two"


GOOD = [
    ("The ducks are back. They like it here.", 2, ["The ducks are back.", "They like it here."]),
    ("The ducks are back. They like it here.", 1, ["The ducks are back."]),
    ("The ducks are back. They li…", 2, ["The ducks are back."]),
    ("The ducks are back. Read more", 2, ["The ducks are back."]),
    ("The ducks are back. The post Ducks appeared first on Pond.", 3, ["The ducks are back."]),
    ("By Anna Weiss. The ducks are back again today.", 2, ["The ducks are back again today."]),
    ("BERLIN (Reuters) - The ducks are back again.", 2, ["The ducks are back again."]),
    ("Ducks return to the pond. Everybody is happy about it.", 2, ["Everybody is happy about it."]),
    ("The ducks are back. See pond.example.com for more.", 2, ["The ducks are back."]),
    ("The ducks are back. Call 030 1234567 today.", 2, ["The ducks are back."]),
    ("The ducks are back. Photo: Anna Weiss.", 2, ["The ducks are back."]),
    ("The ducks are back. 12 comments on this story.", 2, ["The ducks are back."]),
    ("The ducks are back. Subscribe to our newsletter today.", 2, ["The ducks are back."]),
    ("Die Enten sind da. Jetzt hier weiterlesen.", 2, ["Die Enten sind da."]),
    ("Les canards sont là. Lire la suite ici.", 2, ["Les canards sont là."]),
    ("Los patos han vuelto. Seguir leyendo aquí.", 2, ["Los patos han vuelto."]),
    ("The ducks are back, again", 2, ["The ducks are back, again"]),
    ("", 2, []),
]


@pytest.mark.parametrize(("summary", "most", "good"), GOOD)
def test_good_sentences(summary: str, most: int, good: list[str]) -> None:
    assert list(good_sentences(summary, "Ducks return to the pond", most)) == good
