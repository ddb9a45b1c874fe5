"""A stand-in for a Miniflux server: GET /v1/entries and /v1/categories with their parameters, answers and errors."""

import json
from datetime import datetime
from typing import Any

from tests.fakes.web import Reply, Request, Web

KEY = "sT0gE-qGzQ4vXo_2bq3yVQ="
ENTRIES, CATEGORIES = "/v1/entries", "/v1/categories"
JSON = {"Content-Type": "application/json"}
WORDS = {401: "access unauthorized", 403: "access forbidden", 500: "store: unable to fetch entries"}


class Miniflux(Web):
    """A reader with one category and one feed to begin with."""

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self._prefix = prefix
        self._categories: dict[int, dict[str, Any]] = {}
        self._feeds: dict[int, dict[str, Any]] = {}
        self._entries: dict[int, dict[str, Any]] = {}
        self.feed("Tagesblick", self.category("All"))
        self.answer(prefix + ENTRIES, lambda request: self._allowed(request) or self._list(request.query))
        self.answer(prefix + CATEGORIES, lambda request: self._allowed(request) or _reply([*self._categories.values()]))

    @property
    def base_url(self) -> str:
        return self.url(self._prefix)

    def category(self, title: str, *, hidden: bool = False) -> int:
        """Add one; its id. A hidden one is not shown among all unread entries."""
        number = len(self._categories) + 1
        self._categories[number] = {"id": number, "title": title, "user_id": 1, "hide_globally": hidden}
        return number

    def feed(self, title: str, category: int = 1) -> int:
        """Add one; its id."""
        number = len(self._feeds) + 41
        self._feeds[number] = {"id": number, "user_id": 1, "title": title, "category": self._categories[category]}
        return number

    def story(self, title: str, at: datetime, feed: int = 41, **values: Any) -> int:
        """Add an unread one; its id."""
        number = len(self._entries) + 881
        defaults = {
            "id": number,
            "user_id": 1,
            "feed_id": feed,
            "status": "unread",
            "hash": f"{number:064x}",
            "title": title,
            "url": f"https://news.example.org/{number}",
            "comments_url": "",
            "published_at": at.isoformat(),
            "created_at": at.isoformat(),
            "changed_at": at.isoformat(),
            "content": f"<p>About {title}</p>",
            "author": "",
            "share_code": "",
            "starred": False,
            "reading_time": 1,
            "enclosures": None,
            "feed": self._feeds[feed],
            "tags": [],
        }
        self._entries[number] = defaults | values
        return number

    def read(self, story: int) -> None:
        """Mark as read."""
        self._entries[story]["status"] = "read"

    def refuse(self, status: int, headers: dict[str, str] | None = None, *, times: int | None = None) -> None:
        """Answer with a documented error."""
        body = json.dumps({"error_message": WORDS.get(status, "…")}).encode()
        self.serve(self._prefix + ENTRIES, body, JSON | (headers or {}), status=status, times=times)

    def fail_at(self, offset: int, status: int = 400) -> None:
        """Answer as ever, except for that page."""

        def answer(request: Request) -> Reply:
            broken = request.query["offset"] == str(offset)
            return _objection("broken", status) if broken else self._list(request.query)

        self.answer(self._prefix + ENTRIES, answer)

    def _allowed(self, request: Request) -> Reply | None:
        known = request.headers.get("x-auth-token") == KEY
        return None if known else _objection(WORDS[401], 401)

    def _list(self, query: dict[str, str]) -> Reply:
        category, limit = int(query.get("category_id", 0)), int(query.get("limit", 100))
        if query.get("status", "unread") not in {"unread", "read", "removed"}:
            return _objection("invalid entry status, valid status values are: unread, read and removed", 400)
        if category and category not in self._categories:
            return _objection("invalid category ID", 400)
        found = [entry for entry in self._entries.values() if _matches(entry, query, category)]
        found.sort(key=lambda entry: str(entry["published_at"]), reverse=query.get("direction") == "desc")
        first = int(query.get("offset", 0))
        return _reply({"total": len(found), "entries": found[first : first + limit]})


def _matches(entry: dict[str, Any], query: dict[str, str], category: int) -> bool:
    belongs_to = entry["feed"]["category"]
    try:
        late = datetime.fromisoformat(entry["published_at"]).timestamp() > float(query.get("published_after", 0))
    except ValueError:
        late = True
    return (
        late
        and entry["status"] == query.get("status", entry["status"])
        and category in {0, belongs_to["id"]}
        and not (query.get("globally_visible") == "true" and belongs_to["hide_globally"])
    )


def _reply(value: object) -> Reply:
    return Reply(json.dumps(value).encode(), 200, JSON)


def _objection(words: str, status: int) -> Reply:
    return Reply(json.dumps({"error_message": words}).encode(), status, JSON)
