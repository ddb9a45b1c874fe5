"""Files that are there whole or not at all."""

import os
import shutil
from pathlib import Path


def write_whole(path: Path, data: bytes, mode: int = 0o666) -> None:
    """Write beside, fsync, rename: a reader, a crash or a power cut never sees half of it.

    `mode` is what a new file may be used for at most (the umask takes from it).
    """
    beside = _beside(path)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:  # noqa: PTH123  # a descriptor
        file.write(data)
        _sync(file.fileno())
    _take_its_place(beside, path)


def copy_whole(source: Path, path: Path) -> None:
    """Copy a file so that `path` is there whole or not at all."""
    beside = _beside(path)
    shutil.copyfile(source, beside)
    settle(beside, path)


def settle(made: Path, path: Path) -> None:
    """Give a finished file (same file system) its name, for good."""
    with made.open("rb") as file:
        _sync(file.fileno())
    _take_its_place(made, path)


def sweep(folder: Path) -> None:
    """Throw away what a killed production had not finished. Only for who holds the folder's lock."""
    for part in folder.rglob(".*.part"):
        part.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def _take_its_place(beside: Path, path: Path) -> None:
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        _sync(folder)
    finally:
        os.close(folder)


def _sync(descriptor: int) -> None:
    os.fsync(descriptor)
