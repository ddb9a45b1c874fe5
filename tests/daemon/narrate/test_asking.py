"""How a voice is asked: again, in its turn, judged, and what is written down of it."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from daemon.model import Call, Narration, VoiceFall, VoiceWhy
from daemon.narrate.base import VoiceError
from tests.daemon.narrate.booth import NEWS, NOW, STORIES, Studio, a_script, broken, chunks_of, elapsed
from tests.fakes.voices import FakeVoice, Sound


@pytest.mark.parametrize("why", ["unreachable", "late"])
def test_a_passing_failure_is_tried_again(tmp_path: Path, why: VoiceWhy) -> None:
    voice = FakeVoice(at_once=1)
    voice.fails(*[broken(why)] * 3)
    studio = Studio(tmp_path, voice)
    narration, seconds = studio.does(lambda: elapsed(studio.narrate(a_script(STORIES[0]))))
    assert (narration.fell, len(voice.asked)) == ((), 4)
    assert seconds == pytest.approx(0.75 * (0.5 + 1 + 2), abs=0.5)


def test_four_times_at_most(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.fails(*[broken("unreachable")] * 4)
    with pytest.raises(VoiceError, match="Do something"):
        Studio(tmp_path, voice).narrated(a_script(STORIES[0]))
    assert len(voice.asked) == 4


def test_waits_as_long_as_the_host_says(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.fails(VoiceError("Overloaded. Wait.", retry_after=20))
    studio = Studio(tmp_path, voice)
    assert studio.does(lambda: elapsed(studio.narrate(NEWS)))[1] == pytest.approx(20, abs=0.5)


def test_a_host_that_wants_an_hour_is_not_waited_for(tmp_path: Path) -> None:
    voice = FakeVoice(host="h")
    voice.fails(VoiceError("Overloaded. Wait.", "late", busy=True, retry_after=3600))
    studio = Studio(tmp_path, voice, FakeVoice("second"))

    async def two_sections() -> list[Narration]:
        return [await studio.narrate(a_script(story), place) for place, story in enumerate(STORIES[:2])]

    falls, seconds = studio.does(lambda: elapsed(two_sections()))
    assert [narration.fell for narration in falls] == [(VoiceFall(voice="fake", why="late"),)] * 2
    assert len(voice.asked) == 1
    assert seconds < 1


@pytest.mark.parametrize("retry_after", [None, 0.0, 2.0])
def test_too_much_at_once_is_no_failure(tmp_path: Path, retry_after: float | None) -> None:
    voice = FakeVoice(host="h", at_once=6)
    voice.takes(2, retry_after)
    voice.takes_time(3)
    studio = Studio(tmp_path, voice)
    narration, seconds = studio.does(lambda: elapsed(studio.narrate(a_script(*chunks_of(12)))))
    assert (len(narration.takes), narration.fell, voice.most_at_once) == (12, (), 2)
    assert seconds < 1.25 * 18
    assert studio.shelf["h"] in (2, 3)


def test_a_storm_of_refusals_is_sat_out(tmp_path: Path) -> None:
    voice = FakeVoice(host="h", at_once=4)
    voice.fails(*[VoiceError("Too much. Wait.", "late", busy=True)] * 30)
    narration = Studio(tmp_path, voice).narrated(NEWS)
    assert (narration.fell, len(voice.asked)) == ((), 33)


def test_what_a_host_takes_is_remembered(tmp_path: Path) -> None:
    voice = FakeVoice(host="h", at_once=2)
    voice.says_limit(5)
    studio = Studio(tmp_path, voice)
    studio.narrated(NEWS)
    assert studio.shelf == {"h": 5}


def test_where_nothing_was_learnt_nothing_is_remembered(tmp_path: Path) -> None:
    studio = Studio(tmp_path, FakeVoice(host="h"), FakeVoice())
    studio.narrated(NEWS)
    assert studio.shelf == {}


def test_a_voice_that_hangs_is_asked_again(tmp_path: Path) -> None:
    voice = FakeVoice(host="h")
    voice.hangs()
    studio = Studio(tmp_path, voice)
    narration, seconds = studio.does(lambda: elapsed(studio.narrate(NEWS)))
    assert (narration.fell, len(voice.asked), voice.given_up) == ((), 4, 1)
    assert 10 < seconds < 20


@pytest.mark.parametrize("sound", ["silence", "babble", "clipped", "short", "noise", "odd", "pause"])
def test_a_clip_that_is_no_speech_is_made_once_more(tmp_path: Path, sound: Sound) -> None:
    voice = FakeVoice()
    voice.gives("speech", sound)
    narration = Studio(tmp_path, voice).narrated(NEWS)
    assert (narration.fell, len(voice.asked)) == ((), 4)


def test_a_voice_without_a_price_knows_no_limit(tmp_path: Path) -> None:
    narration = Studio(tmp_path, FakeVoice(host="h"), FakeVoice("second"), allowed=0.0).narrated(NEWS)
    assert narration.voice == "fake"


def test_what_left_the_machine_is_written_down(tmp_path: Path) -> None:
    voice = FakeVoice(host="voices.example.org", price=0.001, stitches=True, at_once=1)
    voice.fails(broken("unreachable"))
    studio = Studio(tmp_path, voice)
    studio.narrated(a_script("Grüße an Kim.", STORIES[0]))
    failed, *done = studio.purse.calls
    assert failed == Call(
        at=NOW, purpose="narrate", section="news", host="voices.example.org", model="fake",
        sent=len("Grüße an Kim.".encode()) + len(STORIES[0]), received=0, fields=("script.text",), characters=13,
        cost=None, outcome="failed",
    )  # fmt: skip  # where it went, then what
    assert {(call.characters, call.cost, call.outcome) for call in done} == {
        (13, 0.001 * 13, "done"),
        (len(STORIES[0]), 0.001 * len(STORIES[0]), "done"),
    }
    assert all(call.received > 0 for call in done)
    assert studio.purse.reserved == pytest.approx(0)


def test_what_was_given_up_may_have_been_bought(tmp_path: Path) -> None:
    voice = FakeVoice(host="h", price=0.001)
    voice.hangs(9)
    studio = Studio(tmp_path, voice, FakeVoice("second"))
    studio.narrated(a_script(STORIES[0]), seconds=5)
    assert [(call.outcome, call.cost, call.received) for call in studio.purse.calls] == [("late", None, 0)]
    assert studio.purse.reserved == pytest.approx(0)


def test_what_runs_ahead_is_written_down_too(tmp_path: Path) -> None:
    studio = Studio(tmp_path, FakeVoice(host="h"))

    async def ahead() -> None:
        studio.narrator.ahead(1, "tasks", NEWS.lines, studio.level())
        await asyncio.sleep(1)

    studio.does(ahead)
    assert [(call.section, call.outcome) for call in studio.purse.calls] == [("tasks", "done")] * 2


def test_a_voice_of_this_machine_sends_nothing(tmp_path: Path) -> None:
    studio = Studio(tmp_path, FakeVoice(price=0.0))
    studio.narrated(NEWS)
    assert studio.purse.calls == []


@pytest.mark.parametrize("seconds", [0.2, 1.1, 2.5, 3.9, 6.2, 8.8])
def test_whenever_it_is_cut_off_no_more_is_bought_than_was_under_way(tmp_path: Path, seconds: float) -> None:
    script = a_script(*chunks_of(12))
    voice, again = FakeVoice(host="h", at_once=3), FakeVoice(host="h", at_once=3)
    voice.takes_time(1.5)
    cut_off = Studio(tmp_path, voice)

    async def for_a_while() -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await cut_off.narrate(script)

    cut_off.does(for_a_while)
    Studio(tmp_path, again).narrated(script)
    done = sum(call.outcome == "done" for call in cut_off.purse.calls)
    assert done + len(again.asked) == 12
    assert len(voice.asked) - done <= 3
