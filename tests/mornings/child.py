"""A production's process that is a task of the simulation."""

import asyncio
from random import Random

from config.errors import DawncastError
from daemon.progress import Step

KILLED = -9


class SimChild:
    """A production's process that is a task; `kill_at`: the step at which it is killed."""

    task: "asyncio.Task[None]"

    def __init__(self, lot: Random, kill_at: int | None) -> None:
        self._lot = lot
        self._kill_at = kill_at
        self._steps = 0
        self._seen = -1

    async def ended(self, seconds: float) -> int | None:
        done, _ = await asyncio.wait({self.task}, timeout=max(0.0, seconds))
        return code_of(self.task) if done else None

    async def end(self) -> int:
        if not self.task.done():
            await asyncio.sleep(self._lot.uniform(0, 1))
            self.task.cancel()
            await asyncio.wait({self.task})
        return code_of(self.task)

    def stirred(self) -> bool:
        seen, self._seen = self._seen, self._steps
        return seen != self._steps

    def step(self, _: Step) -> None:
        """It has made a step; perhaps it was its last."""
        self._steps += 1
        if self._steps == self._kill_at:
            self.task.get_loop().call_soon(self.task.cancel)


def code_of(task: "asyncio.Task[None]") -> int:
    """The exit code, as the command line has it."""
    if task.cancelled():
        return KILLED
    error = task.exception()
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if error is None:
        return 0
    if isinstance(error, DawncastError):
        return error.exit_code
    return 74 if isinstance(error, OSError) else 1
