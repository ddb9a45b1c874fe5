"""What is slow to begin with is got ready beside, while the sources are asked."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

NAME = "warming"


def warm(slow: Sequence[Callable[[], object]]) -> None:
    """Do it in a thread, for which nobody waits; what keeps one of them from that, its first use will say."""
    threading.Thread(target=_all, args=(slow,), name=NAME, daemon=True).start()


def is_warming() -> bool:
    """Whether that thread still works: it may hold the lock of an import."""
    return any(thread.name == NAME for thread in threading.enumerate())


def _all(slow: Sequence[Callable[[], object]]) -> None:
    for each in slow:
        with suppress(Exception):
            each()
