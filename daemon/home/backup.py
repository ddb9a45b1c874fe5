"""A home in one file, taken while it is in use: the same guids, the same memory of what was told (see restore.py)."""

import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from config.errors import UsageError
from connectors.codec import from_json, to_json
from daemon.home.files import settle
from daemon.home.home import Home
from daemon.home.results import Made
from daemon.home.store import EpisodeRecord, Store

FORMAT = 1
NOTE = "backup.json"
DATABASE = "dawncast.db"
SETTINGS = "settings"
"""The folder in a backup that holds the settings file and the prompts beside it."""
PARTS = (DATABASE, "episodes", "libraries", "sources", "logins", "voices", "clips")
"""What of a home is in a backup. Not the folders that libraries fill elsewhere, which are theirs."""
WORK = ("segment.wav", "live.mp3")
"""Files of an episode's folder that only its making needs."""
TRIES = 3
"""How often an episode is read that changes while it is read."""

Loaded = tuple[str, bytes, os.stat_result]
"""A file of an episode: its name in the backup, what it holds, and what the disk says of it."""
Held = dict[tuple[int, int, int, int], str]
"""The episodes' files in a backup: their names in it, by what tells a file from all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a backup says of itself; `settings`: the name of the settings file in it, if there was one."""

    format: int
    taken: datetime
    settings: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a backup holds (`size` in bytes); `changing`: the episodes that were being made anew and are not in it."""

    episodes: int
    size: int
    changing: tuple[EpisodeRecord, ...] = ()


def backup(home: Home, settings: Path, file: Path, now: datetime, *, clips: bool) -> Taken:
    """Write a home and its settings file to one .tar.gz, which only its owner may read; it is whole or not there.

    Its episodes are those that the database knew when it was copied. Raises UsageError where there is no home, OSError.
    """
    if not home.database.exists():
        raise UsageError(f"There is nothing to back up: no episode was ever made in {home.path}.")
    with _private(file) as part, tarfile.open(part, "w:gz", compresslevel=1, dereference=True) as tar:
        named = settings.name if settings.is_file() else None
        _add(tar, NOTE, to_json(Note(format=FORMAT, taken=now, settings=named)), now.timestamp())
        episodes = _add_database(tar, home, file.parent)
        held: Held = {}
        changing = tuple(episode for episode in episodes if not _add_episode(tar, home, episode, held))
        for path in _library_files(home):
            _add_second(tar, path, path.relative_to(home.path).as_posix(), held)
        for path in _plain_files(home, clips=clips):
            _add_file(tar, path, path.relative_to(home.path).as_posix())
        for path in _settings_files(settings):
            _add_file(tar, path, f"{SETTINGS}/{path.relative_to(settings.parent).as_posix()}")
    return Taken(episodes=len(episodes) - len(changing), size=file.stat().st_size, changing=changing)


@contextmanager
def _private(file: Path) -> Iterator[Path]:
    """A name beside `file` that only its owner may read; it takes `file`'s place if all went well."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield part
        settle(part, file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _add_database(tar: tarfile.TarFile, home: Home, beside: Path) -> tuple[EpisodeRecord, ...]:
    """Add a copy of the database; the episodes that it knows."""
    with tempfile.TemporaryDirectory(dir=beside, prefix=".dawncast-") as folder:
        copy = Path(folder) / DATABASE
        with closing(Store(home.database)) as store:
            store.copy_to(copy)
        with closing(Store(copy)) as store:
            episodes = store.episodes()
        _add_file(tar, copy, DATABASE)
    return episodes


def _add_episode(tar: tarfile.TarFile, home: Home, episode: EpisodeRecord, held: Held) -> bool:
    """Add an episode's finished files, and note them in `held`; False where they change all the time."""
    folder = home.episode(episode.show, episode.day)
    for _ in range(TRIES):
        with suppress(FileNotFoundError):
            before = _made(folder)
            files = tuple(_loaded(folder, home))
            if before == _made(folder) and _is_whole(before, files, folder.relative_to(home.path).as_posix()):
                for name, data, about in files:
                    _add(tar, name, data, about.st_mtime)
                    held[_identity(about)] = name
                return True
    return False


def _loaded(folder: Path, home: Home) -> Iterator[Loaded]:
    for path in _files(folder):
        if path.name not in WORK and path.parent.name != "takes":
            with path.open("rb") as file:
                yield path.relative_to(home.path).as_posix(), file.read(), os.fstat(file.fileno())


def _made(folder: Path) -> bytes:
    index = folder / "made.json"
    return index.read_bytes() if index.exists() else b""


def _is_whole(index: bytes, files: tuple[Loaded, ...], folder: str) -> bool:
    """Whether the files are those that were recorded as the episode's; one of which nothing is recorded is as it is."""
    try:
        made = from_json(dict[str, Made], index).get("episode.json")
    except ValueError:
        return True
    sizes = {name: len(data) for name, data, _ in files}
    return made is None or all(sizes.get(f"{folder}/{name}") == size for name, size in made.files.items())


def _library_files(home: Home) -> Iterator[Path]:
    """What the libraries remember; the feeds' indexes first, so that all that these name is there too."""
    indexes = sorted(home.libraries.glob("*/*/index.json"))
    yield from indexes
    yield from (path for path in _files(home.libraries) if path not in indexes)


def _plain_files(home: Home, *, clips: bool) -> Iterator[Path]:
    """All other files of the home that a backup holds. Installed voices are left out: they can be installed again."""
    for folder in (home.sources, home.logins, home.voices, *([home.clips] if clips else [])):
        installed = home.voices / "installed"
        yield from (path for path in _files(folder) if not path.is_relative_to(installed))


def _settings_files(settings: Path) -> Iterator[Path]:
    if settings.is_file():
        yield settings
        yield from _files(settings.parent / "prompts")


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder but the hidden ones: locks, and what is not finished."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _add_file(tar: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file as it is when it is opened; one that is gone by then is left out."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        tar.addfile(tar.gettarinfo(arcname=name, fileobj=file), file)


def _add_second(tar: tarfile.TarFile, path: Path, name: str, held: Held) -> None:
    """Add a file; one that is an episode's under a second name, as the private feed's are, as no more than that."""
    with suppress(FileNotFoundError):
        if (first := held.get(_identity(path.stat()))) is None:
            _add_file(tar, path, name)
        else:
            tar.addfile(_second_name(name, first))


def _identity(about: os.stat_result) -> tuple[int, int, int, int]:
    """Not the inode alone: that of a file which went meanwhile may be another one's by now."""
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def _second_name(name: str, first: str) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = tarfile.LNKTYPE, first
    return member


def _add(tar: tarfile.TarFile, name: str, data: bytes, written: float) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(data), int(written), 0o644
    tar.addfile(member, BytesIO(data))
