import json
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from connectors.base import ConnectorError
from connectors.items import Event, Task, Window
from connectors.ms_graph import CONNECTOR, GraphConnector
from connectors.ms_graph_answers import uid_of
from tests.connectors.ms_graph import (
    DAY,
    FOREIGN,
    NEXT,
    NOW,
    REST,
    SERIES,
    WINDOW,
    at,
    collect,
    events,
    source,
    tasks,
    with_an_ordinary_day,
)
from tests.contract.connector import ConnectorContract
from tests.fakes.ms_graph import CLIENT, Microsoft
from tests.fakes.web import refused


@pytest.fixture
def service() -> Iterator[Microsoft]:
    with Microsoft() as server:
        yield server


@pytest.fixture
def busy(service: Microsoft) -> Microsoft:
    return with_an_ordinary_day(service)


class TestGraphContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"client_id": CLIENT}
    secrets = ("refresh-0",)

    @pytest.fixture
    def connector(self, busy: Microsoft) -> GraphConnector:
        return source(busy.base_url, busy.login)

    @pytest.fixture
    def broken(self) -> GraphConnector:
        return source(refused().rstrip("/"), json.dumps({"refresh_token": "refresh-0"}))

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_brings_the_calendar_and_the_lists(busy: Microsoft) -> None:
    collected = collect(busy)
    assert [item.summary for item in collected.items if isinstance(item, Event | Task)] == [
        "Design review",
        "Lena on leave",
        "Stand-up",
        "Pay rent",
    ]
    assert collected.items[0] == Event(
        uid=collected.items[0].uid, summary="Design review", start=at(10), end=at(11), location="Room 4.2"
    )
    assert collected.items[3] == Task(uid="task-Tasks-Pay rent", summary="Pay rent", due=DAY, priority=1)
    assert (collected.warnings, collected.complete) == ((), True)


def test_times_are_the_listeners(busy: Microsoft) -> None:
    assert events(busy)[0].start.isoformat() == "2026-03-24T10:00:00+01:00"


def test_all_pages_are_read(service: Microsoft) -> None:
    for number in range(5):
        service.event(f"Event {number}", at(9 + number), at(10 + number))
        service.task(f"Task {number}")
    for number in range(5):
        service.todo_list(f"List {number}")
    assert len(collect(service).items) == 10
    assert len(service.asked("/v1.0/me/calendarView")) == 3


def test_an_all_day_event_has_dates_and_belongs_to_its_day(service: Microsoft) -> None:
    service.event("Holiday", date(2026, 3, 23), DAY)
    service.event("Fair", DAY, NEXT)
    service.event("Trip", NEXT, date(2026, 3, 26))
    for zone in ("Pacific/Kiritimati", "Europe/Berlin", "Pacific/Pago_Pago"):
        window = Window(first=DAY, zone=ZoneInfo(zone), now=NOW)
        assert [(event.summary, event.start, event.end) for event in events(service, window)] == [("Fair", DAY, NEXT)]


def test_an_all_day_event_of_another_zone_keeps_its_day(service: Microsoft) -> None:
    times: dict[str, Any] = {
        name: {"dateTime": f"2026-03-2{day}T23:00:00.0000000", "timeZone": "UTC"}
        for name, day in (("start", 3), ("end", 4))
    }
    service.event("Fair", DAY, NEXT, **times)
    assert [(event.start, event.end) for event in events(service)] == [(DAY, NEXT)]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, {"status": "confirmed", "my_answer": None, "transparent": False, "private": False, "type": "default"}),
        ({"isCancelled": True}, {"status": "cancelled"}),
        ({"showAs": "tentative"}, {"status": "tentative"}),
        ({"showAs": "free"}, {"transparent": True}),
        ({"showAs": "oof"}, {"type": "default", "transparent": False}),
        ({"sensitivity": "private"}, {"private": True}),
        ({"sensitivity": "confidential"}, {"private": True}),
        ({"sensitivity": "personal"}, {"private": False}),
        ({"responseStatus": {"response": "organizer"}}, {"my_answer": "accepted"}),
        ({"responseStatus": {"response": "declined"}}, {"my_answer": "declined"}),
        ({"responseStatus": {"response": "tentativelyAccepted"}}, {"my_answer": "tentative"}),
        ({"responseStatus": {"response": "notResponded"}}, {"my_answer": "needs-action"}),
        ({"responseStatus": None, "location": None, "subject": None}, {"summary": "Busy", "location": None}),
        ({"subject": "R&D\u202e <b>now</b>"}, {"summary": "R&D now"}),
        ({"end": {"dateTime": "2026-03-24T07:00:00", "timeZone": "UTC"}}, {"start": at(10), "end": at(10)}),
        (
            {"start": {"dateTime": "2026-03-24T10:00:00", "timeZone": "W. Europe Standard Time"}},
            {"start": at(10), "end": at(11)},
        ),
    ],
)
def test_what_an_event_says(service: Microsoft, fields: dict[str, Any], expected: dict[str, Any]) -> None:
    service.event("Meeting", at(10), at(11), **fields)
    (event,) = events(service)
    assert {name: getattr(event, name) for name in expected} == expected


@pytest.mark.parametrize(("show_as", "kind"), [("oof", "out-of-office"), ("workingElsewhere", "working-location")])
def test_a_whole_day_away_is_no_meeting(service: Microsoft, show_as: str, kind: str) -> None:
    service.event("Away", DAY, NEXT, showAs=show_as)
    assert [event.type for event in events(service)] == [kind]


def test_occurrences_of_a_series_are_known_by_their_original_start(service: Microsoft) -> None:
    series = {"seriesMasterId": "AAMkMaster=", "type": "occurrence"}
    service.event(
        "Stand-up", at(9), at(9, 15), **series, iCalUId=f"{SERIES}07EA0318{REST}", originalStart="2026-03-24T08:00:00Z"
    )
    moved = {"iCalUId": f"{SERIES}07EA0319{REST}", "originalStart": "2026-03-25T08:00:00Z", "type": "exception"}
    service.event("Stand-up", at(15), at(15, 15), **{**series, **moved})
    service.event(
        "Fair", DAY, NEXT, **series, iCalUId=f"{SERIES}07EA0318{'0' * 48}", originalStart="2026-03-23T23:00:00Z"
    )
    assert [(event.uid, event.recurrence_id) for event in events(service)] == [
        (f"{SERIES}00000000{REST}", "2026-03-24T08:00:00+00:00"),
        (f"{SERIES}00000000{REST}", "2026-03-25T08:00:00+00:00"),
        (f"{SERIES}00000000{'0' * 48}", "2026-03-24"),
    ]


@pytest.mark.parametrize(
    ("ical_uid", "uid"),
    [
        (f"{SERIES}00000000{FOREIGN}", "abc-1@example.org"),
        (f"{SERIES}07EA0318{FOREIGN}", "abc-1@example.org"),
        (f"{SERIES}07EA0318{REST}".lower(), f"{SERIES}00000000{REST}".lower()),
        ("abc-1@example.org", "abc-1@example.org"),
        (f"{SERIES}07EA0318", f"{SERIES}07EA0318"),
        (
            f"{SERIES}07EA0318{'0' * 40}{'7643616C2D55696401000000'}",
            f"{SERIES}07EA0318{'0' * 40}7643616C2D55696401000000",
        ),
        ("", ""),
    ],
)
def test_the_uid_is_the_one_of_every_other_calendar(ical_uid: str, uid: str) -> None:
    assert uid_of(ical_uid) == uid


@pytest.mark.parametrize(
    ("due", "zone", "day"),
    [
        ("2026-03-24T00:00:00", "Europe/Berlin", 24),
        ("2026-03-23T23:00:00", "Europe/Berlin", 24),
        ("2026-03-24T04:00:00", "America/New_York", 24),
        ("2026-03-23T10:00:00", "Pacific/Kiritimati", 24),
        ("2026-03-24T10:00:00", "Pacific/Honolulu", 24),
        ("2026-03-23T15:00:00", "Europe/Berlin", 24),
    ],
)
def test_a_due_date_is_the_day_that_was_typed_in(service: Microsoft, due: str, zone: str, day: int) -> None:
    service.task("Pay rent", due)
    assert [task.due for task in tasks(service, zone)] == [date(2026, 3, day)]


def test_a_due_date_in_a_zone_of_its_own(service: Microsoft) -> None:
    zone = {"timeZone": "Tonga Standard Time"}
    service.task("Pay rent", dueDateTime={"dateTime": "2026-03-24T00:00:00.0000000", **zone})
    service.task("Call", startDateTime={"dateTime": "2026-03-24T00:00:00.0000000", **zone})
    assert [(task.due, task.start) for task in tasks(service)] == [(DAY, None), (None, DAY)]


def test_what_a_task_says(service: Microsoft) -> None:
    service.task("Low", importance="low", status="waitingOnOthers")
    service.task("Begun", status="inProgress")
    service.task("Done", status="completed")
    service.todo_list("Groceries")
    service.task("Milk", name="Groceries")
    assert [(task.summary, task.priority, task.status) for task in tasks(service)] == [
        ("Low", 9, "needs-action"),
        ("Begun", 0, "in-process"),
        ("Milk", 0, "needs-action"),
    ]


def test_calendars_and_lists_by_name(busy: Microsoft) -> None:
    busy.calendar("Football")
    busy.event("Match", at(18), at(20), calendar="Football")
    busy.todo_list("Groceries")
    busy.task("Milk", name="Groceries")
    collected = collect(busy, calendars=["football", "Chess"], lists=["Groceries"])
    assert [item.summary for item in collected.items if isinstance(item, Event | Task)] == ["Match", "Milk"]
    assert collected.warnings == ("Microsoft has no calendar “Chess”.",)
    assert not collected.complete


def test_one_kind_alone(busy: Microsoft) -> None:
    assert {item.kind for item in collect(busy, lists=[]).items} == {"event"}
    assert {item.kind for item in collect(busy, calendars=[]).items} == {"task"}
    with pytest.raises(ConnectorError, match="neither calendars nor lists"):
        collect(busy, calendars=[], lists=[])


def test_the_same_event_in_two_calendars_is_one(service: Microsoft) -> None:
    service.calendar("Copy")
    for name in ("Calendar", "Copy"):
        service.event("Lunch", at(13), at(14), calendar=name, iCalUId="lunch-1@example.org")
    assert len(collect(service, calendars=["Calendar", "Copy"], lists=[]).items) == 1


def test_never_more_at_once_than_outlook_answers(service: Microsoft) -> None:
    service.seconds = 0.02
    for number in range(12):
        service.todo_list(f"List {number}")
    assert collect(service).warnings == ()
    assert 1 < service.most_at_once <= 4


def test_each_use_gives_another_login(busy: Microsoft) -> None:
    first = collect(busy).login
    assert json.loads(first) == {"refresh_token": "refresh-1"}
    again = source(busy.base_url, first).collect(WINDOW, b"")
    assert json.loads(again.login) == {"refresh_token": "refresh-2"}
    assert "refresh" not in repr(again)


@pytest.mark.parametrize("login", ["", "garbled", "{}", '{"refresh_token": 5}'])
def test_without_a_login(busy: Microsoft, login: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        source(busy.base_url, login).collect(WINDOW, b"")
    assert str(caught.value) == "Microsoft needs a login. Run: dawncast login microsoft."
    assert (caught.value.needs_login, caught.value.transient) == (True, False)
    assert busy.requests == []


@pytest.mark.parametrize("error", ["invalid_grant", "interaction_required"])
def test_a_login_that_is_used_up(busy: Microsoft, error: str) -> None:
    busy.revoke(error)
    with pytest.raises(ConnectorError) as caught:
        source(busy.base_url, busy.login, name="work").collect(WINDOW, b"")
    assert str(caught.value) == "Microsoft needs a new login (AADSTS70008). Run: dawncast login work."
    assert (caught.value.needs_login, caught.value.transient) == (True, False)


def test_a_registration_that_is_not_right(busy: Microsoft) -> None:
    busy.misregistered()
    with pytest.raises(ConnectorError, match=r"refuses the application \(AADSTS7000218\)") as caught:
        collect(busy)
    assert (caught.value.needs_login, caught.value.transient) == (False, False)


def test_a_login_server_that_is_down_is_no_lost_login(busy: Microsoft) -> None:
    busy.fail("/common/oauth2/v2.0/token", 503)
    with pytest.raises(ConnectorError, match="fault of its own") as caught:
        collect(busy)
    assert (caught.value.needs_login, caught.value.transient) == (False, True)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b""])
def test_a_login_that_cannot_be_understood(busy: Microsoft, body: bytes) -> None:
    busy.serve("/common/oauth2/v2.0/token", body)
    with pytest.raises(ConnectorError, match="could not be understood") as caught:
        collect(busy)
    assert caught.value.transient


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (403, "ErrorAccessDenied", "Microsoft does not let Dawncast read the Outlook calendar"),
        (404, "MailboxNotEnabledForRESTAPI", "Microsoft does not find the Outlook calendar"),
        (429, "TooManyRequests", "has had too many requests"),
        (500, "generalException", "fault of its own"),
        (401, "InvalidAuthenticationToken", "Microsoft refuses the login. Run: dawncast login microsoft"),
    ],
)
def test_a_calendar_that_fails_costs_itself_only(busy: Microsoft, status: int, code: str, words: str) -> None:
    busy.refuse("/me/calendarView", status, code)
    collected = collect(busy)
    assert [item.kind for item in collected.items] == ["task"]
    assert len(collected.warnings) == 1
    assert words in collected.warnings[0]
    assert not collected.complete
    assert json.loads(collected.login) == {"refresh_token": "refresh-1"}


def test_when_everything_fails_the_source_failed(busy: Microsoft) -> None:
    for path in ("/me/calendarView", "/me/todo/lists"):
        busy.refuse(path, 401, "InvalidAuthenticationToken")
    with pytest.raises(ConnectorError, match="Microsoft refuses the login") as caught:
        collect(busy)
    assert caught.value.needs_login


def test_a_throttled_request_is_sent_again(busy: Microsoft) -> None:
    busy.refuse("/me/calendarView", 429, "TooManyRequests", {"Retry-After": "0"}, times=1)
    assert len(events(busy)) == 3


@pytest.mark.parametrize(
    "body", [b"<html>Sign in</html>", b'{"value": 5}', b'{"error": {"code": "x"}}', b'{"value": [{"id"']
)
def test_what_is_no_answer_is_no_empty_day(busy: Microsoft, body: bytes) -> None:
    busy.serve("/v1.0/me/calendarView", body)
    assert collect(busy).warnings == (
        "Microsoft's answer for the Outlook calendar could not be read: its answer is no list of events.",
    )


def test_an_empty_calendar_is_an_empty_day(service: Microsoft) -> None:
    collected = collect(service)
    assert (collected.items, collected.warnings, collected.complete) == ((), (), True)


def test_entries_that_cannot_be_read_are_counted(busy: Microsoft) -> None:
    busy.event("Nobody's zone", at(9), at(10), start={"dateTime": "2026-03-24T09:00:00", "timeZone": "Nobody's"})
    busy.event("No start", at(9), at(10), start=None)
    collected = collect(busy)
    assert len(collected.items) == 4
    assert collected.warnings == ("2 of the entries of the Outlook calendar could not be read.",)


def test_the_token_goes_to_no_other_server(busy: Microsoft) -> None:
    with Microsoft() as other:
        page = {"value": [], "@odata.nextLink": f"{other.base_url}/v1.0/me/calendarView"}
        busy.serve("/v1.0/me/calendarView", json.dumps(page).encode())
        collected = collect(busy)
        assert other.requests == []
    (warning,) = collected.warnings
    assert warning.endswith("could not be read: the rest of it is said to be on another server.")


def test_pages_without_end(busy: Microsoft) -> None:
    page = {"value": [], "@odata.nextLink": f"{busy.base_url}/v1.0/me/calendarView?again=1"}
    busy.serve("/v1.0/me/calendarView", json.dumps(page).encode())
    assert collect(busy).warnings == ("Microsoft's answer for the Outlook calendar could not be read: it never ends.",)


def test_a_list_that_hangs_costs_itself_only(busy: Microsoft) -> None:
    busy.hang("/v1.0/me/todo/lists/AAMkTodo0%3D/tasks")
    collected = collect(busy, timeout=2)
    assert [item.kind for item in collected.items] == ["event"] * 3
    assert len(collected.warnings) == 1
