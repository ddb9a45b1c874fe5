"""A folder of a music server that speaks Subsonic's API, as Navidrome, Gonic and Airsonic do: files, and a scan."""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field

from config.fields import PathSetting
from config.secrets import Secret
from connectors.base import ConnectorError
from connectors.codec import from_json
from connectors.http import Fetcher
from connectors.http_asks import NONE
from daemon.model import Episode, Publication
from daemon.publish.asking import Pause, ServerAddress, library_error, revealed, seen
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.disk import disk_trouble
from daemon.publish.folder import RECORD, FolderConfig, FolderLibrary
from daemon.publish.records import Record

SECONDS = 60.0
VERSION = "1.16.1"
MOST_SONGS = 500
"""Of one answer; all that the title of one day can bring."""
REFUSED = 40
NO_TOKENS = frozenset({41, 42})
FORBIDDEN = 50
"""Codes of errors (opensubsonic.netlify.app/docs/responses/error)."""


class SubsonicConfig(LibraryConfig):
    """`path`: a folder within the server's music, as this machine sees it."""

    url: ServerAddress
    username: Annotated[str, Field(min_length=1)]
    password: Secret
    path: PathSetting


@dataclass(frozen=True, slots=True)
class _Error:
    code: int


@dataclass(frozen=True, slots=True)
class Song:
    """A file that the server has; `size` in bytes."""

    id: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    song: tuple[Song, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scan:
    scanning: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    status: str
    error: _Error | None = None
    found: Annotated[_Found, Field(validation_alias="searchResult3")] = _Found()
    scan: Annotated[_Scan, Field(validation_alias="scanStatus")] = _Scan()


@dataclass(frozen=True, slots=True)
class _Wrapped:
    answer: Annotated[_Answer, Field(validation_alias="subsonic-response")]


class Server:
    """One run's talk with a server. Raises LibraryError and nothing else."""

    def __init__(self, web: Fetcher, config: SubsonicConfig, password: str) -> None:
        self.host = urlsplit(config.url).netloc
        self._web = web
        self._config = config
        self._password = password

    async def start_scan(self) -> None:
        """Ask it to look through its folders. One whose user may not ask does so by itself, now and then."""
        await self._asked("startScan", fine=FORBIDDEN)

    async def is_scanning(self) -> bool:
        """Whether it is still looking."""
        return (await self._asked("getScanStatus", fine=FORBIDDEN)).scan.scanning

    async def song(self, record: Record) -> Song | None:
        """What it has of that title and size."""
        words = " ".join(re.findall(r"\w+", record.title))
        asked = {"query": words, "songCount": str(MOST_SONGS), "albumCount": "0", "artistCount": "0"}
        songs = (await self._asked("search3", asked)).found.song
        return next((song for song in songs if song.size == record.size), None)

    async def _asked(self, what: str, params: Mapping[str, str] = NONE, *, fine: int | None = None) -> _Answer:
        """The answer; also one that is an error of the code `fine`."""
        try:
            answer = await self._web.get(f"{self._config.url}/rest/{what}", params={**self._own(), **params})
            read = from_json(_Wrapped, answer.body).answer
        except ConnectorError as error:
            raise library_error(error) from error
        except ValueError:
            what = "does not answer as a Subsonic server does. Check url in the settings"
            raise LibraryError(f"{self.host} {what}.", transient=True) from None
        code = read.error.code if read.error else 0
        if read.status == "ok" or (fine is not None and code == fine):
            return read
        raise self._meant(code)

    def _own(self) -> dict[str, str]:
        """Who asks: the password goes along as a hash that is new each time."""
        salt = secrets.token_hex(8)
        token = hashlib.md5(f"{self._password}{salt}".encode(), usedforsecurity=False).hexdigest()
        return {"u": self._config.username, "t": token, "s": salt, "v": VERSION, "c": "dawncast", "f": "json"}

    def _meant(self, code: int) -> LibraryError:
        if code == REFUSED:
            what = "refuses the user name or password. Check them in the settings"
        elif code in NO_TOKENS:
            what = "cannot check this user's password here. Make a user for Dawncast that is the server's own"
        elif code == FORBIDDEN:
            what = "does not let this user look for episodes. Give them that right"
        else:
            return LibraryError(
                f"{self.host} has a fault of its own (error {code}). It is tried again.", transient=True
            )
        return LibraryError(f"{self.host} {what}.", transient=False)


@asynccontextmanager
async def opened(config: SubsonicConfig) -> AsyncIterator[Server]:
    """The server of the settings. Raises LibraryError where the password cannot be had."""
    async with Fetcher(seconds=SECONDS) as web:
        yield Server(web, config, revealed(config.password, "password"))


class SubsonicLibrary:
    """Keeps each show as an album of files in a folder, and has the server look there."""

    def __init__(self, config: SubsonicConfig, depot: Depot, pause: Pause = asyncio.sleep) -> None:
        self._config = config
        self._pause = pause
        self._files = FolderLibrary(FolderConfig(kind="folder", path=config.path), depot)

    async def publish(self, episode: Episode) -> Publication:
        """Put the episode into the folder, and have the server look there."""
        async with opened(self._config) as server:
            publication = await self._files.publish(episode)
            await server.start_scan()
        return publication

    async def verify(self, publication: Publication) -> None:
        """Look whether the file is whole, and find it at the server."""
        await self._files.verify(publication)
        record = await asyncio.to_thread(self._record, publication)
        async with opened(self._config) as server:
            if await seen(partial(server.song, record), self._pause):
                return
            if await server.is_scanning():
                raise LibraryError(f"{server.host} is still looking through its folders. Wait for it.", transient=True)
            what = f"does not show the episode. See that {self._config.path} is among its music and that it scans that"
            raise LibraryError(f"{server.host} {what}.", transient=True)

    async def remove(self, publication: Publication) -> None:
        """Take its files away, and have the server look."""
        await self._files.remove(publication)
        async with opened(self._config) as server:
            await server.start_scan()

    def _record(self, publication: Publication) -> Record:
        audio = Path(publication.where)
        file = Path(self._config.path) / audio.parent.name / f"{audio.stem}{RECORD}"
        with disk_trouble():
            data = file.read_bytes()
        try:
            return from_json(Record, data)
        except ValueError:
            raise LibraryError(f"{file} is damaged. Publish the episode again.", transient=True) from None


LIBRARY = LibraryType("subsonic", SubsonicConfig, SubsonicLibrary)
