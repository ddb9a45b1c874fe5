"""Whatever a voice's service does in the middle: a whole episode, in one voice a section, in time."""

import random
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from daemon.master.ffmpeg import find
from tests.e2e.mornings import Morning
from tests.fakes.speech_server import VOICE, SpeechServer

IN_TIME = 60.0
"""Seconds; a request that hangs is given up after some fifteen."""

Fault = Callable[[SpeechServer], None]
CHUNKS = random.Random(20260324)  # noqa: S311  # the same ones every time
TEXTS = 8
"""Of such a morning, at least."""


def chunk() -> int:
    """One of its texts, counted from the first."""
    return CHUNKS.randint(1, TEXTS)


PASSING: dict[str, Fault] = {
    "429 storm": lambda speech: speech.storm(12),
    "one 500": lambda speech: speech.fails_once(500, at=chunk()),
    "hang": lambda speech: speech.hangs_once(at=chunk()),
    "cut body": lambda speech: speech.cuts_once(at=chunk()),
    "garbage audio": lambda speech: speech.garbage_once(at=chunk()),
    "silence": lambda speech: speech.silence_once(at=chunk()),
    "babble": lambda speech: speech.babble_once(at=chunk()),
}
LASTING: dict[str, Fault] = {
    "quota used up": lambda speech: speech.has_quota(300),
    "key refused": lambda speech: speech.refuses("key"),
    "somebody's clone": lambda speech: speech.has_voice(VOICE, "cloned", is_owner=True),
}


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        server.takes(3)
        yield server


def heard(audio: Path) -> float:
    """Seconds that the file decodes to, to its end and without an error."""
    command = (
        str(find().path),
        "-v",
        "error",
        "-i",
        audio,
        "-map",
        "0:a",
        "-f",
        "s16le",
        "-ar",
        "8000",
        "-ac",
        "1",
        "-",
    )
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr == b""
    return len(done.stdout) / 16_000


def made_in_time(morning: Morning) -> None:
    started = time.monotonic()
    episode = morning.made()
    assert time.monotonic() - started < IN_TIME
    assert heard(Path(episode["audio"])) == pytest.approx(episode["seconds"], abs=0.1)
    transcript = (morning.episode / "transcript.vtt").read_text().casefold()
    assert all(word in transcript for word in ("dentist", "rent", "boiler"))


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_tried_again(tmp_path: Path, speech: SpeechServer, name: str) -> None:
    PASSING[name](speech)
    morning = Morning.of(tmp_path, speech)
    made_in_time(morning)
    assert {segment["voice"] for segment in morning.segments()} == {morning.segments()[0]["voice"]}
    assert all(not segment["voices_fell"] for segment in morning.segments())


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_makes_another_voice_speak(tmp_path: Path, speech: SpeechServer, name: str) -> None:
    LASTING[name](speech)
    morning = Morning.of(tmp_path, speech)
    made_in_time(morning)
    fell = [segment for segment in morning.segments() if segment["voices_fell"]]
    assert fell
    assert all("espeak" in segment["voice"] for segment in fell), "never two voices in one section"
    notes = (morning.episode / "notes.html").read_text()
    assert fell[0]["title"].replace("'", "&#x27;") in notes
