"""A stand-in for Microsoft: the login (device code, refresh) and Graph's calendars, events, to-do lists and tasks.

Like the real one it pages by an @odata.nextLink, tells times in UTC when asked to, answers no more than four requests
of one mailbox at a time, and gives a new refresh token with each use while the old one goes on being good.
"""

import json
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from tests.fakes.web import Reply, Request, Web

CLIENT, TENANT = "0c0ffee0-client", "common"
JSON = {"Content-Type": "application/json; charset=utf-8"}
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
AT_ONCE = 4


class Microsoft(Web):
    """One account with an empty calendar and an empty list, until it is told otherwise."""

    def __init__(self, page: int = 2) -> None:
        super().__init__()
        self.page = page
        self.seconds = 0.0
        """What an answer takes."""
        self.most_at_once = 0
        self._at_once = 0
        self._lock = threading.Lock()
        self._refresh = {"refresh-0"}
        self._access: set[str] = set()
        self._polls: list[str] = []
        self._calendars: dict[str, list[dict[str, Any]]] = {}
        self._lists: dict[str, list[dict[str, Any]]] = {}
        self._names: dict[str, list[tuple[str, str]]] = {"calendar": [], "list": []}
        self.answer(f"/{TENANT}/oauth2/v2.0/devicecode", self._devicecode)
        self.answer(f"/{TENANT}/oauth2/v2.0/token", self._token)
        self._graph("/v1.0/me/calendars", lambda request: self._paged(request, self._folders("calendar", "name")))
        self._graph("/v1.0/me/todo/lists", lambda request: self._paged(request, self._folders("list", "displayName")))
        self.calendar("Calendar", main=True)
        self.todo_list("Tasks")

    @property
    def base_url(self) -> str:
        return self.url("")

    @property
    def login(self) -> str:
        """A kept login that is good."""
        return json.dumps({"refresh_token": "refresh-0"})

    # what there is ---

    def calendar(self, name: str, *, main: bool = False) -> None:
        """A calendar without events."""
        key = f"AQMk{len(self._names['calendar'])}=="
        self._names["calendar"].append((key, name))
        self._calendars[name] = []
        paths = [f"/v1.0/me/calendars/{quote(key, safe='')}/calendarView"] + ["/v1.0/me/calendarView"] * main
        for path in paths:
            self._graph(path, lambda request: self._view(request, name))

    def event(self, title: str, first: date, last: date, /, calendar: str = "Calendar", **fields: Any) -> None:
        """An event as Graph tells it; dates make it an all-day one."""
        number = sum(map(len, self._calendars.values()))
        self._calendars[calendar].append(
            {
                "@odata.etag": 'W/"x"',
                "id": f"AAMk{number}=",
                "iCalUId": f"0400000082{number:070}",
                "subject": title,
                "bodyPreview": "",
                "sensitivity": "normal",
                "isAllDay": not isinstance(first, datetime),
                "isCancelled": False,
                "showAs": "busy",
                "type": "singleInstance",
                "seriesMasterId": None,
                "responseStatus": {"response": "none", "time": "0001-01-01T00:00:00Z"},
                "location": {"displayName": "", "locationType": "default"},
                "start": _moment(first),
                "end": _moment(last),
                **fields,
            }
        )

    def todo_list(self, name: str) -> None:
        """A to-do list without tasks."""
        key = f"AAMkTodo{len(self._names['list'])}="
        self._names["list"].append((key, name))
        self._lists[name] = []
        self._graph(f"/v1.0/me/todo/lists/{quote(key, safe='')}/tasks", lambda request: self._tasks(request, name))

    def task(self, title: str, due: str | None = None, name: str = "Tasks", **fields: Any) -> None:
        """A task as Graph tells it; `due` is a wall-clock time in UTC."""
        task = {"id": f"task-{name}-{title}", "title": title, "status": "notStarted", "importance": "normal", **fields}
        if due:
            task["dueDateTime"] = {"dateTime": f"{due}.0000000", "timeZone": "UTC"}
        self._lists[name].append(task)

    # what goes wrong ---

    def revoke(self, error: str = "invalid_grant") -> None:
        """The login is used up."""
        description = "AADSTS70008: The provided authorization code or refresh token has expired. Trace ID: 1"
        self._token_error(error, description)

    def misregistered(self) -> None:
        """The registration does not allow public client flows."""
        self._token_error("invalid_client", "AADSTS7000218: The request body must contain: 'client_secret'.", 401)

    def poll_answers(self, *errors: str) -> None:
        """While the person has not logged in yet: the errors of the next polls; after them they are through."""
        self._polls = list(errors)

    def refuse(self, path: str, status: int, code: str, headers: dict[str, str] | None = None, **times: int) -> None:
        """Graph answers this path with an error."""
        body = json.dumps({"error": {"code": code, "message": "No.", "innerError": {"request-id": "1"}}}).encode()
        self.serve(f"/v1.0{path}", body, {**JSON, **(headers or {})}, status=status, **times)

    # ---

    def _token_error(self, error: str, description: str, status: int = 400) -> None:
        self.answer(f"/{TENANT}/oauth2/v2.0/token", lambda _: _oauth(error, description, status))
        self.answer(f"/{TENANT}/oauth2/v2.0/devicecode", lambda _: _oauth(error, description, status))

    def _devicecode(self, request: Request) -> Reply:
        form = request.form
        if form.get("client_id") != CLIENT or "offline_access" not in form.get("scope", ""):
            return _oauth("unauthorized_client", "AADSTS700016: Application was not found in the directory.", 400)
        message = "To sign in, use a web browser to open the page and enter the code."
        return _json(
            {
                "user_code": "FJK3-X7Q",
                "device_code": "device-1",
                "verification_uri": "https://microsoft.example/devicelogin",
                "expires_in": 900,
                "interval": 1,
                "message": message,
            }
        )

    def _token(self, request: Request) -> Reply:
        form = request.form
        if form.get("grant_type") == DEVICE:
            if form.get("device_code") != "device-1":
                return _oauth("bad_verification_code", "AADSTS70019: Bad verification code.", 400)
            if self._polls:
                return _oauth(self._polls.pop(0), "AADSTS70016: Pending end-user authorization.", 400)
        elif form.get("refresh_token") not in self._refresh:
            return _oauth("invalid_grant", "AADSTS9002313: Invalid request. Request is malformed or invalid.", 400)
        number = len(self._refresh)
        self._refresh.add(f"refresh-{number}")
        self._access.add(f"access-{number}")
        tokens = {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}"}
        return _json({"token_type": "Bearer", "scope": "Calendars.Read Tasks.Read", "expires_in": 3599, **tokens})

    def _graph(self, path: str, answer: Callable[[Request], Reply]) -> None:
        def guarded(request: Request) -> Reply:
            if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._access:
                return _error("InvalidAuthenticationToken", 401)
            with self._lock:
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
                too_many = self._at_once > AT_ONCE
            try:
                self.closing.wait(self.seconds)
                return _error("ApplicationThrottled", 429) if too_many else answer(request)
            finally:
                with self._lock:
                    self._at_once -= 1

        self.answer(path, guarded)

    def _folders(self, kind: str, name: str) -> list[dict[str, Any]]:
        return [{"id": key, name: title} for key, title in self._names[kind]]

    def _view(self, request: Request, name: str) -> Reply:
        try:
            first, last = (datetime.fromisoformat(request.query[key]) for key in ("startDateTime", "endDateTime"))
        except (KeyError, ValueError):
            return _error("ErrorInvalidParameter", 400)
        if 'outlook.timezone="UTC"' not in request.headers.get("prefer", ""):
            return _error("FakeWantsUTC", 400)
        told = [event for event in self._calendars[name] if _within(event, first, last)]
        return self._paged(request, told)

    def _tasks(self, request: Request, name: str) -> Reply:
        open_only = request.query.get("$filter") == "status ne 'completed'"
        tasks = [task for task in self._lists[name] if not (open_only and task["status"] == "completed")]
        return self._paged(request, tasks)

    def _paged(self, request: Request, values: list[dict[str, Any]]) -> Reply:
        """The page that is asked for; `page` of them each, however many are wanted, as $top is no promise."""
        skip = int(request.query.get("$skip", 0))
        answer: dict[str, Any] = {"@odata.context": "…", "value": values[skip : skip + self.page]}
        if skip + self.page < len(values):
            query = urlencode({**request.query, "$skip": skip + self.page})
            answer["@odata.nextLink"] = self.url(f"{quote(request.path, safe='/%')}?{query}")
        return _json(answer)


def _moment(when: date) -> dict[str, str]:
    if isinstance(when, datetime):
        naive = when.astimezone(UTC).replace(tzinfo=None)
        return {"dateTime": f"{naive.isoformat()}.0000000", "timeZone": "UTC"}
    return {"dateTime": f"{when.isoformat()}T00:00:00.0000000", "timeZone": "UTC"}


def _within(event: dict[str, Any], first: datetime, last: datetime) -> bool:
    try:
        start, end = (datetime.fromisoformat(event[key]["dateTime"]).replace(tzinfo=UTC) for key in ("start", "end"))
    except (TypeError, ValueError, KeyError):
        return True
    return start < last and max(end, start + timedelta(seconds=1)) > first


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status, JSON)


def _error(code: str, status: int) -> Reply:
    return _json({"error": {"code": code, "message": "No.", "innerError": {"request-id": "1"}}}, status)


def _oauth(error: str, description: str, status: int) -> Reply:
    return _json({"error": error, "error_description": description, "error_codes": [1]}, status)
