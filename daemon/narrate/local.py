"""Local neural voices: sherpa-onnx with a model that `dawncast voices install` brought, in a process of its own."""

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from pydantic import Field

from config.languages import base_of
from daemon.model import Clip
from daemon.narrate.base import Studio, VoiceConfig, VoiceError, VoiceType
from daemon.narrate.child import Answer, CannotStartError, Child, StoppedError, speakable
from daemon.narrate.installed import Installed, files_of, find, folder_of

PROGRAM = (sys.executable, "-I", "-m", "daemon.narrate.sherpa")
LINE_SECONDS = 120.0
"""For one text, and for loading the model before the first: a small computer speaks slower than it is listened to."""
MOST_THREADS = 4
"""More hardly make a model quicker."""
SILENCE_SECONDS, SILENCE_RATE = 0.1, 22_050
GAVE_UP = 255
"""What sherpa-onnx ends its process with where a model is not what it should be."""

ESPEAK = {"en": "en-us", "de": "de", "fr": "fr", "es": "es"}
"""espeak-ng's names of languages, by which a Kokoro model reads."""


class LocalVoiceConfig(VoiceConfig):
    """`voice` is an installed model, or MODEL/SPEAKER with a speaker's name or number; `speed` 1 is the model's own."""

    voice: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9_-]+)?$", max_length=200)
    speed: float = Field(default=1.0, ge=0.5, le=2.0, allow_inf_nan=False)
    threads: int | None = Field(default=None, ge=1, le=64)


class LocalVoice:
    """Speaks with one installed model. One child, started at the first text and again after a failure."""

    host = ""
    remote = stitches = normalizes = False
    at_once = 1
    price: float | None = 0.0
    cloned: str | None = None

    def __init__(self, config: LocalVoiceConfig, studio: Studio, program: Sequence[str] = PROGRAM) -> None:
        self._name, _, speaker = config.voice.partition("/")
        self._language = base_of(studio.language)
        self._model = find(studio.folder, self._name)
        self._wanted = speaker or (self._model.best.get(self._language, "0") if self._model else "0")
        self._speed = config.speed
        self._threads = config.threads or min(MOST_THREADS, os.cpu_count() or 1)
        self._folder = folder_of(studio.folder, self._name)
        self._child = Child(program, LINE_SECONDS)
        self.name = f"local {config.voice}"
        made_by = (self._wanted, self._language, self._speed, self._model and self._model.sha256, _library())
        self.identity = f"local/{self._name}/{'/'.join(map(str, made_by))}"

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:  # noqa: ARG002  # no model takes neighbours
        """The text spoken. Raises VoiceError."""
        model = self._usable()
        spoken = speakable(text)
        if not re.search(r"\w", spoken):
            return Clip(text=text, rate=SILENCE_RATE, pcm=bytes(int(SILENCE_SECONDS * SILENCE_RATE) * 2))
        answer = await self._ask(self._request(model, spoken))
        return Clip(text=text, rate=answer.rate, pcm=answer.pcm)

    async def close(self) -> None:
        """End the child."""
        await self._child.close()

    def _usable(self) -> Installed:
        if self._model is None:
            raise VoiceError(
                f"The voice {self._name} is not installed. Run: dawncast voices install {self._name}", "voice"
            )
        if self._model.languages and self._language not in self._model.languages:
            raise VoiceError(
                f"The voice {self._name} speaks {', '.join(self._model.languages)} and not {self._language}: choose "
                "one for that language (`dawncast voices` lists them), or set another `language`.",
                "voice",
            )
        return self._model

    def _request(self, model: Installed, text: str) -> dict[str, Any]:
        speaker = speaker_number(self._wanted, model)
        british = speaker < len(model.speakers) and model.speakers[speaker].startswith("b")
        try:
            files = files_of(self._folder)
        except ValueError as error:
            raise self._broken() from error
        return {
            "kind": files.kind,
            "files": asdict(files),
            "lang": "en-gb" if british and self._language == "en" else ESPEAK.get(self._language, self._language),
            "threads": self._threads,
            "text": text,
            "speaker": speaker,
            "speed": self._speed,
        }

    async def _ask(self, request: dict[str, Any]) -> Answer:
        try:
            answer = await self._child.ask(request)
        except CannotStartError as error:
            raise VoiceError("Local voices need sherpa-onnx. Run: pip install 'dawncast[voices]'", "voice") from error
        except StoppedError as error:
            raise self._stopped(error) from error
        if answer.error:
            raise self._refusal(answer.error)
        return answer

    def _stopped(self, error: StoppedError) -> VoiceError:
        if error.code == GAVE_UP:
            return self._broken()
        if error.late:
            return VoiceError(
                f"The voice {self._name} took more than {LINE_SECONDS:g} seconds for a line: choose a smaller model.",
                "late",
            )
        return VoiceError(
            f"The voice {self._name} stopped while it spoke. Try again; if it goes on, choose a smaller model."
        )

    def _refusal(self, cause: str) -> VoiceError:
        if cause == "model":
            return self._broken()
        if cause == "speaker":
            return VoiceError(f"The voice {self._name} has no speaker {self._wanted}: take a lower number.", "voice")
        return VoiceError(f"The voice {self._name} made no speech of a line. Try again.", "sound")

    def _broken(self) -> VoiceError:
        again = f"dawncast voices forget {self._name}, then: dawncast voices install {self._name}"
        return VoiceError(f"The voice {self._name} cannot be used as it is installed. Run: {again}", "voice")


def speaker_number(wanted: str, model: Installed) -> int:
    """A speaker's place in its model. Raises VoiceError where none has that name."""
    if wanted.isdecimal():
        return int(wanted)
    if wanted in model.speakers:
        return model.speakers.index(wanted)
    names = f"one of {', '.join(model.speakers)}" if model.speakers else "a number"
    raise VoiceError(f"The voice {model.name} has no speaker {wanted}: take {names}.", "voice")


def _library() -> str:
    try:
        return version("sherpa-onnx")
    except PackageNotFoundError:
        return ""


VOICE = VoiceType("local", LocalVoiceConfig, LocalVoice)
