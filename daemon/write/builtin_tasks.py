"""What is to do: what has been waiting, what is due today, what matters without a date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from connectors.items import Task
from daemon.model import Line
from daemon.write.builtin_titles import task_title
from daemon.write.moments import since, until
from daemon.write.telling import Telling

_AT_ONCE = 4
_HIGH = range(1, 5)


@dataclass(frozen=True, slots=True)
class _Todo:
    key: str
    task: Task
    due: date | None

    @property
    def is_marked(self) -> bool:
        """Whether to say that it is important: not under "important, without a date", which says so already."""
        return self.task.priority in _HIGH and self.due is not None


def tasks(tell: Telling) -> Iterator[Line]:
    """How many, then each with since or until when, then how many more."""
    todos = [
        _Todo(entry.key, entry.item, _due(entry.item, tell))
        for entry in tell.brief.section.entries
        if isinstance(entry.item, Task)
    ]
    more = tell.brief.section.more
    count = len(todos) + more
    if not count:
        return
    yield tell.line(tell.phrase("tasks.one") if count == 1 else tell.phrase("tasks.many", count=tell.number(count)))
    ordered = sorted(todos, key=lambda todo: todo.due or date.max)
    for intro, group in groupby(ordered, key=lambda todo: _intro(todo, tell)):
        yield from _told(intro, list(group), tell)
    yield from rest(tell)


def rest(tell: Telling) -> Iterator[Line]:
    """How many more are due than those that are named."""
    more = tell.brief.section.more
    if tell.brief.section.entries and more:
        yield tell.line(
            tell.phrase("tasks.rest_one") if more == 1 else tell.phrase("tasks.rest", count=tell.number(more))
        )


def _due(task: Task, tell: Telling) -> date | None:
    """Its local day; a task without one that is to begin today is for today."""
    due, start = (tell.local(one).date() if isinstance(one, datetime) else one for one in (task.due, task.start))
    return due or (start if start == tell.day else None)


def _intro(todo: _Todo, tell: Telling) -> tuple[str, str]:
    """Which phrase, and its word for the day."""
    if todo.due is None:
        return "tasks.undated", ""
    if todo.due < tell.day:
        return "tasks.overdue", since(todo.due, tell)
    return ("tasks.today", "") if todo.due == tell.day else ("tasks.later", until(todo.due, tell))


def _told(intro: tuple[str, str], group: Sequence[_Todo], tell: Telling) -> Iterator[Line]:
    key, when = intro
    values = {"tasks.overdue": {"since": when}, "tasks.later": {"until": when}}.get(key, {})
    for turn, some in enumerate(_at_once(group)):
        said = _listed(some, tell)
        text = tell.phrase("tasks.more", tasks=said) if turn else tell.phrase(key, tasks=said, **values)
        yield tell.line(text, (todo.key for todo in some))


def _at_once(group: Sequence[_Todo]) -> list[Sequence[_Todo]]:
    """A few at a time; where several are important, these first and by themselves."""
    marked = [todo for todo in group if todo.is_marked]
    parts = [marked, [todo for todo in group if not todo.is_marked]] if len(marked) > 1 else [group]
    return [part[start : start + _AT_ONCE] for part in parts for start in range(0, len(part), _AT_ONCE)]


def _listed(some: Sequence[_Todo], tell: Telling) -> str:
    if len(some) > 1 and all(todo.is_marked for todo in some):
        key = "tasks.important_two" if len(some) == 2 else "tasks.important_many"
        return tell.phrase(key, tasks=tell.join([_said(todo, tell) for todo in some]))
    said = (
        tell.phrase("tasks.important", task=_said(todo, tell)) if todo.is_marked else _said(todo, tell) for todo in some
    )
    return tell.join(list(said))


def _said(todo: _Todo, tell: Telling) -> str:
    said = task_title(todo.task, tell)
    if isinstance(todo.task.due, datetime) and todo.due == tell.day:
        return tell.phrase("tasks.by", task=said, time=tell.clock(todo.task.due))
    return said
