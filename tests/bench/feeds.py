"""200 feeds on loopback, each answer 50 ms away: the feeds connector beside plain feedparser with 16 threads."""

import asyncio
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.base import Collected, Listener
from connectors.feeds import FETCHING
from connectors.items import Window
from connectors.worker import Job
from daemon.collect.process import run

FEEDS, ENTRIES, THREADS, HANGING = 200, 20, 16, 2
HOURS_APART, FRESH = 6, 8
"""An entry every six hours, of which the last 48 hours have eight."""
LATENCY, TIMEOUT = 0.05, 6.0
NOW = datetime(2026, 3, 24, 5, 30, tzinfo=UTC)
WINDOW = Window(first=date(2026, 3, 24), zone=ZoneInfo("Europe/Berlin"), now=NOW)
WORDS = "a strike on the line from two until ten in the evening with a train every twenty minutes at best " * 4


@dataclass(frozen=True)
class Measured:
    """Wall seconds, and how many stories there were at the end of them."""

    seconds: float
    stories: int


def feed(number: int) -> bytes:
    """RSS as blogs publish it, about 20 KB."""
    items = "".join(_item(number, entry) for entry in range(ENTRIES))
    head = f"<title>Feed {number}</title><link>https://n{number}.example/</link><description>News</description>"
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'.encode()


def _item(number: int, entry: int) -> str:
    when = NOW - timedelta(hours=HOURS_APART * entry + 1)
    link = f"https://n{number}.example/{entry}"
    return (
        f"<item><title>Story {entry} of {number} &amp; more</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} +0000</pubDate><author>kim@n{number}.example (Kim)</author>"
        f'<category>local</category><description>&lt;p&gt;{WORDS}&lt;a href="{link}"&gt;more&lt;/a&gt;&lt;/p&gt;'
        f"&lt;p&gt;{WORDS}&lt;/p&gt;</description></item>"
    )


@contextmanager
def served() -> Iterator[int]:
    """A server in a process of its own; its port."""
    with subprocess.Popen([sys.executable, "-m", __spec__.name, "serve"], stdout=subprocess.PIPE) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


async def serve() -> None:
    """Answer /feed/NUMBER with an ETag after 50 ms, and /hang/NUMBER never."""
    bodies = [feed(number) for number in range(FEEDS)]

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await _head(reader):
            _, kind, number = head.split(" ", 2)[1].split("/")
            await asyncio.sleep(3600 if kind == "hang" else LATENCY)
            writer.write(_reply(bodies[int(number)], f'"{number}"', head))
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=FEEDS)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  # how its parent learns the port
    await server.serve_forever()


async def _head(reader: asyncio.StreamReader) -> str:
    try:
        return (await reader.readuntil(b"\r\n\r\n")).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return ""


def _reply(body: bytes, etag: str, head: str) -> bytes:
    if f"if-none-match: {etag}" in head.lower():
        return f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()
    kind = f"Content-Type: application/rss+xml\r\nContent-Length: {len(body)}\r\nETag: {etag}\r\n\r\n"
    return f"HTTP/1.1 200 OK\r\n{kind}".encode() + body


def urls(port: int, hanging: int = 0) -> list[str]:
    """All feeds' addresses, of which some hang."""
    return [f"http://127.0.0.1:{port}/{'hang' if n < hanging else 'feed'}/{n}" for n in range(FEEDS)]


def plain(port: int, *, unchanged: bool) -> Measured:
    """What a script does: threads that fetch with urllib and parse with feedparser."""
    import feedparser

    def one(number_and_url: tuple[int, str]) -> int:
        number, url = number_and_url
        request = urllib.request.Request(url, headers={"If-None-Match": f'"{number}"'} if unchanged else {})
        try:
            with urllib.request.urlopen(request) as answer:
                return len(feedparser.parse(answer.read())["entries"])
        except urllib.error.HTTPError as error:
            if error.code == 304:
                return 0
            raise

    started = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as threads:
        stories = sum(threads.map(one, enumerate(urls(port))))
    return Measured(time.perf_counter() - started, stories)


def connector(port: int, state: bytes = b"", *, hanging: int = 0, timeout: float = 30.0) -> tuple[Measured, Collected]:
    """The connector as `make` runs it, its process's start included."""
    job = Job(
        source="news",
        entry_point="connectors.feeds:CONNECTOR",
        config={"kind": "feeds", "urls": urls(port, hanging), "allow_private": True, "timeout": timeout},
        listener=Listener(),
        window=WINDOW,
        state=state,
        seconds=timeout,
    )
    started = time.perf_counter()
    collected = asyncio.run(run(job))
    return Measured(time.perf_counter() - started, len(collected.items)), collected


@dataclass(frozen=True)
class Compared:
    """Medians of seconds: the connector beside plain feedparser, new feeds and unchanged ones.

    `hanging`: with two feeds that never answer, of which each may take `limit`.
    """

    cold: float
    plain_cold: float
    unchanged: float
    plain_unchanged: float
    hanging: float
    limit: float


def compared(runs: int) -> Compared:
    """All of them in turn, so many times. Raises ValueError where a story is missing."""
    with served() as port:
        rounds = [_round(port) for _ in range(runs)]
        hanging, _ = connector(port, hanging=HANGING, timeout=TIMEOUT)
    stories = [hanging.stories + HANGING * FRESH, *(one.stories for each in rounds for one in each[::2])]
    if set(stories) != {FEEDS * FRESH}:
        raise ValueError(f"{FEEDS * FRESH} stories are fresh, and {stories} were brought")
    medians = [statistics.median(one.seconds for one in each) for each in zip(*rounds, strict=True)]
    cold, plain_cold, unchanged, plain_unchanged = medians
    return Compared(cold, plain_cold, unchanged, plain_unchanged, hanging.seconds, 0.9 * FETCHING * TIMEOUT)


def _round(port: int) -> tuple[Measured, Measured, Measured, Measured]:
    cold, collected = connector(port)
    plain_cold = plain(port, unchanged=False)
    unchanged, _ = connector(port, collected.state)
    return cold, plain_cold, unchanged, plain(port, unchanged=True)


if __name__ == "__main__":
    asyncio.run(serve())
