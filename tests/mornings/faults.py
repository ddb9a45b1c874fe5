"""What goes wrong in a simulated night, drawn by lot. Pure; times are seconds from the minute of the episode."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Literal, get_args

Kind = Literal[
    "source hangs", "source fails", "source is empty", "source in part",
    "model slow", "model hangs", "model 429", "model 500", "model empty", "model torn",
    "voice slow", "voice hangs", "voice 429", "voice dead", "voice noise", "voice key", "local voice dead",
    "feed down", "cloud down", "disk full", "no process",
    "crash at step", "crash at time", "bug", "stands still",
    "daemon killed", "reboot", "sleep", "clock wrong",
]  # fmt: skip  # by part
KINDS: tuple[Kind, ...] = get_args(Kind)
SOURCES = ("work", "todo", "sky", "news")
END = -120.0
"""When disk, library and machine are well again at the latest, where they are not asleep on purpose."""
BEGIN = -2700.0
"""When a night is looked at first."""
FOR_GOOD = 6 * 3600.0
TAKES_PLACE: frozenset[Kind] = frozenset({"sleep", "reboot", "daemon killed"})
RESTART = 5.0
"""After so long a killed daemon is started again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong from `at` until `until`; or happens `at`.

    `what`: which source, after how many steps, or by how many seconds the clock is wrong.
    """

    kind: Kind
    at: float
    until: float
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """A night's faults, and the seed that they were drawn with."""

    seed: int
    faults: tuple[Fault, ...] = ()
    watched: bool = False
    """Whether it is looked at until the episode is past all use, as nobody waits for anything."""

    def of(self, *kinds: Kind) -> tuple[Fault, ...]:
        """Its faults of these kinds."""
        return tuple(fault for fault in self.faults if fault.kind in kinds)

    @property
    def off(self) -> tuple[tuple[float, float], ...]:
        """From when until when the machine, its daemon or its clock were not to be relied on, the earliest first."""
        spans = [(each.at, each.until) for each in self.of(*TAKES_PLACE, "clock wrong")]
        return tuple(sorted(spans))

    def __str__(self) -> str:
        said = "; ".join(f"{f.kind} {f.what} {f.at:.0f}…{f.until:.0f}".replace("  ", " ") for f in self.faults)
        return f"seed {self.seed}: {said or 'nothing'}"


def drawn(seed: int) -> Night:
    """The night of a seed: mostly one to three things go wrong, at times up to eight."""
    lot = Random(seed)  # noqa: S311  # no secret
    number = lot.choices((0, 1, 2, 3, 4, 6, 8), (8, 32, 22, 18, 10, 6, 4))[0]
    faults: list[Fault] = []
    for kind in lot.sample(KINDS, number):
        faults += _DRAW.get(kind, _whenever)(kind, lot)
    return Night(seed=seed, faults=_possible(faults), watched=lot.random() < 0.02)


def _whenever(kind: Kind, lot: Random) -> Iterator[Fault]:
    """All night long, or for a while."""
    if lot.random() < 0.5:
        yield Fault(kind=kind, at=BEGIN, until=FOR_GOOD)
    else:
        at = lot.uniform(-1500, 0)
        yield Fault(kind=kind, at=at, until=at + lot.expovariate(1 / 300))


def _source(kind: Kind, lot: Random) -> Iterator[Fault]:
    for name in lot.sample(SOURCES, lot.choice((1, 1, 1, 2, 4))):
        yield from (replace(fault, what=name) for fault in _whenever(kind, lot))


def _mended(kind: Kind, lot: Random) -> Iterator[Fault]:
    """Over by END: at times just then."""
    until = END if lot.random() < 0.3 else lot.uniform(-1500, END)
    yield Fault(kind=kind, at=until - lot.choice((60, 600, 3000)), until=until)


def _cloud(kind: Kind, lot: Random) -> Iterator[Fault]:
    yield Fault(kind=kind, at=BEGIN, until=lot.uniform(-1200, 1800))


def _at_step(kind: Kind, lot: Random) -> Iterator[Fault]:
    """After so many steps of one production or two, whichever they are."""
    for _ in range(lot.choice((1, 1, 2))):
        yield Fault(kind=kind, at=BEGIN, until=FOR_GOOD, what=str(lot.randint(1, 60)))


def _at_time(kind: Kind, lot: Random) -> Iterator[Fault]:
    at = lot.uniform(-1250, -900) if lot.random() < 0.6 else lot.uniform(-900, 60)
    yield Fault(kind=kind, at=at, until=at)


def _killed(kind: Kind, lot: Random) -> Iterator[Fault]:
    at = min(lot.uniform(-1300, -600), lot.uniform(-1300, END - RESTART))
    yield Fault(kind=kind, at=at, until=at + RESTART)


def _away(kind: Kind, lot: Random) -> Iterator[Fault]:
    """Through the start, in the middle of it, up to the last moment, over the minute, or past all use."""
    at, until = lot.choice(
        (
            (BEGIN + 1, lot.uniform(-1200, END)),
            (BEGIN + 1, END),
            (lot.uniform(-1220, -1000), lot.uniform(-900, END)),
            (lot.uniform(-1220, END - 10), END),
            (BEGIN + 1, lot.uniform(END, 4 * 3600 - 300)),
            (lot.uniform(-1220, 0), lot.uniform(60, 4 * 3600 - 300)),
            (BEGIN + 1, 4 * 3600 + lot.uniform(60, 3600)),
        )
    )
    yield Fault(kind=kind, at=at, until=until)


def _wrong(kind: Kind, lot: Random) -> Iterator[Fault]:
    """The clock is ahead or behind (seconds) until it is set."""
    wrong = lot.choice((-1, 1)) * lot.choice((30, 300, 3600, 3 * 3600, 12 * 3600))
    yield Fault(kind=kind, at=BEGIN, until=lot.uniform(-1300, END), what=str(wrong))


_DRAW: Mapping[Kind, Callable[[Kind, Random], Iterator[Fault]]] = {
    "source hangs": _source,
    "source fails": _source,
    "source is empty": _source,
    "source in part": _source,
    "feed down": _mended,
    "disk full": _mended,
    "no process": _mended,
    "cloud down": _cloud,
    "crash at step": _at_step,
    "crash at time": _at_time,
    "daemon killed": _killed,
    "reboot": _away,
    "sleep": _away,
    "clock wrong": _wrong,
}


def _possible(faults: list[Fault]) -> tuple[Fault, ...]:
    """In order, without what would happen to a machine that is off already."""
    kept: list[Fault] = []
    free = float("-inf")
    for fault in sorted(faults, key=lambda each: each.at):
        if fault.kind in TAKES_PLACE:
            if fault.at < free:
                continue
            free = fault.until + 1
        kept.append(fault)
    return tuple(kept)
