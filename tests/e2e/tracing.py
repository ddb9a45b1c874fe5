"""What a command asks of the kernel, recorded or interfered with by strace: no test code has to be in the product."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

CHANGES = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,sendfile,copy_file_range,rename,renameat,renameat2,"
    "unlink,unlinkat,ftruncate,truncate,fallocate,fsync,fdatasync,sync,syncfs,lseek,link,linkat"
)
"""Calls that change what lies on a disk, or make it last."""
WHOLE = 1 << 26
"""No call writes more bytes than this at once."""
_CALL = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<.*)?")
_TEXT = re.compile(r"(?:\\x[0-9a-f]{2})+")


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: its arguments as strace shows them, its result."""

    process: int
    name: str
    arguments: tuple[str, ...]
    result: int


@cache
def why_not() -> str:
    """Why nothing can be traced here; "" where it can."""
    if sys.platform != "linux" or not shutil.which("strace"):
        return "strace is not installed"
    tried = subprocess.run(("strace", "-f", "-o", "/dev/null", "true"), capture_output=True, text=True)
    return f"strace may not trace here: {tried.stderr.strip()[:200]}" if tried.returncode else ""


def needs_tracing() -> None:
    """Skip the test where nothing can be traced."""
    if why_not():
        pytest.skip(why_not())


def recording(to: Path, calls: str = CHANGES) -> tuple[str, ...]:
    """The words before a command that record these calls of it and of all that it starts, in the order they end."""
    quiet = ("-f", "-y", "-z", "-qq", "-e", "signal=none", "--seccomp-bpf")
    return ("strace", *quiet, "-xx", "-s", str(WHOLE), "-e", f"trace={calls}", "-o", str(to))


def recorded(trace: Path) -> Iterator[Call]:
    """The calls of a recording."""
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            if found := _CALL.match(line):
                yield Call(int(found[1]), found[2], tuple(found[3].split(", ")), int(found[4]))


def bytes_of(argument: str) -> bytes:
    """The text of an argument in quotes."""
    found = _TEXT.search(argument)
    return bytes.fromhex(found[0].replace("\\x", "")) if found else b""


def file_of(argument: str) -> Path:
    """The file that a descriptor or a text in quotes names."""
    return Path(bytes_of(argument).decode(errors="surrogateescape"))
