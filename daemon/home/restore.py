"""A home from a backup: all of it is unpacked and looked at beside what is there, before anything takes its place."""

import gzip
import os
import shutil
import tarfile
import zlib
from collections.abc import Container, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from config.errors import TryLaterError, UsageError
from connectors.codec import from_json
from daemon.home.backup import DATABASE, FORMAT, NOTE, PARTS, SETTINGS, Note
from daemon.home.files import copy_whole
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.store import Store

BLOCK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came of a backup of `taken`: its episodes, where its settings are now, where what was there before is."""

    taken: datetime
    episodes: int
    settings: Path | None
    before: Path | None


def restore(file: Path, home: Home, settings: Path, now: datetime, *, force: bool) -> Restored:
    """Put a backup into a home. What is there already is put aside (with `force`), never deleted.

    A settings file that is there stays; the backup's then lies in the home. Raises UsageError, TryLaterError, OSError.
    """
    taken_up = [part for part in PARTS if (home.path / part).exists()]
    if taken_up and not force:
        raise UsageError(
            f"{home.path} holds a home already. Choose an empty one with --home, or put the backup in its place with "
            "--force: what is there is then kept in a folder beside."
        )
    with _nobody_at_work(home), _unpacked(file, home) as unpacked:
        note = _note(unpacked, file)
        with closing(Store(unpacked / DATABASE)) as store:
            episodes = len(store.episodes())
        os.sync()
        before = _put_aside(home, unpacked, home.path / f"before-restore-{now:%Y%m%dT%H%M%S}") if taken_up else None
        _put_in_place(home, unpacked)
        return Restored(
            taken=note.taken, episodes=episodes, settings=_put_settings(unpacked, note, settings, home), before=before
        )


@contextmanager
def _nobody_at_work(home: Home) -> Iterator[None]:
    """Hold the locks of the home and of every episode. Raises TryLaterError while something is at work there."""
    with ExitStack() as held:
        for folder in (home.path, *(lock.parent for lock in home.path.glob("episodes/*/*/.lock"))):
            try:
                held.enter_context(locked(folder))
            except TryLaterError:
                busy = "`dawncast serve` is running" if folder == home.path else "An episode is being made"
                raise TryLaterError(f"{busy} in this home right now. Try again when it has ended.") from None
        yield


@contextmanager
def _unpacked(file: Path, home: Home) -> Iterator[Path]:
    """The backup's files, in a folder of the home that is gone afterwards. Raises UsageError where it is no backup."""
    folder = home.path / ".restoring"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    try:
        _unpack(file, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpack(file: Path, folder: Path) -> None:
    try:
        _read_through(file)
        with tarfile.open(file, "r:gz") as tar:
            files: set[str] = set()
            for member in tar:
                if not _is_ours(member, files):
                    raise UsageError(f"{file} is no backup that Dawncast made. Nothing was changed.")
                _lay(tar, member, folder)
                files.add(member.name)
    except (gzip.BadGzipFile, tarfile.TarError, EOFError, zlib.error):
        raise UsageError(f"{file} is no whole backup. Nothing was changed; take another one.") from None


def _lay(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """Lay a file there as it was. Not by `extract`, whose safe way the older releases of Python 3.11 do not have."""
    path = folder / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if member.islnk():
        path.hardlink_to(folder / member.linkname)
        return
    content = tar.extractfile(member)
    if content:
        with content, path.open("xb") as file:
            shutil.copyfileobj(content, file)
    path.chmod(member.mode & 0o755 | 0o600)
    os.utime(path, (member.mtime, member.mtime))


def _is_ours(member: tarfile.TarInfo, files: Container[str]) -> bool:
    """Whether it is a file of a home, or a library's second name for one of the files before it."""
    part, *below = PurePosixPath(member.name).parts or ("",)
    if ".." in below or member.name in files:
        return False
    if member.islnk():
        return part == "libraries" and member.linkname in files
    return member.isreg() and part in (*PARTS, SETTINGS, NOTE)


def _read_through(file: Path) -> None:
    """Reach the end of the file, where its checksum is compared."""
    with gzip.open(file) as whole:
        while whole.read(BLOCK):
            pass


def _note(unpacked: Path, file: Path) -> Note:
    try:
        note = from_json(Note, (unpacked / NOTE).read_bytes())
    except (FileNotFoundError, ValueError):
        raise UsageError(f"{file} is no backup that Dawncast made. Nothing was changed.") from None
    if not (unpacked / DATABASE).exists():
        raise UsageError(f"{file} holds no database. Nothing was changed; take another backup.")
    if note.format > FORMAT:
        raise UsageError(f"{file} was made by a newer Dawncast than this one. Update Dawncast first.")
    return note


def _put_aside(home: Home, unpacked: Path, aside: Path) -> Path:
    """Move what the backup takes the place of into a folder; clips and installed voices stay where they are no part."""
    aside.mkdir(mode=0o700)
    gone = [part for part in PARTS if part != "clips" or (unpacked / part).exists()]
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm", *gone):
        if (home.path / name).exists():
            (home.path / name).replace(aside / name)
    installed = aside / "voices" / "installed"
    if installed.exists():
        (unpacked / "voices").mkdir(exist_ok=True)
        installed.replace(unpacked / "voices" / "installed")
    return aside


def _put_in_place(home: Home, unpacked: Path) -> None:
    """Move the backup's parts into the home, the database last: without it nothing goes on from half a backup."""
    if (unpacked / "logins").exists():
        (unpacked / "logins").chmod(0o700)
    for part in reversed(PARTS):
        if (unpacked / part).exists():
            (unpacked / part).replace(home.path / part)
    os.sync()


def _put_settings(unpacked: Path, note: Note, settings: Path, home: Home) -> Path | None:
    """Where the backup's settings are now: where settings are looked for, unless there are some already."""
    if note.settings is None:
        return None
    found, name = unpacked / SETTINGS, Path(note.settings).name
    if settings.exists():
        kept = home.path / "settings-of-the-backup"
        shutil.rmtree(kept, ignore_errors=True)
        found.replace(kept)
        return kept / name
    copy_whole(found / name, settings)
    if (found / "prompts").exists() and not (settings.parent / "prompts").exists():
        shutil.copytree(found / "prompts", settings.parent / "prompts")
    return settings
