"""How often an address may come with a wrong token. Pure: the clock is handed in."""

from collections import OrderedDict
from dataclasses import dataclass, field

from daemon.web.asker import IPAddress, network_of

BURST = 20
"""Wrong tokens at once."""
FORGIVEN = 30.0
"""Seconds after which one more is allowed."""
LARGEST = 4096
"""Addresses that are remembered; of more, those that were not heard of for the longest time are forgotten."""


@dataclass(frozen=True, slots=True)
class WrongTokens:
    """The wrong tokens of each address, forgiven one by one."""

    _counts: OrderedDict[IPAddress | None, tuple[float, float]] = field(default_factory=OrderedDict)

    def add(self, address: IPAddress | None, now: float) -> float:
        """Count one; how many there are now that are not forgiven. Seconds on any clock that only goes forward."""
        who = address and network_of(address)
        count, since = self._counts.pop(who, (0.0, now))
        left = max(0.0, count - (now - since) / FORGIVEN)
        self._counts[who] = (min(left + 1, BURST + 1), now)
        while len(self._counts) > LARGEST:
            self._counts.popitem(last=False)
        return left + 1
