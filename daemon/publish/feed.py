"""The private feed: episodes are put on a shelf, from which the web server gives them to who knows a token."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field

from config.fields import Number
from daemon.model import Episode, Publication
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.disk import disk_trouble
from daemon.publish.records import Place, Record, WebAddress
from daemon.publish.shelf import NAMES, Shelf

UNSAID = "the private feed (its address: dawncast feed add NAME)"


class FeedConfig(LibraryConfig):
    """`base_url`: the public address under which the server of `[server]` is reached, as https://me.example.org."""

    base_url: WebAddress | None = None
    keep: Annotated[Number, Field(ge=1, le=36_500)] | None = 60


class FeedLibrary:
    """A shelf of episodes in the home."""

    def __init__(self, config: FeedConfig, depot: Depot) -> None:
        self.name = depot.name
        self._shelf = Shelf(depot.folder)
        self._base = config.base_url or ""
        self._what = f"The private feed's folder {depot.folder}"

    async def publish(self, episode: Episode) -> Publication:
        """Put the episode there, in the place of an earlier one of that guid or day."""
        return await asyncio.to_thread(self._publish, episode)

    async def verify(self, publication: Publication) -> None:
        """Ask the web server's own application for the feed, as an app would, and for what it leads to."""
        from daemon.web.asking import ask

        with disk_trouble(self._what):
            record = await asyncio.to_thread(self._named, publication)
            trouble = await ask(self._shelf, self._base, record.show, record.guid)
        if trouble:
            raise LibraryError(f"{trouble} Publish the episode again.", transient=True)

    async def remove(self, publication: Publication) -> None:
        """Take it out of the feed; a download that has begun may go on for two days."""
        with disk_trouble(self._what):
            await asyncio.to_thread(self._shelf.remove, publication.guid, datetime.now(UTC))

    def _publish(self, episode: Episode) -> Publication:
        with disk_trouble(self._what):
            record = self._shelf.put(episode, datetime.now(UTC))
        return Publication(
            library=self.name,
            guid=record.guid,
            where=self._where(record.show),
            published=episode.made,
            content=record.content,
        )

    def _where(self, show: str) -> str:
        """Its address without a token, which nobody is to read here; the way to it where it has none from outside."""
        return Place(f"{self._base}/b").feed(show) if self._base else UNSAID

    def _named(self, publication: Publication) -> Record:
        """What the index says of the episode, if that is the one that was published and its files are there."""
        record = self._shelf.record(publication.guid)
        if record is None or publication.content not in ("", record.content):
            raise LibraryError("The feed does not name the episode. Publish it again.", transient=True)
        at = (record.show, record.day.isoformat(), record.content)
        missing = [name for name in (record.audio, *NAMES) if self._shelf.file(*at, name) is None]
        if missing:
            raise LibraryError(
                f"In the feed's folder {', '.join(missing)} is missing. Publish it again.", transient=True
            )
        return record


LIBRARY = LibraryType("feed", FeedConfig, FeedLibrary)
