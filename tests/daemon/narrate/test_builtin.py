import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.model import Clip
from daemon.narrate.base import Studio, Voice, VoiceError, VoiceType
from daemon.narrate.builtin import VOICE, BuiltinVoice, BuiltinVoiceConfig, candidates
from daemon.narrate.child import speakable
from daemon.narrate.espeak import word_times
from tests.contract.voice import VoiceContract, run, speak

CHILD = (sys.executable, "-I", "-m", "daemon.narrate.espeak")


def a_voice(language: str = "en", **settings: Any) -> Callable[[], BuiltinVoice]:
    return lambda: BuiltinVoice(BuiltinVoiceConfig(**settings), Studio(language, Path()))


class TestBuiltinContract(VoiceContract):
    voice_type: ClassVar[VoiceType] = VOICE
    settings: ClassVar[dict[str, Any]] = {"words_per_minute": 150}

    @pytest.fixture
    def make(self) -> Callable[[], Voice]:
        return a_voice()

    @pytest.fixture
    def broken(self) -> Callable[[], Voice]:
        return a_voice(voice="no-such-voice")


@pytest.mark.parametrize(
    "language", ["en", "en-US", "en-GB", "de", "de-AT", "fr", "fr-FR", "es", "es-MX", "pt-BR", "nb"]
)
def test_speaks_the_listeners_language(language: str) -> None:
    assert speak(a_voice(language), "Radio Berlin, 38 %.").seconds > 1.0


def test_says_what_to_do_about_a_language_that_it_does_not_speak() -> None:
    with pytest.raises(VoiceError, match=r"'tlh'.*set another `language`") as caught:
        speak(a_voice("tlh"), "nuqneH")
    assert not caught.value.transient


def test_speaks_at_the_pace_that_is_set() -> None:
    text = "Trains are expected to run every twenty minutes at best, and the street lights have been switched off. " * 3
    slow, fast = (speak(a_voice(words_per_minute=pace), text) for pace in (120, 180))
    assert slow.seconds / fast.seconds == pytest.approx(1.5, rel=0.1)


def test_words_are_those_of_the_text() -> None:
    text = "Für München heißt das: 38 % – um 14:00 Uhr."
    assert [word.text for word in speak(a_voice("de"), text).words] == text.split()


def test_starts_anew_after_its_child_was_killed() -> None:
    async def killed_between(voice: Voice) -> Clip:
        await voice.speak("Before.")
        assert isinstance(voice, BuiltinVoice)
        assert voice._child.process is not None
        voice._child.process.kill()
        await voice._child.process.wait()
        return await voice.speak("After.")

    assert run(a_voice(), killed_between).seconds > 0.3


def test_leaves_no_child_behind() -> None:
    async def pid(voice: Voice) -> int:
        await voice.speak("Once.")
        assert isinstance(voice, BuiltinVoice)
        assert voice._child.process is not None
        return voice._child.process.pid

    with pytest.raises(ProcessLookupError):
        os.kill(run(a_voice(), pid), 0)


def test_the_child_ends_with_its_input() -> None:
    done = subprocess.run(CHILD, input=b"", capture_output=True, timeout=20)
    assert done.returncode == 0
    assert json.loads(done.stdout)["rate"] == 22_050


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    program = f"""
import pathlib, daemon.narrate.espeak as child
child._limit()
pathlib.Path({str(tmp_path / "written")!r}).write_text("x")
"""
    done = subprocess.run((sys.executable, "-c", program), capture_output=True, timeout=20)
    assert done.returncode != 0
    assert not (tmp_path / "written").read_bytes()


@pytest.mark.parametrize("voice", ["../../etc/passwd", "en\n", "", "en+../x"])
def test_a_voice_is_a_name_and_no_path(voice: str) -> None:
    with pytest.raises(ValidationError):
        BuiltinVoiceConfig(voice=voice)


@pytest.mark.parametrize(
    ("language", "voices"),
    [
        ("en", ["en-gb-x-rp", "en"]),
        ("en-US", ["en-us", "en-gb-x-rp", "en"]),
        ("de-AT", ["de-at", "de"]),
        ("pt_BR", ["pt-br", "pt"]),
        ("zh-CN", ["zh-cn", "cmn", "zh"]),
    ],
)
def test_looks_for_the_language_then_for_what_is_near_it(language: str, voices: list[str]) -> None:
    assert candidates(language) == voices


def test_a_line_is_spoken_without_what_cannot_be() -> None:
    assert speakable("one\x00two\n\n three\ud800 vier\u0085") == "one two three vier"


@pytest.mark.parametrize(
    ("text", "starts", "words"),
    [
        ("", [], []),
        ("one two", [(0, 0), (4, 250)], [("one", 0.0), ("two", 0.25)]),
        (
            "costs 1,200 euros",
            [(0, 0), (6, 100), (7, 200), (12, 900)],
            [("costs", 0.0), ("1,200", 0.1), ("euros", 0.9)],
        ),
        ("one — two", [(0, 0), (6, 500)], [("one", 0.0), ("—", 0.5), ("two", 0.5)]),
        ("one two", [(0, 0)], [("one", 0.0), ("two", 0.0)]),
        ("late early", [(0, 700), (5, 300)], [("late", 0.3), ("early", 0.3)]),
    ],
)
def test_word_times(text: str, starts: list[tuple[int, int]], words: list[tuple[str, float]]) -> None:
    assert word_times(text, starts) == words
