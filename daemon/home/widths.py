"""How many texts the hosts of voices take at once, as their answers have told: kept between productions."""

from dataclasses import dataclass

from daemon.home.store import Store


@dataclass(frozen=True, slots=True)
class StoredWidths:
    """What the narrator asks and tells (`daemon.narrate.lanes`); threads may share it."""

    store: Store

    def known(self, host: str) -> int | None:
        """The host's limit; None where it is not known."""
        return self.store.width(host)

    def learnt(self, host: str, at_once: int) -> None:
        """Keep a host's limit."""
        self.store.record_width(host, at_once)
