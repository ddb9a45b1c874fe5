"""Sends one notification in a process of its own: `python -I -m daemon.serve.sending`, and the parent's side of it.

In on standard input: one Job as JSON, with the addresses, which are secrets (never on the command line, never in the
environment). Out on standard output: for each address what became of it. Apprise takes 60 MB and a second or two to
import; so the daemon stays small, and what such a library might log goes nowhere.
"""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass, field
from typing import Literal

from connectors.codec import from_json, to_json

SECONDS = 60.0
"""That one try may take, for all addresses."""
GRACE = 5
"""Seconds after which a process whose parent is gone ends itself."""
AT_ONCE = 8
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "TZ",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
)
"""What of the environment it sees: no secrets, no proxies; the last two are for notifications on a desktop."""

Fate = Literal["sent", "failed", "refused", "missing"]
"""Of an address: taken by its service, not taken, no address that Apprise knows, or Apprise is not installed."""
Tone = Literal["info", "success", "warning", "failure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to send; `addresses` as Apprise has them."""

    addresses: tuple[str, ...] = field(repr=False)
    title: str
    body: str
    tone: Tone


async def send(job: Job, seconds: float = SECONDS) -> tuple[Fate, ...]:
    """What became of each address; all failed where its process could not be started or did not end in time."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "daemon.serve.sending"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
            start_new_session=True,  # so that what it starts is ended with it
        )
    except OSError:
        return _all(job, "failed")
    try:
        async with asyncio.timeout(seconds):
            output, _ = await process.communicate(to_json(job))
    except TimeoutError:
        return _all(job, "failed")
    finally:
        await _end(process)
    return _fates(job, output)


def _fates(job: Job, output: bytes) -> tuple[Fate, ...]:
    try:
        fates: tuple[Fate, ...] = from_json(tuple[Fate, ...], output.splitlines()[-1])
    except (IndexError, ValueError):
        return _all(job, "failed")  # it was ended before it could answer
    return fates if len(fates) == len(job.addresses) else _all(job, "failed")


def _all(job: Job, fate: Fate) -> tuple[Fate, ...]:
    return (fate,) * len(job.addresses)


async def _end(process: Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()


def main() -> None:
    """Read a job, send it, write what became of it."""
    signal.alarm(int(SECONDS) + GRACE)  # its parent may be gone
    job = from_json(Job, sys.stdin.buffer.read())
    sys.stdout.buffer.write(b"\n" + to_json(_sent(job), tuple[Fate, ...]) + b"\n")
    sys.stdout.flush()
    os._exit(0)  # a service's threads must not keep it alive


def _sent(job: Job) -> tuple[Fate, ...]:
    from concurrent.futures import ThreadPoolExecutor

    try:
        import apprise
    except ImportError:
        return _all(job, "missing")
    asset = apprise.AppriseAsset(storage_mode="memory")  # it leaves no files behind
    asset.http_redirects = False  # a redirected message arrives without its words, and would count as sent

    def fate(address: str) -> Fate:
        try:
            service = apprise.Apprise(asset=asset)
            if not service.add(address):
                return "refused"
            taken = service.notify(job.body, title=job.title, notify_type=job.tone, body_format="text")
        except Exception:  # noqa: BLE001  # a service's bug costs its own address; its words may hold the address
            return "failed"
        return "sent" if taken else "failed"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(fate, job.addresses))


if __name__ == "__main__":
    main()
