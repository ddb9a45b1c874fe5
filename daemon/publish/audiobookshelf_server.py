"""An Audiobookshelf server as its API has it (github.com/advplyr/audiobookshelf, server/controllers)."""

import secrets
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field

from config.secrets import Secret
from connectors.base import ConnectorError
from connectors.codec import from_json
from connectors.http import NO_VALIDATORS, Fetched, Fetcher, StatusError
from connectors.http_asks import NONE
from daemon.publish.asking import library_error, revealed, stayed
from daemon.publish.base import LibraryError

QUICK, SLOW = 60.0, 900.0
"""Seconds for one request, and for one that carries a file over a slow line."""
MOST_BYTES = 64 * 2**20
"""Of an answer: a show with the episodes of many years is smaller."""
MEDIA_TYPE = "podcast"
NOTHING = Fetched(url="", body=b"", content_type="", validators=NO_VALIDATORS, changed=False)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of a library, by its path at the server."""

    id: str
    path: Annotated[str, Field(validation_alias=AliasChoices("fullPath", "path"))]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library of the server."""

    id: str
    name: str
    folders: tuple[Folder, ...]
    media_type: Annotated[str, Field(validation_alias="mediaType")]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file for a show's folder."""

    show: str
    name: str
    mime_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class There:
    """An episode that the server has: its ids there, its file's name, and how many bytes it takes that to have."""

    item: str
    episode: str
    file: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class _Shelves:
    libraries: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class _Podcast:
    id: str
    path: Annotated[str, Field(validation_alias="relPath")]


@dataclass(frozen=True, slots=True)
class _Podcasts:
    results: tuple[_Podcast, ...]


@dataclass(frozen=True, slots=True)
class _File:
    filename: str
    size: int


@dataclass(frozen=True, slots=True)
class _Audio:
    ino: str
    metadata: _File


@dataclass(frozen=True, slots=True)
class _Episode:
    id: str
    audio: Annotated[_Audio | None, Field(validation_alias="audioFile")] = None


@dataclass(frozen=True, slots=True)
class _Media:
    episodes: tuple[_Episode, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    media: _Media


class Server:
    """One run's talk with a server. Raises LibraryError and nothing else."""

    def __init__(self, web: Fetcher, uploads: Fetcher, url: str, token: str) -> None:
        self.host = urlsplit(url).netloc
        self._web = web
        self._uploads = uploads
        self._url = url
        self._own = {"Authorization": f"Bearer {token}"}

    async def shelves(self) -> tuple[Shelf, ...]:
        """The libraries that the token's user may see."""
        return self._read(_Shelves, await self._asked("GET", "libraries")).libraries

    async def make_shelf(self, name: str, folder: str) -> Shelf:
        """Make a library for podcasts in that folder, which is made too where it is not there."""
        asked = {"name": name, "folders": [{"fullPath": folder}], "mediaType": MEDIA_TYPE, "icon": MEDIA_TYPE}
        what = f"make the library {name}. Make it there for podcasts, or give the token's user the rights of an admin"
        return self._read(Shelf, await self._asked("POST", "libraries", json=asked, forbidden=what))

    async def scan(self, shelf: Shelf) -> None:
        """Ask it to look through its folders. One that may not be asked has to watch them by itself."""
        await self._asked("POST", f"libraries/{shelf.id}/scan", fine={403})

    async def episodes(self, shelf: Shelf, show: str) -> tuple[There, ...]:
        """The episodes of the podcast in that folder of the library."""
        params = {"limit": "0", "minified": "1"}
        podcasts = self._read(_Podcasts, await self._asked("GET", f"libraries/{shelf.id}/items", params=params)).results
        found = [self._episodes(await self._item(one.id)) for one in podcasts if one.path == show]
        return tuple(episode for episodes in found for episode in episodes)

    async def upload(self, shelf: Shelf, folder: Folder, file: Upload) -> None:
        """Put a file into a show's folder, in the place of one of that name."""
        body, kind = multipart({"title": file.show, "library": shelf.id, "folder": folder.id}, file)
        what = f"upload to the library {shelf.name}. Give the token's user that right"
        await self._asked("POST", "upload", content=body, headers={"Content-Type": kind}, forbidden=what)

    async def delete(self, there: There) -> None:
        """Delete an episode with its file; one that is gone is no error."""
        path, what = f"podcasts/{there.item}/episode/{there.episode}", "delete. Give the token's user that right"
        await self._asked("DELETE", path, params={"hard": "1"}, fine={404}, forbidden=what)

    async def byte(self, there: There, at: int) -> Fetched:
        """One byte of an episode's audio, as a player asks for it."""
        headers = {"Range": f"bytes={at}-{at}", "Accept-Encoding": "identity"}
        return await self._asked("GET", f"items/{there.item}/file/{there.file}", headers=headers)

    async def _item(self, item: str) -> Fetched:
        return await self._asked("GET", f"items/{item}", params={"expanded": "1"})

    def _episodes(self, answer: Fetched) -> tuple[There, ...]:
        item = self._read(_Item, answer)
        return tuple(
            There(item.id, one.id, one.audio.ino, one.audio.metadata.filename, one.audio.metadata.size)
            for one in item.media.episodes
            if one.audio
        )

    def _read(self, kind: type[T], answer: Fetched) -> T:
        try:
            return from_json(kind, answer.body)
        except ValueError:
            what = "does not answer as Audiobookshelf does. Check url in the settings, and update Audiobookshelf"
            raise LibraryError(f"{self.host} {what}.", transient=True) from None

    async def _asked(
        self,
        method: str,
        path: str,
        *,
        json: object | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] = NONE,
        params: Mapping[str, str] = NONE,
        fine: Collection[int] = (),
        forbidden: str = "see the library. Give the token's user access to it",
    ) -> Fetched:
        """The answer; an empty one in the place of an error whose status is fine."""
        address = f"{self._url}/api/{path}"
        web = self._web if content is None else self._uploads
        try:
            answer = await web.send(
                method, address, json=json, content=content, headers={**self._own, **headers}, params=params
            )
        except ConnectorError as error:
            if isinstance(error, StatusError) and error.status in fine:
                return NOTHING
            raise self._meant(error, forbidden) from error
        if method == "POST":
            stayed(answer, address)
        return answer

    def _meant(self, error: ConnectorError, forbidden: str) -> LibraryError:
        status = error.status if isinstance(error, StatusError) else 0
        said = error.body if isinstance(error, StatusError) else b""
        if status == 401:
            what = "Make an API key there, and put it where token in the settings says"
            return LibraryError(f"{self.host} refuses the token. {what}.", transient=False)
        if status == 403:
            return LibraryError(f"{self.host} does not let Dawncast {forbidden}.", transient=False)
        if status == 413:
            what = "Raise the limit of the web server in front of it, or set path"
            return LibraryError(f"{self.host} takes no file of this size. {what}.", transient=False)
        if status == 500 and b"already exists" in said:
            what = "is too old to add an episode to a podcast. Update Audiobookshelf, or set path"
            return LibraryError(f"{self.host} {what}.", transient=False)
        return library_error(error)


@asynccontextmanager
async def opened(url: str, token: Secret) -> AsyncIterator[Server]:
    """A server at that address, asked with that token. Raises LibraryError where the token cannot be had."""
    async with Fetcher(seconds=QUICK, most_bytes=MOST_BYTES) as web, Fetcher(seconds=SLOW) as uploads:
        yield Server(web, uploads, url, revealed(token, "token"))


def multipart(fields: Mapping[str, str], file: Upload) -> tuple[bytes, str]:
    """A form with a file (RFC 7578), and its media type; `fields` and the file's name hold no quotation marks."""
    boundary = secrets.token_hex(16)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}\r\n' for name in fields
    ]
    named = f'--{boundary}\r\nContent-Disposition: form-data; name="0"; filename="{file.name}"\r\n'
    head = "".join((*parts, named, f"Content-Type: {file.mime_type}\r\n\r\n"))
    body = b"".join((head.encode(), file.content, f"\r\n--{boundary}--\r\n".encode()))
    return body, f"multipart/form-data; boundary={boundary}"
