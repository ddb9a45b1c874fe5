"""The feeds as they are on disk now, each rendered once and answered from memory until it changes."""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from config.shows import WEEK, Day
from daemon.publish.records import Place, entry, show_of
from daemon.publish.rss import feed
from daemon.web.catalogue import Shown, records_of, shown
from daemon.web.conditions import Validators
from daemon.web.site import Site

STAND_IN = f"credential-{secrets.token_hex(16)}".encode()
"""Stands in a rendered feed where each app's own credential goes; nobody outside can write it into one."""
KEPT = 8
"""Rendered feeds."""
BLOCK = 2**18


@dataclass(frozen=True, slots=True)
class Rendered:
    """A feed without its credential: blocks of whole lines, and how often the credential stands in them."""

    blocks: tuple[bytes, ...]
    places: int
    etag: str
    changed: float

    def size(self, credential: bytes) -> int:
        """Bytes of the feed with that credential."""
        return sum(map(len, self.blocks)) + self.places * (len(credential) - len(STAND_IN))

    def body(self, credential: bytes) -> Iterator[bytes]:
        """The feed with that credential, block by block: a long one is not in memory once for each app."""
        return (block.replace(STAND_IN, credential) for block in self.blocks)

    def validators(self, now: float) -> Validators:
        """What tells it from the next one (`now`: seconds, Unix).

        In the second in which it changed it may change again: what is handed out then is dated one second back.
        """
        changed = int(self.changed)
        return Validators(self.etag, changed if now >= changed + 1 else changed - 1)


class Feeds:
    """All feeds of a site."""

    def __init__(self) -> None:
        self._rendered: OrderedDict[tuple[str | None, str], tuple[object, Rendered]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def rendered(self, site: Site, show: str | None, base: str) -> Rendered | None:
        """The feed of a show, or of all, with addresses below `base`; None where there is none. Raises OSError."""
        found = shown(site, show)
        if not found:
            return None
        state = (found, tuple(site.days.get(each.show) for each in found), site.since)
        if known := self._known(show, base, state):
            return known
        async with self._one_at_a_time:
            return self._known(show, base, state) or await self._made(site, show, base, found, state)

    def _known(self, show: str | None, base: str, state: object) -> Rendered | None:
        """What is in memory, if it is of that state."""
        made_of, known = self._rendered.get((show, base), (None, None))
        if known:
            self._rendered.move_to_end((show, base))
        return known if made_of == state else None

    async def _made(self, site: Site, show: str | None, base: str, found: Sequence[Shown], state: object) -> Rendered:
        days = [day for each in found for day in site.days.get(each.show, WEEK)]
        rendered = await asyncio.to_thread(render, show, base, found, [day for day in WEEK if day in days])
        rendered = replace(rendered, changed=max(rendered.changed, site.since))
        self._rendered[show, base] = (state, rendered)
        while len(self._rendered) > KEPT:
            self._rendered.popitem(last=False)
        return rendered


def render(show: str | None, base: str, found: Sequence[Shown], days: Sequence[Day]) -> Rendered:
    """The feed of what was found, read anew. Raises OSError."""
    place, records = Place(f"{base}/{STAND_IN.decode()}"), records_of(found)
    title = found[0].title if show else None
    about = show_of(records, place, show, title=title, guid=found[0].shelf.guid(show), days=days)
    xml = feed(about, [entry(record, place, with_show=show is None) for record in records])
    # The stand-in is another one after a restart, the feed is not.
    etag = hashlib.sha256(xml.replace(STAND_IN, b"")).hexdigest()[:32]
    changed = max(each.changed for each in found)
    return Rendered(tuple(_blocks(xml.splitlines(keepends=True))), xml.count(STAND_IN), f'"{etag}"', changed)


def _blocks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines in blocks, so that a stand-in is never cut."""
    block = bytearray()
    for line in lines:
        block += line
        if len(block) >= BLOCK:
            yield bytes(block)
            block.clear()
    yield bytes(block)
