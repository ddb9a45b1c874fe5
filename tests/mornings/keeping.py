"""Where a simulated machine's things lie: its libraries, and a disk that may be full."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from errno import ENOSPC
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from config.errors import DiskError
from daemon.home.clips import Clips
from daemon.home.results import Results
from daemon.home.store import Store
from daemon.model import Clip, Episode, Publication
from daemon.publish.base import LibraryError
from tests.mornings.faults import Kind
from tests.mornings.parts import Circumstances


@dataclass(frozen=True)
class Shelved:
    """An episode in a library: since when it is there, as of when it tells, and what its file says it was made without.

    `anew`: whether another one took its place after its minute.
    """

    there: datetime
    made: datetime
    made_of: bytes
    anew: bool = False


@dataclass
class Shelf:
    """A library. `episodes`: by day, then by guid."""

    name: str
    down: Kind
    now: Circumstances
    episodes: dict[date, dict[str, Shelved]] = field(default_factory=dict)

    async def publish(self, episode: Episode) -> Publication:
        await self.now.takes(0.1, 2)
        self._answers()
        if episode.show != "morning":
            raise LibraryError("No such show. Name another one.", transient=False)
        of_day = self.episodes.setdefault(episode.day, {})
        before = of_day.get(episode.guid)
        there = before.there if before else self.now.now()
        anew = before is not None and (before.anew or (self.now.late() and before.made != episode.made))
        of_day[episode.guid] = Shelved(there, episode.made, episode.audio.read_bytes(), anew=anew)
        return Publication(library=self.name, guid=episode.guid, where=episode.guid, published=self.now.now())

    async def verify(self, publication: Publication) -> None:
        await self.now.takes(0.05, 0.5)
        self._answers()
        if not any(publication.guid in of_day for of_day in self.episodes.values()):
            raise LibraryError("It is not there. Publish it again.", transient=True)

    async def remove(self, publication: Publication) -> None:
        for of_day in self.episodes.values():
            of_day.pop(publication.guid, None)

    def _answers(self) -> None:
        if self.now.wrong(self.down, ""):
            raise LibraryError("It does not answer. Wait.", transient=True)


@dataclass(frozen=True)
class Disk:
    """What writes where the disk may be full."""

    now: Circumstances

    def check(self) -> None:
        """Raises OSError where nothing can be written."""
        if self.now.wrong("disk full", ""):
            raise OSError(ENOSPC, "No space left on device")


class SimStore(Store):
    """The database, on that disk."""

    disk: Disk | None = None

    @contextmanager
    def change(self) -> Iterator[Connection]:
        if self.disk and self.disk.now.wrong("disk full", ""):
            raise DiskError("The disk is full. Make room.")
        with super().change() as db:
            yield db


class SimResults(Results):
    """The results of an episode, on that disk."""

    def __init__(self, folder: Path, now: Callable[[], datetime], disk: Disk) -> None:
        self._disk = disk
        super().__init__(folder, now)

    def record(self, *args: Any, **more: Any) -> None:
        self._disk.check()
        super().record(*args, **more)

    def show(self, name: str, value: Any) -> None:
        self._disk.check()
        super().show(name, value)


class SimClips(Clips):
    """The clips, on that disk."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        super().__init__(folder, 2_000_000)
        self._disk = disk

    def put(self, key: str, clip: Clip, identity: str) -> None:
        self._disk.check()
        super().put(key, clip, identity)
