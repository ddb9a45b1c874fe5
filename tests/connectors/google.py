"""What the tests of Google's connectors share."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.base import Collected, Listener
from connectors.codec import to_json
from connectors.google_calendar import GoogleCalendarConfig, GoogleCalendarConnector
from connectors.google_tasks import GoogleTasksConfig, GoogleTasksConnector
from connectors.google_tokens import Login
from connectors.items import Event, Window
from tests.fakes.google import Google
from tests.fakes.google_accounts import ACCOUNT, CALENDAR, TASKS

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


def kept(google: Google, *scopes: str, ends: datetime | None = None) -> str:
    """A login as `dawncast login` keeps it."""
    scopes = scopes or (CALENDAR, TASKS)
    return to_json(Login(refresh_token=google.login(*scopes), scopes=scopes, given=NOW, ends=ends)).decode()


def calendars(
    google: Google, *, login: str | None = None, emails: tuple[str, ...] = (ACCOUNT,), **settings: Any
) -> GoogleCalendarConnector:
    table = {"kind": "google_calendar", **google.settings(**settings)}
    config = GoogleCalendarConfig.model_validate(table, context={"revealed": True})
    return GoogleCalendarConnector(config, Listener(emails=emails, login=kept(google) if login is None else login))


def tasks(google: Google, *, login: str | None = None, **settings: Any) -> GoogleTasksConnector:
    table = {"kind": "google_tasks", **google.settings(**settings)}
    config = GoogleTasksConfig.model_validate(table, context={"revealed": True})
    return GoogleTasksConnector(config, Listener(login=kept(google) if login is None else login))


def collected(google: Google, window: Window = WINDOW, **settings: Any) -> Collected:
    return calendars(google, **settings).collect(window, b"")


def events(google: Google, window: Window = WINDOW, **settings: Any) -> list[Event]:
    found = collected(google, window, **settings)
    assert found.warnings == ()
    return [item for item in found.items if isinstance(item, Event)]


def event(google: Google, **settings: Any) -> Event:
    (only,) = events(google, **settings)
    return only


def stand_up(google: Google, **fields: Any) -> None:
    google.event("2026-03-24T09:00:00+01:00", "2026-03-24T09:15:00+01:00", "Stand-up", **fields)
