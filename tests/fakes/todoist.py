"""A stand-in for api.todoist.com: POST /api/v1/sync with its documented form, answers and errors.

Each sync token stands for a moment of the account; an answer to it holds what has changed since.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.web import Reply, Request, Web

PATH = "/api/v1/sync"
JSON = {"Content-Type": "application/json; charset=utf-8"}
TOKEN = "0123456789abcdef0123456789abcdef01234567"
ME = "2671355"
EXPLAINED = {
    400: ("INVALID_ARGUMENT_VALUE", 20, "Invalid argument value"),
    401: ("UNAUTHORIZED", 477, "Invalid token"),
    403: ("FORBIDDEN", 478, "Forbidden"),
    429: ("LIMITS_REACHED", 35, "Too many requests. Limits reached. Try again later"),
}


@dataclass
class _Thing:
    """An item or a project, and the moment at which it was last touched."""

    values: dict[str, Any]
    touched: int


@dataclass
class _Moments:
    now: int = 0
    tokens: dict[str, int] = field(default_factory=dict)


class Todoist(Web):
    """An account with an inbox, and what its owner does in it."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self._things: dict[str, dict[str, _Thing]] = {"items": {}, "projects": {}}
        self._moments = _Moments()
        self._as_of: tuple[datetime, int] | None = None
        self._user_touched = 1
        self.project("Inbox")
        self.answer(PATH, self._sync)

    @property
    def base_url(self) -> str:
        return self.url("")

    @property
    def sync_tokens(self) -> list[str]:
        """What was asked for, in order."""
        return [request.form["sync_token"] for request in self.asked(PATH)]

    def project(self, name: str) -> str:
        """Add one; its id."""
        return self._add("projects", {"name": name, "is_archived": False, "is_deleted": False, "color": "charcoal"})

    def task(self, content: str, project: str = "", **values: Any) -> str:
        """Add one; its id. A `due` may be given as its date alone."""
        due = values.pop("due", None)
        inbox = next(iter(self._things["projects"]))
        defaults: dict[str, Any] = {
            "user_id": ME,
            "content": content,
            "description": "",
            "project_id": project or inbox,
            "section_id": None,
            "parent_id": None,
            "labels": [],
            "priority": 1,
            "due": _due(due) if isinstance(due, str) else due,
            "deadline": None,
            "responsible_uid": None,
            "checked": False,
            "is_deleted": False,
        }
        return self._add("items", defaults | values)

    def complete(self, task: str) -> None:
        self.change(task, checked=True, completed_at="2026-03-24T05:00:00.000000Z")

    def delete(self, task: str) -> None:
        self.change(task, is_deleted=True)

    def change(self, thing: str, **values: Any) -> None:
        """Set fields of a task or a project."""
        found = next(things[thing] for things in self._things.values() if thing in things)
        found.values |= values
        found.touched = self._tick()

    def wait(self, time: timedelta) -> None:
        """Let time pass."""
        self._now += time

    def forget_sync_tokens(self) -> None:
        """As if all had been given too long ago."""
        self._moments.tokens.clear()

    def copy_is_late(self, by: timedelta) -> None:
        """The whole is given as it is now from here on, as made so long ago."""
        self._as_of = (self._now - by, self._moments.now)

    def refuse(self, status: int, headers: dict[str, str] | None = None, *, times: int | None = None) -> None:
        """Answer with a documented error."""
        self.serve(PATH, _error(status), JSON | (headers or {}), status=status, times=times)

    def _add(self, kind: str, values: dict[str, Any]) -> str:
        identity = f"6X{self._tick():014d}"
        self._things[kind][identity] = _Thing({"id": identity, **values}, self._moments.now)
        return identity

    def _tick(self) -> int:
        self._moments.now += 1
        return self._moments.now

    def _sync(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _refusal(401)
        asked = request.form["sync_token"]
        full = asked == "*"
        if not full and asked not in self._moments.tokens:
            return _refusal(400)
        since = 0 if full else self._moments.tokens[asked]
        answer = self._answer(json.loads(request.form["resource_types"]), since, full)
        return Reply(json.dumps(answer).encode(), 200, JSON)

    def _answer(self, kinds: list[str], since: int, full: bool) -> dict[str, Any]:
        made, until = self._as_of if full and self._as_of else (self._now, self._moments.now)
        token = f"TnYUZEpuzf2FMA9qzyY3{len(self._moments.tokens):04d}"
        self._moments.tokens[token] = until
        answer: dict[str, Any] = {"full_sync": full, "sync_token": token, "temp_id_mapping": {}}
        if full:
            answer["full_sync_date_utc"] = f"{made:%Y-%m-%dT%H:%M:%SZ}"
        for kind, things in self._things.items():
            if kind in kinds:
                answer[kind] = [thing.values for thing in things.values() if self._tells(thing, since, until, full)]
        if "user" in kinds and since < self._user_touched:
            answer["user"] = {"id": ME, "full_name": "Kim", "tz_info": {"timezone": "Europe/Berlin"}}
        return answer

    @staticmethod
    def _tells(thing: _Thing, since: int, until: int, full: bool) -> bool:
        """The whole holds active things only; changes hold what is gone too."""
        gone = any(thing.values.get(name) for name in ("checked", "is_deleted", "is_archived"))
        return since < thing.touched <= until and not (full and gone)


def _due(day: str) -> dict[str, Any]:
    return {"date": day, "timezone": None, "string": day, "lang": "en", "is_recurring": False}


def _refusal(status: int) -> Reply:
    return Reply(_error(status), status, JSON)


def _error(status: int) -> bytes:
    tag, code, words = EXPLAINED.get(status, ("INTERNAL_SERVER_ERROR", 1, "Internal server error"))
    extra = {"event_id": "07c3fb965eaa4ec6a42e977c3e035c6b", "retry_after": 3}
    error = {"error": words, "error_code": code, "error_extra": extra, "error_tag": tag, "http_code": status}
    return json.dumps(error).encode()
