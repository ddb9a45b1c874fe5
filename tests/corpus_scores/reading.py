"""Every file of the corpus, read by its connector: alone, for its time; all of a kind in the worker, for the memory."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.base import ConnectorError, ConnectorType, Listener
from connectors.codec import from_json, to_json
from connectors.feeds import CONNECTOR as FEEDS
from connectors.ics import CONNECTOR as ICS
from connectors.items import Window
from connectors.markdown import CONNECTOR as MARKDOWN
from connectors.opml import subscriptions
from connectors.todotxt import CONNECTOR as TODOTXT
from connectors.worker import Failed, Job, Record

MOST_SECONDS, MOST_MEGABYTES = 5.0, 256
WINDOW = Window(
    first=date(2026, 3, 24), zone=ZoneInfo("Europe/Berlin"), now=datetime(2026, 3, 24, 5, tzinfo=UTC), days=7
)
_LOST = ("made its parser fail", "took longer than", "Its connector failed", "more memory")
"""What a connector says of a file that was too much for it, rather than wrong."""


@dataclass(frozen=True)
class Kind:
    """The files of one folder that a connector is for, and how it is told of them."""

    folder: str
    connector: ConnectorType[Any]
    suffixes: tuple[str, ...]
    setting: str = "path"


KINDS = (
    Kind("ics", ICS, (".ics",)),
    Kind("feeds", FEEDS, (".xml", ".rss", ".atom", ".json")),
    Kind("opml", FEEDS, (".opml", ".xml"), "opml"),
    Kind("markdown", MARKDOWN, (".md",)),
    Kind("todotxt", TODOTXT, (".txt",)),
)
_NO_SOURCE = (".expected.json", ".serde.json", "rrule_cases.json")
_MEASURE = """
import os, subprocess, sys
process = subprocess.Popen(sys.argv[1:])
_, status, usage = os.wait4(process.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""
"""Starts the worker from a small process: what its parent holds would count as its own."""


@dataclass(frozen=True)
class Reading:
    """How a kind was read; `lost` are the files that were too much, with what was said."""

    kind: str
    files: int
    slowest: float
    where: str
    together: float
    megabytes: float
    lost: tuple[str, ...]

    @property
    def within_limits(self) -> bool:
        """Whether nothing was lost, slow or large."""
        return not self.lost and self.slowest <= MOST_SECONDS and self.megabytes <= MOST_MEGABYTES

    def __str__(self) -> str:
        return (
            f"  {self.kind:<10}{self.files:>5} files   slowest {self.slowest:5.2f} s ({self.where})\n"
            f"{'':24}all in one process {self.together:5.1f} s, {self.megabytes:4.0f} MiB; {len(self.lost)} lost"
        )


def readings(corpus: Path) -> Iterator[Reading]:
    """One for each kind."""
    for kind in KINDS:
        files = _files(corpus / kind.folder, kind.suffixes)
        alone = [_alone(kind, file) for file in files]
        slowest, where, _ = max(alone)
        together, megabytes, said = _together(kind, files)
        lost = [f"{name}: {loss}" for _, name, loss in alone if loss]
        yield Reading(kind.folder, len(files), slowest, where, together, megabytes, (*lost, *said))


def _files(folder: Path, suffixes: tuple[str, ...]) -> Sequence[Path]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in suffixes)
    return [file for file in files if not file.name.endswith(_NO_SOURCE)]


def _alone(kind: Kind, file: Path) -> tuple[float, str, str]:
    """The seconds that it took, its name, and what was said if it was too much."""
    started = time.perf_counter()
    try:
        said = _read(kind, file)
    except Exception as error:  # noqa: BLE001  # that there is none is what is looked for
        said = f"{type(error).__name__}: it took longer than it may, or was not caught; made its parser fail"
    return time.perf_counter() - started, file.name, said if any(lost in said for lost in _LOST) else ""


def _read(kind: Kind, file: Path) -> str:
    """What is said of the file; a list's addresses are not asked."""
    try:
        if kind.setting == "opml":
            return str(subscriptions(file.read_bytes()).complete)
        config = kind.connector.config.model_validate({"kind": kind.connector.kind, kind.setting: str(file)})
        return "\n".join(kind.connector.connector(config, Listener()).collect(WINDOW, b"").warnings)
    except (ConnectorError, ValueError) as error:
        return str(error)


def _together(kind: Kind, files: Sequence[Path]) -> tuple[float, float, tuple[str, ...]]:
    """Seconds, MiB, and what was said of a worker that did not end as it should."""
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate(files):
            (Path(folder) / f"{number:04}-{file.name}").symlink_to(file)
        job = Job(
            source="corpus",
            entry_point=f"{kind.connector.connector.__module__}:CONNECTOR",
            config={"kind": kind.connector.kind, kind.setting: folder, "timeout": 300.0},
            listener=Listener(),
            window=WINDOW,
            state=b"",
            seconds=300.0,
            offline=True,
        )
        started = time.perf_counter()
        code, megabytes, last = _run(to_json(job))
    return time.perf_counter() - started, megabytes, _said(code, last)


def _run(job: bytes) -> tuple[int, float, bytes]:
    """The worker's exit code, the most memory it held (MiB), and its last line."""
    python = (sys.executable, "-I")
    command = (*python, "-S", "-c", _MEASURE, *python, "-m", "connectors.worker")
    done = subprocess.run(command, input=job, capture_output=True, check=True)
    code, most = map(int, done.stderr.splitlines()[-1].split())
    kibibytes = most / (1024 if sys.platform == "darwin" else 1)
    return code, kibibytes / 1024, (done.stdout.splitlines() or [b""])[-1]


def _said(code: int, last: bytes) -> tuple[str, ...]:
    if code or not last:
        return (f"the worker ended with exit code {code}",)
    record: Record = from_json(Record, last)
    text = record.message if isinstance(record, Failed) else "\n".join(record.warnings)  # type: ignore[union-attr]  # the last is never an item
    return tuple(line for line in text.splitlines() if any(lost in line for lost in _LOST))
