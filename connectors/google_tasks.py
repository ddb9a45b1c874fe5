"""Open tasks from Google Tasks (API v1), of all lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from time import monotonic
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from connectors.base import Collected, ConnectorError, ConnectorType, Listener
from connectors.codec import from_json
from connectors.google_api import CAMEL_CASE, LOSES_ITSELF, one_line, pages, service
from connectors.google_login import log_in
from connectors.google_tokens import TASKS, AccountError, GoogleConfig, access
from connectors.items import Task, Window

READING = 0.85
"""The share of the source's time after which nothing more is asked."""
MOST_NAME, MOST_LINE = 60, 500


class GoogleTasksConfig(GoogleConfig):
    """Nothing but the way in."""


@dataclass(frozen=True, slots=True)
class TaskList:
    """A list to be read; `title` is what its owner calls it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """What became of one list."""

    tasks: tuple[Task, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: ConnectorError | None = None


class GoogleTasksConnector:
    """Asks each list for its open tasks; one that fails costs its own tasks alone."""

    def __init__(self, config: GoogleTasksConfig, listener: Listener) -> None:
        self._config = config
        self._listener = listener

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # there is no sync token to keep
        """All open tasks, whenever they are due."""
        ends = monotonic() + self._config.timeout * READING
        entrance = access(self._config, self._listener.login, TASKS, window)
        google = service(self._config, entrance.token, "tasks", "v1", "/", ends)
        readings = [self._reading(google, each) for each in self._lists(google)]
        failures = [reading.failure for reading in readings if reading.failure]
        if failures and len(failures) == len(readings):
            raise failures[0]
        tasks = {task.uid: task for reading in readings for task in reading.tasks}
        warnings = tuple(warning for reading in readings for warning in reading.warnings)
        return Collected(
            items=tuple(tasks.values()), warnings=warnings, complete=not warnings, login_ends=entrance.ends
        )

    def _lists(self, google: Any) -> Iterator[TaskList]:
        def ask(token: str | None) -> Any:
            return google.tasklists().list(maxResults=1000, pageToken=token)

        for page in pages(self._config, "your task lists", ask, parse_lists):
            yield from page.lists

    def _reading(self, google: Any, tasks: TaskList) -> _Reading:
        resource = google.tasks()

        def ask(token: str | None) -> Any:
            return resource.list(
                tasklist=tasks.id, showCompleted=False, showAssigned=True, maxResults=100, pageToken=token
            )

        try:
            parts = tuple(pages(self._config, f"the list {tasks.title}", ask, parse))
        except AccountError:
            raise
        except ConnectorError as error:
            return _Reading((), (f"The list {tasks.title} could not be read. {error}",), error)
        lost = sum(part.lost for part in parts)
        entries = "1 task" if lost == 1 else f"{lost} tasks"
        warnings = (f"{entries} of the list {tasks.title} could not be read.",) if lost else ()
        return _Reading(tuple(task for part in parts for task in part.tasks), warnings)


@dataclass(frozen=True, slots=True)
class ParsedLists:
    """A page's lists."""

    lists: tuple[TaskList, ...]
    next_page: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedTasks:
    """A page's open tasks, and how many of its entries could not be read."""

    tasks: tuple[Task, ...]
    lost: int = 0
    next_page: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    id: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    """`items` is left out where there are none, here and below."""

    __pydantic_config__ = CAMEL_CASE

    kind: Literal["tasks#taskLists"]
    items: tuple[_List, ...] = ()
    next_page_token: str | None = None


def _day(due: object) -> object:
    """The day of a midnight in UTC: cut out, never shifted to another zone."""
    return due[:10] if isinstance(due, str) else due


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    id: str
    title: str = ""
    notes: str = ""
    status: Literal["needsAction", "completed"]
    due: Annotated[date | None, BeforeValidator(_day)] = None
    deleted: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tasks:
    __pydantic_config__ = CAMEL_CASE

    kind: Literal["tasks#tasks"]
    items: tuple[Annotated[_Task | None, LOSES_ITSELF], ...] = ()
    next_page_token: str | None = None


def parse_lists(data: bytes) -> ParsedLists:
    """A page of task lists. Raises ValueError (a plain clause)."""
    try:
        page = from_json(_Lists, data)
    except ValueError as error:
        raise ValueError("it is not a list of task lists") from error
    lists = tuple(TaskList(one.id, one_line(one.title, MOST_NAME) or one.id) for one in page.items)
    return ParsedLists(lists, page.next_page_token or None)


def parse(data: bytes) -> ParsedTasks:
    """A page of tasks. Raises ValueError (a plain clause)."""
    try:
        page = from_json(_Tasks, data)
    except ValueError as error:
        raise ValueError("it is not a list of tasks") from error
    open_ones = (one for one in page.items if one and one.status != "completed" and not (one.deleted or one.hidden))
    tasks = tuple(task for one in open_ones if (task := _task(one)))
    return ParsedTasks(tasks, sum(one is None for one in page.items), page.next_page_token or None)


def _task(item: _Task) -> Task | None:
    """The task; None for the empty line that Google's own app leaves behind."""
    summary = one_line(item.title, MOST_LINE) or one_line(item.notes, MOST_LINE)
    return Task(uid=item.id, summary=summary, due=item.due) if summary else None


CONNECTOR = ConnectorType("google_tasks", GoogleTasksConfig, GoogleTasksConnector, ("task",), log_in)
