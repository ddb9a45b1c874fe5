"""What a voice's own process does beside speaking: it limits itself, and answers lines of JSON.

The other side is `daemon/narrate/child.py`. The first line says how the start went, `{…}` or `{"error": …}`. Each
request is a line; each answer is a line, `{"rate", "bytes", "words": [[text, start in seconds], …]}`, and that many
bytes of 16-bit mono PCM, or `{"error": …}` alone.
"""

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

Reply = tuple[object, bytes]
"""The line's object, and the PCM that follows it."""


def limit(*, cpu_seconds: int, memory: int) -> None:
    """Allow this process so much (`memory` in bytes), and no file: what goes wrong in a voice stays in here."""
    limits = [(resource.RLIMIT_CPU, cpu_seconds), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    if sys.platform != "darwin":  # which counts what the system maps into every process
        limits.append((resource.RLIMIT_AS, memory))
    for what, most in limits:
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def serve(hello: object, answer: Callable[[Any], Reply]) -> None:
    """Say hello, then answer requests until standard input ends."""
    out = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints is no answer
    _write(out, hello)
    for line in sys.stdin.buffer:
        _write(out, *answer(json.loads(line)))


def decline(cause: str) -> None:
    """Say, in the place of hello, what is missing."""
    _write(sys.stdout.fileno(), {"error": cause})


def _write(out: int, header: object, pcm: bytes = b"") -> None:
    left = memoryview(json.dumps(header).encode() + b"\n" + pcm)
    while left:
        left = left[os.write(out, left) :]
