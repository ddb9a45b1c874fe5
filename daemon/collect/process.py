"""Starts a connector's worker and reads its answer: the parent's side of `connectors/worker.py`."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Iterable

from connectors.base import Collected, ConnectorError
from connectors.codec import from_json, to_json
from connectors.items import Item
from connectors.worker import End, Failed, Found, Job, Record

MOST_BYTES = 64 * 2**20
"""More than this is no morning's answer."""

MOST_LINGERING = 1.0
"""Seconds to wait for a killed worker's pipes, which a process that left its group may hold open."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "XDG_RUNTIME_DIR", "SYSTEMROOT")
"""What of the environment a worker sees: no proxies, no secrets."""


async def run(job: Job) -> Collected:
    """The source's answer. Raises ConnectorError where it failed, took too long or ended without one."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "connectors.worker"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            start_new_session=True,  # so that what it starts is ended with it
        )
    except OSError as error:
        raise ConnectorError(f"Its process could not be started ({error.strerror}).", transient=True) from error
    try:
        async with asyncio.timeout(job.seconds):
            output = await _output(process, to_json(job))
    except TimeoutError:
        raise ConnectorError(f"It did not answer within {job.seconds:.0f} seconds.", transient=True) from None
    finally:
        await _end(process)
    return _answer(output.splitlines(), process.returncode)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill the worker and what it has started, wherever the parent stands: a Ctrl-C no longer reaches them."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    try:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(MOST_LINGERING):
                await process.wait()
    finally:
        process._transport.close()  # type: ignore[attr-defined]  # noqa: SLF001  # nothing public closes its pipes


async def _output(process: asyncio.subprocess.Process, job: bytes) -> bytes:
    """Hand the job in and read all records. Raises ConnectorError where they are more than any morning's."""
    if process.stdin is None or process.stdout is None:
        raise TypeError("a worker is started with pipes")
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # its exit code tells what went wrong
        process.stdin.write(job)
        await process.stdin.drain()
        process.stdin.close()
    output = bytearray()
    while block := await process.stdout.read(2**16):
        output += block
        if len(output) > MOST_BYTES:
            raise ConnectorError(f"It answered with more than {MOST_BYTES // 2**20} MB.", transient=False)
    await process.wait()
    return bytes(output)


def _answer(lines: Iterable[bytes], exit_code: int | None) -> Collected:
    items: list[Item] = []
    for line in lines:
        try:
            record: Record = from_json(Record, line)
        except ValueError:
            break  # it was ended in the middle of a record
        if isinstance(record, Found):
            items.append(record.item)
        elif isinstance(record, Failed):
            raise ConnectorError(record.message, transient=record.transient, needs_login=record.needs_login)
        elif isinstance(record, End):
            return Collected(
                items=tuple(items),
                warnings=record.warnings,
                state=record.state,
                complete=record.complete,
                login=record.login,
                login_ends=record.login_ends,
            )
    raise ConnectorError(f"Its process ended without an answer (exit code {exit_code}).", transient=True)
