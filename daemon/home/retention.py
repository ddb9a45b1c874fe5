"""What a home lets go of with time: old episodes, what only their making needed, and old rows of the database."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from config.errors import DawncastError, TryLaterError
from config.service import Keep
from connectors.codec import to_json
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.productions import Productions
from daemon.home.store import Store, utc_text

AT_WORK = timedelta(days=2)
"""An episode may be resumed for as long as this; then what only its making needs is let go."""
LOGS = timedelta(days=14)
UNASKED = timedelta(days=60)
"""What is kept of a source that was not asked for as long as this is let go: it has left the settings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freed:
    """What was let go: episodes' folders, bytes of files, rows of the database; and what could not be, and why."""

    episodes: int = 0
    size: int = 0
    rows: int = 0
    problems: tuple[str, ...] = ()

    def __add__(self, other: "Freed") -> "Freed":
        return Freed(
            episodes=self.episodes + other.episodes,
            size=self.size + other.size,
            rows=self.rows + other.rows,
            problems=self.problems + other.problems,
        )


def trim(home: Home, store: Store, keep: Keep, now: datetime) -> Freed:
    """Let go of what the settings do not keep; a show's last good episode always stays. What cannot go is told.

    `now` is in the listener's zone.
    """
    steps: tuple[Callable[[], Freed], ...] = (
        partial(_episodes, home, store, keep, now),
        partial(_sources, home, now),
        partial(_records, home, store, keep, now),
    )
    return sum((_tried(step) for step in steps), Freed())


def _tried(step: Callable[[], Freed]) -> Freed:
    """One thing that fails keeps nothing else from going."""
    try:
        return step()
    except TryLaterError:
        return Freed()  # it is being made right now: another time
    except (DawncastError, OSError) as error:
        return Freed(problems=(str(error),))


def kept_days(home: Home, store: Store, now: datetime) -> frozenset[tuple[str, date]]:
    """Each show's last day whose episode is in a library, and its last one whose episode lies whole in the home."""
    whole = [(show, day) for show, day, folder in _folders(home) if (folder / "episode.json").exists()]
    shows = {show for show, _ in whole} | {episode.show for episode in store.episodes()}
    delivered = [(show, max(days)) for show in shows if (days := Productions(store).made_days(show, now))]
    return frozenset((*dict(sorted(whole)).items(), *delivered))


def _episodes(home: Home, store: Store, keep: Keep, now: datetime) -> Freed:
    stay = kept_days(home, store, now)
    freed = Freed()
    for show, day, folder in _folders(home):
        age = now.date() - day
        if age > timedelta(days=keep.episodes) and (show, day) not in stay:
            freed += _tried(partial(_removed, folder))
        elif spare := tuple(_spare(folder, age)):
            freed += _tried(partial(_emptied, folder, spare))
    return freed


def _folders(home: Home) -> Iterator[tuple[str, date, Path]]:
    """The folders of episodes, by show and day; what has another name is not ours."""
    for folder in sorted((home.path / "episodes").glob("*/*")):
        with suppress(ValueError):
            yield folder.parent.name, date.fromisoformat(folder.name), folder


def _removed(folder: Path) -> Freed:
    with locked(folder):
        size = _size(folder)
        shutil.rmtree(folder)
    return Freed(episodes=1, size=size)


def _spare(folder: Path, age: timedelta) -> Iterator[Path]:
    """What of an episode's folder only its making needed."""
    if age >= AT_WORK:
        for work in ("live.mp3", "sections/*/segment.wav", "sections/*/takes", ".*.part", "sections/*/.*.part"):
            for place in (folder, *folder.glob("renditions/*")):
                yield from place.glob(work)
    if age >= LOGS:
        yield from folder.glob("log.jsonl")


def _emptied(folder: Path, spare: Sequence[Path]) -> Freed:
    with locked(folder):
        return _without(spare)


def _without(paths: Iterable[Path]) -> Freed:
    freed = 0
    for path in paths:
        size = _size(path)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        freed += size
    return Freed(size=freed)


def _size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.lstat().st_size for file in files if file.is_file())


def _sources(home: Home, now: datetime) -> Freed:
    """The folders of sources in which nothing was written for long."""
    freed = Freed()
    for folder in home.sources.glob("*/"):
        written = max((file.stat().st_mtime for file in (folder, *folder.iterdir())), default=0.0)
        if now.timestamp() - written > UNASKED.total_seconds():
            freed += _tried(partial(_without, (folder,)))
    return freed


def _records(home: Home, store: Store, keep: Keep, now: datetime) -> Freed:
    """Rows older than `keep.records`; of an episode's place and guid only when its folder is gone as well."""
    oldest = now - timedelta(days=keep.records)
    gone = min(oldest, now - timedelta(days=keep.episodes))
    stay = to_json(sorted(f"{show}/{day}" for show, day in kept_days(home, store, now)), list[str]).decode()
    with store.change() as db:
        before = db.total_changes
        for table in ("told", "production"):
            db.execute(f"DELETE FROM {table} WHERE day < ?", (f"{oldest:%Y-%m-%d}",))  # noqa: S608  # our own names
        db.execute("DELETE FROM spent WHERE at < ?", (utc_text(oldest),))
        for table in ("episode", "publication", "guid"):
            db.execute(
                f"DELETE FROM {table} WHERE day < ? "  # noqa: S608  # our own names
                "AND show || '/' || day NOT IN (SELECT value FROM json_each(?))",
                (f"{gone:%Y-%m-%d}", stay),
            )
        return Freed(rows=db.total_changes - before)
