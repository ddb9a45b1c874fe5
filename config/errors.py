"""Errors meant for people: what is wrong, and what to do next. They are printed without a traceback."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class DawncastError(Exception):
    """An error for people; `exit_code` is what the command ends with (see README, "exit codes")."""

    exit_code = 1


class UsageError(DawncastError):
    """What was asked for cannot be: an unknown show, a day that is no day."""

    exit_code = 64


class DiskError(DawncastError):
    """A file could not be read or written."""

    exit_code = 74


class TryLaterError(DawncastError):
    """Nothing is wrong that waiting would not mend."""

    exit_code = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a settings file: which key, where (line, if known), and what to do."""

    file: Path
    key: str
    what: str
    line: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.key}: {self.what}" if self.key else f"{place}: {self.what}"


class SettingsError(DawncastError):
    """The settings cannot be used; every problem found is listed."""

    exit_code = 78

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
