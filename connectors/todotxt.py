"""todo.txt files (https://github.com/todotxt/todo.txt): open tasks with a due date, or of priority A without one."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from config.fields import PathSetting
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.files import matching, read
from connectors.items import Task, Window
from connectors.plaintext import Parsed, cut, decode, iso_date, no_dates, place, told_apart, uid_of
from connectors.timebox import TookTooLongError, timebox

MOST_BYTES: Final = 2**20
MOST_CHARACTERS: Final = 300
FILE_SECONDS: Final = 2.0

_PRIORITY = re.compile(r"\(([A-Z])\)\s+")
_CREATED = re.compile(r"\d{4}-\d{2}-\d{2}(?:\s+|$)")
_FIELD = re.compile(r"([A-Za-z][\w-]*):([^\s:/][^\s]*)")
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_PROJECT = re.compile(r"[+@]\S+")


class TodoTxtConfig(SourceConfig):
    """A file, a folder or a glob of todo.txt files."""

    path: PathSetting


@dataclass(frozen=True, slots=True)
class TodoTxtConnector:
    """Reads the lists; a file that cannot be read costs itself only."""

    config: TodoTxtConfig
    listener: Listener

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # files need no state
        """The open tasks that are due some day, and those of priority A that have no date (`due` None)."""
        files = matching(self.config.path, (".txt",))
        items: list[Task] = []
        warnings: list[str] = []
        failed = 0
        for path in files:
            where = place(path, self.config.path)
            try:
                with timebox(FILE_SECONDS):
                    parsed = parse(read(path, MOST_BYTES), where, window)
            except (ValueError, TookTooLongError) as error:
                failed += 1
                warnings.append(f"{where} could not be read: {error}.")
                continue
            items.extend(item for item in parsed.items if isinstance(item, Task))
            warnings.extend(f"In {where}, {warning}." for warning in parsed.warnings)
        if failed == len(files):
            raise ConnectorError(f"None of the task lists could be read. {warnings[0]}", transient=True)
        return Collected(items=tuple(items), warnings=tuple(warnings), complete=not failed)


def parse(data: bytes, where: str, window: Window) -> Parsed:
    """The open tasks of one file that have begun by the window's last day; `where` is its path in the folder."""
    text, warnings = decode(data)
    lines = [line.strip() for line in text.split("\n") if not _is_done(line.strip())]
    dates = (value for line in lines for name, value in _FIELD.findall(line) if name in ("due", "t"))
    tasks = told_apart(task for line in lines if (task := _task(line, where)) and _is_told(line, task, window))
    return Parsed(items=tuple(tasks), warnings=(*warnings, *no_dates(dates)))


def _is_done(line: str) -> bool:
    return not line or line == "x" or line.startswith("x ")


def _is_told(line: str, task: Task, window: Window) -> bool:
    hidden = dict(_FIELD.findall(line)).get("h") == "1"
    begun = task.start is None or task.start < window.first + timedelta(days=window.days)
    return begun and not hidden and (task.due is not None or task.priority == 1)


def _task(line: str, where: str) -> Task | None:
    found = _PRIORITY.match(line)
    words = line[found.end() :] if found else line
    words = _CREATED.sub("", words, count=1) if _CREATED.match(words) else words
    fields = dict(_FIELD.findall(words))
    summary = cut(_summary(words), MOST_CHARACTERS)
    if not summary:
        return None
    return Task(
        uid=uid_of(where, summary),
        summary=summary,
        due=iso_date(fields.get("due", "")),
        start=iso_date(fields.get("t", "")),
        priority=min(ord(found[1]) - ord("A") + 1, 9) if found else 0,
    )


def _summary(text: str) -> str:
    """The words without fields and links; projects and contexts at the ends go too, within they are read as words."""
    words = [word for word in text.split() if not (_FIELD.fullmatch(word) or _LINK.fullmatch(word))]
    told = [n for n, word in enumerate(words) if not _PROJECT.fullmatch(word)]
    within = words[told[0] : told[-1] + 1] if told else words
    return " ".join(word[1:].replace("_", " ") if _PROJECT.fullmatch(word) else word for word in within)


CONNECTOR = ConnectorType("todotxt", TodoTxtConfig, TodoTxtConnector, ("task",))
