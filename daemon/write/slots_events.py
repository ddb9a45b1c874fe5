"""The slots of an event, and what a model that sees none of its words is told of it. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from connectors.items import Event
from daemon.model import Entry
from daemon.unspeakable import without_addresses
from daemon.write.builtin_all_day import lasting, span
from daemon.write.moments import clocks, part_of_day, until
from daemon.write.slots_base import ItemSlots, Slot, clean
from daemon.write.telling import Telling, named
from daemon.write.titles import Title, event_title, place, spoken_place

_DAYS = timedelta(hours=20)
"""From here on the last day says more than the length (see builtin_day)."""
_TELLTALE = "dentist doctor hairdresser interview check-up inspection exam cita entrevista entretien rendez-vous"
"""Kinds of appointments that are nobody's business: a model is not told that an event is one."""
_TYPES = {
    "birthday": "somebody's birthday",
    "focus-time": "time that the listener has set aside to work alone",
    "out-of-office": "the listener is away",
    "working-location": "where the listener works",
}


def event_slots(alias: str, entry: Entry, event: Event, tell: Telling) -> ItemSlots | None:
    """The event's slots; None where it is off and the words that say so may not be told."""
    if entry.called_off and (event.private or not event.summary):
        return None
    title = event_title(event, tell)
    if entry.called_off:
        title = Title(title.text.replace(": ", ", ", 1), plain=True)
    whole_day = lasting(entry, tell)
    times = _days(entry, event, tell) if whole_day else _times(event, tell)
    where = place(event, tell).lstrip(", ")
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="event",
        slots=(
            Slot("title", title.text, _grammar(event, title, tell), written=_written(event, title)),
            *times,
            *([Slot("place", where, f"where{_preposition(where, event, tell)}")] if where else []),
        ),
        hints=tuple(_state(entry, event, tell, whole_day=whole_day)),
        must=True,
    )


def _preposition(where: str, event: Event, tell: Telling) -> str:
    return "" if where == spoken_place(event, tell) else ", with its preposition"


def starts_at(event: Event, tell: Telling) -> datetime | None:
    """When it starts, in local time; None for dates, and for what has begun before the day is told."""
    if not isinstance(event.start, datetime) or _utc(event.start) < _utc(tell.since):
        return None
    return tell.local(event.start)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _times(event: Event, tell: Telling) -> Iterator[Slot]:
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return
    start, end = _utc(event.start), max(_utc(event.start), _utc(event.end))
    first, last = clocks(start, end, tell)
    begins = starts_at(event, tell)
    if begins:
        if tell.brief.section.kind == "opening":
            first = tell.clock_alone(begins)
        yield Slot("start", first, "when it starts", written=f"{begins:%H:%M}")
        yield Slot("part", tell.phrase(f"moments.this_{part_of_day(begins.hour)}"), "the part of today")
    if end - start >= _DAYS:
        yield Slot("until", until(tell.local(end).date(), tell), "until which day")
    elif end > start:
        yield Slot("end", last, "when it ends", written=f"{tell.local(end):%H:%M}")
        if begins:
            yield Slot("length", tell.tongue.duration(end - start), "how long")


def _days(entry: Entry, event: Event, tell: Telling) -> Iterator[Slot]:
    last = span(entry.key, event, tell).last
    if last > tell.day:
        yield Slot("until", until(last, tell), "until which day")


def _written(event: Event, title: Title) -> str:
    """Its title as it stands in the calendar, made safe; of a private one only what may be said."""
    return title.text if event.private else without_addresses(clean(named(event.summary))) or title.text


def _grammar(event: Event, title: Title, tell: Telling) -> str:
    """How its title fits into a sentence, and what it is where a word of the phrasebook's own lists says so."""
    word = _common_word(event, title, tell)
    kind = f"a kind of {word}, " if word else ""
    return f"its name, {kind}{'to stand behind a colon or comma' if title.plain else 'a noun with its article'}"


def _common_word(event: Event, title: Title, tell: Telling) -> str:
    lists = tell.book.lists
    kinds = {*lists["the"], *lists["your"], *lists["bare"], *lists["birthdays"]}
    if not lists["the"] and tell.book.language != "de":  # where nouns stand first, "common" lists them
        kinds |= set(lists["common"])
    if event.private or event.type != "default":
        return ""
    known = kinds - set(_TELLTALE.split())
    return next((word for word in title.text.lower().split() if word in known), "")


def _state(entry: Entry, event: Event, tell: Telling, *, whole_day: bool) -> Iterator[str]:
    if event.type in _TYPES:
        yield _TYPES[event.type]
    if entry.cancelled:
        yield "cancelled, though an earlier briefing told it: say that it is cancelled"
    elif entry.called_off:
        yield "off: its own title says so, so say only the title and when"
    elif event.status == "tentative" or event.my_answer in ("tentative", "needs-action"):
        yield "not confirmed yet: say so"
    if event.transparent and not whole_day:
        yield "it leaves the listener free"
    if whole_day:
        yield from _lasting(entry, event, tell)
    elif starts_at(event, tell) is None and not entry.cancelled:
        yield "already going on: say until when"


def _lasting(entry: Entry, event: Event, tell: Telling) -> Iterator[str]:
    days = span(entry.key, event, tell)
    yield "all day" if not days.is_several else "for several days"
    if days.is_several and days.last <= tell.day:
        yield "its last day is today"
    elif days.is_several and days.first < tell.day:
        yield "it has begun before today"
