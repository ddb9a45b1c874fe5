"""What lies whole in an episode's folder, and from what it was made: the whole mechanism of resuming.

Each result is a file that a person can read; `made.json` beside them records, for each, the hash of its inputs, when
it was made, and the size of its files. A result is used again only while its inputs are equal and its files all there.
"""

import hashlib
import shutil
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One result: the hash of its inputs, when and in which folder it was made, its files (by name) and their sizes.

    A folder that was moved holds nothing whole: results name each other's files by their paths.
    """

    inputs: str
    folder: Path
    made: datetime
    files: dict[str, int]


FORMAT = b"1"
"""Changes when a result's own form or meaning does (daemon/model/): all is made anew then."""


def fingerprint(*inputs: object) -> str:
    """A hash of all that a result is made from: texts, numbers, dataclasses, mappings of them."""
    digest = hashlib.sha256(FORMAT)
    for part in inputs:
        data = part if isinstance(part, bytes) else to_json(part)
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


class Results:
    """The results in one episode's folder."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self.folder = folder
        self._now = now
        self._index = folder / "made.json"
        self._made = self._read()

    def within(self, folder: str) -> "Results":
        """The results in a folder of this one's."""
        return Results(self.folder / folder, self._now)

    def _read(self) -> dict[str, Made]:
        try:
            return from_json(dict[str, Made], self._index.read_bytes())
        except (FileNotFoundError, ValueError):
            return {}  # nothing made yet, or not by this version: everything is made anew

    def whole(self, name: str, inputs: str | None = None, younger_than: timedelta | None = None) -> bool:
        """Whether that result is there, from these inputs (if given), and not too old (if that matters)."""
        made = self._made.get(name)
        if made is None or made.folder != self.folder or (inputs is not None and made.inputs != inputs):
            return False
        if younger_than is not None and not timedelta() <= self._now() - made.made < younger_than:
            return False
        return all(_size(self.folder / file) == size for file, size in made.files.items())

    def inputs_of(self, name: str) -> str:
        """The hash of what a result that is recorded was made from."""
        return self._made[name].inputs

    def record(self, name: str, inputs: str, files: Iterable[Path] = ()) -> None:
        """Say that the result is whole: its own file and `files` lie under their names by now."""
        paths = [self.folder / name, *files]
        sizes = {str(path.relative_to(self.folder)): path.stat().st_size for path in paths}
        self._made[name] = Made(inputs=inputs, folder=self.folder, made=self._now(), files=sizes)
        write_whole(self._index, to_json(self._made, dict[str, Made]))

    def get(
        self, name: str, kind: type[T], inputs: str | None = None, younger_than: timedelta | None = None
    ) -> T | None:
        """The result, if it is whole; None where it is to be made anew."""
        if not self.whole(name, inputs, younger_than):
            return None
        try:
            return from_json(kind, (self.folder / name).read_bytes())
        except ValueError:
            return None  # written by a version that had other fields

    def made_from(self, inputs: str, kind: type[T]) -> T | None:
        """The result that was made from these inputs, whatever its name, if it is whole."""
        names = [name for name, made in self._made.items() if made.inputs == inputs]
        return next((found for name in names if (found := self.get(name, kind, inputs))), None)

    def only(self, sections: Collection[str]) -> None:
        """Throw away the folders of sections that an earlier plan had."""
        for folder in self.folder.glob("sections/*"):
            if str(folder.relative_to(self.folder)) not in sections:
                shutil.rmtree(folder)

    def show(self, name: str, value: Any) -> None:
        """Write a result's own file for people to read; it is made anew the next time."""
        if self._made.pop(name, None):
            write_whole(self._index, to_json(self._made, dict[str, Made]))
        write_whole(self.folder / name, to_json(value))

    def keep(self, name: str, inputs: str, value: Any, files: Iterable[Path] = ()) -> None:
        """Write a result's own file, then record it."""
        write_whole(self.folder / name, to_json(value))
        self.record(name, inputs, files)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None
