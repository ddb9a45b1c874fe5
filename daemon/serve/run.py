"""`dawncast serve` in the real world: its lock, its clocks, its signals, its server."""

import asyncio
import fcntl
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.errors import TryLaterError
from config.settings import Settings
from daemon.clock.schedule import Rhythm
from daemon.home.home import Home
from daemon.home.productions import Productions
from daemon.home.retention import trim
from daemon.home.store import Store
from daemon.model import Publication
from daemon.publish.shelf import shelves
from daemon.rhythms import rhythm_of
from daemon.serve.announcing import Announcer, links
from daemon.serve.child import Program
from daemon.serve.health import Health
from daemon.serve.log import Log, forward
from daemon.serve.loop import Daemon
from daemon.serve.outcome import Begun, Found, found_in, libraries_of
from daemon.serve.production import Clocks
from daemon.serve.systemd import Systemd
from daemon.serve.telling import Teller
from daemon.serve.watching import Watch
from daemon.serve.world import World

LOCK = ".serve.lock"


def serve(home: Home, watch: Watch, program: Program, log: Log, systemd: Systemd) -> None:
    """Serve a home until a signal ends it. Raises TryLaterError where another process does, DiskError."""
    forward(log)
    with alone(home.path), closing(Store(home.database)) as store:
        asyncio.run(_served(home, Daemon(watch, world_of(home, store, program, log), systemd), watch, log))


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the home for this daemon; a killed one lets go of it at once. Raises TryLaterError."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TryLaterError(
                f"Another `dawncast serve` serves {home} already. End that one first, or name another home with --home."
            ) from None
        yield


def world_of(home: Home, store: Store, program: Program, log: Log) -> World:
    """The world as it is."""

    async def trimmed(settings: Settings, now: datetime) -> None:
        await asyncio.to_thread(_trim, home, settings, now, log)

    def found(settings: Settings, begun: Begun, ended: datetime, where: Sequence[Publication]) -> Found:
        folder, zone = home.episode(begun.show, begun.day), ZoneInfo(settings.timezone)
        return found_in(folder, begun, ended, where, libraries_of(settings, begun.show), zone)

    return World(
        home=home,
        store=store,
        records=Productions(store),
        clocks=Clocks(now=lambda: datetime.now(UTC), monotonic=time.monotonic),
        log=log,
        announcer=Announcer(Teller(home.path / "told", log).tell, links(store, lambda: datetime.now(UTC), log)),
        rhythm=Rhythms(home).of,
        start=program.start,
        found=found,
        trim=trimmed,
    )


@dataclass(frozen=True, slots=True)
class Rhythms:
    """The shows' rhythms, worked out anew only when there is something new: calendars and holidays are slow to read."""

    home: Home
    _known: dict[str, tuple[object, Rhythm]] = field(default_factory=dict)

    def of(self, settings: Settings, show: str, moved: datetime | None) -> Rhythm:
        """The rhythm of a show. Raises SettingsError."""
        from_what = (id(settings), moved, self._answers(settings, show))
        if show not in self._known or self._known[show][0] != from_what:
            self._known[show] = (from_what, rhythm_of(settings, show, self.home, moved))
        return self._known[show][1]

    def _answers(self, settings: Settings, show: str) -> tuple[int, ...]:
        """When what the calendars said last was written (ns), where that matters."""
        if settings.shows[show].ready_by != "commute":
            return ()
        files = (self.home.sources / name / "last_good.json" for name in settings.connectors)
        return tuple(file.stat().st_mtime_ns if file.exists() else 0 for file in files)


def _trim(home: Home, settings: Settings, now: datetime, log: Log) -> None:
    with closing(Store(home.database)) as store:
        freed = trim(home, store, settings.keep, now.astimezone(ZoneInfo(settings.timezone)))
    for shelf in shelves(home.libraries):
        shelf.prune(now)
    log("debug", "trimmed", episodes=freed.episodes, bytes=freed.size, rows=freed.rows)
    for problem in freed.problems:
        log("warning", "not trimmed", why=problem)


async def _served(home: Home, daemon: Daemon, watch: Watch, log: Log) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stop)
    loop.add_signal_handler(signal.SIGHUP, daemon.reload)
    async with listening(home, watch, daemon.health, log):
        await daemon.run()


@asynccontextmanager
async def listening(home: Home, watch: Watch, health: Callable[[], Health], log: Log) -> AsyncIterator[None]:
    """The server while the daemon runs; where it cannot listen, that is said, and the daemon goes on without it."""
    server = watch.loaded.settings.server
    if not server.port:
        yield
        return
    from contextlib import AsyncExitStack

    from daemon.serve.endpoints import ListeningError, routes, serving
    from daemon.web.running import application

    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(application(home, lambda: watch.loaded.settings, log, routes(health)))
        try:
            host, port = await stack.enter_async_context(serving(app, server))
        except ListeningError as error:
            log("error", "not listening", why=error)
        else:
            log("info", "listening", host=host, port=port)
        yield
