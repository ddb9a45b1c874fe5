"""The application in the daemon: a real server, the home's own tokens and settings that change."""

import asyncio
import http.client
import io
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from config.service import Server
from config.settings import Settings
from daemon.home.home import Home
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.publish.records import Record, audio_name
from daemon.publish.shelf import Shelf
from daemon.registry import InstalledKinds
from daemon.serve.endpoints import serving
from daemon.serve.log import Log, forward
from daemon.web.running import application
from tests.contract.library import an_episode

SETTINGS = """
timezone = "UTC"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.feed]
kind = "feed"
"""
LONG = os.urandom(4 * 2**20)
LATER = 4_000_000_000.0


@dataclass
class Household:
    """A home with an episode, its settings, and who serves it."""

    folder: Path
    said: io.StringIO = field(default_factory=io.StringIO)

    def __post_init__(self) -> None:
        self.home = Home(self.folder / "home")
        self.settings = self.reads("")
        episode = an_episode(self.folder / "made", audio=LONG)
        self.record: Record = Shelf(self.home.libraries / "feed").put(episode, datetime.now(UTC))

    def reads(self, more: str, written: float | None = None) -> Settings:
        """The settings with more in them; `written`: when (seconds, Unix)."""
        file = self.folder / "settings.toml"
        file.write_text(SETTINGS + more)
        if written is not None:
            os.utime(file, (written, written))
        self.settings = load(file, InstalledKinds())
        return self.settings

    def gives(self, name: str = "phone") -> str:
        """A token, as `dawncast feed add` makes one in another process."""
        with closing(Store(self.home.database)) as store:
            return Tokens(store).add(name, datetime.now(UTC))

    def revokes(self, name: str) -> None:
        with closing(Store(self.home.database)) as store:
            Tokens(store).revoke(name)

    @asynccontextmanager
    async def served(self, silence: float = 15.0) -> AsyncIterator[int]:
        """Its port."""
        log = Log(self.said, "debug")
        async with (
            application(self.home, lambda: self.settings, log, []) as app,
            serving(app, Server(port=0), silence) as (_, port),
        ):
            yield port

    @property
    def audio(self) -> str:
        return f"morning/{self.record.day}/{self.record.content}/{audio_name(self.record)}"


@pytest.fixture
def household(tmp_path: Path) -> Household:
    return Household(tmp_path)


def got(port: int, path: str, host: str = "localhost", **headers: str) -> tuple[int, bytes]:
    """Status and body, over a connection of its own."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        return answer.status, answer.read()


def opened() -> int:
    """How many descriptors this process has."""
    return sum(1 for _ in Path("/dev/fd").iterdir())


def asks(household: Household, what: Callable[[int], Awaitable[None]], silence: float = 15.0) -> None:
    """Do it while the house is served."""

    async def run() -> None:
        async with household.served(silence) as port:
            await what(port)

    asyncio.run(run())


def test_a_feed_and_its_audio(household: Household) -> None:
    token = household.gives()

    async def listen(port: int) -> None:
        status, feed = await asyncio.to_thread(got, port, f"/f/{token}/morning/feed.xml")
        assert status == 200
        assert f"http://localhost/f/{token}/{household.audio}".encode() in feed
        assert await asyncio.to_thread(got, port, f"/f/{token}/{household.audio}") == (200, LONG)
        part = await asyncio.to_thread(got, port, f"/f/{token}/{household.audio}", Range="bytes=-9")
        assert part == (206, LONG[-9:])

    asks(household, listen)


def test_a_token_counts_at_once_and_a_revoked_one_no_more(household: Household) -> None:
    async def change(port: int) -> None:
        token = await asyncio.to_thread(household.gives)
        assert (await asyncio.to_thread(got, port, f"/f/{token}/feed.xml"))[0] == 200
        await asyncio.to_thread(household.revokes, "phone")
        assert (await asyncio.to_thread(got, port, f"/f/{token}/feed.xml"))[0] == 404

    asks(household, change)


def test_uses_are_written_down(household: Household) -> None:
    token = household.gives()

    async def use(port: int) -> None:
        await asyncio.to_thread(got, port, f"/f/{token}/feed.xml", **{"User-Agent": "AntennaPod/3.4"})

    asks(household, use)
    with closing(Store(household.home.database)) as store:
        [found] = Tokens(store).all(datetime.now(UTC))
    assert found.used_by == "AntennaPod/3.4"
    assert found.used


def test_new_settings_take_effect_without_a_restart(household: Household) -> None:
    token = household.gives()

    async def read_anew(port: int) -> None:
        async def at(host: str) -> tuple[int, bytes]:
            return await asyncio.to_thread(got, port, f"/f/{token}/feed.xml", host)

        assert (await at("nas.local"))[0] == 421
        household.reads('base_url = "https://me.example.org"\n[server]\nnames = ["nas.local"]\n')
        for host in ("nas.local", "me.example.org"):
            status, feed = await at(host)
            assert status == 200
            assert f"https://me.example.org/f/{token}/morning/".encode() in feed

    asks(household, read_anew)


def test_an_app_that_knows_dates_alone_hears_of_a_new_address(household: Household) -> None:
    address = f"/f/{household.gives()}/morning/feed.xml"

    def date_of(port: int) -> str:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
            connection.request("HEAD", address, headers={"Host": "localhost"})
            return connection.getresponse().headers["Last-Modified"]

    async def move(port: int) -> None:
        before = {"If-Modified-Since": await asyncio.to_thread(date_of, port)}
        assert (await asyncio.to_thread(got, port, address, **before))[0] == 304
        household.reads('base_url = "https://me.example.org"', written=LATER)
        status, feed = await asyncio.to_thread(got, port, address, **before)
        assert (status, b"https://me.example.org/f/" in feed) == (200, True)

    asks(household, move)


def test_who_hangs_up_leaves_nothing_open(household: Household) -> None:
    token = household.gives()
    request = f"GET /f/{token}/{household.audio} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()

    async def hang_up(port: int) -> None:
        before = opened()
        for _ in range(5):
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
            writer.write(request)
            await reader.readexactly(1000)
            writer.transport.abort()
        async with asyncio.timeout(10):
            while opened() > before:
                await asyncio.sleep(0.01)

    asks(household, hang_up)
    assert "library" not in household.said.getvalue()


def test_no_stranger_fills_the_log(household: Household) -> None:
    async def talk_nonsense(port: int) -> None:
        for nonsense in (
            b"\0\1\2\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
        ):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(nonsense)
            assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 4")
            writer.close()

    forward(Log(household.said))
    try:
        asks(household, talk_nonsense)
    finally:
        logging.root.handlers.clear()
    assert "library" not in household.said.getvalue()


def test_who_only_holds_a_connection_is_hung_up_on(household: Household) -> None:
    token = household.gives()

    async def say_nothing(port: int) -> None:
        silent = await asyncio.open_connection("127.0.0.1", port)
        slow = await asyncio.open_connection("127.0.0.1", port)
        slow[1].write(f"GET /f/{token}/feed.xml HTTP/1.1\r\nHost: local".encode())
        async with asyncio.timeout(10):
            for reader, writer in (silent, slow):
                assert await reader.read() == b""
                writer.close()

    asks(household, say_nothing, silence=0.05)


def test_so_is_who_is_answered_but_never_ends_the_request(household: Household) -> None:
    async def go_on(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /robots.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n")
        assert (await reader.readuntil(b"\r\n")).startswith(b"HTTP/1.1 405")

        async def trickle() -> None:  # what keeps uvicorn's own clock for idle connections from running out
            while True:
                writer.write(b"a")
                await asyncio.sleep(0.01)

        trickling = asyncio.create_task(trickle())
        async with asyncio.timeout(4):  # uvicorn alone would wait for 5 s
            with suppress(ConnectionError):
                await reader.read()
        trickling.cancel()
        writer.close()

    asks(household, go_on, silence=0.05)


def test_who_listens_slowly_is_not(household: Household) -> None:
    token = household.gives()

    async def listen(port: int) -> None:
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.setblocking(False)
        await asyncio.get_running_loop().sock_connect(slow, ("127.0.0.1", port))
        reader, writer = await asyncio.open_connection(sock=slow, limit=4096)
        writer.write(f"GET /f/{token}/{household.audio} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        await asyncio.sleep(0.3)
        head = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 OK" in head
        assert await reader.readexactly(len(LONG)) == LONG
        writer.close()

    asks(household, listen, silence=0.05)
