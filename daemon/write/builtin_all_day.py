"""What lasts all day or several days: holidays, birthdays, who is away, day two of a conference."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from connectors.items import Event
from daemon.model import Entry, Line
from daemon.write.builtin_titles import event_title
from daemon.write.moments import until
from daemon.write.telling import Telling
from daemon.write.titles import unconfirmed

_MOST_AT_ONCE = 4
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """An event by its local days; `last` is its last one."""

    key: str
    event: Event
    first: date
    last: date

    @property
    def is_several(self) -> bool:
        """Whether it lasts for more than a day."""
        return self.last > self.first


def lasting(entry: Entry, tell: Telling) -> bool:
    """Whether an event is told by days, not hours: all day, or all of today."""
    event = entry.item
    if not isinstance(event, Event):
        return False
    if event.all_day or not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return True
    start, end = tell.local(event.start), tell.local(event.end)
    starts_before = start.date() < tell.day or (start.date() == tell.day and start.time() == time())
    return starts_before and end.date() > tell.day


def all_day(entries: list[Entry], follows: bool, tell: Telling) -> Iterator[Line]:
    """Each that says something of its own in a sentence, the rest together; after appointments with "and"."""
    spans = [span(entry.key, entry.item, tell) for entry in entries if isinstance(entry.item, Event)]
    sentences = [(_own_sentence(span, turn, tell), [span]) for turn, span in enumerate(spans)]
    plain = [span for sentence, (span,) in sentences if sentence is None]
    told = [(sentence, some) for sentence, some in sentences if sentence]
    for start in range(0, len(plain), _MOST_AT_ONCE):
        some = plain[start : start + _MOST_AT_ONCE]
        titles = tell.join([_title(span, tell) for span in some])
        told.append((tell.phrase("day.all_day", start, title=titles), some))
    for turn, (sentence, some) in enumerate(told):
        said = tell.phrase("day.also", sentence=_joined(sentence, tell)) if follows and not turn else sentence
        yield tell.line(said, (span.key for span in some))


def span(key: str, event: Event, tell: Telling) -> Span:
    """The event's days. A date end is exclusive (RFC 5545); one that is not after the start means one day."""
    first = _day(event.start, tell)
    last = _day(event.end - timedelta(microseconds=1), tell) if isinstance(event.end, datetime) else event.end - _ONE
    return Span(key, event, first, max(first, last))


def _day(when: date, tell: Telling) -> date:
    return tell.local(when).date() if isinstance(when, datetime) else when


def _own_sentence(span: Span, turn: int, tell: Telling) -> str | None:
    if span.is_several:
        return _of_several(span, _title(span, tell), turn, tell)
    if span.event.private or unconfirmed(span.event, tell):
        return None
    title = event_title(span.event, tell).text
    who, state = _state(title, tell)
    if state:
        return tell.phrase("day.state", turn, who=who, state=state[0].lower() + state[1:])
    if any(word in title.lower() for word in tell.book.lists["birthdays"]):
        return tell.phrase("day.birthday", turn, title=title)
    return None


def _title(span: Span, tell: Telling) -> str:
    return event_title(span.event, tell).text + unconfirmed(span.event, tell)


def _state(title: str, tell: Telling) -> tuple[str, str]:
    """Splits "Lena on leave" into its parts; nothing where the title says something else."""
    states = "|".join(re.escape(state) for state in tell.book.lists["states"])
    found = re.fullmatch(rf"((?:[^\W\d_][\w.'’-]*\s?){{1,3}}?)[\s:–-]+(?:is\s)?({states})", title, re.IGNORECASE)
    return (found[1].strip(), found[2]) if found else ("", "")


def _of_several(span: Span, title: str, turn: int, tell: Telling) -> str:
    if span.last <= tell.day:
        return tell.phrase("day.ends", turn, title=title)
    end = until(span.last, tell)
    if span.first >= tell.day:
        return tell.phrase("day.begins", turn, title=title, until=end)
    count = tell.number((tell.day - span.first).days + 1)
    return tell.phrase("day.goes_on", turn, title=title, until=end, count=count)


def _joined(sentence: str, tell: Telling) -> str:
    """Behind "and" a sentence begins small, unless it begins with a name."""
    first = sentence.split(" ", 1)[0]
    keys = ("all_day", "birthday", "state", "begins", "goes_on", "ends")
    opens = {variant.split(" ", 1)[0] for key in keys for variant in tell.book.phrases[f"day.{key}"]}
    return sentence[0].lower() + sentence[1:] if first in opens else sentence
