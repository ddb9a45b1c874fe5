"""The slots of a task. Pure."""

from collections.abc import Iterator
from datetime import date, datetime

from connectors.items import Task
from daemon.model import Entry
from daemon.unspeakable import without_addresses
from daemon.write.moments import since
from daemon.write.slots_base import ItemSlots, Slot, clean
from daemon.write.telling import Telling
from daemon.write.titles import task_title

_HIGH = range(1, 5)
_ON = {"en": "on {}", "de": "am {}", "fr": "{}", "es": "el {}"}
"""A weekday as the day on which something is due."""
_TOMORROW = {"en": "tomorrow", "de": "morgen", "fr": "demain", "es": "mañana"}
_BEFORE_DATE = {"en": "on ", "de": "am ", "fr": "", "es": ""}


def task_slots(alias: str, entry: Entry, task: Task, tell: Telling) -> ItemSlots:
    """What is to do, since or until when."""
    said = task_title(task, tell)
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="task",
        slots=(
            Slot("title", said, "what is to be done", written=without_addresses(clean(task.summary)) or said),
            *_when(task, tell),
        ),
        hints=("the listener marked it as important",) if task.priority in _HIGH else (),
        must=due_day(task, tell) is not None,
    )


def due_day(task: Task, tell: Telling) -> date | None:
    """Its local day; a task without one that is to begin today is for today."""
    due, start = (tell.local(one).date() if isinstance(one, datetime) else one for one in (task.due, task.start))
    return due or (start if start == tell.day else None)


def _when(task: Task, tell: Telling) -> Iterator[Slot]:
    due = due_day(task, tell)
    if due is None:
        return
    if due < tell.day:
        yield Slot("since", since(due, tell), "since when it is overdue, with its preposition")
        return
    yield Slot("due", _on(due, tell), "the day on which it is due, with its preposition")
    if isinstance(task.due, datetime) and due == tell.day:
        written = f"{tell.local(task.due):%H:%M}"
        yield Slot("time", tell.clock(task.due), "the time of day by which it is due", written=written)


def _on(day: date, tell: Telling) -> str:
    language, days = tell.book.language, (day - tell.day).days
    if days == 0:
        return tell.phrase("moments.today")
    if days == 1:
        return _TOMORROW[language]
    if days < 7:
        return _ON[language].format(tell.tongue.TABLE.weekdays[day.weekday()])
    return tell.tongue.polish(f"{_BEFORE_DATE[language]}{tell.tongue.day_of_month(day)}")
