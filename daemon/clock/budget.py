"""How much time is left, for every stage. Pure: the clock is handed in."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment (seconds on `clock`, a monotonic one) by which a production or a stage of it must be done."""

    ends: float
    clock: Callable[[], float]

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float]) -> "Deadline":
        """The deadline that many seconds from now."""
        return cls(clock() + seconds, clock)

    def left(self) -> float:
        """Seconds left, never below zero."""
        return max(0.0, self.ends - self.clock())

    def share(self, fraction: float) -> "Deadline":
        """A stage's own deadline: that fraction of what is left."""
        return Deadline(self.clock() + self.left() * fraction, self.clock)
