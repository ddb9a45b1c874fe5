"""How the daemon is, for Prometheus: its text format 0.0.4. Pure.

Written by hand: a dozen gauges, made anew at each request from what is known anyway, need no library that counts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from daemon.model import ProductionRecord
from daemon.serve.health import Health, well

EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"
"""The Content-Type."""
PARTS = ("source", "writer", "voice", "library", "built-in")
"""What can be given up; each has a sample even where nothing was, or an alert could not tell that from no answer."""

_IN_LABELS = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


@dataclass(frozen=True, slots=True)
class _Gauge:
    """A metric: its name, its help (no backslashes, one line) and its values, by their labels."""

    name: str
    about: str
    samples: Iterable[tuple[Mapping[str, str], float]]

    def lines(self) -> Iterator[str]:
        yield f"# HELP {self.name} {self.about}"
        yield f"# TYPE {self.name} gauge"
        for labels, value in self.samples:
            named = ",".join(f'{name}="{label.translate(_IN_LABELS)}"' for name, label in labels.items())
            yield f"{self.name}{{{named}}} {value!r}" if named else f"{self.name} {value!r}"


def metrics(health: Health, now: datetime, memory: int | None) -> str:
    """All gauges as text; `memory`: bytes that the process takes, None where the system does not say."""
    gauges = (*_of_daemon(health, now, memory), *_of_shows(health), *_of_sources(health, now))
    return "".join(f"{line}\n" for gauge in gauges for line in gauge.lines())


def _of_daemon(health: Health, now: datetime, memory: int | None) -> Iterator[_Gauge]:
    yield _Gauge("dawncast_up", "1 while the daemon answers.", [({}, 1)])
    yield _Gauge("dawncast_healthy", "What /healthz says: 1 is well.", [({}, int(well(health, now)))])
    yield _Gauge(
        "dawncast_looked_timestamp_seconds", "When it last looked at the clock.", [({}, health.looked.timestamp())]
    )
    yield _Gauge(
        "dawncast_cost_dollars", "What models and voices cost in the month.", [({"month": health.month}, health.cost)]
    )
    if memory is not None:
        yield _Gauge("process_resident_memory_bytes", "Resident memory size in bytes.", [({}, memory)])


def _of_shows(health: Health) -> Iterator[_Gauge]:
    last = {show.show: show.last for show in health.shows if show.last}
    there = {show: (record, record.there) for show, record in last.items() if record.there}
    yield _Gauge(
        "dawncast_episode_ready_timestamp_seconds",
        "When the last episode was in its first library.",
        [({"show": show}, at.timestamp()) for show, (_, at) in there.items()],
    )
    yield _Gauge(
        "dawncast_episode_late_seconds",
        "How long after its minute the last episode was there; negative before it.",
        [({"show": show}, (at - record.ready_by).total_seconds()) for show, (record, at) in there.items()],
    )
    yield _Gauge(
        "dawncast_episode_degraded",
        "How much was given up for the last episode, by part.",
        [({"show": show, "part": part}, _given_up(each, part)) for show, each in last.items() for part in PARTS],
    )
    yield _Gauge(
        "dawncast_production_seconds",
        "How long the last production took.",
        [({"show": show}, (each.ended - each.began).total_seconds()) for show, each in last.items()],
    )
    yield _Gauge(
        "dawncast_show_well",
        "Whether the last morning of a show had its episode: 1 is well.",
        [({"show": show.show}, int(show.well)) for show in health.shows],
    )


def _of_sources(health: Health, now: datetime) -> Iterator[_Gauge]:
    yield _Gauge(
        "dawncast_source_age_seconds",
        "How old the last good answer of a source is.",
        [({"source": e.source}, (now - e.brought).total_seconds()) for e in health.sources if e.brought],
    )


def _given_up(record: ProductionRecord, part: str) -> int:
    named = {each.name for each in record.degraded if each.part == part}
    return len(named | {*record.undelivered} if part == "library" else named)
