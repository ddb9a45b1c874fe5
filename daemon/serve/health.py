"""How the daemon is, for a watcher: what /healthz says. Pure, and nothing personal."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from daemon.model import ProductionRecord

FRESH = timedelta(seconds=60)
"""A loop that has not looked at the clock for so long hangs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowHealth:
    """A show, and its last production; None before its first."""

    show: str
    last: ProductionRecord | None

    @property
    def well(self) -> bool:
        """Whether its last morning had an episode, or none was due yet."""
        return self.last is None or (self.last.outcome in ("ready", "degraded") and self.last.there is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """A source, and when it last gave a good answer; None: never."""

    source: str
    brought: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the daemon is: when its loop last looked at the clock; `cost`: US dollars of the month ("2026-03")."""

    looked: datetime
    shows: tuple[ShowHealth, ...] = ()
    sources: tuple[SourceHealth, ...] = ()
    month: str
    cost: float


def well(health: Health, now: datetime) -> bool:
    """Whether the loop runs, and each show's last morning was well."""
    return now - health.looked <= FRESH and all(show.well for show in health.shows)


def state(health: Health, now: datetime) -> bytes:
    """The JSON of /healthz: shows, their states, and ages in seconds."""
    shows = [
        {
            "show": each.show,
            "well": each.well,
            "state": each.last.outcome if each.last else "waiting",
            "there_seconds_ago": _age(each.last.there if each.last else None, now),
        }
        for each in health.shows
    ]
    whole = {"well": well(health, now), "looked_seconds_ago": _age(health.looked, now), "shows": shows}
    return json.dumps(whole, ensure_ascii=False).encode() + b"\n"


def _age(moment: datetime | None, now: datetime) -> int | None:
    return None if moment is None else round((now - moment).total_seconds())
