"""A stand-in for Home Assistant: states, calendars and the service todo.get_items, as its REST interface answers them.

As in the real one, a calendar that cannot be reached is `unavailable` and answers with an empty list, and a service
says nothing of an entity that is.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tests.fakes.web import Reply, Request, Web

TOKEN = "a-long-lived-token"
JSON = {"Content-Type": "application/json"}
When = datetime | date


class HomeAssistant(Web):
    """An empty house until it is told otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self._states: dict[str, dict[str, Any]] = {}
        self._events: dict[str, list[dict[str, Any]]] = {}
        self._todos: dict[str, list[dict[str, Any]]] = {}
        self._broken: dict[str, int] = {}
        self._path("/api/states", lambda _: _json(list(self._states.values())))
        self._path("/api/services/todo/get_items", self._get_items)

    @property
    def base_url(self) -> str:
        return self.url("")

    def state(self, entity: str, state: str, **attributes: Any) -> None:
        """An entity of any kind."""
        self._states[entity] = {
            "entity_id": entity,
            "state": state,
            "attributes": attributes,
            "last_changed": "2026-03-24T05:12:07.501226+00:00",
            "last_updated": "2026-03-24T05:12:07.501226+00:00",
            "context": {"id": "01HZ", "parent_id": None, "user_id": None},
        }

    def calendar(self, entity: str) -> None:
        """A calendar without events."""
        self.state(entity, "off", friendly_name=entity.partition(".")[2].title())
        self._events.setdefault(entity, [])
        self._path(f"/api/calendars/{entity}", lambda request: self._calendar(entity, request))

    def event(self, calendar: str, summary: str, start: When, end: When, **fields: Any) -> None:
        """An event; dates make it an all-day one."""
        unset = {"description": None, "location": None, "uid": None, "recurrence_id": None, "rrule": None}
        event = {"start": _when(start), "end": _when(end), "summary": summary, **unset, **fields}
        self._events[calendar].append(event)

    def todo(self, entity: str, *items: dict[str, Any]) -> None:
        """A to-do list of these entries."""
        self._todos[entity] = [{"status": "needs_action", **item} for item in items]
        self.state(entity, str(len(items)), friendly_name=entity.partition(".")[2].title())

    def lose(self, entity: str, state: str = "unavailable") -> None:
        """The entity's integration has no answer any more; nothing else shows it."""
        self._states[entity]["state"] = state
        self._events.get(entity, []).clear()

    def break_(self, entity: str, status: int = 500) -> None:
        """Asking for this calendar or list ends with that status."""
        self._broken[entity] = status

    def _path(self, path: str, answer: Callable[[Request], Reply]) -> None:
        def guarded(request: Request) -> Reply:
            known = request.headers.get("authorization") == f"Bearer {TOKEN}"
            return answer(request) if known else Reply(b"401: Unauthorized", 401, {"Content-Type": "text/plain"})

        self.answer(path, guarded)

    def _calendar(self, entity: str, request: Request) -> Reply:
        if entity in self._broken:
            return _json({"message": "Error reading events: timed out"}, self._broken[entity])
        try:
            start, end = (datetime.fromisoformat(request.query[name]) for name in ("start", "end"))
        except (KeyError, ValueError):
            return Reply(status=400)
        return _json(self._events[entity]) if start.tzinfo and start <= end else Reply(status=400)

    def _get_items(self, request: Request) -> Reply:
        if "return_response" not in request.query:
            return Reply(b"Service call requires responses but caller did not ask for responses", 400)
        asked = request.json
        entity, status = asked["entity_id"], asked["status"]
        if entity in self._broken:
            return Reply(b"500 Internal Server Error", self._broken[entity], {"Content-Type": "text/plain"})
        there = entity in self._todos and self._states[entity]["state"] != "unavailable"
        items = [item for item in self._todos.get(entity, ()) if item["status"] == status]
        response = {entity: {"items": items}} if there else {}
        return _json({"changed_states": [], "service_response": response})


def _when(when: When) -> dict[str, str]:
    return {"dateTime" if isinstance(when, datetime) else "date": when.isoformat()}


def _json(value: object, status: int = 200) -> Reply:
    return Reply(json.dumps(value).encode(), status, JSON)
