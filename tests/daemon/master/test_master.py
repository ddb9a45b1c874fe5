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

from daemon.growing import Growing
from daemon.master import sting
from daemon.master.ffmpeg import Ffmpeg, MasterError, measure
from daemon.master.master import master
from daemon.master.music import Music
from daemon.master.take import RATE
from daemon.model import Episode, Segment, Take
from daemon.narrate.base import VoiceError
from tests.daemon.master.studio import (
    BINARIES,
    BRIEFING,
    DAY,
    MADE,
    RUNDOWN,
    SCRIPTS,
    Recorded,
    a_recording,
    a_spec,
    chapters_in,
    decoded,
    listed,
    longest_silence,
    produced,
    recorded,
    soon,
    using,
)

Format = Literal["mp3", "m4a", "opus"]
MIME_TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg"}


@dataclass(frozen=True)
class Made:
    """An episode as it was made, what it was made from, and the ffmpeg that made it."""

    ffmpeg: str
    form: Format
    folder: Path
    segments: tuple[Segment, ...]
    episode: Episode


@pytest.fixture(scope="module")
def recordings() -> tuple[Recorded, ...]:
    return recorded()


@pytest.fixture(scope="module", params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture(scope="module")
def segments(
    ffmpeg: str, recordings: tuple[Recorded, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Segment, ...]:
    folder = tmp_path_factory.mktemp("sections")

    async def produce() -> tuple[Segment, ...]:
        return tuple([await produced(one, folder / str(place)) for place, one in enumerate(recordings)])

    return asyncio.run(produce())


@pytest.fixture(scope="module", params=["mp3", "m4a", "opus"])
def made(
    request: pytest.FixtureRequest,
    ffmpeg: str,
    segments: tuple[Segment, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    """A whole episode in the built-in voice; its sections are finished last to first."""
    folder = tmp_path_factory.mktemp(request.param)

    async def make() -> Episode:
        return await master(backwards(segments), RUNDOWN, BRIEFING, a_spec(request.param), folder, soon())

    return Made(ffmpeg, request.param, folder, segments, asyncio.run(make()))


def backwards(segments: tuple[Segment, ...]) -> list[asyncio.Task[Segment]]:
    """The segments, each there when the one after it is."""
    tasks: list[asyncio.Task[Segment]] = []

    async def one(segment: Segment, after: asyncio.Task[Segment] | None) -> Segment:
        if after is not None:
            await after
        await asyncio.sleep(0.01)
        return segment

    for segment in reversed(segments):
        tasks.append(asyncio.create_task(one(segment, tasks[-1] if tasks else None)))
    return tasks[::-1]


def test_it_is_as_loud_as_podcasts_are(made: Made) -> None:
    reached = asyncio.run(measure(Ffmpeg(Path(made.ffmpeg)), made.episode.audio, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.0


def test_it_is_never_silent_for_long(made: Made) -> None:
    assert 0.4 < longest_silence(decoded(made.ffmpeg, made.episode.audio)) < 1.5


def test_no_sound_is_lost_at_either_end(made: Made) -> None:
    seconds = len(decoded(made.ffmpeg, made.episode.audio)) / RATE
    assert seconds == pytest.approx(made.episode.seconds, abs=0.06)
    assert seconds >= made.episode.seconds - 0.001


def test_every_section_begins_at_its_mark(made: Made) -> None:
    samples = decoded(made.ffmpeg, made.episode.audio)
    marks = {chapter.title: chapter.start for chapter in made.episode.chapters}
    found = [
        onset(samples, round((marks[segment.title] - 0.05) * RATE)) / RATE - marks[segment.title]
        for segment in made.segments[1:]
    ]
    expected = [onset(samples_of(segment), 0) / RATE for segment in made.segments[1:]]
    assert found == [pytest.approx(at, abs=0.005) for at in expected]
    assert all(at < 0.05 for at in found)


def samples_of(segment: Segment) -> "array[int]":
    with wave.open(str(segment.pcm)) as file:
        return array("h", file.readframes(RATE))


def onset(samples: "array[int]", start: int) -> int:
    return next(at for at in range(start, len(samples)) if abs(samples[at]) > 500)


def test_the_chapters_stand_in_the_file(made: Made) -> None:
    found = chapters_in(made.ffmpeg, made.episode.audio)
    starts = [chapter.start for chapter in made.episode.chapters]
    assert [start for start, _, _ in found] == pytest.approx(starts, abs=0.002)
    assert [title for _, _, title in found] == [
        "Good morning", "Your day", "News", "S-Bahn strike & delays", "A comet's far side", "Until tomorrow",
    ]  # fmt: skip
    assert found[0][0] == 0.0


def test_the_tags_and_the_cover_stand_in_the_file(made: Made) -> None:
    said = listed(made.ffmpeg, made.episode.audio)
    values = dict(re.findall(r"^ +([A-Za-z-]+) +: (.*)$", said, re.MULTILINE)[::-1])
    assert values["artist"] == "Dawncast"
    assert values["album"] == "Kim's Morning"
    assert values["genre"] == "Podcast"
    assert values["date"].startswith("2026")
    assert "title           : Tuesday, 24 March 2026" in said
    assert "Synthetic voice: espeak-ng" in said
    assert re.search(r"Video: mjpeg.* 1400x1400.*\(attached pic\)", said)


def test_only_what_was_fed_is_heard(made: Made) -> None:
    samples = decoded(made.ffmpeg, made.episode.audio)
    if made.form == "mp3":
        assert len(samples) == round(made.episode.seconds * RATE)
    begun = onset(samples, 0)
    assert begun == pytest.approx(onset(array("h", sting.opening()), 0), abs=RATE // 200)


def test_it_is_encoded_as_it_should_be(made: Made) -> None:
    stream = next(line for line in listed(made.ffmpeg, made.episode.audio).splitlines() if "Audio:" in line)
    expected = {"mp3": "mp3.*44100 Hz, mono.*96 kb/s", "m4a": "aac.*44100 Hz, mono", "opus": "opus, 48000 Hz, mono"}
    assert re.search(expected[made.form], stream)


def test_the_episode_says_what_it_is(made: Made) -> None:
    episode = made.episode
    assert (episode.audio.name, episode.mime_type) == (f"episode.{made.form}", MIME_TYPES[made.form])
    assert episode.size == episode.audio.stat().st_size
    assert (episode.show, episode.show_title, episode.day) == ("morning", "Kim's Morning", DAY)
    assert (episode.guid, episode.language, episode.made) == ("urn:uuid:1", "en", MADE)
    assert episode.title == "Tuesday, 24 March 2026"
    assert episode.summary.startswith("Good morning · Your day · News · S-Bahn strike & delays")
    assert episode.words == sum(len(line.text.split()) for _, _, lines in SCRIPTS for line in lines)
    assert episode.chapters[-1].end == episode.seconds


def test_all_that_belongs_to_it_lies_beside_it_and_nothing_else(made: Made) -> None:
    names = {path.name for path in made.folder.iterdir()}
    assert names == {
        made.episode.audio.name, "chapters.json", "transcript.vtt", "notes.html", "cover.jpg",
    }  # fmt: skip
    marks = json.loads(made.episode.chapters_json.read_bytes())["chapters"]
    assert [mark["title"] for mark in marks] == [chapter.title for chapter in made.episode.chapters]
    assert "S-Bahn strike &amp; delays" in made.episode.notes.read_text()
    assert made.episode.cover.read_bytes()[:2] == b"\xff\xd8"


def test_the_transcript_says_every_word_in_its_time(made: Made) -> None:
    text = made.episode.transcript.read_text()
    blocks = [block.split("\n", 1) for block in text.strip().split("\n\n")[1:]]
    said = " ".join(block[1] for block in blocks).split()
    assert said == [word for _, _, lines in SCRIPTS for line in lines for word in line.text.split()]
    starts = [clock(block[0][:12]) for block in blocks]
    assert starts == sorted(starts)
    samples = decoded(made.ffmpeg, made.episode.audio)
    assert all(loudest(samples, start, start + 0.25) > 1000 for start in starts)


def clock(said: str) -> float:
    hours, minutes, seconds = said.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def loudest(samples: "array[int]", start: float, end: float) -> int:
    return max(map(abs, samples[round(start * RATE) : round(end * RATE)]))


# What can go wrong.


async def failing() -> Segment:
    raise VoiceError("no voice", "voice")


async def empty(folder: Path, name: str) -> Segment:
    return await produced(a_recording(), folder / "sections" / name)


async def never() -> Segment:
    await asyncio.Event().wait()
    raise AssertionError


def mastered(
    folder: Path, *segments: Callable[[], Awaitable[Segment]], seconds: float = 30, music: Music | None = None
) -> Episode:
    async def make() -> Episode:
        tasks = [asyncio.ensure_future(segment()) for segment in segments]
        try:
            return await master(tasks, RUNDOWN, BRIEFING, a_spec("mp3", music), folder, soon(seconds))
        finally:
            for task in tasks:
                task.cancel()

    return asyncio.run(make())


def one(recordings: tuple[Recorded, ...], folder: Path) -> Callable[[], Awaitable[Segment]]:
    return lambda: produced(recordings[0], folder / "sections" / "one")


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name != "sections"]


def test_a_section_without_sound_is_left_out(tmp_path: Path, recordings: tuple[Recorded, ...]) -> None:
    episode = mastered(tmp_path, lambda: empty(tmp_path, "a"), one(recordings, tmp_path), lambda: empty(tmp_path, "b"))
    assert [chapter.title for chapter in episode.chapters] == ["Good morning"]


def test_an_episode_without_any_sound_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="anything to say"):
        mastered(tmp_path, lambda: empty(tmp_path, "a"))
    assert left(tmp_path) == []


def test_a_section_that_fails_ends_it_and_leaves_nothing(tmp_path: Path, recordings: tuple[Recorded, ...]) -> None:
    with pytest.raises(VoiceError, match="no voice"):
        mastered(tmp_path, one(recordings, tmp_path), failing)
    assert left(tmp_path) == []


def test_a_section_that_never_comes_meets_the_deadline(tmp_path: Path, recordings: tuple[Recorded, ...]) -> None:
    with pytest.raises(MasterError, match="in time"):
        mastered(tmp_path, one(recordings, tmp_path), never, seconds=1.5)
    assert left(tmp_path) == []


def test_a_section_that_another_voice_speaks_is_heard_in_that_voice_alone(
    tmp_path: Path, recordings: tuple[Recorded, ...]
) -> None:
    async def make() -> tuple[Episode, Episode]:
        first, second = [await produced(one, tmp_path / one.script.section) for one in recordings[:2]]
        live = tmp_path / "changed" / "live.mp3"
        growing = Growing("day")

        async def fallen() -> Segment:
            growing.anew()
            growing.add(0, Take(pcm=first.pcm, seconds=first.seconds, cues=first.cues))
            while not live.exists() or live.stat().st_size < 12_000 * (2.6 + 0.5 * first.seconds):
                await asyncio.sleep(0.01)
            growing.anew()
            return second

        growing.made_by(asyncio.create_task(fallen()))
        changed = await master([growing], RUNDOWN, BRIEFING, a_spec(), tmp_path / "changed", soon())
        there: asyncio.Future[Segment] = asyncio.get_running_loop().create_future()
        there.set_result(second)
        return changed, await master([there], RUNDOWN, BRIEFING, a_spec(), tmp_path / "plain", soon())

    changed, plain = asyncio.run(make())
    assert changed.audio.read_bytes()[-50_000:] == plain.audio.read_bytes()[-50_000:]
    assert (changed.seconds, changed.chapters) == (plain.seconds, plain.chapters)


def test_an_encoder_that_ends_too_early_is_said_to(
    tmp_path: Path, recordings: tuple[Recorded, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Unknown encoder' >&2\nexit 1\n")
    program.chmod(0o755)
    segment = asyncio.run(produced(recordings[0], tmp_path / "sections" / "one"))

    async def there() -> Segment:
        return segment

    monkeypatch.setenv("DAWNCAST_FFMPEG", str(program))
    with pytest.raises(MasterError, match="Unknown encoder"):
        mastered(tmp_path / "episode", there)
    assert left(tmp_path / "episode") == []


def test_made_again_it_takes_the_place_of_the_first(tmp_path: Path, recordings: tuple[Recorded, ...]) -> None:
    first = mastered(tmp_path, one(recordings, tmp_path))
    (tmp_path / ".episode.mp3.tagged.part").write_bytes(b"left by a power cut")
    second = mastered(tmp_path, one(recordings, tmp_path))
    assert first == second
    assert first.audio.stat().st_size == second.size
    assert not (tmp_path / ".episode.mp3.tagged.part").exists()
