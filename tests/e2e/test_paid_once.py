"""What a voice was paid for is used: after `kill -9` at any moment, and in nothing but its own episode."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.mornings import WORDS, Morning
from tests.fakes.speech_server import SpeechServer

AT_ONCE = 3
MOMENTS = 20
SEED = 7


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        server.takes(AT_ONCE)
        yield server


def texts(speech: SpeechServer) -> set[str]:
    return {each.text for each in speech.requests if each.text}


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path, speech: SpeechServer) -> None:
    speech.paced(0.1, 0.02)
    started = time.monotonic()
    Morning.of(tmp_path / "whole", speech).made()
    lasts = time.monotonic() - started
    needed, longest = sum(map(len, texts(speech))), max(map(len, texts(speech)))
    moments = random.Random(SEED)  # noqa: S311  # the same moments every time
    caught = 0
    for place in range(MOMENTS):
        morning = Morning.of(tmp_path / str(place), speech)
        before = speech.bought
        caught += killed_after(morning, moments.uniform(0.2, 1.0) * lasts)
        morning.made()
        assert speech.bought - before <= needed + AT_ONCE * longest, f"moment {place}"
        assert not list(morning.episode.rglob("*.part"))
    assert caught > MOMENTS / 2, "most were killed while they worked"


def killed_after(morning: Morning, seconds: float) -> bool:
    """Whether it was still at work."""
    running = morning.person.starts(*WORDS)
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        return True
    return False


def test_the_same_words_are_bought_once(tmp_path: Path, speech: SpeechServer) -> None:
    morning = Morning.of(tmp_path, speech)
    morning.made()
    bought = speech.bought
    assert bought == sum(map(len, texts(speech)))
    morning.made("--again")
    assert speech.bought == bought


def test_a_shorter_script_carries_nothing_of_the_old_one(tmp_path: Path, speech: SpeechServer) -> None:
    morning = Morning.of(tmp_path, speech)
    long = morning.made()
    for file in morning.inbox.iterdir():
        if "note" in file.read_text():
            file.unlink()
    short = morning.made("--again")
    assert short["seconds"] < long["seconds"] - 10
    assert "boiler" in "".join(texts(speech))
    assert [file for file in morning.episode.rglob("*") if file.is_file() and b"boiler" in file.read_bytes()] == []
    assert len(morning.segments()) == len(list(morning.episode.glob("sections/*")))
