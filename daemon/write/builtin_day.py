"""The day's events in order: the time before the thing, clashes where they fall, free stretches, what lasts all day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from connectors.items import Event
from daemon.model import Conflict, Entry, Gap, Line
from daemon.write.builtin_all_day import all_day, lasting
from daemon.write.builtin_titles import event_title, place
from daemon.write.builtin_types import apart
from daemon.write.moments import clocks, until
from daemon.write.telling import Telling
from daemon.write.titles import Title, unconfirmed

_SHORT = timedelta(minutes=45)
"""Up to here its length is told, from here on its end."""
_DAYS = timedelta(hours=20)
"""From here on it is told until which day it lasts."""
_MOST_NAMED = 2
"""Of the events that clash with one."""
_EVENING = 18
_LATE_MORNING, _NOON, _AFTERNOON = 10, 12, 15


@dataclass(frozen=True, slots=True)
class _Slot:
    """A timed event on its day, in local time; `before` is what was told before it."""

    key: str
    event: Event
    title: Title
    start: datetime
    end: datetime
    before: "_Slot | None"
    turn: int

    @property
    def length(self) -> timedelta:
        """How long it lasts, on the days too on which the clocks change."""
        return _utc(self.end) - _utc(self.start)


def day(tell: Telling) -> Iterator[Line]:
    """Cancelled ones, the timed ones with clashes and free stretches, what lasts all day, and what is no meeting."""
    entries = [entry for entry in tell.brief.section.entries if isinstance(entry.item, Event)]
    gone = [entry for entry in entries if entry.cancelled]
    yield from (tell.line(_cancelled(entry, turn, tell), [entry.key]) for turn, entry in enumerate(gone))
    off = [entry for entry in entries if entry.called_off]
    yield from (line for entry in off for line in _called_off(entry, tell))
    still_on = [entry for entry in entries if not entry.cancelled and not entry.called_off]
    others = [entry for entry in still_on if not _is_meeting(entry)]
    going_on = [entry for entry in still_on if _is_meeting(entry)]
    slots = _slots([entry for entry in going_on if not lasting(entry, tell)], tell)
    if not slots and tell.brief.section.complete:
        yield tell.line(_without_times(going_on + off, others, tell))
    for slot in slots:
        yield _timed(slot, slots, tell)
    if slots:
        yield from _rest_of_day(slots, tell)
    yield from all_day([entry for entry in going_on if lasting(entry, tell)], bool(slots), tell)
    yield from apart(others, tell)


def clashing(conflict: Conflict, tell: Telling) -> Line | None:
    """That two events clash, by their names; None where one of them is not the section's."""
    events = {entry.key: entry.item for entry in tell.brief.section.entries}
    first, second = events.get(conflict.first), events.get(conflict.second)
    if not (isinstance(first, Event) and isinstance(second, Event)):
        return None
    titles = {"title": event_title(first, tell).text, "other": event_title(second, tell).text}
    return tell.line(tell.phrase("day.both", **titles), [conflict.first, conflict.second])


def _is_meeting(entry: Entry) -> bool:
    return isinstance(entry.item, Event) and entry.item.type == "default"


def _without_times(meetings: list[Entry], others: list[Entry], tell: Telling) -> str:
    """That there is nothing to go to: more than that is said only where it is true of all the calendar."""
    if any(not lasting(entry, tell) for entry in others):
        return tell.phrase("day.no_meetings")
    if tell.brief.section.begun:
        return tell.phrase("day.over")
    return tell.phrase("day.no_times" if meetings or others else "day.empty")


def _slots(entries: list[Entry], tell: Telling) -> list[_Slot]:
    timed = [(entry.key, entry.item) for entry in entries if isinstance(entry.item, Event)]
    found: list[_Slot] = []
    for key, event in sorted(timed, key=lambda one: _utc(one[1].start)):
        start, end = tell.local(_utc(event.start)), tell.local(max(_utc(event.start), _utc(event.end)))
        before = found[-1] if found else None
        found.append(_Slot(key, event, event_title(event, tell), start, end, before, len(found)))
    return found


def _utc(when: date) -> datetime:
    return (when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)).astimezone(UTC)


def _timed(slot: _Slot, slots: list[_Slot], tell: Telling) -> Line:
    clash = _clash(slot, slots, tell)
    if clash:
        others, said = clash
        return tell.line(said, [slot.key, *(other.key for other in others)])
    gap = next((gap for gap in tell.brief.section.gaps if _utc(gap.end) == _utc(slot.start)), None)
    return tell.line(_after_gap(slot, gap, slots, tell) if gap else _in_turn(slot, tell), [slot.key])


def _clash(slot: _Slot, slots: list[_Slot], tell: Telling) -> tuple[list[_Slot], str] | None:
    """The clash with what was told before, where there is one: with the neighbour alone, or with each by its name."""
    told = {each.key: each for each in slots[: slot.turn]}
    keys = [key for one in tell.brief.section.conflicts for key in _others(one, slot.key)]
    others = [told[key] for key in dict.fromkeys(keys) if key in told]
    if not others or _has_begun(slot, tell):
        return None
    if others != [slot.before]:
        return others, tell.phrase("day.clash", slot.turn, **_event(slot, tell, long=True), other=_names(others, tell))
    (other,) = others
    values = {"title": slot.title.text, "tail": _tail(slot, tell)}
    if _utc(slot.start) == _utc(other.start):
        return others, tell.phrase("day.same", slot.turn, **values)
    key = "day.overlap" if _utc(slot.end) > _utc(other.end) else f"day.inside{'_plain' if slot.title.plain else ''}"
    return others, tell.phrase(key, slot.turn, at=_at(slot.start, tell), **values)


def _names(slots: list[_Slot], tell: Telling) -> str:
    """What they are called, from the third on only how many they are."""
    names = [slot.title.text for slot in slots]
    if len(names) <= _MOST_NAMED + 1:
        return tell.join(names)
    return tell.join([*names[:_MOST_NAMED], tell.phrase("words.others", count=tell.number(len(names) - _MOST_NAMED))])


def _has_begun(slot: _Slot, tell: Telling) -> bool:
    return _utc(slot.start) < _utc(tell.since)


def _others(conflict: Conflict, key: str) -> tuple[str, ...]:
    if key == conflict.second:
        return (conflict.first,)
    return (conflict.second,) if key == conflict.first else ()


def _after_gap(slot: _Slot, gap: Gap, slots: list[_Slot], tell: Telling) -> str:
    """The free stretch and what ends it; before the evening only that the day or the afternoon is open.

    Not so where something was just told that falls into it, such as a conference that keeps nobody from anything.
    """
    free_from, evening = tell.local(gap.start), slot.start.hour >= _EVENING
    first = slot.before is None
    is_taken = any(_utc(one.start) < _utc(gap.end) and _utc(one.end) > _utc(gap.start) for one in slots[: slot.turn])
    if evening and (first or free_from.hour < _AFTERNOON):
        if is_taken:
            return _in_turn(slot, tell)
        whole = free_from.hour < (_LATE_MORNING if first else _NOON) and not tell.brief.section.begun
        free = tell.phrase("day.free_day" if whole else "day.free_afternoon")
        return f"{free} {_in_turn(slot, tell)}"
    if first and slot.start.hour == _NOON and not tell.brief.section.begun:
        return f"{tell.phrase('day.free_morning')} {_event_sentence(slot, tell)}"
    key = f"day.free{'_first' if first else ''}{'_plain' if slot.title.plain else ''}"
    tail = _tail(slot, tell, length=True)
    return tell.phrase(key, slot.turn, start=tell.clock(slot.start), title=slot.title.text, tail=tail)


def _in_turn(slot: _Slot, tell: Telling) -> str:
    """The event where nothing special stands before it: the first, the evening's first, the next, or any other."""
    before = slot.before
    if _has_begun(slot, tell):
        return tell.phrase("day.running", slot.turn, title=slot.title.text, end=_end(slot, tell))
    if slot.start.hour >= _EVENING and (before is None or before.start.hour < _EVENING):
        return tell.phrase("day.evening", slot.turn, **_event(slot, tell, bare=True))
    if before is None:
        key = f"day.{'later' if tell.brief.section.begun else 'first'}{'_plain' if slot.title.plain else ''}"
        tail = _tail(slot, tell, length=True)
        return tell.phrase(key, at=_at(slot.start, tell), title=slot.title.text, tail=tail)
    if before and _utc(before.end) == _utc(slot.start):
        return tell.phrase("day.next", slot.turn, title=slot.title.text, tail=_tail(slot, tell, length=True))
    return _event_sentence(slot, tell)


def _event_sentence(slot: _Slot, tell: Telling) -> str:
    key = f"day.event{'_plain' if slot.title.plain else ''}"
    return tell.phrase(key, slot.turn, **_event(slot, tell))


def _event(slot: _Slot, tell: Telling, *, bare: bool = False, long: bool = False) -> dict[str, str]:
    """The placeholders `when`, `title` and `tail`: a short event by its start and length, a longer one by its span."""
    short = slot.length <= _SHORT or slot.length >= _DAYS
    if short or long:
        when = _at(slot.start, tell)
    else:
        key = "words.span" if bare else "words.from_to"
        start, end = clocks(slot.start, slot.end, tell)
        when = tell.phrase(key, start=start, end=end)
    return {"when": when, "title": slot.title.text, "tail": _tail(slot, tell, length=short)}


def _tail(slot: _Slot, tell: Telling, *, length: bool = False) -> str:
    """Where, how long or until when, and how certain it is."""
    event = slot.event
    said = place(event, tell)
    if length and slot.length:
        said += _length(slot, tell)
    said += unconfirmed(event, tell)
    return said + tell.phrase("words.transparent") if event.transparent else said


def _length(slot: _Slot, tell: Telling) -> str:
    if slot.length <= _SHORT:
        return tell.phrase("words.length", length=tell.tongue.duration(slot.length))
    if slot.length >= _DAYS:
        return f", {until(slot.end.date(), tell)}"
    return tell.phrase("words.until", end=_end(slot, tell))


def _end(slot: _Slot, tell: Telling) -> str:
    """When it ends; the part of the day is said where it is not clear."""
    return clocks(slot.start, slot.end, tell)[1]


def _at(moment: datetime, tell: Telling) -> str:
    return tell.phrase("words.at", time=tell.clock(moment))


def _cancelled(entry: Entry, turn: int, tell: Telling) -> str:
    event = entry.item
    if not isinstance(event, Event) or not isinstance(event.start, datetime) or _utc(event.start) < _utc(tell.since):
        title = event_title(event, tell).text if isinstance(event, Event) else ""
        return tell.phrase("day.cancelled_day", turn, title=title)
    return tell.phrase("day.cancelled", turn, title=event_title(event, tell).text, at=_at(event.start, tell))


def _called_off(entry: Entry, tell: Telling) -> Iterator[Line]:
    """Its own words behind its time; nothing where they, which alone say that it is off, may not be told."""
    event = entry.item
    if not isinstance(event, Event) or event.private or not event.summary:
        return
    title = event_title(event, tell).text.replace(": ", ", ", 1)
    if isinstance(event.start, datetime) and not lasting(entry, tell):
        yield tell.line(tell.phrase("day.called_off", at=_at(event.start, tell), title=title), [entry.key])
    else:
        yield tell.line(tell.phrase("day.called_off_day", title=title), [entry.key])


def _rest_of_day(slots: list[_Slot], tell: Telling) -> Iterator[Line]:
    """The free stretch after the last event, if the rundown has one."""
    end = max(_utc(slot.end) for slot in slots)
    for gap in tell.brief.section.gaps:
        if _utc(gap.start) >= end:
            start = tell.local(gap.start)
            late = start.hour >= _EVENING
            keyed = tell.phrase("day.free_end_now") if late else tell.phrase("day.free_end", start=tell.clock(start))
            yield tell.line(keyed)
            return
