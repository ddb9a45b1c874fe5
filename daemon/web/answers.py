"""What is there at each of the feed's addresses, for somebody who may have it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.publish.records import Place, Record
from daemon.web.addresses import FILES, Address
from daemon.web.asker import Asker
from daemon.web.catalogue import records_of, shown
from daemon.web.conditions import unchanged
from daemon.web.feeds import Feeds, Rendered
from daemon.web.files import Stream, file_answer
from daemon.web.page import POLICY, page
from daemon.web.site import Site

if TYPE_CHECKING:
    from starlette.types import ASGIApp

FEED_HEADERS = {"Cache-Control": "private, no-cache"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked for, of which site, and when. `credential`: as it stands in addresses, "f/TOKEN" or "b"."""

    site: Site
    asker: Asker
    method: str
    headers: Mapping[str, str]
    credential: str
    address: Address
    now: datetime

    @property
    def top(self) -> str:
        """The way from this address up to the credential."""
        return "/".join([".."] * ((self.address.show is not None) + (self.address.day is not None))) or "."

    @property
    def root(self) -> str:
        """The way up to the server's own addresses."""
        return "/".join([self.top, *[".."] * len(self.credential.split("/"))])


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers for all that there is; None for what there is not. Raises OSError."""

    _feeds: Feeds = field(default_factory=Feeds)

    async def of(self, asked: Asked) -> "ASGIApp | None":
        """The answer."""
        match asked.address.kind:
            case "feed":
                return await self._feed(asked)
            case "latest":
                return _latest(asked, await _record(asked))
            case "play":
                return _play(asked, await _record(asked))
        return await _file(asked)

    async def _feed(self, asked: Asked) -> "ASGIApp | None":
        base = asked.site.base or f"{asked.asker.scheme}://{asked.asker.host}"
        rendered = await self._feeds.rendered(asked.site, asked.address.show, base)
        if rendered is None:
            return None
        validators, credential = rendered.validators(asked.now.timestamp()), asked.credential.encode()
        if unchanged(asked.headers, validators):
            return _bare(304, {**validators.headers, **FEED_HEADERS})
        body = {"Content-Type": "application/rss+xml; charset=utf-8", "Content-Length": str(rendered.size(credential))}
        return Stream(200, {**validators.headers, **FEED_HEADERS, **body}, _blocks(rendered, credential))


async def _blocks(rendered: Rendered, credential: bytes) -> AsyncIterator[bytes]:
    for block in rendered.body(credential):
        yield block


async def _record(asked: Asked) -> Record | None:
    """The episode of the day that is asked for, else the newest."""
    address = asked.address
    records = await asyncio.to_thread(records_of, shown(asked.site, address.show))
    return next((each for each in reversed(records) if address.day in {None, each.day}), None)


def _latest(asked: Asked, record: Record | None) -> "ASGIApp | None":
    if record is None:
        return None
    return _bare(302, {"Location": Place(asked.top).audio(record), "Cache-Control": "no-store"})


def _play(asked: Asked, record: Record | None) -> "ASGIApp | None":
    from starlette.responses import HTMLResponse

    if record is None:
        return None
    headers = {"Cache-Control": "private, no-cache", "Content-Security-Policy": POLICY}
    return HTMLResponse(page(record, Place(asked.top), asked.root), headers=headers)


async def _file(asked: Asked) -> "ASGIApp | None":
    one = asked.address
    for shelf in asked.site.shelves:
        if path := shelf.file(one.show or "", str(one.day), one.content, one.name):
            return await file_answer(path, FILES[one.name][1], f'"{one.content}"', asked.method, asked.headers)
    return None


def _bare(status: int, headers: Mapping[str, str]) -> "ASGIApp":
    from starlette.responses import Response

    return Response(status_code=status, headers=headers)
