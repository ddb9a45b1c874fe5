import asyncio
from collections.abc import Coroutine, Sequence

import pytest

from daemon.narrate.lanes import Lane, Lanes, Turn
from tests.fakes.quick_loop import run_quickly
from tests.fakes.voices import FakeVoice


class Shelf:
    """Widths that are kept in memory."""

    def __init__(self, **known: int) -> None:
        self.kept = dict(known)

    def known(self, host: str) -> int | None:
        return self.kept.get(host)

    def learnt(self, host: str, at_once: int) -> None:
        self.kept[host] = at_once


def a_lane(at_once: int) -> Lane:
    return Lane(at_once, lambda: asyncio.get_running_loop().time())


async def in_turn(lane: Lane, turns: Sequence[Turn], seconds: float = 1.0) -> list[Turn]:
    """Which turns came when all had asked in that order; each takes so long."""
    came: list[Turn] = []

    async def one(turn: Turn) -> None:
        async with lane.turn(turn):
            came.append(turn)
            await asyncio.sleep(seconds)

    await asyncio.gather(*(one(turn) for turn in turns))
    return came


async def with_others_waiting(lane: Lane, work: Coroutine[None, None, None]) -> None:
    others = asyncio.ensure_future(in_turn(lane, [(9, number) for number in range(20)], 1e6))
    await asyncio.sleep(1)
    await work
    others.cancel()
    await asyncio.gather(others, return_exceptions=True)


def test_the_earliest_in_the_episode_comes_first() -> None:
    asked = [(3, 0), (2, 1), (1, 1), (2, 0), (1, 0)]
    assert run_quickly(in_turn(a_lane(1), asked)) == [(3, 0), (1, 0), (1, 1), (2, 0), (2, 1)]


@pytest.mark.parametrize(("at_once", "seconds"), [(1, 6), (2, 3), (6, 1), (0, 6)])
def test_so_many_at_a_time(at_once: int, seconds: float) -> None:
    async def timed() -> float:
        begun = asyncio.get_running_loop().time()
        await in_turn(a_lane(at_once), [(1, number) for number in range(6)])
        return asyncio.get_running_loop().time() - begun

    assert run_quickly(timed()) == pytest.approx(seconds, abs=0.5)


def test_a_turn_that_nobody_waits_for_any_more_is_anothers() -> None:
    async def given_up() -> list[list[Turn]]:
        lane = a_lane(1)
        async with lane.turn((1, 0)):
            waiting = [asyncio.ensure_future(in_turn(lane, [(2, number)])) for number in range(3)]
            await asyncio.sleep(0)
            waiting[0].cancel()
        waiting[1].cancel()  # it has just been given the turn
        return [came for came in await asyncio.gather(*waiting, return_exceptions=True) if isinstance(came, list)]

    assert run_quickly(given_up()) == [[(2, 2)]]


def test_each_refusal_takes_one_off() -> None:
    """Ten were sent, and the host took four."""

    async def refused() -> int:
        lane, voice = a_lane(10), FakeVoice(host="h", at_once=10)
        lane.knows(voice)

        async def one(number: int) -> None:
            async with lane.turn((1, number)):
                await asyncio.sleep(1 if number < 4 else 0.1)
                if number >= 4:
                    lane.refused(voice, None)

        await asyncio.gather(*map(one, range(10)))
        return lane.at_once

    assert run_quickly(refused()) == 4


def test_never_below_one() -> None:
    async def refused() -> int:
        lane, voice = a_lane(2), FakeVoice(host="h", at_once=2)
        lane.knows(voice)
        for number in range(5):
            async with lane.turn((1, number)):
                lane.refused(voice, None)
        return lane.at_once

    assert run_quickly(refused()) == 1


@pytest.mark.parametrize("says", [2, 7])
def test_what_the_host_says_is_followed(says: int) -> None:
    async def told() -> tuple[int, int]:
        lane, voice = a_lane(4), FakeVoice(host="h", at_once=4)
        lane.knows(voice)
        voice.at_once = says
        lane.answered(voice)
        first = lane.at_once
        for _ in range(100):
            lane.answered(voice)
        return first, lane.at_once

    assert run_quickly(told()) == (says, says)


def test_what_a_refusal_says_is_taken_off_once() -> None:
    async def told() -> int:
        lane, voice = a_lane(10), FakeVoice(host="h", at_once=10)
        lane.knows(voice)

        async def one(number: int) -> None:
            async with lane.turn((1, number)):
                await asyncio.sleep(1 if number < 5 else 0.1)
                if number >= 5:
                    voice.at_once = 5
                    lane.refused(voice, None)

        await asyncio.gather(*map(one, range(10)))
        return lane.at_once

    assert run_quickly(told()) == 5


def test_one_more_is_tried_after_many_good_answers_with_somebody_waiting() -> None:
    async def good() -> None:
        for _ in range(8):
            assert lane.at_once == 2
            lane.answered(voice)
        assert lane.at_once == 3

    voice, lane = FakeVoice(host="h", at_once=2), a_lane(2)
    lane.knows(voice)
    run_quickly(with_others_waiting(lane, good()))


def test_nothing_is_tried_where_nobody_waits() -> None:
    voice, lane = FakeVoice(host="h", at_once=2), a_lane(2)
    lane.knows(voice)
    for _ in range(100):
        lane.answered(voice)
    assert lane.at_once == 2


def test_after_a_storm_it_goes_back_to_what_the_host_has_said() -> None:
    async def storm() -> None:
        voice.at_once = 3
        lane.answered(voice)
        lane._under_way = 0  # none of theirs is under way any more
        for _ in range(5):
            lane.refused(voice, None)
        assert lane.at_once == 1
        for _ in range(100):
            lane.answered(voice)
        assert lane.at_once == 3

    voice, lane = FakeVoice(host="h", at_once=2), a_lane(1)
    lane.knows(voice)
    run_quickly(with_others_waiting(lane, storm()))


def test_nobody_is_let_in_before_the_host_wants_it() -> None:
    async def held() -> float:
        lane, voice = a_lane(1), FakeVoice(host="h", at_once=1)
        lane.knows(voice)
        begun = asyncio.get_running_loop().time()
        async with lane.turn((1, 0)):
            lane.refused(voice, 30)
            lane.refused(voice, 2)
        async with lane.turn((1, 1)):
            return asyncio.get_running_loop().time() - begun

    assert run_quickly(held()) == pytest.approx(30, abs=0.5)


def test_voices_of_a_host_share_its_lane() -> None:
    lanes = Lanes(Shelf(), lambda: 0.0)
    one, other, elsewhere = FakeVoice("a", host="h"), FakeVoice("b", host="h"), FakeVoice("c", host="i")
    assert lanes.of(one) is lanes.of(other)
    assert lanes.of(one) is not lanes.of(elsewhere)


def test_voices_in_this_machine_have_lanes_of_their_own_that_learn_nothing() -> None:
    async def good() -> None:
        for _ in range(100):
            lane.answered(voice)
        assert lane.at_once == 4

    lanes, voice = Lanes(Shelf(), lambda: 0.0), FakeVoice("a")
    lane = lanes.of(voice)
    assert lane is not lanes.of(FakeVoice("a"))
    run_quickly(with_others_waiting(lane, good()))


def test_begins_where_the_last_production_ended() -> None:
    lanes = Lanes(Shelf(h=7), lambda: 0.0)
    assert lanes.of(FakeVoice(host="h", at_once=2)).at_once == 7
    assert lanes.of(FakeVoice(host="i", at_once=2)).at_once == 2
