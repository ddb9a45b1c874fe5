"""Clips, takes and segments: the sound of sections. Pure; lengths are seconds of audio."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from daemon.model.rundown import SectionKind
from daemon.model.script import Fall, Line, Script, Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word and when it begins in its clip (seconds)."""

    text: str
    start: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """The audio of one text as the voice gave it: 16-bit mono PCM at `rate`, and when its words begin.

    `words`: one for each word of `text` between white space, or none where the voice does not tell.
    """

    text: str
    rate: int
    pcm: bytes = field(repr=False)
    words: tuple[Word, ...] = ()

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.pcm) / 2 / self.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Lines that were spoken in one breath, and their clip: its text is theirs, joined by spaces."""

    lines: tuple[Line, ...]
    clip: Clip


VoiceWhy = Literal[
    "late", "unreachable", "key", "quota", "voice", "text", "sound", "limit", "offline", "private", "consent"
]
"""Why a voice did not speak a section: too slow, no answer, its key was refused, its quota is used up, there is no
such voice, it would not say that text, its sound was no speech, the spending limit, no connection wanted, words that
it may not hear, or a cloned voice without a record of consent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceFall:
    """A voice that should have spoken a section, and why another one did."""

    voice: str
    why: VoiceWhy


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What is said between two moments (seconds from the start of its take, segment or episode)."""

    start: float
    end: float
    text: str
    items: tuple[str, ...] = ()
    speaker: Speaker = "first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """The finished audio of one clip: 16-bit mono PCM at the episode's rate, levelled to −16 LUFS, in a WAV file.

    `items`: what its first line rests on, and what its last line does: they decide the pauses around it.
    """

    pcm: Path
    seconds: float
    cues: tuple[Cue, ...]
    first: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A section's script and its takes in order, all by one voice (or by the two of a conversation).

    `fell`: the voices before, which should have spoken it. `cloned`: whose voices it is spoken in, by their records of
    consent.
    """

    script: Script
    voice: str
    takes: tuple[Take, ...]
    fell: tuple[VoiceFall, ...] = ()
    cloned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The finished audio of one section: 16-bit mono PCM at the episode's rate, levelled to −16 LUFS, in a file."""

    section: SectionKind
    title: str
    writer: str
    voice: str
    pcm: Path
    seconds: float
    cues: tuple[Cue, ...]
    fell: tuple[Fall, ...] = ()
    voices_fell: tuple[VoiceFall, ...] = ()
    cloned: tuple[str, ...] = ()
    local_only: bool = False
