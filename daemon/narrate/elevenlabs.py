"""ElevenLabs' voices, with the times of each word."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from config.languages import base_of
from daemon.hosts import is_home
from daemon.model import Clip
from daemon.narrate.base import Studio, VoiceError, VoiceType
from daemon.narrate.elevenlabs_account import NO_RETRIES, ElevenLabsAccount, warm
from daemon.narrate.elevenlabs_answers import FormatError, at_once, clip_of, to_say
from daemon.narrate.elevenlabs_consent import Permission
from daemon.narrate.service import ServiceConfig, broken, consent_of, consented, has_words, silence

MODEL = "eleven_multilingual_v2"
"""The one that sounds the same from text to text, takes their neighbours, and reads numbers well in all our languages:
eleven_v3 acts more than it reads and takes no neighbours, the flash models do not spell numbers out."""
RATES = (44_100, 24_000)
"""Of the PCM that is asked for: the best, and what every plan gives."""
AT_ONCE = 5
"""Until an answer says it; small plans take two or three."""
SEED = 20_260_324
UPLOAD_SECONDS, FORGET_SECONDS = 180.0, 20.0

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class ElevenLabsConfig(ServiceConfig):
    """`voice` is a voice's ID, or the name of a record of consent; the rest suits calm narration.

    `stability` keeps the voice from acting, `similarity` near its model, `style` exaggerates it; a `speed` of 1 is the
    voice's own.
    """

    voice: str = Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")
    model: str = Field(default=MODEL, pattern=r"^[A-Za-z0-9_.-]{1,100}$")
    stability: Share = 0.6
    similarity: Share = 0.8
    style: Share = 0.0
    speed: float = Field(default=1.0, ge=0.7, le=1.2, allow_inf_nan=False)


class ElevenLabsVoice:
    """A voice of ElevenLabs."""

    def __init__(self, config: ElevenLabsConfig, studio: Studio) -> None:
        record = consent_of("elevenlabs", config.voice, studio.folder)
        self._config, self._account = config, ElevenLabsAccount(config)
        self._voice = record.voice if record else config.voice
        self._permission = None if record else Permission(self._account, self._voice, studio.folder)
        self._language = base_of(studio.language) if _takes_language(config.model) else None
        self._rate = RATES[0]
        self.cloned = record.name if record else None
        self.name = f"ElevenLabs {config.voice}"
        self.host = self._account.host
        self.remote = not (config.api_base and is_home(config.api_base))
        self.at_once = AT_ONCE
        self.stitches = _stitches(config.model)
        self.normalizes = "flash" not in config.model and "turbo" not in config.model
        self.price = config.price_a_character
        manner = f"{config.stability:g}/{config.similarity:g}/{config.style:g}/{config.speed:g}/{SEED}"
        wished = f"pcm/{self._language or '-'}/{config.api_base or '-'}"
        self.identity = f"elevenlabs/{self._voice}/{config.model}/{manner}/{wished}{consented(record)}"

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        """The text spoken, with the times that the service tells. Raises VoiceError and nothing else."""
        said = to_say(text)
        if not has_words(said):
            return silence(text)
        if self._permission:
            await self._permission.check()
        rate, answer = await self._answer(said, before, after)
        return clip_of(self.host, text, rate, answer)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._account.close()

    async def _answer(self, said: str, before: str, after: str) -> tuple[int, Any]:
        """In the best format that the plan gives: the first refusal says which that is."""
        rate = self._rate
        try:
            return rate, await self._asked(said, before, after, rate)
        except FormatError:
            if rate == RATES[-1]:
                raise
        self._rate = RATES[-1]
        return self._rate, await self._asked(said, before, after, self._rate)

    async def _asked(self, said: str, before: str, after: str, rate: int) -> Any:
        around = {"previous_text": to_say(before), "next_text": to_say(after)} if self.stitches else {}
        wanted = {name: text for name, text in around.items() if text} | self._manner()
        return await self._account.ask(
            lambda client: client.text_to_speech.with_raw_response.convert_with_timestamps(
                self._voice, text=said, output_format=f"pcm_{rate}", **wanted
            ),
            seconds_for(said),
            self._learn,
        )

    def _manner(self) -> dict[str, Any]:
        """What is the same for every text."""
        config = self._config
        stability = round(config.stability * 2) / 2 if _is_third(config.model) else config.stability
        settings = {
            "stability": stability, "similarity_boost": config.similarity, "style": config.style, "speed": config.speed,
        }  # fmt: skip  # four numbers
        language = {"language_code": self._language} if self._language else {}
        how = {"model_id": config.model, "voice_settings": settings, "seed": SEED, **language}
        return {**how, "request_options": NO_RETRIES}

    def _learn(self, headers: Mapping[str, str]) -> None:
        self.at_once = at_once(headers) or self.at_once


class ElevenLabsCloning:
    """Instant voice cloning."""

    def __init__(self, config: ElevenLabsConfig) -> None:
        self._config = config

    async def clone(self, name: str, recordings: Sequence[Path]) -> str:
        """A voice from recordings; its ID. Raises VoiceError."""
        files = [(path.name, await asyncio.to_thread(_read, path)) for path in recordings]
        account = ElevenLabsAccount(self._config)
        try:
            made = await account.ask(
                lambda client: client.voices.ivc.with_raw_response.create(
                    name=name, files=files, request_options=NO_RETRIES
                ),
                UPLOAD_SECONDS,
            )
        finally:
            await account.close()
        voice = getattr(made, "voice_id", None)
        if not isinstance(voice, str) or not voice:
            raise broken(account.host)
        return voice

    async def forget(self, voice: str) -> None:
        """Delete a voice; one that is gone already is no error. Raises VoiceError."""
        account = ElevenLabsAccount(self._config)
        try:
            await account.ask(
                lambda client: client.voices.with_raw_response.delete(voice, request_options=NO_RETRIES),
                FORGET_SECONDS,
            )
        except VoiceError as error:
            if error.why != "voice":
                raise
        finally:
            await account.close()


def seconds_for(text: str) -> float:
    """How long a text may take: the service's own time, and what its sound needs."""
    return 8.0 + 0.03 * len(text)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise VoiceError(
            f"The recording {path} could not be read ({error.strerror}). Check its name.", "voice"
        ) from None


def _is_third(model: str) -> bool:
    """Of the third generation, which knows three stabilities only: 0, a half and 1."""
    return model.startswith("eleven_v3")


def _stitches(model: str) -> bool:
    """Whether it takes a text's neighbours; the third generation refuses them."""
    return bool(re.search(r"_v[12](_5)?$", model))


def _takes_language(model: str) -> bool:
    """Whether it may be told the language; the multilingual ones of the second generation refuse that."""
    return model.endswith("_v2_5") or _is_third(model)


VOICE = VoiceType("elevenlabs", ElevenLabsConfig, ElevenLabsVoice, warm, ElevenLabsCloning)
