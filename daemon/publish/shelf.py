"""The private feed's episodes on disk: written by a production, read by the web server, which waits for no lock.

HOME/libraries/NAME/SHOW/index.json names the episodes; the files of each lie in SHOW/DAY/CONTENT/, whole before the
index names them. What the index no longer names is marked, and goes after two days.
"""

import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4, uuid5

from connectors.codec import from_json, to_json
from daemon.home.files import copy_whole, settle, sweep, write_whole
from daemon.model import Episode
from daemon.publish.disk import locked
from daemon.publish.records import Record, lean, record_of

NAMES = ("chapters.json", "transcript.vtt", "notes.html", "cover.jpg")
"""The files beside the audio."""
KEPT = timedelta(hours=48)
"""Replaced or removed content can be read for so long: a download that is resumed must not mix two."""
INDEX, RECORD, GONE, SEED = "index.json", "record.json", "gone", "identity"
UNFINISHED = timedelta(days=1)
"""No living process needs an unfinished file for as long."""

log = logging.getLogger(__name__)


class Shelf:
    """The episodes of one feed library, below `folder`. All methods raise OSError."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, episode: Episode, now: datetime) -> Record:
        """Put the episode there, in the place of the show's one of that guid or day. Twice is once."""
        record, show = record_of(episode), self.folder / episode.show
        with _writing(show):
            self._sow()
            _lay(_folder(show, record), episode, record)
            others = [one for one in _named(show) if one.guid != record.guid and one.day != record.day]
            _keep(show, [*others, record])
            _prune(show, now)
        return record

    def remove(self, guid: str, now: datetime) -> None:
        """Take the episode out of its show's index; its bytes can be read a while longer."""
        for show in self._folders():
            with _writing(show):
                named = _named(show)
                _keep(show, [record for record in named if record.guid != guid])
                _prune(show, now)

    def prune(self, now: datetime) -> None:
        """Let go of what is no longer named for two days, and mend what is damaged. For once a day."""
        for show in self._folders():
            with _writing(show):
                _keep(show, _named(show))
                _prune(show, now)
        sweep(self.folder, older_than=UNFINISHED.total_seconds())

    def shows(self) -> tuple[str, ...]:
        """The shows of which there is an index, in alphabetical order."""
        return tuple(show.name for show in self._folders() if (show / INDEX).is_file())

    def version(self, show: str) -> tuple[int, ...]:
        """Equal while the show's index is the same. Raises FileNotFoundError where there is none."""
        about = (self.folder / show / INDEX).stat()
        return about.st_mtime_ns, about.st_ino, about.st_size

    def records(self, show: str) -> tuple[Record, ...]:
        """The show's episodes, oldest first. Raises FileNotFoundError where there is no index."""
        return _read(self.folder / show)

    def record(self, guid: str) -> Record | None:
        """The episode of that guid, if an index names it."""
        found = (record for show in self.shows() for record in self.records(show) if record.guid == guid)
        return next(found, None)

    def file(self, show: str, day: str, content: str, name: str) -> Path | None:
        """A file of an episode; None where there is none, whatever was asked for."""
        if not (_SHOW.fullmatch(show) and _DAY.fullmatch(day) and _CONTENT.fullmatch(content)):
            return None
        if name not in NAMES and not _AUDIO.fullmatch(name):
            return None
        path = self.folder / show / day / content / name
        return path if path.is_file() else None

    def guid(self, show: str | None = None) -> str:
        """The podcast:guid of a show's feed or of that of all, whatever its address is; "" before the first episode."""
        seed = self._seed()
        return str(uuid5(seed, show or "")) if seed else ""

    def _seed(self) -> UUID | None:
        """What the feeds' guids are made from: another home's feeds have others."""
        try:
            return UUID((self.folder / SEED).read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            return None

    def _sow(self) -> None:
        with locked(self.folder):
            if not self._seed():
                write_whole(self.folder / SEED, str(uuid4()).encode())

    def _folders(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("*/") if _SHOW.fullmatch(path.name))


def shelves(libraries: Path) -> Iterator[Shelf]:
    """All shelves among the libraries' folders of a home."""
    yield from (Shelf(seed.parent) for seed in sorted(libraries.glob(f"*/{SEED}")))


_SHOW = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTENT = re.compile(r"[0-9a-f]{32}")
_AUDIO = re.compile(r"episode\.(mp3|m4a|opus)")


def _folder(show: Path, record: Record) -> Path:
    return show / record.day.isoformat() / record.content


def _lay(folder: Path, episode: Episode, record: Record) -> None:
    """Put all files of the episode into its folder, its record last."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = zip((episode.chapters_json, episode.transcript, episode.notes, episode.cover), NAMES, strict=True)
    for source, name in ((episode.audio, record.audio), *beside):
        _link(source, folder / name)
    write_whole(folder / RECORD, to_json(record))
    (folder / GONE).unlink(missing_ok=True)
    for above in (folder.parent, folder.parent.parent):
        _fsync(above)


def _link(source: Path, path: Path) -> None:
    """Give the file a second name; a copy where the file system cannot. What lies there whole stays."""
    if path.exists() and path.stat().st_size == source.stat().st_size:
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    try:
        beside.hardlink_to(source)
    except OSError:
        copy_whole(source, path)
    else:
        settle(beside, path)


def _fsync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _named(show: Path) -> tuple[Record, ...]:
    """What the index names, for who writes it next: a lost one is made from what lies there."""
    try:
        return _read(show)
    except FileNotFoundError:
        return _found(show)


def _read(show: Path) -> tuple[Record, ...]:
    try:
        records: tuple[Record, ...] = from_json(tuple[Record, ...], (show / INDEX).read_bytes())
    except ValueError:
        log.warning("%s is damaged; the episodes that lie beside it are taken for it.", show / INDEX)
        return _found(show)
    return records


def _found(show: Path) -> tuple[Record, ...]:
    """The newest episode of each day that lies there and was not taken out."""
    records: dict[object, Record] = {}
    for folder in show.glob("*/*/"):
        if (record := _recorded(folder)) and record.made >= getattr(records.get(record.day), "made", record.made):
            records[record.day] = record
    return lean(tuple(records.values()))


def _recorded(folder: Path) -> Record | None:
    try:
        record = from_json(Record, (folder / RECORD).read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        log.warning("%s is damaged, so that its episode is left out. Publish that day again.", folder / RECORD)
        return None
    return None if (folder / GONE).exists() else record


def _keep(show: Path, records: Sequence[Record]) -> None:
    """Replace the index where it would be another one."""
    data = to_json(lean(records), tuple[Record, ...])
    if not (show / INDEX).is_file() or (show / INDEX).read_bytes() != data:
        write_whole(show / INDEX, data)


def _prune(show: Path, now: datetime) -> None:
    """Mark what the index does not name, and let go of what was marked long ago."""
    named = {_folder(show, record) for record in _read(show)}
    for folder in [folder for folder in show.glob("*/*/") if folder not in named]:
        since = _marked(folder)
        if since is None:
            write_whole(folder / GONE, now.isoformat().encode())
        elif since <= now - KEPT:
            shutil.rmtree(folder)
    _remove_empty(show.glob("*/"))


def _marked(folder: Path) -> datetime | None:
    try:
        return datetime.fromisoformat((folder / GONE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return None


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        if not any(folder.iterdir()):
            folder.rmdir()


@contextmanager
def _writing(show: Path) -> Iterator[None]:
    """One writer of a show at a time."""
    show.mkdir(parents=True, exist_ok=True)
    with locked(show):
        yield
