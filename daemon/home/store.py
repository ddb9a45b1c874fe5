"""State that outlives episodes, in one SQLite database: what was told, where episodes went, what models cost."""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Any

from config.errors import DiskError, TryLaterError
from daemon.model import Call, Episode, Publication, Told, ToldAs

BUSY = 10.0
"""Seconds to wait for another process that is writing."""
REMEMBERED = timedelta(days=60)
"""How long what was told counts as told."""
PRODUCTIONS = 10
"""The pace of a voice is taken from this many of its last episodes."""

MIGRATIONS = (
    """
    CREATE TABLE told (
        show TEXT NOT NULL, day TEXT NOT NULL, mark TEXT NOT NULL, kind TEXT NOT NULL,
        PRIMARY KEY (show, day, mark)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE guid (
        show TEXT NOT NULL, day TEXT NOT NULL, guid TEXT NOT NULL,
        PRIMARY KEY (show, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE episode (
        show TEXT NOT NULL, day TEXT NOT NULL, guid TEXT NOT NULL, title TEXT NOT NULL, audio TEXT NOT NULL,
        seconds REAL NOT NULL, made TEXT NOT NULL, voice TEXT NOT NULL, words INTEGER NOT NULL,
        PRIMARY KEY (show, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE publication (
        show TEXT NOT NULL, day TEXT NOT NULL, library TEXT NOT NULL, guid TEXT NOT NULL, place TEXT NOT NULL,
        published TEXT NOT NULL,
        PRIMARY KEY (show, day, library)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    CREATE TABLE spent (
        show TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL, purpose TEXT NOT NULL, section TEXT NOT NULL,
        host TEXT NOT NULL, model TEXT NOT NULL, tokens_in INTEGER, tokens_out INTEGER, sent INTEGER NOT NULL,
        received INTEGER NOT NULL, cost REAL
    ) STRICT;
    CREATE INDEX spent_at ON spent (at);
    CREATE INDEX spent_for ON spent (show, day);
    """,
    """
    ALTER TABLE spent ADD COLUMN characters INTEGER;
    CREATE TABLE width (host TEXT PRIMARY KEY, at_once INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE production (
        show TEXT NOT NULL, day TEXT NOT NULL, ready_by TEXT NOT NULL, began TEXT NOT NULL, ended TEXT NOT NULL,
        outcome TEXT NOT NULL, there TEXT, degraded TEXT NOT NULL, seconds REAL, cost REAL, undelivered TEXT NOT NULL,
        PRIMARY KEY (show, day)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE served (show TEXT PRIMARY KEY, since TEXT NOT NULL, zone TEXT, moved TEXT) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE publication ADD COLUMN content TEXT NOT NULL DEFAULT '';
    ALTER TABLE publication ADD COLUMN verified TEXT;
    UPDATE publication SET verified = published;
    CREATE TABLE token (
        digest BLOB PRIMARY KEY, name TEXT NOT NULL, created TEXT NOT NULL, show TEXT, day TEXT, expires TEXT,
        used TEXT, used_by TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX token_name ON token (name);
    """,
)
"""Each script takes the database one version further (user_version); a script that was released is never changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeRecord:
    """An episode that was made, as a listing shows it."""

    show: str
    day: date
    guid: str
    title: str
    audio: Path
    seconds: float
    made: datetime


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A model's or voice's call for an episode, as `daemon.model.Call` has it; `at` is in UTC, `cost` in US dollars."""

    show: str
    day: date
    at: datetime
    purpose: str
    section: str
    host: str
    model: str
    tokens_in: int | None
    tokens_out: int | None
    sent: int
    received: int
    cost: float | None
    characters: int | None = None


class Store:
    """The database of one home; threads may share it, and processes wait for each other, `patience` seconds at most.

    Raises DiskError (with what to do) where it cannot be read or written, TryLaterError where another process holds it.
    """

    def __init__(self, path: Path, patience: float = BUSY) -> None:
        self._path = path
        self._patience = patience
        self._one_at_a_time = RLock()
        self._connection: sqlite3.Connection | None = None
        with self.read() as db, _alone_in(path.parent):
            if self._version(db) < len(MIGRATIONS):
                db.execute("PRAGMA journal_mode = WAL")
                self._migrate(db)

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._one_at_a_time:
            if self._connection:
                self._connection.close()
            self._connection = None

    def copy_to(self, path: Path) -> None:
        """Write the database as it is at this moment to a new file, whoever is writing to it meanwhile."""
        with self.read() as db, closing(sqlite3.connect(path)) as copy:
            db.backup(copy)

    def remember_told(self, show: str, day: date, told: Mapping[str, ToldAs]) -> None:
        """What the episode of that day told (mark → as what), in the place of all that an earlier try of it told."""
        rows = [(show, day.isoformat(), mark, kind) for mark, kind in told.items()]
        with self.change() as db:
            db.execute("DELETE FROM told WHERE show = ? AND day = ?", (show, day.isoformat()))
            db.executemany("INSERT INTO told VALUES (?, ?, ?, ?)", rows)

    def told_before(self, show: str, day: date) -> Told:
        """The stories that this show told before that day; the events that any show told up to and on it.

        An event whose cancellation was told on an earlier day is no longer among them.
        """
        span = {"show": show, "first": (day - REMEMBERED).isoformat(), "day": day.isoformat()}
        with self.read() as db:
            stories = db.execute(
                "SELECT mark FROM told WHERE kind = 'story' AND show = :show AND day >= :first AND day < :day", span
            ).fetchall()
            events = db.execute(
                "SELECT mark FROM told WHERE kind != 'story' AND day BETWEEN :first AND :day "
                "GROUP BY mark HAVING sum(kind = 'cancelled' AND day < :day) = 0",
                span,
            ).fetchall()
        return Told(stories=frozenset(mark for (mark,) in stories), events=frozenset(mark for (mark,) in events))

    def guid(self, show: str, day: date, new: Callable[[], str]) -> str:
        """The guid of that show's episode of that day: always the same one, from `new` the first time."""
        with self.change() as db:
            db.execute("INSERT OR IGNORE INTO guid VALUES (?, ?, ?)", (show, day.isoformat(), new()))
            row = db.execute("SELECT guid FROM guid WHERE show = ? AND day = ?", (show, day.isoformat())).fetchone()
        return str(row[0])

    def record_episode(self, episode: Episode, voice: str) -> None:
        """Remember that it was made, in which voice; one a show and day."""
        row = (episode.show, episode.day.isoformat(), episode.guid, episode.title, self._within(episode.audio))
        with self.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO episode VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, episode.seconds, episode.made.isoformat(), voice, episode.words),
            )

    def episodes(self, show: str | None = None) -> tuple[EpisodeRecord, ...]:
        """The episodes that were made, of one show or of all, the newest day first."""
        with self.read() as db:
            rows = db.execute(
                "SELECT show, day, guid, title, audio, seconds, made FROM episode "
                "WHERE ?1 IS NULL OR show = ?1 ORDER BY day DESC, made DESC, show",
                (show,),
            ).fetchall()
        return tuple(self._episode(*row) for row in rows)

    def record_publication(self, show: str, day: date, publication: Publication) -> None:
        """Remember where the episode of that day is, in the place of what the same library said before."""
        seen = publication.verified.isoformat() if publication.verified else None
        place = (publication.where, publication.published.isoformat(), publication.content, seen)
        with self.change() as db:
            db.execute(
                "INSERT OR REPLACE INTO publication VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (show, day.isoformat(), publication.library, publication.guid, *place),
            )

    def published(self, show: str) -> tuple[tuple[date, Publication], ...]:
        """Where all episodes of a show are, by day and library."""
        with self.read() as db:
            rows = db.execute(
                "SELECT day, library, guid, place, published, content, verified FROM publication "
                "WHERE show = ? ORDER BY day, library",
                (show,),
            ).fetchall()
        return tuple((date.fromisoformat(day), _publication(*row)) for day, *row in rows)

    def forget_publication(self, show: str, day: date, library: str) -> None:
        """The episode of that day is no longer in that library."""
        with self.change() as db:
            where = (show, day.isoformat(), library)
            db.execute("DELETE FROM publication WHERE show = ? AND day = ? AND library = ?", where)

    def publications(self, show: str, day: date) -> tuple[Publication, ...]:
        """Where the episode of that day is, by library."""
        with self.read() as db:
            rows = db.execute(
                "SELECT library, guid, place, published, content, verified FROM publication "
                "WHERE show = ? AND day = ? ORDER BY library",
                (show, day.isoformat()),
            ).fetchall()
        return tuple(_publication(*row) for row in rows)

    def record_call(self, show: str, day: date, call: Call) -> None:
        """Remember what a call for the episode of that day cost."""
        row = (show, day.isoformat(), utc_text(call.at), call.purpose, call.section, call.host, call.model)
        with self.change() as db:
            db.execute(
                "INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, call.tokens_in, call.tokens_out, call.sent, call.received, call.cost, call.characters),
            )

    def spent(self, since: datetime, until: datetime) -> float:
        """US dollars that all shows' calls cost from `since` until before `until`, as far as their prices are known."""
        with self.read() as db:
            row = db.execute(
                "SELECT total(cost) FROM spent WHERE at >= ? AND at < ?", (utc_text(since), utc_text(until))
            ).fetchone()
        return float(row[0])

    def spent_for(self, show: str, day: date) -> float:
        """US dollars that the calls for the episode of that day cost, as far as their prices are known."""
        with self.read() as db:
            row = db.execute(
                "SELECT total(cost) FROM spent WHERE show = ? AND day = ?", (show, day.isoformat())
            ).fetchone()
        return float(row[0])

    def calls(self, since: datetime, until: datetime) -> tuple[CallRecord, ...]:
        """All shows' calls from `since` until before `until`, the oldest first."""
        with self.read() as db:
            rows = db.execute(
                "SELECT show, day, at, purpose, section, host, model, tokens_in, tokens_out, sent, received, cost, "
                "characters "
                "FROM spent WHERE at >= ? AND at < ? ORDER BY at, rowid",
                (utc_text(since), utc_text(until)),
            ).fetchall()
        return tuple(_call(*row) for row in rows)

    def pace(self, voice: str, before: date) -> float | None:
        """Words a finished minute over the voice's last episodes of earlier days; None while nothing is known.

        Not of the day itself: an episode that is being resumed must not be planned anew because it is nearly there.
        """
        with self.read() as db:
            words, seconds = db.execute(
                "SELECT total(words), total(seconds) FROM (SELECT words, seconds FROM episode "
                "WHERE voice = ? AND day < ? ORDER BY day DESC, made DESC LIMIT ?)",
                (voice, before.isoformat(), PRODUCTIONS),
            ).fetchone()
        return 60 * words / seconds if words > 0 and seconds > 0 else None

    def width(self, host: str) -> int | None:
        """How many texts a host of voices takes at once, as far as its answers have told."""
        with self.read() as db:
            row = db.execute("SELECT at_once FROM width WHERE host = ?", (host,)).fetchone()
        return int(row[0]) if row else None

    def record_width(self, host: str, at_once: int) -> None:
        """Remember how many texts a host of voices takes at once."""
        with self.change() as db:
            db.execute("INSERT OR REPLACE INTO width VALUES (?, ?)", (host, at_once))

    def _within(self, path: Path) -> str:
        """Relative to the home where it lies there, so that a home can be moved."""
        home = self._path.parent
        return str(path.relative_to(home) if path.is_relative_to(home) else path)

    def _episode(
        self, show: str, day: str, guid: str, title: str, audio: str, seconds: float, made: str
    ) -> EpisodeRecord:
        return EpisodeRecord(
            show=show,
            day=date.fromisoformat(day),
            guid=guid,
            title=title,
            audio=self._path.parent / audio,
            seconds=seconds,
            made=datetime.fromisoformat(made),
        )

    def _version(self, db: sqlite3.Connection) -> int:
        version = int(db.execute("PRAGMA user_version").fetchone()[0])
        if version > len(MIGRATIONS):
            raise DiskError(
                f"{self._path} was written by a newer Dawncast than this one. "
                "Update Dawncast, or use another home with --home."
            )
        return version

    def _migrate(self, db: sqlite3.Connection) -> None:
        with _transaction(db):
            for script in MIGRATIONS[self._version(db) :]:
                for statement in filter(str.strip, script.split(";")):
                    db.execute(statement)
            db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """For the modules beside this one: the database, to change it all or not at all."""
        with self.read() as db, _transaction(db):
            yield db

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """For the modules beside this one: the database, while no other thread uses it."""
        with self._one_at_a_time:
            try:
                self._connection = self._connection or self._connect()
                yield self._connection
            except (sqlite3.Error, OSError) as error:
                self.close()
                raise self._in_words(error) from error
            except DiskError:
                self.close()
                raise

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        # Transactions are begun by hand; the lock above is what threads share the connection by.
        db = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA synchronous = FULL")
        return db

    def _in_words(self, error: sqlite3.Error | OSError) -> DiskError | TryLaterError:
        code = getattr(error, "sqlite_errorcode", None)
        if code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return TryLaterError(f"{self._path} is held by another process. Try again later.")
        if code is not None and code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            return DiskError(
                f"{self._path} is damaged. Put a backup in its place, or move it away: Dawncast then begins a new one "
                "and only forgets what earlier episodes told, where they went and what they cost."
            )
        return DiskError(f"{self._path} cannot be used ({error}). See that it may be written to and the disk has room.")


def utc_text(moment: datetime) -> str:
    """As it is compared in the database: always as long, and in one zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _publication(
    library: str, guid: str, where: str, published: str, content: str, verified: str | None
) -> Publication:
    return Publication(
        library=library,
        guid=guid,
        where=where,
        published=datetime.fromisoformat(published),
        content=content,
        verified=datetime.fromisoformat(verified) if verified else None,
    )


def _call(show: str, day: str, at: str, *rest: Any) -> CallRecord:
    return CallRecord(show, date.fromisoformat(day), datetime.fromisoformat(at), *rest)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process at a time: SQLite does not wait for another one where the journal's mode is changed."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; the writing lock is taken at once, since a reader that turns writer may find it gone."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.rollback()
        raise
    db.execute("COMMIT")
