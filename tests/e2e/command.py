"""The command line as a person uses it: a process of its own, a settings file, a home."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DAWNCAST = (sys.executable, "-I", "-m", "daemon")


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its result, printed with --json."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Person:
    """Somebody with a folder: settings in it, and a home below it."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def demo(self) -> Path:
        """The demo's own home."""
        return self.home / "demo"

    def writes(self, text: str) -> "Person":
        """Save the settings file."""
        self.settings.write_text(text, encoding="utf-8")
        return self

    def types(self, *words: str, answers: str = "", **environment: str) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            self._words(words), input=answers, capture_output=True, text=True, env=self._environment(environment)
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def types_under(self, wrapper: tuple[str, ...], *words: str) -> Ended:
        """Run a command through another program."""
        done = subprocess.run(
            [*wrapper, *self._words(words)], capture_output=True, text=True, env=self._environment({})
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    def starts(self, *words: str) -> "subprocess.Popen[bytes]":
        """Start a command and leave it running, in a process group of its own."""
        return subprocess.Popen(
            self._words(words),
            env=self._environment({}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [*DAWNCAST, "--config", str(self.settings), "--home", str(self.home), *words]

    def _environment(self, more: dict[str, str]) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "DAWNCAST_FFMPEG") if name in os.environ}
        return {**kept, "TZ": "Europe/Berlin", **more}


def kill_once_logged(running: "subprocess.Popen[bytes]", log: Path, lines: int) -> bool:
    """Wait until a production's log has so many lines, then `kill -9` it; False if it ended before."""
    while running.poll() is None:
        if log.exists() and log.read_bytes().count(b"\n") >= lines:
            os.kill(running.pid, signal.SIGKILL)
            running.wait()
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.wait(timeout=0.01)
    return False
