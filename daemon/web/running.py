"""The web server's application in the daemon: its settings as they are now, its tokens, and when those were used."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import DawncastError
from config.settings import Settings
from daemon.home.home import Home
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.serve.log import Log
from daemon.web.app import app
from daemon.web.feed import Feed
from daemon.web.front import Front
from daemon.web.gate import Gate, Uses
from daemon.web.site import Site, site_of

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

PATIENCE = 0.2
"""Seconds that a request may wait for another process's lock on the database."""
NOTED_EVERY = 60.0
"""Seconds between writing down which tokens were used."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Sites:
    """The site of the settings as they are now, worked out anew when those were read anew."""

    home: Home
    settings: Callable[[], Settings]
    _known: tuple[Settings, Site] | None = None

    def now(self) -> Site:
        """As it is."""
        settings = self.settings()
        if self._known is None or self._known[0] is not settings:
            self._known = (settings, site_of(settings, self.home, _written(settings.file)))
        return self._known[1]


def _written(file: Path) -> float:
    """When a file was written (seconds, Unix); 0 where it is not there any more."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


@asynccontextmanager
async def application(
    home: Home, settings: Callable[[], Settings], log: Log, within: "Sequence[BaseRoute]"
) -> AsyncIterator[Front]:
    """The application while the context lasts. Raises DawncastError where the database cannot be opened."""
    with closing(Store(home.database, PATIENCE)) as store:
        gate = Gate(Tokens(store), log, _now)
        async with _noting(gate, home, log):
            yield app(Sites(home, settings).now, Feed(gate, log, _now), log, within)


@asynccontextmanager
async def _noting(gate: Gate, home: Home, log: Log) -> AsyncIterator[None]:
    """Write down once a minute, and at the end, which tokens were used: never while an app waits for its answer."""

    async def note() -> None:
        uses = gate.uses()
        try:
            await asyncio.to_thread(_note, home, uses)
        except DawncastError as error:
            gate.not_noted(uses)
            log("warning", "uses of tokens not noted", why=error)

    async def often() -> None:
        while True:
            await asyncio.sleep(NOTED_EVERY)
            await note()

    task = asyncio.create_task(often(), name="uses of tokens")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await note()


def _note(home: Home, uses: Uses) -> None:
    if uses:
        with closing(Store(home.database)) as store:  # one of its own: the gate's must not wait for the disk
            Tokens(store).used(uses)
