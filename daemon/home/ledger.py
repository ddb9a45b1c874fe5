"""ledger.json in an episode's folder: what left the machine to make it."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.model import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """What ledger.json holds: every call for the episode, the oldest first."""

    calls: tuple[Call, ...] = ()


class Ledger:
    """The calls of one episode; threads may share it, processes may not. Raises OSError.

    A file that cannot be understood is set aside (ledger.json.broken) and a new one begun.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one_at_a_time = Lock()

    def calls(self) -> tuple[Call, ...]:
        """What is written down so far."""
        with self._one_at_a_time:
            return self._read().calls

    def add(self, call: Call) -> None:
        """Write down a call; the file is there whole at any time."""
        with self._one_at_a_time:
            write_whole(self._path, to_json(Calls(calls=(*self._read().calls, call))))

    def _read(self) -> Calls:
        try:
            return from_json(Calls, self._path.read_bytes())
        except FileNotFoundError:
            return Calls()
        except ValueError:
            self._path.replace(self._path.with_name(f"{self._path.name}.broken"))
            return Calls()
