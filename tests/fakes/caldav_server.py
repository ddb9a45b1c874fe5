"""Real CalDAV servers on loopback (Radicale, Xandikos), each in a folder of its own and behind a proxy.

The proxy writes down what is asked (`with Radicale(tmp) as server: …; server.asked_for()`), and asks for a password
where the server itself has none.
"""

import base64
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

USER, PASSWORD = "alice", "hunter2"
REPORT = re.compile(rb"<(?:\w+:)?(sync-collection|calendar-multiget|calendar-query)\b")
STARTING = 30.0
PUT_STATUSES = {200, 201, 204, 207}
MKCALENDAR = """<?xml version="1.0"?>
<c:mkcalendar xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:set><d:prop>
<d:displayname>{name}</d:displayname>
<c:supported-calendar-component-set>{holds}</c:supported-calendar-component-set>
</d:prop></d:set></c:mkcalendar>"""


def event(uid: str, *lines: str, start: str = "20260324T090000Z") -> str:
    """A VEVENT whose summary is its UID."""
    return _component("VEVENT", f"UID:{uid}", f"DTSTART:{start}", *_titled(uid, lines))


def task(uid: str, *lines: str) -> str:
    """A VTODO whose summary is its UID."""
    return _component("VTODO", f"UID:{uid}", *_titled(uid, lines))


def _titled(uid: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines if any(line.startswith("SUMMARY") for line in lines) else (f"SUMMARY:{uid}", *lines)


def _component(name: str, *lines: str) -> str:
    return "\r\n".join([f"BEGIN:{name}", "DTSTAMP:20260101T000000Z", *lines, f"END:{name}\r\n"])


def calendar(*components: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t\r\n{''.join(components)}END:VCALENDAR\r\n".encode()


@dataclass(frozen=True)
class Asked:
    """One request, by its method or the name of its report, and the status of its answer."""

    what: str
    path: str
    status: int


@dataclass
class CalDAVServer:
    """The verbs; a subclass says how its server is started."""

    folder: Path
    requests: list[Asked] = field(default_factory=list)
    own_password: bool = False
    """Whether the server asks for the password itself."""
    _texts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _calendars: list[str] = field(default_factory=list)

    home = "/"

    def command(self, port: int) -> list[str]:
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.backend = _free_port()
        log = (self.folder / "server.log").open("wb")
        self._process = subprocess.Popen(self.command(self.backend), stdout=log, stderr=log, cwd=self.folder)
        log.close()
        self.closing = threading.Event()
        self._wait()
        self._proxy = ThreadingHTTPServer(("127.0.0.1", 0), _Proxy)
        self._proxy.daemon_threads = True
        self._proxy.caldav = self  # type: ignore[attr-defined]  # how a handler finds its server
        self._thread = threading.Thread(target=self._proxy.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._proxy.shutdown()
        self._thread.join()
        self._proxy.server_close()
        self._process.kill()
        self._process.wait()

    def url(self, path: str = "/") -> str:
        """The address of a path here."""
        return f"http://127.0.0.1:{self._proxy.server_port}{path}"

    def asked_for(self) -> list[str]:
        """What was asked since it was last forgotten, by report or method, without what was refused."""
        return [one.what for one in self.requests if one.status != 401]

    def forget(self) -> None:
        """Start counting anew."""
        self.requests.clear()

    def clear(self) -> None:
        """Delete all calendars."""
        for path in tuple(self._calendars):
            self.delete_calendar(path)
        self._texts.clear()
        self.forget()

    def make_calendar(self, name: str, holds: tuple[str, ...] = ("VEVENT", "VTODO")) -> str:
        """A new calendar; its path."""
        path = f"{self.home}{name.lower()}/"
        components = "".join(f'<c:comp name="{one}"/>' for one in holds)
        self._send("MKCALENDAR", path, MKCALENDAR.format(name=name, holds=components).encode())
        self._calendars.append(path)
        return path

    def add(self, path: str, uid: str, *components: str) -> None:
        """Store a resource: one plain event, or these components."""
        self._texts[path, uid] = list(components or [event(uid)])
        self._store(path, uid)

    def change(self, path: str, uid: str, summary: str) -> None:
        """Give all of its components another summary."""
        self._edit(path, uid, lambda text: re.sub(r"SUMMARY:[^\r]*", f"SUMMARY:{summary}", text))

    def move_instance(self, path: str, uid: str, original: str, start: str) -> None:
        """Move one occurrence of a series to another time."""
        self._texts[path, uid].append(event(uid, f"RECURRENCE-ID:{original}", start=start))
        self._store(path, uid)

    def cancel(self, path: str, uid: str) -> None:
        """Mark it as cancelled, as an organiser does."""
        self._edit(path, uid, lambda text: text.replace("SUMMARY:", "STATUS:CANCELLED\r\nSUMMARY:"))

    def delete(self, path: str, uid: str) -> None:
        """Delete a resource."""
        self._send("DELETE", f"{path}{uid}.ics")
        del self._texts[path, uid]

    def delete_calendar(self, path: str) -> None:
        """Delete a calendar and all that is in it."""
        self._send("DELETE", path)
        self._calendars.remove(path)

    def _edit(self, path: str, uid: str, edit: Callable[[str], str]) -> None:
        self._texts[path, uid] = [edit(text) for text in self._texts[path, uid]]
        self._store(path, uid)

    def _store(self, path: str, uid: str) -> None:
        headers = {"Content-Type": "text/calendar; charset=utf-8"}
        self._send("PUT", f"{path}{uid}.ics", calendar(*self._texts[path, uid]), headers)

    def _send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Straight to the server, past the proxy and its counting."""
        connection = HTTPConnection("127.0.0.1", self.backend, timeout=20)
        connection.request(method, path, body, {"Authorization": _basic(), **(headers or {})})
        status = connection.getresponse().status
        connection.close()
        if status not in PUT_STATUSES:
            raise AssertionError(f"{method} {path}: {status}")

    def _wait(self) -> None:
        for _ in range(int(STARTING / 0.05)):
            try:
                socket.create_connection(("127.0.0.1", self.backend), 1).close()
                return
            except OSError:
                if self._process.poll() is not None:
                    break
                self.closing.wait(0.05)
        raise AssertionError((self.folder / "server.log").read_text())


class Radicale(CalDAVServer):
    """Radicale, with one user and a password."""

    home = f"/{USER}/"

    def command(self, port: int) -> list[str]:
        (self.folder / "users").write_text(f"{USER}:{PASSWORD}\n")
        (self.folder / "config").write_text(
            f"[server]\nhosts = 127.0.0.1:{port}\n"
            f"[auth]\ntype = htpasswd\nhtpasswd_filename = {self.folder}/users\n"
            "htpasswd_encryption = plain\ndelay = 0\n"
            f"[rights]\ntype = owner_only\n[storage]\nfilesystem_folder = {self.folder}/data\n"
        )
        self.own_password = True
        return [sys.executable, "-m", "radicale", "--config", str(self.folder / "config")]


class Xandikos(CalDAVServer):
    """Xandikos, which leaves passwords to the proxy."""

    home = f"/{USER}/calendars/"

    def command(self, port: int) -> list[str]:
        where = ["-l", "127.0.0.1", "-p", str(port), "--no-detect-systemd"]
        who = ["--current-user-principal", f"/{USER}/", "--autocreate"]
        state = ["--state-dir", str(self.folder / "state")]
        return [sys.executable, "-m", "xandikos", "serve", "-d", str(self.folder / "data"), *who, *where, *state]


class _Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else each answer waits for the client's delayed acknowledgement

    def do_GET(self) -> None:
        server: CalDAVServer = self.server.caldav  # type: ignore[attr-defined]  # set by CalDAVServer
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        report = REPORT.search(body)
        what = report[1].decode() if report and self.command == "REPORT" else self.command
        status, headers, answer = self._answer(server, body)
        server.requests.append(Asked(what, self.path, status))
        self._reply(status, headers, answer)

    do_PROPFIND = do_REPORT = do_OPTIONS = do_GET  # noqa: N815  # as http.server has it

    def _answer(self, server: CalDAVServer, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        known = self.headers.get("Authorization") == _basic()
        if not known and not server.own_password:
            return 401, [("WWW-Authenticate", 'Basic realm="calendars"')], b""
        connection = HTTPConnection("127.0.0.1", server.backend, timeout=30)
        hop = {"host", "connection", "accept-encoding"}
        headers = {name: value for name, value in self.headers.items() if name.lower() not in hop}
        connection.request(self.command, self.path, body, headers)
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        passed = [
            (n, v)
            for n, v in response.getheaders()
            if n.lower() in {"content-type", "location", "dav", "www-authenticate"}
        ]
        return response.status, passed, answer

    def _reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        try:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Say nothing: `requests` has it all."""


def _basic() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
