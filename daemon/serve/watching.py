"""The settings as they are now: read anew when the file or the machine's zone changes, the good ones kept meanwhile."""

import contextlib
import os
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

from config.errors import Problem, SettingsError
from config.load import Kinds, load
from config.settings import Settings

ZONE_FILES = (Path("/etc/localtime"), Path("/etc/timezone"))
"""Where a machine's time zone is set."""
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings, and the text of the file that they were read from: what the productions are given."""

    settings: Settings
    text: str


class Watch:
    """Looks at a settings file. `loaded`: the last good settings of it; `check` raises DawncastError of any others."""

    def __init__(self, file: Path, kinds: Kinds, check: Callable[[Settings], object]) -> None:
        """Raises DawncastError where they cannot be used."""
        self._file = file
        self._kinds = kinds
        self._check = check
        self._zone = _zone_of_machine()
        self._seen = _mark(file)
        self._before = self._seen + self._zone
        self.loaded = self._read()

    def changed(self) -> bool:
        """Whether the file or the machine's zone is another one than when it was last read, and is so twice in a row.

        Twice, so that a file is not read in the middle of being written.
        """
        now, before = _mark(self._file) + _zone_of_machine(), self._before
        self._before = now
        return now == before and now != self._seen + self._zone

    def read(self) -> Loaded:
        """Read them anew. Raises DawncastError, and keeps the last good ones, where they cannot be used."""
        self._seen, zone = _mark(self._file), _zone_of_machine()
        if zone != self._zone:
            self._zone = zone
            _forget_zone()
        self._before = self._seen + self._zone
        self.loaded = self._read()
        return self.loaded

    def _read(self) -> Loaded:
        """Settings and text that belong together."""
        for _ in range(TRIES):
            text, settings = _text(self._file), load(self._file, self._kinds)
            if text == _text(self._file):
                self._check(settings)
                return Loaded(settings=settings, text=text)
        what = "it changes while it is read; it will be read again when it is saved the next time"
        raise SettingsError([Problem(file=self._file, key="", what=what)])


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")  # `load` says what is wrong with it
    except OSError:
        return ""


def _mark(file: Path) -> str:
    """What tells one state of the file from the next."""
    try:
        return sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        return f"errno {error.errno}"


def _zone_of_machine() -> str:
    """What tells one time zone of the machine from the next, without asking what it is called."""
    return " ".join((os.environ.get("TZ", ""), *map(_where, ZONE_FILES)))


def _where(file: Path) -> str:
    try:
        return f"{file.readlink() if file.is_symlink() else ''} {file.stat().st_mtime_ns}"
    except OSError:
        return ""


def _forget_zone() -> None:
    """Let the zone be asked for anew: the library that knows it asks the machine only once."""
    time.tzset()
    if "tzlocal" in sys.modules:
        import tzlocal

        # Where the machine contradicts itself, reading the settings says so, or the zone stays as it was.
        with contextlib.suppress(ZoneInfoNotFoundError, ValueError), warnings.catch_warnings(action="ignore"):
            tzlocal.reload_localzone()
