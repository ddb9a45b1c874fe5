"""What is kept of each source between mornings: its last good answer and its connector's state (HOME/sources/NAME/)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from pydantic import Base64Bytes

from connectors.codec import from_json, to_json
from connectors.items import Item
from daemon.home.files import write_whole

AHEAD = 7
"""Days that every source is asked for, so that its last good answer still serves while it cannot be reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A source's last good answer: when it was brought, from which settings (their hash), and the connector's state.

    It was asked for AHEAD days from `first` on, and says nothing of any other.
    """

    brought: datetime
    first: date
    settings: str
    items: tuple[Item, ...]
    state: Base64Bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A source's last failure, while no good answer has come since."""

    at: datetime
    reason: str


class Sources:
    """The folder of one home in which what is kept of each source lies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def last_good(self, name: str, settings: str) -> Kept | None:
        """The last good answer to these settings, however old."""
        try:
            kept = from_json(Kept, self._file(name).read_bytes())
        except (OSError, ValueError):
            return None  # never collected, or not to be read: as good as never
        return kept if kept.settings == settings else None

    def keep(self, name: str, kept: Kept) -> None:
        """Remember a good answer."""
        write_whole(self._file(name), to_json(kept))
        self._failure(name).unlink(missing_ok=True)

    def lose(self, name: str, lost: Lost) -> None:
        """Remember a failure."""
        write_whole(self._failure(name), to_json(lost))

    def last_failure(self, name: str) -> Lost | None:
        """The last failure, unless a good answer has come since."""
        try:
            return from_json(Lost, self._failure(name).read_bytes())
        except (OSError, ValueError):
            return None  # none, or none that can be read

    def _file(self, name: str) -> Path:
        return self._folder / name / "last_good.json"

    def _failure(self, name: str) -> Path:
        return self._folder / name / "last_failure.json"


def covers(kept: Kept, day: date) -> bool:
    """Whether a last good answer was asked for that day."""
    return kept.first <= day < kept.first + timedelta(days=AHEAD)
