"""A limit on the seconds that one file or feed may take, so that a hostile one costs its own items only."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

AGAIN = 0.2
"""Seconds after which the alarm rings again: a library's broad `except` may have swallowed the first one."""


class TookTooLongError(Exception):
    """What was boxed did not end in time."""


@contextmanager
def timebox(seconds: float) -> Iterator[None]:
    """Raise TookTooLongError in the body after so many seconds of wall time.

    Main thread only, where a connector runs; pure-Python loops end at once, a call into C when it returns (if it
    never does, the worker's own limit ends the process).
    """

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TookTooLongError(f"it took longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
