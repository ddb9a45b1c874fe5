"""What libraries share that keep files on this machine: turns, and what it means when the disk refuses."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from daemon.publish.base import LibraryError

TURN = 0.1
"""Seconds between two looks whether it is one's turn."""


@contextmanager
def disk_trouble(place: str = "") -> Iterator[None]:
    """Make a LibraryError of what this machine's disk says; `place`: what it is about, else the file concerned."""
    try:
        yield
    except OSError as error:
        about = place or error.filename or "A file of the home"
        what = f"{about} cannot be used: {error.strerror or error}."
        raise LibraryError(
            f"{what} See that it is there, may be written to and the disk has room.", transient=True
        ) from error


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One writer of that folder at a time, who is waited for. Raises OSError."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@asynccontextmanager
async def alone(folder: Path) -> AsyncIterator[None]:
    """One at a time of those that work for the library of that folder of the home, while others go on."""
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
