"""What an HTTP answer or failure means: unpacked bodies, and errors for people. Pure.

No sentence holds more of an address than its host: the rest of it may be a secret.
"""

import socket
import ssl
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from connectors.base import ConnectorError
from connectors.guard import AddressRefusedError

RETRY_AFTER = 0.5
"""Seconds before the second and last attempt, where the server names no other."""
LONGEST_WAIT = timedelta(days=7)
"""What a server asks for beyond this is a mistake."""
GZIP = b"\x1f\x8b"
MOST_MEMBERS = 64
"""Of one gzip answer: each costs a copy of all that follows it."""
NEXT_TIME = "It will be asked again the next time."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: headers by lower-case name, the body as it came, `more` where it is larger than allowed."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    more: bool


class StatusError(ConnectorError):
    """The server answered, with an error: its `status` and what it said (the beginning of it).

    `retry_after`: the seconds for which it asks to be left alone, where it does.
    """

    def __init__(
        self, message: str, *, transient: bool, status: int, body: bytes, retry_after: float | None = None
    ) -> None:
        super().__init__(message, transient=transient)
        self.status = status
        self.body = body
        self.retry_after = retry_after


class TooLargeError(ConnectorError):
    """The answer is larger than was allowed for."""

    def __init__(self, message: str) -> None:
        super().__init__(message, transient=False)


class AgainError(Exception):
    """What one more attempt, `wait` seconds later, may mend; `error` where it does not.

    `untaken`: the server has not acted on the request, so that even one that changes something may be sent again.
    """

    def __init__(self, error: ConnectorError, wait: float = RETRY_AFTER, *, untaken: bool = False) -> None:
        super().__init__(str(error))
        self.error = error
        self.wait = wait
        self.untaken = untaken


def good(host: str, answer: Answer, most: int, now: datetime) -> bytes:
    """The unpacked body of an answer that is a success. Raises ConnectorError, or AgainError around one."""
    success = 200 <= answer.status < 300
    if success and answer.more:
        raise TooLargeError(f"{host} sent more than {most / 2**20:g} MB. Check the address in the settings.")
    try:
        body = unpacked(answer.body, answer.headers.get("content-encoding", "").strip().lower(), most)
    except ValueError as error:
        if success:
            raise _unreadable(host, error) from error
        body = b""
    if not success:
        raise refusal(host, answer.status, body, answer.headers, now)
    return body


def _unreadable(host: str, error: ValueError) -> ConnectorError:
    sentence = f"{host} could not be read: {error}."
    return TooLargeError(sentence) if isinstance(error, _Large) else ConnectorError(sentence, transient=True)


def refusal(host: str, status: int, body: bytes, headers: Mapping[str, str], now: datetime) -> Exception:
    """The StatusError of a status that is no success; within an AgainError where another attempt may do."""
    wait = _retry_after(headers.get("retry-after", ""), now)
    transient = status in {304, 408, 425, 429} or status >= 500
    error = StatusError(_sentence(host, status), transient=transient, status=status, body=body, retry_after=wait)
    if status == 429 and wait is None:
        return error  # it asked for fewer requests, not for another one
    if status in {304, 429} or status >= 500:
        untaken = status in {429, 503} and wait is not None
        return AgainError(error, RETRY_AFTER if wait is None else wait, untaken=untaken)
    return error


def _sentence(host: str, status: int) -> str:
    if status == 401:
        return f"{host} wants a user name and password, or refuses those it was given. Check them in the settings."
    if status == 403:
        return f"{host} refuses access. Check the address, user name and password in the settings."
    if status in {404, 410}:
        return f"{host} has nothing at this address. Correct it in the settings."
    if status == 429:
        return f"{host} has had too many requests. {NEXT_TIME}"
    if status >= 500:
        return f"{host} has a fault of its own (status {status}). {NEXT_TIME}"
    return f"{host} answered with status {status}. Check the address in the settings."


def _retry_after(value: str, now: datetime) -> float | None:
    """The seconds that Retry-After asks for (RFC 9110 §10.2.3: a number or a date), None without a usable one."""
    longest = LONGEST_WAIT.total_seconds()
    if value.strip().isdecimal():
        return min(float(value), longest)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return min(max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()), longest)


def failure(host: str, error: Exception, *, untaken: bool = False) -> Exception:
    """What became of a request that got no whole answer: a ConnectorError, or an AgainError around one."""
    causes = tuple(_causes(error))
    for refused in (cause for cause in causes if isinstance(cause, AddressRefusedError)):
        return ConnectorError(f"{host} was not reached: {refused}.", transient=False)
    return AgainError(ConnectorError(_what(host, causes), transient=True), untaken=untaken)


def _what(host: str, causes: tuple[BaseException, ...]) -> str:
    sentences: tuple[tuple[type[BaseException], str], ...] = (
        (
            socket.gaierror,
            f"{host} could not be found. Check the address in the settings, and whether this machine is online.",
        ),
        (
            ssl.SSLCertVerificationError,
            f"{host} could not prove that it is {host} (its certificate is not valid). Ask those who run it.",
        ),
        (
            ssl.SSLError,
            f"No secure connection to {host} could be made. If it offers none, write http:// in its address.",
        ),
        (ConnectionRefusedError, f"{host} refused the connection. Check the address and its port in the settings."),
    )
    found = (sentence for kind, sentence in sentences if any(isinstance(cause, kind) for cause in causes))
    return next(found, f"{host} broke off the connection. {NEXT_TIME}")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for inner in error.exceptions:
                yield from _causes(inner)
        error = error.__cause__ or error.__context__


def unpacked(raw: bytes, encoding: str, most: int) -> bytes:
    """The body, at most so many bytes. Raises ValueError (a plain clause) where it is larger, damaged or unknown.

    A body that is gzip is unpacked whatever the header says: servers leave it out, or compress twice.
    """
    data = _inflated(raw, most) if encoding == "deflate" else raw
    for _ in range(2):
        if not data.startswith(GZIP):
            break
        data = _gunzipped(data, most)
    if encoding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise ValueError("its answer is packed in a way that was not asked for")
    return data


def _inflated(raw: bytes, most: int) -> bytes:
    try:
        return _limited(zlib.decompressobj(), raw, most)
    except zlib.error:
        pass  # RFC 9110 means zlib's format; some servers send the bare one
    try:
        return _limited(zlib.decompressobj(-zlib.MAX_WBITS), raw, most)
    except zlib.error as error:
        raise ValueError("its answer is damaged") from error


def _gunzipped(raw: bytes, most: int) -> bytes:
    parts: list[bytes] = []
    left = most
    while raw.startswith(GZIP):
        if len(parts) == MOST_MEMBERS:
            raise ValueError("its answer is damaged")
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(_limited(member, raw, left))
        except zlib.error as error:
            raise ValueError("its answer is damaged") from error
        left -= len(parts[-1])
        raw = member.unused_data
    return b"".join(parts)


class _Large(ValueError):  # noqa: N818  # a ValueError like the others, told apart
    """More comes out than is allowed."""


def _limited(decompressor: "zlib._Decompress", raw: bytes, most: int) -> bytes:
    data = decompressor.decompress(raw, most + 1)
    if len(data) > most:
        raise _Large("its answer is too large once unpacked")
    if not decompressor.eof:
        raise ValueError("its answer was cut off")
    return data
