"""What came of a simulated morning, from what lies in its libraries and records; and a table of many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from connectors.codec import from_json
from daemon.clock.schedule import moment
from daemon.model import ProductionRecord
from tests.mornings.faults import END, Night
from tests.mornings.machine import SHOW, Machine

OF_USE = 4 * 3600.0
TO_MAKE_UP = 120.0
Kept = Literal["in time", "made up in time", "past all use"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """A morning. `kept`: which promise held; `wrong`: what did not hold.

    `seconds`: how long before its minute the episode was there (below zero: after it). `given_up`: part and name of all
    that the episode was made without; `reasons`: part, name and why, as it was told.
    """

    night: Night
    day: date
    awake: bool
    kept: Kept | None
    seconds: float | None
    given_up: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str, str], ...]
    wrong: tuple[str, ...]


def judged(machine: Machine, day: date, night: Night) -> Morning:
    """One morning, when all of them are over."""
    records = machine.records.of_days(SHOW, day, day)
    record = records[0] if records else None
    there = _there(machine, day)
    kept = kept_of(night, there)
    given_up = _given_up(machine, day)
    wrong = [*_wrong_in_libraries(machine, day, night), *_wrong_in_record(record, there, given_up)]
    if kept is None:
        wrong.append(f"late: there at {there}" if there is not None else "not there")
    return Morning(
        night=night,
        day=day,
        awake=awake(night),
        kept=kept,
        seconds=None if there is None else -there,
        given_up=given_up,
        reasons=tuple((each.part, each.name, each.why) for each in record.degraded) if record else (),
        wrong=tuple(wrong),
    )


def awake(night: Night) -> bool:
    """Whether the machine was there, and its clock right, from two minutes before the minute on."""
    return all(until <= END or at >= 0 for at, until in night.off)


def kept_of(night: Night, there: float | None) -> Kept | None:
    """Which promise was kept, if the episode was there so many seconds from its minute; None where none was."""
    if there is not None and there <= 0:
        return "in time"
    if awake(night):
        return None
    before = [until for at, until in night.off if there is None or at < there]
    back = max(before, default=END)
    if there is None:
        return "past all use" if back > OF_USE else None
    return "made up in time" if there <= back + TO_MAKE_UP else None


def _there(machine: Machine, day: date) -> float | None:
    """When the day's episode was in its first library, in seconds from its minute."""
    times = [each.there for shelf in machine.shelves.values() for each in shelf.episodes.get(day, {}).values()]
    return (min(times) - _minute(machine, day)).total_seconds() if times else None


def _minute(machine: Machine, day: date) -> datetime:
    found = moment(day, time.fromisoformat(machine.ready_by), machine.zone)
    assert found
    return found


def _given_up(machine: Machine, day: date) -> tuple[tuple[str, str], ...]:
    """What the episode that is in the libraries was made without, as its own file says."""
    files = [each.made_of for shelf in machine.shelves.values() for each in shelf.episodes.get(day, {}).values()]
    return tuple(from_json(tuple[tuple[str, str], ...], files[0])) if files else ()


def _wrong_in_libraries(machine: Machine, day: date, night: Night) -> Iterator[str]:
    for name, shelf in machine.shelves.items():
        of_day = shelf.episodes.get(day, {})
        if len(of_day) > 1:
            yield f"twice in {name}"
        if any(each.anew for each in of_day.values()):
            yield f"made anew in {name} after its minute"
        if awake(night) and not _well_in_time(machine, day, night, name):
            yield f"late in {name}"
    yield from (each for each in machine.twice if each.startswith(str(day)))


def _well_in_time(machine: Machine, day: date, night: Night, name: str) -> bool:
    """Whether a library that was well two minutes before the minute had the episode by then."""
    shelf, minute = machine.shelves[name], _minute(machine, day)
    if any(fault.until > END for fault in night.of(shelf.down)):
        return True
    return any(each.there <= minute for each in shelf.episodes.get(day, {}).values())


def _wrong_in_record(
    record: ProductionRecord | None, there: float | None, given_up: Iterable[tuple[str, str]]
) -> Iterator[str]:
    if record is None:
        yield "no record"
        return
    if (record.there is None) != (there is None):
        yield f"the record says {record.outcome}, there is {'none' if there is None else 'one'}"
    told = {(each.part, each.name) for each in record.degraded} | {(each.part, "") for each in record.degraded}
    yield from (f"not told: {part} {name}" for part, name in given_up if (part, name) not in told)
    if record.outcome == "ready" and (given_up or record.undelivered):
        yield "given up, and called ready"


def table_of(mornings: Sequence[Morning]) -> str:
    """What was promised and kept, what was given up how often, and what went wrong how often."""
    rows = [*_promises(mornings), "", "given up, in mornings (why)", *_lost(mornings), "", "faults, in mornings"]
    kinds = Counter(kind for each in mornings for kind in {fault.kind for fault in each.night.faults})
    rows += [f"  {kind:<60}{number:>8}" for kind, number in sorted(kinds.items())]
    together = Counter(len({fault.kind for fault in each.night.faults}) for each in mornings)
    rows += [f"  {f'{number} of them at once':<60}{count:>8}" for number, count in sorted(together.items())]
    return "\n".join(rows)


def _promises(mornings: Sequence[Morning]) -> Iterator[str]:
    awake_ones = [each for each in mornings if each.awake]
    others = [each for each in mornings if not each.awake]
    yield _row("mornings", len(mornings))
    yield _row("awake from two minutes before on: in time", _of(awake_ones, "in time"), len(awake_ones))
    yield _row("asleep or off then: in time all the same", _of(others, "in time"))
    yield _row("  made up within two minutes of waking", _of(others, "made up in time"))
    yield _row("  woken when it was past all use: left out", _of(others, "past all use"))
    yield _row("late or missing", sum(each.kept is None for each in mornings))
    yield _row("twice, or two productions at a time", _with(mornings, "twice", "while another"))
    yield _row("something given up", sum(bool(each.given_up) for each in mornings))
    yield _row("  and not told", _with(mornings, "not told", "called ready", "the record says", "no record"))
    yield _row("in one library in time, in another one that was well not", _with(mornings, "late in"))
    yield _row("another episode in its place after its minute", _with(mornings, "made anew"))
    early = sorted(each.seconds for each in mornings if each.seconds is not None and each.awake)
    if early:
        yield _row("nearest to its minute (seconds before)", round(early[0]))


def _of(mornings: Iterable[Morning], kept: Kept) -> int:
    return sum(each.kept == kept for each in mornings)


def _with(mornings: Iterable[Morning], *what: str) -> int:
    """How many of them went wrong in one of these ways."""
    return sum(any(words in wrong for wrong in each.wrong for words in what) for each in mornings)


def _row(what: str, number: int, of: int | None = None) -> str:
    return f"{what:<62}{number:>8}" + (f" of {of} ({number / of:.2%})" if of else "")


def _lost(mornings: Sequence[Morning]) -> Iterator[str]:
    told = Counter(
        f"{part} {name}: {'as of an earlier answer' if why.startswith('as of') else why}"
        for each in mornings
        for part, name, why in set(each.reasons)
    )
    yield from (f"  {what:<60}{number:>8}" for what, number in sorted(told.items()))
