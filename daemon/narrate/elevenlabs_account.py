"""ElevenLabs, asked through its library with the settings' key."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from daemon.hosts import host
from daemon.narrate.base import VoiceError
from daemon.narrate.elevenlabs_answers import failure, headers_of
from daemon.narrate.service import ServiceConfig, http_client, tls

if TYPE_CHECKING:
    import httpx

ADDRESS = "https://api.elevenlabs.io"
INSTALL = (
    "ElevenLabs needs a library that is not installed: pip install 'dawncast[elevenlabs]', or set another `engine`."
)
NO_RETRIES = {"max_retries": 0}
"""For every call of the library: trying again is the narrator's part."""

Learn = Callable[[Mapping[str, str]], None]


class ElevenLabsAccount:
    """An account at ElevenLabs. Its client is made at the first question; `host` is who is asked."""

    def __init__(self, config: ServiceConfig) -> None:
        self._config = config
        self._address = config.api_base or ADDRESS
        self.host = host("", self._address)
        self._client: Any = None
        self._connections: httpx.AsyncClient | None = None
        self._lock = asyncio.Lock()

    async def ask(self, what: Callable[[Any], Awaitable[Any]], seconds: float, learn: Learn | None = None) -> Any:
        """What a call of the client's answers; `learn` hears the headers. Raises VoiceError and nothing else."""
        client = await self._made()
        try:
            async with asyncio.timeout(seconds):
                answer = await what(client)
        except Exception as error:  # noqa: BLE001  # whatever it raises, or what it uses; it may hold key and text
            if learn:
                learn(headers_of(error))
            raise failure(self.host, error) from None
        if learn:
            learn(headers_of(answer))
        return answer.data

    async def close(self) -> None:
        """Let go of the connections."""
        connections, self._connections, self._client = self._connections, None, None
        if connections is not None:
            await connections.aclose()

    async def _made(self) -> Any:
        async with self._lock:
            if self._client is None:
                self._client = await asyncio.to_thread(self._make)
            return self._client

    def _make(self) -> Any:
        key = self._config.key()
        try:
            made = library()
        except ImportError:
            raise VoiceError(INSTALL, "voice") from None
        self._connections = http_client(self._address)
        return made(base_url=self._address, api_key=key, httpx_client=self._connections)


def warm() -> None:
    """Import the library and what its calls import late, without any network. For a thread. Raises ImportError."""
    library()
    tls()


@cache
def library() -> Any:
    """The class of its client. `elevenlabs.client` would be the same and import three times as much."""
    from elevenlabs.base_client import AsyncBaseElevenLabs
    from elevenlabs.text_to_speech.client import AsyncTextToSpeechClient  # noqa: F401  # the client imports it late

    return AsyncBaseElevenLabs
