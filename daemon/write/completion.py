"""One streamed call of a model: its pieces of text, what it counted and what it cost.

litellm takes seconds to import: call `warm` in a thread beforehand. Nothing of it asks the network but the call itself.
"""

import asyncio
import ctypes
import os
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol
from urllib.parse import urlsplit

from config.secrets import Secret, SecretError
from daemon.hosts import host, is_here
from daemon.write.base import WriterError
from daemon.write.completion_errors import INSTALL, sentence
from daemon.write.completion_library import NO_KEY, library, rehearse

TEMPERATURE = 0.4
CHARACTERS_A_TOKEN = 3
"""Fewer than any tokenizer needs for our languages, so that an estimate errs upwards."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a model is asked: messages as (role, content), and at most so many `tokens` of answer."""

    model: str
    messages: tuple[tuple[str, str], ...]
    tokens: int
    api_base: str | None = None
    api_key: Secret | None = None


class Completing(Protocol):
    """One call. Once it is over it knows `sent` and `received` (bytes of text), and the tokens if they were counted."""

    host: str
    sent: int
    received: int
    tokens_in: int | None
    tokens_out: int | None

    def pieces(self) -> AsyncGenerator[str, None]:
        """The answer's text as it comes. Raises WriterError, "unreachable"."""

    async def estimate(self, tokens_out: int) -> float | None:
        """What the call would cost with an answer of that length: US dollars, None where no price is known."""

    def cost(self) -> float | None:
        """What it did cost: US dollars, None where the service did not count or no price is known."""


class Completion:
    """The call as litellm makes it (`Completing`)."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.host = host(request.model, request.api_base)
        self.sent = self.received = 0
        self.tokens_in: int | None = None
        self.tokens_out: int | None = None

    async def pieces(self) -> AsyncGenerator[str, None]:
        """The text without the model's reasoning. Whoever stops early closes this, and the connection with it."""
        await self._loaded()
        stream: Any = None
        try:
            if is_here(self._request.model, self._request.api_base):
                _past_proxies(self.host)
            self.sent = sum(len(content.encode(errors="replace")) for _, content in self._request.messages)
            stream = await library().acompletion(**_arguments(self._request))
            async for chunk in stream:
                if text := self._read(chunk):
                    yield text
        except SecretError as error:
            raise WriterError(f"The key for {self.host} could not be read: {error}", "unreachable") from None
        except Exception as error:  # noqa: BLE001  # whatever its providers' libraries raise; it may hold key and text
            raise WriterError(sentence(error, self.host), "unreachable") from None
        finally:
            if stream is not None:
                await stream.aclose()
        self._finished(stream)

    async def estimate(self, tokens_out: int) -> float | None:
        """What the call would cost by litellm's own price list."""
        if is_here(self._request.model, self._request.api_base):
            return 0.0
        await self._loaded()
        return estimate(self._request.model, sum(len(content) for _, content in self._request.messages), tokens_out)

    def cost(self) -> float | None:
        """What it did cost by that list."""
        if is_here(self._request.model, self._request.api_base):
            return 0.0
        if self.tokens_in is None or self.tokens_out is None:
            return None
        return cost(self._request.model, self.tokens_in, self.tokens_out)

    async def _loaded(self) -> None:
        if library.cache_info().currsize:
            return
        try:
            await asyncio.to_thread(library)
        except ImportError:
            raise WriterError(INSTALL, "unreachable") from None

    def _read(self, chunk: Any) -> str:
        usage = getattr(chunk, "usage", None)
        if usage and usage.completion_tokens:
            self.tokens_in, self.tokens_out = usage.prompt_tokens, usage.completion_tokens
        text = str(chunk.choices[0].delta.content or "") if chunk.choices else ""
        self.received += len(text.encode(errors="replace"))
        return text

    def _finished(self, stream: Any) -> None:
        """Only a service says that an answer is over; where none did, it was cut off or was no answer of a model."""
        if stream.received_finish_reason is None and stream.intermittent_finish_reason is None:
            what = "broke off in the middle of its answer" if self.received else "gave no answer that a model gives"
            raise WriterError(f"{self.host} {what}. Check `api_base`, or try again later.", "unreachable")


def warm() -> None:
    """Import litellm and do what its first call does slowly, without any network. For a thread. Raises ImportError."""
    rehearse()
    # glibc keeps 15 MB that importing needed for a while.
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("litellm") is not None


def estimate(model: str, characters_in: int, tokens_out: int) -> float | None:
    """What a call would cost at most: US dollars, None where no price is known. Raises ImportError."""
    return cost(model, characters_in // CHARACTERS_A_TOKEN + 1, tokens_out)


def cost(model: str, tokens_in: int, tokens_out: int) -> float | None:
    """What so many tokens cost by litellm's own table: US dollars, None where no price is known. Raises ImportError."""
    if is_here(model):
        return 0.0
    litellm = library()
    try:
        prices = litellm.cost_per_token(model=model, prompt_tokens=tokens_in, completion_tokens=tokens_out)
    except Exception:  # noqa: BLE001  # it has no type of its own for "not in the table"
        return None
    return float(sum(prices)) or None


def _arguments(request: Request) -> Mapping[str, Any]:
    key = request.api_key.reveal() if request.api_key else NO_KEY if request.api_base else None
    return {
        "model": request.model,
        "messages": [{"role": role, "content": content} for role, content in request.messages],
        "api_base": request.api_base,
        "api_key": key,
        "max_tokens": request.tokens,
        "temperature": TEMPERATURE,
        "stream": True,
        "stream_options": {"include_usage": True},
        "drop_params": True,
        "num_retries": 0,
        "max_retries": 0,
    }


def _past_proxies(host: str) -> None:
    """Ask a host at home itself: what it is told would not stay there if it went by the proxy of the environment."""
    name = urlsplit(f"//{host}").hostname or host
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if name not in known.split(","):
        os.environ["no_proxy"] = os.environ["NO_PROXY"] = f"{known},{name}".lstrip(",")
