"""What a production says of itself while it works: for the progress bar, and for `log.jsonl`. Never an item's text."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from connectors.codec import to_json

Stage = Literal["collect", "plan", "write", "narrate", "master", "publish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something began, ended, was found whole ("kept"), or failed. `name`: the source, section or library."""

    stage: Stage
    name: str
    status: Literal["started", "done", "kept", "failed"]
    detail: str = ""


Report = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """A step and when it was."""

    at: datetime
    step: Step


def log_to(path: Path, now: Callable[[], datetime]) -> Report:
    """A report that appends each step to a file as one line of JSON."""

    def append(step: Step) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(to_json(LogEntry(at=now(), step=step)) + b"\n")

    return append


def both(first: Report, second: Report) -> Report:
    """A report to two listeners."""

    def tell(step: Step) -> None:
        first(step)
        second(step)

    return tell
