"""The life of one show in the daemon: what is due, and what is done about it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from daemon.clock.schedule import CATCHING_UP, Decision, Due, decide
from daemon.model import ProductionRecord
from daemon.serve.child import Making
from daemon.serve.outcome import Begun
from daemon.serve.production import Production, attended
from daemon.serve.recording import Recorder
from daemon.serve.turns import PAUSES, Turn, may_finish, pause
from daemon.serve.watching import Loaded
from daemon.serve.world import World

FRESH = timedelta(seconds=60)
"""For how long a decision to wait holds unless something happens: calendars change when one leaves."""
DELIVERING = timedelta(minutes=15)
"""What is given to one more try of a library."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to be done for a show now; where not all can be at once, the earliest deadline goes first."""

    deadline: datetime
    what: str
    work: Callable[[], Coroutine[None, None, None]]


class ShowLife:
    """One show. `look` decides; the job that it gives is run by the daemon as `task`, one at a time."""

    def __init__(self, name: str, world: World) -> None:
        self.name = name
        self.task: asyncio.Task[None] | None = None
        self.decision = Decision(make=None, wait=None)
        self.recorder = Recorder(name, world)
        self._world = world
        self._awake = False
        self._decided: tuple[Loaded, datetime] | None = None
        self._served: tuple[str, datetime, datetime | None] | None = None
        self._tries = 0
        self._not_before = LONG_AGO
        self._wrong: tuple[Loaded, date] | None = None
        self._looked: date | None = None
        self._missed: tuple[date, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether something is being done for it."""
        return self.task is not None and not self.task.done()

    def look(self, loaded: Loaded, now: datetime) -> Job | None:
        """What is to be done now. Raises DawncastError where settings or database do not let it be known."""
        if self.busy:
            return None
        if not self._awake:
            self.recorder.wake(loaded.settings, now)
            self._awake = True
        if not self._holds(loaded, now):
            self._decide(loaded, now)
        return self._job(loaded, now)

    def stumbled(self, now: datetime) -> None:
        """Something failed that should not have: it is tried again after a pause."""
        self._tries += 1
        self._not_before = now + pause(self._tries, timedelta())
        self._decided = None

    def may_finish(self, now: datetime, most: timedelta) -> bool:
        """Whether what is being made should be done within `most`."""
        begun = self.recorder.begun
        return begun is not None and may_finish(now - begun.began, self._world.records.durations(self.name), most)

    # deciding ---

    def _holds(self, loaded: Loaded, now: datetime) -> bool:
        """Whether the last decision is still good: it was to wait, and nothing has happened since."""
        if self._decided is None or self._decided[0] is not loaded or self.decision.make:
            return False
        start = self.decision.wait.start if self.decision.wait else NEVER
        return self._decided[1] <= now < min(start, self._decided[1] + FRESH)

    def _decide(self, loaded: Loaded, now: datetime) -> None:
        records, recorder = self._world.records, self.recorder
        since, moved = self._known(loaded.settings.timezone, now)
        rhythm = self._world.rhythm(loaded.settings, self.name, moved)
        made = records.made_days(self.name, now)
        if recorder.begun and recorder.begun.day in made:
            recorder.settle(loaded.settings, now)
        self.decision = decide(rhythm, made, records.durations(self.name), now, since)
        for day in (day for day in self.decision.missed if day not in self._missed):
            recorder.miss(loaded.settings, day, rhythm.ready(day) or now, now)
        self._missed = self.decision.missed
        self._decided = (loaded, now)

    def _known(self, zone: str, now: datetime) -> tuple[datetime, datetime | None]:
        """Since when the show is served, and since when in this zone if it came there from another one."""
        if self._served is None or self._served[0] != zone:
            records = self._world.records
            self._served = (zone, records.since(self.name, now), records.zone_since(self.name, zone, now))
        return self._served[1:]

    def _job(self, loaded: Loaded, now: datetime) -> Job | None:
        may_try = now >= self._not_before or self._not_before - now > PAUSES[-1]  # the clock was set back
        if due := self.decision.make:
            wrong = self._wrong == (loaded, due.day)
            make = Job(deadline=due.deadline, what="making", work=partial(self._make, loaded, due))
            return make if may_try and not wrong else None
        record = self.recorder.last
        if record is None or record.there is None:
            return None
        if self._wants_a_look(loaded, record, now):
            return Job(deadline=record.ready_by, what="looking again", work=partial(self._look_again, loaded, record))
        if record.undelivered and may_try and now < self._over_at(loaded, record):
            return Job(deadline=now + DELIVERING, what="delivering", work=partial(self._deliver, loaded, record))
        return None

    def _wants_a_look(self, loaded: Loaded, record: ProductionRecord, now: datetime) -> bool:
        minutes = loaded.settings.shows[self.name].second_look
        at = record.ready_by - timedelta(minutes=minutes)
        return bool(minutes) and self._looked != record.day and record.ended < at <= now < record.ready_by

    def _over_at(self, loaded: Loaded, record: ProductionRecord) -> datetime:
        """When the episode is worth delivering no more: after its day, and after it was of use."""
        midnight = datetime.combine(record.day + timedelta(days=1), time(), ZoneInfo(loaded.settings.timezone))
        return max(midnight, record.ready_by + timedelta(hours=loaded.settings.shows[self.name].still_useful_for))

    # acting ---

    async def _make(self, loaded: Loaded, due: Due) -> None:
        world, recorder = self._world, self.recorder
        finished = recorder.finished(due.day)
        begun = Begun(show=self.name, day=due.day, ready_by=due.ready_by, began=world.clocks.now())
        production = Production(
            show=self.name,
            due=due,
            clocks=world.clocks,
            start=lambda making: world.start(making, loaded),
            delivered=partial(recorder.is_there, due.day),
            begun=lambda _, why: recorder.begin(replace(begun, plain=why)),
            log=world.log,
            finished=finished,
        )
        world.log("info", "production begins", show=self.name, day=due.day, deadline=due.deadline)
        result, now = await production.run(), world.clocks.now()
        self._decided = None
        if result == "made":
            self._tries = 0
            recorder.settle(loaded.settings, now)
            await world.trim(loaded.settings, now)
            return
        self._tries += 1
        self._not_before = now + pause(self._tries, due.ready_by - now)
        self._wrong = (loaded, due.day) if result == "settings" else None
        if now >= due.ready_by or self._wrong:
            recorder.give_up(loaded.settings, now)

    async def _look_again(self, loaded: Loaded, record: ProductionRecord) -> None:
        """Make the episode anew if the calendar has changed since; what goes wrong leaves the one that is there."""
        self._looked = record.day
        until = max(record.ready_by, self._world.clocks.now() + CATCHING_UP)
        if await self._run_once(loaded, record.day, until, anew=True):
            self.recorder.made_anew(loaded.settings, record)

    async def _deliver(self, loaded: Loaded, record: ProductionRecord) -> None:
        """One more try of the libraries that have not taken the episode."""
        plain = any(each.part == "built-in" for each in record.degraded)  # so that what kept the whole one is in no way
        await self._run_once(loaded, record.day, self._world.clocks.now() + DELIVERING, plain=plain)
        again = self.recorder.delivered(loaded.settings, record)
        self._tries = self._tries + 1 if again.undelivered else 0
        now = self._world.clocks.now()
        self._not_before = now + pause(max(1, self._tries), record.ready_by - now)

    async def _run_once(
        self, loaded: Loaded, day: date, until: datetime, *, anew: bool = False, plain: bool = False
    ) -> bool:
        """Run a process that nothing takes the place of; whether it did what it was to do."""
        making = Making(show=self.name, day=day, until=until, anew=anew, plain=plain)
        try:
            child = await self._world.start(making, loaded)
        except OSError as error:
            self._world.log("error", "no process can be started", show=self.name, why=error)
            return False
        ending = await attended(child, Turn(plain=plain, until=until), self._world.clocks, lambda: False)
        self._world.log("info", "looked again" if anew else "delivered again", show=self.name, exit=ending.code)
        return ending.code == 0
