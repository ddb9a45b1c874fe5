import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import ical
from connectors.google_events import parse, parse_calendars
from connectors.items import Event, Window
from daemon.collect.unite import events_of_one_uid
from tests.connectors.google import BERLIN, WINDOW, at, collected, event, events, stand_up
from tests.fakes.google import Google
from tests.fakes.google_accounts import ACCOUNT

FAMILY = "family#1@group.calendar.google.com"


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as server:
        yield server


# what an event becomes ---


def test_an_event(google: Google) -> None:
    google.event(
        "2026-03-24T10:00:00+01:00",
        "2026-03-24T11:00:00+01:00",
        "Design  review\n",
        location="Room 4.2\r\nsecond floor",
        description="<p>Bring the <b>plans</b> &amp; pens.</p><script>x</script>",
        status="tentative",
        transparency="transparent",
        visibility="private",
        eventType="fromGmail",
        iCalUID="review@example.org",
    )
    assert event(google) == Event(
        uid="review@example.org",
        summary="Design review",
        start=at(10),
        end=at(11),
        location="Room 4.2 second floor",
        description="Bring the plans & pens.",
        status="tentative",
        transparent=True,
        private=True,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"visibility": "confidential"}, {"private": True}),
        ({"visibility": "public"}, {}),
        ({"eventType": "focusTime"}, {"type": "focus-time"}),
        ({"eventType": "outOfOffice"}, {"type": "out-of-office"}),
        ({"eventType": "workingLocation"}, {"type": "working-location"}),
        ({"eventType": "birthday"}, {"type": "birthday"}),
        ({"eventType": "yetUnknown"}, {}),
        ({"iCalUID": None}, {"uid": "event1"}),
        ({"status": "cancelled"}, {"status": "cancelled"}),
        ({"endTimeUnspecified": True}, {"end": at(9)}),
    ],
)
def test_a_field_of_an_event(google: Google, fields: dict[str, Any], expected: dict[str, Any]) -> None:
    stand_up(google, **fields)
    plain = Event(uid="event1@google.com", summary="Stand-up", start=at(9), end=at(9, 15))
    assert event(google) == replace(plain, **expected)


def test_what_ends_before_it_begins_is_a_moment(google: Google) -> None:
    google.event("2026-03-24T09:00:00+01:00", "2026-03-24T08:00:00+01:00", "Backwards")
    assert (event(google).start, event(google).end) == (at(9), at(9))


def test_only_that_somebody_is_busy(google: Google) -> None:
    google.calendar("boss@example.org", accessRole="freeBusyReader")
    google.event("2026-03-24T09:00:00+01:00", "2026-03-24T10:00:00+01:00", at="boss@example.org")
    assert event(google).summary == "Busy"


@pytest.mark.parametrize(
    ("attendees", "answer"),
    [
        ([], None),
        ([{"email": ACCOUNT, "self": True, "responseStatus": "declined"}], "declined"),
        ([{"email": "KIM@Example.org", "responseStatus": "accepted"}], "accepted"),
        ([{"email": "lena@example.org", "responseStatus": "declined"}], None),
        ([{"email": ACCOUNT, "self": True, "responseStatus": "needsAction"}], "needs-action"),
        ([{"email": ACCOUNT, "self": True}], "needs-action"),
        ([{"email": "lena@example.org", "self": True, "responseStatus": "tentative"}], "tentative"),
        (
            [
                {"email": "lena@example.org", "self": True, "responseStatus": "declined"},
                {"email": ACCOUNT, "responseStatus": "accepted"},
            ],
            "accepted",
        ),
    ],
)
def test_my_answer(google: Google, attendees: list[dict[str, Any]], answer: str | None) -> None:
    stand_up(google, attendees=attendees)
    assert event(google).my_answer == answer


def test_my_address_is_the_accounts_where_the_settings_have_none(google: Google) -> None:
    google.calendar("lena@example.org")
    both = [
        {"email": "lena@example.org", "self": True, "responseStatus": "declined"},
        {"email": ACCOUNT, "responseStatus": "accepted"},
    ]
    stand_up(google, attendees=both, at="lena@example.org")
    assert event(google, emails=()).my_answer == "accepted"


def test_deleted_ones_may_be_mere_stubs(google: Google) -> None:
    google.raw({"kind": "calendar#event", "id": "gone", "status": "cancelled"})
    instance = {"dateTime": "2026-03-24T09:00:00+01:00", "timeZone": "Europe/Berlin"}
    google.raw({"id": "m_1", "status": "cancelled", "recurringEventId": "m", "originalStartTime": instance})
    assert events(google) == []


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        {},
        {"id": "x"},
        {"id": "x", "start": {"date": "2026-02-30"}},
        {"id": "x", "summary": 5, "start": {"date": "2026-03-24"}},
        {"id": "x", "start": {"dateTime": "soon"}},
    ],
)
def test_a_broken_entry_loses_itself_alone(google: Google, broken: Any) -> None:
    stand_up(google)
    google.raw(broken)
    found = collected(google)
    assert len(found.items) == 1
    assert found.warnings == (f"1 entry of the calendar {ACCOUNT} could not be read.",)
    assert not found.complete


# days and zones ---


@pytest.mark.parametrize(
    ("zone", "listener"),
    [("Pacific/Kiritimati", "Pacific/Pago_Pago"), ("Pacific/Pago_Pago", "Pacific/Kiritimati"), ("UTC", "Asia/Kolkata")],
)
def test_all_day_is_the_listeners_day_whatever_the_calendars_zone(google: Google, zone: str, listener: str) -> None:
    google.calendar("far", timeZone=zone)
    for day in (23, 24, 25):
        google.event(f"2026-03-{day}", f"2026-03-{day + 1}", f"The {day}th", at="far")
    here = ZoneInfo(listener)
    window = Window(first=date(2026, 3, 24), zone=here, now=datetime(2026, 3, 24, 6, tzinfo=here))
    (only,) = events(google, window)
    assert (only.summary, only.start, only.end, only.all_day) == (
        "The 24th",
        date(2026, 3, 24),
        date(2026, 3, 25),
        True,
    )


def test_what_ends_at_midnight_was_yesterdays(google: Google) -> None:
    google.event("2026-03-23T22:00:00+01:00", "2026-03-24T00:00:00+01:00", "Film")
    google.event("2026-03-24T00:00:00+01:00", "2026-03-24T00:00:00+01:00", "Reminder")
    google.event("2026-03-24T23:00:00+01:00", "2026-03-25T02:00:00+01:00", "Night train")
    google.event("2026-03-25T00:00:00+01:00", "2026-03-25T01:00:00+01:00", "Tomorrow")
    assert [one.summary for one in events(google)] == ["Reminder", "Night train"]


def test_times_are_the_listeners(google: Google) -> None:
    google.event("2026-03-29T08:00:00Z", "2026-03-29T09:00:00Z", "After the clocks changed")
    window = replace(WINDOW, first=date(2026, 3, 29))
    (only,) = events(google, window)
    assert only.start == datetime(2026, 3, 29, 10, tzinfo=BERLIN)


# the same event elsewhere ---


def test_a_copy_in_another_calendar_is_the_same_event(google: Google) -> None:
    google.calendar(FAMILY)
    google.calendar("boss@example.org", accessRole="freeBusyReader")
    me = [{"email": ACCOUNT, "responseStatus": "accepted"}]
    stand_up(google, iCalUID="s@x", at="boss@example.org")
    google.event(
        "2026-03-24T09:00:00+01:00", "2026-03-24T09:15:00+01:00", at=FAMILY, iCalUID="s@x", visibility="private"
    )
    stand_up(google, iCalUID="s@x", attendees=me)
    only = event(google)
    assert (only.summary, only.my_answer, only.private) == ("Stand-up", "accepted", True)


def test_an_instance_is_known_again_in_an_ics_file(google: Google) -> None:
    google.event(
        "2026-03-24T09:30:00+01:00",
        "2026-03-24T09:45:00+01:00",
        "Stand-up",
        id="abc_20260324T080000Z",
        iCalUID="abc@google.com",
        recurringEventId="abc",
        originalStartTime={"dateTime": "2026-03-24T09:00:00+01:00", "timeZone": "Europe/Berlin"},
    )
    google.event(
        "2026-03-24",
        "2026-03-25",
        "Bins",
        iCalUID="bins@google.com",
        recurringEventId="bins",
        originalStartTime={"date": "2026-03-24"},
    )
    file = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
        "BEGIN:VEVENT\r\nUID:abc@google.com\r\nDTSTART;TZID=Europe/Berlin:20260323T090000\r\nDURATION:PT15M\r\n"
        "RRULE:FREQ=DAILY\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:abc@google.com\r\nRECURRENCE-ID:20260324T080000Z\r\n"
        "DTSTART;TZID=Europe/Berlin:20260324T093000\r\nDURATION:PT15M\r\nSUMMARY:Stand-up\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:bins@google.com\r\nDTSTART;VALUE=DATE:20260317\r\nRRULE:FREQ=WEEKLY\r\n"
        "SUMMARY:Bins\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    there = [
        replace(one, source="file") for one in ical.parse(file.encode(), WINDOW, ()).items if isinstance(one, Event)
    ]
    here = [replace(one, source="google") for one in events(google)]
    united = events_of_one_uid([*here, *there])
    assert [(one.summary, one.also_in) for one in united] == [("Bins", ("file",)), ("Stand-up", ("file",))]


# whatever is answered ---

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.dates().map(str) | st.datetimes().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
times = st.fixed_dictionaries({}, optional={"date": anything, "dateTime": anything})
FIELDS = ("summary", "description", "status", "visibility", "attendees", "iCalUID", "endTimeUnspecified", "eventType")
entries = st.fixed_dictionaries(
    {"id": st.text(max_size=5)},
    optional={"start": times, "end": times, "originalStartTime": times, **dict.fromkeys(FIELDS, anything)},
)


@given(st.lists(entries | anything, max_size=4))
def test_any_list_is_read_as_far_as_it_can_be(items: list[Any]) -> None:
    page = parse(json.dumps({"kind": "calendar#events", "items": items}).encode(), WINDOW, ())
    assert len(page.events) + page.lost <= len(items)
    assert all(one.start <= one.end for one in page.events if one.all_day)


@given(st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode()))
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(ValueError, match="it is not a list of events"):
        parse(data, WINDOW, ())
    with pytest.raises(ValueError, match="it is not a list of calendars"):
        parse_calendars(data)
