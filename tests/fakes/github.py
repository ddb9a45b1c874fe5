"""A stand-in for api.github.com: GET /notifications with its documented parameters, headers, answers and errors.

Like the real one's, its Last-Modified tells of what is new, not of what was read since.
"""

import json
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from tests.fakes.web import Reply, Request, Web

TOKEN = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"
PATH = "/notifications"
MOST_A_PAGE = 50
JSON = {"Content-Type": "application/json; charset=utf-8"}
WORDS = {
    401: "Bad credentials",
    403: "Resource not accessible by personal access token",
    404: "Not Found",
    500: "Server Error",
}


class GitHub(Web):
    """An account; the path is that of a server of one's own where `prefix` is given."""

    def __init__(self, prefix: str = "") -> None:
        super().__init__()
        self._prefix = prefix
        self._threads: dict[str, dict[str, Any]] = {}
        self._modified: datetime | None = None
        self.answer(prefix + PATH, self._list)

    @property
    def base_url(self) -> str:
        return self.url(self._prefix)

    def thread(self, title: str, at: datetime, reason: str = "mention", name: str = "pinwheel", **values: Any) -> str:
        """Add an unread one; its id."""
        identity = str(15961630000 + len(self._threads))
        repository = f"https://api.github.com/repos/octo/{name}"
        defaults = {
            "id": identity,
            "unread": True,
            "reason": reason,
            "updated_at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "last_read_at": None,
            "subject": {
                "title": title,
                "url": f"{repository}/issues/7",
                "latest_comment_url": f"{repository}/issues/comments/70",
                "type": "Issue",
            },
            "repository": {"id": 1296269, "name": name, "full_name": f"octo/{name}", "private": False, "fork": False},
            "url": f"https://api.github.com/notifications/threads/{identity}",
            "subscription_url": f"https://api.github.com/notifications/threads/{identity}/subscription",
        }
        self._threads[identity] = defaults | values
        self._touch(at)
        return identity

    def goes_on(self, thread: str, at: datetime) -> None:
        """Somebody adds to a thread."""
        self._threads[thread] |= {"updated_at": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}", "unread": True}
        self._touch(at)

    def read(self, thread: str) -> None:
        """Mark as read, in a browser."""
        self._threads[thread]["unread"] = False

    def refuse(self, status: int, headers: dict[str, str] | None = None, *, times: int | None = None) -> None:
        """Answer with a documented error."""
        self._say(WORDS.get(status, "…"), status, headers, times)

    def limit(self) -> None:
        """The hour's requests are used up."""
        used = {"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1774333800"}
        self._say("API rate limit exceeded for user ID 583231.", 403, used, None)

    def fail_at(self, page: int, status: int) -> None:
        """Answer as ever, except for that page."""

        def answer(request: Request) -> Reply:
            return _error("…", status) if request.query.get("page") == str(page) else self._list(request)

        self.answer(self._prefix + PATH, answer)

    def _say(self, words: str, status: int, headers: dict[str, str] | None, times: int | None) -> None:
        reply = _error(words, status)
        self.serve(self._prefix + PATH, reply.body, JSON | (headers or {}), status=status, times=times)

    def _touch(self, at: datetime) -> None:
        self._modified = max(self._modified or at, at)

    def _list(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _error(WORDS[401], 401)
        headers = JSON | {"X-Poll-Interval": "60", "Vary": "Accept, Authorization, Cookie, X-GitHub-OTP"}
        if self._modified:
            headers["Last-Modified"] = format_datetime(self._modified.astimezone(UTC), usegmt=True)
        since = request.headers.get("if-modified-since")
        if since and self._modified and self._modified <= parsedate_to_datetime(since):
            return Reply(b"", 304, headers)
        return self._page(request, headers)

    def _page(self, request: Request, headers: dict[str, str]) -> Reply:
        query = request.query
        number, size = int(query.get("page", 1)), min(int(query.get("per_page", 50)), MOST_A_PAGE)
        found = [
            thread
            for thread in self._threads.values()
            if thread["updated_at"] >= query.get("since", "")
            and (thread["unread"] is not False or query.get("all") == "true")
        ]
        found.sort(key=lambda thread: str(thread["updated_at"]), reverse=True)
        shown = found[(number - 1) * size : number * size]
        if number * size < len(found):
            headers = headers | {"Link": f'<{self.url(request.path)}?page={number + 1}>; rel="next"'}
        return Reply(json.dumps(shown).encode(), 200, headers)


def _error(words: str, status: int) -> Reply:
    error = {"message": words, "documentation_url": "https://docs.github.com/rest", "status": str(status)}
    return Reply(json.dumps(error).encode(), status, JSON)
