import asyncio
import wave
from array import array
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from daemon.master.ffmpeg import Ffmpeg, measure
from daemon.master.music import Music
from daemon.master.segment import join
from daemon.master.take import RATE, seconds_of
from daemon.model import Cue, Fall, Narration, Segment, Take, VoiceFall
from tests.daemon.master.studio import (
    BINARIES,
    Recorded,
    a_recording,
    a_script,
    a_voice,
    onsets,
    produced,
    recorded,
    soon,
    using,
)


@pytest.fixture(params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture(scope="module")
def recordings() -> tuple[Recorded, ...]:
    return recorded()


def a_take(folder: Path, name: str, seconds: float, *cues: Cue, items: tuple[str, ...] = ()) -> Take:
    """A tone that fills its file but for 30 ms at both ends."""
    quiet, length = [0] * round(0.03 * RATE), round(seconds * RATE)
    tone = ([8000] * 50 + [-8000] * 50) * (length // 100 + 1)
    samples = array("h", [*quiet, *tone[: length - 2 * len(quiet)], *quiet])
    pcm = folder / f"{name}.wav"
    with wave.open(str(pcm), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
        file.writeframes(samples.tobytes())
    cues = cues or (Cue(start=0.0, end=seconds, text=name, items=items),)
    return Take(pcm=pcm, seconds=len(samples) / RATE, cues=cues, first=items, last=items)


def joined(folder: Path, *takes: Take, music: Music | None = None) -> Segment:
    narration = Narration(script=a_script("day", "Your day", ()), voice="hum", takes=takes)
    return asyncio.run(join(narration, folder / "segment.wav", soon(), music))


def samples_of(segment: Segment) -> "array[int]":
    with wave.open(str(segment.pcm)) as file:
        return array("h", file.readframes(file.getnframes()))


def second_host(take: Take) -> Take:
    return replace(take, cues=tuple(replace(cue, speaker="second") for cue in take.cues))


def test_pauses_within_an_item_between_items_and_between_hosts(tmp_path: Path) -> None:
    one, two = (a_take(tmp_path, name, 0.5, items=(name,)) for name in ("a", "b"))
    segment = joined(tmp_path, one, one, two, second_host(two))
    begun = onsets(samples_of(segment), below=4000)
    # Each take sounds for 0.44 s.
    assert [after - before - 0.44 for before, after in pairwise(begun)] == [
        pytest.approx(0.25, abs=0.003), pytest.approx(0.45, abs=0.003), pytest.approx(0.45, abs=0.003),
    ]  # fmt: skip


def test_what_leads_from_one_item_to_the_next_belongs_to_neither(tmp_path: Path) -> None:
    takes = [a_take(tmp_path, str(at), 0.5, items=items) for at, items in enumerate([(), (), ("a",)])]
    begun = onsets(samples_of(joined(tmp_path, *takes)), below=4000)
    assert [after - before - 0.44 for before, after in pairwise(begun)] == [pytest.approx(0.45, abs=0.003)] * 2


def test_a_take_is_judged_by_its_ends(tmp_path: Path) -> None:
    one = replace(a_take(tmp_path, "a", 0.5), first=("a",), last=("b",))
    other = replace(a_take(tmp_path, "b", 0.5), first=("b", "c"), last=("c",))
    assert joined(tmp_path, one, other).seconds == pytest.approx(1.0 + 0.25 - 0.06, abs=0.001)


def test_cues_are_shifted_to_where_their_takes_begin(tmp_path: Path) -> None:
    cues = (Cue(start=0.0, end=0.3, text="One.", items=("a",)), Cue(start=0.3, end=0.5, text="Two.", speaker="second"))
    segment = joined(tmp_path, a_take(tmp_path, "a", 0.5), a_take(tmp_path, "b", 0.5, *cues))
    start = 0.5 + 0.45 - 0.06
    shifted = segment.cues[1:]
    assert [(cue.start, cue.end) for cue in shifted] == [
        pytest.approx((start, start + 0.3), abs=0.001), pytest.approx((start + 0.3, start + 0.5), abs=0.001),
    ]  # fmt: skip
    assert [(cue.text, cue.items, cue.speaker) for cue in shifted] == [
        ("One.", ("a",), "first"), ("Two.", (), "second"),
    ]  # fmt: skip


def test_a_take_without_sound_leaves_no_pause(tmp_path: Path) -> None:
    quiet = replace(a_take(tmp_path, "quiet", 0.1), seconds=0.0, cues=())
    segment = joined(tmp_path, quiet, a_take(tmp_path, "a", 0.5), quiet)
    assert segment.seconds == 0.5
    assert [cue.text for cue in segment.cues] == ["a"]


@pytest.mark.parametrize("music", [None, Music(bed=True)])
def test_nothing_said_lasts_no_time(tmp_path: Path, music: Music | None) -> None:
    segment = joined(tmp_path, music=music)
    assert (segment.seconds, segment.cues) == (0.0, ())
    assert seconds_of(segment.pcm) == 0.0


def test_takes_stand_next_to_each_other_as_they_are(tmp_path: Path) -> None:
    takes = [a_take(tmp_path, name, 1.7) for name in "ab"]
    samples = samples_of(joined(tmp_path, *takes))
    with wave.open(str(takes[0].pcm)) as file:
        sound = array("h", file.readframes(file.getnframes()))
    assert samples[: len(sound)] == sound
    assert samples[-len(sound) :] == sound
    assert not any(samples[len(sound) : -len(sound)])


@pytest.mark.parametrize("loudness", [(-35.0, -10.0, -20.0), (-12.0, -30.0, -26.0)])
def test_a_section_is_as_loud_as_its_takes(ffmpeg: str, tmp_path: Path, loudness: tuple[float, ...]) -> None:
    texts = ("Send the invoice to Brandt.", "Still open since Friday.", "Book the train to Hamburg, today, for two.")
    voices = [
        a_voice(text, level, rate) for text, level, rate in zip(texts, loudness, (8000, 48_000, 24_000), strict=True)
    ]
    segment = asyncio.run(produced(a_recording(*voices), tmp_path))
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), segment.pcm, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.4)
    assert reached.true_peak <= -1.6


def test_the_built_in_voice_is_too(ffmpeg: str, tmp_path: Path, recordings: tuple[Recorded, ...]) -> None:
    segment = asyncio.run(produced(recordings[2], tmp_path))
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), segment.pcm, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.3)
    assert reached.true_peak <= -1.6
    assert segment.seconds == pytest.approx(segment.cues[-1].end, abs=0.002)


def test_a_bed_changes_neither_its_length_nor_its_level(ffmpeg: str, tmp_path: Path) -> None:
    voices = [a_voice("It rains from four, so take a coat for the evening.", rate=44_100)] * 2
    plain = asyncio.run(produced(a_recording(*voices), tmp_path / "plain"))
    segment = asyncio.run(produced(a_recording(*voices), tmp_path / "bed", Music(bed=True)))
    assert (segment.seconds, segment.cues) == (plain.seconds, plain.cues)
    assert seconds_of(segment.pcm) == seconds_of(plain.pcm)
    pause = slice(round((plain.cues[1].start - 0.3) * RATE), round(plain.cues[1].start * RATE))
    assert max(samples_of(plain)[pause]) < 50 < max(samples_of(segment)[pause])
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), segment.pcm, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)


def test_who_wrote_and_spoke_and_should_have_goes_along(tmp_path: Path) -> None:
    fell, voices_fell = (Fall(writer="m", why="late"),), (VoiceFall(voice="v", why="quota"),)
    script = replace(a_script("day", "Your day", ()), fell=fell, local_only=True)
    narration = Narration(
        script=script, voice="hum", takes=(a_take(tmp_path, "a", 0.5),), fell=voices_fell, cloned=("Kim",)
    )
    segment = asyncio.run(join(narration, tmp_path / "01-day" / "segment.wav", soon()))
    assert (segment.section, segment.title, segment.writer, segment.voice) == ("day", "Your day", "builtin", "hum")
    assert (segment.fell, segment.voices_fell, segment.cloned, segment.local_only) == (
        fell,
        voices_fell,
        ("Kim",),
        True,
    )
    assert list(segment.pcm.parent.iterdir()) == [segment.pcm]


def test_a_take_that_is_gone_leaves_nothing(tmp_path: Path) -> None:
    take = replace(a_take(tmp_path, "a", 0.5), pcm=tmp_path / "none.wav")
    with pytest.raises(FileNotFoundError):
        joined(tmp_path / "01-day", take)
    assert list((tmp_path / "01-day").iterdir()) == []
