"""A world in which a night takes no time: the real loop, records and schedule, and made-up productions."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from pathlib import Path

from config.secrets import Secret
from config.settings import Settings
from daemon.home.home import Home
from daemon.home.productions import Productions
from daemon.home.store import Store
from daemon.model import Degraded, ProductionRecord, Publication
from daemon.registry import InstalledKinds
from daemon.rhythms import rhythm_of
from daemon.serve.announcing import Announcer
from daemon.serve.child import Making
from daemon.serve.log import Log
from daemon.serve.loop import Daemon
from daemon.serve.messages import Notice
from daemon.serve.outcome import Begun, Found, libraries_of
from daemon.serve.production import Clocks
from daemon.serve.systemd import Systemd
from daemon.serve.watching import Loaded, Watch
from daemon.serve.world import World
from tests.fakes.quick_loop import run_quickly

DAY = date(2026, 3, 24)
SETTINGS = """
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.folder]
kind = "folder"
[notify]
to = [{ env = "NOBODY" }]
ready = true
[shows.morning]
ready_by = "07:15"
"""


def at(wall: str, day: date = DAY) -> datetime:
    """A moment in UTC from a wall clock in Berlin, in winter time."""
    hour, minute, *second = map(int, wall.split(":"))
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 1, minutes=minute)
    return moment + timedelta(seconds=second[0] if second else 0)


@dataclass(frozen=True)
class Act:
    """What a production does: ends with `code` after that many seconds (None: never), having delivered or not."""

    seconds: float | None = 30.0
    code: int = 0
    delivers: tuple[str, ...] = ("folder",)
    stirs: bool = True


HANGS = Act(seconds=None)
STANDS_STILL = Act(seconds=None, stirs=False)
PLAIN = Act(seconds=15.0)


def fails(code: int, after: float = 5.0) -> Act:
    return Act(seconds=after, code=code, delivers=())


class Acting:
    """A production's process that is none."""

    def __init__(self, act: Act, deliver: Callable[[], None]) -> None:
        self._act = act
        self._deliver = deliver
        self._code: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._timer = asyncio.get_running_loop().call_later(act.seconds or 1e9, self._finish)

    async def ended(self, seconds: float) -> int | None:
        done, _ = await asyncio.wait({self._code}, timeout=seconds)
        return self._code.result() if done else None

    async def end(self) -> int:
        self._timer.cancel()
        if not self._code.done():
            self._code.set_result(-15)
        return self._code.result()

    def stirred(self) -> bool:
        return self._act.stirs

    def _finish(self) -> None:
        self._deliver()
        self._code.set_result(self._act.code)


@dataclass
class Night:
    """A home, what its productions will do in turn (then `otherwise`), and what came of it all."""

    folder: Path
    settings: str = SETTINGS
    acts: list[Act] = field(default_factory=list)
    otherwise: Act = field(default_factory=Act)
    plain: Act = field(default_factory=lambda: PLAIN)
    degraded: tuple[Degraded, ...] = ()
    started: list[tuple[datetime, Making]] = field(default_factory=list)
    running: int = 0
    most_running: int = 0
    told: list[Notice] = field(default_factory=list)
    log: StringIO = field(default_factory=StringIO)
    asleep: timedelta = timedelta()
    clock: Callable[[], datetime] = lambda: at("00:00")
    daemon: Daemon | None = None

    def __post_init__(self) -> None:
        self.file.write_text(self.settings)
        self.store = Store(self.home.database)
        self.records = Productions(self.store)

    @property
    def file(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    def record(self, show: str = "morning", day: date = DAY) -> ProductionRecord:
        (found,) = self.records.of_days(show, day, day)
        return found

    def kinds(self) -> list[str]:
        """What was told of, in order."""
        return [notice.kind for notice in self.told]

    def serves(
        self, begin: datetime, end: datetime, *happenings: tuple[datetime, Callable[[], None]], look: float = 5.0
    ) -> None:
        """Let a daemon live from `begin` to `end`; each happening has its moment on the clock, before any jump."""

        async def life() -> None:
            loop = asyncio.get_running_loop()
            zero = loop.time()
            self.clock = lambda: begin + timedelta(seconds=loop.time() - zero) + self.asleep
            watch = Watch(self.file, InstalledKinds(), self._check)
            daemon = self.daemon = Daemon(watch, self._world(), Systemd(), look)
            for moment, happening in happenings:
                loop.call_at(zero + (moment - begin).total_seconds(), happening)
            task = asyncio.create_task(daemon.run())
            while not task.done() and (left := (end - self.now()).total_seconds()) > 0:
                await asyncio.wait({task}, timeout=left)
            daemon.stop()
            await task

        run_quickly(life())

    def sleeps(self, span: timedelta) -> None:
        """The machine is suspended: the wall clock goes on, nothing else does."""
        self.asleep += span

    def stops(self) -> None:
        """SIGTERM."""
        assert self.daemon
        self.daemon.stop()

    def delivers(self, show: str, day: date, *libraries: str) -> None:
        """An episode gets into libraries."""
        for library in libraries:
            now = self.now()
            there = Publication(library=library, guid="1", where="/pod/1.mp3", published=now, verified=now)
            self.store.record_publication(show, day, there)

    def now(self) -> datetime:
        """The wall clock, while a daemon lives."""
        return self.clock()

    def _check(self, settings: Settings) -> None:
        for show in settings.shows:
            rhythm_of(settings, show, self.home)

    def _world(self) -> World:
        return World(
            home=self.home,
            store=self.store,
            records=self.records,
            clocks=Clocks(now=self.now, monotonic=lambda: asyncio.get_running_loop().time()),
            log=Log(self.log, "debug"),
            announcer=Announcer(self._send),
            rhythm=lambda settings, show, moved: rhythm_of(settings, show, self.home, moved),
            start=self._start,
            found=self._found,
            trim=self._trim,
        )

    async def _send(self, notice: Notice, to: Sequence[Secret]) -> None:
        if notice.name not in [each.name for each in self.told]:
            self.told.append(notice)

    async def _start(self, making: Making, loaded: Loaded) -> Acting:
        self.started.append((self.now(), making))
        act = self.acts.pop(0) if self.acts else self.plain if making.plain else self.otherwise
        self.running += 1
        self.most_running = max(self.running, self.most_running)
        return _Counted(act, lambda: self.delivers(making.show, making.day, *act.delivers), self)

    def _found(self, settings: Settings, begun: Begun, ended: datetime, where: Sequence[Publication]) -> Found:
        there = min((each.published for each in where), default=None)
        plain = (Degraded(part="built-in", name="writer and voice", why=begun.plain),) if begun.plain else ()
        named = libraries_of(settings, begun.show)
        return Found(
            there=there,
            degraded=(*plain, *self.degraded) if where else (),
            seconds=200.0 if where else None,
            undelivered=tuple(name for name in named if name not in {each.library for each in where}),
        )

    async def _trim(self, settings: Settings, now: datetime) -> None:
        self.log.write("trimmed\n")


class _Counted(Acting):
    """Tells the night when it is over."""

    def __init__(self, act: Act, deliver: Callable[[], None], night: Night) -> None:
        super().__init__(act, deliver)
        self._code.add_done_callback(lambda _: setattr(night, "running", night.running - 1))
