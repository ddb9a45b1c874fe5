"""The episode as it may go to each library: each rendition is made once, when a library first asks for it."""

import asyncio
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from config.errors import DawncastError
from config.libraries import Redaction
from daemon.model import Episode
from daemon.progress import Report, Step
from daemon.publish.base import LibraryError

HEAD_START = 0.5
"""Seconds that the libraries which take the episode as it is have the machine for themselves."""


class Renditions:
    """Gives an episode to libraries. `make` makes the rendition for a redaction; what keeps it from that is told."""

    def __init__(
        self,
        episode: Episode,
        make: Callable[[Redaction], Awaitable[Episode]],
        report: Report,
        head_start: float = HEAD_START,
    ) -> None:
        self._episode = episode
        self._make = make
        self._report = report
        self._head_start = head_start
        self._tasks: dict[Redaction, asyncio.Task[Episode]] = {}

    async def of(self, redaction: Redaction | None) -> Episode:
        """The episode as it may go to a library with that redaction. Raises LibraryError where it cannot be made."""
        if redaction is None:
            return self._episode
        if redaction not in self._tasks:
            self._tasks[redaction] = asyncio.create_task(self._made(redaction))
        return await asyncio.shield(self._tasks[redaction])  # another library may still have time

    async def close(self) -> None:
        """Give up what nobody waits for any more; what is made of it is found by the next try."""
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def _made(self, redaction: Redaction) -> Episode:
        await asyncio.sleep(self._head_start)
        try:
            return await self._make(redaction)
        except LibraryError:
            raise
        except Exception as error:  # whatever it is, it must hold up no other library; it is told below
            why = why_of(error)
            self._report(Step(stage="master", name=folder_of_rendition(redaction), status="failed", detail=why))
            raise LibraryError(
                f"What may go there could not be made apart from the rest ({why}). The same command again tries it "
                "once more.",
                transient=True,
            ) from error


def folder_of_rendition(redaction: Redaction) -> str:
    """The folder of a redaction's rendition in the episode's, as renditions/without-mail-people."""
    left_out = sorted(name.replace("_", "-") for name, allowed in redaction if not allowed)
    return f"renditions/{'-'.join(('without', *left_out)) if left_out else 'all'}"


def within(report: Report, folder: str) -> Report:
    """A report that names sections by a rendition's folder."""
    return lambda step: report(replace(step, name=f"{folder}/{step.name}"))


def why_of(error: BaseException) -> str:
    """What went wrong, without anybody's words: a message for people, else where in the code it did."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, DawncastError):
        return str(error).rstrip(".")
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return " ".join((type(error).__name__, *(f"in {Path(at.filename).name}:{at.lineno}" for at in last)))
