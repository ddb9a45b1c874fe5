"""The voices of OpenAI, and of every server that speaks as OpenAI's does (Kokoro-FastAPI, speaches, LocalAI, …)."""

import asyncio
import logging
import os
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import Field

from daemon.hosts import host, is_home
from daemon.model import Clip
from daemon.narrate.base import Studio, VoiceError, VoiceType
from daemon.narrate.openai_answers import clip_of, failure
from daemon.narrate.service import (
    ServiceConfig,
    consent_of,
    consented,
    has_words,
    http_client,
    sayable,
    silence,
    tls,
)

if TYPE_CHECKING:
    import httpx

ADDRESS = "https://api.openai.com/v1"
INSTALL = (
    "The voices of OpenAI need a library that is not installed: pip install 'dawncast[llm]', or set another `engine`."
)
NO_KEY = "none"
"""Sent where there is none: the library would look for one in the environment."""
FORMAT = "wav"
"""The one lossless format that all such servers know, and that says its own rate: their bare PCM does not."""
AT_ONCE, AT_ONCE_AT_HOME = 5, 2

_CUSTOM = re.compile(r"voice_[A-Za-z0-9]+")
"""The IDs of OpenAI's custom voices, each made from a person's recording."""
_CLONE = (
    "The voice {voice} is a custom voice, made from somebody's recording, and there is no record of their consent: "
    'set `voice` to one of the service\'s own, as "marin".'
)


class OpenAIConfig(ServiceConfig):
    """`instructions`: how to speak, for models that can be told; `speed` is 1 as the voice would by itself."""

    model: str = Field(default="gpt-4o-mini-tts", pattern=r"^\S+$", max_length=200)
    voice: str = Field(default="marin", pattern=r"^[^\s/]+$", max_length=200)
    speed: float = Field(default=1.0, ge=0.25, le=4.0, allow_inf_nan=False)
    instructions: str | None = Field(default=None, min_length=1, max_length=2_000)


class OpenAIVoice:
    """A voice of OpenAI, or of a server like it. It tells no times of words."""

    stitches = False

    def __init__(self, config: OpenAIConfig, studio: Studio) -> None:
        record = consent_of("openai", config.voice, studio.folder)
        self._config = config
        self._address = config.api_base or ADDRESS
        self._voice = record.voice if record else config.voice
        self._client: Any = None
        self._connections: httpx.AsyncClient | None = None
        self._lock = asyncio.Lock()
        self.cloned = record.name if record else None
        self.host = host("", self._address)
        self.name = f"{config.model} {config.voice}"
        self.remote = not is_home(self._address)
        self.at_once = AT_ONCE if self.remote else AT_ONCE_AT_HOME
        self.normalizes = config.api_base is None
        self.price = config.price_a_character
        manner = f"{config.speed:g}/{config.instructions or '-'}/{config.api_base or '-'}"
        self.identity = f"openai/{self._voice}/{config.model}/{manner}{consented(record)}"

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:  # noqa: ARG002  # it takes no neighbours
        """The text spoken. Raises VoiceError and nothing else."""
        said = sayable(text)
        if not has_words(said):
            return silence(text)
        if _CUSTOM.fullmatch(self._voice) and not self.cloned:
            raise VoiceError(_CLONE.format(voice=self._voice), "consent")
        client = await self._made()
        try:
            async with asyncio.timeout(seconds_for(said, remote=self.remote)):
                answer = await client.post(
                    "/audio/speech",
                    cast_to=library().HttpxBinaryResponseContent,
                    body=self._body(said),
                    options={"security": {"bearer_auth": True}},
                )
        except Exception as error:  # noqa: BLE001  # whatever it raises, or what it uses; it may hold key and text
            raise failure(self.host, error) from None
        return await asyncio.to_thread(clip_of, self.host, text, answer.content)

    async def close(self) -> None:
        """Let go of the connections."""
        connections, self._connections, self._client = self._connections, None, None
        if connections is not None:
            await connections.aclose()

    def _body(self, said: str) -> dict[str, object]:
        config = self._config
        custom = _CUSTOM.fullmatch(self._voice) and config.api_base is None
        body: dict[str, object] = {"model": config.model, "input": said, "response_format": FORMAT}
        body["voice"] = {"id": self._voice} if custom else self._voice
        if config.speed != 1:
            body["speed"] = config.speed
        if config.instructions:
            body["instructions"] = config.instructions
        return body

    async def _made(self) -> Any:
        async with self._lock:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
            return self._client

    def _make(self) -> Any:
        key = self._config.key()
        try:
            made = library().AsyncOpenAI
        except ImportError:
            raise VoiceError(INSTALL, "voice") from None
        self._connections = http_client(self._address)
        client = made(base_url=self._address, api_key=key or NO_KEY, http_client=self._connections, max_retries=0)
        client.organization = client.project = None  # of the environment
        return client


def seconds_for(text: str, *, remote: bool) -> float:
    """How long a text may take: a server at home may need longer than the sound itself lasts."""
    return 8.0 + 0.03 * len(text) if remote else 20.0 + 0.15 * len(text)


def warm() -> None:
    """Import the library, without any network. For a thread. Raises ImportError."""
    library()
    tls()


@cache
def library() -> Any:
    """The library, silent and deaf to all but the settings.

    Of it only `AsyncOpenAI.post` is used: `audio.speech` would do the same and import a third more.
    """
    for name in ("OPENAI_CUSTOM_HEADERS", "OPENAI_LOG"):  # headers for every address, and texts on standard error
        os.environ.pop(name, None)
    import openai

    logging.getLogger("openai").setLevel(logging.CRITICAL + 1)
    return openai


VOICE = VoiceType("openai", OpenAIConfig, OpenAIVoice, warm)
