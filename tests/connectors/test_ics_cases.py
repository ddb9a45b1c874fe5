"""The numbered cases of calendars that are about a server's answer, and about what is told of it a day later.

Case 71 (webcal) stands in test_http.py: a webcal address is asked with TLS, which the server here does not speak.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.base import ConnectorError, Listener
from connectors.ics import ICSConfig, ICSConnector
from connectors.items import Event, Item, Window
from tests.fakes.web import Web

DAILY = (
    b"BEGIN:VCALENDAR\r\n"
    b"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Walk\r\nDTSTART:20260301T090000\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
    b"BEGIN:VEVENT\r\nUID:2\r\nSUMMARY:Call\r\nDTSTART:20260324T233000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
ETAG = '"1"'


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


def on(day: str, zone: str = "Europe/Berlin") -> Window:
    first = date.fromisoformat(day)
    return Window(first=first, zone=ZoneInfo(zone), now=datetime(first.year, first.month, first.day, 4, tzinfo=UTC))


def ics(web: Web) -> ICSConnector:
    return ICSConnector(ICSConfig(kind="ics", url=web.url("/c.ics"), allow_private=True), Listener())


def told(items: tuple[Item, ...]) -> list[str]:
    return sorted(f"{item.start:%d %H:%M} {item.summary}" for item in items if isinstance(item, Event))


def test_case_68_a_login_page_is_an_error_and_no_empty_day(web: Web) -> None:
    web.serve("/c.ics", b"<!DOCTYPE html><title>Sign in</title>", {"Content-Type": "text/calendar"})
    with pytest.raises(ConnectorError, match="it is a web page, not a calendar") as caught:
        ics(web).collect(on("2026-03-24"), b"")
    assert caught.value.transient


def test_case_70_an_empty_calendar_is_no_error(web: Web) -> None:
    web.serve("/c.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    found = ics(web).collect(on("2026-03-24"), b"")
    assert (found.items, found.warnings, found.complete) == ((), (), True)


def test_case_74_what_has_not_changed_is_expanded_for_the_new_day(web: Web) -> None:
    web.etag("/c.ics", DAILY, ETAG)
    first = ics(web).collect(on("2026-03-24"), b"")
    second = ics(web).collect(on("2026-03-26"), first.state)
    assert (told(first.items), told(second.items)) == (["24 09:00 Walk"], ["26 09:00 Walk"])


def test_case_76_the_listener_has_travelled_since_yesterday(web: Web) -> None:
    web.etag("/c.ics", DAILY, ETAG)
    at_home = ics(web).collect(on("2026-03-24"), b"")
    away = ics(web).collect(on("2026-03-24", "America/New_York"), at_home.state)
    assert told(away.items) == ["24 09:00 Walk", "24 19:30 Call"]
