"""Which process makes the episode, for how long, and what follows from how it ends."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.serve.turns import Ending, Turn, may_finish, next_turn, pause, plain_at, verdict, woken

NOW = datetime(2026, 3, 24, 5, 55, tzinfo=UTC)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def turn(*, plain: bool, until: float = 60) -> Turn:
    return Turn(plain=plain, until=NOW + seconds(until))


@pytest.mark.parametrize(
    ("left", "whole_for"),
    [(1200, 1110), (200, 110), (180, 90), (150, 75), (120, 60), (110, 50), (100, 40), (99, 0), (20, 0), (-600, 0)],
)
def test_when_the_plain_one_takes_over(left: float, whole_for: float) -> None:
    assert plain_at(NOW, NOW + seconds(left)) == NOW + seconds(whole_for)


@given(st.floats(100, 5000))
def test_the_plain_one_always_has_a_minute(left: float) -> None:
    assert seconds(60) <= NOW + seconds(left) - plain_at(NOW, NOW + seconds(left)) <= seconds(90)


KILLED, HUNG, FAILED, BAD_SETTINGS = Ending(code=-9), Ending(code=-15, cut="stuck"), Ending(code=1), Ending(code=78)
LATE = Ending(code=-15, cut="late")


@pytest.mark.parametrize(
    ("endings", "left", "plain", "lasts"),
    [
        ((), 1200, False, 1110),
        ((), 90, True, 45),
        ((), -100, True, 45),
        ((KILLED,), 1200, False, 1110),
        ((HUNG,), 390, False, 300),
        ((KILLED,), 380, True, 190),
        ((FAILED,), 1200, True, 600),
        ((BAD_SETTINGS,), 1200, True, 600),
        ((LATE,), 90, True, 45),
        ((KILLED, KILLED), 1200, True, 600),
    ],
)
def test_what_is_run_next(endings: tuple[Ending, ...], left: float, plain: bool, lasts: float) -> None:
    turns = [(turn(plain=False), ending) for ending in endings]
    assert next_turn(turns, NOW, NOW + seconds(left)) == Turn(plain=plain, until=NOW + seconds(lasts))


def test_the_plain_one_is_run_twice_and_no_more() -> None:
    first = (turn(plain=False), LATE)
    again = (turn(plain=True), FAILED)
    deadline = NOW + seconds(70)
    assert next_turn([first, again], NOW, deadline) == Turn(plain=True, until=deadline)
    assert next_turn([first, again, again], NOW, deadline) is None
    assert next_turn([again, again], NOW, deadline) is None


def test_what_only_has_to_be_delivered_is_delivered_by_whoever_made_it() -> None:
    deadline = NOW + seconds(60)
    assert next_turn([], NOW, deadline, "whole") == Turn(plain=False, until=NOW + seconds(45))
    assert next_turn([], NOW, deadline, "plain") == Turn(plain=True, until=NOW + seconds(45))
    assert next_turn([(turn(plain=False), LATE)], NOW, deadline, "whole") == Turn(plain=True, until=NOW + seconds(45))


def test_a_turn_that_slept_beyond_its_time() -> None:
    later = NOW + timedelta(hours=1)
    assert woken(turn(plain=False), NOW) == turn(plain=False)
    assert woken(turn(plain=False), later) == Turn(plain=False, until=later + seconds(50))
    assert woken(turn(plain=True), later) == Turn(plain=True, until=later + seconds(45))


@pytest.mark.parametrize(
    ("plain", "ending", "delivered", "follows"),
    [
        (False, Ending(code=0), True, "made"),
        (False, Ending(code=-9), True, "made"),
        (False, LATE, True, "made"),
        (False, LATE, False, "replace"),
        (False, FAILED, False, "replace"),
        (False, BAD_SETTINGS, False, "replace"),
        (True, BAD_SETTINGS, False, "settings"),
        (True, Ending(code=64), False, "later"),
        (False, Ending(code=74), False, "later"),
        (False, Ending(code=75), False, "later"),
        (True, Ending(code=75), False, "later"),
        (True, FAILED, False, "replace"),
        (False, Ending(code=75, cut="late"), False, "replace"),
    ],
)
def test_what_follows(plain: bool, ending: Ending, delivered: bool, follows: str) -> None:
    assert verdict(turn(plain=plain), ending, delivered=delivered) == follows


@given(st.integers(1, 30), st.floats(21, 1200))
def test_pauses_shrink_towards_the_minute(tries: int, left: float) -> None:
    assert seconds(5) <= pause(tries, seconds(left)) <= max(seconds(5), seconds(left) / 4)


def test_pauses_grow_afterwards() -> None:
    assert [pause(tries, seconds(-1)).total_seconds() for tries in (1, 2, 5, 9, 50)] == [5, 10, 60, 900, 900]


@pytest.mark.parametrize(
    ("taken", "durations", "may"),
    [(100, [150.0], True), (100, [170.0], False), (200, [150.0], False), (100, [], False)],
)
def test_what_may_be_finished_at_the_end(taken: float, durations: list[float], may: bool) -> None:
    assert may_finish(seconds(taken), durations, seconds(60)) is may


@pytest.mark.parametrize(
    ("ending", "why"),
    [
        (LATE, "it took too long"),
        (HUNG, "it hung"),
        (KILLED, "it was killed (signal 9)"),
        (FAILED, "it failed (exit code 1)"),
    ],
)
def test_why_it_is_replaced(ending: Ending, why: str) -> None:
    assert ending.why == why
