"""The real worker process of a connector, measured."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.base import Collected, ConnectorError, Listener
from connectors.codec import to_json
from connectors.items import Window
from connectors.worker import Job
from daemon.collect.process import _answer

NOW = datetime(2026, 3, 24, 5, 30, tzinfo=UTC)
WINDOW = Window(first=date(2026, 3, 24), zone=ZoneInfo("Europe/Berlin"), now=NOW)

# A process counts the memory of the one that it was started from, so it is started from a small one.
MEASURE = """
import os, subprocess, sys
worker = subprocess.Popen([sys.executable, "-I", "-m", "connectors.worker"], stderr=subprocess.DEVNULL)
_, status, usage = os.wait4(worker.pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""


@dataclass(frozen=True)
class Ended:
    """How a worker ended, after so many seconds of wall time and with so much memory at the most."""

    answer: Collected | ConnectorError
    seconds: float
    megabytes: float

    @property
    def collected(self) -> Collected:
        """Its answer, which is no error."""
        assert isinstance(self.answer, Collected), str(self.answer)
        return self.answer


def worked(kind: str, settings: Mapping[str, Any], seconds: float = 30.0) -> Ended:
    """Run a connector to its end."""
    config = {"kind": kind, "allow_private": True, "timeout": seconds, **settings}
    entry_point = f"connectors.{kind}:CONNECTOR"
    job = Job(
        source="x",
        entry_point=entry_point,
        config=config,
        listener=Listener(),
        window=WINDOW,
        state=b"",
        seconds=seconds,
    )
    started = time.monotonic()
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        given.write(to_json(job))
        given.seek(0)
        done = subprocess.run([sys.executable, "-I", "-c", MEASURE], stdin=given, stdout=said, stderr=subprocess.PIPE)
        said.seek(0)
        lines = said.read().splitlines()
    ended = time.monotonic()
    code, memory = done.stderr.split()
    try:
        answer: Collected | ConnectorError = _answer(lines, int(code))
    except ConnectorError as error:
        answer = error
    return Ended(answer, ended - started, int(memory) / (2**20 if sys.platform == "darwin" else 2**10))
