"""A voice's own process, seen from ours: it is asked with a line of JSON and answers with one, and with PCM.

What the other side does is in `daemon/narrate/answering.py`.
"""

import asyncio
import json
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from daemon.model import Word

LONGEST_HEADER = 2**22
ENDING = 1.0
"""Seconds that a process whose answer broke off is given to end by itself: how it ended says why."""


class CannotStartError(Exception):
    """The program runs, but has not what it needs; the message is its own word for that."""


class StoppedError(Exception):
    """No whole answer came. `late`: not in time. `code`: what the process had ended with by itself."""

    def __init__(self, *, late: bool, code: int | None) -> None:
        super().__init__("late" if late else f"ended with {code}")
        self.late = late
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """16-bit mono PCM at `rate` and when its words begin; or `error`, the program's own word for what went wrong."""

    rate: int = 0
    pcm: bytes = field(default=b"", repr=False)
    words: tuple[Word, ...] = ()
    error: str = ""


class Child:
    """Runs `command` at the first request, and again after a failure. One request at a time, each within `seconds`."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self.process: Process | None = None
        self._command = tuple(command)
        self._seconds = seconds
        self._lock = asyncio.Lock()

    async def ask(self, request: object) -> Answer:
        """The answer to a request. Raises CannotStartError and StoppedError."""
        async with self._lock:
            try:
                async with asyncio.timeout(self._seconds):
                    return await self._exchange(request)
            except (OSError, EOFError, ValueError) as error:  # of which TimeoutError is one
                late = isinstance(error, TimeoutError)
                raise StoppedError(late=late, code=await self._end(patience=0 if late else ENDING)) from error
            except BaseException:
                # Half an answer may still lie in the pipe: the next request needs a new process.
                await self._end()
                raise

    async def close(self) -> None:
        """End the process."""
        async with self._lock:
            await self._end()

    async def _exchange(self, request: object) -> Answer:
        writer, reader = _pipes(await self._started())
        writer.write(json.dumps(request).encode() + b"\n")
        await writer.drain()
        header = json.loads(await reader.readline())
        return _answer(header, await reader.readexactly(header.get("bytes", 0)))

    async def _started(self) -> Process:
        if self.process is None or self.process.returncode is not None:
            # Nothing of our environment is handed on: there may be secrets in it.
            self.process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={"LC_ALL": "C.UTF-8"}, limit=LONGEST_HEADER,
            )  # fmt: skip  # the command, then where its ends go
            hello = json.loads(await _pipes(self.process)[1].readline())
            if "error" in hello:
                raise CannotStartError(hello["error"])
        return self.process

    async def _end(self, patience: float = 0) -> int | None:
        """Its exit code, once nothing of it is left; `patience`: seconds that it is given to end by itself.

        One that has just ended must not be killed: that reaps it, and asyncio then reports 255, whatever it ended with.
        """
        process, self.process = self.process, None
        if process is None:
            return None
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await process.wait()
        if process.returncode is None:
            process.kill()
        await process.communicate()
        return process.returncode


def _pipes(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    return cast("asyncio.StreamWriter", process.stdin), cast("asyncio.StreamReader", process.stdout)


def _answer(header: Any, pcm: bytes) -> Answer:
    words = tuple(Word(text=text, start=start) for text, start in header.get("words", ()))
    return Answer(rate=header.get("rate", 0), pcm=pcm, words=words, error=header.get("error", ""))


def speakable(text: str) -> str:
    """The text on one line, without control characters and lone surrogates."""
    return " ".join("".join(" " if _unspeakable(letter) else letter for letter in text).split())


def _unspeakable(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff"
