"""The front door: which hosts are answered, what every answer carries, and what the log is told (never a path)."""

import time
from collections.abc import Callable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

from daemon.serve.log import Log
from daemon.web.asker import asker_of, knows
from daemon.web.site import Site
from daemon.web.visit import KEY, Visit, headers_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

ALWAYS: Mapping[str, str] = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""A page may load nothing, unless its answer says what."""
KINDS = {
    "/healthz": "health",
    "/metrics": "metrics",
    "/robots.txt": "robots",
    "/player.css": "player",
    "/player.js": "player",
}
METHODS = {"GET", "HEAD"}


class Front:
    """Gives requests for the server's own names to an application: from within the house, or from elsewhere.

    From elsewhere is what came through a proxy, or by the public name.
    """

    def __init__(self, within: "ASGIApp", elsewhere: "ASGIApp", site: Callable[[], Site], log: Log) -> None:
        self._within = within
        self._elsewhere = elsewhere
        self._site = site
        self._log = log

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """The application's answer, or 421 (misdirected request)."""
        if scope["type"] != "http":
            raise ValueError(f"this server speaks no {scope['type']}")
        visit = self._visit(scope)
        answer = _Answer(send)
        try:
            await self._app(visit)({**scope, KEY: visit, "path": _path(scope["path"], visit)}, receive, answer.send)
        finally:
            self._tell(scope["method"], visit, answer)

    def _visit(self, scope: "Scope") -> Visit:
        site, headers = self._site(), headers_of(scope)
        client = scope["client"][0] if scope.get("client") else ""
        asker = asker_of(client, scope["scheme"], headers, site.proxies)
        return Visit(site=site, asker=asker, headers=headers, kind=KINDS.get(scope["path"], "other"))

    def _app(self, visit: Visit) -> "ASGIApp":
        if not visit.asker.by_proxy and knows(visit.asker, visit.site.names):
            return self._within
        if knows(visit.asker, {*visit.site.names, visit.site.public_name}):
            return self._elsewhere
        return _misdirected

    def _tell(self, method: str, visit: Visit, answer: "_Answer") -> None:
        self._log(
            "debug",
            "asked",
            method=method if method in METHODS else "other",
            kind=visit.kind,
            show=visit.show,
            status=answer.status,
            bytes=answer.sent,
            ms=round(1000 * (time.perf_counter() - answer.began), 1),
            token=visit.token,
        )


class _Answer:
    """Counts what is sent, and adds what every answer carries."""

    def __init__(self, send: "Send") -> None:
        self._send = send
        self.began = time.perf_counter()
        self.status = 0
        self.sent = 0

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), *_missing(message.get("headers", ()))]
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)


_CARRIED = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]


def _missing(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    own = any(name == b"content-security-policy" for name, _ in headers)
    return _CARRIED if own else [*_CARRIED, (b"content-security-policy", CLOSED.encode())]


def _path(path: str, visit: Visit) -> str:
    """Without the public address' own path, where the proxy has not taken that off."""
    prefix = visit.site.prefix
    return path.removeprefix(prefix) if prefix and path.startswith(f"{prefix}/") else path


async def _misdirected(scope: "Scope", receive: "Receive", send: "Send") -> None:
    from starlette.responses import PlainTextResponse

    await PlainTextResponse("This server is not called that.\n", 421)(scope, receive, send)
