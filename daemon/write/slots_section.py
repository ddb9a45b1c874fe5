"""The slots that belong to a section and to none of its items: the greeting, the day, clashes, free stretches. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime

from connectors.items import Event
from daemon.model import Conflict, Gap
from daemon.write.builtin_all_day import lasting
from daemon.write.moments import part_of_day
from daemon.write.sentences import shortened
from daemon.write.slots_base import Slot
from daemon.write.slots_events import starts_at
from daemon.write.telling import Telling, named

_LONGEST_NAME = 4
_COUNTED = ("tasks", "mail", "news")


def section_slots(tell: Telling, told: int) -> tuple[Slot, ...]:
    """Only what the kind of section needs: a story cannot be dated with the day's own slots. `told`: how many items."""
    kind = tell.brief.section.kind
    if kind == "opening":
        return (*_opening(tell), *_opening_clash(tell))
    today = Slot("today", tell.phrase("moments.today"), "the word for today")
    if kind == "day":
        return (today, *_clashes(tell), *_free(tell))
    if kind in _COUNTED:
        return (*([today] if kind == "tasks" else []), *_counts(tell, told))
    return (today,) if kind in ("weather", "notes") else ()


def _opening(tell: Telling) -> Iterator[Slot]:
    part = part_of_day(tell.local(tell.brief.now).hour)
    name = shortened(named(tell.heard(tell.brief.name or "")), _LONGEST_NAME)
    greeting = tell.phrase(f"opening.{part}_named", name=name) if name else tell.phrase(f"opening.{part}")
    yield Slot("greeting", greeting.rstrip("."), "the greeting, with the listener's name")
    if name:
        yield Slot("name", name, "the listener's name")
    yield Slot("day", tell.tongue.weekday_and_day(tell.day), "weekday and date")
    yield Slot("weekday", tell.tongue.TABLE.weekdays[tell.day.weekday()], "the weekday")
    yield Slot("today", tell.phrase("moments.today"), "the word for today")


def _opening_clash(tell: Telling) -> Iterator[Slot]:
    highlight = tell.brief.section.highlight
    if highlight is None or highlight.why != "conflict":
        return
    told = [entry for entry in tell.brief.section.entries if entry.key in highlight.items]
    starts = [entry.item.start for entry in told if isinstance(entry.item, Event)]
    moments = [start for start in starts if isinstance(start, datetime)]
    if len(moments) > 1:
        keys = tuple(entry.key for entry in told)
        start = max(moments)
        said, written = tell.clock_alone(start), f"{tell.local(start):%H:%M}"
        yield Slot("c1.start", said, "when two events begin to clash", keys, written)


def _clashes(tell: Telling) -> Iterator[Slot]:
    for number, clash in enumerate(tell.brief.section.conflicts, 1):
        yield from _clash(f"c{number}", clash, tell)


def _clash(alias: str, clash: Conflict, tell: Telling) -> Iterator[Slot]:
    keys = (clash.first, clash.second)
    if clash.start.astimezone(UTC) >= tell.since.astimezone(UTC):
        yield _at(f"{alias}.start", clash.start, tell, "when two events begin to clash", keys)
    if clash.end.astimezone(UTC) > clash.start.astimezone(UTC):
        yield _at(f"{alias}.end", clash.end, tell, "when they no longer clash", keys)


def _free(tell: Telling) -> Iterator[Slot]:
    for number, gap in enumerate(tell.brief.section.gaps, 1):
        yield from _gap(f"g{number}", gap, tell)


def _at(name: str, moment: datetime, tell: Telling, hint: str, keys: tuple[str, ...]) -> Slot:
    return Slot(name, tell.clock(moment), hint, keys, f"{tell.local(moment):%H:%M}")


def _gap(alias: str, gap: Gap, tell: Telling) -> Iterator[Slot]:
    """A stretch that no event begins or ends has no time there: it is only where the waking day begins or ends."""
    before, after = _ending_at(gap.start, tell), _beginning_at(gap.end, tell)
    keys = (*before, *after)
    if before:
        yield _at(f"{alias}.start", gap.start, tell, "from when on the listener is free", keys)
    if after:
        yield _at(f"{alias}.end", gap.end, tell, "until when the listener is free", keys)
    if before and after:
        length = gap.end.astimezone(UTC) - gap.start.astimezone(UTC)
        yield Slot(f"{alias}.length", tell.tongue.duration(length), "for how long the listener is free", keys)


def _timed(tell: Telling) -> Iterator[tuple[str, Event]]:
    for entry in tell.brief.section.entries:
        if isinstance(entry.item, Event) and not entry.cancelled and not entry.called_off and not lasting(entry, tell):
            yield entry.key, entry.item


def _ending_at(moment: datetime, tell: Telling) -> tuple[str, ...]:
    return tuple(key for key, event in _timed(tell) if event.end == moment)


def _beginning_at(moment: datetime, tell: Telling) -> tuple[str, ...]:
    return tuple(key for key, event in _timed(tell) if starts_at(event, tell) == moment)


def _counts(tell: Telling, told: int) -> Iterator[Slot]:
    section = tell.brief.section
    count = told + section.more
    if count > 1 and section.complete:
        hint = {"tasks": "how many tasks", "mail": "how many messages", "news": "how many stories"}[section.kind]
        yield Slot("count", tell.number(count), hint)
    if section.more:
        yield Slot("more", tell.number(section.more), "how many more tasks are due that are not named here")
