"""Files that are there whole or not at all."""

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside, fsync, rename: a reader, a crash or a power cut never sees half of it.

    `mode` is what a new file may be used for at most (the umask takes from it).
    """
    with _beside(path) as beside:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with open(descriptor, "wb") as file:  # noqa: PTH123  # a descriptor has no path
            file.write(data)
            file.flush()  # else what fits the buffer is written after it was fsynced
            os.fsync(file.fileno())
        _take_its_place(beside, path)


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file so that `path` is there whole or not at all."""
    with _beside(path) as beside:
        shutil.copyfile(source, beside)
        settle(beside, path)


def settle(made: Path, path: Path) -> None:
    """Give a finished file (same file system) its name, for good."""
    with made.open("rb") as file:
        os.fsync(file.fileno())
    _take_its_place(made, path)


def sweep(folder: Path, older_than: float = 0.0) -> None:
    """Throw away what a killed process had not finished (its files end in .part).

    Only for who holds the folder's lock, or with an age in seconds that no living process needs for a file.
    """
    for part in folder.rglob(".*.part"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - part.stat().st_mtime >= older_than:
                part.unlink()


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """A name beside `path`, for a file that is not finished; nothing is left of it where that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield beside
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _take_its_place(beside: Path, path: Path) -> None:
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
