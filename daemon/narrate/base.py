"""The contract of a voice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from config.errors import DawncastError, SettingsError, TryLaterError
from daemon.model import Clip


class VoiceConfig(BaseModel):
    """The `[voice]` table. An engine's config extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    engine: str = "builtin"


class VoiceError(DawncastError):
    """The voice could not speak. `transient`: trying again may help; else the settings have to be changed."""

    def __init__(self, message: str, *, transient: bool) -> None:
        super().__init__(message)
        self.transient = transient
        self.exit_code = TryLaterError.exit_code if transient else SettingsError.exit_code


class Voice(Protocol):
    """Turns text into sound. Raises VoiceError and nothing else."""

    name: str
    identity: str
    """Engine, model, voice and settings: with the text, all that a clip is made from."""

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        """The text spoken; `before` and `after` are its neighbours, for prosody."""

    async def close(self) -> None:
        """Let go of processes and connections."""


@dataclass(frozen=True, slots=True)
class VoiceType:
    """A voice engine, as registered under `dawncast.voices`; `voice` takes its config and a language."""

    kind: str
    config: type[VoiceConfig]
    voice: Callable[[Any, str], Voice]
