"""A library in a folder of a WebDAV server (RFC 4918), as Nextcloud's."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from itertools import accumulate
from urllib.parse import urlsplit

from config.secrets import Secret
from connectors.base import ConnectorError, Person
from connectors.http import Fetched, Fetcher, StatusError
from connectors.http_asks import NONE
from daemon.publish.asking import ServerAddress, library_error, revealed
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.records import WebAddress
from daemon.publish.static import StaticLibrary, tell_address
from daemon.publish.static_look import Visitor
from daemon.publish.static_store import Prefix, Store, Target

QUICK, SLOW = 60.0, 900.0
"""Seconds for one request, and for one that carries a file over a slow line."""
MOST_BYTES = 64 * 2**20
"""Of an answer: the index of many years is smaller."""
CLOSED = "the server refuses access. Check base_url, or username and password where it is not set."
ROOM = frozenset({413, 507})


class WebDAVConfig(LibraryConfig):
    """`url`: the address of a folder. `base_url`: under which everybody can read it, as that of a public share.

    `prefix`: where in the folder; by default one that nobody guesses.
    """

    url: ServerAddress
    username: str = ""
    password: Secret | None = None
    prefix: Prefix | None = None
    base_url: WebAddress | None = None


def library(config: WebDAVConfig, depot: Depot) -> StaticLibrary:
    """A feed and its files in that folder."""
    return StaticLibrary(target(config), depot)


def target(config: WebDAVConfig) -> Target:
    """The folder as a library sees it."""

    @asynccontextmanager
    async def opened(prefix: str) -> AsyncIterator[Store]:
        auth = await asyncio.to_thread(_auth, config)
        async with Fetcher(seconds=QUICK, most_bytes=MOST_BYTES) as web, Fetcher(seconds=SLOW) as uploads:
            yield Folder(web, uploads, config.url, prefix, auth)

    return Target(
        named=f"dav{config.url.removeprefix('http')}",
        address=config.base_url or config.url,
        prefix=config.prefix,
        opened=opened,
        visitor=lambda: Visitor(CLOSED, None if config.base_url else _auth(config)),
    )


def _auth(config: WebDAVConfig) -> tuple[str, str] | None:
    return (config.username, revealed(config.password, "password")) if config.password else None


class Folder:
    """The files below `prefix` in the folder at `url`."""

    def __init__(self, web: Fetcher, uploads: Fetcher, url: str, prefix: str, auth: tuple[str, str] | None) -> None:
        self._web = web
        self._uploads = uploads
        self._host = urlsplit(url).netloc
        self._url = url
        self._prefix = prefix
        self._auth = auth
        self._made: set[str] = set()

    async def get(self, path: str) -> bytes | None:
        """The file; None where there is none."""
        answer = await self._asked("GET", self._address(path), fine={404})
        return answer.body if answer else None

    async def size(self, path: str) -> int | None:
        """How many bytes the file has; None where there is none, or where the server gives no parts."""
        headers = {"Range": "bytes=0-0", "Accept-Encoding": "identity"}
        answer = await self._asked("GET", self._address(path), headers, fine={404, 416})
        total = answer.part.rpartition("/")[2] if answer else ""
        return int(total) if total.isdecimal() else None

    async def put(self, path: str, content: bytes, kind: str, *, lasting: bool) -> None:  # noqa: ARG002  # cannot be said
        """Upload it beside, then give it its name: what is cut off is never read."""
        await self._make_folders(path)
        beside = self._address(f"{path}.new")
        await self._asked("PUT", beside, {"Content-Type": kind}, content=content)
        await self._asked("MOVE", beside, {"Destination": self._address(path), "Overwrite": "T"})

    async def drop(self, folder: str, names: tuple[str, ...]) -> None:  # noqa: ARG002  # they go with their folder
        """Delete the folder with all that is in it."""
        await self._asked("DELETE", f"{self._address(folder)}/", fine={404})

    async def _make_folders(self, path: str) -> None:
        parts = f"{self._prefix}/{path}".split("/")[:-1]
        for folder in accumulate(parts, "{}/{}".format):
            if folder not in self._made:
                await self._asked("MKCOL", f"{self._url}/{folder}/", fine={405})  # 405: it is there
                self._made.add(folder)

    def _address(self, path: str) -> str:
        return f"{self._url}/{self._prefix}/{path}"

    async def _asked(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] = NONE,
        *,
        content: bytes | None = None,
        fine: Collection[int] = (),
    ) -> Fetched | None:
        """The answer; None for one with a status of `fine`. Raises LibraryError."""
        web = self._web if content is None else self._uploads
        try:
            return await web.send(method, address, headers=headers, content=content, auth=self._auth)
        except ConnectorError as error:
            if isinstance(error, StatusError) and error.status in fine:
                return None
            raise self._meant(error) from error

    def _meant(self, error: ConnectorError) -> LibraryError:
        status = error.status if isinstance(error, StatusError) else 0
        if status in ROOM:
            return LibraryError(f"{self._host} has no room left. Delete something there.", transient=True)
        if status in {404, 409}:
            what = "Make it there, or correct url in the settings"
            return LibraryError(f"{self._host} does not have the folder of the settings. {what}.", transient=False)
        if status in {405, 501}:
            what = "Nextcloud's is https://HOST/remote.php/dav/files/USER/FOLDER"
            return LibraryError(f"{self._host} speaks no WebDAV at url. Correct it: {what}.", transient=False)
        if status == 423:
            return LibraryError(f"{self._host} has locked a file that is in use. It is tried again.", transient=True)
        return library_error(error)


def log_in(config: WebDAVConfig, depot: Depot, person: Person) -> None:
    """Say where the feeds are. Raises LibraryError."""
    tell_address(library(config, depot), person)


LIBRARY = LibraryType("webdav", WebDAVConfig, library, log_in=log_in)
