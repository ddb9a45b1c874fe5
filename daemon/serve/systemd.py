"""Tells systemd how the daemon is, as sd_notify(3) does it; without systemd it tells nobody."""

import contextlib
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Systemd:
    """The manager that started this process. `address`: its socket, "" where there is none.

    `watchdog`: it restarts the daemon that has not said for so long that it is alive; None: it does not.
    """

    address: str = ""
    watchdog: timedelta | None = None

    def ready(self, status: str) -> None:
        """Started, or reloaded: `status` is what `systemctl status` shows."""
        self._tell("READY=1", _status(status))

    def reloading(self) -> None:
        """The settings are being read anew; `ready` is to follow."""
        self._tell("RELOADING=1", f"MONOTONIC_USEC={time.monotonic_ns() // 1000}")

    def stopping(self) -> None:
        """On the way to the end."""
        self._tell("STOPPING=1")

    def status(self, status: str) -> None:
        """What `systemctl status` shows from now on."""
        self._tell(_status(status))

    def alive(self) -> None:
        """Keep the watchdog quiet; at least twice in its time."""
        if self.watchdog:
            self._tell("WATCHDOG=1")

    def _tell(self, *assignments: str) -> None:
        if not self.address:
            return
        # A manager that is gone or busy must not take the daemon with it: what was not heard is said again soon.
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
            channel.setblocking(False)
            channel.connect(self.address)
            channel.send("\n".join(assignments).encode())


def systemd_of(environ: Mapping[str, str], process: int | None = None) -> Systemd:
    """The manager that the environment tells of; `process`: who asks (its id), this one."""
    where = environ.get("NOTIFY_SOCKET", "")
    if not where.startswith(("/", "@")):
        return Systemd()
    address = "\0" + where[1:] if where.startswith("@") else where  # "@" stands for the abstract namespace
    return Systemd(address, _watchdog(environ, os.getpid() if process is None else process))


def _watchdog(environ: Mapping[str, str], process: int) -> timedelta | None:
    every = environ.get("WATCHDOG_USEC", "")
    meant = environ.get("WATCHDOG_PID", "") in ("", str(process))
    return timedelta(microseconds=int(every)) if meant and every.isdecimal() and int(every) else None


def _status(text: str) -> str:
    """On one line: another one would be another assignment."""
    return "STATUS=" + " ".join(text.encode(errors="replace").decode().split())
