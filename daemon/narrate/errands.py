"""Clips that are made or bought once: kept ones come from their folder, and none is asked for twice at a time."""

import asyncio
import re
from dataclasses import dataclass

from daemon.home.clips import Clips
from daemon.model import Clip
from daemon.narrate.asking import Asking, Order

SILENT_RATE, SILENT_SECONDS = 22_050, 0.1


@dataclass(slots=True)
class _Errand:
    """A clip on its way, and how many wait for it."""

    task: asyncio.Task[Clip]
    takers: int = 0


class Errands:
    """Fetches clips. Whoever waits for one may give up; it is given up with the last of them."""

    def __init__(self, clips: Clips, asking: Asking) -> None:
        self._clips = clips
        self._asking = asking
        self._under_way: dict[str, _Errand] = {}

    async def clip(self, order: Order) -> Clip:
        """The clip of that order. Raises VoiceError, and OSError where it cannot be kept."""
        errand = self._sent(order)
        errand.takers += 1
        try:
            return await asyncio.shield(errand.task)
        finally:
            errand.takers -= 1
            if not errand.takers:
                self._forget(order.key, errand)
                await _given_up(errand.task)

    async def close(self) -> None:
        """Give up whatever is still under way."""
        errands, self._under_way = self._under_way, {}
        await _given_up(*(errand.task for errand in errands.values()))

    def _sent(self, order: Order) -> _Errand:
        key = order.key
        if key not in self._under_way:
            errand = _Errand(asyncio.ensure_future(self._fetched(order)))
            errand.task.add_done_callback(lambda _: self._forget(key, errand))
            errand.task.add_done_callback(_noticed)
            self._under_way[key] = errand
        return self._under_way[key]

    def _forget(self, key: str, errand: _Errand) -> None:
        if self._under_way.get(key) is errand:
            del self._under_way[key]

    async def _fetched(self, order: Order) -> Clip:
        if not re.search(r"\w", order.text):
            return Clip(text=order.text, rate=SILENT_RATE, pcm=bytes(2 * round(SILENT_SECONDS * SILENT_RATE)))
        # What is not there is asked for without a detour, so that turns are asked for in the order of the chunks.
        if self._clips.has(order.key) and (kept := await asyncio.to_thread(self._clips.get, order.key)):
            return kept
        return await self._asking.clip(order)


async def _given_up(*tasks: asyncio.Task[Clip]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _noticed(task: asyncio.Task[Clip]) -> None:
    """A failed errand that nobody waited for is no leak: whoever needs its clip asks again, and hears why."""
    if not task.cancelled():
        task.exception()
