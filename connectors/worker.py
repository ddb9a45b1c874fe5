"""Runs one connector in a process of its own: `python -I -m connectors.worker`.

In on standard input: one Job as JSON, secrets included (never on the command line, never in the environment).
Out on standard output: JSON lines, one Record each: the items, then one End or one Failed. Started by exec, so it
inherits no threads; its memory, its time and the addresses it may reach are limited before the connector's module is
even imported.
"""

import contextlib
import faulthandler
import os
import resource
import sys
import threading
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import EntryPoint
from math import ceil
from typing import Annotated, Any, Literal, TextIO

from pydantic import Base64Bytes, Field

from connectors import guard
from connectors.base import Collected, ConnectorError, ConnectorType, Listener
from connectors.codec import from_json, to_json
from connectors.items import Item, Window

GRACE = 2.0
"""Seconds after its time limit at which a worker that nobody has ended ends itself (its parent may be gone)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker is to do: `entry_point` is "module:attribute" of a ConnectorType, `config` its plain settings."""

    source: str
    entry_point: str
    config: dict[str, Any]
    listener: Listener
    window: Window
    state: Base64Bytes
    seconds: float
    memory_mb: int = 256
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item."""

    record: Literal["item"] = "item"
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The source is read; nothing follows."""

    record: Literal["end"] = "end"
    warnings: tuple[str, ...]
    state: Base64Bytes
    complete: bool
    login: str = ""
    login_ends: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """The source could not be read; nothing follows."""

    record: Literal["failed"] = "failed"
    message: str
    transient: bool
    needs_login: bool = False


Record = Annotated[Found | End | Failed, Field(discriminator="record")]


def main() -> None:
    """Read a job, run it within its limits, write its records."""
    job = from_json(Job, sys.stdin.buffer.read())
    out = _own_stdout()
    _limit(job.seconds, job.memory_mb)
    guard.install(allow_private=bool(job.config.get("allow_private")), offline=job.offline)
    for record in _records(job):
        out.write(record.decode() + "\n")
    out.flush()
    os._exit(0)  # a library's threads must not keep a finished worker alive


def _own_stdout() -> TextIO:
    """Keep the records' channel to ourselves: what a library prints goes to standard error."""
    channel = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return channel


def _limit(seconds: float, memory_mb: int) -> None:
    """Memory and processor limits of the system, and a watchdog that needs no Python to run."""
    threading.stack_size(512 * 1024)  # threads count against the limit with their whole stack
    memory = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with contextlib.suppress(ValueError, OSError):  # a system that limits more tightly already keeps its own limit
        resource.setrlimit(memory, (memory_mb * 2**20, memory_mb * 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds + GRACE), ceil(seconds + GRACE) + 1))
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # kept open for the watchdog
    faulthandler.dump_traceback_later(seconds + GRACE, exit=True, file=nowhere)


def _records(job: Job) -> list[bytes]:
    try:
        return _encode(job.source, _collect(job))
    except ConnectorError as error:
        failed = Failed(message=str(error), transient=error.transient, needs_login=error.needs_login)
    except MemoryError:
        failed = Failed(message=f"It needs more than the {job.memory_mb} MB it may use.", transient=False)
    except Exception as error:  # noqa: BLE001  # a plugin's bug costs its own source; its text may be an item's
        failed = Failed(message=f"Its connector failed ({type(error).__name__}).", transient=False)
    return [to_json(failed)]


def _collect(job: Job) -> Collected:
    kind: ConnectorType[Any] = EntryPoint("", job.entry_point, "dawncast.connectors").load()
    config = kind.config.model_validate(job.config, context={"revealed": True})
    return kind.connector(config, job.listener).collect(job.window, job.state)


def _encode(source: str, collected: Collected) -> list[bytes]:
    """The records of an answer; an item that no JSON can hold (a lone surrogate, say) loses itself and is counted."""
    records, lost = [], 0
    for item in collected.items:
        try:
            records.append(to_json(Found(item=replace(item, source=source))))
        except ValueError:
            lost += 1
    counted = (f"{lost} {'item' if lost == 1 else 'items'} could not be read.",) if lost else ()
    end = End(
        warnings=(*collected.warnings, *counted),
        state=collected.state,
        complete=collected.complete and not lost,
        login=collected.login,
        login_ends=collected.login_ends,
    )
    return [*records, to_json(end)]


if __name__ == "__main__":
    main()
