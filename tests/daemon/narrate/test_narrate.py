"""The narrator: what is asked of which voice, how often, and what becomes of it."""

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest

from daemon.model import Line, Narration, Script, VoiceFall
from tests.daemon.narrate.booth import (
    NEWS,
    STORIES,
    Studio,
    a_conversation,
    a_script,
    broken,
    chunks_of,
    elapsed,
)
from tests.fakes.voices import FakeVoice


def test_one_take_a_chunk_in_order(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.takes_time(1)
    narration = Studio(tmp_path, voice).narrated(NEWS)
    assert [take.pcm.name for take in narration.takes] == ["1-0.wav", "1-1.wav", "1-2.wav"]
    assert (narration.voice, narration.fell, narration.cloned, narration.script) == ("fake", (), (), NEWS)


def test_a_clip_is_that_of_its_lines(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.tells_words()
    script = a_script("Kim calls at nine.", "It rains.")
    studio = Studio(tmp_path, voice, pronounce={"Kim": "Kim with a K"})
    studio.narrated(script)
    ((spoken,),) = studio.spoken.values()
    assert voice.texts == ["Kim with a K calls at nine. It rains."]
    assert spoken.lines == script.lines
    assert spoken.clip.text == "Kim calls at nine. It rains."
    assert [word.text for word in spoken.clip.words] == spoken.clip.text.split()


def test_only_a_voice_that_stitches_is_told_the_neighbours(tmp_path: Path) -> None:
    stitching, plain = FakeVoice("stitching", stitches=True), FakeVoice("plain")
    script = Script(
        section="news", title="News", language="en", writer="builtin",
        lines=(Line(text="The news."), *NEWS.lines, Line(text="That's it.")),
    )  # fmt: skip  # what it is, then what it holds
    for voice in (stitching, plain):
        Studio(tmp_path, voice).narrated(script)
    assert {asked.text: (asked.before, asked.after) for asked in stitching.asked} == {
        "The news.": ("", ""),
        STORIES[0]: ("The news.", STORIES[1]),
        STORIES[1]: (STORIES[0], STORIES[2]),
        STORIES[2]: (STORIES[1], "That's it."),
        "That's it.": ("", ""),
    }
    assert {(asked.before, asked.after) for asked in plain.asked} == {("", "")}


def test_nothing_is_asked_for_twice(tmp_path: Path) -> None:
    voice, same, other = FakeVoice(), FakeVoice(), FakeVoice("other")
    first = Studio(tmp_path, voice).narrated(NEWS)
    assert Studio(tmp_path, same).narrated(NEWS) == first
    assert (len(voice.asked), len(same.asked)) == (3, 0)
    Studio(tmp_path, other).narrated(NEWS)
    assert len(other.asked) == 3


def test_what_two_sections_say_is_asked_for_once(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.takes_time(1)
    studio = Studio(tmp_path, voice)

    async def both() -> list[Narration]:
        return await asyncio.gather(*(studio.narrate(NEWS, place) for place in (1, 2)))

    assert [len(narration.takes) for narration in studio.does(both)] == [3, 3]
    assert len(voice.asked) == 3


def test_whoever_gives_up_takes_nothing_from_others(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.takes_time(5)
    studio = Studio(tmp_path, voice)

    async def one_of_two() -> Narration:
        given_up = asyncio.ensure_future(studio.narrate(NEWS, 1))
        kept = asyncio.ensure_future(studio.narrate(NEWS, 2))
        await asyncio.sleep(2)
        given_up.cancel()
        return await kept

    assert len(studio.does(one_of_two).takes) == 3
    assert (len(voice.asked), voice.given_up) == (3, 0)


def test_what_nobody_waits_for_any_more_is_given_up(tmp_path: Path) -> None:
    voice = FakeVoice()
    voice.takes_time(5)
    studio = Studio(tmp_path, voice)

    async def given_up() -> int:
        task = asyncio.ensure_future(studio.narrate(NEWS))
        await asyncio.sleep(2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return voice.given_up

    assert studio.does(given_up) == 3


def test_runs_ahead_of_what_is_still_being_written(tmp_path: Path) -> None:
    voice = FakeVoice(stitches=True)
    studio = Studio(tmp_path, voice)

    async def written_as_it_is_spoken() -> list[str]:
        for number in range(1, 4):
            for _ in range(2):
                studio.narrator.ahead(1, "news", NEWS.lines[:number], studio.level())
            await asyncio.sleep(1)
        ahead = voice.texts
        await studio.narrate(NEWS)
        return ahead

    assert studio.does(written_as_it_is_spoken) == list(STORIES[:2])
    assert voice.texts == list(STORIES)


def test_joins_what_runs_ahead(tmp_path: Path) -> None:
    voice = FakeVoice(at_once=9)
    voice.takes_time(5)
    studio = Studio(tmp_path, voice)

    async def joined() -> tuple[Narration, float]:
        studio.narrator.ahead(1, "news", NEWS.lines, studio.level())
        await asyncio.sleep(4)
        return await elapsed(studio.narrate(NEWS))

    assert studio.does(joined)[1] == pytest.approx(5, abs=0.5)
    assert len(voice.asked) == 3


def test_what_ran_ahead_of_another_script_is_not_part_of_this_one(tmp_path: Path) -> None:
    voice = FakeVoice(at_once=9)
    studio = Studio(tmp_path, voice)

    async def rewritten() -> tuple[int, Narration]:
        studio.narrator.ahead(1, "news", NEWS.lines, studio.level())
        await asyncio.sleep(1)
        before = len(studio.spoken[1])
        return before, await studio.narrate(a_script(STORIES[2], STORIES[1]))

    before, narration = studio.does(rewritten)
    assert [spoken.clip.text for spoken in studio.spoken[1][before:]] == [STORIES[2]]
    assert [take.pcm.name for take in narration.takes] == ["1-0.wav", "1-1.wav"]


def test_what_fails_ahead_is_met_when_it_is_needed(tmp_path: Path) -> None:
    voice, second = FakeVoice(), FakeVoice("second")
    voice.fails_at(STORIES[0], broken("text"))
    studio = Studio(tmp_path, voice, second)

    async def failed_ahead() -> Narration:
        studio.narrator.ahead(1, "news", NEWS.lines, studio.level())
        await asyncio.sleep(1)
        return await studio.narrate(NEWS)

    assert studio.does(failed_ahead).fell == (VoiceFall(voice="fake", why="text"),)


def test_nothing_runs_ahead_in_a_voice_that_may_not_be_asked(tmp_path: Path) -> None:
    voice = FakeVoice(host="voices.example.org")
    studio = Studio(tmp_path, voice, FakeVoice("second"), offline=True)

    async def offline() -> None:
        studio.narrator.ahead(1, "news", NEWS.lines, studio.level())

    studio.does(offline)
    assert voice.asked == []


def test_closing_gives_up_what_runs_ahead_and_closes_each_voice_once(tmp_path: Path) -> None:
    voice, second = FakeVoice(), FakeVoice("second")
    voice.hangs(9)
    studio = Studio(tmp_path, (voice, second), voice)

    async def closed() -> None:
        studio.narrator.ahead(1, "news", NEWS.lines, studio.level())
        await asyncio.sleep(1)
        await studio.narrator.close()
        studio.narrator.ahead(1, "news", a_script(*chunks_of(3)).lines, studio.level())

    studio.does(closed)
    assert (voice.given_up, voice.closed, second.closed) == (2, 1, 1)
    assert len(voice.asked) == 2


def test_earlier_sections_come_first(tmp_path: Path) -> None:
    voice = FakeVoice(at_once=1)
    voice.takes_time(1)
    studio = Studio(tmp_path, voice)

    async def the_last_asks_first() -> None:
        tasks = []
        for place in (3, 2, 1):
            script = a_script(*(f"{story} Section {place}." for story in STORIES[:2]))
            tasks.append(asyncio.ensure_future(studio.narrate(script, place)))
            await asyncio.sleep(0.1)
        await asyncio.gather(*tasks)

    studio.does(the_last_asks_first)
    assert [int(text[-2]) for text in voice.texts] == [3, 1, 1, 2, 2, 3]


def test_a_text_without_words_is_no_request(tmp_path: Path) -> None:
    voice = FakeVoice(host="h")
    studio = Studio(tmp_path, voice)
    narration = studio.narrated(a_script("…"))
    assert len(narration.takes) == 1
    assert (voice.asked, studio.spoken[1][0].clip.text) == ([], "…")


def test_no_lines_no_takes(tmp_path: Path) -> None:
    narration = Studio(tmp_path, FakeVoice()).narrated(a_script())
    assert (narration.takes, narration.voice) == ((), "fake")


def test_two_hosts_share_a_section(tmp_path: Path) -> None:
    anna, ben = FakeVoice("Anna", cloned="anna"), FakeVoice("Ben")
    narration = Studio(tmp_path, (anna, ben)).narrated(a_conversation())
    assert (set(anna.texts), ben.texts) == ({STORIES[0], STORIES[2]}, [STORIES[1]])
    assert (narration.voice, narration.cloned) == ("Anna, Ben", ("anna",))


def test_a_host_who_says_nothing_is_not_named(tmp_path: Path) -> None:
    narration = Studio(tmp_path, (FakeVoice("Anna"), FakeVoice("Ben", cloned="ben"))).narrated(NEWS)
    assert (narration.voice, narration.cloned) == ("Anna", ())


def test_names_its_voices(tmp_path: Path) -> None:
    anna, ben = FakeVoice("Anna"), FakeVoice("Ben")
    narrator = Studio(tmp_path, (anna, ben), anna).narrator
    assert (narrator.voice, narrator.voices) == (anna, (anna, ben))
    assert narrator.identity != Studio(tmp_path, (ben, anna), anna).narrator.identity
