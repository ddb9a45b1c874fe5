"""Runs save-to-spotify: one call at a time for a login, each with a time limit, in an environment of its own."""

import asyncio
import fcntl
import os
import shutil
import signal
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from connectors.codec import from_json, to_json
from daemon.publish.spotify_answers import Said, SpotifyError

PATIENCE = 60.0
"""Seconds to wait for another call with the same login."""
LOOK_AGAIN = 0.1
MOST_BYTES = 16 * 2**20
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""What of the environment it sees: no secrets, no other login, no proxies."""


@dataclass(frozen=True, slots=True)
class Running:
    """The call that is running: its process group, and when it must be over (seconds since 1970)."""

    group: int
    until: float


@dataclass(frozen=True, slots=True)
class Program:
    """The program, and the folder that holds its login (`login`: the name under which people know it)."""

    command: str
    folder: Path
    login: str

    @asynccontextmanager
    async def alone(self) -> AsyncIterator["Held"]:
        """Hold the login's lock. Raises SpotifyError while another call does, OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        with (self.folder / ".lock").open("w") as file:
            await self._lock(file)
            self.running.unlink(missing_ok=True)
            yield Held(self, file.fileno())

    @property
    def running(self) -> Path:
        """Where the call that is running is noted, for whoever finds the lock held by nobody's call."""
        return self.folder / ".running"

    async def _lock(self, file: IO[str]) -> None:
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._end_leftover()
            if time.monotonic() >= ends:
                raise SpotifyError("busy", self.login)
            await asyncio.sleep(LOOK_AGAIN)

    def _end_leftover(self) -> None:
        """A call outlives a caller that was killed, and holds its lock: end it where its time is over."""
        with suppress(OSError, ValueError):  # the note is gone, is being written, or its processes are gone
            left = from_json(Running, self.running.read_bytes())
            if time.time() > left.until:
                os.killpg(left.group, signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class Held:
    """The program while this process alone may call it."""

    program: Program
    lock: int

    async def run(self, arguments: Sequence[str], seconds: float) -> Said:
        """Call it and wait for its end. Raises SpotifyError where it is not there or does not end in time."""
        async with self.started(arguments, seconds) as process:
            try:
                async with asyncio.timeout(seconds):
                    return Said(output=await self._output(process), code=await process.wait())
            except TimeoutError:
                raise SpotifyError("hung", self.program.login, "maybe") from None

    @asynccontextmanager
    async def started(self, arguments: Sequence[str], seconds: float, *, typed: bool = False) -> AsyncIterator[Process]:
        """A running call, dead afterwards with all that it has started; `typed`: somebody types into it."""
        process = await self._start(arguments, typed=typed)
        try:
            self.program.running.write_bytes(to_json(Running(process.pid, time.time() + seconds)))
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
            self.program.running.unlink(missing_ok=True)

    async def _start(self, arguments: Sequence[str], *, typed: bool) -> Process:
        command = shutil.which(self.program.command)
        if command is None:
            raise SpotifyError("absent", self.program.login)
        try:
            return await asyncio.create_subprocess_exec(
                *(command, *arguments),
                stdin=PIPE if typed else DEVNULL,
                stdout=PIPE,
                stderr=DEVNULL,  # progress, hints and warnings: never a cause
                env=self._environment(),
                cwd=self.program.folder,
                start_new_session=True,  # so that what it starts is ended with it
                pass_fds=(self.lock,),  # so that the lock is held as long as it runs, whoever is killed
            )
        except OSError as error:
            raise SpotifyError("absent", self.program.login) from error

    def _environment(self) -> dict[str, str]:
        own = {"HOME": str(self.program.folder), "XDG_CONFIG_HOME": str(self.program.folder)}
        passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return {**passed_on, **own, "SAVE_TO_SPOTIFY_NO_UPDATE_CHECK": "1"}

    async def _output(self, process: Process) -> bytes:
        output = bytearray()
        while process.stdout and (block := await process.stdout.read(2**16)):
            output += block
            if len(output) > MOST_BYTES:
                raise SpotifyError("odd", self.program.login, "maybe")
        return bytes(output)
