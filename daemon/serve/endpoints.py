"""The server's side of health.py and metrics.py: /healthz and /metrics, and uvicorn within the daemon's own loop.

`routes` are a part of the whole application (daemon/web/app.py), which answers for the server's own names alone.
"""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import DawncastError, SettingsError
from config.service import Server
from daemon.serve.health import Health, state, well
from daemon.serve.metrics import EXPOSITION, metrics

if TYPE_CHECKING:
    import uvicorn
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import ASGIApp
    from uvicorn.protocols.http.h11_impl import H11Protocol

CONNECTIONS = 256
"""At once; more are told to come again."""
SILENCE = 15.0
"""Seconds."""
GRACE = 2
"""Seconds that answers under way are given at the end."""
TICK = 1.0
"""Seconds between the server's looks at its own clock (for the Date of its answers)."""
STATM = Path("/proc/self/statm")


class ListeningError(DawncastError):
    """The server's address cannot be listened at; the daemon goes on without it."""

    exit_code = SettingsError.exit_code


def _now() -> datetime:
    return datetime.now(UTC)


def routes(health: Callable[[], Health], now: Callable[[], datetime] = _now) -> "list[Route]":
    """/healthz and /metrics."""
    from starlette.responses import Response
    from starlette.routing import Route

    async def healthz(_request: "Request") -> Response:
        at, found = now(), health()
        return _answer(state(found, at), "application/json", 200 if well(found, at) else 503)

    async def exposed(_request: "Request") -> Response:
        return _answer(metrics(health(), now(), resident()).encode(), EXPOSITION)

    return [Route("/healthz", healthz), Route("/metrics", exposed)]


def _answer(body: bytes, kind: str, status: int = 200) -> "Response":
    from starlette.responses import Response

    return Response(body, status, {"Cache-Control": "no-store", "Content-Type": kind})


def resident() -> int | None:
    """Bytes of memory that this process takes; None where the system does not say."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


@asynccontextmanager
async def serving(app: "ASGIApp", server: Server, silence: float = SILENCE) -> AsyncIterator[tuple[str, int]]:
    """Serve it while the context lasts; gives the address and port. Raises ListeningError.

    It handles no signals and logs no requests. What it says of its own trouble, `log.forward` brings into the log.
    `silence`: seconds after which, twice in a row, who holds a connection must have asked for something.
    """
    import uvicorn

    listening = _listen(server)
    config = uvicorn.Config(
        app,
        http=_impatient(silence),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",  # it warns of each odd request: no stranger is to fill the log
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
    )
    ending = asyncio.Event()
    task = asyncio.create_task(_quiet(config, ending).serve(sockets=[listening]), name="server")
    try:
        yield listening.getsockname()[:2]
    finally:
        ending.set()
        await task


def _listen(server: Server) -> socket.socket:
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return socket.create_server(found[0][4][:2], family=found[0][0])
    except OSError as error:
        raise ListeningError(
            f"Nothing can listen at {server.host}, port {server.port} ({error.strerror}). Choose another host or port "
            "under [server] in the settings, or end the program that listens there."
        ) from error


def _quiet(config: "uvicorn.Config", ending: asyncio.Event) -> "uvicorn.Server":
    """A server as a part of the daemon, whose signals are its own; it wakes up rarely."""
    import uvicorn

    class Quiet(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

        async def main_loop(self) -> None:
            while not (ending.is_set() or await self.on_tick(0)):
                with suppress(TimeoutError):
                    async with asyncio.timeout(TICK):
                        await ending.wait()

    return Quiet(config)


def _impatient(silence: float) -> "type[H11Protocol]":
    """HTTP/1.1 that hangs up on who keeps a connection and asks for nothing, or asks and never has done."""
    import h11
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Impatient(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            super().connection_made(transport)
            self.loop.call_later(silence, self.look, False, None)

        def look(self, waited: bool, after: object) -> None:
            """Whether it waited for a request (the one `after` the last) the last time, too."""
            waits = self.conn.their_state in {h11.IDLE, h11.SEND_BODY}  # nothing here takes a body
            if self.transport.is_closing():
                return
            if waits and waited and self.cycle is after:
                self.transport.close()
            else:
                self.loop.call_later(silence, self.look, waits, self.cycle)

    return Impatient
