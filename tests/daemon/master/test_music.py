import asyncio
import http.server
import math
import operator
import os
import subprocess
import threading
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from daemon.master import sting
from daemon.master.ffmpeg import Ffmpeg, Loudness, MasterError, measure
from daemon.master.music import MADE_BED, Music, lay_under
from daemon.master.wording import WORDINGS
from tests.daemon.master.studio import BINARIES, binary, soon, using

RATE = 44_100
WORDS = ((0.5, 4.0), (4.4, 7.0), (9.5, 12.0))
"""When somebody speaks in `segment()`; from 7.0 to 9.5 nobody does."""
SPOKEN, PAUSE = (1.5, 4.0), (8.3, 9.4)
LENGTH = 12.0
LOUD = 57_500


@pytest.fixture(params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.fixture
def heard(tmp_path: Path, ffmpeg: str) -> "Meter":
    return Meter(tmp_path / "heard.wav", Ffmpeg(Path(ffmpeg)))


class Meter:
    def __init__(self, file: Path, ffmpeg: Ffmpeg) -> None:
        self._file, self._ffmpeg = file, ffmpeg

    def __call__(self, pcm: bytes, rate: int = RATE) -> Loudness:
        write(self._file, pcm, rate)
        return asyncio.run(measure(self._ffmpeg, self._file, soon()))


def write(path: Path, pcm: bytes, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", "NONE"))
        file.writeframes(pcm)
    return path


def read(path: Path) -> "array[int]":
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def between(samples: "array[int]", start: float, end: float) -> "array[int]":
    return samples[round(start * RATE) : round(end * RATE)]


def made_by_ffmpeg(path: Path, source: str, *output: str) -> Path:
    command = (binary("wheel"), "-v", "error", "-f", "lavfi", "-i", source, *output, str(path))
    subprocess.run(command, check=True)
    return path


def opening(own: bool | Path) -> bytes:
    return asyncio.run(Music(sting=own).opening(soon()))


def bridge(own: bool | Path) -> bytes:
    return asyncio.run(Music(sting=own).bridge(soon()))


def seconds(pcm: bytes) -> float:
    return len(pcm) / 2 / RATE


# The stings


def test_made_by_code_or_none() -> None:
    assert opening(True) == sting.opening()
    assert bridge(True) == sting.bridge()
    assert opening(False) == bridge(False) == b""


TUNE = (
    "aevalsrc='{level}*(sin(2*PI*330*t)+sin(2*PI*495*t))*(0.6+0.4*sin(2*PI*3*t))|{level}*sin(2*PI*220*t)':d={d}:s={s}"
)


@pytest.mark.parametrize(
    ("name", "level", "rate"),
    [("loud.wav", 0.45, 44_100), ("quiet.mp3", 0.02, 48_000), ("old.m4a", 0.1, 22_050)],
)
def test_an_own_sting_is_cut_faded_and_brought_to_its_level(
    tmp_path: Path, heard: Meter, name: str, level: float, rate: int
) -> None:
    file = made_by_ffmpeg(tmp_path / name, TUNE.format(level=level, d=10, s=rate))
    for pcm, longest in ((opening(file), 8.0), (bridge(file), 2.5)):
        assert longest - 0.1 < seconds(pcm) <= longest
        reached = heard(pcm)
        assert reached.integrated == pytest.approx(-18, abs=0.7)
        assert reached.true_peak <= -2
        assert max(map(abs, array("h", pcm[-400:]))) < 300


def test_a_sting_of_peaks_stays_below_the_ceiling(tmp_path: Path, heard: Meter) -> None:
    ticks = "aevalsrc='if(lt(mod(t,0.5),0.002),0.9*sin(2*PI*1500*t),0.002*sin(2*PI*300*t))':d=4:s=44100"
    assert -3 <= heard(opening(made_by_ffmpeg(tmp_path / "ticks.wav", ticks))).true_peak <= -1.9


def test_a_short_sound_is_as_loud_as_a_long_one(tmp_path: Path, heard: Meter) -> None:
    file = made_by_ffmpeg(tmp_path / "ding.wav", "sine=660:d=0.3:r=44100")
    pcm = opening(file)
    assert asyncio.run(Music(sting=file).remarks("en", soon())) == ()
    assert seconds(pcm) == pytest.approx(0.3, abs=0.02)
    assert heard(pcm * 12).integrated == pytest.approx(-18, abs=0.7)


def test_silence_around_an_own_sting_is_left_out(tmp_path: Path) -> None:
    file = made_by_ffmpeg(tmp_path / "late.wav", "sine=440:d=2:r=44100", "-af", "adelay=9000,apad=pad_dur=9")
    assert seconds(opening(file)) == pytest.approx(2, abs=0.05)


def test_any_name_of_a_file(tmp_path: Path) -> None:
    write(tmp_path / "plain.wav", sting.opening())
    for name in ("-y", "concat:a|b.wav", "pipe:0", "%d 100%.wav"):
        file = (tmp_path / "plain.wav").rename(tmp_path / name)
        assert opening(file) not in {b"", sting.opening()}
        file.rename(tmp_path / "plain.wav")


def unreadable(folder: Path, what: str) -> Path:
    file = folder / f"{what}.mp3"
    if what == "text":
        file.write_text("This is no music.\n" * 100)
    elif what == "empty":
        file.touch()
    elif what == "folder":
        file.mkdir()
    elif what == "picture":
        made_by_ffmpeg(file.with_suffix(".png"), "color=red:size=64x64", "-frames:v", "1").rename(file)
    elif what == "silence":
        made_by_ffmpeg(file, "anullsrc=r=44100:d=3")
    return file


UNREADABLE = ("missing", "text", "empty", "folder", "picture", "silence")


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_made_and_remarked(tmp_path: Path, ffmpeg: str, what: str) -> None:
    file = unreadable(tmp_path, what)
    assert opening(file) == sting.opening()
    assert bridge(file) == sting.bridge()
    music = Music(sting=file, bed=file)
    (remark,) = asyncio.run(music.remarks("en-GB", soon()))
    assert remark == f"{what}.mp3 could not be played: the show’s own music took its place."


def test_a_file_that_never_answers_is_one_that_cannot_be_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)

    async def both() -> tuple[bytes, tuple[str, ...]]:
        music = Music(sting=pipe, bed=pipe)
        return await music.opening(soon(3)), await music.remarks("en", soon(3))

    made, remarks = asyncio.run(both())
    assert made == sting.opening()
    assert len(remarks) == 1


@pytest.mark.parametrize("language", WORDINGS)
def test_a_remark_names_the_file_alone(tmp_path: Path, language: str) -> None:
    tune = write(tmp_path / "tune.wav", sting.opening())
    (remark,) = asyncio.run(Music(sting=tune, bed=tmp_path / "gone.mp3").remarks(language, soon()))
    assert "gone.mp3" in remark
    assert str(tmp_path) not in remark


def test_nothing_is_remarked_of_made_music() -> None:
    assert asyncio.run(Music(sting=True, bed=True).remarks("en", soon())) == ()


def test_a_playlist_reaches_nothing(tmp_path: Path, ffmpeg: str) -> None:
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/tune.ts"
        playlist = tmp_path / "tunes.m3u8"
        playlist.write_text(
            f"#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n{address}\n#EXTINF:3,\n{address}\n#EXT-X-ENDLIST\n"
        )
        assert opening(playlist) == sting.opening()
        server.shutdown()
    assert asked == []


# The bed


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A segment as it is joined: syllables of noise at −16 LUFS, and cracks up to −2 dB, at last."""
    random = Random(7)  # noqa: S311  # noise, always the same
    samples = array("h", bytes(2 * round(LENGTH * RATE)))
    before = 0.0
    for start, end in WORDS:
        for at in range(round(start * RATE), round(end * RATE)):
            hiss = random.uniform(-1, 1)
            before = 0.95 * before + 0.05 * hiss
            samples[at] = round((LOUD * before + 1000 * hiss) * abs(math.sin(math.pi * 4 * at / RATE)))
    for at in range(round(9.8 * RATE), round(LENGTH * RATE), 30_000):
        samples[at : at + 3] = array("h", (13_000, 25_900, 13_000))
    file = write(tmp_path_factory.mktemp("speech") / "speech.wav", samples.tobytes())
    reached = asyncio.run(measure(Ffmpeg(Path(binary("wheel"))), file, soon()))
    assert reached.integrated == pytest.approx(-16, abs=0.2)
    return samples.tobytes()


def laid_under(folder: Path, speech: bytes, bed: bool | Path) -> "array[int]":
    pcm = write(folder / "segment.wav", speech)
    asyncio.run(lay_under(pcm, Music(bed=bed), soon()))
    return read(pcm)


def what_was_added(mixed: "array[int]", speech: bytes, start: float = 0.0, end: float = LENGTH) -> "array[int]":
    """That part of the mix without the speech, at whatever one gain that is in it."""
    mix, voice = between(mixed, start, end), between(array("h", speech), start, end)
    gain = sum(map(operator.mul, mix, voice)) / sum(map(operator.mul, voice, voice)) if any(voice) else 1.0
    assert 0.93 < gain < 1.07
    return array("h", (round(one - gain * other) for one, other in zip(mix, voice, strict=True)))


def own_bed(folder: Path, what: str) -> bool | Path:
    if what == "made":
        return True
    if what == "gone":
        return folder / "gone.mp3"
    length, level = (3, 0.4) if what == "short" else (20, 0.01)
    return made_by_ffmpeg(folder / f"{what}.mp3", TUNE.format(level=level, d=length, s=44_100))


@pytest.mark.parametrize("what", ["made", "short", "long", "gone"])
def test_a_bed_gives_way_to_speech_and_moves_no_word(tmp_path: Path, heard: Meter, speech: bytes, what: str) -> None:
    mixed = laid_under(tmp_path, speech, own_bed(tmp_path, what))
    whole = heard(mixed.tobytes())
    assert whole.integrated == pytest.approx(-16, abs=0.3)
    assert whole.true_peak <= -1.9
    # A word that had moved by one sample would be left over, at nearly its own loudness.
    assert heard(what_was_added(mixed, speech, *SPOKEN).tobytes()).integrated == pytest.approx(-34, abs=2)
    assert heard(between(mixed, *PAUSE).tobytes()).integrated == pytest.approx(-26, abs=1.5)


def test_a_bed_fades_in_and_out(tmp_path: Path, ffmpeg: str, speech: bytes) -> None:
    middle = bytes(4 * RATE) + speech[2 * RATE : 8 * RATE] + bytes(8 * RATE)
    added = laid_under(tmp_path, middle, bed=True)
    levels = [max(map(abs, between(added, start, start + 0.1))) for start in (0.05, 0.45, 1.2, 6.9, 7.95, 8.85)]
    full = levels[2]
    assert levels == pytest.approx([full * share for share in (0.15, 0.55, 1.0, 1.0, 0.53, 0.08)], rel=0.45)
    assert max(map(abs, (*added[:20], *added[-20:]))) <= 2


def test_the_made_bed_has_the_level_it_is_taken_to_have(heard: Meter) -> None:
    assert heard(sting.bed() * 2, sting.BED_RATE).integrated == pytest.approx(MADE_BED, abs=0.2)


@pytest.mark.parametrize("length", [0.05, 0.4, 1.0, 2.5])
def test_a_short_segment_stays_as_long_as_it_is(tmp_path: Path, ffmpeg: str, speech: bytes, length: float) -> None:
    part = speech[2 * RATE : 2 * RATE + 2 * round(length * RATE)]
    mixed = laid_under(tmp_path, part, bed=True)
    assert len(mixed) == len(part) // 2
    assert sum(map(abs, what_was_added(mixed, part))) / len(mixed) < 400


def test_nothing_is_touched_without_a_bed_or_without_sound(tmp_path: Path, speech: bytes) -> None:
    pcm = write(tmp_path / "segment.wav", speech)
    before = pcm.read_bytes()
    asyncio.run(lay_under(pcm, Music(bed=False), soon()))
    assert pcm.read_bytes() == before
    assert laid_under(tmp_path, b"", bed=True) == array("h")


def test_nothing_is_left_beside_the_segment(tmp_path: Path, speech: bytes) -> None:
    laid_under(tmp_path, speech, bed=True)
    assert [file.name for file in tmp_path.iterdir()] == ["segment.wav"]


def test_out_of_time_leaves_the_segment_as_it_was(tmp_path: Path, speech: bytes) -> None:
    pcm = write(tmp_path / "segment.wav", speech)
    with pytest.raises(MasterError):
        asyncio.run(lay_under(pcm, Music(bed=True), soon(0.0)))
    assert read(pcm).tobytes() == speech
    assert [file.name for file in tmp_path.iterdir()] == ["segment.wav"]
