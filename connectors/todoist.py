"""Open tasks from Todoist (https://developer.todoist.com/api/v1, "Sync"): all of them once, then what has changed."""

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SecretAddress, SourceConfig
from connectors.codec import from_json, to_json
from connectors.http import Fetcher, StatusError, run
from connectors.items import Task, When, Window
from connectors.lenient import OR_NONE
from connectors.markdown_text import plain
from connectors.plaintext import cut, decode

MOST_BYTES = 16 * 2**20
MOST_SUMMARY = 300
TRUST_TOKEN = timedelta(days=7)
"""After this everything is asked for again: what the changes left out must not be missing for ever."""
LATE = timedelta(minutes=10)
EVERYTHING = "*"
"""The sync token of whoever knows nothing yet."""
RESOURCES = json.dumps(["items", "projects", "user"])
PRIORITIES = {4: 1, 3: 5, 2: 9}
"""Todoist's 4 is what its programs show as "p1"; RFC 5545 has 1 for the highest and 0 for none."""
MEND = "Make a new one in Todoist under Settings, Integrations, Developer, and put it into the settings."


class TodoistConfig(SourceConfig):
    """An account, by its API token; `projects` are names, none of them means all."""

    token: Secret
    projects: tuple[str, ...] = ()
    base_url: SecretAddress = "https://api.todoist.com"


class TodoistConnector:
    """Asks for what has changed, and for everything where it does not know what was."""

    def __init__(self, config: TodoistConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """The open tasks that are the listener's to do, with a due date or without one."""
        token = self._config.token.reveal()
        whose = hashlib.sha256(f"{self._config.base_url}\n{token}".encode(errors="replace")).hexdigest()[:24]
        try:
            account = run(self._sync(known(state, whose, window.now), token, window.now))
        except StatusError as error:
            raise _explained(error) from error
        except TimeoutError as error:
            late = "Todoist did not answer in time. It will be asked again the next time."
            raise ConnectorError(late, transient=True) from error
        return _collected(account, self._config.projects, window.zone)

    async def _sync(self, before: "Account", token: str, now: datetime) -> "Account":
        limit = self._config.timeout * 0.8
        async with asyncio.timeout(limit), Fetcher(seconds=0.9 * limit, most_bytes=MOST_BYTES) as fetcher:
            try:
                answer = await self._ask(fetcher, token, before.sync_token)
            except StatusError as error:
                if error.status != 400 or before.sync_token == EVERYTHING:
                    raise
                before = Account(before.whose, now)  # its sync token is no longer known there
                answer = await self._ask(fetcher, token, EVERYTHING)
            account = advance(before, answer, now)
            if behind(answer, now):
                account = advance(account, await self._ask(fetcher, token, account.sync_token), now)
        return account

    async def _ask(self, fetcher: Fetcher, token: str, sync_token: str) -> "Answer":
        address = f"{self._config.base_url.rstrip('/')}/api/v1/sync"
        form = {"sync_token": sync_token, "resource_types": RESOURCES}
        fetched = await fetcher.send("POST", address, form=form, headers={"Authorization": f"Bearer {token}"})
        try:
            return parse(fetched.body)
        except ValueError as error:
            raise ConnectorError(f"Todoist could not be understood: {error}.", transient=True) from error


@dataclass(frozen=True, slots=True)
class _Due:
    """A day, a time of day wherever the user is ("floating"), or a moment in UTC."""

    date: When


@dataclass(frozen=True, slots=True)
class _Item:
    id: str
    content: str
    project_id: str = ""
    due: _Due | None = None
    deadline: _Due | None = None
    priority: int = 1
    responsible_uid: str | None = None
    checked: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class _Project:
    id: str
    name: str
    is_archived: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class _User:
    id: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What has changed since a sync token was given, or (`full_sync`) all there is, made at `full_sync_date_utc`.

    What could not be read of it is None.
    """

    sync_token: str
    full_sync: bool = False
    full_sync_date_utc: Annotated[datetime | None, OR_NONE] = None
    items: tuple[Annotated[_Item | None, OR_NONE], ...] = ()
    projects: tuple[Annotated[_Project | None, OR_NONE], ...] = ()
    user: Annotated[_User | None, OR_NONE] = None


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an account, its open tasks and projects by id; this is the state that is kept."""

    whose: str
    whole: datetime
    sync_token: str = EVERYTHING
    me: str = ""
    projects: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, _Item] = field(default_factory=dict)
    lost: int = 0


def parse(data: bytes) -> Answer:
    """One answer of /sync. Raises ValueError (a plain clause) where it is none."""
    try:
        return from_json(Answer, data)
    except ValueError as error:
        raise ValueError("its answer is not a list of tasks") from error


def known(state: bytes, whose: str, now: datetime) -> Account:
    """The account as it was; an empty one where it is another's, garbled, or older than its token is trusted."""
    nothing = Account(whose, now)
    try:
        account = from_json(Account, state) if state else nothing
    except ValueError:
        return nothing
    trusted = account.whose == whose and timedelta() <= now - account.whole < TRUST_TOKEN
    return account if trusted else nothing


def advance(before: Account, answer: Answer, now: datetime) -> Account:
    """The account after an answer."""
    start = Account(before.whose, now) if answer.full_sync else before
    told = [project for project in answer.projects if project]
    gone = {project.id for project in told if project.is_archived or project.is_deleted}
    projects = {**start.projects, **{project.id: project.name for project in told}}
    items = {**start.items, **{item.id: item for item in answer.items if item}}
    return replace(
        start,
        sync_token=answer.sync_token,
        me=answer.user.id if answer.user else start.me,
        projects={key: name for key, name in projects.items() if key not in gone},
        items={key: item for key, item in items.items() if _open(item) and item.project_id not in gone},
        lost=start.lost + answer.items.count(None),
    )


def behind(answer: Answer, now: datetime) -> bool:
    """Whether a whole is an old copy, as it may be for a large account: what came after it is asked for then."""
    made = answer.full_sync_date_utc if answer.full_sync else None
    return made is not None and made.replace(tzinfo=made.tzinfo or UTC) < now - LATE


def _open(item: _Item) -> bool:
    return not (item.checked or item.is_deleted)


def _collected(account: Account, projects: tuple[str, ...], zone: ZoneInfo) -> Collected:
    names = {key: name.casefold() for key, name in account.projects.items()}
    missing = tuple(name for name in projects if name.casefold() not in names.values())
    if projects and len(missing) == len(projects):
        raise ConnectorError(f"{_no_project(missing[0])} Correct projects in the settings.", transient=False)
    asked = {name.casefold() for name in projects}
    wanted = (item for item in account.items.values() if not projects or names.get(item.project_id) in asked)
    tasks = tuple(_tasks((item for item in wanted if _to_do(item, account.me)), zone))
    counted = f"{account.lost} of Todoist's tasks could not be read." if account.lost else ""
    warnings = tuple(warning for warning in (*map(_no_project, missing), counted) if warning)
    # With a token, what could not be read would never be sent again.
    state = b"" if account.lost else to_json(account)
    return Collected(items=tasks, warnings=warnings, state=state, complete=not warnings)


def _no_project(name: str) -> str:
    return f"Todoist has no project “{name}”."


def _to_do(item: _Item, me: str) -> bool:
    """Whether it is for the listener to do: not somebody else's in a shared project, and no heading ("* Kitchen")."""
    mine = not me or item.responsible_uid in {None, me}
    return mine and not item.content.startswith("* ")


def _tasks(items: Iterator[_Item], zone: ZoneInfo) -> Iterator[Task]:
    for item in items:
        text, _ = decode(item.content[: 10 * MOST_SUMMARY].encode(errors="replace"))
        summary = cut(" ".join(plain(text).split()), MOST_SUMMARY)
        if summary:  # a bare address has no words to be told
            due = _when(item.due or item.deadline, zone)
            yield Task(uid=item.id, summary=summary, due=due, priority=PRIORITIES.get(item.priority, 0))


def _when(due: _Due | None, zone: ZoneInfo) -> When | None:
    moment = due.date if due else None
    floats = isinstance(moment, datetime) and moment.tzinfo is None
    return moment.replace(tzinfo=zone) if isinstance(moment, datetime) and floats else moment


def _explained(error: StatusError) -> ConnectorError:
    """What only Todoist's own settings can mend."""
    if error.status == 401:
        return ConnectorError(f"Todoist refuses the token. {MEND}", transient=False, needs_login=True)
    if error.status == 403:
        sentence = f"Todoist does not let this token read the tasks. {MEND}"
        return ConnectorError(sentence, transient=False, needs_login=True)
    return error


CONNECTOR = ConnectorType("todoist", TodoistConfig, TodoistConnector, ("task",))
