"""What libraries share that ask somebody's server: secrets, turns, and patience while it looks through its files."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

from config.secrets import Secret, SecretError
from connectors.http import Fetched
from connectors.http_asks import address
from daemon.publish.base import LibraryError

PAUSES = (0.5, 1.0, 2.0, 3.0, 4.0, *(5.0,) * 6)
"""Seconds between two looks: a server that watches its folders by itself shows a new file after some twenty."""
TURN = 0.1
"""Seconds between two looks whether it is one's turn."""

Pause = Callable[[float], Awaitable[None]]
T = TypeVar("T")


def revealed(secret: Secret, what: str) -> str:
    """The secret, which the sentence of a LibraryError calls `what`."""
    try:
        return secret.reveal()
    except SecretError as error:
        raise LibraryError(f"The {what} cannot be had: {error}.", transient=False) from error


async def seen(look: Callable[[], Awaitable[T | None]], pause: Pause) -> T | None:
    """What a look finds at last; None where it finds nothing for a long while."""
    for seconds in PAUSES:
        found = await look()
        if found is not None:
            return found
        await pause(seconds)
    return await look()


def stayed(answer: Fetched, asked: str) -> None:
    """Raise LibraryError where a request was sent on: of a POST, the content may have been lost on the way."""
    if answer.url != str(address(asked)):
        host = address(asked).authority
        what = "so what was sent there may be lost. Write the address it is sent on to into the settings"
        raise LibraryError(f"{host} sends requests on to another address, {what}.", transient=False)


@asynccontextmanager
async def alone(folder: Path) -> AsyncIterator[None]:
    """One at a time of those that work for the library of that folder of the home."""
    with disk_trouble():
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    with lock:
        while not _taken(lock.fileno()):
            await asyncio.sleep(TURN)
        yield


def _taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def disk_trouble() -> Iterator[None]:
    """Make a LibraryError of what this machine's disk says."""
    try:
        yield
    except OSError as error:
        what = f"{error.filename or 'A file of the home'} cannot be used: {error.strerror or error}."
        raise LibraryError(f"{what} See that it may be used and the disk has room.", transient=True) from error
