import asyncio
import json
import re
import wave
from array import array
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from daemon.master.ffmpeg import Ffmpeg, MasterError, measure
from daemon.master.master import EpisodeSpec, master
from daemon.master.segment import make_segment
from daemon.model import Episode, Narration, Segment
from daemon.narrate.base import VoiceError
from tests.daemon.master.studio import (
    BINARIES,
    BRIEFING,
    DAY,
    MADE,
    RATE,
    RUNDOWN,
    SCRIPTS,
    a_narration,
    chapters_in,
    decoded,
    listed,
    longest_silence,
    soon,
    spoken,
    using,
)

Format = Literal["mp3", "m4a", "opus"]
MIME_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg"}


def a_spec(form: Format = "mp3") -> EpisodeSpec:
    return EpisodeSpec(
        show="morning", show_title="Kim's Morning", day=DAY, guid="urn:uuid:1", language="en", format=form, made=MADE
    )  # fmt: skip  # all of it at once


@dataclass(frozen=True)
class Take:
    """An episode as it was made, what it was made from, and the ffmpeg that made it."""

    ffmpeg: str
    form: Format
    folder: Path
    segments: tuple[Segment, ...]
    episode: Episode


@pytest.fixture(scope="module")
def narrations() -> tuple[Narration, ...]:
    return spoken()


@pytest.fixture(scope="module", params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture(scope="module", params=["mp3", "m4a", "opus"])
def take(
    request: pytest.FixtureRequest,
    ffmpeg: str,
    narrations: tuple[Narration, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Take:
    """A whole episode in the built-in voice; its sections are finished last to first."""
    folder = tmp_path_factory.mktemp(request.param)

    async def make() -> tuple[tuple[Segment, ...], Episode]:
        tasks = backwards(narrations, folder)
        episode = await master(tasks, RUNDOWN, BRIEFING, a_spec(request.param), folder, soon())
        return tuple([await task for task in tasks]), episode

    segments, episode = asyncio.run(make())
    return Take(ffmpeg, request.param, folder, segments, episode)


def backwards(narrations: tuple[Narration, ...], folder: Path) -> list[asyncio.Task[Segment]]:
    """The segments being made, each begun when the one after it is finished."""
    tasks: list[asyncio.Task[Segment]] = []

    async def one(place: int, after: asyncio.Task[Segment] | None) -> Segment:
        if after is not None:
            await after
        return await make_segment(narrations[place], folder / f"sections/{place}/segment.wav", soon())

    for place in reversed(range(len(narrations))):
        tasks.append(asyncio.create_task(one(place, tasks[-1] if tasks else None)))
    return tasks[::-1]


def test_it_is_as_loud_as_podcasts_are(take: Take) -> None:
    reached = asyncio.run(measure(Ffmpeg(Path(take.ffmpeg)), take.episode.audio, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.7)
    assert reached.true_peak <= -1.0


def test_it_is_never_silent_for_long(take: Take) -> None:
    assert 0.4 < longest_silence(decoded(take.ffmpeg, take.episode.audio)) < 1.5


def test_no_sound_is_lost_at_either_end(take: Take) -> None:
    seconds = len(decoded(take.ffmpeg, take.episode.audio)) / RATE
    assert seconds == pytest.approx(take.episode.seconds, abs=0.06)
    assert seconds >= take.episode.seconds - 0.001


def test_every_section_begins_at_its_mark(take: Take) -> None:
    samples = decoded(take.ffmpeg, take.episode.audio)
    marks = {chapter.title: chapter.start for chapter in take.episode.chapters}
    found = [
        onset(samples, round((marks[segment.title] - 0.05) * RATE)) / RATE - marks[segment.title]
        for segment in take.segments[1:]
    ]
    expected = [onset(samples_of(segment), 0) / RATE for segment in take.segments[1:]]
    assert found == [pytest.approx(at, abs=0.005) for at in expected]
    assert all(at < 0.05 for at in found)


def samples_of(segment: Segment) -> "array[int]":
    with wave.open(str(segment.pcm)) as file:
        return array("h", file.readframes(RATE))


def onset(samples: "array[int]", start: int) -> int:
    return next(at for at in range(start, len(samples)) if abs(samples[at]) > 500)


def test_the_chapters_stand_in_the_file(take: Take) -> None:
    found = chapters_in(take.ffmpeg, take.episode.audio)
    starts = [chapter.start for chapter in take.episode.chapters]
    assert [start for start, _, _ in found] == pytest.approx(starts, abs=0.002)
    assert [title for _, _, title in found] == [
        "Good morning", "Your day", "News", "S-Bahn strike & delays", "A comet's far side", "Until tomorrow",
    ]  # fmt: skip
    assert found[0][0] == 0.0


def test_the_tags_and_the_cover_stand_in_the_file(take: Take) -> None:
    said = listed(take.ffmpeg, take.episode.audio)
    values = dict(re.findall(r"^ +([A-Za-z-]+) +: (.*)$", said, re.MULTILINE)[::-1])
    assert values["artist"] == "Dawncast"
    assert values["album"] == "Kim's Morning"
    assert values["genre"] == "Podcast"
    assert values["date"].startswith("2026")
    assert "title           : Tuesday, 24 March 2026" in said
    assert "Synthetic voice: espeak-ng" in said
    assert re.search(r"Video: mjpeg.* 1400x1400.*\(attached pic\)", said)


def test_it_is_encoded_as_it_should_be(take: Take) -> None:
    stream = next(line for line in listed(take.ffmpeg, take.episode.audio).splitlines() if "Audio:" in line)
    expected = {"mp3": "mp3.*44100 Hz, mono.*96 kb/s", "m4a": "aac.*44100 Hz, mono", "opus": "opus, 48000 Hz, mono"}
    assert re.search(expected[take.form], stream)


def test_the_episode_says_what_it_is(take: Take) -> None:
    episode = take.episode
    assert (episode.audio.name, episode.mime_type) == (f"episode.{take.form}", MIME_TYPES[take.form])
    assert episode.size == episode.audio.stat().st_size
    assert (episode.show, episode.show_title, episode.day) == ("morning", "Kim's Morning", DAY)
    assert (episode.guid, episode.language, episode.made) == ("urn:uuid:1", "en", MADE)
    assert episode.title == "Tuesday, 24 March 2026"
    assert episode.summary.startswith("Good morning · Your day · News · S-Bahn strike & delays")
    assert episode.words == sum(len(line.text.split()) for _, _, lines in SCRIPTS for line in lines)
    assert episode.chapters[-1].end == episode.seconds


def test_all_that_belongs_to_it_lies_beside_it_and_nothing_else(take: Take) -> None:
    names = {path.name for path in take.folder.iterdir()}
    assert names == {
        take.episode.audio.name, "chapters.json", "transcript.vtt", "notes.html", "cover.jpg", "sections",
    }  # fmt: skip
    marks = json.loads(take.episode.chapters_json.read_bytes())["chapters"]
    assert [mark["title"] for mark in marks] == [chapter.title for chapter in take.episode.chapters]
    assert "S-Bahn strike &amp; delays" in take.episode.notes.read_text()
    assert take.episode.cover.read_bytes()[:2] == b"\xff\xd8"


def test_the_transcript_says_every_word_in_its_time(take: Take) -> None:
    text = take.episode.transcript.read_text()
    blocks = [block.split("\n", 1) for block in text.strip().split("\n\n")[1:]]
    said = " ".join(block[1] for block in blocks).split()
    assert said == [word for _, _, lines in SCRIPTS for line in lines for word in line.text.split()]
    starts = [clock(block[0][:12]) for block in blocks]
    assert starts == sorted(starts)
    samples = decoded(take.ffmpeg, take.episode.audio)
    assert all(loudest(samples, start, start + 0.25) > 1000 for start in starts)


def clock(said: str) -> float:
    hours, minutes, seconds = said.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def loudest(samples: "array[int]", start: float, end: float) -> int:
    return max(map(abs, samples[round(start * RATE) : round(end * RATE)]))


# What can go wrong.


async def failing() -> Segment:
    raise VoiceError("no voice", transient=False)


async def empty(folder: Path) -> Segment:
    return await make_segment(a_narration(), folder / "sections" / "empty.wav", soon())


async def never() -> Segment:
    await asyncio.Event().wait()
    raise AssertionError


def mastered(folder: Path, *segments: Callable[[], Awaitable[Segment]], seconds: float = 30) -> Episode:
    async def make() -> Episode:
        tasks = [asyncio.ensure_future(segment()) for segment in segments]
        try:
            return await master(tasks, RUNDOWN, BRIEFING, a_spec(), folder, soon(seconds))
        finally:
            for task in tasks:
                task.cancel()

    return asyncio.run(make())


def one(narrations: tuple[Narration, ...], folder: Path) -> Callable[[], Awaitable[Segment]]:
    return lambda: make_segment(narrations[0], folder / "sections" / "one.wav", soon())


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != "sections"]


def test_a_section_without_sound_is_left_out(tmp_path: Path, narrations: tuple[Narration, ...]) -> None:
    episode = mastered(tmp_path, lambda: empty(tmp_path), one(narrations, tmp_path), lambda: empty(tmp_path))
    assert [chapter.title for chapter in episode.chapters] == ["Good morning"]


def test_an_episode_without_any_sound_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="anything to say"):
        mastered(tmp_path, lambda: empty(tmp_path))
    assert left(tmp_path) == []


def test_a_section_that_fails_ends_it_and_leaves_nothing(tmp_path: Path, narrations: tuple[Narration, ...]) -> None:
    with pytest.raises(VoiceError, match="no voice"):
        mastered(tmp_path, one(narrations, tmp_path), failing)
    assert left(tmp_path) == []


def test_a_section_that_never_comes_meets_the_deadline(tmp_path: Path, narrations: tuple[Narration, ...]) -> None:
    with pytest.raises(MasterError, match="in time"):
        mastered(tmp_path, one(narrations, tmp_path), never, seconds=1.5)
    assert left(tmp_path) == []


def test_an_encoder_that_ends_too_early_is_said_to(
    tmp_path: Path, narrations: tuple[Narration, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Unknown encoder' >&2\nexit 1\n")
    program.chmod(0o755)
    segment = asyncio.run(make_segment(narrations[0], tmp_path / "sections" / "one.wav", soon()))

    async def there() -> Segment:
        return segment

    monkeypatch.setenv("DAWNCAST_FFMPEG", str(program))
    with pytest.raises(MasterError, match="Unknown encoder"):
        mastered(tmp_path / "episode", there)
    assert left(tmp_path / "episode") == []


def test_made_again_it_takes_the_place_of_the_first(tmp_path: Path, narrations: tuple[Narration, ...]) -> None:
    first = mastered(tmp_path, one(narrations, tmp_path))
    (tmp_path / ".episode.mp3.encoded.part").write_bytes(b"left by a power cut")
    second = mastered(tmp_path, one(narrations, tmp_path))
    assert first == second
    assert first.audio.stat().st_size == second.size
    assert not (tmp_path / ".episode.mp3.encoded.part").exists()
