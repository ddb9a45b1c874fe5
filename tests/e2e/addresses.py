"""What `test_addresses.py` runs in a process of its own: everything that a connector can reach with, under the guard.

In on standard input: a Probe as JSON. Out: what was reached, and how each attempt ended.
"""

import asyncio
import http.client
import imaplib
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from connectors import guard
from connectors.base import ConnectorError
from connectors.codec import from_json, to_json
from connectors.http import Fetcher
from connectors.http import run as run_fetching
from tests.fakes.resolver import PUBLIC, Internet, Resolver

SECONDS = 10.0


@dataclass(frozen=True)
class Probe:
    """What to try: `way` is direct, redirect, rebinding or libraries; each target an authority and what it means."""

    way: str
    targets: list[tuple[str, str]]
    port: int
    allow_private: bool = False


@dataclass(frozen=True)
class Ended:
    """`reached`: addresses that nothing refused; `asked`: requests at the public server; `said`: an end a target."""

    reached: list[str]
    asked: list[str]
    said: list[str]


def main() -> None:
    """Try all targets in one way."""
    probe = from_json(Probe, sys.stdin.buffer.read())
    resolver, internet = Resolver(), Internet(lambda head: _redirect(head, probe))
    for number, (_, address) in enumerate(probe.targets):
        resolver.leads(f"n{number}.example", *([PUBLIC] if probe.way == "rebinding" else []), address)
    resolver.leads("public.example", PUBLIC)
    resolver.install()
    internet.install()
    guard.install(allow_private=probe.allow_private, offline=False)
    said = _libraries(probe) if probe.way == "libraries" else run_fetching(_fetch(_urls(probe)))
    sys.stdout.buffer.write(to_json(Ended(internet.reached, internet.asked, said)))


def _urls(probe: Probe) -> list[str]:
    if probe.way == "direct":
        return [f"http://{authority}:{probe.port}/" for authority, _ in probe.targets]
    if probe.way == "redirect":
        return [f"http://public.example:{probe.port}/{number}" for number in range(len(probe.targets))]
    return [f"http://n{number}.example:{probe.port}/again" for number in range(len(probe.targets))]


def _redirect(head: str, probe: Probe) -> bytes:
    """To the target of that number, or, where a name is to be looked up again, to where it came from."""
    path = head.split(" ")[1]
    to = path if path == "/again" else f"http://{probe.targets[int(path[1:])][0]}:{probe.port}/"
    return f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


async def _fetch(urls: list[str]) -> list[str]:
    async def one(fetcher: Fetcher, url: str) -> str:
        try:
            return f"got {len((await fetcher.get(url)).body)} bytes"
        except ConnectorError as error:
            return str(error)

    async with Fetcher(seconds=SECONDS) as fetcher:
        return await asyncio.gather(*(one(fetcher, url) for url in urls))


def _libraries(probe: Probe) -> list[str]:
    return [_try(reach, authority, probe.port) for authority, _ in probe.targets for reach in REACHING]


def _try(reach: Callable[[str, int], object], host: str, port: int) -> str:
    try:
        return f"{reach.__name__} reached {reach(host, port)!r}"
    except Exception as error:  # noqa: BLE001  # each library has errors of its own around the guard's
        return f"{reach.__name__}: {error!r} {error.__context__!r}"


def by_urllib(host: str, port: int) -> object:
    return urllib.request.urlopen(f"http://{host}:{port}/", timeout=2).read()


def by_http_client(host: str, port: int) -> object:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    connection.request("GET", "/")
    return connection.getresponse().read()


def by_httplib2(host: str, port: int) -> object:
    import httplib2  # type: ignore[import-untyped]  # it ships no types

    return httplib2.Http(timeout=2).request(f"http://{host}:{port}/")


def by_requests(host: str, port: int) -> object:
    import requests

    return requests.get(f"http://{host}:{port}/", timeout=2).content


def by_httpx2(host: str, port: int) -> object:
    import httpx2

    return httpx2.get(f"http://{host}:{port}/", timeout=2).content


def by_imaplib(host: str, port: int) -> object:
    return imaplib.IMAP4(host, port, timeout=2).welcome


def by_asyncio(host: str, port: int) -> object:
    async def connect() -> bytes:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"GET / HTTP/1.0\r\n\r\n")
        return await reader.read()

    return asyncio.run(asyncio.wait_for(connect(), 2))


REACHING = (by_urllib, by_http_client, by_httplib2, by_requests, by_httpx2, by_imaplib, by_asyncio)

if __name__ == "__main__":
    main()
