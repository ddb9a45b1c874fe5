"""A model without HTTP, for tests that ask it thousands of times: `LiteLLMWriter(…, completion=said('{"say": …}'))`."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable

from daemon.hosts import host
from daemon.model import Call
from daemon.write.completion import Request

Said = Iterable[str] | Callable[[Request], Iterable[str]]


class Pieces:
    """A call that says what it was told (`daemon.write.completion.Completing`), then raises `error` if there is one."""

    def __init__(self, request: Request, said: Said, error: Exception | None, *, hangs: bool = False) -> None:
        self.request = request
        self.host = host(request.model, request.api_base)
        self.sent = self.received = 0
        self.tokens_in: int | None = None
        self.tokens_out: int | None = None
        self.closed = False
        self._said, self._error, self._hangs = said, error, hangs

    async def pieces(self) -> AsyncGenerator[str, None]:
        self.sent = sum(len(content.encode()) for _, content in self.request.messages)
        try:
            for piece in self._said(self.request) if callable(self._said) else self._said:
                self.received += len(piece.encode(errors="replace"))
                yield piece
            if self._hangs:
                await asyncio.Event().wait()
            if self._error:
                raise self._error
        finally:
            self.closed = True

    async def estimate(self, tokens_out: int) -> float | None:
        return 0.0

    def cost(self) -> float | None:
        return 0.0


class Calls(list[Pieces]):
    """Makes calls, and is the list of those that were made; with `hangs` they say what they were told and never end."""

    hangs = False

    def __init__(self, said: Said, error: Exception | None = None) -> None:
        super().__init__()
        self._said, self._error = said, error

    def __call__(self, request: Request) -> Pieces:
        self.append(Pieces(request, self._said, self._error, hangs=self.hangs))
        return self[-1]


def said(text: Said, error: Exception | None = None) -> Calls:
    """Every call gets this text (or pieces of it, or what a function makes of the request)."""
    return Calls((text,) if isinstance(text, str) else text, error)


class Purse:
    """An account (`daemon.write.base.Account`) that allows everything, or nothing; `calls` is what it was told."""

    def __init__(self, *, empty: bool = False) -> None:
        self.empty = empty
        self.asked: list[float | None] = []
        self.calls: list[Call] = []

    def allows(self, cost: float | None) -> bool:
        self.asked.append(cost)
        return not self.empty

    def record(self, call: Call, estimate: float | None) -> None:
        self.calls.append(call)
