import asyncio
import wave
from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from daemon.master.ffmpeg import Ffmpeg, Loudness, MasterError, measure
from daemon.master.segment import arrange, guessed_loudness, make_segment, seconds_of, trimmed
from daemon.model import Clip, Narration, Segment, Word
from tests.daemon.master.studio import BINARIES, a_clip, a_narration, babble, soon, spoken, using

RATE = 22_050


@pytest.fixture(params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture(scope="module")
def narrations() -> tuple[Narration, ...]:
    return spoken()


def made(narration: Narration, folder: Path) -> Segment:
    return asyncio.run(make_segment(narration, folder / "01-day" / "segment.wav", soon()))


def measured(ffmpeg: str, segment: Segment) -> Loudness:
    return asyncio.run(measure(Ffmpeg(Path(ffmpeg)), segment.pcm, soon()))


def tone(seconds: float, level: int = 8000) -> bytes:
    return array("h", ([level] * 50 + [-level] * 50) * round(seconds * RATE / 100)).tobytes()


def silence(seconds: float) -> bytes:
    return bytes(2 * round(seconds * RATE))


def test_silence_around_a_clip_goes_but_for_30_ms() -> None:
    take = trimmed(a_clip(pcm=silence(0.5) + tone(1.0) + silence(0.8)))
    assert len(take.samples) / RATE == pytest.approx(1.06, abs=0.015)
    assert take.cut_before == pytest.approx(0.47, abs=0.01)


def test_a_clip_that_is_cut_to_the_quick_fades() -> None:
    samples = trimmed(a_clip(pcm=tone(1.0))).samples
    assert (samples[0], samples[-1]) == (0, 0)
    assert max(map(abs, samples[:20])) < 2000 < max(map(abs, samples[150:200]))


def test_pauses_within_an_item_and_between_items() -> None:
    clip = a_clip(pcm=silence(0.2) + tone(1.0) + silence(0.4))
    samples, cues = arrange(a_narration(clip, clip, clip, items=[("a",), ("a", "b"), ("c",)]))
    spoken_at = [at / RATE for at in range(0, len(samples), 220) if max(samples[at : at + 220]) > 4000]
    gaps = [after - before for before, after in pairwise(spoken_at) if after - before > 0.02]
    assert gaps == [pytest.approx(0.2, abs=0.04), pytest.approx(0.3, abs=0.04)]
    assert [cue.items for cue in cues] == [("a",), ("a", "b"), ("c",)]


def test_cues_are_where_the_words_are() -> None:
    text = "One sentence that is long enough to stand alone. And two."
    words = tuple(Word(text=word, start=0.5 + 0.1 * at) for at, word in enumerate(text.split()))
    _, cues = arrange(a_narration(a_clip(text, silence(0.5) + tone(1.2) + silence(0.5), words=words)))
    assert [cue.text for cue in cues] == ["One sentence that is long enough to stand alone.", "And two."]
    assert cues[0].start == 0.0
    assert cues[0].end == cues[1].start == pytest.approx(0.03 + 0.9, abs=0.01)
    assert cues[1].end == pytest.approx(1.26, abs=0.015)


def test_a_clip_without_sound_takes_no_time() -> None:
    quiet = a_clip("…", silence(0.5))
    samples, cues = arrange(a_narration(quiet, a_clip("One.", tone(1.0)), quiet))
    assert len(samples) / RATE == pytest.approx(1.0, abs=0.015)
    assert [(cue.text, cue.start) for cue in cues] == [("One.", 0.0)]


def test_two_rates_in_a_section_are_refused() -> None:
    with pytest.raises(MasterError, match="sampling rate"):
        arrange(a_narration(a_clip(rate=22_050), a_clip(rate=24_000)))


@pytest.mark.parametrize(
    "clip",
    [
        a_clip(pcm=babble(6.0, 0.02)),
        a_clip(pcm=babble(6.0, 0.9)),
        a_clip(pcm=babble(6.0, 0.9, peaky=True)),
        a_clip(pcm=babble(1.2, 0.2)),
        a_clip(pcm=babble(6.0, 0.2, 44_100), rate=44_100),
        a_clip(pcm=babble(6.0, 0.2, 16_000), rate=16_000),
    ],
    ids=["quiet", "loud", "peaky", "short", "44.1 kHz", "16 kHz"],
)
def test_every_voice_comes_to_the_same_loudness(ffmpeg: str, tmp_path: Path, clip: Clip) -> None:
    reached = measured(ffmpeg, made(a_narration(clip), tmp_path))
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.5


def test_the_built_in_voice_comes_to_it_too(ffmpeg: str, tmp_path: Path, narrations: tuple[Narration, ...]) -> None:
    segment = made(narrations[2], tmp_path)
    reached = measured(ffmpeg, segment)
    assert reached.integrated == pytest.approx(-16.0, abs=0.5)
    assert reached.true_peak <= -1.5
    assert segment.seconds == pytest.approx(segment.cues[-1].end, abs=0.002)


@pytest.mark.parametrize("seconds", [0.02, 0.2, 0.45, 0.79])
def test_what_is_too_short_to_be_measured_is_still_about_as_loud(ffmpeg: str, tmp_path: Path, seconds: float) -> None:
    segment = made(a_narration(a_clip("Yes.", tone(seconds, 900))), tmp_path)
    with wave.open(str(segment.pcm)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    assert segment.seconds == pytest.approx(seconds, abs=0.02)
    assert max(map(abs, samples)) < 10 ** (-1.5 / 20) * 32768
    assert guessed_loudness(samples) == pytest.approx(-16.0, abs=3.0)


@pytest.mark.parametrize("narration", [a_narration(), a_narration(a_clip("…", silence(0.3)))], ids=["empty", "silent"])
def test_nothing_said_lasts_no_time(tmp_path: Path, narration: Narration) -> None:
    segment = made(narration, tmp_path)
    assert (segment.seconds, segment.cues) == (0.0, ())
    assert seconds_of(segment.pcm) == 0.0


def test_it_is_44_1_khz_mono_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    segment = made(a_narration(a_clip()), tmp_path)
    with wave.open(str(segment.pcm)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 1, 2)
    assert list(segment.pcm.parent.iterdir()) == [segment.pcm]


def test_who_wrote_and_spoke_goes_along(tmp_path: Path) -> None:
    segment = made(a_narration(a_clip()), tmp_path)
    assert (segment.section, segment.title, segment.writer, segment.voice) == ("day", "Your day", "builtin", "babble")


def test_the_deadline_ends_it_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="in time"):
        asyncio.run(make_segment(a_narration(a_clip()), tmp_path / "segment.wav", soon(0)))
    assert list(tmp_path.iterdir()) == []
