"""A drop folder: whatever a program or a phone writes into it, as JSON, text or iCalendar. Nothing in it is changed.

It is the way in for what has no interface that a server could ask. A shortcut on the phone runs each morning, makes a
dictionary or a text, and its action "Save File" writes it into a folder that is kept in step with this machine (iCloud
Drive, Syncthing, Nextcloud), always under the same name. For example, the fields as in `connectors/inbox_fields.py`:

    Apple Reminders   "Find Reminders: is not completed", for each a dictionary, the list saved as reminders.json:
                      [{"kind": "task", "summary": "Water the plants", "due": "2026-03-24", "uid": "plants"}]
    Apple Health      "Find Health Samples: Sleep, last 1 day", the sum put into a text, saved as sleep.json:
                      {"kind": "note", "title": "Sleep", "text": "You slept 7 hours and 40 minutes."}
    Any text          dictated, shared or typed, saved as .txt: a note for today, or for the day that a first line
                      like "day: 2026-03-24" names

What has no day of its own is told in the next briefing, if there is one within 25 hours. A task stays until its file
is gone, or says that it is completed.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from time import monotonic

from config.fields import PathSetting
from connectors import ical
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.files import read
from connectors.inbox_entries import Parsed, Written, parse_json, parse_text
from connectors.items import Item, Window, key_of
from connectors.plaintext import place
from connectors.timebox import TookTooLongError, timebox

MOST_BYTES = {".json": 2**20, ".txt": 2**20, ".ics": 5 * 2**20}
MOST_FILES = 300
MOST_SEEN = 20_000
"""Names in the folder that are looked at, whatever they are."""
FILE_SECONDS, LEAST_SECONDS = 3.0, 0.05
PARSING = 0.85
"""The share of the source's time after which nothing more is read."""


class InboxConfig(SourceConfig):
    """The folder; those in it are read too, links are not followed."""

    path: PathSetting


class InboxConnector:
    """Reads the folder's files, the newest last; one that cannot be read costs itself only."""

    def __init__(self, config: InboxConfig, listener: Listener) -> None:
        self._config = config
        self._emails = listener.emails

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # the files themselves are the state
        """The items of the window's days. An empty folder is nothing new, not a failure."""
        ends = monotonic() + self._config.timeout * PARSING
        files, warnings = _files(Path(self._config.path))
        items: dict[str, Item] = {}
        failed = 0
        for file in files:
            where = place(file.path, self._config.path)
            try:
                parsed = self._parse(file, Written(where, file.written(window)), window, ends)
            except (OSError, ValueError, TookTooLongError, MemoryError) as error:
                failed += 1
                warnings.append(f"{where} could not be read: {str(error) or 'it needs too much memory'}.")
                continue
            items |= {key_of(item): item for item in parsed.items}
            warnings += [f"In {where}, {warning}." for warning in parsed.warnings]
        if files and failed == len(files):
            raise ConnectorError(f"None of the files could be read. {warnings[-1]}", transient=True)
        return Collected(items=tuple(items.values()), warnings=tuple(warnings), complete=not warnings)

    def _parse(self, file: "_File", written: Written, window: Window, ends: float) -> Parsed:
        """Raises ValueError (a plain clause), OSError or TookTooLongError."""

        def box() -> AbstractContextManager[None]:
            return timebox(max(LEAST_SECONDS, min(FILE_SECONDS, ends - monotonic())))

        data = read(file.path, MOST_BYTES[file.kind])
        if file.kind == ".ics":
            calendar = ical.parse(data, window, self._emails, box)
            return Parsed(calendar.items, tuple(warning.rstrip(".") for warning in calendar.warnings))
        with box():
            return (parse_json if file.kind == ".json" else parse_text)(data, written, window)


@dataclass(frozen=True, slots=True, order=True)
class _File:
    """When a file was written (seconds since 1970), and which."""

    modified: float
    path: Path

    @property
    def kind(self) -> str:
        return self.path.suffix.lower()

    def written(self, window: Window) -> datetime:
        return datetime.fromtimestamp(self.modified, window.zone)


def _files(folder: Path) -> tuple[list[_File], list[str]]:
    """The newest files, the newest of them last, and what is said of the others. Raises ConnectorError."""
    if not folder.is_dir():
        raise ConnectorError(f"There is no folder {folder}. Make it, or correct its path.", transient=False)
    candidates = sorted(_candidates(folder))
    links = [file.path for file in candidates if file.path.is_symlink()]
    warnings = [f"{place(path, str(folder))} is a link; links are not followed." for path in links]
    found = [file for file in candidates if file.path not in links]
    if len(found) > MOST_FILES:
        warnings.append(f"There are more than {MOST_FILES} files; the newest were read. Delete those that are done.")
    return found[-MOST_FILES:], warnings


def _candidates(folder: Path) -> Iterator[_File]:
    """The files of the three kinds; hidden ones are other programs' own, half written or put away."""
    for path in islice(folder.rglob("*"), MOST_SEEN):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.suffix.lower() in MOST_BYTES and (path.is_file() or path.is_symlink()):
            with suppress(FileNotFoundError):  # taken away meanwhile
                yield _File(path.lstat().st_mtime, path)


# Events too, but now and then: a folder without any does not make "nothing in your calendar" true.
CONNECTOR = ConnectorType("inbox", InboxConfig, InboxConnector, ("note", "task", "message"))
