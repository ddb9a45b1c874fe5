"""Unpacks a voice's archive: plain files only, none outside its folder, not too many and not too much."""

import os
import shutil
import tarfile
from pathlib import Path, PurePosixPath

MOST_BYTES = 2 * 2**30
MOST_FILES = 10_000


def unpack(archive: Path, folder: Path) -> None:
    """Unpack into a new folder. Raises ValueError where the archive is not fit for it, and OSError."""
    try:
        with tarfile.open(archive) as tar:
            _each(tar, folder)
    except (tarfile.TarError, EOFError) as error:
        raise ValueError("it is damaged, or no archive") from error
    except (FileExistsError, IsADirectoryError, NotADirectoryError) as error:
        raise ValueError("it holds a file twice") from error
    except OSError as error:
        if error.errno is None:  # so bz2 says that its data is damaged
            raise ValueError("it is damaged") from error
        raise


def _each(tar: tarfile.TarFile, folder: Path) -> None:
    left = MOST_BYTES
    for number, entry in enumerate(tar, start=1):
        left -= entry.size
        if left < 0 or number > MOST_FILES:
            raise ValueError("it is larger than any voice")
        place = folder.joinpath(*_inside(entry.name))
        if not entry.isdir():
            _write(tar, entry, place)


def _inside(name: str) -> tuple[str, ...]:
    """The parts of an entry's path. Raises ValueError where that leads out of the archive."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        raise ValueError("a file of it would lie outside its folder")
    return path.parts


def _write(tar: tarfile.TarFile, entry: tarfile.TarInfo, place: Path) -> None:
    source = tar.extractfile(entry) if entry.isreg() else None
    if source is None:
        raise ValueError("it holds something else than files")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("xb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
