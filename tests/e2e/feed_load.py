"""Twenty apps on a feed whose episodes come, change and go, whose server is killed and whose disk is full for a while.

As a program it is the supervisor, which starts the server, a writer and the apps as processes of their own.
"""

import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from errno import ENOSPC
from pathlib import Path
from random import Random

from daemon.home.home import Home
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.publish.records import content_of
from daemon.publish.shelf import KEPT, Shelf
from tests.contract.library import an_episode
from tests.e2e.feed_reader import audio_of, chance, chapters_of, told_until

SHOWS, DAYS = ("morning", "evening"), 6
FIRST, START = date(2026, 3, 1), datetime(2026, 3, 24, tzinfo=UTC)
FASTER = 8 * 3600
"""The writer's clock: what is replaced can be read for six seconds."""
PROCESSES, EACH = 4, 5
FELT = "no-room"
"""The file by which the writer says that there was no room."""
SETTLED = 0.5
"""Seconds after the server answers again, in which an app may still learn that an answer was cut off."""
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


@dataclass
class Writer:
    """Puts episodes on the shelf, makes them anew, takes them away, and lets go of what is old."""

    folder: Path
    random: Random
    put: int = 0
    full: int = 0
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.shelf = Shelf(Home(self.folder / "home").libraries / "feed")

    @property
    def now(self) -> datetime:
        """On its own clock."""
        return START + timedelta(seconds=FASTER * (time.monotonic() - self.began))

    def puts(self, show: str, now: datetime) -> None:
        """An episode of some day; an earlier one of that day is replaced."""
        seed, day = self.random.getrandbits(40), FIRST + timedelta(days=self.random.randrange(DAYS))
        made = self.folder / "home" / "episodes" / str(seed)
        episode = replace(an_episode(made, day=day, audio=audio_of(seed)), show=show, guid=f"{show} {day}", made=now)
        episode.chapters_json.write_bytes(chapters_of(seed))
        (self.folder / "promised" / content_of(episode)).write_text(str(seed))
        self.shelf.put(episode, now)
        for file in made.iterdir():
            file.unlink()
        self.put += 1

    def acts(self) -> None:
        """One thing or another; no room is no reason to stop."""
        show, what = self.random.choice(SHOWS), self.random.random()
        try:
            if what < 0.7:
                self.puts(show, self.now)
            elif what < 0.85:
                self.shelf.prune(self.now)
            elif records := self.shelf.records(show)[1:]:
                self.shelf.remove(self.random.choice(records).guid, self.now)
        except OSError as error:
            if error.errno != ENOSPC:
                raise
            self.full += 1
            (self.folder / FELT).touch()


def write(folder: Path) -> None:
    """Write until its parent's moment; prints how often."""
    until, writer, pause = told_until(), Writer(folder, chance(1)), threading.Event()
    while time.monotonic() < until:
        writer.acts()
        pause.wait(0.1)
    print(json.dumps([writer.put, writer.full]))  # noqa: T201  # how its parent learns it


@dataclass
class Household:
    """A home whose feed is served at a port; `restarts`: from when to when it was not."""

    folder: Path
    port: int
    restarts: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("promised", "home"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "settings.toml").write_text(SETTINGS.format(port=self.port))
        (self.folder / "todo.txt").write_text("")
        past = Writer(self.folder, chance(0))
        for n in range(3 * DAYS):
            past.puts(SHOWS[n % 2], START - 2 * KEPT)

    def token(self, name: str, show: str | None = None) -> str:
        """A new one."""
        with closing(Store(Home(self.folder / "home").database)) as store:
            return Tokens(store).add(name, datetime.now(UTC), show=show)

    def starts(self) -> "subprocess.Popen[bytes]":
        """The server, once it answers."""
        words = ("--config", str(self.folder / "settings.toml"), "--home", str(self.folder / "home"), "serve")
        with (self.folder / "serve.log").open("ab") as log:
            server = subprocess.Popen([sys.executable, "-I", "-m", "daemon", *words], stderr=log)
        soon(lambda: asked(self.port, "/robots.txt") == 200)
        return server

    def restarted(self, server: "subprocess.Popen[bytes]", number: signal.Signals) -> "subprocess.Popen[bytes]":
        """As whoever supervises it does when it has ended."""
        began = time.monotonic()
        server.send_signal(number)
        server.wait()
        server = self.starts()
        self.restarts.append((began, time.monotonic() + SETTLED))
        return server

    def revokes(self) -> float:
        """Seconds until a token that was taken back is good for nothing."""
        token = self.token("guest")
        path = f"/f/{token}/feed.xml"
        assert asked(self.port, path) == 200
        with closing(Store(Home(self.folder / "home").database)) as store:
            Tokens(store).revoke("guest")
        began = time.monotonic()
        soon(lambda: asked(self.port, path) in {404, 429})
        return time.monotonic() - began

    @contextmanager
    def without_room(self) -> Iterator[None]:
        """The disk is full, and the writer has met with it."""
        ballast = self.folder / "home" / "ballast"
        with ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(1 << 16))
            except OSError as error:
                if error.errno != ENOSPC:
                    raise
        soon((self.folder / FELT).exists)
        yield
        ballast.unlink()


def asked(port: int, path: str) -> int | None:
    """The status of the answer; None where there is none."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return None


def soon(what: Callable[[], bool], within: float = 30.0) -> None:
    """Wait until it is so."""
    end, pause = time.monotonic() + within, threading.Event()
    while not what():
        assert time.monotonic() < end, "it did not happen"
        pause.wait(0.02)


def supervise(folder: Path, seconds: float, *, small: bool) -> None:
    """The whole of it, on a disk that can be filled or not; prints what was seen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        household = Household(folder, free.getsockname()[1])
    server = household.starts()
    apps = [_app(household, number) for number in range(PROCESSES * EACH)]
    groups = [json.dumps(apps[first : first + EACH]) for first in range(0, len(apps), EACH)]
    readers = [_started("feed_reader", folder, group, household.port) for group in groups]
    writer = _started("feed_load", "write", folder)
    began, pause = _begun((*readers, writer), seconds), threading.Event()

    def at(part: float) -> None:
        pause.wait(max(0.0, began + part * seconds - time.monotonic()))

    try:
        at(0.1)
        if small:
            with household.without_room():
                at(0.35)
        server = household.restarted(server, signal.SIGKILL)
        revoked = household.revokes()
        at(0.8)
        server = household.restarted(server, signal.SIGTERM)
        heard = [json.loads(reader.communicate()[0]) for reader in readers]
        put, full = json.loads(writer.communicate()[0])
    finally:
        for process in (server, writer, *readers):
            process.kill()
    told = {
        "restarts": household.restarts,
        "put": put,
        "full": full,
        "revoked": revoked,
        "apps": [app for each in heard for app in each],
    }
    print(json.dumps(told))  # noqa: T201  # how the test learns it


def _app(household: Household, number: int) -> dict[str, object]:
    """Every fifth has a token for one show."""
    shows = ("evening",) if number % EACH == 0 else SHOWS
    token = household.token(f"app {number}", shows[0] if len(shows) == 1 else None)
    return {"number": number, "token": token, "shows": shows}


def _started(module: str, *words: object) -> "subprocess.Popen[bytes]":
    program = [sys.executable, "-m", f"tests.e2e.{module}", *map(str, words)]
    return subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _begun(processes: Sequence["subprocess.Popen[bytes]"], seconds: float) -> float:
    """When all of them are there, tell them until when they are to go on; from when on."""
    for process in processes:
        assert process.stdout
        process.stdout.readline()
    began = time.monotonic()
    for process in processes:
        assert process.stdin
        process.stdin.write(f"{began + seconds}\n".encode())
        process.stdin.flush()
    return began


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]))
    else:
        supervise(Path(sys.argv[2]), float(sys.argv[3]), small=sys.argv[4] == "small")
