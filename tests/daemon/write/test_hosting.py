"""Which of two hosts says what: one voice, sections of their own, or a conversation item by item."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Hosts, Line, SectionBrief, SectionKind, Speaker
from daemon.write.hosting import cast, is_cast
from tests.daemon.write.morning import brief, section

A, B = "first", "second"


def told(kind: SectionKind, hosts: Hosts) -> SectionBrief:
    return replace(brief(section(kind)), hosts=hosts)


def lines(*items: str) -> tuple[Line, ...]:
    """A line for each word: the items that it rests on, "-" for none."""
    return tuple(Line(text=f"Line {at}.", items=tuple(each.strip("-"))) for at, each in enumerate(items))


def speakers(said: tuple[Line, ...], kind: SectionKind, hosts: Hosts) -> list[Speaker]:
    return [line.speaker for line in cast(said, told(kind, hosts))]


@pytest.mark.parametrize("kind", ["opening", "day", "news", "closing"])
def test_one_host_says_it_all(kind: SectionKind) -> None:
    was = tuple(replace(line, speaker="second") for line in lines("-", "a", "b"))
    assert speakers(was, kind, "one") == [A, A, A]


@pytest.mark.parametrize(
    ("kind", "speaker"),
    [("opening", A), ("day", A), ("weather", A), ("tasks", A), ("mail", A), ("news", B), ("notes", A), ("closing", A)],
)
def test_of_two_hosts_the_second_has_the_news(kind: SectionKind, speaker: Speaker) -> None:
    assert speakers(lines("-", "a", "b"), kind, "two") == [speaker] * 3


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (lines("-", "a"), [A, A]),  # whoever greets says what matters
        (lines("a", "b", "c"), [A, B, A]),
        (lines("a", "a", "b", "b"), [A, A, B, B]),  # a story is told whole
        (lines("a", "-", "b", "-"), [A, A, B, B]),
        (lines("a", "b", "ab", "c"), [A, B, A, B]),  # a clash goes to whoever began
        (lines("a", "b", "c", "b"), [A, B, A, B]),
        ((), []),
    ],
)
def test_in_a_conversation_they_take_turns_item_by_item(said: tuple[Line, ...], expected: list[Speaker]) -> None:
    assert speakers(said, "opening", "conversation") == expected


def test_sections_are_begun_by_turns_so_that_both_are_heard() -> None:
    order: tuple[SectionKind, ...] = ("opening", "day", "weather", "tasks", "mail", "news", "notes", "closing")
    assert [speakers(lines("a"), kind, "conversation")[0] for kind in order] == [A, B, A, B, A, B, A, A]


def test_what_the_writer_cast_stays() -> None:
    said = lines("a", "a", "b", "-")
    own = tuple(replace(line, speaker=who) for line, who in zip(said, (A, B, A, B), strict=True))  # type: ignore[arg-type]  # speakers
    assert cast(own, told("day", "conversation")) == own
    assert is_cast(own)
    assert not is_cast(said)


keyed = st.lists(st.sampled_from(["", "a", "b", "c", "ab", "bc"]), max_size=12)


@given(keyed, st.sampled_from(["one", "two", "conversation"]), st.sampled_from(["opening", "day", "news"]))
def test_who_speaks_depends_on_the_lines_before_alone(items: list[str], hosts: Hosts, kind: SectionKind) -> None:
    said = lines(*items)
    whole = cast(said, told(kind, hosts))
    for end in range(len(said)):
        assert cast(said[:end], told(kind, hosts)) == whole[:end]
    assert [(line.text, line.items) for line in whole] == [(line.text, line.items) for line in said]


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_an_item_is_told_by_one_host(items: list[str]) -> None:
    whole = cast(lines(*items), told("news", "conversation"))
    for one, other in combinations(whole, 2):
        assert one.items != other.items or one.speaker == other.speaker
