"""A web server on loopback that does what it is told: `with Web() as web: web.serve("/feed.xml", b"…")`.

Everything that was asked of it stands in `web.requests`; `web.connections` counts how often somebody connected.
"""

import json
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.serving import Handling, Serving

Headers = dict[str, str]


@dataclass(frozen=True)
class Request:
    """What was asked: the path without its query, the query's last value a name, headers by lower-case name."""

    path: str
    query: dict[str, str]
    headers: Headers
    method: str = "GET"
    body: bytes = b""

    @property
    def form(self) -> dict[str, str]:
        """The body, where it is a form's; the last value a name."""
        return {name: values[-1] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def json(self) -> Any:
        """The body, where it is JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What to answer; a `length` larger than the body makes an answer that is cut off."""

    body: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    length: int | None = None


Answer = Callable[[Request], Reply]


class Web(Serving):
    """The server; each verb says what a path does from now on."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Request] = []
        self.connections = 0
        self._open: set[socket.socket] = set()
        self._answers: dict[str, Callable[[_Handler, Request], None]] = {}

    @property
    def port(self) -> int:
        return int(self._server.server_port)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path here."""
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for one path."""
        return [request for request in self.requests if request.path == path]

    def serve(
        self, path: str, body: bytes, headers: Headers | None = None, *, status: int = 200, times: int | None = None
    ) -> None:
        """Answer with this body; for the first `times` requests only, where given, and as before after them."""
        reply = Reply(body, status, headers or {})
        before, left = self._answers.get(path, _nothing), [times]

        def answer(handler: "_Handler", request: Request) -> None:
            if left[0] == 0:
                return before(handler, request)
            left[0] = left[0] - 1 if left[0] is not None else None
            return handler.give(reply)

        self._answers[path] = answer

    def answer(self, path: str, answer: Answer) -> None:
        """Answer with what this function makes of the request."""
        self._answers[path] = lambda handler, request: handler.give(answer(request))

    def fail(self, path: str, status: int, headers: Headers | None = None, *, times: int | None = None) -> None:
        """Answer with that status; for the first `times` requests only, where given."""
        self.serve(path, b"", headers, status=status, times=times)

    def redirect(self, path: str, to: str, status: int = 302) -> None:
        """Send on to an address."""
        self.serve(path, b"", {"Location": to}, status=status)

    def etag(self, path: str, body: bytes, etag: str, headers: Headers | None = None) -> None:
        """Answer with this body and validator, and with 304 to whoever has it already."""
        known = {"ETag": etag, **(headers or {})}

        def answer(request: Request) -> Reply:
            has = request.headers.get("if-none-match") == etag
            return Reply(b"", 304, known) if has else Reply(body, 200, known)

        self.answer(path, answer)

    def cut(self, path: str, body: bytes, headers: Headers | None = None) -> None:
        """Promise twice the body and close the connection after it."""
        self.answer(path, lambda _: Reply(body, 200, headers or {}, length=2 * len(body) + 1))

    def say(self, path: str, answer: bytes) -> None:
        """Send these bytes, status line and all, and close the connection."""
        self._answers[path] = lambda handler, _: handler.raw(answer)

    def hang_up(self) -> None:
        """Close all connections that are open."""
        for connection in tuple(self._open):
            connection.shutdown(socket.SHUT_RDWR)

    def hang(self, path: str) -> None:
        """Never answer."""
        self._answers[path] = lambda _handler, _request: self._wait()

    def drip(self, path: str, part: bytes = b"x", every: float = 0.02, *, in_headers: bool = False) -> None:
        """Send a little now and then, for ever: the body, or headers that never end."""

        def answer(handler: "_Handler", _: Request) -> None:
            handler.raw(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + (b"" if in_headers else b"\r\n"))
            while not self.closing.wait(every):
                handler.raw(b"X-Drip: " + part + b"\r\n" if in_headers else part)

        self._answers[path] = answer

    def _wait(self) -> None:
        self.closing.wait(60)


def refused() -> str:
    """An address on loopback at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


class _Handler(Handling, BaseHTTPRequestHandler):
    def setup(self) -> None:
        super().setup()
        web: Web = self.owner
        web.connections += 1
        web._open.add(self.connection)

    def finish(self) -> None:
        web: Web = self.owner
        web._open.discard(self.connection)
        super().finish()

    def do_GET(self) -> None:
        web: Web = self.owner
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        request = Request(parts.path, query, headers, self.command, body)
        web.requests.append(request)
        try:
            web._answers.get(parts.path, _nothing)(self, request)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the client had enough: often what is tested

    do_POST = do_PUT = do_PATCH = do_DELETE = do_PROPFIND = do_REPORT = do_GET  # noqa: N815  # as http.server has it

    def give(self, reply: Reply) -> None:
        self.reply(reply.status, reply.body, reply.headers, reply.length)

    def raw(self, data: bytes) -> None:
        self.close_connection = True
        self.wfile.write(data)
        self.wfile.flush()


def _nothing(handler: _Handler, _: Request) -> None:
    handler.give(Reply(status=404))


Web.handling = _Handler
