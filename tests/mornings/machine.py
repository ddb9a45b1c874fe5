"""A simulated machine: its clocks, its disk, its productions, and the real daemon on it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from config.errors import TryLaterError, UsageError
from config.settings import Settings
from daemon.clock.budget import Deadline
from daemon.home.home import Home
from daemon.home.productions import Productions
from daemon.model import Publication
from daemon.produce import Production
from daemon.progress import Report, both, log_to
from daemon.publish.base import Outlet
from daemon.registry import InstalledKinds
from daemon.rhythms import rhythm_of
from daemon.serve.announcing import Announcer
from daemon.serve.child import Making
from daemon.serve.log import Log
from daemon.serve.loop import Daemon
from daemon.serve.outcome import Begun, Found, found_in, libraries_of
from daemon.serve.production import Clocks
from daemon.serve.systemd import Systemd
from daemon.serve.watching import Loaded, Watch
from daemon.serve.world import World
from daemon.stages import Order
from daemon.write.base import Desk, WriterConfig
from daemon.write.builtin import BuiltinWriter
from tests.mornings.child import SimChild
from tests.mornings.faults import Kind, Night
from tests.mornings.keeping import Disk, Shelf, SimClips, SimResults, SimStore
from tests.mornings.parts import Circumstances, NoAccount, hang
from tests.mornings.stages import ASKED, SimStages, narrator_of, writer_of

SHOW = "morning"
SETTINGS = """
timezone = "{zone}"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.feed]
kind = "folder"
[libraries.cloud]
kind = "folder"
path = "cloud"
[shows.morning]
ready_by = "{ready_by}"
"""
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass
class Machine:
    """The machine of one listener. `minute`: that of the night's episode; `twice`: what ran side by side."""

    folder: Path
    zone: ZoneInfo
    ready_by: str
    began: datetime
    lot: Random
    night: Night = field(default_factory=lambda: Night(seed=0))
    minute: datetime = NEVER
    away: timedelta = timedelta()
    skew: timedelta = timedelta()
    running: list[SimChild] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    kills: list[int] = field(default_factory=list)
    log: StringIO = field(default_factory=StringIO)

    def __post_init__(self) -> None:
        self.home = Home(self.folder / "home")
        self.file.write_text(SETTINGS.format(zone=self.zone.key, ready_by=self.ready_by))
        self.at_hand = Circumstances(self.wrong, self.now, lambda: self.from_minute() > 0, self.lot)
        self.disk = Disk(self.at_hand)
        self.store = SimStore(self.home.database)
        self.store.disk = self.disk
        self.records = Productions(self.store)
        self.shelves = {
            "feed": Shelf("feed", "feed down", self.at_hand),
            "cloud": Shelf("cloud", "cloud down", self.at_hand),
        }

    @property
    def file(self) -> Path:
        return self.folder / "settings.toml"

    # its clocks ---

    def now(self) -> datetime:
        """The time, as it is."""
        return self.began + timedelta(seconds=asyncio.get_running_loop().time()) + self.away

    def shown(self) -> datetime:
        """The time, as the machine's clock shows it."""
        return self.now() + self.skew

    def from_minute(self) -> float:
        """Seconds from the minute of the episode."""
        return (self.now() - self.minute).total_seconds()

    def sleeps_until(self, at: float) -> None:
        """Sleep until so many seconds from the minute: the wall clock goes on, nothing else does."""
        self.away += timedelta(seconds=max(0.0, at - self.from_minute()))

    def wrong(self, kind: Kind, what: str = "") -> bool:
        """Whether something is wrong now."""
        at = self.from_minute()
        return any(f.at <= at < f.until and f.what in ("", what) for f in self.night.of(kind))

    # its daemon ---

    def boot(self) -> None:
        """Start the daemon."""
        watch = Watch(self.file, InstalledKinds(), lambda settings: rhythm_of(settings, SHOW, self.home))
        self.daemon = asyncio.create_task(Daemon(watch, self._world(), Systemd()).run())

    async def cut(self) -> None:
        """Take the power away: nothing gets to its end."""
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.running.clear()

    def kill_productions(self) -> None:
        """`kill -9` to whatever is being made."""
        for child in self.running:
            child.task.cancel()

    def _world(self) -> World:
        return World(
            home=self.home,
            store=self.store,
            records=self.records,
            clocks=Clocks(now=self.shown, monotonic=lambda: asyncio.get_running_loop().time()),
            log=Log(self.log, "debug"),
            announcer=Announcer(_to_nobody),
            rhythm=lambda settings, show, moved: rhythm_of(settings, show, self.home, moved),
            start=self._start,
            found=self._found,
            trim=_nothing,
        )

    def _found(self, settings: Settings, begun: Begun, ended: datetime, where: Sequence[Publication]) -> Found:
        folder = self.home.episode(begun.show, begun.day)
        return found_in(folder, begun, ended, where, libraries_of(settings, begun.show), self.zone)

    # its productions ---

    async def _start(self, making: Making, loaded: Loaded) -> SimChild:
        if self.wrong("no process"):
            raise OSError(11, "Resource temporarily unavailable")
        self.running = [child for child in self.running if not child.task.done()]
        if self.running:
            self.twice.append(f"{making.day}: a production while another one runs")
        child = SimChild(self.lot, self.kills.pop(0) if self.kills else None)
        child.task = asyncio.create_task(self._make(making, loaded.settings, child.step))
        self.running.append(child)
        return child

    async def _make(self, making: Making, settings: Settings, report: Report) -> None:
        """As `dawncast making` does."""
        await self.at_hand.takes(0.5, 2)
        left = (making.until - self.shown()).total_seconds()
        if left <= 0:
            raise UsageError("That is over. Choose a later time.")
        if self.wrong("stands still") and not making.plain:
            await hang()
        stages = self._stages(making, settings)
        clock = asyncio.get_running_loop().time
        folder = self.home.episode(making.show, making.day)
        production = Production(
            stages=stages,
            results=SimResults(folder, self.shown, self.disk),
            deadline=Deadline.after(left, clock),
            report=both(log_to(folder / "log.jsonl", self.shown), report),
        )
        try:
            produced = await production.run()
        finally:
            with suppress(asyncio.CancelledError):
                await stages.narrator.close()
        if not produced.published.publications:
            raise TryLaterError("It is in no library yet. Wait.")
        await self.at_hand.takes(0, 0.5)

    def _stages(self, making: Making, settings: Settings) -> SimStages:
        plain, now = making.plain, self.at_hand
        clips = SimClips(self.home.clips, self.disk)
        day = self.shown().astimezone(self.zone).date()
        return SimStages(
            order=Order(
                show=making.show, day=making.day, now=self.shown(), offline=plain, today=making.day == day, plain=plain
            ),
            settings=settings,
            show=settings.shows[making.show],
            home=self.home,
            store=self.store,
            sources_asked=ASKED,
            builtin_version="1",
            writer=writer_of(plain, now),
            writer_config=WriterConfig(),
            desk=Desk(show=making.show, prompt=None, prompts=self.folder / "prompts", account=NoAccount()),
            builtin=BuiltinWriter(),
            narrator=narrator_of(plain, now, clips, asyncio.get_running_loop().time),
            warmed=(),
            clips=clips,
            libraries={name: Outlet(library=shelf) for name, shelf in self.shelves.items()},
            guid=self.store.guid(making.show, making.day, lambda: f"{making.day}-{self.lot.getrandbits(32):08x}"),
            language="en",
            at_hand=now,
            disk=self.disk,
        )


async def _to_nobody(*_: object) -> None:
    return


async def _nothing(*_: object) -> None:
    return
