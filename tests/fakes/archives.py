"""A server's large file: knows ranges (RFC 9110 §14), and cuts off, changes or forgets what it is told to."""

import re
from collections.abc import Sequence

from tests.fakes.web import Reply, Request


class Archive:
    """Answers for `Web.answer`; `sent` counts the bytes that it gave away."""

    def __init__(self, body: bytes, etag: str | None = '"one"', *, ranges: bool = True) -> None:
        self.sent = 0
        self._body = body
        self._etag = etag
        self._ranges = ranges
        self._cuts: list[int] = []
        self._heeds = True

    def cut(self, *after: int) -> "Archive":
        """Cut the next answers off after so many bytes of each."""
        self._cuts += after
        return self

    def becomes(self, body: bytes, etag: str) -> None:
        """Be another file from now on."""
        self._body, self._etag = body, etag

    def forget_conditions(self) -> None:
        """Answer with a range whatever the condition (as broken caches do)."""
        self._heeds = False

    def __call__(self, request: Request) -> Reply:
        start = self._start(request)
        known = {"ETag": self._etag} if self._etag else {}
        if start >= len(self._body):
            return Reply(status=416, headers={"Content-Range": f"bytes */{len(self._body)}", **known})
        rest = self._body[start:]
        given = rest[: self._cuts.pop(0)] if self._cuts else rest
        self.sent += len(given)
        if not start:
            return Reply(given, headers=known, length=len(rest))
        where = f"bytes {start}-{len(self._body) - 1}/{len(self._body)}"
        return Reply(given, 206, {"Content-Range": where, **known}, length=len(rest))

    def _start(self, request: Request) -> int:
        asked = re.fullmatch(r"bytes=(\d+)-", request.headers.get("range", ""))
        condition = request.headers.get("if-range")
        if not (asked and self._ranges) or (self._heeds and condition and condition != self._etag):
            return 0
        return int(asked[1])


def ranges(requests: Sequence[Request]) -> list[str]:
    """What was asked of it, request by request; "" where all of it was."""
    return [request.headers.get("range", "") for request in requests]
