"""Which part of a file an app is to be given, if any: conditional and range requests (RFC 9110 §13, §14). Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Literal

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)
_ETAGS = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one state of a thing from the next: `etag` (strong, with its quotes), `modified` (seconds, Unix)."""

    etag: str
    modified: int

    @property
    def headers(self) -> dict[str, str]:
        """As they are sent."""
        return {"ETag": self.etag, "Last-Modified": http_date(self.modified)}


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes [start, stop) that are to be sent, and as what."""

    status: Literal[200, 206, 304, 416]
    start: int = 0
    stop: int = 0


def part_of(method: str, headers: Mapping[str, str], validators: Validators, size: int) -> Part:
    """What is to be sent of a file of that many bytes; `headers` by their names in small letters."""
    if unchanged(headers, validators):
        return Part(304)
    asked = headers.get("range")
    if asked is None or method != "GET" or not _still(headers.get("if-range"), validators):
        return Part(200, 0, size)
    return _range(asked, size)


def unchanged(headers: Mapping[str, str], validators: Validators) -> bool:
    """Whether the app has it as it is. If-None-Match counts before If-Modified-Since (RFC 9110 §13.2.2).

    Another date than the one that was sent, also a later one, is that of another state: this clock may have been wrong.
    """
    known = headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or validators.etag in _ETAGS.findall(known)
    return _seconds(headers.get("if-modified-since")) == validators.modified


def http_date(seconds: int) -> str:
    """A moment as HTTP writes it."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def _still(condition: str | None, validators: Validators) -> bool:
    """Whether an app may add to what it has (If-Range): a weak validator promises too little for that."""
    if condition is None:
        return True
    return condition.strip() == validators.etag or _seconds(condition) == validators.modified


def _seconds(value: str | None) -> int | None:
    try:
        when = parsedate_to_datetime(value or "")
        return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def _range(asked: str, size: int) -> Part:
    """A single range; several, or what is none, are answered with the whole, as RFC 9110 §14.2 allows."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found.groups() == ("", ""):
        return Part(200, 0, size)
    first, last = found.groups()
    if first and last and int(first) > int(last):
        return Part(200, 0, size)
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    return Part(206, start, stop) if start < stop else Part(416)
