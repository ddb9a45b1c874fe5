"""The contract of a voice."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from config.errors import DawncastError, SettingsError, TryLaterError
from daemon.model import Clip, VoiceWhy

PASSING: frozenset[VoiceWhy] = frozenset({"late", "unreachable", "sound"})
"""Why asking the same voice for the same text again may help."""


class VoiceConfig(BaseModel):
    """The `[voice]` table. An engine's config extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    engine: str = "builtin"
    hears_private: bool = False
    """Whether it may speak what holds `local_only` fields although it is elsewhere."""


class VoiceError(DawncastError):
    """The voice could not speak. The sentence ends in what to do and holds neither text nor key.

    `busy`: too much was asked at once (`why` is then "late"); `retry_after`: seconds, where the service says them.
    """

    def __init__(
        self, message: str, why: VoiceWhy = "unreachable", *, busy: bool = False, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.why = why
        self.busy = busy
        self.retry_after = retry_after
        self.exit_code = TryLaterError.exit_code if self.transient else SettingsError.exit_code

    @property
    def transient(self) -> bool:
        """Whether trying again may help; else the settings, or the text, have to be changed."""
        return self.why in PASSING


class Voice(Protocol):
    """Turns text into sound, one request a call: trying again is the narrator's part.

    `name` is for people. `identity`: all that a clip is made from beside the text, as "ENGINE/VOICE/…": the engine's
    name, its own name of the voice, then model and settings, never a secret.
    `host`: the service that is asked, "" for a voice in this machine's own processes; voices of one host share its
    limits. `remote`: whether what it is given leaves the machine and the home's network. `at_once`: how many texts it
    takes at a time, as far as is known; it may change with every answer. `stitches`: whether the neighbours of a text
    make a difference. `normalizes`: whether it reads numbers, units and abbreviations well by itself. `price`: US
    dollars a character, None where nobody has said. `cloned`: the name of the record of consent where the voice is a
    person's clone.
    """

    name: str
    identity: str
    host: str
    remote: bool
    at_once: int
    stitches: bool
    normalizes: bool
    price: float | None
    cloned: str | None

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        """The text spoken; `before` and `after` are its neighbours, for prosody. Raises VoiceError and nothing else."""

    async def close(self) -> None:
        """Let go of processes and connections."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What voices have at hand: the language they speak, and the home's folder for voices.

    In it lie what was installed, and the records of consent (daemon/home/consents.py).
    """

    language: str
    folder: Path


class Cloning(Protocol):
    """What an engine that can clone does, asked by `dawncast voices` alone. Raises VoiceError and nothing else."""

    async def clone(self, name: str, recordings: Sequence[Path]) -> str:
        """Make a voice from recordings of one person; the service's own name (ID) of it."""

    async def forget(self, voice: str) -> None:
        """Delete that voice at the service; one that is gone already is no error."""


@dataclass(frozen=True, slots=True)
class VoiceType:
    """A voice engine, as registered under `dawncast.voices`; `voice` takes its config and the studio.

    `warm` does what is slow to begin with: in a thread, while the sources are asked. `cloning`: for engines that can.
    """

    kind: str
    config: type[VoiceConfig]
    voice: Callable[[Any, Studio], Voice]
    warm: Callable[[], None] | None = None
    cloning: Callable[[Any], Cloning] | None = None
