"""Downloads a large file, and goes on where it was cut off: also after this process was killed; never with another one.

Beside what has come lies a note of where from. A part is gone on with only where the server says that it is still the
same file (RFC 9110 §13.1.5), or where a checksum will tell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.errors import DawncastError, DiskError, TryLaterError
from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.hosts import is_home

if TYPE_CHECKING:
    import httpx2

TRIES = 5
SECONDS = 30.0
"""Without a byte, after which a connection is given up."""
MOST = 4 * 2**30
UNPACKED = 2
"""How many times its size an archive takes when it is unpacked, at the least."""
MEGABYTE = 1_000_000

Told = Callable[[int, int | None], None]
"""Takes the bytes that are here, and how many there will be where that is known."""


class InstallError(DawncastError):
    """A voice cannot be installed from there."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What is fetched: an http(s) address, where it grows, its size, and whether its checksum will be looked at."""

    address: str
    part: Path
    size: int | None = None
    checked: bool = False

    @property
    def note(self) -> Path:
        """Where it says what the part is a part of."""
        return self.part.with_name(f"{self.part.name}.json")

    @property
    def host(self) -> str:
        """All of the address that is told: the rest may be a secret."""
        return urlsplit(self.address).hostname or ""

    @property
    def here(self) -> int:
        """The bytes that have come."""
        return self.part.stat().st_size if self.part.exists() else 0

    def drop(self) -> None:
        """Throw away what has come."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a part came from, how its server tells that file from another, and how large it will be."""

    address: str
    validator: str | None
    total: int | None


class _CutOffError(Exception):
    """Another attempt may bring the rest."""


def download(what: Download, told: Told, pause: Callable[[float], None], free: Callable[[Path], int]) -> None:
    """Bring the file to `what.part`, whole. Raises InstallError, TryLaterError, DiskError and OSError.

    `free`: the bytes that are free on a folder's disk.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return _fetch(what, told, free)
        except _CutOffError as error:
            if attempt == TRIES:
                here = f"{what.here / MEGABYTE:.0f} MB are here"
                raise TryLaterError(f"{error} {here}; the same command again goes on from there.") from error
        pause(2.0 ** (attempt - 1))
    return None


def _fetch(what: Download, told: Told, free: Callable[[Path], int]) -> None:
    import httpx2

    begun = _begun(what)
    if begun and begun.total == what.here:
        return
    own = {"Accept-Encoding": "identity", **_rest(what, begun)}
    try:
        with (
            httpx2.Client(follow_redirects=True, timeout=SECONDS, trust_env=False) as client,
            client.stream("GET", what.address, headers=own) as answer,
        ):
            _take(what, _accepted(what, begun, answer, free), answer, told)
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, httpx2.TooManyRedirects) as error:
        raise InstallError(f"{what.host} leads nowhere. Correct the address after --from.") from error
    except httpx2.TimeoutException as error:
        raise _CutOffError(f"{what.host} does not answer any more.") from error
    except httpx2.ConnectError as error:
        raise _CutOffError(f"{what.host} cannot be reached.") from error
    except httpx2.TransportError as error:
        raise _CutOffError(f"{what.host} cut the connection off.") from error


def _begun(what: Download) -> Begun | None:
    """What the part is of, if it can be gone on with; else it is thrown away."""
    try:
        begun = from_json(Begun, what.note.read_bytes())
    except (FileNotFoundError, ValueError):
        begun = None
    if begun and begun.address == what.address and what.here and (begun.validator or what.checked):
        return begun
    what.drop()
    return None


def _rest(what: Download, begun: Begun | None) -> dict[str, str]:
    """The headers that ask for the rest, and for all of it where it is another file now."""
    if begun is None:
        return {}
    condition = {"If-Range": begun.validator} if begun.validator else {}
    return {"Range": f"bytes={what.here}-", **condition}


def _accepted(what: Download, begun: Begun | None, answer: "httpx2.Response", free: Callable[[Path], int]) -> int:
    """Where the answer's bytes belong, after it was seen that they may be taken; its file is noted."""
    _refuse(what, answer)
    now = Begun(what.address, _validator(answer.headers), _total(answer.headers))
    start = _start(answer)
    if start and (begun is None or start != what.here or (begun.validator and now.validator != begun.validator)):
        what.drop()
        raise _CutOffError(f"{what.host} has another file now.")
    if what.size and now.total and now.total != what.size:
        raise InstallError(
            f"{what.host} has a file of {now.total:,} bytes there, not the one of {what.size:,} bytes that is known "
            "here. If you trust it, say so with --from and its --sha256."
        )
    _room(what, (now.total or what.size or 0), start, free)
    write_whole(what.note, to_json(now))
    return start


def _refuse(what: Download, answer: "httpx2.Response") -> None:
    status = answer.status_code
    if status == 416:
        what.drop()
        raise _CutOffError(f"{what.host} has another file now.")
    if status == 429 or status >= 500:
        raise _CutOffError(f"{what.host} has a fault or too much to do (status {status}).")
    if status not in {200, 206}:
        gone = "has nothing there" if status in {404, 410} else f"does not give it away (status {status})"
        raise InstallError(f"{what.host} {gone}. Look for another address of it and say it with --from.")
    if answer.url.scheme == "http" and not what.checked and not is_home(str(answer.url)):
        raise InstallError(f"{what.host} sends it without encryption. Add its checksum with --sha256.")


def _start(answer: "httpx2.Response") -> int:
    found = re.match(r"bytes (\d+)-", answer.headers.get("content-range", ""))
    return int(found[1]) if found and answer.status_code == 206 else 0


def _total(headers: Mapping[str, str]) -> int | None:
    """How large the whole file is."""
    whole = headers.get("content-range", "").rpartition("/")[2] or headers.get("content-length", "")
    return int(whole) if whole.isdecimal() else None


def _validator(headers: Mapping[str, str]) -> str | None:
    """What tells this file from another, byte by byte: a weak tag does not."""
    tag = headers.get("etag", "")
    return tag if tag and not tag.startswith("W/") else headers.get("last-modified")


def _room(what: Download, total: int, start: int, free: Callable[[Path], int]) -> None:
    needed = total - start + UNPACKED * total
    left = free(what.part.parent)
    if needed > left:
        raise DiskError(
            f"This takes {needed / MEGABYTE:.0f} MB, and {left / MEGABYTE:.0f} MB are free on the disk of "
            f"{what.part.parent}. Make room, or take another home with --home."
        )


def _take(what: Download, start: int, answer: "httpx2.Response", told: Told) -> None:
    total = _total(answer.headers)
    most = what.size or total or MOST
    here = start
    with what.part.open("r+b" if start else "wb") as file:
        file.seek(start)
        for chunk in answer.iter_raw():
            here += len(chunk)
            if here > min(most, MOST):
                raise InstallError(f"{what.host} sends more than the file is said to have. Do not use this address.")
            file.write(chunk)
            told(here, total)
    if total is not None and here != total:
        raise _CutOffError(f"{what.host} cut the connection off.")
