"""A library that is a folder: a show's episodes as plain files, with a feed for podcast apps and a list for players."""

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote
from xml.etree import ElementTree as ET

from config.fields import PathSetting
from connectors.codec import from_json, to_json
from daemon.home.files import copy_whole, sweep, write_whole
from daemon.model import Episode, Publication
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.disk import disk_trouble, locked
from daemon.publish.records import Record, WebAddress, entry, lean, record_of, show_of
from daemon.publish.rss import enclosure_of, feed, one_line

AUDIO = (".mp3", ".m4a", ".opus")
BESIDE = (".chapters.json", ".vtt", ".html", ".jpg")
RECORD = ".episode.json"
"""The file that says an episode is there; it is written after all others of it."""

log = logging.getLogger(__name__)


class FolderConfig(LibraryConfig):
    """`path`: where the shows' folders are made (default: library in the home); `base_url`: its web address, if any."""

    path: PathSetting | None = None
    base_url: WebAddress | None = None


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """Where a show's feed and files are, below the address of its folder."""

    base: str

    def feed(self, _show: str | None) -> str:
        """The show's feed."""
        return f"{self.base}/feed.xml"

    page = feed

    def audio(self, record: Record) -> str:
        """The episode's audio."""
        return f"{self.base}/{quote(record.audio)}"

    def chapters(self, record: Record) -> str:
        """Its chapters as JSON."""
        return f"{self.base}/{record.day}.chapters.json"

    def transcript(self, record: Record) -> str:
        """Its transcript as WebVTT."""
        return f"{self.base}/{record.day}.vtt"

    def notes(self, record: Record) -> str:
        """Its show notes as a page."""
        return f"{self.base}/{record.day}.html"

    def cover(self, record: Record) -> str:
        """Its cover, a JPEG."""
        return f"{self.base}/{record.day}.jpg"


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
        folder = self._root / episode.show
        with disk_trouble(f"The library folder {folder}"):
            record = replace(record_of(episode), audio=f"{episode.day}{episode.audio.suffix}")
            folder.mkdir(parents=True, exist_ok=True)
            with locked(folder):
                sweep(folder)
                for source, name in _files(episode, record):
                    copy_whole(source, folder / name)
                write_whole(folder / f"{record.day}{RECORD}", to_json(record))
                self._list(folder, record)
                _delete(folder, (f"{record.day}{suffix}" for suffix in AUDIO if not record.audio.endswith(suffix)))
        return Publication(
            library=self.name,
            guid=record.guid,
            where=str(folder / record.audio),
            published=episode.made,
            content=record.content,
        )

    def _list(self, folder: Path, latest: Record) -> None:
        """Make the feed and the list of all records there; `latest` speaks for the show where none is left."""
        records = lean(tuple(_records(folder)))
        speaks, place = records[-1] if records else latest, self._place(folder)
        show = show_of(records, place, folder.name, title=speaks.show_title, language=speaks.language)
        write_whole(folder / "feed.xml", feed(show, [entry(record, place) for record in records]))
        write_whole(folder / f"{folder.name}.m3u", playlist(show.title, records))

    def _place(self, folder: Path) -> FolderPlace:
        return FolderPlace(f"{self._base_url}/{quote(folder.name)}" if self._base_url else folder.resolve().as_uri())

    def _verify(self, publication: Publication) -> None:
        folder = self._folder(publication)
        with disk_trouble(f"The library folder {folder}"):
            enclosure = _enclosure(folder / "feed.xml", publication.guid)
            audio = folder / Path(unquote(enclosure.get("url", ""))).name
            if str(audio.stat().st_size) != enclosure.get("length"):
                raise LibraryError(f"{audio} is not whole. Publish the episode again.", transient=True)

    def _remove(self, publication: Publication) -> None:
        folder = self._folder(publication)
        if not folder.is_dir():
            return
        with disk_trouble(f"The library folder {folder}"), locked(folder):
            for record in [record for record in _records(folder) if record.guid == publication.guid]:
                _delete(folder, [f"{record.day}{RECORD}"])
                self._list(folder, record)
                _delete(folder, [f"{record.day}{suffix}" for suffix in (*AUDIO, *BESIDE)])

    def _folder(self, publication: Publication) -> Path:
        """The show's folder, by its name alone: nothing outside the library is ever touched."""
        return self._root / Path(publication.where).parent.name


def _files(episode: Episode, record: Record) -> Iterable[tuple[Path, str]]:
    yield episode.audio, record.audio
    beside = (episode.chapters_json, episode.transcript, episode.notes, episode.cover)
    for source, suffix in zip(beside, BESIDE, strict=True):
        yield source, f"{record.day}{suffix}"


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


def playlist(title: str, records: Sequence[Record]) -> bytes:
    """The audio files, the oldest first, as players on disks and sticks read them."""
    rows = ["#EXTM3U", "#EXTENC:UTF-8", f"#PLAYLIST:{one_line(title)}"]
    for record in records:
        rows += [f"#EXTINF:{round(record.seconds)},{one_line(record.title)}", record.audio]
    return "".join(f"{row}\n" for row in rows).encode()


def _enclosure(feed_file: Path, guid: str) -> ET.Element:
    try:
        enclosure = enclosure_of(feed_file.read_bytes(), guid)
    except ET.ParseError as error:
        raise LibraryError(f"{feed_file} is damaged. Publish the episode again.", transient=True) from error
    if enclosure is None:
        raise LibraryError(f"{feed_file} does not name the episode. Publish it again.", transient=True)
    return enclosure


LIBRARY = LibraryType("folder", FolderConfig, FolderLibrary)
