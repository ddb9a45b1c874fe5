"""A production as a process of its own: what it is given, how it is heard of, and how it is ended.

It gets the settings on standard input, as the daemon read them: so it makes what was decided on, also where somebody
is changing the file. Secrets are in none of that: it fetches them itself, from where the settings say they lie.
"""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from config.secrets import secrets_of
from config.settings import Settings
from connectors.codec import from_json
from daemon.home.home import Home
from daemon.progress import LogEntry
from daemon.serve.log import Log
from daemon.serve.watching import Loaded

PASSED_ON = (
    "PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "CREDENTIALS_DIRECTORY", "DAWNCAST_FFMPEG", "DBUS_SESSION_BUS_ADDRESS", "GNUPGHOME", "PASSWORD_STORE_DIR",
    "JOURNAL_STREAM",
)  # fmt: skip  # a few lines
"""What of the environment a production sees, and all XDG_*: its own needs, and those of keyrings and `pass`."""
GRACE = 8.0
"""Seconds between asking a process to end and ending it: its workers are to go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a process is to do: make the episode of a show and local day, by then (UTC).

    `plain`: by the built-in writer and voice. `anew`: only if the calendar has changed since it was made.
    """

    show: str
    day: date
    until: datetime
    plain: bool = False
    anew: bool = False


class Child(Protocol):
    """A production's process, or what stands for it in a simulation."""

    async def ended(self, seconds: float) -> int | None:
        """Its exit code (below zero: by that signal); None where it goes on after that many seconds."""

    async def end(self) -> int:
        """End it with all that it started, at once where it does not end by itself; its exit code."""

    def stirred(self) -> bool:
        """Whether it has given a sign of life since this was last asked."""


@dataclass(frozen=True, slots=True)
class Program:
    """How productions are started for a home: which settings file is theirs, where they log."""

    home: Home
    config: Path
    log: Log

    async def start(self, making: Making, loaded: Loaded) -> Child:
        """Start a production. Raises OSError where there can be no further process."""
        diary = Diary(self.home.episode(making.show, making.day), self.log, making.show)
        process = await asyncio.create_subprocess_exec(
            *command(making, self.config, self.home.path),
            stdin=PIPE,
            stdout=DEVNULL,
            env=environment(loaded.settings, os.environ),
            start_new_session=True,  # so that what it starts is ended with it, and a Ctrl-C is ours to pass on
        )
        child = ProcessChild(process, diary)
        try:
            await child.hand_over(loaded.text.encode())
        except BaseException:
            await child.end()
            raise
        return child


def command(making: Making, config: Path, home: Path) -> tuple[str, ...]:
    """The words that start it (daemon/cli/serve.py); none of them is a secret."""
    flags = [flag for flag, wanted in (("--plain", making.plain), ("--anew", making.anew)) if wanted]
    return (
        *(sys.executable, "-I", "-m", "daemon", "--config", str(config), "--home", str(home)),
        *("making", making.show, "--day", making.day.isoformat(), "--deadline", making.until.isoformat(), *flags),
    )


def environment(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """What of our environment a production sees: what it needs, and the secrets that the settings name there."""
    named = {secret.reference[1] for _, secret in secrets_of(settings) if secret.way == "env"}
    return {
        name: value for name, value in environ.items() if name in PASSED_ON or name in named or name.startswith("XDG_")
    }


class Diary:
    """What a production writes into its episode's folder while it works: log.jsonl, and the takes of the voice."""

    def __init__(self, folder: Path, log: Log, show: str) -> None:
        self._folder = folder
        self._log = log
        self._show = show
        self._read = self._size()
        self._takes = self._newest()

    def stirred(self) -> bool:
        """Whether there is anything new; its steps go to the daemon's log."""
        lines, takes = self._lines(), self._newest()
        for line in lines:
            self._tell(line)
        moved = takes != self._takes
        self._takes = takes
        return bool(lines) or moved

    def _lines(self) -> Sequence[bytes]:
        """The whole lines that have come since the last time."""
        try:
            with (self._folder / "log.jsonl").open("rb") as file:
                file.seek(self._read)
                new = file.read()
        except OSError:
            return ()
        whole = new[: new.rfind(b"\n") + 1]
        self._read += len(whole)
        return whole.splitlines()

    def _tell(self, line: bytes) -> None:
        with contextlib.suppress(ValueError):  # a line of a process that was killed while it wrote
            step = from_json(LogEntry, line).step
            event, about = f"{step.stage} {step.status}", {"show": self._show, "name": step.name}
            if step.status == "failed":
                self._log("info", event, **about, why=step.detail)
            else:
                self._log("debug", event, **about)

    def _size(self) -> int:
        try:
            return (self._folder / "log.jsonl").stat().st_size
        except OSError:
            return 0

    def _newest(self) -> int:
        """When the newest take was written (ns)."""
        times = []
        for take in (*self._folder.glob(TAKES), *self._folder.glob(f"renditions/*/{TAKES}")):
            with contextlib.suppress(OSError):  # it is thrown away as soon as its section is whole
                times.append(take.stat().st_mtime_ns)
        return max(times, default=0)


class ProcessChild:
    """A real process; it leads a process group of its own."""

    def __init__(self, process: Process, diary: Diary, grace: float = GRACE) -> None:
        self._process = process
        self._diary = diary
        self._grace = grace
        self._ended = asyncio.ensure_future(process.wait())

    async def hand_over(self, text: bytes) -> None:
        """Give it the settings; one that has ended already says by its exit code why."""
        if self._process.stdin is None:
            raise TypeError("a production is started with a pipe")
        with contextlib.suppress(ConnectionError):
            self._process.stdin.write(text)
            await self._process.stdin.drain()
        self._process.stdin.close()

    async def ended(self, seconds: float) -> int | None:
        """As `Child` has it."""
        done, _ = await asyncio.wait({self._ended}, timeout=max(0.0, seconds))
        return self._ended.result() if done else None

    async def end(self) -> int:
        """As `Child` has it; whatever is left of its group goes too."""
        try:
            self._signal(signal.SIGTERM)
            self._signal(signal.SIGCONT)  # one that was stopped would not hear of it
            await self.ended(self._grace)
        finally:
            self._signal(signal.SIGKILL)
        return await self._ended

    def stirred(self) -> bool:
        """As `Child` has it."""
        return self._diary.stirred()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # the group is gone; macOS says the latter
            os.killpg(self._process.pid, number)


TAKES = "sections/*/takes/*"
