"""The local voice, spoken by sherpa-onnx itself with a model of a few kilobytes (tests/fakes/tiny_voice.py)."""

import asyncio
import os
import sys
from array import array
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.model import Clip
from daemon.narrate.base import Studio, Voice, VoiceError, VoiceType
from daemon.narrate.installed import Installed, files_of, folder_of, keep_record
from daemon.narrate.local import PROGRAM, VOICE, LocalVoice, LocalVoiceConfig
from daemon.narrate.sherpa import pcm
from tests.contract.voice import VoiceContract, run, speak
from tests.fakes import tiny_voice

WITHOUT_THE_LIBRARY = "import sys; sys.modules['sherpa_onnx'] = None; from daemon.narrate import sherpa; sherpa.main()"
SLEEPS = "import sys; print('{}', flush=True); sys.stdin.read()"


def install(
    voices: Path,
    name: str = "tiny",
    languages: tuple[str, ...] = (),
    speakers: tuple[str, ...] = (),
    best: Mapping[str, str] = {},  # nobody writes to it
) -> Path:
    """The tiny model, as it lies in a home."""
    folder = tiny_voice.unpack(folder_of(voices, name))
    record = Installed(
        name=name,
        title="Tiny",
        kind="vits",
        languages=languages,
        address="https://voices.example.org/tiny.tar.bz2",
        size=1,
        sha256="0" * 64,
        licence="none",
        research_only=False,
        when=datetime(2026, 3, 24, tzinfo=UTC),
        speakers=speakers,
        best=best,
    )
    keep_record(folder, record)
    return folder


def a_voice(
    voices: Path, voice: str = "tiny", language: str = "en", program: tuple[str, ...] = PROGRAM, **settings: Any
) -> Callable[[], LocalVoice]:
    config = LocalVoiceConfig(engine="local", voice=voice, **settings)
    return lambda: LocalVoice(config, Studio(language, voices), program)


class TestLocalContract(VoiceContract):
    voice_type: ClassVar[VoiceType] = VOICE
    settings: ClassVar[dict[str, Any]] = {"voice": "tiny/1", "speed": 1.2}

    @pytest.fixture
    def make(self, tmp_path: Path) -> Callable[[], Voice]:
        install(tmp_path)
        return a_voice(tmp_path)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Callable[[], Voice]:
        install(tmp_path).joinpath("tiny.onnx").write_bytes(b"no model")
        return a_voice(tmp_path)


def pitch(clip: Clip) -> float:
    """Of a tone, in Hz, by its zero crossings."""
    samples = array("h", clip.pcm)
    crossings = sum(1 for one, following in pairwise(samples) if one < 0 <= following)
    return crossings / clip.seconds


def test_speaks_as_long_as_the_model_says(tmp_path: Path) -> None:
    install(tmp_path)
    clip = speak(a_voice(tmp_path), "ten digits")
    assert (clip.rate, clip.seconds) == (tiny_voice.RATE, 10 * tiny_voice.SAMPLES / tiny_voice.RATE)


@pytest.mark.parametrize(
    ("voice", "language", "heard"),
    [
        ("tiny", "en", 200),
        ("tiny", "de-AT", 400),
        ("tiny/1", "en", 400),
        ("tiny/low", "de", 200),
        ("tiny/high", "en", 400),
    ],
)
def test_speaks_in_the_voice_of_the_speaker(tmp_path: Path, voice: str, language: str, heard: float) -> None:
    install(tmp_path, speakers=("low", "high"), best={"de": "high"})
    assert pitch(speak(a_voice(tmp_path, voice, language), "a long line of letters")) == pytest.approx(heard, rel=0.06)


def test_speaks_at_the_speed_that_is_set(tmp_path: Path) -> None:
    install(tmp_path)
    slow, fast = (speak(a_voice(tmp_path, speed=speed), "some words") for speed in (0.5, 2.0))
    assert slow.seconds == pytest.approx(4 * fast.seconds)


@pytest.mark.parametrize(
    ("voice", "language", "told"),
    [
        ("other", "en", r"not installed.*dawncast voices install other"),
        ("tiny/nobody", "en", r"no speaker nobody: take one of low, high"),
        ("tiny/2", "en", r"no speaker 2"),
        ("tiny", "fr", r"speaks en, de and not fr"),
    ],
)
def test_says_what_to_do_about_a_voice_that_is_not_there(tmp_path: Path, voice: str, language: str, told: str) -> None:
    install(tmp_path, languages=("en", "de"), speakers=("low", "high"))
    with pytest.raises(VoiceError, match=told) as caught:
        speak(a_voice(tmp_path, voice, language), "A line.")
    assert (caught.value.why, caught.value.transient) == ("voice", False)


def test_says_what_to_install_where_the_library_is_missing(tmp_path: Path) -> None:
    install(tmp_path)
    with pytest.raises(VoiceError, match=r"pip install 'dawncast\[voices\]'") as caught:
        speak(a_voice(tmp_path, program=(sys.executable, "-I", "-c", WITHOUT_THE_LIBRARY)), "A line.")
    assert caught.value.why == "voice"


def test_a_text_of_which_nothing_can_be_spoken_is_an_error(tmp_path: Path) -> None:
    install(tmp_path)
    with pytest.raises(VoiceError, match="made no speech") as caught:
        speak(a_voice(tmp_path), "漢字")
    assert caught.value.why == "sound"


@pytest.mark.parametrize(
    ("part", "damage", "why"),
    [
        ("tokens.txt", None, "voice"),
        ("tokens.txt", b"no table\n", "voice"),
        ("tokens.txt", b"", "sound"),
        ("tiny.onnx", None, "voice"),
        ("tiny.onnx", b"", "voice"),
    ],
)
def test_a_damaged_model_is_told(tmp_path: Path, part: str, damage: bytes | None, why: str) -> None:
    place = install(tmp_path) / part
    place.unlink()
    if damage is not None:
        place.write_bytes(damage)
    with pytest.raises(VoiceError) as caught:
        speak(a_voice(tmp_path), "A line.")
    assert caught.value.why == why


def test_a_model_without_what_sherpa_wants_ends_its_process_alone(tmp_path: Path) -> None:
    place = install(tmp_path) / "tiny.onnx"
    place.write_bytes(place.read_bytes().replace(b"sample_rate", b"sample_ratX"))
    with pytest.raises(VoiceError, match="cannot be used as it is installed") as caught:
        speak(a_voice(tmp_path), "A line.")
    assert caught.value.why == "voice"


def test_starts_anew_after_its_process_was_killed(tmp_path: Path) -> None:
    install(tmp_path)

    async def killed_between(voice: Voice) -> Clip:
        await voice.speak("Before.")
        assert isinstance(voice, LocalVoice)
        assert voice._child.process is not None
        voice._child.process.kill()
        await voice._child.process.wait()
        return await voice.speak("After.")

    assert run(a_voice(tmp_path), killed_between).seconds > 0.3


def test_one_that_is_killed_while_it_speaks_may_be_tried_again(tmp_path: Path) -> None:
    install(tmp_path)

    async def killed_within(voice: Voice) -> None:
        assert isinstance(voice, LocalVoice)
        asking = asyncio.ensure_future(voice.speak("A line."))
        while voice._child.process is None:
            await asyncio.sleep(0)
        voice._child.process.kill()
        with pytest.raises(VoiceError, match="stopped while it spoke") as caught:
            await asking
        assert caught.value.why == "unreachable"

    run(a_voice(tmp_path, program=(sys.executable, "-I", "-c", SLEEPS)), killed_within)


def test_leaves_no_process_behind(tmp_path: Path) -> None:
    install(tmp_path)

    async def pid(voice: Voice) -> int:
        await voice.speak("Once.")
        assert isinstance(voice, LocalVoice)
        assert voice._child.process is not None
        return voice._child.process.pid

    with pytest.raises(ProcessLookupError):
        os.kill(run(a_voice(tmp_path), pid), 0)


def test_its_identity_tells_what_a_clip_is_made_from(tmp_path: Path) -> None:
    install(tmp_path, best={"de": "1"})
    variants = [
        a_voice(tmp_path),
        a_voice(tmp_path, "tiny/1"),
        a_voice(tmp_path, language="de"),
        a_voice(tmp_path, speed=1.1),
        a_voice(tmp_path, "other"),
    ]
    identities = [make().identity for make in variants]
    assert len(set(identities)) == len(identities)
    assert identities[0].startswith("local/tiny/0/")


@pytest.mark.parametrize("voice", ["../../etc/passwd", "tiny/../x", ".hidden", "", "a b", "tiny/"])
def test_a_voice_is_a_name_and_no_path(voice: str) -> None:
    with pytest.raises(ValidationError):
        LocalVoiceConfig(engine="local", voice=voice)


def test_a_kokoro_model_is_known_by_its_file_of_speakers(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokens.txt", "voices.bin", "lexicon-us-en.txt"):
        (tmp_path / name).touch()
    (tmp_path / "espeak-ng-data").mkdir()
    files = files_of(tmp_path)
    assert (files.kind, files.lexicon) == ("kokoro", "")
    assert files.data_dir.endswith("espeak-ng-data")


def test_sound_that_is_too_loud_is_cut_off() -> None:
    assert list(array("h", pcm([0.0, 1.0, -1.0, 1.5, -7.0]))) == [0, 32_767, -32_767, 32_767, -32_767]
