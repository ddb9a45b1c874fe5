"""The daemon's log: a line of key=value (logfmt) on standard error for each event, made for journald.

Above debug it never holds an item's text; a secret it never holds. Whatever is logged goes through `Log`.
"""

import contextlib
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Literal, TextIO, get_args

from config.errors import DawncastError
from config.secrets import Secret
from connectors.base import LocalField

Level = Literal["debug", "info", "warning", "error"]

PRIORITIES: Mapping[Level, int] = {"debug": 7, "info": 6, "warning": 4, "error": 3}
"""As syslog numbers them: the smaller, the graver."""
ITEM_FIELDS = frozenset((*get_args(LocalField), "link", "line"))
"""Fields that hold an item's text."""
LONGEST = 500
"""Letters of a value."""

_BARE = re.compile(r"[]A-Za-z0-9_./:@%+,[-]+")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+-]{0,30})://\S*")


def _local_now() -> datetime:
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True, slots=True)
class Log:
    """Writes events of level `least` and graver to `out`; `journal`: the journal reads it, and adds the time itself."""

    out: TextIO
    least: Level = "info"
    journal: bool = False
    now: Callable[[], datetime] = _local_now

    def __call__(self, level: Level, event: str, /, **fields: object) -> None:
        """Write one line. It never raises: a full disk or a closed terminal must not end the daemon."""
        if PRIORITIES[level] > PRIORITIES[self.least]:
            return
        text = line(level, event, fields, None if self.journal else self.now())
        with contextlib.suppress(OSError, ValueError):  # of which ValueError is a closed stream's
            self.out.write(text + "\n")  # in one piece, so that threads do not mix their lines
            self.out.flush()


def on_stderr(environ: Mapping[str, str] = os.environ, *, verbose: bool = False) -> Log:
    """The log on standard error, as whoever reads it likes it."""
    return Log(sys.stderr, "debug" if verbose else "info", _is_journal(environ, sys.stderr))


def line(level: Level, event: str, fields: Mapping[str, object], now: datetime | None) -> str:
    """The line of an event: with its time, or without (None) as the journal reads it, its priority in front."""
    begun = f"<{PRIORITIES[level]}>" if now is None else f"time={now.isoformat(timespec='seconds')} "
    told = {"level": level, "event": event, **{name: _fit(level, name, value) for name, value in fields.items()}}
    return begun + " ".join(f"{name}={_quoted(_shown(value))}" for name, value in told.items())


def forward(log: Log) -> None:
    """Let what libraries log, from warnings on, appear in `log`: who and what kind, their words only at debug."""
    handler = _Forwarding(logging.WARNING)
    handler.log = log
    logging.root.handlers[:] = [handler]


class _Forwarding(logging.Handler):
    log: Log

    def emit(self, record: logging.LogRecord) -> None:
        kind, _, trace = record.exc_info or (None, None, None)
        failed = {"error": kind.__name__, "at": _place(trace)} if kind else {}
        grave: Level = "error" if record.levelno >= logging.ERROR else "warning"
        self.log(grave, "library", name=record.name, **failed)
        self.log("debug", "library says", name=record.name, text=record.getMessage())


def _place(trace: TracebackType | None) -> str | None:
    """Where an exception was raised: "health.py:88"."""
    if trace is None:
        return None
    while trace.tb_next:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def _fit(level: Level, name: str, value: object) -> object:
    return "(not told)" if level != "debug" and name in ITEM_FIELDS else value


def _shown(value: object) -> str:
    """A value as text. Of what is no plain value only its type is named: its own words might hold anything."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case float():
            return f"{value:.6g}"
        case timedelta():
            return f"{value.total_seconds():.6g}s"
        case datetime():
            return value.isoformat(timespec="seconds")
        case str() | int() | date() | Path() | Secret() | DawncastError():
            return str(value)
        case OSError(strerror=str() as why):
            return f"{type(value).__name__}: {why}"
        case bytes() | bytearray():
            return type(value).__name__
        case Sequence():
            return ",".join(map(_shown, value))
    return type(value).__name__


def _quoted(text: str) -> str:
    """In logfmt's quotes where it needs them, cut where it is too long, and of addresses only the scheme.

    An address may hold a token anywhere; those of notifications do.
    """
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    safe = _ADDRESS.sub(r"\1://…", cut)
    return safe if _BARE.fullmatch(safe) else '"' + "".join(map(_escaped, safe)) + '"'


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else json.dumps(letter)[1:-1]


def _is_journal(environ: Mapping[str, str], out: TextIO) -> bool:
    """Whether a stream goes straight to the journal, which says so in JOURNAL_STREAM ("DEVICE:INODE")."""
    try:
        there = os.fstat(out.fileno())
    except (OSError, ValueError):
        return False  # no file of the system's: closed, or a stand-in
    return environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"
