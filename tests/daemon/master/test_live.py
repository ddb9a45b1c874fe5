"""Listening to an episode while it is made."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal

import pytest

from daemon.master.encoder import LIVE
from daemon.master.ffmpeg import find
from daemon.master.master import master
from daemon.master.music import Music
from daemon.master.take import RATE
from daemon.model import Episode, Segment
from tests.daemon.master.studio import BRIEFING, RUNDOWN, a_recording, a_spec, a_voice, decoded, onsets, produced, soon

STING = 2.4
"""Seconds."""


def mastered(
    folder: Path,
    *sections: Callable[[], Awaitable[Segment]],
    form: Literal["mp3", "opus"] = "mp3",
    music: Music | None = None,
) -> Episode:
    async def make() -> Episode:
        tasks = [asyncio.ensure_future(section()) for section in sections]
        return await master(tasks, RUNDOWN, BRIEFING, a_spec(form, music), folder, soon())

    return asyncio.run(make())


async def a_section(folder: Path) -> Segment:
    """3.5 s of words."""
    text = "Good morning, Kim, it is Tuesday, the twenty-fourth of March."
    return await produced(a_recording(a_voice(text)), folder / "sections")


async def grown(live: Path, seconds: float) -> bytes:
    """The file's bytes once there are so many seconds of them."""
    async with asyncio.timeout(20):
        while not live.exists() or live.stat().st_size < seconds * 12_000:
            await asyncio.sleep(0.02)
    return live.read_bytes()


def audio_of(episode: Path) -> bytes:
    """What follows the tag, and the frame after it that tells the length."""
    data = episode.read_bytes()
    after = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0), strict=True))
    assert data[after + 21 : after + 25] == b"Info"
    return data[after + 313 :]


def test_it_can_be_heard_before_any_section_is_there_and_stays_as_it_was(tmp_path: Path) -> None:
    heard: list[bytes] = []

    async def after(seconds: float) -> Segment:
        heard.append(await grown(tmp_path / LIVE, seconds))
        return await a_section(tmp_path / str(seconds))

    episode = mastered(tmp_path, lambda: after(STING - 0.3), lambda: after(STING + 3.0))
    whole = audio_of(episode.audio)
    assert [whole.startswith(part) for part in heard] == [True, True]
    (tmp_path / "heard.mp3").write_bytes(heard[1])
    samples = decoded(str(find().path), tmp_path / "heard.mp3")
    assert len(samples) > (STING + 2.9) * RATE
    assert max(samples[: 2 * RATE]) > 2000
    assert len(onsets(samples[round(STING * RATE) :], below=1000)) >= 5


def test_who_has_it_open_hears_it_out(tmp_path: Path) -> None:
    async def make() -> bytes:
        segment = asyncio.ensure_future(a_section(tmp_path))
        making = asyncio.create_task(master([segment], RUNDOWN, BRIEFING, a_spec(), tmp_path, soon()))
        await grown(tmp_path / LIVE, 0.1)
        with (tmp_path / LIVE).open("rb") as listener:
            await making
            return listener.read()

    assert asyncio.run(make()) == audio_of(tmp_path / "episode.mp3")
    assert not (tmp_path / LIVE).exists()


@pytest.mark.parametrize("form", ["mp3", "opus"])
def test_what_a_killed_production_left_is_gone(tmp_path: Path, form: Literal["mp3", "opus"]) -> None:
    (tmp_path / LIVE).write_bytes(b"left by a power cut")

    async def section() -> Segment:
        await asyncio.sleep(0.05)
        assert not (tmp_path / LIVE).exists() or b"left" not in (tmp_path / LIVE).read_bytes()
        return await a_section(tmp_path)

    with (tmp_path / LIVE).open("rb") as listener:
        mastered(tmp_path, section, form=form)
        assert listener.read() == b"left by a power cut"
    assert not (tmp_path / LIVE).exists()


def test_without_a_sting_the_words_begin_at_once(tmp_path: Path) -> None:
    episode = mastered(tmp_path, lambda: a_section(tmp_path), music=Music(sting=False))
    assert onsets(decoded(str(find().path), episode.audio))[0] == pytest.approx(0.23, abs=0.02)


def test_players_are_told_where_it_begins_and_ends(tmp_path: Path) -> None:
    episode = mastered(tmp_path, lambda: a_section(tmp_path))
    assert len(decoded(str(find().path), episode.audio)) == round(episode.seconds * RATE)
