"""A stand-in for Google: Calendar API v3 and Tasks API v1 behind its accounts, with their documented answers.

One account (kim@example.org) with a primary calendar and a default task list. Access tokens are needed, carry scopes
and come from the token endpoint alone. Answers leave out what has its default, as the real ones do.
"""

import json
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.fakes.google_accounts import ACCOUNT, CALENDAR, JSON, TASKS, GoogleAccounts, Object, error
from tests.fakes.web import Reply, Request


class Google(GoogleAccounts):
    """Whole and in good health until it is told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.page_size: int | None = None
        """Entries a page, where it is smaller than what is asked for."""
        self._calendars: dict[str, Object] = {}
        self._events: dict[str, list[Object]] = {}
        self._raw: dict[str, list[Any]] = {}
        self._lists: dict[str, Object] = {}
        self._tasks: dict[str, list[Object]] = {}
        self._empty_pages = 0
        self.answer("/calendar/v3/users/me/calendarList", self._calendar_list)
        self.answer("/tasks/v1/users/@me/lists", self._task_lists)
        self.calendar(ACCOUNT, primary=True, accessRole="owner", timeZone="Europe/Berlin")
        self.task_list("MDk", "My Tasks")

    # what the account holds ---

    def calendar(self, name: str, **fields: Any) -> None:
        """A calendar, ticked unless `fields` say otherwise (selected=False leaves the field out)."""
        entry = {"id": name, "summary": name, "accessRole": "reader", "timeZone": "UTC", "selected": True, **fields}
        self._calendars[name] = {key: value for key, value in entry.items() if value is not False}
        self._events[name] = []
        self.answer(events_path(name), lambda request: self._event_list(name, request))

    def event(self, start: str, end: str, summary: str = "", *, at: str = ACCOUNT, **fields: Any) -> Object:
        """An event or an instance (recurringEventId, originalStartTime), from and to a date or an ISO time."""
        number = sum(map(len, self._events.values())) + 1
        entry = {
            "kind": "calendar#event",
            "etag": f'"{number}"',
            "id": f"event{number}",
            "status": "confirmed",
            "htmlLink": "https://www.google.com/calendar/event?eid=hidden",
            "created": "2026-03-01T08:00:00.000Z",
            "updated": "2026-03-01T08:00:00.000Z",
            **({"summary": summary} if summary else {}),
            "creator": {"email": ACCOUNT, "self": True},
            "organizer": {"email": ACCOUNT, "self": True},
            "start": moment(start),
            "end": moment(end),
            "iCalUID": f"event{number}@google.com",
            "sequence": 0,
            "reminders": {"useDefault": True},
            "eventType": "default",
            **fields,
        }
        self._events[at].append(entry)
        return entry

    def raw(self, entry: Any, *, at: str = ACCOUNT) -> None:
        """An entry as it stands, whenever it is: a stub, or nothing that is documented."""
        self._raw.setdefault(at, []).append(entry)

    def task_list(self, name: str, title: str) -> None:
        """One more list."""
        self._lists[name] = {"kind": "tasks#taskList", "id": name, "title": title, "updated": "2026-03-01T08:00:00Z"}
        self._tasks[name] = []
        self.answer(tasks_path(name), lambda request: self._task_list(name, request))

    def task(self, title: str, due: str | None = None, *, at: str = "MDk", **fields: Any) -> None:
        """An open task; `due` is a date, which the API writes as a midnight in UTC."""
        number = sum(map(len, self._tasks.values())) + 1
        entry = {
            "kind": "tasks#task",
            "id": f"task{number}",
            "etag": f'"{number}"',
            "title": title,
            "updated": "2026-03-01T08:00:00.000Z",
            "position": f"{number:020}",
            "status": "needsAction",
            **({"due": f"{due}T00:00:00.000Z"} if due else {}),
            **fields,
        }
        self._tasks[at].append(entry)

    def empty_pages(self, number: int) -> None:
        """Every list begins with that many pages without an entry."""
        self._empty_pages = number

    # the APIs ---

    def _calendar_list(self, request: Request) -> Reply:
        shown = [entry for entry in self._calendars.values() if not entry.get("hidden")]
        entries = [{"kind": "calendar#calendarListEntry", **entry} for entry in shown]
        return self._turned_away(request, CALENDAR) or self._page("calendar#calendarList", entries, request)

    def _event_list(self, name: str, request: Request) -> Reply:
        query = request.query
        if query.get("orderBy") == "startTime" and query.get("singleEvents") != "true":
            return error(400, "badRequest", "The requested ordering is not available for the particular query.")
        calendar = self._calendars[name]
        zone = ZoneInfo(calendar["timeZone"])
        shown = [entry for entry in self._events[name] if _within(entry, query, zone)]
        shown.sort(key=lambda entry: _instant(entry["start"], zone))
        answered = ZoneInfo(str(query.get("timeZone", calendar["timeZone"])))
        entries = [*(_in_zone(entry, answered) for entry in shown), *self._raw.get(name, ())]
        more = {"summary": calendar["summary"], "timeZone": str(answered), "accessRole": calendar["accessRole"]}
        return self._turned_away(request, CALENDAR) or self._page("calendar#events", entries, request, **more)

    def _task_lists(self, request: Request) -> Reply:
        return self._turned_away(request, TASKS) or self._page("tasks#taskLists", [*self._lists.values()], request)

    def _task_list(self, name: str, request: Request) -> Reply:
        query = request.query
        shown = [
            task
            for task in self._tasks[name]
            if (query.get("showCompleted", "true") == "true" or task["status"] != "completed")
            and (query.get("showHidden") == "true" or not task.get("hidden"))
            and (query.get("showDeleted") == "true" or not task.get("deleted"))
            and (query.get("showAssigned") == "true" or "assignmentInfo" not in task)
        ]
        return self._turned_away(request, TASKS) or self._page("tasks#tasks", shown, request)

    def _page(self, kind: str, entries: list[Any], request: Request, **more: Any) -> Reply:
        """The page that is asked for; a task API's answer without entries has no `items`."""
        default = {"calendar#events": 250, "tasks#tasks": 20}.get(kind, 100)
        size = self.page_size or int(request.query.get("maxResults", default))
        number = int(request.query.get("pageToken", "p0")[1:])
        first = max(0, number - self._empty_pages) * size
        items = entries[first : first + size] if number >= self._empty_pages else []
        last = number >= self._empty_pages and first + size >= len(entries)
        tasks = kind.startswith("tasks#")
        body = {
            "kind": kind,
            "etag": f'"{len(entries)}"',
            **more,
            **({} if tasks and not items else {"items": items}),
            **({} if last else {"nextPageToken": f"p{number + 1}"}),
            **({"nextSyncToken": "CPDAlvWDx70CEPDAlvWDx70CGAU="} if last and not tasks else {}),
        }
        return Reply(json.dumps(body).encode(), headers=JSON)


def events_path(name: str) -> str:
    """Where a calendar's events are."""
    return f"/calendar/v3/calendars/{quote(name, safe='')}/events"


def tasks_path(name: str) -> str:
    """Where a list's tasks are."""
    return f"/tasks/v1/lists/{quote(name, safe='')}/tasks"


def moment(when: str) -> Object:
    """A date or an ISO time as the Calendar API writes it."""
    return {"dateTime": when, "timeZone": "Europe/Berlin"} if "T" in when else {"date": when}


def _instant(when: Object, zone: ZoneInfo) -> datetime:
    if "date" in when:
        return datetime.combine(date.fromisoformat(when["date"]), datetime.min.time(), zone)
    return datetime.fromisoformat(when["dateTime"])


def _within(entry: Object, query: dict[str, str], zone: ZoneInfo) -> bool:
    """Both bounds exclude; days are days of the calendar."""
    after = _instant(entry["end"], zone) > datetime.fromisoformat(query["timeMin"])
    return after and _instant(entry["start"], zone) < datetime.fromisoformat(query["timeMax"])


def _in_zone(entry: Object, zone: ZoneInfo) -> Object:
    """The entry with its times written in that zone."""
    times = {
        name: {**entry[name], "dateTime": _written(entry[name]["dateTime"], zone)}
        for name in ("start", "end", "originalStartTime")
        if "dateTime" in entry.get(name, {})
    }
    return {**entry, **times}


def _written(time: str, zone: ZoneInfo) -> str:
    local = datetime.fromisoformat(time).astimezone(zone)
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if zone.key == "UTC" else local.isoformat()
