"""One production from its first process to its last: each is watched, ended in time, and followed by the next turn."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from daemon.clock.schedule import Due
from daemon.serve.child import Child, Making
from daemon.serve.log import Log
from daemon.serve.turns import SILENT, Cut, Ending, Finished, Turn, Verdict, next_turn, verdict, woken

LOOK = 5.0
"""Seconds between two looks at the clock: sleep stops all timers, and the clock may be set."""
ASLEEP = timedelta(seconds=10)
"""A jump of the clock by more than this against the monotonic one is sleep, or somebody's hand."""
TO_FINISH = timedelta(seconds=30)
"""What a process is left beyond its time that has delivered already: it tidies up, or tries a second library."""

Result = Literal["made", "later", "settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The wall clock (aware, in UTC) and a monotonic one (seconds), which may stand still in sleep."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """The production of a show and day. `begun` is told of each turn before it begins, and why the plain one does.

    `delivered`: whether the episode is in a library; `start` raises OSError where no process can be started.
    """

    show: str
    due: Due
    clocks: Clocks
    start: Callable[[Making], Awaitable[Child]]
    delivered: Callable[[], bool]
    begun: Callable[[Turn, str], None]
    log: Log
    finished: Finished | None = None
    """What has made the episode already, if only delivering it is missing."""

    async def run(self) -> Result:
        """Turn after turn, until the episode is made or can for now not be. Cancelled, it ends its process."""
        turns: list[tuple[Turn, Ending]] = []
        why = "too little time was left"
        while turn := next_turn(turns, self.clocks.now(), self.due.deadline, self.finished):
            self.begun(turn, why if turn.plain else "")
            try:
                ending = await self._taken(turn)
            except OSError as error:
                self.log("error", "no process can be started", show=self.show, why=error)
                return "later"
            turns.append((turn, ending))
            why = ending.why
            judged = self._judged(turn, ending)
            if judged != "replace":
                return judged
        return "later"

    async def _taken(self, turn: Turn) -> Ending:
        child = await self.start(Making(show=self.show, day=self.due.day, until=turn.until, plain=turn.plain))
        return await attended(child, turn, self.clocks, self.delivered)

    def _judged(self, turn: Turn, ending: Ending) -> Verdict:
        judged = verdict(turn, ending, delivered=self.delivered())
        about: Mapping[str, object] = {"show": self.show, "day": self.due.day, "plain": turn.plain}
        if judged != "made":
            self.log("warning", "production broke off", **about, why=ending.why, then=judged)
        return judged


async def attended(child: Child, turn: Turn, clocks: Clocks, delivered: Callable[[], bool]) -> Ending:
    """Wait for a process to end, or end it where its time is over or it hangs. Nothing of it is left in any case."""
    stirred = clocks.monotonic()
    try:
        while True:
            wall, steady = clocks.now(), clocks.monotonic()
            code = await child.ended(min(LOOK, max(0.1, (turn.until - wall).total_seconds())))
            if code is not None:
                child.stirred()  # its last words, as why a library did not take it, go to the log too
                return Ending(code=code)
            now = clocks.now()
            if now - wall - timedelta(seconds=clocks.monotonic() - steady) > ASLEEP:
                turn = woken(turn, now)
            stirred = clocks.monotonic() if child.stirred() else stirred
            if cut := _cut(turn, now, timedelta(seconds=clocks.monotonic() - stirred), delivered):
                return Ending(code=await child.end(), cut=cut)
    finally:
        await child.end()


def _cut(turn: Turn, now: datetime, silent: timedelta, delivered: Callable[[], bool]) -> Cut | None:
    """Why a process that still runs is to be ended; None where it may go on."""
    if silent >= SILENT:
        return "stuck"
    over = now - turn.until
    if over < timedelta() or (over < TO_FINISH and delivered()):
        return None
    return "late"
