"""A feed and its files at a store that puts, gets and deletes whole objects: what S3 and WebDAV share.

PREFIX/SHOW/DAY/CONTENT/ holds an episode's files, PREFIX/SHOW/feed.xml names them, and PREFIX/SHOW/index.json says what
lies there, so that a lost home loses none of it. Nobody guesses PREFIX, and no error and no publication tells it.
"""

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from connectors.base import Person
from connectors.codec import from_json, to_json
from daemon.model import Episode, Publication
from daemon.publish.base import Depot, LibraryError
from daemon.publish.disk import alone, disk_trouble
from daemon.publish.records import Place, Record, audio_name, entry, record_of, show_of
from daemon.publish.rss import feed
from daemon.publish.static_index import Index, announced, arrived, due, gone, of_that_day, without
from daemon.publish.static_look import see
from daemon.publish.static_store import Store, Target

PREFIX_BYTES = 20
BESIDE = {
    "chapters.json": "application/json+chapters",
    "transcript.vtt": "text/vtt; charset=utf-8",
    "notes.html": "text/html; charset=utf-8",
    "cover.jpg": "image/jpeg",
}
FEED = "application/rss+xml; charset=utf-8"

log = logging.getLogger(__name__)


class StaticPlace(Place):
    """Addresses of plain files: there is no page but the feed."""

    __slots__ = ()

    def page(self, show: str | None) -> str:
        """The feed itself."""
        return self.feed(show)


class StaticLibrary:
    """Keeps the feed of each show at a store, and the files that it names."""

    def __init__(self, target: Target, depot: Depot, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._target = target
        self._depot = depot
        self._now = now

    async def publish(self, episode: Episode) -> Publication:
        """Upload what is not there yet, then name it in the feed; what it replaces stays for two days."""
        with disk_trouble():
            record = await asyncio.to_thread(record_of, episode)
        async with self._writing() as store:
            index = announced(await _read(store, record.show) or Index(), record, self._now())
            await _write(store, record.show, index)
            await _upload(store, episode, record)
            await self._show(store, record.show, arrived(index, record, self._now()))
        where = f"{self._target.named}/…/{record.show}/{record.day}"
        return Publication(
            library=self._depot.name,
            guid=record.guid,
            where=where,
            published=episode.made,
            content=record.content,
        )

    async def verify(self, publication: Publication) -> None:
        """Read the feed as an app would, and the first and last bytes of the audio that it names."""
        show, place = _show_in(publication), self._place()
        if show is None or place is None:
            raise LibraryError("The episode was never published there. Publish it.", transient=True)
        visitor = await asyncio.to_thread(self._target.visitor)  # it may have to ask a command for a password
        await see(visitor, place, show, publication)

    async def remove(self, publication: Publication) -> None:
        """Take it out of the feed; its files go two days later."""
        show = _show_in(publication)
        if show is None or self._place() is None:
            return
        async with self._writing() as store:
            index = await _read(store, show)
            if index is None:
                return
            title = next((one.show_title for one in index.records if one.guid == publication.guid), None)
            await self._show(store, show, without(index, publication.guid, self._now()), title)

    async def address(self) -> str:
        """Where the shows' feeds are, without a slash at its end: a secret. Raises LibraryError."""
        async with self._writing() as store:
            await _read(store, "any")
        place = self._place()
        return place.base if place else ""

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Store]:
        """The store, for one writer of this home at a time: two days at once must both end up in the feed."""
        async with alone(self._depot.folder), self._target.opened(self._own_prefix()) as store:
            yield store

    def _own_prefix(self) -> str:
        with disk_trouble():
            prefix = self._prefix() or secrets.token_urlsafe(PREFIX_BYTES)
            if not self._prefix():
                self._depot.logins.keep(self._login, prefix)
        return prefix

    def _prefix(self) -> str:
        with disk_trouble():
            return self._target.prefix or self._depot.logins.read(self._login)

    @property
    def _login(self) -> str:
        return f"{self._depot.name}.prefix"  # no name in the settings has a dot: it is nobody else's

    def _place(self) -> Place | None:
        """Where listeners find it; None before the first episode."""
        prefix = self._prefix()
        return StaticPlace(f"{self._target.address}/{prefix}") if prefix else None

    async def _tidied(self, store: Store, show: str, index: Index) -> Index:
        """What is left when all has gone that is due. What cannot be deleted now is tried again the next time."""
        for left in due(index, self._now()):
            shorter = gone(index, left)
            try:
                await store.drop(f"{show}/{left.day}/{left.content}", (left.audio, *BESIDE))
                if not of_that_day(shorter, left.day):
                    await store.drop(f"{show}/{left.day}", ())
            except LibraryError as error:
                log.warning("What is no longer needed stays in the library %s for now: %s", self._depot.name, error)
            else:
                index = shorter
        return index

    async def _show(self, store: Store, show: str, index: Index, title: str | None = None) -> None:
        """Write the index, then the feed, then let go of what the feed has long ceased to name.

        `title` is the show's where no episode is left to say it.
        """
        await _write(store, show, index)
        place = self._place() or StaticPlace(self._target.address)
        about = show_of(index.records, place, show, title=None if index.records else title)
        xml = feed(about, [entry(record, place) for record in index.records])
        await store.put(f"{show}/feed.xml", xml, FEED, lasting=False)
        tidied = await self._tidied(store, show, index)
        if tidied != index:
            await _write(store, show, tidied)


def tell_address(library: StaticLibrary, person: Person) -> None:
    """For `dawncast login`: try the store and say where its feeds are. Raises LibraryError."""
    address = asyncio.run(library.address())
    person.say(
        "Give your podcast app this address, with the show's name in place of SHOW:\n\n"
        f"    {address}/SHOW/feed.xml\n\n"
        "Whoever knows it can listen, so keep it to yourself."
    )


def _show_in(publication: Publication) -> str | None:
    found = re.fullmatch(r".*/([A-Za-z0-9_-]{1,40})/[0-9]{4}-[0-9]{2}-[0-9]{2}", publication.where)
    return found[1] if found else None


async def _read(store: Store, show: str) -> Index | None:
    data = await store.get(f"{show}/index.json")
    try:
        return None if data is None else from_json(Index, data)
    except ValueError:
        raise LibraryError(
            f"What is there as {show}/index.json is no index. Check the address in the settings; "
            "if it is right, delete that file and publish the days that are wanted again.",
            transient=False,
        ) from None


async def _write(store: Store, show: str, index: Index) -> None:
    await store.put(f"{show}/index.json", to_json(index), "application/json", lasting=False)


async def _upload(store: Store, episode: Episode, record: Record) -> None:
    beside = (episode.chapters_json, episode.transcript, episode.notes, episode.cover)
    files = zip(
        (audio_name(record), *BESIDE), (episode.audio, *beside), (record.mime_type, *BESIDE.values()), strict=True
    )
    for name, file, kind in files:
        with disk_trouble():
            content = await asyncio.to_thread(file.read_bytes)
        path = f"{record.show}/{record.day}/{record.content}/{name}"
        if await store.size(path) != len(content):  # else it is there: other content would lie elsewhere
            await store.put(path, content, kind, lasting=True)
