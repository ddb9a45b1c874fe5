"""How many texts a host is given at a time, and whose turn it is: the earliest in the episode comes first.

A host's limit is learnt. Its voice's `at_once` is followed wherever it changes, since then the host has said it. Else
each refusal takes one off, and a while of good answers with somebody waiting adds one, up to what the host has said, or
to find out where it has said nothing.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

from daemon.narrate.base import Voice

MANY = 4
"""Good answers for each text at a time, after which one more may be tried: a refused try costs one wait."""

Turn = tuple[int, int]
"""The section's place in the running order, and the chunk's in its section."""


class Widths(Protocol):
    """What was learnt of the hosts' limits, kept between productions; threads may share it."""

    def known(self, host: str) -> int | None:
        """How many texts a host takes at a time, if that was ever learnt."""

    def learnt(self, host: str, at_once: int) -> None:
        """Keep it."""


class Lane:
    """The turns of one host, at most `at_once` at a time. `learns`: whether refusals and good answers change that."""

    def __init__(self, at_once: int, clock: Callable[[], float], *, learns: bool = True) -> None:
        self.at_once = max(1, at_once)
        self._clock = clock
        self._learns = learns
        self._held_until: float | None = None
        self._under_way = 0
        self._good = 0
        self._waiting: list[tuple[Turn, int, asyncio.Future[None]]] = []
        self._asked = count()
        self._said: dict[str, int] = {}
        self._has_said = False

    @asynccontextmanager
    async def turn(self, turn: Turn) -> AsyncIterator[None]:
        """Wait for a turn, and have it."""
        mine = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (turn, next(self._asked), mine))
        self._hand_out()
        try:
            await mine
        except asyncio.CancelledError:
            if not mine.cancelled():  # it came in the same moment
                self._leave()
            raise
        try:
            yield
        finally:
            self._leave()

    def knows(self, voice: Voice) -> None:
        """Notice what a voice says of its limit before it is asked."""
        self._said.setdefault(voice.identity, voice.at_once)

    def answered(self, voice: Voice) -> None:
        """A good answer: one more at a time, where there were many of them and the host has not said less."""
        if self._follows(voice) or not self._learns:
            return
        self._good += bool(self._waiting)
        room = not self._has_said or self.at_once < voice.at_once
        if room and self._good >= MANY * self.at_once:
            self.at_once += 1
            self._good = 0
            self._hand_out()

    def refused(self, voice: Voice, retry_after: float | None) -> None:
        """Too much at once, told within the refused turn: one less, and none at all for as long as the host says."""
        if not self._follows(voice) and self._learns and self._under_way <= self.at_once:
            self.at_once = max(1, self.at_once - 1)
        self._good = 0
        if retry_after is not None:
            self._hold(retry_after)

    def _follows(self, voice: Voice) -> bool:
        """Take over what the voice's last answer has said, if it was news."""
        if self._said.get(voice.identity) == voice.at_once:
            return False
        self._said[voice.identity] = voice.at_once
        self._has_said = True
        self._good = 0
        self.at_once = max(1, voice.at_once)
        self._hand_out()
        return True

    def _leave(self) -> None:
        self._under_way -= 1
        self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and self._under_way < self.at_once and self._held_until is None:
            _, _, theirs = heappop(self._waiting)
            if not theirs.done():
                self._under_way += 1
                theirs.set_result(None)

    def _hold(self, seconds: float) -> None:
        until = self._clock() + seconds
        if self._held_until is None or until > self._held_until:
            self._held_until = until
            asyncio.get_running_loop().call_later(seconds, self._go_on, until)

    def _go_on(self, until: float) -> None:
        if until == self._held_until:
            self._held_until = None
            self._hand_out()


class Lanes:
    """The lane of each host; a voice in this machine's own processes has one of its own, which learns nothing."""

    def __init__(self, widths: Widths, clock: Callable[[], float]) -> None:
        self._widths = widths
        self._clock = clock
        self._lanes: dict[str | int, Lane] = {}

    def of(self, voice: Voice) -> Lane:
        """The voice's lane, as wide as was learnt before, or as the voice knows."""
        key = voice.host or id(voice)
        if key not in self._lanes:
            known = self._widths.known(voice.host) if voice.host else None
            self._lanes[key] = Lane(known or voice.at_once, self._clock, learns=bool(voice.host))
        self._lanes[key].knows(voice)
        return self._lanes[key]
