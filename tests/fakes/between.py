"""What stands between a client and an HTTP server, passes everything on, and breaks off when it is told to.

`with Between(host) as between: between.strike(3, "after")`: the fourth request from now on is done by the server, but
its answer is lost. "before": the server never hears of it; "half": it hears half of the body.
"""

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import ClassVar, Literal

from tests.fakes.serving import Handling, Serving

Moment = Literal["before", "half", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "half", "after")


@dataclass(frozen=True)
class Asked:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]


class _Handler(Handling):
    def __getattr__(self, name: str) -> Callable[[], None]:
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.owner.asked.append(Asked(self.command, self.path, dict(self.headers.items())))
        moment, then = self.owner._struck()
        if moment == "half":
            self._half(body)
        elif moment != "before":
            self._whole(body, answered=moment is None)
        if moment:
            self.close_connection = True
            then()

    def _half(self, body: bytes) -> None:
        with contextlib.suppress(OSError), socket.create_connection(self.owner.backend) as server:
            head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
            server.sendall(f"{self.command} {self.path} HTTP/1.1\r\n{head}\r\n".encode() + body[: len(body) // 2])
            server.shutdown(socket.SHUT_WR)
            server.recv(1)  # the server is done with it

    def _whole(self, body: bytes, *, answered: bool) -> None:
        host, port = self.owner.backend
        server = HTTPConnection(host, port, timeout=30)
        server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self.headers.items():
            server.putheader(name, value)
        server.endheaders(body or None)
        answer = server.getresponse()
        content = answer.read()
        server.close()
        if answered:
            self._answer(answer, content)

    def _answer(self, answer: HTTPResponse, content: bytes) -> None:
        self.send_response_only(answer.status)
        kept = [(name, value) for name, value in answer.getheaders() if name.lower() not in _HOP]
        length = [] if any(name.lower() == "content-length" for name, _ in kept) else [("Content-Length", len(content))]
        for name, value in (*kept, *length):
            self.send_header(name, str(value))
        self.end_headers()
        self.wfile.write(content)


_HOP = ("connection", "keep-alive", "transfer-encoding")


class Between(Serving):
    """Stands before the server at `host`, "127.0.0.1:PORT"."""

    handling: ClassVar[type[Handling]] = _Handler

    def __init__(self, host: str) -> None:
        super().__init__()
        name, _, port = host.rpartition(":")
        self.backend = (name, int(port))
        self.asked: list[Asked] = []
        self._left: int | None = None
        self._moment: Moment = "before"
        self._then: Callable[[], None] = _nothing

    def strike(self, at: int, moment: Moment, then: Callable[[], None] | None = None) -> None:
        """Break off at the request `at` from now (0 is the next), and then do that; later ones are passed on."""
        self._left, self._moment, self._then = at, moment, then or _nothing

    def _struck(self) -> tuple[Moment | None, Callable[[], None]]:
        if self._left is None:
            return None, _nothing
        self._left = self._left - 1 if self._left else None
        return (self._moment, self._then) if self._left is None else (None, _nothing)


def _nothing() -> None:
    return
