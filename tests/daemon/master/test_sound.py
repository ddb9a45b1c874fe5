"""What is promised of an episode's sound, measured on its finished files.

The voice's words are known to begin when they do; every clip has another level and another rate than the one before it.
"""

import asyncio
import json
import re
import shutil
import subprocess
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, pairwise, product
from pathlib import Path
from typing import Literal

import pytest

from daemon.master.ffmpeg import Ffmpeg, measure
from daemon.master.master import EpisodeSpec, master
from daemon.master.music import Music
from daemon.master.take import RATE
from daemon.model import Clip, Episode, Line, SectionKind, Segment, Spoken
from tests.daemon.master.studio import (
    BINARIES,
    BRIEFING,
    RUNDOWN,
    Recorded,
    a_script,
    a_spec,
    a_voice,
    chapters_in,
    decoded,
    onsets,
    produced,
    soon,
    using,
)

LEVELS = (-35.0, -10.0, -28.0, -14.0, -21.0)
RATES = (8_000, 48_000, 16_000, 44_100, 22_050, 24_000)
SECTIONS: tuple[tuple[SectionKind, tuple[tuple[str, str], ...]], ...] = (
    ("opening", (("Good morning, Kim. It's Tuesday, the twenty-fourth of March.", ""),)),
    (
        "day",
        (
            ("Your day begins at nine with the stand-up, fifteen minutes.", "work/e1"),
            ("From ten to eleven it's the design review, in room four.", "work/e1"),
            ("The dentist at three is cancelled.", "family/e2"),
            ("Then you're free until one.", ""),
        ),
    ),
    (
        "news",
        (
            ("Now the news, two stories.", ""),
            ("From Tagesblick: a strike on the S-Bahn this afternoon, from two until ten.", "news/s1"),
            ("Trains are expected to run every twenty minutes at best.", "news/s1"),
            ("Orbit reports the first picture of a comet's far side.", "news/s2"),
        ),
    ),
    ("closing", (("That's it.", ""), ("Have a good Tuesday.", ""))),
)
WORDS = [word for _, lines in SECTIONS for text, _ in lines for word in text.split()]


@dataclass(frozen=True)
class Made:
    """An episode, its samples as they are heard, and when each of its words sounds."""

    ffmpeg: str
    episode: Episode
    samples: "array[int]"
    heard: tuple[float, ...]


def sections() -> tuple[Recorded, ...]:
    """A clip a line, but for one with two; some have long silences within, or words that begin with a burst."""
    manners = zip(cycle(LEVELS), cycle(RATES), cycle((1.0, 1.0, 5.0)), cycle((2.2, 0.35)), strict=False)
    recordings = []
    for kind, texts in SECTIONS:
        lines = [Line(text=text, items=(key,) if key else ()) for text, key in texts]
        spoken = [Spoken(lines=lines_, clip=_clip(lines_, *next(manners))) for lines_ in _breaths(lines)]
        recordings.append(Recorded(a_script(kind, kind, lines), tuple(spoken)))
    return tuple(recordings)


def _breaths(lines: list[Line]) -> list[tuple[Line, ...]]:
    return [tuple(lines)] if len(lines) == 2 else [(line,) for line in lines]


def _clip(lines: tuple[Line, ...], level: float, rate: int, plosive: float, stop: float) -> Clip:
    text = " ".join(line.text for line in lines)
    return a_voice(text, level, rate, lead=0.5, stop=stop, plosive=plosive)


def mastered(segments: tuple[Segment, ...], spec: EpisodeSpec, folder: Path) -> Episode:
    async def there(segment: Segment) -> Segment:
        return segment

    async def make() -> Episode:
        return await master([there(one) for one in segments], RUNDOWN, BRIEFING, spec, folder, soon())

    return asyncio.run(make())


@pytest.fixture(scope="module", params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture(scope="module")
def segments(ffmpeg: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Segment, ...]:
    folder = tmp_path_factory.mktemp("sections")

    async def produce() -> tuple[Segment, ...]:
        return tuple([await produced(one, folder / one.script.section) for one in sections()])

    return asyncio.run(produce())


@pytest.fixture(scope="module", params=["mp3", "m4a", "opus"])
def made(
    request: pytest.FixtureRequest,
    ffmpeg: str,
    segments: tuple[Segment, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> Made:
    form: Literal["mp3", "m4a", "opus"] = request.param
    episode = mastered(segments, a_spec(form, Music(sting=False)), tmp_path_factory.mktemp(form))
    samples = decoded(ffmpeg, episode.audio)
    return Made(ffmpeg, episode, samples, tuple(onsets(samples)))


def test_it_is_as_loud_as_podcasts_are(made: Made) -> None:
    reached = asyncio.run(measure(Ffmpeg(Path(made.ffmpeg)), made.episode.audio, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.0


def test_it_is_with_music_too(ffmpeg: str, segments: tuple[Segment, ...], tmp_path: Path) -> None:
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), mastered(segments, a_spec(), tmp_path).audio, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.0


@pytest.mark.slow
@pytest.mark.parametrize("form", ["mp3", "m4a", "opus"])
def test_it_is_at_every_level_and_rate(ffmpeg: str, form: Literal["mp3", "m4a", "opus"], tmp_path: Path) -> None:
    line = Line(text="Trains are expected to run every twenty minutes at best.")
    clips = [a_voice(line.text, level, rate, plosive=3.0) for level, rate in product(LEVELS, RATES)]
    spoken = tuple(Spoken(lines=(line,), clip=clip) for clip in clips)
    segment = asyncio.run(produced(Recorded(a_script("day", "day", [line]), spoken), tmp_path / "day"))
    audio = mastered((segment,), a_spec(form, Music(sting=False)), tmp_path).audio
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), audio, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.0


def test_no_line_is_louder_than_another(made: Made) -> None:
    loudest = [max(made.samples[round(cue.start * RATE) : round(cue.end * RATE)]) for cue in cues(made)]
    body = [sorted(made.samples[round(cue.start * RATE) : round(cue.end * RATE)])[-RATE // 50] for cue in cues(made)]
    assert max(loudest) < 10 ** (-1 / 20) * 32768
    assert max(body) / min(body) < 1.8  # 5 dB, where the clips differ by 25


def test_it_is_never_silent_for_long(made: Made) -> None:
    command = (made.ffmpeg, "-hide_banner", "-nostats", "-i", made.episode.audio, "-map", "0:a")
    detect = ("-af", "silencedetect=noise=-50dB:d=0.2", "-f", "null", "-")
    said = subprocess.run((*command, *detect), capture_output=True, text=True).stderr
    silences = [float(seconds) for seconds in re.findall(r"silence_duration: ([\d.]+)", said)]
    assert len(silences) >= 10
    assert max(silences) <= 1.5


def test_it_does_not_click_where_clips_are_joined(made: Made) -> None:
    for before, after in pairwise(cues(made)):
        if after.start - before.end > 0.1:
            assert steepest(made.samples, before.end - 0.002, before.end + 0.03) < 100
            assert steepest(made.samples, after.start - 0.03, after.start + 0.002) < 100


def steepest(samples: "array[int]", start: float, end: float) -> int:
    part = samples[round(start * RATE) : round(end * RATE)]
    return max(abs(one - other) for one, other in pairwise(part))


def test_every_word_is_heard(made: Made) -> None:
    assert len(made.heard) == len(WORDS)


def test_chapters_begin_with_their_words(made: Made) -> None:
    marks = made.episode.chapters
    assert [mark.title for mark in marks] == [
        "opening", "day", "news", "S-Bahn strike & delays", "A comet's far side", "closing",
    ]  # fmt: skip
    firsts = [WORDS.index(word) for word in ("Your", "Now", "From", "Orbit", "That's")]
    firsts[2] = WORDS.index("Tagesblick:") - 1
    assert [mark.start for mark in marks[1:]] == [pytest.approx(made.heard[at], abs=0.05) for at in firsts]


@dataclass(frozen=True)
class Shown:
    """A cue of the transcript's file (seconds)."""

    start: float
    end: float
    text: str


def cues(made: Made) -> list[Shown]:
    blocks = made.episode.transcript.read_text().strip().split("\n\n")[1:]
    timed = [block.split("\n", 1) for block in blocks]
    return [Shown(clock(times[:12]), clock(times[17:]), " ".join(text.split())) for times, text in timed]


def clock(said: str) -> float:
    hours, minutes, seconds = said.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_the_transcript_says_every_word_when_it_sounds(made: Made) -> None:
    shown = cues(made)
    assert [word for cue in shown for word in cue.text.split()] == WORDS
    at = 0
    for cue in shown:
        assert cue.start == pytest.approx(made.heard[at], abs=0.15)
        at += len(cue.text.split())
        assert made.heard[at - 1] < cue.end


def test_a_line_within_a_breath_begins_when_its_words_do(made: Made) -> None:
    begins = {cue.text: cue.start for cue in cues(made)}
    assert begins["Have a good Tuesday."] == pytest.approx(made.heard[-4], abs=0.03)


# Who reads the chapters.


def listed_in_json(episode: Episode) -> list[tuple[float, str]]:
    document = json.loads(episode.chapters_json.read_bytes())
    return [(mark["startTime"], mark["title"]) for mark in document["chapters"]]


def test_the_file_and_the_json_have_the_same_chapters(made: Made) -> None:
    same([(start, title) for start, _, title in chapters_in(made.ffmpeg, made.episode.audio)], made.episode, 0.002)


def same(found: list[tuple[float, str]], episode: Episode, within: float) -> None:
    listed = listed_in_json(episode)
    assert [title for _, title in found] == [title for _, title in listed]
    assert [start for start, _ in found] == pytest.approx([start for start, _ in listed], abs=within)


def test_a_player_shows_the_same_chapters(made: Made) -> None:
    player = shutil.which("mpv")
    if player is None:
        pytest.skip("mpv, the player whose chapters are looked at, is not installed")
    quiet = ("--no-config", "--ao=null", "--vo=null", "--no-video", "--end=0.1")
    command = (player, *quiet, "--term-playing-msg=chapters ${=chapter-list}", made.episode.audio)
    said = subprocess.run(command, capture_output=True, text=True).stdout
    shown = json.loads(
        next(line for line in said.splitlines() if line.startswith("chapters ")).removeprefix("chapters ")
    )
    # It counts from the first sample of an MP3's decoder, 25 ms before the first that is heard.
    same([(mark["time"], mark["title"]) for mark in shown], made.episode, 0.03)
