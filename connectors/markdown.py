"""Folders of Markdown notes (Obsidian, Logseq, or plain): the note of the day, tasks, and class notes."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final

from config.fields import PathSetting
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.files import matching, read
from connectors.items import Note, Task, Window
from connectors.markdown_tasks import find
from connectors.markdown_text import FrontMatter, prose, split, tags, title, visible, without_title
from connectors.plaintext import Parsed, cut, decode, iso_date, place, uid_of
from connectors.timebox import TookTooLongError, timebox

MOST_BYTES: Final = 2**20
MOST_CHARACTERS: Final = 8000
MOST_CLASS_NOTES: Final = 12
FILE_SECONDS: Final = 2.0
CLASS_NOTE_DAYS: Final = 2

_CONFLICT_COPY = re.compile(r"\.sync-conflict-|conflicted copy", re.IGNORECASE)
_NAMED_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)")
_ONE_WORD = re.compile(r"[\s_.,-]*[^\W\d_]*[\s_.,-]*")
_MAY_HOLD_TASK = re.compile(rb"[-*+.)][ \t]+(?:\[[^xX\]]|TODO|DOING|NOW|LATER|IN-PROGRESS)")
_MAY_HOLD_DATE = re.compile(rb"\d{4}-\d{2}-\d{2}")


class MarkdownConfig(SourceConfig):
    """A file, a folder or a glob of notes; `class_notes` are the folders and tags that mark class notes."""

    path: PathSetting
    class_notes: tuple[str, ...] = ("class", "classes", "lecture", "lectures", "course", "courses")


@dataclass(frozen=True, slots=True)
class MarkdownConnector:
    """Reads the notes; a file that cannot be read costs itself only."""

    config: MarkdownConfig
    listener: Listener

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # files need no state
        """The notes of the window's days, recent class notes, and the open tasks that are due some day."""
        files = [path for path in matching(self.config.path, (".md", ".markdown")) if not _is_copy(path)]
        items: list[Note | Task] = []
        warnings: list[str] = []
        failed = 0
        for path in files:
            where = place(path, self.config.path)
            try:
                with timebox(FILE_SECONDS):
                    parsed = self._parse(path, where, window)
            except (OSError, ValueError, TookTooLongError) as error:
                failed += 1
                warnings.append(f"{where} could not be read: {error}.")
                continue
            items.extend(parsed.items)
            warnings.extend(f"In {where}, {warning}." for warning in parsed.warnings)
        if files and failed == len(files):
            raise ConnectorError(f"None of the notes could be read. {warnings[0]}", transient=True)
        return Collected(items=_bounded(items), warnings=tuple(warnings), complete=not failed)

    def _parse(self, path: Path, where: str, window: Window) -> Parsed:
        modified = datetime.fromtimestamp(path.stat().st_mtime, window.zone).date()
        return parse(read(path, MOST_BYTES), where, modified, window, self.config.class_notes)


def _is_copy(path: Path) -> bool:
    return bool(_CONFLICT_COPY.search(path.name))


def _bounded(items: list[Note | Task]) -> tuple[Note | Task, ...]:
    """The items with the latest class notes only: a vault just copied here has them all written today."""
    lectures = [item for item in items if isinstance(item, Note) and item.role == "class"]
    told = sorted(lectures, key=lambda note: note.day, reverse=True)[:MOST_CLASS_NOTES]
    kept = {note.uid for note in told}
    return tuple(item for item in items if isinstance(item, Task) or item.role == "day" or item.uid in kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A file's place, the days it may be of, and what it says."""

    where: str
    named: date | None
    modified: date
    front: FrontMatter
    body: str


def parse(data: bytes, where: str, modified: date, window: Window, class_notes: tuple[str, ...]) -> Parsed:
    """The note and the tasks of one file. `where`: its path in the folder, `modified`: its local day of writing."""
    named = _named_day(where)
    if not (_may_be_note(data, named or modified, window) or _may_hold_task(data)):
        return Parsed()
    text, warnings = decode(data)
    front, body = split(text)
    page = _Page(where=where, named=named, modified=modified, front=front, body=visible(body))
    note = _note(page, window, frozenset(name.casefold() for name in class_notes))
    found = find(page.body, where)
    today = note is not None and note.role == "day"
    tasks = tuple(_dated(task, note.day if note and today else None) for task in found.tasks if task.due or today)
    notes = (note,) if note and note.text else ()
    return Parsed(items=notes + tasks, warnings=(*warnings, *found.warnings))


def _dated(task: Task, day: date | None) -> Task:
    """A task without any date in a note of the day is for that day."""
    return task if day is None or task.due or task.start else replace(task, start=day)


def _may_be_note(data: bytes, day: date, window: Window) -> bool:
    return day in _recent(window) or any(known.isoformat().encode() in data for known in _recent(window))


def _may_hold_task(data: bytes) -> bool:
    """Whether it is worth a closer look: a quick one, as folders hold thousands of files without any task."""
    return bool(_MAY_HOLD_DATE.search(data) and _MAY_HOLD_TASK.search(data)) or data[:2] in (b"\xff\xfe", b"\xfe\xff")


def _named_day(where: str) -> date | None:
    found = _NAMED_DAY.search(PurePosixPath(where).stem)
    return iso_date(f"{found[1]}-{found[3]}-{found[4]}") if found else None


def _is_daily(where: str) -> bool:
    """Whether the name is a date and one more word at most: "2026-03-24 Tuesday", but not a meeting's title."""
    return bool(_ONE_WORD.fullmatch(_NAMED_DAY.sub(" ", PurePosixPath(where).stem, count=1)))


def _recent(window: Window) -> tuple[date, ...]:
    """The days whose class notes are told; from `window.first` on, the notes of the day too."""
    return tuple(window.first + timedelta(days=n) for n in range(-CLASS_NOTE_DAYS, window.days))


def _note(page: _Page, window: Window, marks: frozenset[str]) -> Note | None:
    """The note, where it is one of the window's days or a class note of late; its text may be empty."""
    daily = page.named if _is_daily(page.where) else None
    folders = {part.casefold() for part in PurePosixPath(page.where).parts[:-1]}
    is_class = bool(marks & (folders | page.front.names)) or (not daily and bool(marks & tags(page.body)))
    day = (page.front.day or page.named or page.modified) if is_class else (daily or page.front.day)
    if day not in _recent(window) or (day < window.first and not is_class):
        return None
    return Note(
        uid=uid_of(page.where, day.isoformat()),
        title=cut(page.front.title or title(page.body) or PurePosixPath(page.where).stem, 200),
        text=cut(prose(without_title(page.body), headings=is_class), MOST_CHARACTERS),
        day=day,
        role="class" if is_class else "day",
    )


CONNECTOR = ConnectorType("markdown", MarkdownConfig, MarkdownConnector, ("note", "task"))
