"""The records of a home's productions: when each was to be ready, when its episode was there, what was given up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, overload

from connectors.codec import from_json, to_json
from daemon.home.store import Store, utc_text
from daemon.model import Degraded, ProductionRecord

AHEAD_OF_UTC = timedelta(days=1)
"""The local date of any zone is at most a day after that of UTC."""

MOST = timedelta(minutes=30)
"""No production counts as longer when the next one's start is worked out: it was asleep, or hung."""

_COLUMNS = "show, day, ready_by, began, ended, outcome, there, degraded, seconds, cost, undelivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """Since when the daemon knows a show, in which zone it last served it, and when it came there from another one."""

    since: datetime
    zone: str | None
    moved: datetime | None


class Productions:
    """What the daemon remembers of its productions, one for each show and local date. Raises what `Store` does."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def record(self, record: ProductionRecord) -> None:
        """Remember a production, in the place of what was remembered of that show and day."""
        row = (
            record.show,
            record.day.isoformat(),
            *(utc_text(moment) for moment in (record.ready_by, record.began, record.ended)),
            record.outcome,
            utc_text(record.there) if record.there else None,
            to_json(record.degraded, tuple[Degraded, ...]).decode(),
            record.seconds,
            record.cost,
            to_json(record.undelivered, tuple[str, ...]).decode(),
        )
        with self._store.change() as db:
            db.execute("INSERT OR REPLACE INTO production VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)

    def last(self, show: str) -> ProductionRecord | None:
        """The production of the latest day."""
        return next(iter(self._found("show = :show ORDER BY day DESC LIMIT 1", {"show": show})), None)

    def of_days(self, show: str, first: date, last: date) -> tuple[ProductionRecord, ...]:
        """The productions of those days, both ends included, the oldest first."""
        span = {"show": show, "first": first.isoformat(), "last": last.isoformat()}
        return self._found("show = :show AND day BETWEEN :first AND :last ORDER BY day", span)

    def durations(self, show: str, most: int = 20) -> tuple[float, ...]:
        """What the latest productions of the whole line took (seconds, MOST at most), the latest first.

        Of those alone that made an episode: one that was there before its production began says nothing.
        """
        made = self._found(
            "show = :show AND there >= began AND NOT EXISTS "
            "(SELECT 1 FROM json_each(degraded) AS each WHERE json_extract(each.value, '$.part') = 'built-in') "
            "ORDER BY day DESC LIMIT :most",
            {"show": show, "most": most},
        )
        return tuple(min(record.ended - record.began, MOST).total_seconds() for record in made)

    def made_days(self, show: str, now: datetime) -> frozenset[date]:
        """The days up to now's whose episode is in a library, whoever made it."""
        latest = (now.astimezone(UTC) + AHEAD_OF_UTC).date().isoformat()
        with self._store.read() as db:
            rows = db.execute(
                "SELECT day FROM production WHERE show = ?1 AND there IS NOT NULL AND day <= ?2 "
                "UNION SELECT day FROM publication WHERE show = ?1 AND day <= ?2 AND verified IS NOT NULL",
                (show, latest),
            ).fetchall()
        return frozenset(date.fromisoformat(day) for (day,) in rows)

    def served(self, show: str) -> Served | None:
        """What is known of a show; None of one that the daemon has never served."""
        with self._store.read() as db:
            row = db.execute("SELECT since, zone, moved FROM served WHERE show = ?", (show,)).fetchone()
        return Served(since=_moment(row[0]), zone=row[1], moved=_moment(row[2])) if row else None

    def since(self, show: str, now: datetime) -> datetime:
        """When the daemon first knew this show: now, the first time that it is asked."""
        with self._store.change() as db:
            db.execute("INSERT OR IGNORE INTO served VALUES (?, ?, NULL, NULL)", (show, utc_text(now)))
            (since,) = db.execute("SELECT since FROM served WHERE show = ?", (show,)).fetchone()
        return _moment(str(since))

    def zone_since(self, show: str, zone: str, now: datetime) -> datetime | None:
        """When the show came into that zone (its key) from another one: now, where it is not the remembered one.

        None while it has always been served in it.
        """
        with self._store.change() as db:
            db.execute("INSERT OR IGNORE INTO served VALUES (?, ?, ?, NULL)", (show, utc_text(now), zone))
            row: tuple[str | None, str | None] = db.execute(
                "SELECT zone, moved FROM served WHERE show = ?", (show,)
            ).fetchone()
            before, moved = row
            if before != zone:
                moved = utc_text(now) if before else None
                db.execute("UPDATE served SET zone = ?, moved = ? WHERE show = ?", (zone, moved, show))
        return _moment(moved)

    def _found(self, where: str, values: Mapping[str, str | int]) -> tuple[ProductionRecord, ...]:
        with self._store.read() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM production WHERE {where}", values).fetchall()  # noqa: S608  # ours
        return tuple(_record(*row) for row in rows)


def _record(
    show: str, day: str, ready_by: str, began: str, ended: str, outcome: Any, there: str | None, degraded: str,
    seconds: float | None, cost: float | None, undelivered: str,
) -> ProductionRecord:  # fmt: skip
    return ProductionRecord(
        show=show,
        day=date.fromisoformat(day),
        ready_by=_moment(ready_by),
        began=_moment(began),
        ended=_moment(ended),
        outcome=outcome,
        there=_moment(there),
        degraded=from_json(tuple[Degraded, ...], degraded.encode()),
        seconds=seconds,
        cost=cost,
        undelivered=from_json(tuple[str, ...], undelivered.encode()),
    )


@overload
def _moment(text: str) -> datetime: ...
@overload
def _moment(text: str | None) -> datetime | None: ...
def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
