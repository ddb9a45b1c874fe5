"""What stands in a calendar and is no meeting: birthdays, focus time, where one works, when one is away."""

from collections.abc import Iterator
from datetime import datetime

from connectors.items import Event
from daemon.model import Entry, Line
from daemon.write.builtin_all_day import lasting, span
from daemon.write.moments import clocks, until
from daemon.write.telling import Telling
from daemon.write.titles import event_title


def apart(entries: list[Entry], tell: Telling) -> Iterator[Line]:
    """Each in a sentence of its own."""
    for turn, entry in enumerate(entries):
        if isinstance(entry.item, Event):
            yield tell.line(_sentence(entry, entry.item, turn, tell), [entry.key])


def _sentence(entry: Entry, event: Event, turn: int, tell: Telling) -> str:
    title = event_title(event, tell).text
    if event.type == "birthday":
        named = any(word in title.lower() for word in tell.book.lists["birthdays"])
        return tell.phrase("day.birthday" if named else "day.birthday_of", turn, title=title)
    key, when = event.type.replace("-", "_"), _when(entry, event, tell)
    words = event.summary.strip().lower()
    if words in tell.book.lists["at_home"] and event.type == "working-location" and not event.private:
        return tell.phrase("day.at_home", turn, when=when)
    if event.private or not any(letter.isalnum() for letter in tell.heard(words)) or words in tell.book.lists[key]:
        return tell.phrase(f"day.{key}_plain", turn, when=when)
    return tell.phrase(f"day.{key}", turn, when=when, title=title)


def _when(entry: Entry, event: Event, tell: Telling) -> str:
    """As in "from two to four", "today", "until Thursday"."""
    if not lasting(entry, tell) and isinstance(event.start, datetime) and isinstance(event.end, datetime):
        start, end = clocks(event.start, event.end, tell)
        return tell.phrase("words.from_to", start=start, end=end)
    last = span(entry.key, event, tell).last
    return until(last, tell) if last > tell.day else tell.phrase("moments.today")
