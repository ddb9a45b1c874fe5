"""Services that take notifications, on loopback: Apprise's json:// and ntfy://."""

import json
import threading
from dataclasses import dataclass
from typing import Any, ClassVar

from tests.fakes.serving import Handling, Serving


@dataclass(frozen=True)
class Arrived:
    """A notification as it arrived: the path, the login that it came with, and its JSON."""

    path: str
    login: str | None
    content: dict[str, Any]


class _Taking(Handling):
    def do_POST(self) -> None:  # noqa: N802  # the name that http.server calls
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.owner.took(Arrived(self.path, self.headers["Authorization"], content))
        if status == 0:
            self.wait_for_hanging_up()
        elif status == 302:
            self.reply(302, b"", {"Location": "/elsewhere"})
        else:
            self.whole(status, {})

    def do_GET(self) -> None:  # noqa: N802  # as above
        self.whole(200, {})


class Inbox(Serving):
    """Answers each notification with the next status of the list, the last one from then on; 0: never."""

    handling: ClassVar[type[Handling]] = _Taking

    def __init__(self, *statuses: int) -> None:
        super().__init__()
        self.arrived: list[Arrived] = []
        self._statuses = list(statuses or (200,))
        self._lock = threading.Lock()

    def took(self, arrived: Arrived) -> int:
        """Keep it; the status to answer with."""
        with self._lock:
            self.arrived.append(arrived)
            return self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
