"""Which process makes an episode, for how long, and when the plain one takes its place. Pure; moments are in UTC.

A production has turns. The first is the whole line's; it is followed by the plain one (the built-in writer and voice,
no network), which needs less than 20 seconds, as soon as the first has failed, hangs, or would eat into the last safe
minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from config.errors import DiskError, SettingsError, TryLaterError, UsageError
from daemon.clock.schedule import CATCHING_UP

LAST = timedelta(seconds=90)
"""What is kept for the plain production."""
LEAST = timedelta(seconds=60)
"""What is kept for it where little time is left altogether."""
TOO_SHORT = timedelta(seconds=100)
"""With less than this the plain production is made at once."""
RESUMED = timedelta(minutes=5)
"""With more than this before the plain one's time, a production that broke off is resumed first: that costs nothing."""
PLAIN = timedelta(seconds=45)
"""What a plain production is given at least, also where its episode will be late."""
SILENT = timedelta(minutes=4)
"""A production that gives no sign of life for so long hangs."""
PAUSES = tuple(timedelta(seconds=each) for each in (5, 10, 20, 40, 60, 120, 300, 600, 900))
"""Before the next try of what disk or library did not take; the last one again and again."""

Cut = Literal["late", "stuck"]
"""Why a process was ended: its time was over, or it hung."""
Finished = Literal["whole", "plain"]
"""Which line made an episode."""
Verdict = Literal["made", "replace", "later", "settings"]
"""What follows: nothing, the next turn, another try after a pause, or none until the settings change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One process that makes the episode; it is ended where it has not delivered by `until`."""

    plain: bool
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a turn's process ended: its exit code (below zero: by that signal), and why it was ended, if it was."""

    code: int
    cut: Cut | None = None

    @property
    def broke_off(self) -> bool:
        """Whether it may well go on where it was; one that failed by itself would only fail again."""
        return self.code < 0 or self.cut is not None

    @property
    def why(self) -> str:
        """For the log and the records: never anybody's words."""
        if self.cut:
            return "it took too long" if self.cut == "late" else "it hung"
        return f"it was killed (signal {-self.code})" if self.code < 0 else f"it failed (exit code {self.code})"


def plain_at(now: datetime, deadline: datetime) -> datetime:
    """When the plain production takes the place of one that begins now; now where too little time is left."""
    left = deadline - now
    if left < TOO_SHORT:
        return now
    return deadline - min(LAST, max(LEAST, left / 2))


def next_turn(
    turns: Sequence[tuple[Turn, Ending]], now: datetime, deadline: datetime, finished: Finished | None = None
) -> Turn | None:
    """What is run after those turns; None where nothing more can be done at once.

    `finished`: what has made the episode already that no library has taken yet; it only has to deliver.
    """
    half = now + max(PLAIN, (deadline - now) / 2)
    whole = plain_at(now, deadline)
    if not turns:
        if finished:
            return Turn(plain=finished == "plain", until=half)
        return Turn(plain=False, until=whole) if whole > now else Turn(plain=True, until=half)
    plain_ones = sum(turn.plain for turn, _ in turns)
    if len(turns) == 1 and not plain_ones and turns[0][1].broke_off and whole - now >= RESUMED:
        return Turn(plain=False, until=whole)
    if plain_ones < 2:
        return Turn(plain=True, until=now + max(PLAIN, deadline - now) if plain_ones else half)
    return None


def woken(turn: Turn, now: datetime) -> Turn:
    """A turn that slept: what was begun may end, and the plain one still has its time."""
    if turn.until > now:
        return turn
    until = now + PLAIN if turn.plain else plain_at(now, now + CATCHING_UP)
    return Turn(plain=turn.plain, until=until)


def verdict(turn: Turn, ending: Ending, *, delivered: bool) -> Verdict:
    """What follows from how a turn ended."""
    if delivered or ending.code == 0:
        return "made"
    if ending.cut is None and ending.code in (DiskError.exit_code, TryLaterError.exit_code):
        return "later"
    if ending.cut is None and turn.plain and ending.code == UsageError.exit_code:
        return "later"  # the machine slept while it started: its deadline was over before it could begin
    wrong = ending.cut is None and ending.code == SettingsError.exit_code
    return "settings" if wrong and turn.plain else "replace"


def pause(tries: int, left: timedelta) -> timedelta:
    """How long to wait after that many failed tries (one or more), with that much `left` until the episode's minute.

    The nearer the minute, the shorter: what is mended in the last two must still be in time.
    """
    after = PAUSES[min(tries, len(PAUSES)) - 1]
    return min(after, max(PAUSES[0], left / 4)) if left > timedelta() else after


def may_finish(taken: timedelta, durations: Sequence[float], most: timedelta) -> bool:
    """Whether a production that has taken that long should be done within `most`, going by earlier ones (seconds)."""
    if not durations:
        return False
    usual = timedelta(seconds=sorted(durations)[len(durations) // 2])
    return timedelta() <= usual - taken <= most
