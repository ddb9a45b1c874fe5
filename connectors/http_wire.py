"""HTTP/1.1 on the wire: h11 over asyncio's streams, and connections kept for the next request to the same server.

A morning is hundreds of small requests, and a general client spends more time on each than the network does.
"""

import asyncio
import socket
import ssl
from collections.abc import Mapping, Sequence
from typing import Any

from connectors.http_answers import Answer
from connectors.http_asks import Address, Ask

CHUNK = 64 * 1024
MOST_OF_AN_ERROR = 64 * 1024
MOST_OF_A_HEAD = 64 * 1024
HEAD_START = 0.25
"""Seconds that one address of a server has before the next is tried beside it (RFC 8305 §5)."""
TOO_IDLE = 408
"""The status with which a server gives up a connection that was kept; it may cross with the next request."""
Place = tuple[socket.AddressFamily, Any]


class UnreachableError(Exception):
    """No connection was made, so nothing was asked; its cause says why."""


class Wire:
    """The connections of one run. It sets no limit of time; `close` it at the end."""

    def __init__(self) -> None:
        self._idle: dict[Address, list[_Line]] = {}
        self._tls: ssl.SSLContext | None = None

    async def answer(self, ask: Ask, most: int) -> Answer:
        """A request's answer, with at most so many bytes of its body (of an error's, the beginning).

        Raises UnreachableError, OSError (of which ssl.SSLError is one) or h11.ProtocolError.
        """
        server = ask.address.server
        line = self._kept(server) if ask.harmless else None
        if line:
            answer = await self._exchanged(line, ask, most)
            if answer.status != TOO_IDLE:
                return answer
        return await self._exchanged(await self._opened(server), ask, most)

    async def _exchanged(self, line: "_Line", ask: Ask, most: int) -> Answer:
        try:
            answer = await line.exchange(ask, most)
        except BaseException:
            line.abort()
            raise
        if line.start_again():
            self._idle.setdefault(ask.address.server, []).append(line)
        else:
            line.abort()
        return answer

    async def close(self) -> None:
        """End all connections."""
        idle = [line for lines in self._idle.values() for line in lines]
        for end in (_Line.close, _Line.abort):
            for line in idle:
                end(line)
            await asyncio.sleep(0)  # the loop's turn, to do it in

    def _kept(self, server: Address) -> "_Line | None":
        """A connection from before. The server may just be closing it: it is for what may be asked twice."""
        lines = self._idle.get(server, [])
        while lines:
            line = lines.pop()
            if line.open:
                return line
            line.abort()
        return None

    async def _opened(self, server: Address) -> "_Line":
        tls = self._context() if server.scheme == "https" else None
        try:
            sock = await _reached(await _places(server.host, server.port))
            try:
                name = server.host.rstrip(".") if tls else None
                return _Line(*await asyncio.open_connection(sock=sock, ssl=tls, server_hostname=name))
            except BaseException:
                sock.close()
                raise
        except (OSError, ExceptionGroup) as error:
            raise UnreachableError from error

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            import httpx2

            self._tls = httpx2.create_ssl_context()  # it knows where each system keeps its certificates
        return self._tls


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        import h11

        self._reader, self._writer = reader, writer
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_OF_A_HEAD)

    @property
    def open(self) -> bool:
        """Whether it may carry a request: not closed, and no bytes came that would be taken for its answer."""
        unread = self._reader._buffer  # type: ignore[attr-defined]  # noqa: SLF001  # asyncio has no other way to see it
        return not unread and not self._reader.at_eof() and not self._writer.is_closing()

    def start_again(self) -> bool:
        """Make it ready for another request, if it can be."""
        import h11

        if (self._http.our_state, self._http.their_state) != (h11.DONE, h11.DONE):
            return False
        if self._http.trailing_data != (b"", False):
            return False  # what came after the answer would be taken for the next one
        self._http.start_next_cycle()
        return True

    def close(self) -> None:
        """Say that it is over; the other side's word is not waited for."""
        self._writer.close()

    def abort(self) -> None:
        """End it at once."""
        self._writer.transport.abort()

    async def exchange(self, ask: Ask, most: int) -> Answer:
        """Send the request and read its answer."""
        import h11

        request = h11.Request(method=ask.method, target=ask.address.target, headers=_headers(ask))
        parts = [request, *([h11.Data(ask.content)] if ask.content else []), h11.EndOfMessage()]
        self._writer.write(b"".join(self._http.send(part) or b"" for part in parts))
        head = await self._event()
        while isinstance(head, h11.InformationalResponse):
            head = await self._event()
        if not isinstance(head, h11.Response):
            raise h11.RemoteProtocolError("an answer must begin with a status")
        headers = {_text(name): _text(value) for name, value in head.headers}
        body, more = await self._body(headers, most if 200 <= head.status_code < 300 else MOST_OF_AN_ERROR)
        return Answer(head.status_code, headers, body, more)

    async def _body(self, headers: Mapping[str, str], most: int) -> tuple[bytes, bool]:
        import h11

        declared = headers.get("content-length", "")
        body = bytearray()
        while isinstance(event := await self._event(), h11.Data):
            body += event.data
            if len(body) > most or (declared.isdecimal() and int(declared) > most):
                return bytes(body[:most]), True
        return bytes(body), False

    async def _event(self) -> object:
        import h11

        while True:
            event = self._http.next_event()
            if event is not h11.NEED_DATA:
                return event
            self._http.receive_data(await self._reader.read(CHUNK))


def _headers(ask: Ask) -> list[tuple[bytes, bytes]]:
    length = {} if ask.content is None else {"Content-Length": str(len(ask.content))}
    headers = {"Host": ask.address.authority} | ask.all_headers | length
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _text(header: bytes) -> str:
    """UTF-8 in a Location is no standard, but common."""
    try:
        return header.decode()
    except UnicodeDecodeError:
        return header.decode("latin-1")


async def _places(host: str, port: int) -> Sequence[Place]:
    """Where a name leads to; a number is not looked up."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "no name that could be looked up") from error
    return [(family, where) for family, _, _, _, where in found]


async def _reached(places: Sequence[Place]) -> socket.socket:
    """A connection to the first place that answers, each tried when the one before it failed or took long."""
    waiting, running, errors = list(places), set[asyncio.Task[socket.socket]](), list[Exception]()
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.create_task(_connected(waiting.pop(0))))
            head_start = HEAD_START if waiting else None
            done, running = await asyncio.wait(running, timeout=head_start, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                try:
                    return task.result()
                except OSError as error:
                    errors.append(error)
    finally:
        for task in running:
            task.cancel()
    raise ExceptionGroup("no address of the server could be reached", errors)


async def _connected(place: Place) -> socket.socket:
    sock = socket.socket(place[0], socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, place[1])
    except BaseException:
        sock.close()
        raise
    return sock
