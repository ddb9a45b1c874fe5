"""ffmpeg: which one, and running it so that none outlives its deadline or its caller."""

import asyncio
import os
import re
import shutil
import subprocess
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from config.errors import DiskError, TryLaterError
from daemon.clock.budget import Deadline

OLDEST = (5, 1)
OVERRIDE = "DAWNCAST_FFMPEG"
METER = "ebur128=dualmono=true:peak=true:framelog=verbose"
"""As podcast apps play it: a mono file in both ears. 5.1 has no quieter log of frames."""
QUIET = ("-hide_banner", "-nostdin", "-nostats", "-y")


class MasterError(TryLaterError):
    """The sound could not be made; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Ffmpeg:
    """The ffmpeg that is used."""

    path: Path


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (LUFS, as a podcast app plays it: dual mono) and true peak (dBTP)."""

    integrated: float
    true_peak: float


def find() -> Ffmpeg:
    """The one DAWNCAST_FFMPEG names, else the PATH's from 5.1 on, else the wheel's. Raises MasterError."""
    return _find(os.environ.get(OVERRIDE), shutil.which("ffmpeg"))


@cache
def _find(named: str | None, on_path: str | None) -> Ffmpeg:
    if named:
        return Ffmpeg(Path(named))
    if on_path and is_new_enough(_version(on_path)):
        return Ffmpeg(Path(on_path))
    import imageio_ffmpeg

    try:
        return Ffmpeg(Path(imageio_ffmpeg.get_ffmpeg_exe()))
    except RuntimeError as error:
        raise MasterError("There is no ffmpeg from 5.1 on: install ffmpeg, or Dawncast anew.") from error


def _version(path: str) -> str:
    try:
        done = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def is_new_enough(said: str) -> bool:
    """Whether `ffmpeg -version` says 5.1 or later; a build of the development branch has no number and is."""
    if number := re.match(r"ffmpeg version n?(\d+)\.(\d+)", said):
        return (int(number[1]), int(number[2])) >= OLDEST
    return bool(re.match(r"ffmpeg version (N-|git-|20\d\d)", said))


async def run(ffmpeg: Ffmpeg, arguments: Sequence[str], deadline: Deadline, given: bytes | None = None) -> str:
    """Run to the end, `given` on standard input, and give what it said on stderr. Raises MasterError and DiskError."""
    async with started(ffmpeg, arguments, deadline, fed=given is not None) as process:
        _, stderr = await process.communicate(given)
    said = stderr.decode(errors="replace")
    judge(process.returncode, said)
    return said


def judge(code: int | None, said: str) -> None:
    """Raise what a run failed of, going by its exit code and its words: 5.1 ends with 0 without its file's end."""
    if code != 0 or re.search(r"^Error (?:writing trailer of|closing file) ", said, re.MULTILINE):
        fail(said)


@asynccontextmanager
async def started(
    ffmpeg: Ffmpeg, arguments: Sequence[str], deadline: Deadline, *, fed: bool = False
) -> AsyncIterator[Process]:
    """A running ffmpeg, `fed` through standard input or not, that is dead afterwards whatever happens."""
    process = await _start(ffmpeg, arguments, fed=fed)
    try:
        async with asyncio.timeout(deadline.left()):
            yield process
    except TimeoutError as error:
        raise MasterError("The sound was not finished in time: start earlier, or make the show shorter.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _start(ffmpeg: Ffmpeg, arguments: Sequence[str], *, fed: bool) -> Process:
    command = (str(ffmpeg.path), *QUIET, *arguments)
    try:
        return await asyncio.create_subprocess_exec(
            *command, stdin=PIPE if fed else DEVNULL, stdout=DEVNULL, stderr=PIPE, env=_environment()
        )
    except OSError as error:
        raise MasterError(f"ffmpeg cannot be started ({error.strerror}): install ffmpeg, or Dawncast anew.") from error


def _environment() -> dict[str, str]:
    # No secret of ours goes to a parser of foreign media; the loader's path is part of how some systems find libraries.
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "HOME", "TMPDIR")
    return {name: os.environ[name] for name in kept if name in os.environ}


def fail(said: str) -> NoReturn:
    """Raise the error that ffmpeg's own words (stderr) stand for."""
    if "No space left on device" in said:
        raise DiskError("The disk is full: make room where the episodes are kept, then make it again.")
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing")
    raise MasterError(f"ffmpeg failed ({last}): run `dawncast doctor`.")


def loudness(said: str) -> Loudness:
    """What the `METER` of a run measured; silence is −70 LUFS. Raises MasterError."""
    integrated = re.findall(r"^\s+I:\s+(-?[\d.]+|nan|-inf) LUFS", said, re.MULTILINE)
    peaks = re.findall(r"^\s+Peak:\s+(-?[\d.]+|nan|-inf) dBFS", said, re.MULTILINE)
    if not integrated or not peaks:
        raise MasterError("ffmpeg did not measure the loudness: install ffmpeg 5.1 or later, or Dawncast anew.")
    # 5.1 prints a summary of an empty run too.
    return Loudness(max(_number(one, -70.0) for one in integrated), max(_number(one, -120.0) for one in peaks))


def _number(said: str, silence: float) -> float:
    return silence if said in {"nan", "-inf"} else float(said)


async def measure(ffmpeg: Ffmpeg, audio: Path, deadline: Deadline) -> Loudness:
    """How loud a finished file is when it is played. Raises MasterError."""
    return loudness(await run(ffmpeg, ("-i", str(audio), "-map", "0:a", "-af", METER, "-f", "null", "-"), deadline))
