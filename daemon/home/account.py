"""The limits on what models and voices may cost: asked before a call, told after it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Protocol
from zoneinfo import ZoneInfo

from connectors.items import day_start
from daemon.home.ledger import Ledger
from daemon.home.store import Store
from daemon.model import Call

A_SPECK = 1e-9
"""US dollars by which sums of binary fractions may miss a limit that they keep to."""


class Account(Protocol):
    """Who is asked before a call, and told after it."""

    def allows(self, cost: float | None) -> bool:
        """Whether a call of that estimated cost (US dollars, None where no price is known) keeps to the limits.

        The cost counts as spent until the call is recorded.
        """

    def record(self, call: Call, estimate: float | None) -> None:
        """Write down what a call was; `estimate` is what it was allowed for."""


@dataclass(slots=True, kw_only=True)
class EpisodeAccount:
    """The `Account` of one episode: keeps its calls to the limits (US dollars), writes each of them down.

    What was spent on the same episode before counts, whenever that was; the month is the calendar's in `zone`, and all
    shows count. A call that costs nothing, or of which no price is known, is always allowed. Threads may share it; what
    another process has asked for but not yet recorded is not seen.
    """

    ledger: Ledger
    store: Store
    show: str
    day: date
    zone: ZoneInfo
    per_episode: float
    per_month: float
    now: Callable[[], datetime]
    _reserved: float = field(default=0.0, init=False)
    _one_at_a_time: Lock = field(default_factory=Lock, init=False, repr=False)

    def allows(self, cost: float | None) -> bool:
        """Whether a call of that estimated cost keeps to both limits; it then counts as spent until it is recorded."""
        if not cost:
            return True
        with self._one_at_a_time:
            allowed = cost <= self._left() + A_SPECK
            self._reserved += cost if allowed else 0.0
        return allowed

    def record(self, call: Call, estimate: float | None) -> None:
        """Write down a call at its real cost, in the place of the estimate that it was allowed for."""
        paid = replace(call, cost=_counted(call, estimate))
        with self._one_at_a_time:
            self.ledger.add(paid)
            self.store.record_call(self.show, self.day, paid)
            self._reserved = max(0.0, self._reserved - (estimate or 0.0))

    def _left(self) -> float:
        of_episode = self.per_episode - self.store.spent_for(self.show, self.day)
        of_month = self.per_month - self.store.spent(*month_span(self.now().astimezone(self.zone).date(), self.zone))
        return min(of_episode, of_month) - self._reserved


def month_span(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The first moment of a day's calendar month, and the first one after it."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return day_start(first, zone), day_start(following, zone)


def _counted(call: Call, estimate: float | None) -> float | None:
    """What a call counts as: its cost, else the estimate; nothing where nothing was given."""
    if call.cost is not None:
        return call.cost
    # A request that is refused or never arrives is not billed; one that is cut off while it runs may well be.
    return 0.0 if call.outcome == "failed" and not call.received else estimate
