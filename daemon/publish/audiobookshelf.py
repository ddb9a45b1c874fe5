"""A library for podcasts of an Audiobookshelf server: episodes are uploaded, or put into its folder and scanned.

An uploaded file's name says whose it is and what is in it, so that nothing has to be remembered: what was cut off or
not heard of is found by the next try, and nothing else there is ever touched.
"""

import asyncio
import hashlib
import re
from functools import partial
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.fields import PathSetting
from config.secrets import Secret
from daemon.model import Episode, Publication
from daemon.publish.asking import Pause, ServerAddress, seen
from daemon.publish.audiobookshelf_server import MEDIA_TYPE, Folder, Server, Shelf, There, Upload, opened
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.disk import alone, disk_trouble
from daemon.publish.folder import FolderConfig, FolderLibrary
from daemon.publish.records import Record, record_of

MARK = 12
"""Digits of the guid's hash in a file's name."""
AGAIN = "Publish the episode again."


class AudiobookshelfConfig(LibraryConfig):
    """`library`: the name of the library there; `folder`: the server's own, in which it is made where there is none.

    `path`: the library's folder as this machine sees it: then files are put there in the place of an upload.
    """

    url: ServerAddress
    token: Secret
    library: Annotated[str, Field(min_length=1)] = "Dawncast"
    folder: Annotated[str, Field(min_length=1)] | None = None
    path: PathSetting | None = None


class AudiobookshelfLibrary:
    """Keeps each show as a podcast in a library of the server."""

    def __init__(self, config: AudiobookshelfConfig, depot: Depot, pause: Pause = asyncio.sleep) -> None:
        self._config = config
        self._depot = depot
        self._pause = pause
        self._files = FolderLibrary(FolderConfig(kind="folder", path=config.path), depot) if config.path else None

    async def publish(self, episode: Episode) -> Publication:
        """Upload it unless it is there, take away what it replaces, and have the server look through its folders."""
        async with opened(self._config.url, self._config.token) as server:
            shelf = await self._shelf(server) or await self._new_shelf(server)
            if self._files:
                await _undouble(server, shelf, episode)
                publication = await self._files.publish(episode)
            else:
                publication = await self._uploaded(server, shelf, episode)
            await server.scan(shelf)
        return publication

    async def verify(self, publication: Publication) -> None:
        """Find the episode at the server, once, and read the first and last bytes of its audio."""
        if self._files:
            await self._files.verify(publication)
        async with opened(self._config.url, self._config.token) as server:
            there = await seen(partial(self._look, server, publication), self._pause)
            if there is None:
                what = f"does not show the episode yet, or an earlier one beside it. See that it scans {self._named}"
                hint = "it watches the folder, or the token is an admin's"
                raise LibraryError(f"{server.host} {what}: {hint}.", transient=True)
            for at in (0, there.size - 1):
                answer = await server.byte(there, at)
                if answer.part != f"bytes {at}-{at}/{there.size}" and len(answer.body) != there.size:
                    raise LibraryError(f"The audio at {server.host} is not whole. {AGAIN}", transient=True)

    async def remove(self, publication: Publication) -> None:
        """Delete the episode there, with its file."""
        if self._files:
            await self._files.remove(publication)
        show, name = _place(publication)
        async with opened(self._config.url, self._config.token) as server:
            shelf = await self._shelf(server)
            for one in await _ours(server, shelf, show, name) if shelf else ():
                await server.delete(one)

    @property
    def _named(self) -> str:
        return f"the library {self._config.library}"

    async def _shelf(self, server: Server) -> Shelf | None:
        """The library of that name; None where there is none."""
        named = [shelf for shelf in await server.shelves() if shelf.name == self._config.library]
        podcasts = [shelf for shelf in named if shelf.media_type == MEDIA_TYPE]
        if named and not podcasts:
            what = f"{self._named} is for books. Write the name of one for podcasts into the settings, as library"
            raise LibraryError(f"At {server.host}, {what}.", transient=False)
        return podcasts[0] if podcasts else None

    async def _new_shelf(self, server: Server) -> Shelf:
        """Make the library; two shows at once make one."""
        if self._config.folder is None:
            what = f"{self._named}. Make it there for podcasts, or set folder to the folder in which to make it"
            raise LibraryError(f"{server.host} does not have {what}.", transient=False)
        async with alone(self._depot.folder):
            made = await self._shelf(server)
            return made or await server.make_shelf(self._config.library, self._config.folder)

    def _folder(self, shelf: Shelf) -> Folder:
        """The library's folder that the settings name, or its first."""
        wanted = self._config.folder
        fitting = [
            folder for folder in shelf.folders if wanted is None or folder.path.rstrip("/") == wanted.rstrip("/")
        ]
        if not fitting:
            what = f"{self._named} does not have the folder that the settings name. Add it there, or correct folder"
            raise LibraryError(f"At Audiobookshelf, {what}.", transient=False)
        return fitting[0]

    async def _uploaded(self, server: Server, shelf: Shelf, episode: Episode) -> Publication:
        with disk_trouble():
            record = await asyncio.to_thread(record_of, episode)
            content = await asyncio.to_thread(episode.audio.read_bytes)
        name = file_name(record)
        there = await _ours(server, shelf, record.show, name)
        same = [one for one in there if one.name == name]
        if [one.size for one in same] != [len(content)]:
            for one in same:  # a file that was cut off, or one that is listed twice
                await server.delete(one)
            upload = Upload(record.show, name, record.mime_type, content)
            await server.upload(shelf, self._folder(shelf), upload)
        for one in there:
            if one.name != name:
                await server.delete(one)
        where = f"{server.host}/{self._config.library}/{record.show}/{name}"
        return Publication(
            library=self._depot.name, guid=record.guid, where=where, published=record.made, content=record.content
        )

    async def _look(self, server: Server, publication: Publication) -> There | None:
        """The episode, once it is there alone, as its file now is."""
        show, name = _place(publication)
        shelf = await self._shelf(server)
        there = await _ours(server, shelf, show, name) if shelf else ()
        if [one.name for one in there] != [name]:
            return None
        size = await asyncio.to_thread(self._size, show, name) if self._files else there[0].size
        return there[0] if there[0].size == size > 0 else None

    def _size(self, show: str, name: str) -> int:
        """How large the file in the folder is."""
        with disk_trouble():
            return (Path(self._config.path or "") / show / name).stat().st_size


async def _undouble(server: Server, shelf: Shelf, episode: Episode) -> None:
    """Delete what is listed twice, as its scans may leave it (its issue 2785): the file is put there again anyway."""
    there = await _ours(server, shelf, episode.show, f"{episode.day}{episode.audio.suffix}")
    for one in there if len(there) > 1 else ():
        await server.delete(one)


def file_name(record: Record) -> str:
    """The name of an uploaded file: the day, whose it is, and what is in it; other content has another name."""
    mark = hashlib.sha256(record.guid.encode()).hexdigest()[:MARK]
    return f"{record.day}-{mark}-{record.content}{Path(record.audio).suffix}"


def _place(publication: Publication) -> tuple[str, str]:
    """The show's folder and the name of the file in it."""
    where = Path(publication.where)
    return where.parent.name, where.name


async def _ours(server: Server, shelf: Shelf, show: str, name: str) -> tuple[There, ...]:
    """What the server has of the episode whose file has that name, in whatever format or content."""
    marked = re.match(rf"\d{{4}}-\d\d-\d\d(-[0-9a-f]{{{MARK}}}-|\.)", name)
    if not marked:
        return ()
    return tuple(one for one in await server.episodes(shelf, show) if one.name.startswith(marked[0]))


LIBRARY = LibraryType("audiobookshelf", AudiobookshelfConfig, AudiobookshelfLibrary)
