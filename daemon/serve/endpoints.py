"""The server's side of health.py and metrics.py: /healthz and /metrics, and uvicorn within the daemon's own loop.

`routes` can be mounted beside others. Only a host that the daemon knows itself by is answered: a web page that has its
own name point to this machine gets nothing (DNS rebinding).
"""

import asyncio
import os
import re
import socket
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import DawncastError, SettingsError
from config.service import Server
from daemon.serve.health import Health, state, well
from daemon.serve.metrics import EXPOSITION, metrics

if TYPE_CHECKING:
    import uvicorn
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import ASGIApp, Receive, Scope, Send

CONNECTIONS = 64
"""At once; more are told to come again."""
GRACE = 2
"""Seconds that answers under way are given at the end."""
TICK = 1.0
"""Seconds between the server's looks at its own clock (for the Date of its answers)."""
STATM = Path("/proc/self/statm")
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::\d{1,5})?")


class ListeningError(DawncastError):
    """The server's address cannot be listened at; the daemon goes on without it."""

    exit_code = SettingsError.exit_code


def _now() -> datetime:
    return datetime.now(UTC)


def app(health: Callable[[], Health], hosts: Collection[str] = (), now: Callable[[], datetime] = _now) -> "Starlette":
    """The two endpoints by themselves; `health` is called in the loop and must not wait for anything.

    `hosts`: names that the server is called by, beside localhost and numeric addresses.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware

    return Starlette(routes=routes(health, now), middleware=[Middleware(OnlyHosts, hosts=hosts)])


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


class OnlyHosts:
    """Answers requests for its own names, localhost and numeric addresses, which no name server can turn on us."""

    def __init__(self, app: "ASGIApp", hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = {"localhost", *(host.lower() for host in hosts)}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """The application's answer, or 421 (misdirected request)."""
        from starlette.datastructures import Headers
        from starlette.responses import PlainTextResponse

        if scope["type"] != "http" or self._knows(Headers(scope=scope).get("host", "")):
            await self._app(scope, receive, send)
        else:
            await PlainTextResponse("This server is not called that.\n", 421)(scope, receive, send)

    def _knows(self, header: str) -> bool:
        found = _HOST.fullmatch(header)
        return found is not None and (found[1].lower() in self._hosts or _is_numeric(found[1].strip("[]")))


def _is_numeric(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def resident() -> int | None:
    """Bytes of memory that this process takes; None where the system does not say."""
    try:
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


@asynccontextmanager
async def serving(app: "ASGIApp", server: Server) -> AsyncIterator[tuple[str, int]]:
    """Serve it while the context lasts; gives the address and port. Raises ListeningError.

    It handles no signals and logs no requests. What it says of its own trouble, `log.forward` brings into the log.
    """
    import uvicorn

    listening = _listen(server)
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
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
