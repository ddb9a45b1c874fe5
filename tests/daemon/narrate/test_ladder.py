"""What the ladder makes of voices that fail, and of those that may not be asked."""

import asyncio
from pathlib import Path

import pytest

from daemon.model import Narration, Spoken, Take, VoiceFall, VoiceWhy
from daemon.narrate.base import VoiceError
from tests.daemon.narrate.booth import NEWS, STORIES, Studio, a_conversation, a_script, after, broken, elapsed
from tests.fakes.voices import FakeVoice


@pytest.mark.parametrize("why", ["key", "quota", "voice", "consent"])
def test_what_is_wrong_for_good_is_asked_once(tmp_path: Path, why: VoiceWhy) -> None:
    voice, second = FakeVoice(host="h", at_once=1), FakeVoice("second")
    voice.fails(*[broken(why)] * 9)
    studio = Studio(tmp_path, voice, second)

    async def three_sections() -> list[Narration]:
        side_by_side = [studio.narrate(a_script(story), place) for place, story in enumerate(STORIES[:2])]
        return [*await asyncio.gather(*side_by_side), await studio.narrate(a_script(STORIES[2]), 3)]

    narrations = studio.does(three_sections)
    assert [(each.voice, each.fell) for each in narrations] == [("second", (VoiceFall(voice="fake", why=why),))] * 3
    assert len(voice.asked) == 1


def test_a_text_that_is_refused_is_that_sections_matter(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.fails_at(STORIES[1], broken("text"))
    studio = Studio(tmp_path, voice, FakeVoice("second"))

    async def both() -> list[Narration]:
        return await asyncio.gather(
            *(studio.narrate(a_script(story), place) for place, story in enumerate(STORIES[:2]))
        )

    assert [narration.voice for narration in studio.does(both)] == ["fake", "second"]
    assert voice.texts.count(STORIES[1]) == 1


@pytest.mark.parametrize("host", ["h", ""])
def test_a_voice_that_hangs_for_ever_leaves_time_for_the_next(tmp_path: Path, host: str) -> None:
    voice, second = FakeVoice(host=host), FakeVoice("second")
    voice.hangs_at(STORIES[1])
    second.takes_time(2)
    studio = Studio(tmp_path, voice, second)
    narration, seconds = studio.does(lambda: elapsed(studio.narrate(NEWS, seconds=30)))
    assert (narration.voice, narration.fell) == ("second", (VoiceFall(voice="fake", why="late"),))
    assert seconds == pytest.approx(0.6 * 30 + 2, abs=0.5)


def test_no_take_of_a_fallen_cast_is_made_any_more(tmp_path: Path) -> None:
    """Whatever the first voice gave, all is spoken by the second, and its takes come last."""
    voice, second = FakeVoice(), FakeVoice("second")
    voice.hangs_at(STORIES[1])
    studio = Studio(tmp_path, voice, second)
    begun: list[str] = []
    ended: list[str] = []

    async def level(index: int, spoken: Spoken) -> Take:
        begun.append(spoken.clip.text)
        try:
            await asyncio.sleep(100 if len(begun) == 1 else 1)
        finally:
            ended.append(spoken.clip.text)
        return Take(pcm=tmp_path / f"{index}.wav", seconds=1, cues=())

    narration = studio.does(lambda: studio.narrator.narrate(NEWS, 1, level, after(30)))
    assert set(begun[:2]) == set(ended[:2]) == {STORIES[0], STORIES[2]}
    assert sorted(begun[2:]) == sorted(STORIES)
    assert (narration.voice, len(narration.takes)) == ("second", 3)


def test_a_voice_that_gives_no_speech_twice_falls_and_none_of_it_is_kept(tmp_path: Path) -> None:
    voice, again = FakeVoice(), FakeVoice()
    voice.gives_at(STORIES[1], "silence")
    narration = Studio(tmp_path, voice, FakeVoice("second")).narrated(NEWS)
    assert (narration.voice, narration.fell) == ("second", (VoiceFall(voice="fake", why="sound"),))
    assert voice.texts.count(STORIES[1]) == 2
    Studio(tmp_path, again).narrated(NEWS)
    assert again.texts == [STORIES[1]]


@pytest.mark.parametrize(
    ("host", "remote", "allowed", "voice"),
    [("h", True, (), "second"), ("h", True, ("h",), "fake"), ("home", False, (), "fake"), ("", False, (), "fake")],
)
def test_what_may_not_leave_is_spoken_here(
    tmp_path: Path, host: str, remote: bool, allowed: tuple[str, ...], voice: str
) -> None:
    first = FakeVoice(host=host, remote=remote)
    narration = Studio(tmp_path, first, FakeVoice("second"), private_hosts=allowed).narrated(
        a_script(STORIES[0], local_only=True)
    )
    assert narration.voice == voice
    assert narration.fell == (() if voice == "fake" else (VoiceFall(voice="fake", why="private"),))
    assert len(first.asked) == (voice == "fake")


def test_offline_no_host_is_asked(tmp_path: Path) -> None:
    voice = FakeVoice(host="h", remote=False)
    narration = Studio(tmp_path, voice, FakeVoice("second"), offline=True).narrated(NEWS)
    assert (narration.fell, voice.asked) == ((VoiceFall(voice="fake", why="offline"),), [])


def test_the_limit_holds(tmp_path: Path) -> None:
    voice = FakeVoice(host="h", price=0.01, at_once=1)
    studio = Studio(tmp_path, voice, FakeVoice("second"), allowed=1.0)

    async def two_sections() -> list[Narration]:
        return [await studio.narrate(a_script(story), place) for place, story in enumerate(STORIES[:2])]

    falls = [narration.fell for narration in studio.does(two_sections)]
    assert falls == [(), (VoiceFall(voice="fake", why="limit"),)]
    assert sum(call.cost or 0 for call in studio.purse.calls) == pytest.approx(0.01 * len(STORIES[0]))
    assert studio.purse.reserved == pytest.approx(0)


def test_when_all_have_fallen_the_last_says_what_to_do(tmp_path: Path) -> None:
    voice, second = FakeVoice(), FakeVoice("second")
    voice.fails(broken("key"))
    second.fails(VoiceError("Install espeak-ng.", "voice"))
    with pytest.raises(VoiceError, match="Install espeak-ng") as caught:
        Studio(tmp_path, voice, second).narrated(a_script(STORIES[0]))
    assert caught.value.why == "voice"


def test_the_deadline_holds(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.hangs(9)
    studio = Studio(tmp_path, voice)
    with pytest.raises(VoiceError, match="in time"):
        studio.narrated(NEWS, seconds=5)
    assert voice.given_up == 3


def test_what_a_take_runs_into_is_no_fall(tmp_path: Path) -> None:
    async def full(index: int, spoken: Spoken) -> Take:
        raise OSError(28, "No space left on device")

    studio = Studio(tmp_path, FakeVoice(), FakeVoice("second"))
    with pytest.raises(OSError, match="No space"):
        studio.does(lambda: studio.narrator.narrate(NEWS, 1, full, after(60)))


def test_two_hosts_fall_together(tmp_path: Path) -> None:
    anna, ben, instead = FakeVoice("Anna"), FakeVoice("Ben"), FakeVoice("instead")
    ben.fails(broken("quota"))
    narration = Studio(tmp_path, (anna, ben), instead).narrated(a_conversation())
    assert (narration.voice, narration.fell) == ("instead", (VoiceFall(voice="Ben", why="quota"),))
    assert sorted(instead.texts) == sorted(STORIES)
