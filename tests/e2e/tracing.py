"""What a command asks of the kernel, recorded or interfered with by strace: no test code has to be in the product."""

import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.e2e.serving import Served

CHANGES = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,rename,renameat,renameat2,"
    "unlink,unlinkat,ftruncate,truncate,fallocate,fsync,fdatasync,sync,syncfs,lseek,link,linkat"
)
"""Calls that change what lies on a disk, or make it last."""
WHOLE = 1 << 26
"""No call writes more bytes than this at once."""
PAUSE = 80_000
"""Microseconds in which a test sees what has just been done, and acts."""
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)(?:<.*)?")
_TEXT = re.compile(r"(?:\\x[0-9a-f]{2})+")


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: its arguments as strace shows them, its result."""

    name: str
    arguments: tuple[str, ...]
    result: int


@cache
def why_not() -> str:
    """Why nothing can be traced here; "" where it can."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return "the calls are known by the names that Linux has for them on x86-64"
    if not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(("strace", "-f", "-o", "/dev/null", "true"), capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()[:200]}" if tried.returncode else ""


def needs_tracing() -> None:
    """Skip the test where nothing can be traced."""
    if why := why_not():
        pytest.skip(why)


def recording(to: Path, calls: str = CHANGES) -> tuple[str, ...]:
    """The words before a command that record these calls of it and of all that it starts, in the order they end."""
    quiet = ("-f", "-y", "-v", "-z", "-qq", "-e", "signal=none", "--seccomp-bpf")
    return ("strace", *quiet, "-xx", "-s", str(WHOLE), "-e", f"trace={calls}", "-o", str(to))


def slowed(to: Path, call: str, *, to_the_end: bool = False) -> tuple[str, ...]:
    """The words before a command that waits behind each such call, which is in `to` by then: so one can be there.

    `to_the_end`: strace is there for as long as what it traces, so that it may be quick about it.
    """
    quiet = ("-D", "-f", "-y", "-z", "-qq", "-e", "signal=none", *(("--seccomp-bpf",) if to_the_end else ()))
    return ("strace", *quiet, "-e", f"trace={call}", "-e", f"inject={call}:delay_exit={PAUSE}", "-o", str(to))


def failing(to: Path, call: str, file: Path, error: str) -> tuple[str, ...]:
    """The words before a command whose every such call on that file fails with an error, as EIO."""
    quiet = ("-D", "-f", "-qq", "-e", "signal=none", "-e", f"trace={call}")
    return ("strace", *quiet, "-P", str(file), "-e", f"inject={call}:error={error}", "-o", str(to))


def tracer_of(process: int) -> int:
    """The strace that traces a process."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"^TracerPid:\s+(\d+)$", status, re.MULTILINE)[0])


def recorded(trace: Path) -> Iterator[Call]:
    """The calls of a recording."""
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if found := _CALL.match(line):
                yield Call(found[1], tuple(found[2].split(", ")), int(found[3]))


@dataclass(frozen=True, slots=True)
class Started:
    """A program that was started: its words, and its environment (NAME=value)."""

    words: tuple[str, ...]
    environment: tuple[str, ...]


def started(trace: Path) -> Iterator[Started]:
    """What was started, of a recording of execve."""
    for call in recorded(trace):
        words, _, environment = ", ".join(call.arguments[1:]).partition("], [")
        yield Started(_texts(words), _texts(environment))


def _texts(arguments: str) -> tuple[str, ...]:
    found = (bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments))
    return tuple(text.decode(errors="replace") for text in found)


@dataclass
class Traced(Served):
    """A person whose daemon is started by the words `under`; with strace's -D it is the daemon that is returned."""

    under: tuple[str, ...] = ()

    def starts(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start the daemon."""
        with self.output.open("ab") as output:
            return subprocess.Popen(
                (*self.under, *self.person._words(("serve",))),
                env=self.person._environment(environment),
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
            )


def bytes_of(argument: str) -> bytes:
    """The text of an argument in quotes."""
    found = _TEXT.search(argument)
    return bytes.fromhex(found[0].replace("\\x", "")) if found else b""


def file_of(argument: str) -> Path:
    """The file that a descriptor or a text in quotes names."""
    return Path(bytes_of(argument).decode(errors="surrogateescape"))
