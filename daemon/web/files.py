"""A file as an answer: whole, a part of it, or that it is unchanged. Threads read: a slow disk holds up one app."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.web.conditions import Part, Validators, part_of

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

CHUNK = 2**18
"""Bytes that are read at a time: each app that is being answered takes about twice as much memory."""
IMMUTABLE = "private, max-age=86400, immutable"
"""The address of a file holds the hash of its content: an app may keep it."""


class Stream:
    """An answer whose body is made while it is sent, for as long as somebody takes it. `close` is called at the end."""

    def __init__(
        self, status: int, headers: Mapping[str, str], body: AsyncIterator[bytes], close: Callable[[], object] = bool
    ) -> None:
        self._status = status
        self._headers = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        self._body = body
        self._close = close

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Send it; a HEAD request gets the headers alone."""
        gone = asyncio.ensure_future(_gone(receive))
        try:
            await send({"type": "http.response.start", "status": self._status, "headers": self._headers})
            if scope["method"] != "HEAD":
                async for block in self._body:
                    if gone.done():
                        return
                    await send({"type": "http.response.body", "body": block, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            gone.cancel()
            self._close()


async def file_answer(path: Path, content_type: str, etag: str, method: str, headers: Mapping[str, str]) -> Stream:
    """The answer that a request with these headers gets of an immutable file. Raises OSError."""
    descriptor = await asyncio.to_thread(os.open, path, os.O_RDONLY | os.O_CLOEXEC)
    about = os.fstat(descriptor)
    validators = Validators(etag, int(about.st_mtime))
    part = part_of(method, headers, validators, about.st_size)
    more = {**validators.headers, "Cache-Control": IMMUTABLE, "Accept-Ranges": "bytes"}
    more |= _of_part(part, about.st_size, content_type)
    return Stream(part.status, more, _read(descriptor, part), lambda: os.close(descriptor))


def _of_part(part: Part, size: int, content_type: str) -> dict[str, str]:
    """What the headers say of the body."""
    if part.status == 304:
        return {}
    if part.status == 416:
        return {"Content-Range": f"bytes */{size}", "Content-Length": "0"}
    body = {"Content-Type": content_type, "Content-Length": str(part.stop - part.start)}
    whole = part.status == 200
    return body if whole else {**body, "Content-Range": f"bytes {part.start}-{part.stop - 1}/{size}"}


async def _read(descriptor: int, part: Part) -> AsyncIterator[bytes]:
    """The part's bytes, whatever has become of the file's name meanwhile."""
    at = part.start
    while at < part.stop:
        block = await asyncio.to_thread(os.pread, descriptor, min(CHUNK, part.stop - at), at)
        if not block:
            raise EOFError("a file was cut while it was sent")
        at += len(block)
        yield block


async def _gone(receive: "Receive") -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
