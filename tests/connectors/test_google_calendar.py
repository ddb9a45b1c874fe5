import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from connectors.base import ConnectorError, Listener
from connectors.google_calendar import CONNECTOR, GoogleCalendarConnector
from connectors.items import Window
from connectors.worker import Job
from daemon.collect.process import run
from tests.connectors.google import WINDOW, at, calendars, collected, events, kept, stand_up
from tests.contract.connector import ConnectorContract
from tests.fakes.google import Google, events_path
from tests.fakes.google_accounts import ACCOUNT, CALENDAR, CLIENT_SECRET, TASKS, error
from tests.fakes.web import Reply, refused

FAMILY = "family#1@group.calendar.google.com"
WEEK = replace(WINDOW, days=7)


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as server:
        yield server


class TestGoogleCalendarContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"client_id": "1234", "client_secret": {"env": "GOOGLE_SECRET"}}
    secrets = (CLIENT_SECRET, "1//refresh")

    @pytest.fixture
    def connector(self, google: Google) -> GoogleCalendarConnector:
        stand_up(google)
        google.event("2026-03-24", "2026-03-26", "Lena on leave")
        google.calendar(FAMILY)
        google.event("2026-03-24T18:30:00+01:00", "2026-03-24T20:00:00+01:00", "Parents' evening", at=FAMILY)
        return calendars(google)

    @pytest.fixture
    def broken(self, google: Google) -> GoogleCalendarConnector:
        return calendars(google, base_url=refused())

    @pytest.fixture
    def window(self) -> Window:
        return WEEK


# what is asked ---


def test_asks_each_ticked_calendar_once_for_the_window(google: Google) -> None:
    google.calendar(FAMILY)
    google.calendar("unticked", selected=False)
    google.calendar("hidden", hidden=True)
    google.calendar("closed", accessRole="none")
    collected(google)
    assert [request.path for request in google.requests] == [
        "/token",
        "/calendar/v3/users/me/calendarList",
        events_path(ACCOUNT),
        events_path(FAMILY),
    ]
    assert google.asked(events_path(FAMILY))[0].query == {
        "singleEvents": "true",
        "orderBy": "startTime",
        "timeMin": "2026-03-23T00:00:00+01:00",
        "timeMax": "2026-03-26T00:00:00+01:00",
        "timeZone": "Europe/Berlin",
        "maxResults": "500",
    }


def test_asks_the_calendars_of_the_settings_alone(google: Google) -> None:
    google.calendar(FAMILY, selected=False)
    stand_up(google)
    stand_up(google, at=FAMILY)
    assert len(events(google, calendars=[FAMILY])) == 1
    assert [request.path for request in google.requests] == ["/token", events_path(FAMILY)]


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_pages_are_followed_to_the_last(google: Google, size: int) -> None:
    google.page_size = size
    google.empty_pages(2)
    for hour in range(9, 14):
        google.event(at(hour).isoformat(), at(hour, 30).isoformat(), f"No. {hour}")
    assert [one.summary for one in events(google)] == [f"No. {hour}" for hour in range(9, 14)]


def test_pages_without_end_are_a_failure(google: Google) -> None:
    google.empty_pages(1000)
    with pytest.raises(ConnectorError, match="in more than 50 pages") as caught:
        collected(google, calendars=[ACCOUNT])
    assert not caught.value.transient


def test_nothing_today_is_no_failure(google: Google) -> None:
    found = collected(google)
    assert (found.items, found.warnings, found.complete) == ((), (), True)


def test_no_calendar_at_all_is_one(google: Google) -> None:
    google.calendar(ACCOUNT, selected=False)
    with pytest.raises(ConnectorError, match="Tick one there"):
        collected(google)


# what goes wrong ---

FORBIDDEN = error(403, "forbidden", "Forbidden")
NOT_FOUND = error(404, "notFound", "Not Found")
GONE = error(410, "deleted", "Resource has been deleted")
RATE = error(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits")
MANY = error(429, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits")
OFF = error(403, "accessNotConfigured", "Access Not Configured. See https://x.example", "usageLimits")
SCOPE = error(403, "insufficientPermissions", "Insufficient Permission")
UNAUTHORIZED = error(401, "authError", "Invalid Credentials")
BACKEND = error(503, "backendError", "Backend Error")
LOGIN_PAGE = Reply(b"<html>Sign in</html>", 200, {"Content-Type": "text/html"})


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (FORBIDDEN, "Google refuses access to the calendar family"),
        (NOT_FOUND, "Google knows no such thing as the calendar family"),
        (GONE, "Google knows no such thing as the calendar family"),
        (BACKEND, "has a fault of its own"),
        (LOGIN_PAGE, "could not be read: it is not a list of events"),
        (Reply(b'{"kind": "calendar#calendarList"}'), "could not be read: it is not a list of events"),
        (Reply(b'{"kind": "calendar#events", "ite', length=4000), "broke off the connection"),
    ],
)
def test_one_calendars_fault_is_its_own(google: Google, reply: Reply, words: str) -> None:
    stand_up(google)
    google.calendar("family")
    google.answer(events_path("family"), lambda _: reply)
    found = collected(google)
    assert len(found.items) == 1
    assert len(found.warnings) == 1
    assert found.warnings[0].startswith("The calendar family could not be read. ")
    assert words in found.warnings[0]
    assert not found.complete


def test_a_calendar_that_fails_is_told_as_it_last_was(google: Google) -> None:
    stand_up(google)
    google.calendar("family")
    google.event("2026-03-24T18:30:00+01:00", "2026-03-24T20:00:00+01:00", "Parents' evening", at="family")
    google.event("2026-03-26T10:00:00+01:00", "2026-03-26T11:00:00+01:00", "Dentist", at="family")
    first = calendars(google).collect(replace(WEEK, now=at(6, day=23), first=date(2026, 3, 23)), b"")
    google.answer(events_path("family"), lambda _: NOT_FOUND)
    second = calendars(google).collect(WINDOW, first.state)
    assert [item.uid for item in second.items] == ["event1@google.com", "event2@google.com"]
    assert second.warnings[0].startswith("The calendar family is told as of Monday, 06:00. Google knows no such thing")
    third = calendars(google).collect(replace(WINDOW, first=date(2026, 3, 26)), second.state)
    assert [item.uid for item in third.items] == ["event3@google.com"]


@pytest.mark.parametrize(
    ("reply", "words", "transient"),
    [
        (UNAUTHORIZED, "Google needs a new login. Run: dawncast login google.", False),
        (RATE, "Google has had too many requests.", True),
        (MANY, "Google has had too many requests.", True),
        (OFF, "enable the Google Calendar API", False),
        (SCOPE, "The login at Google is not for this. Run: dawncast login google, and tick every box there.", False),
    ],
)
def test_the_accounts_fault_is_everybodys(google: Google, reply: Reply, words: str, transient: bool) -> None:
    google.calendar("family")
    stand_up(google)
    google.answer(events_path("family"), lambda _: reply)
    with pytest.raises(ConnectorError) as caught:
        collected(google)
    assert words in str(caught.value)
    assert caught.value.transient is transient


@pytest.mark.parametrize(
    ("reply", "words", "transient"),
    [
        (NOT_FOUND, "Google knows no such thing", False),
        (FORBIDDEN, "Google refuses access", False),
        (BACKEND, "has a fault of its own", True),
        (LOGIN_PAGE, "it is not a list of events", True),
    ],
)
def test_all_calendars_failing_is_a_failure(google: Google, reply: Reply, words: str, transient: bool) -> None:
    stand_up(google)
    good = collected(google)
    google.answer(events_path(ACCOUNT), lambda _: reply)
    with pytest.raises(ConnectorError, match=words) as caught:
        calendars(google).collect(WINDOW, good.state)
    assert caught.value.transient is transient


def test_a_short_fault_is_slept_over(google: Google) -> None:
    stand_up(google)
    google.fail(events_path(ACCOUNT), 503, {"Retry-After": "0"}, times=1)
    google.fail("/calendar/v3/users/me/calendarList", 429, {"Retry-After": "0"}, times=1)
    assert len(events(google)) == 1


@pytest.mark.parametrize("body", [b"", b"{}", b'{"error": "no"}', b'{"error": {"errors": [{"reason": 5}]}}', b"[]"])
def test_an_error_may_say_anything(google: Google, body: bytes) -> None:
    google.serve("/calendar/v3/users/me/calendarList", body, status=403)
    with pytest.raises(ConnectorError, match="Google refuses access to your list of calendars"):
        collected(google)


def test_one_that_hangs_costs_its_time_alone(google: Google) -> None:
    stand_up(google)
    google.calendar("slow")
    google.hang(events_path("slow"))
    found = collected(google, timeout=1.5)
    assert len(found.items) == 1
    assert found.warnings[0].startswith("The calendar slow could not be read. 127.0.0.1 did not answer within")


# settings ---


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "set client_id and client_secret"),
        ({"client_id": "1234"}, "set client_id and client_secret"),
        ({"service_account": {"env": "KEY"}}, "set calendars"),
        ({"token_url": "http://token.example"}, "write an address that begins with https://"),
        ({"base_url": "ftp://127.0.0.1/"}, "write an address that begins with https://"),
        ({"login": "../google"}, "this name cannot be a folder's"),
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        CONNECTOR.config.model_validate({"kind": "google_calendar", **settings})


def test_a_service_account_needs_no_client() -> None:
    table = {"kind": "google_calendar", "service_account": {"env": "KEY"}, "calendars": [ACCOUNT]}
    assert CONNECTOR.config.model_validate(table).calendars == (ACCOUNT,)


# in its own process ---


def job(google: Google, **changes: Any) -> Job:
    plain = Job(
        source="work",
        entry_point="connectors.google_calendar:CONNECTOR",
        config={"kind": "google_calendar", "allow_private": True, **google.settings()},
        listener=Listener(emails=(ACCOUNT,), login=kept(google, CALENDAR, TASKS)),
        window=WINDOW,
        state=b"",
        seconds=20,
    )
    return replace(plain, **changes)


def test_in_the_worker(google: Google) -> None:
    stand_up(google)
    answer = asyncio.run(run(job(google)))
    assert [(item.source, item.uid) for item in answer.items] == [("work", "event1@google.com")]
    assert answer.complete


def test_in_the_worker_nothing_private_is_in_reach(google: Google) -> None:
    stand_up(google)
    with pytest.raises(ConnectorError, match="set allow_private = true"):
        asyncio.run(run(job(google, config={"kind": "google_calendar", **google.settings()})))
    assert google.requests == []
