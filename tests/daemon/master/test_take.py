import asyncio
import wave
from array import array
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.master.ffmpeg import Ffmpeg, MasterError, measure
from daemon.master.take import RATE, Speech, guessed_loudness, level, seconds_of, trimmed
from daemon.model import Clip, Line, Spoken, Take, Word
from tests.daemon.master.studio import BINARIES, a_clip, a_voice, babble, onsets, soon, using

LOW = 22_050
TEXT = "The design review is in room four. In the middle of it, at half past ten, is your call with Doctor Weiss."


@pytest.fixture(params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


def tone(seconds: float, swing: int = 8000, rate: int = LOW) -> bytes:
    return array("h", ([swing] * 50 + [-swing] * 50) * round(seconds * rate / 100)).tobytes()


def silence(seconds: float, rate: int = LOW) -> bytes:
    return bytes(2 * round(seconds * rate))


def taken(clip: Clip, folder: Path, *lines: Line) -> Take:
    spoken = Spoken(lines=lines or (Line(text=clip.text),), clip=clip)
    return asyncio.run(level(spoken, folder / "takes" / "1.wav", soon()))


def samples_of(take: Take) -> "array[int]":
    with wave.open(str(take.pcm)) as file:
        return array("h", file.readframes(file.getnframes()))


# What is kept of a clip.


def test_silence_around_a_clip_goes_but_for_30_ms() -> None:
    speech = trimmed(a_clip(pcm=silence(0.5) + tone(1.0) + silence(0.8)))
    assert speech.seconds == pytest.approx(1.06, abs=0.015)
    assert speech.moved(0.5) == pytest.approx(0.03, abs=0.01)
    assert (speech.moved(0.0), speech.moved(2.3)) == (0.0, speech.seconds)


def test_a_long_silence_within_is_shortened_and_what_follows_moves_along() -> None:
    speech = trimmed(a_clip(pcm=tone(1.0) + silence(2.0) + tone(1.0) + silence(0.8) + tone(0.5)))
    assert speech.seconds == pytest.approx(1.0 + 0.6 + 1.0 + 0.8 + 0.5, abs=0.015)
    assert [speech.moved(at) for at in (0.5, 3.0, 4.8)] == [pytest.approx(at, abs=0.015) for at in (0.5, 1.6, 3.4)]
    assert speech.moved(2.0) == pytest.approx(1.3, abs=0.015)


@given(
    st.lists(st.tuples(st.floats(0.05, 1.5), st.floats(0.0, 2.5)), min_size=1, max_size=6),
    st.sampled_from([8_000, 22_050, 48_000]),
)
def test_moments_keep_their_order_and_sounds_their_distance(parts: list[tuple[float, float]], rate: int) -> None:
    pcm = b"".join(tone(sound, rate=rate) + silence(pause, rate) for sound, pause in parts)
    clip = a_clip(pcm=pcm, rate=rate)
    speech = trimmed(clip)
    moved = [speech.moved(at * clip.seconds / 50) for at in range(51)]
    assert moved == sorted(moved)
    assert 0.0 <= moved[0] <= moved[-1] <= speech.seconds <= clip.seconds + 1 / rate
    assert sum(end - start for start, end in speech.kept) == len(speech.samples)
    windows = [speech.samples[at : at + rate // 100] for at in range(0, len(speech.samples), rate // 100)]
    loud = [at / 100 for at, window in enumerate(windows) if max(window) > 4000]
    assert max((after - before for before, after in pairwise(loud)), default=0.0) <= 0.95


def test_ends_and_cuts_fade() -> None:
    clip = a_clip(pcm=tone(1.0) + silence(2.0) + tone(1.0))
    noisy = array("h", clip.pcm)
    for at in range(0, len(noisy), 7):
        noisy[at] += 60 if at % 2 else -60
    samples = trimmed(a_clip(pcm=noisy.tobytes())).samples
    assert (samples[0], samples[-1]) == (0, 0)
    assert max(map(abs, samples[:20])) < 2000 < max(map(abs, samples[150:200]))
    cut = round(1.3 * LOW)
    assert max(abs(one - other) for one, other in pairwise(samples[cut - 300 : cut + 300])) <= 64


def test_a_quiet_voice_is_heard_and_loud_noise_is_silence() -> None:
    quiet = trimmed(a_clip(pcm=silence(0.5) + tone(1.0, 400) + silence(0.5)))
    assert quiet.seconds == pytest.approx(1.06, abs=0.015)
    loud = trimmed(a_clip(pcm=tone(0.5, 200) + tone(1.0, 30_000) + tone(0.5, 200)))
    assert loud.seconds == pytest.approx(1.06, abs=0.015)


@pytest.mark.parametrize("pcm", [b"", b"\x01", silence(0.5), tone(1.0, 100)], ids=["none", "half", "silent", "faint"])
def test_a_clip_without_sound_takes_no_time(tmp_path: Path, pcm: bytes) -> None:
    take = taken(a_clip("…", pcm), tmp_path, Line(text="…", items=("a",)))
    assert (take.seconds, take.cues) == (0.0, ())
    assert seconds_of(take.pcm) == 0.0


# How loud it becomes.


@pytest.mark.parametrize("rate", [8_000, 24_000, 44_100])
@pytest.mark.parametrize("loudness", [-35.0, -10.0])
def test_every_voice_comes_to_the_same_loudness(ffmpeg: str, tmp_path: Path, loudness: float, rate: int) -> None:
    take = taken(a_voice(TEXT, loudness, rate), tmp_path)
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), take.pcm, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.3)
    assert reached.true_peak <= -1.6


@pytest.mark.parametrize("rate", [16_000, 48_000])
@pytest.mark.parametrize("loud", [0.02, 0.9])
def test_a_peaky_one_does_too(ffmpeg: str, tmp_path: Path, loud: float, rate: int) -> None:
    take = taken(a_clip(pcm=babble(6.0, loud, rate, peaky=True), rate=rate), tmp_path)
    reached = asyncio.run(measure(Ffmpeg(Path(ffmpeg)), take.pcm, soon()))
    assert reached.integrated == pytest.approx(-16.0, abs=0.3)
    assert reached.true_peak <= -1.6


@pytest.mark.parametrize("seconds", [0.02, 0.2, 0.45, 0.79])
def test_what_is_too_short_to_be_measured_is_still_about_as_loud(ffmpeg: str, tmp_path: Path, seconds: float) -> None:
    take = taken(a_clip("Yes.", tone(seconds, 900)), tmp_path)
    samples = samples_of(take)
    assert take.seconds == pytest.approx(seconds, abs=0.02)
    assert max(map(abs, samples)) < 10 ** (-1.5 / 20) * 32768
    assert guessed_loudness(Speech(samples, RATE, 0, ())) == pytest.approx(-16.0, abs=3.0)


def test_an_offset_does_not_count_as_loudness(tmp_path: Path) -> None:
    shifted = array("h", (sample + 5000 for sample in array("h", tone(0.5, 900)))).tobytes()
    samples = samples_of(taken(a_clip("Yes.", shifted), tmp_path))
    assert guessed_loudness(Speech(samples, RATE, 0, ())) == pytest.approx(-16.0, abs=1.0)


def test_loud_and_soft_words_come_nearer_to_each_other_without_pumping(tmp_path: Path) -> None:
    soft, loud = a_voice("One two three four five.", -28), a_voice("Six seven eight nine ten.", -16)
    samples = samples_of(taken(a_clip(pcm=soft.pcm + loud.pcm), tmp_path))
    starts = [round(at * RATE) for at in onsets(samples)]
    levels = [max(samples[start : start + RATE // 8]) for start in starts]
    assert len(levels) == 10
    assert 1.8 < sum(levels[6:]) / sum(levels[1:5]) < 3.2  # of 4.0
    assert max(levels[7:]) / min(levels[7:]) < 1.25
    assert max(levels[1:5]) / min(levels[1:5]) < 1.25


def test_an_offset_is_taken_away_without_a_click(tmp_path: Path) -> None:
    samples = samples_of(taken(a_voice(TEXT, -24, offset=2000), tmp_path))
    assert abs(sum(samples) / len(samples)) < 20
    assert max(map(abs, samples[: RATE // 100])) < 600
    assert max(map(abs, samples[-RATE // 100 :])) < 600


def test_a_clip_that_is_cut_to_the_quick_does_not_click(tmp_path: Path) -> None:
    samples = samples_of(taken(a_clip(pcm=tone(2.0)), tmp_path))
    for end in ([0, *samples[:20]], [*samples[-20:], 0]):
        assert max(abs(one - other) for one, other in pairwise(end)) < 400


# When its words are said.


@pytest.mark.parametrize("rate", [8_000, 22_050, 48_000])
def test_words_sound_when_its_cues_say(ffmpeg: str, tmp_path: Path, rate: int) -> None:
    first, second = "The design review is in room four and lasts an hour.", "Then you are free until one."
    clip = a_voice(f"{first} {second}", -30, rate, lead=0.6, stop=1.8)
    take = taken(clip, tmp_path, Line(text=first, items=("a",)), Line(text=second, items=("b",), speaker="second"))
    heard = onsets(samples_of(take))
    assert len(heard) == len(clip.words)
    assert [cue.text for cue in take.cues] == [first, second]
    assert [cue.start for cue in take.cues] == [pytest.approx(heard[at], abs=0.035) for at in (0, 11)]
    assert (take.cues[0].end, take.cues[1].end) == (take.cues[1].start, take.seconds)
    assert [(cue.items, cue.speaker) for cue in take.cues] == [(("a",), "first"), (("b",), "second")]
    assert (take.first, take.last) == (("a",), ("b",))


@pytest.mark.parametrize("words", [(), (Word(text="Other", start=0.0), Word(text="words.", start=0.3))])
def test_lines_share_the_take_by_their_letters_where_no_words_are_told(tmp_path: Path, words: tuple[Word, ...]) -> None:
    clip = a_clip("One two. Three four, five six, seven.", tone(2.0), words=words)
    lines = (Line(text="One two."), Line(text="Three four, five six, seven."))
    cues = taken(clip, tmp_path, *lines).cues
    assert [cue.text for cue in cues] == [line.text for line in lines]
    assert cues[1].start == pytest.approx(2.0 * 8 / 36, abs=0.02)


def test_words_that_are_told_out_of_order_stay_in_order(tmp_path: Path) -> None:
    words = tuple(Word(text=text, start=start) for text, start in (("One.", 0.5), ("Two.", -1.0), ("Three.", 99.0)))
    take = taken(a_clip("One. Two. Three.", tone(1.0), words=words), tmp_path, *(Line(text=one.text) for one in words))
    assert [(cue.start, cue.end) for cue in take.cues] == [(0.0, 0.0), (0.0, take.seconds), (take.seconds,) * 2]


# The file.


def test_it_is_44_1_khz_mono_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    take = taken(a_clip(), tmp_path)
    again = taken(a_clip(pcm=tone(0.5)), tmp_path)
    with wave.open(str(again.pcm)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (44_100, 1, 2)
    assert again.seconds < take.seconds
    assert list(again.pcm.parent.iterdir()) == [again.pcm]


def test_the_deadline_ends_it_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="in time"):
        asyncio.run(level(Spoken(lines=(Line(text="One."),), clip=a_clip()), tmp_path / "1.wav", soon(0)))
    assert list(tmp_path.iterdir()) == []


def test_many_side_by_side_do_not_disturb_each_other(tmp_path: Path) -> None:
    clip = a_voice(TEXT, -25)

    async def all_at_once() -> list[Take]:
        spoken = Spoken(lines=(Line(text=TEXT),), clip=clip)
        return await asyncio.gather(*(level(spoken, tmp_path / f"{at}.wav", soon()) for at in range(8)))

    takes = asyncio.run(all_at_once())
    assert len({take.pcm.read_bytes() for take in takes}) == 1
