"""The tokens by which podcast apps are let in: only their SHA-256 is kept, so that nobody can read one out again."""

import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from config.errors import UsageError
from daemon.home.store import Store, utc_text

RANDOM = 20
"""Random bytes of a token: 160 bits, written as 27 letters of base64url."""
PLAY_LINKS = "play links"
"""The name that the tokens of play links share."""
DOCTOR = "dawncast doctor"
"""The name of the token that `dawncast doctor` makes and takes back."""
LONGEST_NAME, LONGEST_APP = 60, 80
_COLUMNS = "name, created, show, day, expires, used, used_by"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What is known of a token; times are aware.

    `show`: the only one it is for, None for all. `day`: the only day of that show, for a play link. `used_by`: the app
    that used it last, as it calls itself; "" before.
    """

    name: str
    created: datetime
    show: str | None
    day: date | None
    expires: datetime | None
    used: datetime | None
    used_by: str

    def holds(self, now: datetime) -> bool:
        """Whether it has not expired."""
        return self.expires is None or now < self.expires


class Tokens:
    """The tokens of a home. Raises what its Store raises."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: tuple[sqlite3.Connection, int, int] | None = None
        self._version = 0

    def add(
        self,
        name: str,
        now: datetime,
        *,
        show: str | None = None,
        day: date | None = None,
        expires: datetime | None = None,
    ) -> str:
        """Make a token and tell it, this once. Raises UsageError where the name cannot be taken."""
        token = secrets.token_urlsafe(RANDOM)
        row = (digest_of(token), _checked(name), utc_text(now), show, day and day.isoformat())
        with self._store.change() as db:
            db.execute("DELETE FROM token WHERE expires <= ?", (utc_text(now),))
            if expires is None:  # those that Dawncast makes for itself expire
                _check_free(db, name)
            db.execute(
                f"INSERT INTO token (digest, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)",  # noqa: S608  # no input in it
                (*row, utc_text(expires) if expires else None),
            )
        return token

    def all(self, now: datetime) -> tuple[Token, ...]:
        """Those that have not expired, the oldest first."""
        return tuple(sorted((t for t in self.known().values() if t.holds(now)), key=lambda each: each.created))

    def revoke(self, name: str) -> int:
        """Take back all tokens of that name; how many there were."""
        with self._store.change() as db:
            return db.execute("DELETE FROM token WHERE name = ?", (name,)).rowcount

    def known(self) -> Mapping[bytes, Token]:
        """All of them by their digests, with those that have expired and are not deleted yet."""
        with self._store.read() as db:
            rows = db.execute(f"SELECT digest, {_COLUMNS} FROM token").fetchall()  # noqa: S608  # no input in it
        return {digest: _token(*row) for digest, *row in rows}

    def version(self) -> int:
        """Another number whenever anybody has changed the database since it was last asked for; microseconds."""
        with self._store.read() as db:
            # SQLite counts others' changes, the connection its own; both begin anew where the file is opened again.
            seen = (db, int(db.execute("PRAGMA data_version").fetchone()[0]), db.total_changes)
            if seen != self._seen:
                self._seen, self._version = seen, self._version + 1
            return self._version

    def used(self, uses: Mapping[bytes, tuple[datetime, str]]) -> None:
        """When tokens (by digest) were last used, and by which app (its User-Agent)."""
        rows = [(utc_text(at), app_of(agent), digest) for digest, (at, agent) in uses.items()]
        with self._store.change() as db:
            db.executemany("UPDATE token SET used = ?, used_by = ? WHERE digest = ?", rows)


def digest_of(token: str) -> bytes:
    """As a token is kept: its SHA-256."""
    return sha256(token.encode(errors="replace")).digest()


def app_of(agent: str) -> str:
    """What an app calls itself, as it can be printed."""
    return "".join(letter for letter in agent if letter.isprintable()).strip()[:LONGEST_APP]


def _checked(name: str) -> str:
    if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise UsageError(
            f"This cannot be a token's name. Name it after the app or device that it is for, as phone: "
            f"up to {LONGEST_NAME} letters, digits and signs."
        )
    return name


def _check_free(db: sqlite3.Connection, name: str) -> None:
    if name in {PLAY_LINKS, DOCTOR}:
        raise UsageError(f'"{name}" is what Dawncast calls tokens of its own. Choose another name.')
    if db.execute("SELECT 1 FROM token WHERE name = ?", (name,)).fetchone():
        raise UsageError(
            f"There is a token {name} already; nobody can read it out again. "
            "Choose another name, or revoke that one first (dawncast feed revoke)."
        )


def _token(
    name: str, created: str, show: str | None, day: str | None, expires: str | None, used: str | None, agent: str | None
) -> Token:
    return Token(
        name=name,
        created=datetime.fromisoformat(created),
        show=show,
        day=date.fromisoformat(day) if day else None,
        expires=datetime.fromisoformat(expires) if expires else None,
        used=datetime.fromisoformat(used) if used else None,
        used_by=agent or "",
    )
