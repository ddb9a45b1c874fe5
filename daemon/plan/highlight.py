"""The one thing that matters today, told in the first ten seconds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from connectors.items import Event, key_of
from daemon.model import Conflict, Entry, Highlight
from daemon.plan.tasks import Todo

SOON = timedelta(minutes=90)
"""An event that begins so soon outweighs a task: the listener has to leave."""


def highlight(
    entries: Sequence[Entry], clashes: Sequence[Conflict], todos: Sequence[Todo], now: datetime, *, quiet: bool
) -> Highlight | None:
    """Of what still lies ahead: a conflict, what was cancelled, what begins soon, an important task, the first event.

    On a day without any of these: what lasts all day, an overdue task, or quiet; the last only where the calendar may
    be called so, and a task that is due makes it no free one.
    """
    first = next((event for event in _timed(entries) if _moment(event) >= now), None)
    pressing = next((todo for todo in todos if todo.important and todo.due), None)
    if clashes:
        return Highlight(why="conflict", items=(clashes[0].first, clashes[0].second))
    if cancelled := next((entry for entry in entries if _is_off(entry, now)), None):
        return Highlight(why="cancelled", items=(cancelled.key,))
    if pressing and not (first and _moment(first) - now <= SOON):
        return Highlight(why="important-task", items=(key_of(pressing.task),))
    if first:
        return Highlight(why="first-event", items=(key_of(first),))
    return _without_a_time(entries, todos, quiet=quiet and not _timed(entries))


def _without_a_time(entries: Sequence[Entry], todos: Sequence[Todo], *, quiet: bool) -> Highlight | None:
    if lasting := next((entry for entry in entries if _all_day(entry)), None):
        return Highlight(why="all-day", items=(lasting.key,))
    if overdue := next((todo for todo in todos if todo.overdue), None):
        return Highlight(why="overdue-task", items=(key_of(overdue.task),))
    return Highlight(why="quiet") if quiet and not any(todo.due for todo in todos) else None


def _timed(entries: Sequence[Entry]) -> list[Event]:
    """The meetings that take place at a time; those that leave the listener free only where there is no other."""
    taking_place = [entry.item for entry in entries if not entry.cancelled and not entry.called_off]
    events = [item for item in taking_place if isinstance(item, Event)]
    timed = [event for event in events if not event.all_day and event.type == "default"]
    return [event for event in timed if not event.transparent] or timed


def _all_day(entry: Entry) -> bool:
    event = entry.item
    if not isinstance(event, Event) or event.type in ("focus-time", "working-location"):
        return False
    return event.all_day and not entry.cancelled and not entry.called_off


def _moment(event: Event) -> datetime:
    return event.start.astimezone(UTC) if isinstance(event.start, datetime) else datetime.max.replace(tzinfo=UTC)


def _is_off(entry: Entry, now: datetime) -> bool:
    """Whether a meeting was cancelled that would still be to come."""
    event = entry.item
    if not isinstance(event, Event) or not entry.cancelled or event.type != "default":
        return False
    return not isinstance(event.end, datetime) or event.end.astimezone(UTC) > now
