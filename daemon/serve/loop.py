"""The life of the daemon: it looks at the wall clock every few seconds, and does what is due.

No timer is set for anything far away: timers stop while a machine sleeps, and clocks are set. So waking up, a jump of
the clock, another zone and changed settings are all noticed by the next look.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.errors import DawncastError
from config.service import Server
from daemon.clock.schedule import Due
from daemon.home.account import month_span
from daemon.serve.announcing import of_week, week_is_over
from daemon.serve.health import Health, ShowHealth, SourceHealth
from daemon.serve.production import LOOK
from daemon.serve.shows import Job, ShowLife
from daemon.serve.systemd import Systemd
from daemon.serve.watching import Loaded, Watch
from daemon.serve.world import World

AT_ONCE = 2
"""Productions side by side: more would only take each other's time."""
TO_FINISH = timedelta(seconds=60)
"""At the end: what a production may still take that is nearly done."""


class Daemon:
    """The whole of it: `run` until `stop`. `look_every`: seconds."""

    def __init__(self, watch: Watch, world: World, systemd: Systemd, look_every: float = LOOK) -> None:
        self._watch = watch
        self._world = world
        self._systemd = systemd
        self._look_every = look_every
        self._lives: dict[str, ShowLife] = {}
        self._woken = asyncio.Event()
        self._stopping = False
        self._reload = False
        self._status = ""
        self._trouble = ""
        self._week: datetime | None = None
        self._looked = world.clocks.now()
        self._cost: tuple[str, float] = ("", 0.0)

    def stop(self) -> None:
        """Begin nothing more, and come to an end."""
        self._stopping = True
        self._woken.set()

    def reload(self) -> None:
        """Read the settings anew, whether they have changed or not."""
        self._reload = True
        self._woken.set()

    async def run(self) -> None:
        """From the first look to the end. What is being made then is finished if that is near, else ended."""
        self._look()
        self._world.log("info", "serving", status=self._status)
        self._systemd.ready(self._status)
        while not self._stopping:
            await self._rest()
            self._look()
        self._world.log("info", "ending")
        self._systemd.stopping()
        await self._finish()
        await self._world.announcer.close()

    def health(self) -> Health:
        """How it is, without waiting for anything."""
        month, cost = self._cost
        return Health(
            looked=self._looked,
            shows=tuple(ShowHealth(show=name, last=life.recorder.last) for name, life in self._lives.items()),
            sources=tuple(self._sources(self._watch.loaded)),
            month=month,
            cost=cost,
        )

    # looking ---

    async def _rest(self) -> None:
        """Until the next look, or until something happens."""
        try:
            async with asyncio.timeout(self._look_every):
                await self._woken.wait()
        except TimeoutError:
            return

    def _look(self) -> None:
        self._woken.clear()
        if self._stopping:
            return
        now = self._looked = self._world.clocks.now()
        if self._reload or self._watch.changed():
            self._read_settings(now)
        jobs = self._jobs(self._watch.loaded, now)
        free = AT_ONCE - sum(life.busy for life in self._lives.values())
        for life, job in sorted(jobs, key=lambda each: each[1].deadline)[:free]:
            life.task = asyncio.create_task(self._attempt(life, job))
        self._tell_week(self._watch.loaded, now)
        self._tell_status(self._watch.loaded)
        self._systemd.alive()

    def _jobs(self, loaded: Loaded, now: datetime) -> list[tuple[ShowLife, Job]]:
        """What is to be done for each show; one that cannot be decided on holds up no other one."""
        lives = {name: self._lives.get(name) or ShowLife(name, self._world) for name in loaded.settings.shows}
        self._lives = {**{name: life for name, life in self._lives.items() if life.busy}, **lives}
        jobs, trouble = [], ""
        for life in lives.values():
            try:
                job = life.look(loaded, now)
            except DawncastError as error:
                trouble = str(error)
                continue
            if job:
                jobs.append((life, job))
        if trouble and trouble != self._trouble:
            self._world.log("error", "it cannot be decided what is due", why=trouble)
        self._trouble = trouble
        return jobs

    async def _attempt(self, life: ShowLife, job: Job) -> None:
        """Do it; whatever goes wrong costs this try, and not the daemon."""
        try:
            await job.work()
        except (DawncastError, OSError) as error:
            self._world.log("error", f"{job.what} failed", show=life.name, why=error)
            life.stumbled(self._world.clocks.now())
        except Exception:  # a bug in one production must not end all later ones; the log says where it is
            logging.getLogger(__name__).exception("%s failed", job.what)
            life.stumbled(self._world.clocks.now())
        finally:
            self._cost = ("", 0.0)  # to be asked anew
            self._woken.set()

    def _read_settings(self, now: datetime) -> None:
        """Read them anew; broken ones are told of, and the last good ones stay."""
        self._reload = False
        self._systemd.reloading()
        before = self._watch.loaded
        try:
            after = self._watch.read()
        except DawncastError as error:
            self._world.log("error", "settings not read", why=error)
            self._world.announcer.broken(before.settings, error, self._local(before, now))
        else:
            self._world.log("info", "settings read", shows=list(after.settings.shows))
            if _address(before.settings.server) != _address(after.settings.server):
                self._world.log("warning", "the server listens elsewhere after a restart")
        self._systemd.ready(self._status)

    # telling ---

    def _tell_status(self, loaded: Loaded) -> None:
        status = "; ".join(self._doings()) or self._next(loaded)
        if status != self._status:
            self._status = status
            self._systemd.status(status)
        if not self._cost[0]:
            self._count_cost(loaded)

    def _doings(self) -> Iterable[str]:
        for life in self._lives.values():
            if life.busy:
                begun = life.recorder.begun
                yield f"making {life.name} of {begun.day}" if begun else f"busy with {life.name}"

    def _next(self, loaded: Loaded) -> str:
        waiting: list[tuple[Due, str]] = [
            (due, name)
            for name, life in self._lives.items()
            if (due := life.decision.wait or life.decision.make) is not None
        ]
        if not waiting:
            return "nothing is due"
        due, name = min(waiting, key=lambda each: each[0].deadline)
        return f"next: {name}, {self._local(loaded, due.ready_by):%A %Y-%m-%d %H:%M}"

    def _tell_week(self, loaded: Loaded, now: datetime) -> None:
        local = self._local(loaded, now)
        if not week_is_over(loaded.settings, local) or (self._week and self._week.date() == local.date()):
            return
        try:
            records = [each for name in self._lives for each in self._world.records.of_days(name, *of_week(local))]
        except DawncastError:
            return  # another look
        self._week = local
        self._world.announcer.week(loaded.settings, records, local)

    def _count_cost(self, loaded: Loaded) -> None:
        """The month's cost so far, for who watches; a database that does not answer is no reason to stop."""
        local = self._local(loaded, self._looked)
        try:
            spent = self._world.store.spent(*month_span(local.date(), ZoneInfo(loaded.settings.timezone)))
        except DawncastError:
            return
        self._cost = (f"{local:%Y-%m}", spent)

    def _sources(self, loaded: Loaded) -> Iterable[SourceHealth]:
        """When each source's last good answer was written."""
        for name in loaded.settings.connectors:
            file = self._world.home.sources / name / "last_good.json"
            at = file.stat().st_mtime if file.exists() else None
            zone = ZoneInfo(loaded.settings.timezone)
            yield SourceHealth(source=name, brought=None if at is None else datetime.fromtimestamp(at, zone))

    def _local(self, loaded: Loaded, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(loaded.settings.timezone))

    # ending ---

    async def _finish(self) -> None:
        """Let what is nearly done be done; end the rest. What lies whole is used by the next daemon."""
        now = self._world.clocks.now()
        tasks = {life.task: life for life in self._lives.values() if life.busy and life.task}
        nearly = {task for task, life in tasks.items() if life.may_finish(now, TO_FINISH)}
        for task in tasks.keys() - nearly:
            task.cancel()
        if nearly:
            self._world.log("info", "finishing", shows=[tasks[task].name for task in nearly])
            await asyncio.wait(nearly, timeout=TO_FINISH.total_seconds())
        for task in nearly:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _address(server: Server) -> tuple[str, int]:
    return server.host, server.port
