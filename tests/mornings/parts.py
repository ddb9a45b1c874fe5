"""Simulated sources, models and voices: each asks the night what is wrong with it at this moment."""

import asyncio
import math
from array import array
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from connectors.base import Collected, ConnectorError
from connectors.items import Event, Item, Story, Task, Weather
from daemon.model import Call, Clip, Line, Refusal, SectionBrief
from daemon.narrate.base import VoiceError
from daemon.write.base import WriterError
from daemon.write.builtin import BuiltinWriter
from tests.mornings.faults import Kind

RATE = 8_000


@dataclass(frozen=True)
class Circumstances:
    """What is wrong now (`wrong(kind, …)`), what time it is, and the lot of everything that varies.

    `late`: whether the minute of the episode is over.
    """

    wrong: Callable[[Kind, str], bool]
    now: Callable[[], datetime]
    late: Callable[[], bool]
    lot: Random

    async def takes(self, least: float, most: float) -> None:
        """Time passes (seconds)."""
        await asyncio.sleep(self.lot.uniform(least, most))


async def hang() -> None:
    """Never come to an end."""
    await asyncio.sleep(1e6)


# sources ---


def items_of(name: str, day: date, zone: ZoneInfo) -> tuple[Item, ...]:
    """What a source has for that day and the next one."""
    days = (day, day + timedelta(days=1))
    return tuple(item for each in days for item in _ITEMS[name](each, zone))


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone)


def _work(day: date, zone: ZoneInfo) -> tuple[Item, ...]:
    start, end = _at(day, 15, zone), _at(day, 16, zone)
    return (Event(source="work", uid=f"{day}", summary="Lunch with Noor", start=start, end=end),)


def _todo(day: date, _: ZoneInfo) -> tuple[Item, ...]:
    return (Task(source="todo", uid=f"{day}", summary="Pay the rent", due=day),)


def _sky(day: date, _: ZoneInfo) -> tuple[Item, ...]:
    return (Weather(source="sky", uid=f"{day}", day=day, code=3, low=4, high=11),)


def _news(day: date, zone: ZoneInfo) -> tuple[Item, ...]:
    title, at = f"Town saves power, day {day.toordinal()}", _at(day, 1, zone)
    return (Story(source="news", uid=f"{day}", title=title, feed="Orbit", published=at),)


_ITEMS = {"work": _work, "todo": _todo, "sky": _sky, "news": _news}


async def ask(name: str, day: date, zone: ZoneInfo, now: Circumstances) -> Collected:
    """A source's answer. Raises ConnectorError."""
    await now.takes(0.2, 4)
    if now.wrong("source hangs", name):
        await hang()
    if now.wrong("source fails", name):
        raise ConnectorError("It answered 429. Nothing is to be done.", transient=True)
    if now.wrong("source is empty", name):
        return Collected()
    items = items_of(name, day, zone)
    if now.wrong("source in part", name):
        return Collected(items=items, warnings=("One entry could not be read.",), complete=False)
    return Collected(items=items)


# models ---


class Model:
    """A model that says what the built-in writer says, when it does."""

    remote = False

    def __init__(self, name: str, now: Circumstances) -> None:
        self.name = name
        self._now = now
        self._words = BuiltinWriter()

    def title(self, brief: SectionBrief) -> str:
        return self._words.title(brief)

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        wrong = self._now.wrong
        await self._now.takes(0.3, 3)
        if wrong("model 429", "") or wrong("model 500", ""):
            raise WriterError("It answered 429.", "unreachable")
        if wrong("model empty", ""):
            return
        if wrong("model hangs", ""):
            await hang()
        number = 0
        async for line in self._words.write(brief, refused):
            await self._now.takes(20, 200) if wrong("model slow", "") else await self._now.takes(0.1, 0.8)
            if number and wrong("model torn", ""):
                raise WriterError("The connection broke.", "unreachable")
            yield line
            number += 1


# voices ---


@cache
def _tone() -> bytes:
    swell = (math.sin(math.pi * (at % 2000) / 2000) for at in range(RATE * 30))
    tone = (math.sin(2 * math.pi * (200 + at / 3000) * at / RATE) for at in range(RATE * 30))
    return array("h", [round(9_000 * a * b) for a, b in zip(swell, tone, strict=True)]).tobytes()


class SimVoice:
    """A voice whose speech is a tone of about the right length."""

    stitches = False
    normalizes = True
    price: float | None = None
    cloned: str | None = None

    def __init__(self, name: str, now: Circumstances, host: str = "", at_once: int = 4) -> None:
        self.name, self.identity = name, f"sim/{name}/1"
        self.host, self.remote, self.at_once = host, bool(host), at_once
        self._now = now

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:
        if self.name == "builtin":
            await self._now.takes(0.05, 0.3)
        elif self.name == "local":
            await self._now.takes(0.2, 1.5)
            if self._now.wrong("local voice dead", ""):
                raise VoiceError("It is not there. Install it.", "unreachable")
        else:
            await self._remote()
        noise = self.name == "main" and self._now.wrong("voice noise", "")
        length = 2 * round(RATE * (0.3 + 0.03 * len(text)))
        return Clip(text=text, rate=RATE, pcm=bytes(length) if noise else _tone()[:length])

    async def _remote(self) -> None:
        wrong = self._now.wrong
        await self._now.takes(0.3, 2)
        if wrong("voice 429", ""):
            raise VoiceError("Too much at once. Wait.", "late", busy=True, retry_after=5)
        if wrong("voice dead", ""):
            raise VoiceError("No answer. Try again.", "unreachable")
        if wrong("voice key", ""):
            raise VoiceError("The key was refused. Set another one.", "key")
        if wrong("voice hangs", ""):
            await hang()
        if wrong("voice slow", ""):
            await self._now.takes(5, 60)

    async def close(self) -> None:
        return


class NoAccount:
    """Nothing costs anything."""

    def allows(self, cost: float | None) -> bool:
        return True

    def record(self, call: Call, estimate: float | None) -> None:
        return


class Widths(dict[str, int]):
    """Widths that are kept in memory."""

    def known(self, host: str) -> int | None:
        return self.get(host)

    def learnt(self, host: str, at_once: int) -> None:
        self[host] = at_once
