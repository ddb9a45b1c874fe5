"""The private feed of 400 episodes on loopback, served by the daemon itself; its clients are processes of their own."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from connectors.codec import to_json
from daemon.home.home import Home
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.model import Chapter
from daemon.publish.records import Record, lean
from daemon.publish.shelf import INDEX, Shelf
from tests.contract.library import MORNING, an_episode

EPISODES, CHAPTERS, MEGABYTES = 400, 9, 200
REQUESTS, CLIENTS, DOWNLOADS = 400, 4, 5
PIECE = 2**18
NOTES = "<ul>" + "<li>A strike on the S-Bahn this afternoon, from two until ten — Tagesblick</li>" * 25 + "</ul>"
SETTINGS = """
timezone = "UTC"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[server]
port = {port}
[libraries.feed]
kind = "feed"
"""
BARE = """
import sys, uvicorn
from starlette.responses import Response
answer = Response(sys.stdin.buffer.read(), media_type="text/xml")
uvicorn.run(answer, port=int(sys.argv[1]), http="h11", access_log=False, log_level="error")
"""


@dataclass(frozen=True, kw_only=True)
class Compared:
    """The feed's answers in milliseconds (medians), and how many a second of processor time; MB a second, and MB.

    `plain…`: a server that does nothing but answer these bytes from memory; `read`: the audio, read by this process.
    """

    unchanged: float
    whole: float
    plain: float
    rate: float
    plain_rate: float
    audio: float
    read: float
    idle: float
    loaded: float


@dataclass(frozen=True)
class Server:
    """A server that is looked at (Linux)."""

    port: int
    process: "subprocess.Popen[bytes]"

    def megabytes(self, when: Literal["VmRSS", "VmHWM"]) -> float:
        """Its memory now, or the most that it ever took."""
        told = dict(line.split(":", 1) for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines())
        return int(told[when].split()[0]) / 2**10

    @property
    def seconds(self) -> float:
        """The processor's time that it took so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def compared() -> Compared:
    """All of it, one after the other."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        newest = fill(Shelf(Home(folder / "home").libraries / "feed"), folder / "made")
        feed = f"/f/{token_of(folder / 'home')}/morning/feed.xml"
        audio = feed.replace("feed.xml", f"{newest.day}/{newest.content}/{newest.audio}")
        with daemon(folder) as server:
            body, etag = got(server.port, feed)
            idle = server.megabytes("VmRSS")
            unchanged, whole = asked(server.port, feed, etag), asked(server.port, feed)
            rate = rated(server, feed)
            downloads = [downloaded(server.port, audio, folder) for _ in range(DOWNLOADS)]
            loaded = server.megabytes("VmHWM")
        with bare(body) as server:
            plain, plain_rate = asked(server.port, "/"), rated(server, "/")
        read = [read_through(folder) for _ in range(DOWNLOADS)]
    return Compared(
        unchanged=statistics.median(unchanged),
        whole=statistics.median(whole),
        plain=statistics.median(plain),
        rate=rate,
        plain_rate=plain_rate,
        audio=statistics.median(downloads),
        read=statistics.median(read),
        idle=idle,
        loaded=loaded,
    )


def fill(shelf: Shelf, made: Path) -> Record:
    """Put one very long episode on the shelf, and name it on all these days; the newest of them."""
    episode = an_episode(made, audio=os.urandom(2**20) * MEGABYTES)
    marks = [(50.0 * n, f"Story {n} of the day", f"https://n.example/{n}") for n in range(CHAPTERS)]
    chapters = tuple(Chapter(start=start, end=start + 50, title=title, link=link) for start, title, link in marks)
    newest = shelf.put(replace(episode, chapters=chapters), datetime.now(UTC))
    ages = [timedelta(days=n) for n in range(EPISODES)]
    days = [replace(newest, day=MORNING - age, guid=f"{age}", made=newest.made - age, notes=NOTES) for age in ages]
    (shelf.folder / "morning" / INDEX).write_bytes(to_json(lean(days), tuple[Record, ...]))
    return newest


def token_of(home: Path) -> str:
    """A new token of that home."""
    with closing(Store(Home(home).database)) as store:
        return Tokens(store).add("bench", datetime.now(UTC))


@contextmanager
def daemon(folder: Path) -> Iterator[Server]:
    """`dawncast serve`, on a day on which it has nothing else to do."""
    port = free_port()
    (folder / "settings.toml").write_text(SETTINGS.format(port=port))
    (folder / "todo.txt").write_text("")
    words = ("-m", "daemon", "--config", str(folder / "settings.toml"), "--home", str(folder / "home"), "serve")
    with started(words, port) as server:
        yield server


@contextmanager
def bare(body: bytes) -> Iterator[Server]:
    """A server of uvicorn and Starlette with these bytes."""
    port = free_port()
    with started(("-c", BARE, str(port)), port, body) as server:
        yield server


@contextmanager
def started(words: Sequence[str], port: int, given: bytes = b"") -> Iterator[Server]:
    """A Python process, once it listens."""
    process = subprocess.Popen([sys.executable, "-I", *words], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert process.stdin
        process.stdin.write(given)
        process.stdin.close()
        until = time.monotonic() + 30
        while not listens(port):
            assert process.poll() is None, "it ended"
            assert time.monotonic() < until, "it does not listen"
            threading.Event().wait(0.05)
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    """A port at which nobody listens at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


def listens(port: int) -> bool:
    """Whether somebody does."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def got(port: int, path: str) -> tuple[bytes, str]:
    """The body, and its ETag."""
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.read(), answer.getheader("ETag") or ""


def asked(port: int, path: str, etag: str = "") -> list[float]:
    """Milliseconds that each answer took, one asked for after the other by another process."""
    return _heard(_client(port, path, etag))


def rated(server: Server, path: str) -> float:
    """Answers to several clients at once, a second of processor time."""
    before = server.seconds
    clients = [_client(server.port, path) for _ in range(CLIENTS)]
    answers = sum(len(_heard(client)) for client in clients)
    return answers / (server.seconds - before)


def _client(port: int, path: str, etag: str = "") -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", __spec__.name, str(port), path, etag], stdout=subprocess.PIPE)


def _heard(client: "subprocess.Popen[bytes]") -> list[float]:
    told, _ = client.communicate()
    heard: list[float] = json.loads(told)
    return heard


def client(port: int, path: str, etag: str) -> list[float]:
    """Ask so often over one connection; raises ValueError where an answer is another one than the first."""
    times, first = [], b""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("GET", path, headers={"If-None-Match": etag} if etag else {})
        answer = connection.getresponse()
        body = answer.read()
        times.append(1000 * (time.perf_counter() - began))
        first = first or body
        if (answer.status, body) != (304 if etag else 200, first):
            raise ValueError(f"{answer.status}, {len(body)} bytes")
    return times


def downloaded(port: int, path: str, folder: Path) -> float:
    """Megabytes a second of the audio, from a disk that has to be read for it."""
    forget(folder)
    buffer, began, size = bytearray(PIECE), time.perf_counter(), 0
    with closing(http.client.HTTPConnection("127.0.0.1", port)) as connection:
        connection.request("GET", path, headers={"Range": "bytes=1-"})
        answer = connection.getresponse()
        while read := answer.readinto(buffer):
            size += read
    return size / 2**20 / (time.perf_counter() - began)


def read_through(folder: Path) -> float:
    """Megabytes a second of the same file, read in pieces of the same size."""
    path = forget(folder)
    buffer, began = bytearray(PIECE), time.perf_counter()
    with path.open("rb", buffering=0) as file:
        while file.readinto(buffer):
            continue
    return MEGABYTES / (time.perf_counter() - began)


def forget(folder: Path) -> Path:
    """Have the system read the audio from the disk the next time."""
    path = folder / "made" / "episode.mp3"
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return path


if __name__ == "__main__":
    print(json.dumps(client(int(sys.argv[1]), sys.argv[2], sys.argv[3])))  # noqa: T201  # how its parent learns them
