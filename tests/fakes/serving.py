"""The life of a fake server on loopback: `with SpeechServer() as speech:`. Each connection has a thread of its own."""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self


class Handling(BaseHTTPRequestHandler):
    """One connection. A subclass defines `do_GET` and the like; `self.owner` is the server that it belongs to."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the client's delayed acknowledgement

    @property
    def owner(self) -> Any:
        """The `Serving` that took this connection."""
        return self.server.owner  # type: ignore[attr-defined]  # set by Serving

    def whole(self, status: int, answer: Any, headers: dict[str, str] | None = None) -> None:
        """Answer with JSON at once."""
        body = json.dumps(answer, ensure_ascii=False).encode()
        self.reply(status, body, {"Content-Type": "application/json", **(headers or {})})

    def reply(self, status: int, body: bytes, headers: dict[str, str], length: int | None = None) -> None:
        """Answer; a `length` larger than the body makes an answer that is cut off."""
        self.send_response(status)
        promised = len(body) if length is None else length
        for name, value in {"Content-Length": str(promised), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = promised != len(body)

    def wait_for_hanging_up(self) -> bool:
        """Never answer; whether it was the client that ended it, and not the server."""
        self.close_connection = True
        self.connection.settimeout(0.02)
        while not self.owner.closing.is_set():
            try:
                if not self.connection.recv(1):
                    return True
            except TimeoutError:
                continue
        return False

    def log_message(self, *_: object) -> None:
        """Say nothing: the server's records have it all."""


class Serving:
    """A server that is there while the `with` lasts. `closing` is set at its end: whatever waits, waits on it."""

    handling: ClassVar[type[Handling]]

    def __init__(self) -> None:
        self.closing = threading.Event()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), self.handling)
        self._server.owner = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def host(self) -> str:
        """Where it listens: "127.0.0.1:PORT"."""
        return f"127.0.0.1:{self._server.server_port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    owner: Serving

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that hang up in the middle: that is often what is tested."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)
