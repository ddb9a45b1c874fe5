"""What the tests of Microsoft Graph share: somebody to log in, settings, and a day."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.base import Collected, Listener
from connectors.items import Event, Task, Window
from connectors.ms_graph import GraphConfig, GraphConnector
from tests.fakes.ms_graph import CLIENT, Microsoft

BERLIN = ZoneInfo("Europe/Berlin")
DAY, NEXT = date(2026, 3, 24), date(2026, 3, 25)
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=DAY, zone=BERLIN, now=NOW)
SERIES = "040000008200E00074C5B7101A82E008"
REST = "A0B1C2D3E4F5A0B10000000000000000100000000123456789ABCDEF0123456789ABCDEF"
FOREIGN = "C0FFEE00000000000000000000000000200000007643616C2D556964010000006162632D31406578616D706C652E6F726700"


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@dataclass
class Kim:
    """Whoever logs in."""

    heard: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.heard.append(text)

    def ask(self, question: str) -> str:
        raise AssertionError(f"nobody was to be asked: {question}")


@dataclass
class Clock:
    """Sleeps without taking time."""

    slept: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


def config(base_url: str, **settings: Any) -> GraphConfig:
    values = {"kind": "ms_graph", "allow_private": True, "client_id": CLIENT, **settings}
    return GraphConfig.model_validate({"base_url": base_url, "login_url": base_url, **values})


def source(base_url: str, login: str, name: str = "microsoft", **settings: Any) -> GraphConnector:
    return GraphConnector(config(base_url, login=name, **settings), Listener(login=login))


def collect(service: Microsoft, window: Window = WINDOW, **settings: Any) -> Collected:
    return source(service.base_url, service.login, **settings).collect(window, b"")


def events(service: Microsoft, window: Window = WINDOW) -> list[Event]:
    return [item for item in collect(service, window).items if isinstance(item, Event)]


def tasks(service: Microsoft, zone: str = "Europe/Berlin", **settings: Any) -> list[Task]:
    window = Window(first=DAY, zone=ZoneInfo(zone), now=NOW)
    return [item for item in collect(service, window, **settings).items if isinstance(item, Task)]


def with_an_ordinary_day(service: Microsoft) -> Microsoft:
    """Three events and a task."""
    service.event("Design review", at(10), at(11), location={"displayName": "Room 4.2"})
    service.event("Lena on leave", DAY, NEXT, showAs="free")
    service.event("Stand-up", at(9), at(9, 15))
    service.task("Pay rent", "2026-03-23T23:00:00", importance="high")
    return service
