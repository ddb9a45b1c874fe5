"""What the tests of the master stage record and play with."""

import asyncio
import math
import re
import shutil
import subprocess
import time
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import cycle, pairwise
from pathlib import Path
from random import Random
from typing import Literal

import imageio_ffmpeg
import pytest

from connectors.items import Event, Note, Story, Task, Weather
from daemon.clock.budget import Deadline
from daemon.master.ffmpeg import OVERRIDE, is_new_enough
from daemon.master.master import EpisodeSpec
from daemon.master.music import Music
from daemon.master.segment import join
from daemon.master.take import RATE, level
from daemon.model import (
    Briefing,
    Clip,
    Cue,
    Entry,
    Line,
    Narration,
    Rundown,
    Script,
    Section,
    SectionKind,
    Segment,
    Spoken,
    Word,
)
from daemon.narrate.base import Studio
from daemon.narrate.builtin import BuiltinVoice, BuiltinVoiceConfig

DAY = date(2026, 3, 24)
MADE = datetime(2026, 3, 24, 4, 30, tzinfo=UTC)
BINARIES = ("wheel", "system")


def soon(seconds: float = 60) -> Deadline:
    return Deadline.after(seconds, time.monotonic)


def binary(name: str) -> str:
    """The wheel's or the system's ffmpeg; skips where there is no such one."""
    if name == "wheel":
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    found = shutil.which("ffmpeg")
    if found is None:
        pytest.skip("there is no ffmpeg on the PATH")
    if not is_new_enough(subprocess.run([found, "-version"], capture_output=True, text=True).stdout):
        pytest.skip("the PATH's ffmpeg is older than 5.1")
    return found


def using(name: str) -> Iterator[str]:
    """Make that ffmpeg the one which is used, for a fixture of any scope."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(OVERRIDE, binary(name))
        yield binary(name)


# The day that is told: items, and the lines that tell them.

MEETING = Event(
    source="work",
    uid="e1",
    summary="Design <review>",
    start=datetime(2026, 3, 24, 10, tzinfo=UTC),
    end=datetime(2026, 3, 24, 11, tzinfo=UTC),
    location="room 4.2",
)
DENTIST = Event(
    source="family",
    uid="e2",
    summary="Dentist",
    start=datetime(2026, 3, 24, 15, tzinfo=UTC),
    end=datetime(2026, 3, 24, 16, tzinfo=UTC),
    location="Hauptstraße 1",
    private=True,
)
RENT = Task(source="todo", uid="t1", summary="Pay rent", due=DAY)
STRIKE = Story(
    source="news", uid="s1", title="S-Bahn strike & delays", link="https://example.org/strike?a=1&b=2",
    feed="Tagesblick", also_in=("Stadtfunk",),
)  # fmt: skip
COMET = Story(source="news", uid="s2", title="A comet's far side", link="javascript:alert(1)", feed="Orbit")
WEATHER = Weather(source="weather", uid="w", day=DAY, code=61, low=4.4, high=11.0, place="Berlin")
NOTE = Note(source="vault", uid="n", title="Ask Anna about the flat", text="…", day=DAY)

RUNDOWN = Rundown(
    show="morning",
    day=DAY,
    timezone="Europe/Berlin",
    sections=(
        Section(kind="opening", seconds=5, entries=(Entry(item=MEETING),)),
        Section(kind="day", seconds=20, entries=(Entry(item=MEETING), Entry(item=DENTIST, cancelled=True))),
        Section(kind="news", seconds=20, entries=(Entry(item=STRIKE), Entry(item=COMET))),
        Section(kind="closing", seconds=5),
    ),
)
BRIEFING = Briefing(show="morning", day=DAY, timezone="Europe/Berlin", made=MADE)

SCRIPTS: tuple[tuple[SectionKind, str, tuple[Line, ...]], ...] = (
    ("opening", "Good morning", (Line(text="Good morning, Kim. It's Tuesday, the twenty-fourth of March."),)),
    (
        "day",
        "Your day",
        (
            Line(text="From ten to eleven it's the design review, in room 4.2.", items=("work/e1",)),
            Line(text="Take the drawings with you.", items=("work/e1",)),
            Line(text="The dentist at three, which you heard about, is cancelled.", items=("family/e2",)),
        ),
    ),
    (
        "news",
        "News",
        (
            Line(text="Now the news, two stories."),
            Line(
                text="From Tagesblick, and also in Stadtfunk: a strike on the S-Bahn this afternoon, from two until "
                "ten in the evening, with a train every twenty minutes at best, and none at all to the airport.",
                items=("news/s1",),
            ),
            Line(text="Orbit reports the first picture of a comet's far side.", items=("news/s2",)),
            Line(text="It shows a smooth plain.", items=("news/s2",)),
        ),
    ),
    ("closing", "Until tomorrow", (Line(text="That's it. Have a good Tuesday."),)),
)


def a_script(kind: SectionKind, title: str, lines: Sequence[Line]) -> Script:
    return Script(section=kind, title=title, language="en", writer="builtin", lines=tuple(lines))


@dataclass(frozen=True)
class Recorded:
    """A script and its clips."""

    script: Script
    spoken: tuple[Spoken, ...]


def recorded() -> tuple[Recorded, ...]:
    """The scripts in the built-in voice, a clip a line."""

    async def speak() -> tuple[Recorded, ...]:
        voice = BuiltinVoice(BuiltinVoiceConfig(), Studio("en", Path()))
        try:
            return tuple([await _recording(voice, a_script(*script)) for script in SCRIPTS])
        finally:
            await voice.close()

    return asyncio.run(speak())


async def _recording(voice: BuiltinVoice, script: Script) -> Recorded:
    return Recorded(script, tuple([Spoken(lines=(line,), clip=await voice.speak(line.text)) for line in script.lines]))


async def produced(recording: Recorded, folder: Path, music: Music | None = None) -> Segment:
    """The recording's segment in `folder`: its takes side by side, then joined."""
    levelling = [level(one, folder / f"takes/{at}.wav", soon()) for at, one in enumerate(recording.spoken)]
    takes = tuple(await asyncio.gather(*levelling))
    narration = Narration(script=recording.script, voice="espeak-ng", takes=takes)
    return await join(narration, folder / "segment.wav", soon(), music)


# A voice of our own, whose words are known to begin when they do.

PITCH = 150
GAP, COMMA, STOP = 0.07, 0.18, 0.35
"""Seconds after a word, a comma, a sentence."""


def a_voice(
    text: str,
    loudness: float = -20.0,
    rate: int = 22_050,
    *,
    lead: float = 0.2,
    stop: float = STOP,
    offset: int = 0,
    plosive: float = 1.0,
) -> Clip:
    """A hum for each word, as long as its letters, and when each begins; `loudness` in LUFS (dual mono), nearly.

    `plosive`: how many times louder the first 5 ms of a word are.
    """
    sound: list[float] = [0.0] * round(lead * rate)
    words = []
    for word in text.split():
        words.append(Word(text=word, start=len(sound) / rate))
        hum = _hummed(0.08 + 0.03 * len(word), rate)
        burst = round(0.005 * rate)
        sound += [*(value * plosive for value in hum[:burst]), *hum[burst:]]
        sound += [0.0] * round(rate * (stop if word[-1] in ".?!…" else COMMA if word[-1] in ",;:" else GAP))
    power = sum(value * value for value in sound) / len(sound)
    scale = 32767 * math.sqrt(10 ** ((loudness + 0.691) / 10) / 2 / power)
    levels = (round(value * scale) + offset for value in sound)
    pcm = array("h", (min(32767, max(-32768, level)) for level in levels)).tobytes()
    return Clip(text=text, rate=rate, pcm=pcm, words=tuple(words))


def _hummed(seconds: float, rate: int) -> list[float]:
    """A word: it begins at once, stays, and dies away."""
    length = round(seconds * rate)
    period = _period(rate)
    rise, fall = round(0.004 * rate), round(0.04 * rate)
    shape = (min(1.0, at / rise, (length - at) / fall) for at in range(length))
    return [value * level for value, level in zip(cycle(period), shape, strict=False)]


@cache
def _period(rate: int) -> list[float]:
    """One swing of a hum with overtones up to 3.3 kHz, their phases spread so that it has no sharp peak."""
    length = round(rate / PITCH)
    tones = [(order, order**-0.7, math.pi * order * order / 22) for order in range(1, 23)]
    return [
        sum(size * math.sin(2 * math.pi * order * at / length + phase) for order, size, phase in tones)
        for at in range(length)
    ]


def onsets(samples: "array[int]", below: int = 300, quiet: float = 0.03) -> list[float]:
    """The seconds at which a sound begins after so many seconds of quiet, at 44.1 kHz."""
    step = RATE // 1000
    loud = [at for at in range(0, len(samples), step) if max(samples[at : at + step]) > below]
    return [at / RATE for before, at in pairwise([-RATE, *loud]) if at - before > quiet * RATE]


def babble(seconds: float, level: float, rate: int = 22_050, *, lead: float = 0.0, peaky: bool = False) -> bytes:
    """Syllables of noise, four a second, after `lead` seconds of silence. `level` from 0 to 1."""
    random = Random(7)  # noqa: S311  # noise, always the same
    samples = array("h", bytes(2 * round(lead * rate)))
    for at in range(round(seconds * rate)):
        loud = level * abs(math.sin(math.pi * 4 * at / rate))
        crack = 1.0 if not peaky or at % 2000 < 20 else 0.25
        samples.append(round(32767 * loud * crack * random.uniform(-1, 1)))
    return samples.tobytes()


def a_clip(text: str = "One two.", pcm: bytes | None = None, rate: int = 22_050, words: tuple[Word, ...] = ()) -> Clip:
    return Clip(text=text, rate=rate, pcm=babble(1.0, 0.3, rate) if pcm is None else pcm, words=words)


def a_recording(*clips: Clip, items: Sequence[tuple[str, ...]] = ()) -> Recorded:
    """A section of these clips, a line each, and the items that its lines rest on."""
    keys = [*items, *((),) * (len(clips) - len(items))]
    spoken = [Spoken(lines=(Line(text=one.text, items=key),), clip=one) for one, key in zip(clips, keys, strict=True)]
    return Recorded(a_script("day", "Your day", [one.lines[0] for one in spoken]), tuple(spoken))


def a_spec(form: Literal["mp3", "m4a", "opus"] = "mp3", music: Music | None = None) -> EpisodeSpec:
    return EpisodeSpec(
        show="morning", show_title="Kim's Morning", day=DAY, guid="urn:uuid:1", language="en", format=form, made=MADE,
        music=music or Music(),
    )  # fmt: skip  # all of it at once


def a_segment(kind: SectionKind, title: str, *cues: Cue, writer: str = "builtin", voice: str = "espeak-ng") -> Segment:
    return Segment(
        section=kind, title=title, writer=writer, voice=voice,
        pcm=Path("segment.wav"), seconds=cues[-1].end if cues else 0.0, cues=cues,
    )  # fmt: skip


def decoded(ffmpeg: str, audio: Path) -> "array[int]":
    """The file's samples at 44.1 kHz, as a player hears them."""
    command = (ffmpeg, "-v", "error", "-i", audio, "-map", "0:a", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-")
    return array("h", subprocess.run(command, capture_output=True, check=True).stdout)


def listed(ffmpeg: str, audio: Path) -> str:
    """What ffmpeg says about a file."""
    return subprocess.run((ffmpeg, "-hide_banner", "-i", audio), capture_output=True, text=True).stderr


def chapters_in(ffmpeg: str, audio: Path) -> list[tuple[float, float, str]]:
    """The chapters that stand in the file: start, end (seconds) and title."""
    found = re.findall(
        r"Chapter #\d+:\d+: start ([\d.]+), end ([\d.]+)\s+Metadata:\s+title +: (.*)", listed(ffmpeg, audio)
    )
    return [(float(start), float(end), title) for start, end, title in found]


def longest_silence(samples: "array[int]", below: int = 100) -> float:
    """Seconds."""
    window = RATE // 100
    longest = current = 0
    for at in range(0, len(samples), window):
        part = samples[at : at + window]
        current = current + 1 if max(part) < below and min(part) > -below else 0
        longest = max(longest, current)
    return longest / 100
