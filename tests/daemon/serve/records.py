"""Records of productions, and how a daemon is, for the tests of what it tells."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from daemon.model import Degraded, ProductionRecord
from daemon.serve.health import Health, ShowHealth, SourceHealth

READY_BY = datetime(2026, 3, 24, 6, 15, tzinfo=UTC)
NOW = datetime(2026, 3, 24, 8, tzinfo=UTC)
PLAIN = ProductionRecord(
    show="morning",
    day=date(2026, 3, 24),
    ready_by=READY_BY,
    began=READY_BY - timedelta(minutes=21),
    ended=READY_BY - timedelta(minutes=17),
    outcome="ready",
    there=READY_BY - timedelta(minutes=17),
    degraded=(),
    seconds=412.0,
    cost=0.02,
    undelivered=(),
)
NOTHING: dict[str, Any] = {"there": None, "seconds": None, "cost": None}


def record(**changes: Any) -> ProductionRecord:
    return replace(PLAIN, **changes)


def degraded(*parts: tuple[Any, str], **changes: Any) -> ProductionRecord:
    given_up = tuple(Degraded(part=part, name=name, why="Lunch with Anna") for part, name in parts)
    return record(outcome="degraded", degraded=given_up, **changes)


def health(*last: ProductionRecord | None, **changes: Any) -> Health:
    plain = Health(
        looked=NOW - timedelta(seconds=3),
        shows=tuple(ShowHealth(show=each.show if each else "evening", last=each) for each in last),
        sources=(
            SourceHealth(source="work", brought=NOW - timedelta(hours=2)),
            SourceHealth(source="mail", brought=None),
        ),
        month="2026-03",
        cost=0.5,
    )
    return replace(plain, **changes)
