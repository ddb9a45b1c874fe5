"""A library that is a folder: the episodes of a show as plain files, and a feed.xml beside them for any podcast app."""

import asyncio
import fcntl
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree as ET

from pydantic import AfterValidator

from config.fields import PathSetting
from connectors.codec import from_json, to_json
from daemon.home.files import copy_whole, write_whole
from daemon.model import Chapter, Episode, Publication
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.rss import FeedEpisode, FeedShow, feed

AUDIO = (".mp3", ".m4a", ".opus")
RECORD = ".episode.json"
"""The file that says an episode is there; it is written after all others of it."""

log = logging.getLogger(__name__)


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(
            "write the web address under which the folder can be reached, as in https://me.example.org/pod"
        )
    return value.rstrip("/")


class FolderConfig(LibraryConfig):
    """`path`: where the shows' folders are made (default: library in the home); `base_url`: its web address, if any."""

    path: PathSetting | None = None
    base_url: Annotated[str, AfterValidator(_web_address)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the feed needs to know of an episode in the folder; `audio` is its file's name."""

    guid: str
    show: str
    show_title: str
    day: date
    title: str
    summary: str
    language: str
    made: datetime
    audio: str
    mime_type: str
    size: int
    seconds: float
    chapters: tuple[Chapter, ...]


class FolderLibrary:
    """Copies each episode to PATH/SHOW/ under its day, and keeps the feed of what lies there."""

    def __init__(self, config: FolderConfig, depot: Depot) -> None:
        self.name = depot.name
        self._root = Path(config.path) if config.path else depot.home / "library"
        self._base_url = config.base_url

    async def publish(self, episode: Episode) -> Publication:
        """Put the episode there, in the place of an earlier one of that show and day."""
        return await asyncio.to_thread(self._publish, episode)

    async def verify(self, publication: Publication) -> None:
        """Read the feed as an app would, and look whether the audio it names is whole."""
        await asyncio.to_thread(self._verify, publication)

    async def remove(self, publication: Publication) -> None:
        """Take the episode's files and its entry in the feed away."""
        await asyncio.to_thread(self._remove, publication)

    def _publish(self, episode: Episode) -> Publication:
        folder, record = self._root / episode.show, _record(episode)
        with _disk_trouble(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with _locked(folder):
                for source, name in _files(episode, record):
                    copy_whole(source, folder / name)
                write_whole(folder / f"{record.day}{RECORD}", to_json(record))
                self._write_feed(folder, record)
                _delete(folder, (f"{record.day}{suffix}" for suffix in AUDIO if not record.audio.endswith(suffix)))
        return Publication(
            library=self.name, guid=record.guid, where=str(folder / record.audio), published=episode.made
        )

    def _write_feed(self, folder: Path, latest: Record) -> None:
        """Make the feed of all records there; `latest` speaks for the show where none is left."""
        records = sorted(_records(folder), key=lambda record: record.day)
        place = self._place(folder)
        show = _show(records[-1] if records else latest, place, with_image=bool(records))
        write_whole(folder / "feed.xml", feed(show, [_entry(record, place) for record in records]))

    def _place(self, folder: Path) -> str:
        return f"{self._base_url}/{quote(folder.name)}" if self._base_url else folder.resolve().as_uri()

    def _verify(self, publication: Publication) -> None:
        folder = self._folder(publication)
        with _disk_trouble(folder):
            enclosure = _enclosure(folder / "feed.xml", publication.guid)
            audio = folder / Path(unquote(enclosure.get("url", ""))).name
            if str(audio.stat().st_size) != enclosure.get("length"):
                raise LibraryError(f"{audio} is not whole. Publish the episode again.", transient=True)

    def _remove(self, publication: Publication) -> None:
        folder = self._folder(publication)
        if not folder.is_dir():
            return
        with _disk_trouble(folder), _locked(folder):
            for record in [record for record in _records(folder) if record.guid == publication.guid]:
                _delete(folder, [f"{record.day}{RECORD}"])
                self._write_feed(folder, record)
                _delete(folder, [f"{record.day}{suffix}" for suffix in (*AUDIO, *_BESIDE)])

    def _folder(self, publication: Publication) -> Path:
        """The show's folder, by its name alone: nothing outside the library is ever touched."""
        return self._root / Path(publication.where).parent.name


_BESIDE = (".chapters.json", ".vtt", ".html", ".jpg")


def _files(episode: Episode, record: Record) -> Iterable[tuple[Path, str]]:
    yield episode.audio, record.audio
    beside = (episode.chapters_json, episode.transcript, episode.notes, episode.cover)
    for source, suffix in zip(beside, _BESIDE, strict=True):
        yield source, f"{record.day}{suffix}"


def _record(episode: Episode) -> Record:
    return Record(
        guid=episode.guid,
        show=episode.show,
        show_title=episode.show_title,
        day=episode.day,
        title=episode.title,
        summary=episode.summary,
        language=episode.language,
        made=episode.made,
        audio=f"{episode.day}{episode.audio.suffix}",
        mime_type=episode.mime_type,
        size=episode.size,
        seconds=episode.seconds,
        chapters=episode.chapters,
    )


def _records(folder: Path) -> Iterator[Record]:
    """What lies whole in the folder; one that cannot be read loses only itself."""
    for file in sorted(folder.glob(f"*{RECORD}")):
        try:
            yield from_json(Record, file.read_bytes())
        except ValueError:
            log.warning("%s is damaged, so that the feed leaves its episode out. Publish that day again.", file)


def _delete(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)


def _show(record: Record, place: str, *, with_image: bool) -> FeedShow:
    return FeedShow(
        title=record.show_title,
        description=f"{record.show_title}: a briefing of your own, spoken by a synthetic voice.",
        language=record.language,
        link=f"{place}/feed.xml",
        feed_url=f"{place}/feed.xml",
        image_url=f"{place}/{record.day}.jpg" if with_image else None,
    )


def _entry(record: Record, place: str) -> FeedEpisode:
    beside = f"{place}/{record.day}"
    return FeedEpisode(
        guid=record.guid,
        title=record.title,
        summary=record.summary,
        published=record.made,
        seconds=record.seconds,
        audio_url=f"{place}/{quote(record.audio)}",
        mime_type=record.mime_type,
        size=record.size,
        language=record.language,
        chapters=record.chapters,
        chapters_url=f"{beside}.chapters.json",
        transcript_url=f"{beside}.vtt",
        notes_url=f"{beside}.html",
        cover_url=f"{beside}.jpg",
    )


def _enclosure(feed_file: Path, guid: str) -> ET.Element:
    try:
        items = ET.fromstring(feed_file.read_bytes()).iterfind("channel/item")  # noqa: S314  # our own file
    except ET.ParseError as error:
        raise LibraryError(f"{feed_file} is damaged. Publish the episode again.", transient=True) from error
    found = (item.find("enclosure") for item in items if item.findtext("guid") == guid)
    enclosure = next((element for element in found if element is not None), None)
    if enclosure is None:
        raise LibraryError(f"{feed_file} does not name the episode. Publish it again.", transient=True)
    return enclosure


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """One writer at a time: two days of one show, made at once, must both end up in the feed."""
    with (folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _disk_trouble(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = f"The library folder {folder} cannot be used: {error.strerror or error}."
        raise LibraryError(f"{what} See that it is there, may be written to and has room.", transient=True) from error


LIBRARY = LibraryType("folder", FolderConfig, FolderLibrary)
