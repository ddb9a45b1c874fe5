"""A stand-in for FreshRSS's Google Reader API: ClientLogin and the reading list, with its ways and errors."""

import json
import re
from datetime import datetime
from typing import Any

from tests.fakes.web import Reply, Request, Web

USER, PASSWORD = "alice", "Abcdef123456"
TICKET = "alice/8e6845e089457af25303abc6f53356eb60bdb5f8"
PREFIX = "/api/greader.php"
LOGIN = f"{PREFIX}/accounts/ClientLogin"
LIST = f"{PREFIX}/reader/api/0/stream/contents/user/-/state/com.google/reading-list"
READ = "user/-/state/com.google/read"
TEXT = {"Content-Type": "text/plain; charset=UTF-8"}
JSON = {"Content-Type": "application/json; charset=UTF-8"}
WORDS = {400: "Bad Request!", 401: "Unauthorized!", 503: "Service Unavailable!"}


class GoogleReader(Web):
    """A reader of one user."""

    def __init__(self) -> None:
        super().__init__()
        self._items: dict[int, dict[str, Any]] = {}
        self.answer(LOGIN, self._log_in)
        self.answer(LIST, self._stream)

    @property
    def base_url(self) -> str:
        return self.url(PREFIX)

    def story(self, title: str, at: datetime, **values: Any) -> int:
        """Add an unread one, found when it was published; its id."""
        number = int(at.timestamp()) * 10**6 + len(self._items)
        defaults = {
            "id": f"tag:google.com,2005:reader/item/{number:016x}",
            "crawlTimeMsec": str(number // 1000),
            "timestampUsec": str(number),
            "published": int(at.timestamp()),
            "title": title,
            "canonical": [{"href": f"https://news.example.org/{number}"}],
            "alternate": [{"href": f"https://news.example.org/{number}"}],
            "categories": ["user/-/state/com.google/reading-list", "user/-/label/News"],
            "origin": {"streamId": "feed/7", "htmlUrl": "https://news.example.org/", "title": "Tagesblick"},
            "summary": {"content": f"<p>About {title}</p>"},
        }
        self._items[number] = defaults | values
        return number

    def read(self, story: int) -> None:
        """Mark as read."""
        self._items[story]["categories"].append(READ)

    def switch_off(self) -> None:
        """As if API access was not allowed."""
        self.refuse(LOGIN, 503)
        self.refuse(LIST, 503)

    def lose_authorization(self) -> None:
        """As a web server that keeps the header to itself."""
        self.refuse(LIST, 401)

    def refuse(
        self, path: str, status: int, headers: dict[str, str] | None = None, *, times: int | None = None
    ) -> None:
        """Answer with one of its errors."""
        words = WORDS.get(status, "…").encode()
        self.serve(path, words, TEXT | (headers or {}), status=status, times=times)

    def fail_after_the_first_page(self, status: int) -> None:
        """Answer as ever, except for what follows."""
        self.answer(LIST, lambda request: _error(status) if "c" in request.query else self._stream(request))

    def _log_in(self, request: Request) -> Reply:
        given = request.form if request.method == "POST" else request.query
        if "Email" not in given or not re.fullmatch(r"[0-9a-zA-Z_.@-]{1,38}", given["Email"]):
            return _error(400)
        if (given["Email"], given.get("Passwd")) != (USER, PASSWORD):
            return _error(401)
        return Reply(f"SID={TICKET}\nLSID=null\nAuth={TICKET}\n".encode(), 200, TEXT)

    def _stream(self, request: Request) -> Reply:
        if request.headers.get("authorization") != f"GoogleLogin auth={TICKET}":
            return _error(401)
        query = request.query
        count, since, after = int(query.get("n", 20)), int(query.get("ot", 0)), int(query.get("c", 0))
        found = [
            number
            for number in sorted(self._items, reverse=True)
            if number // 10**6 >= since
            and not (query.get("xt") == READ and READ in self._items[number]["categories"])
            and (not after or number < after)
        ]
        shown = found[:count]
        answer = {
            "id": "user/-/state/com.google/reading-list",
            "updated": 1774330000,
            "items": [self._items[number] for number in shown],
        }
        # It goes by how many it gives, so that a last page that is full has another one after it.
        return _json(answer | ({"continuation": str(shown[-1])} if len(shown) >= count else {}))


def _json(value: object) -> Reply:
    return Reply(json.dumps(value).encode(), 200, JSON)


def _error(status: int) -> Reply:
    return Reply(WORDS.get(status, "…").encode(), status, TEXT)
