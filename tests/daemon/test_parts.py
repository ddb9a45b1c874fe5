"""A part is made once from the same inputs; a rendition takes over what is the same in its episode."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from daemon.home.results import Results
from daemon.model import Fall, Line, Script, Segment
from daemon.parts import Parts, Work
from daemon.progress import Step

WRITE = Work("write", "sections/02-day/script.json", "the day")
SPEAK = Work("narrate", "sections/02-day/segment.json", "the day, spoken")
RENUMBERED = Work("write", "sections/01-day/script.json", "the day")


def a_script(text: str, *fell: Fall) -> Script:
    return Script(section="day", title="Day", language="en", writer="w", lines=(Line(text=text),), fell=fell)


class Writer:
    """Writes another script each time that it is asked."""

    def __init__(self, *fell: Fall) -> None:
        self.asked = 0
        self._fell = fell

    async def __call__(self) -> Script:
        self.asked += 1
        return a_script(f"Try {self.asked}.", *self._fell)


def speaker(folder: Path) -> Callable[[], Awaitable[Segment]]:
    async def speak() -> Segment:
        pcm = folder / "sections" / "02-day" / "segment.wav"
        pcm.parent.mkdir(parents=True, exist_ok=True)
        pcm.write_bytes(b"sound")
        return Segment(section="day", title="Day", writer="w", voice="v", pcm=pcm, seconds=1, cues=())

    return speak


@pytest.fixture
def steps() -> list[Step]:
    return []


@pytest.fixture
def episode(tmp_path: Path, steps: list[Step]) -> Parts:
    return Parts(results(tmp_path), steps.append)


def results(folder: Path) -> Results:
    return Results(folder, lambda: datetime(2026, 3, 24, tzinfo=UTC))


def rendition(tmp_path: Path, episode: Parts, name: str = "part") -> Parts:
    return Parts(results(tmp_path).within(f"renditions/{name}"), lambda _: None, episode)


def script(parts: Parts, write: Writer, work: Work = WRITE) -> Script:
    return asyncio.run(parts.once(work, Script, write))


def test_the_same_inputs_are_made_once(tmp_path: Path, episode: Parts, steps: list[Step]) -> None:
    write = Writer()
    first = script(episode, write)
    again = Parts(results(tmp_path), steps.append)
    assert script(again, write) == first
    assert script(again, write, Work("write", WRITE.result, "another day")) != first
    assert [step.status for step in steps] == ["started", "done", "kept", "started", "done"]


def test_a_rendition_takes_over_what_is_the_same_wherever_it_stands(tmp_path: Path, episode: Parts) -> None:
    write = Writer()
    first = script(episode, write)
    assert script(rendition(tmp_path, episode), write, RENUMBERED) == first
    assert write.asked == 1
    bytes_of = [
        (tmp_path / part / "script.json").read_bytes()
        for part in ("sections/02-day", "renditions/part/sections/01-day")
    ]
    assert bytes_of[0] == bytes_of[1]


def test_and_makes_what_is_not(tmp_path: Path, episode: Parts) -> None:
    write = Writer()
    first = script(episode, write)
    other = script(rendition(tmp_path, episode), write, Work("write", WRITE.result, "the day, redacted"))
    assert other != first
    assert script(episode, write) == first


def test_a_sound_is_taken_over_with_its_file_and_outlives_the_episodes(tmp_path: Path, episode: Parts) -> None:
    segment = asyncio.run(episode.once(SPEAK, Segment, speaker(tmp_path)))
    taken = asyncio.run(rendition(tmp_path, episode).once(SPEAK, Segment, speaker(tmp_path)))
    segment.pcm.unlink()
    assert taken.pcm == tmp_path / "renditions" / "part" / "sections" / "02-day" / "segment.wav"
    assert taken.pcm.read_bytes() == b"sound"
    kept = rendition(tmp_path, Parts(results(tmp_path), lambda _: None))
    assert asyncio.run(kept.once(SPEAK, Segment, speaker(tmp_path))) == taken


def test_a_sound_that_is_gone_is_made_anew(tmp_path: Path, episode: Parts) -> None:
    asyncio.run(episode.once(SPEAK, Segment, speaker(tmp_path))).pcm.unlink()
    later = Parts(results(tmp_path), lambda _: None)
    own = rendition(tmp_path, later)
    segment = asyncio.run(own.once(SPEAK, Segment, speaker(tmp_path / "renditions" / "part")))
    assert segment.pcm.read_bytes() == b"sound"


def test_what_a_worse_writer_wrote_goes_into_the_rendition_of_the_same_run_alone(
    tmp_path: Path, episode: Parts
) -> None:
    """The next run tries the better one again, for both of them."""
    write = Writer(Fall(writer="model", why="late"))
    first = script(episode, write)
    assert script(rendition(tmp_path, episode), write) == first
    assert write.asked == 1
    later = Parts(results(tmp_path), lambda _: None)
    second = script(later, write)
    assert second != first
    assert script(rendition(tmp_path, later), write) == second
    assert write.asked == 2
