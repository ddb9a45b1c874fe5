import asyncio
import time
from pathlib import Path

import pytest

from daemon.clock.budget import Deadline
from daemon.home.clips import Clips
from daemon.model import Clip, Line, Narration, Script
from daemon.narrate.base import VoiceError
from daemon.narrate.narrate import narrate


class ToneVoice:
    """A voice whose clips are as long as its texts; `fail` makes its next lines fail."""

    name = "tone"
    identity = "tone/1"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self._failures: list[VoiceError] = []
        self._hangs = False

    def fail(self, *failures: VoiceError) -> None:
        self._failures += failures

    def hang(self) -> None:
        self._hangs = True

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        self.asked.append((before, text, after))
        if self._failures:
            raise self._failures.pop(0)
        if self._hangs:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        return Clip(text=text, rate=8000, pcm=b"\x01\x00" * len(text))

    async def close(self) -> None:
        pass


def a_script(*texts: str) -> Script:
    lines = tuple(Line(text=text) for text in texts)
    return Script(section="day", title="Your day", language="en", writer="builtin", lines=lines)


def narrated(voice: ToneVoice, folder: Path, *texts: str, seconds: float = 10) -> Narration:
    return asyncio.run(narrate(a_script(*texts), voice, Clips(folder), Deadline.after(seconds, time.monotonic)))


def test_one_clip_a_line_in_order(tmp_path: Path) -> None:
    narration = narrated(ToneVoice(), tmp_path, *(f"Line {number}." for number in range(20)))
    assert [clip.text for clip in narration.clips] == [f"Line {number}." for number in range(20)]
    assert narration.voice == "tone"


def test_each_line_is_spoken_with_its_neighbours(tmp_path: Path) -> None:
    voice = ToneVoice()
    narrated(voice, tmp_path, "One.", "Two.", "Three.")
    assert voice.asked == [("", "One.", "Two."), ("One.", "Two.", "Three."), ("Two.", "Three.", "")]


def test_nothing_is_spoken_twice(tmp_path: Path) -> None:
    voice = ToneVoice()
    first = narrated(voice, tmp_path, "One.", "Two.")
    assert narrated(voice, tmp_path, "One.", "Two.") == first
    assert len(voice.asked) == 2


def test_another_voice_gets_its_own_clips(tmp_path: Path) -> None:
    other = ToneVoice()
    other.identity = "tone/2"
    narrated(ToneVoice(), tmp_path, "One.")
    narrated(other, tmp_path, "One.")
    assert len(other.asked) == 1


def test_a_passing_failure_is_tried_once_more(tmp_path: Path) -> None:
    voice = ToneVoice()
    voice.fail(VoiceError("busy", transient=True))
    assert len(narrated(voice, tmp_path, "One.").clips) == 1


@pytest.mark.parametrize(("transient", "tries"), [(True, 2), (False, 1)])
def test_a_lasting_failure_is_the_stages(tmp_path: Path, transient: bool, tries: int) -> None:
    voice = ToneVoice()
    voice.fail(*(VoiceError("no", transient=transient) for _ in range(2)))
    with pytest.raises(VoiceError, match="no"):
        narrated(voice, tmp_path, "One.")
    assert len(voice.asked) == tries


def test_what_was_spoken_before_a_failure_is_kept(tmp_path: Path) -> None:
    voice = ToneVoice()
    narrated(voice, tmp_path, "One.")
    voice.fail(VoiceError("no", transient=False))
    with pytest.raises(VoiceError):
        narrated(voice, tmp_path, "Another.")
    assert narrated(voice, tmp_path, "One.").clips[0].text == "One."


def test_the_deadline_holds(tmp_path: Path) -> None:
    voice = ToneVoice()
    voice.hang()
    with pytest.raises(VoiceError, match="in time"):
        narrated(voice, tmp_path, "One.", "Two.", seconds=0.05)


def test_no_lines_no_clips(tmp_path: Path) -> None:
    assert narrated(ToneVoice(), tmp_path).clips == ()
