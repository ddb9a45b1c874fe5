"""The files that a `path` setting names, for the connectors that read files."""

from glob import glob, has_magic
from pathlib import Path

from connectors.base import ConnectorError


def matching(where: str, suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    """The file itself, the folder's files of these suffixes (at any depth), or what the glob matches; sorted.

    Hidden files and folders are left out. Raises ConnectorError where there is none.
    """
    try:
        return _matching(where, suffixes)
    except OSError as error:
        raise ConnectorError(f"{where} cannot be looked through ({error.strerror}).", transient=False) from error


def _matching(where: str, suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    path = Path(where)
    if has_magic(where) and not path.exists():
        found = tuple(sorted(Path(name) for name in glob(where, recursive=True) if Path(name).is_file()))  # noqa: PTH207  # an absolute glob with **
        return found or _nothing(f"No file matches {where}.")
    if path.is_dir():
        found = tuple(file for file in _below(path) if file.suffix.lower() in suffixes)
        return found or _nothing(f"The folder {where} holds no {' or '.join(suffixes)} file.")
    return (path,) if path.is_file() else _nothing(f"There is no file or folder {where}.")


def _below(folder: Path) -> list[Path]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(folder).parts))


def _nothing(what: str) -> tuple[Path, ...]:
    raise ConnectorError(f"{what} Correct its path in the settings.", transient=False)


def read(path: Path, most: int) -> bytes:
    """The file's bytes. Raises ValueError (a plain clause) where it cannot be read or is larger than `most` bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise ValueError(f"it could not be read ({error.strerror})") from error
    if len(data) > most:
        raise ValueError(f"it is larger than {most // 2**20} MB")
    return data
