"""Quotations in every form of mark; apostrophes open none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.write.values.quotations import quotations
from daemon.write.values.words import words

FOUND = (
    ("He said “stay home”, then left.", ("“stay home”",)),
    ('"No", she said, "never."', ('"No"', '"never."')),
    ("„Nein“, sagte sie, »ja« und ›doch‹.", ("„Nein“", "»ja«", "›doch‹")),
    ('„Nein", sagte er.', ('„Nein"',)),
    ("« Oui », dit-il, ‹ non ›.", ("« Oui »", "‹ non ›")),
    ("Dijo: «Nunca más».", ("«Nunca más»",)),
    ("A ‘bad’ day and a 'good' one.", ("‘bad’", "'good'")),
    ("“It's Kim's,” he said.", ("“It's Kim's,”",)),
    ("“He said ‘no’ twice,” she said.", ("“He said ‘no’ twice,”",)),
    ("«Il a dit «non» hier», dit-elle.", ("«Il a dit «non» hier»",)),
    ("She said “no end. He left.", ("“no end.",)),
    ('The 6" pipe broke', ()),
    ("it's Kim's dog, the dogs' bone", ()),
    ("rock 'n roll in the '90s", ()),
    ("l’été d’Agen, aujourd’hui", ()),
    ("“” and «»", ()),
    ("“first”\n\n“second”", ("“first”", "“second”")),
    ("“an open one\n\nand another paragraph”", ("“an open one",)),
)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_quotations_as_they_stand(text: str, expected: tuple[str, ...]) -> None:
    assert tuple(text[found.start : found.end] for found in quotations(text)) == expected


def test_the_words_between_the_marks_are_folded() -> None:
    (found,) = quotations("„Ein FAIRER Kompromiß, d’accord?“")
    assert found.words == ("ein", "fairer", "kompromiss", "d'accord")


@given(st.text(alphabet="aZé .,!\n“”„‚‘’\"'«»‹›", max_size=60))
def test_any_marks_give_quotations_that_do_not_overlap(text: str) -> None:
    found = quotations(text)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.words == words(text[one.start : one.end]) for one in found)


@given(st.text(alphabet="abc XY", max_size=20))
def test_a_quoted_text_is_found_whole(text: str) -> None:
    expected = words(text)
    found = quotations(f"They said „{text}“ today.")
    assert [one.words for one in found] == ([expected] if expected else [])
