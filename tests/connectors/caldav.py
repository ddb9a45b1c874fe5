"""What the tests of the caldav connector have in common."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from connectors.base import Collected, Listener
from connectors.caldav import CalDAVConfig, CalDAVConnector
from connectors.items import Event, Task, Window
from tests.fakes.caldav_server import PASSWORD, USER, event

BERLIN = ZoneInfo("Europe/Berlin")
DAILY = event("daily", "RRULE:FREQ=DAILY", start="20260101T100000Z")
LIST, CHANGED = ["PROPFIND"], ["sync-collection", "calendar-multiget"]


def on(day: str = "2026-03-24") -> Window:
    """A day in Berlin, asked for at 4:00 UTC."""
    first = date.fromisoformat(day)
    return Window(first=first, zone=BERLIN, now=datetime.combine(first, datetime.min.time(), UTC) + timedelta(hours=4))


def told(collected: Collected) -> list[str]:
    """Summaries with local times, sorted."""
    return sorted(_told(item) for item in collected.items)


def _told(item: object) -> str:
    if isinstance(item, Event):
        return f"{item.summary} {item.start:%H:%M}" + (" cancelled" if item.status == "cancelled" else "")
    assert isinstance(item, Task)
    return f"{item.summary} {item.due:%d %H:%M}" if item.due else item.summary


class Server(Protocol):
    """Where a server is, and what it was asked."""

    def url(self, path: str) -> str: ...

    def forget(self) -> None: ...


def connector(**settings: Any) -> CalDAVConnector:
    """The connector with the servers' own user."""
    given = {"kind": "caldav", "username": USER, "password": PASSWORD, **settings}
    config = CalDAVConfig.model_validate(given, context={"revealed": True})
    return CalDAVConnector(config, Listener(emails=("kim@example.org",)))


class Source:
    """The connector at one server, which hands itself its state."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.state = b""

    def collect(self, day: str = "2026-03-24", **settings: Any) -> Collected:
        """The next collection, on that day."""
        self.server.forget()
        source = connector(**{"url": self.server.url("/"), **settings})
        collected = source.collect(on(day), self.state)
        self.state = collected.state
        return collected
