"""Which tasks a morning tells: what is overdue, what is due today, and what matters without a date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from connectors.items import Task, When, key_of

MOST = 8
MOST_OVERDUE = 4
MOST_UNDATED = 3
HIGH = 4
"""RFC 5545: priorities 1 to 4 are high."""


@dataclass(frozen=True, slots=True)
class Todo:
    """A task for this day; `due` is its local day (or, without one, the day for which it was written down)."""

    task: Task
    due: date | None
    overdue: bool

    @property
    def important(self) -> bool:
        """Whether the listener marked it so."""
        return 1 <= self.task.priority <= HIGH


def todos(tasks: Iterable[Task], day: date, zone: ZoneInfo) -> tuple[Todo, ...]:
    """What is overdue (oldest first), due today, or important without a date, in the order in which it is told."""
    found = (_todo(task, day, zone) for task in tasks if _open(task, day, zone))
    return tuple(sorted((todo for todo in found if todo), key=lambda todo: _telling_order(todo, zone)))


def _open(task: Task, day: date, zone: ZoneInfo) -> bool:
    start = _local_day(task.start, zone)
    return task.status not in ("completed", "cancelled") and (start is None or start <= day)


def _todo(task: Task, day: date, zone: ZoneInfo) -> Todo | None:
    due = _local_day(task.due, zone) or (day if _local_day(task.start, zone) == day else None)
    todo = Todo(task, due, overdue=due is not None and due < day)
    return todo if (due <= day if due else todo.important) else None


def _local_day(when: When | None, zone: ZoneInfo) -> date | None:
    return _local(when, zone).date() if isinstance(when, datetime) else when


def _local(when: datetime, zone: ZoneInfo) -> datetime:
    try:
        return when.astimezone(zone)
    except OverflowError:  # "due in the year 9999" is how some programs say never
        return when.replace(tzinfo=zone)


def _telling_order(todo: Todo, zone: ZoneInfo) -> tuple[date, time, int, str]:
    """Overdue, today, undated; the timed ones of a day by their time, the rest of it by priority."""
    due = todo.task.due
    clock = _local(due, zone).time() if isinstance(due, datetime) else time.max
    return todo.due or date.max, clock, todo.task.priority or 10, key_of(todo.task)


def choose(ready: Iterable[Todo], room: int, highlighted: Collection[str] = ()) -> tuple[Todo, ...]:
    """As many as there is room for, and no more than a listener can hold; the important ones stay longest.

    One of the `highlighted` (keys) is told in any case: the opening promises it.
    """
    ready = tuple(ready)
    overdue = [todo for todo in ready if todo.overdue]
    undated = [todo for todo in ready if todo.due is None]
    today = [todo for todo in ready if todo.due and not todo.overdue]
    wanted = [*_best(overdue, MOST_OVERDUE), *_best(today, MOST), *_best(undated, MOST_UNDATED)]
    promised = [todo for todo in ready if key_of(todo.task) in highlighted]
    others = sorted((todo for todo in wanted if todo not in promised), key=_weight)
    chosen = promised + others[: max(0, min(MOST, room) - len(promised))]
    return tuple(todo for todo in ready if todo in chosen)


def _best(some: list[Todo], most: int) -> list[Todo]:
    return sorted(some, key=lambda todo: not todo.important)[:most]


def _weight(todo: Todo) -> tuple[bool, int]:
    """What is due and important first, then what is due today, what is overdue, what has no date."""
    return not (todo.important and todo.due), 1 if todo.overdue else 2 if todo.due is None else 0
