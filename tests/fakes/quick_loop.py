"""An event loop in which waiting takes no time: its clock jumps to the next timer when nothing else is to be done."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")


class _Impatient(selectors.DefaultSelector):
    """Instead of waiting for a timer, moves the clock; work in threads is waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0
        self.threads = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if not timeout or timeout < 0 or self.threads:
            return super().select(timeout)
        events = super().select(0)
        if not events:
            self.skipped += timeout
        return events


class QuickLoop(asyncio.SelectorEventLoop):
    """`time()` is a monotonic clock, with all that was skipped."""

    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        """Seconds."""
        return super().time() + self._impatient.skipped

    def run_in_executor(self, executor: Executor | None, func: Callable[..., T], *args: Any) -> "asyncio.Future[T]":  # type: ignore[override]  # typeshed unpacks the arguments' types
        """As any loop does, counted until it is done."""
        future = super().run_in_executor(executor, func, *args)
        self._impatient.threads += 1
        future.add_done_callback(self._back)
        return future

    def _back(self, _: object) -> None:
        self._impatient.threads -= 1


def run_quickly(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, in such a loop."""
    with asyncio.Runner(loop_factory=QuickLoop) as runner:
        return runner.run(work)
