import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.base import Collected, ConnectorError, Listener
from connectors.event_times import day_meant, local, span
from connectors.homeassistant import CONNECTOR, HomeAssistantConfig, HomeAssistantConnector
from connectors.homeassistant_answers import parse_events, parse_states, parse_tasks
from connectors.items import Event, Note, Task, Window, key_of
from tests.contract.connector import ConnectorContract
from tests.fakes.homeassistant import TOKEN, HomeAssistant
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=DAY, zone=BERLIN, now=NOW)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def home() -> Iterator[HomeAssistant]:
    with HomeAssistant() as server:
        yield server


@pytest.fixture
def busy(home: HomeAssistant) -> HomeAssistant:
    home.calendar("calendar.family")
    home.event("calendar.family", "Parents' evening", at(18, 30), at(20), location="Lindenschule")
    home.todo("todo.shopping", {"summary": "Milk", "uid": "4bb3"})
    home.state("sensor.door_battery", "12", friendly_name="Front door battery", unit_of_measurement="%")
    return home


def source(base_url: str, token: str = TOKEN, **settings: Any) -> HomeAssistantConnector:
    values = {"kind": "homeassistant", "allow_private": True, "base_url": base_url, "token": token, **settings}
    return HomeAssistantConnector(
        HomeAssistantConfig.model_validate(values, context={"revealed": True}), Listener(emails=("kim@example.org",))
    )


def collect(home: HomeAssistant, window: Window = WINDOW, **settings: Any) -> Collected:
    return source(home.base_url, **settings).collect(window, b"")


def events(home: HomeAssistant, window: Window = WINDOW) -> list[Event]:
    return [item for item in collect(home, window).items if isinstance(item, Event)]


class TestHomeAssistantContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"base_url": "https://ha.example.org", "token": {"env": "HA"}}
    secrets = (TOKEN,)

    @pytest.fixture
    def connector(self, busy: HomeAssistant) -> HomeAssistantConnector:
        return source(busy.base_url, sensors=["sensor.door_battery"])

    @pytest.fixture
    def broken(self) -> HomeAssistantConnector:
        return source(refused())

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_brings_calendars_lists_and_sensors(busy: HomeAssistant) -> None:
    collected = collect(busy, sensors=["sensor.door_battery"])
    event, task, note = collected.items
    assert event == Event(
        uid=event.uid, summary="Parents' evening", start=at(18, 30), end=at(20), location="Lindenschule"
    )
    assert task == Task(uid="todo.shopping/4bb3", summary="Milk")
    battery = "Front door battery"
    assert note == Note(uid="sensor.door_battery", title=battery, text=f"{battery}: 12 %", day=DAY, role="page")
    assert (collected.warnings, collected.complete) == ((), True)


def test_asks_for_the_listeners_days_once_each(busy: HomeAssistant) -> None:
    collect(busy)
    (asked,) = busy.asked("/api/calendars/calendar.family")
    assert asked.query == {"start": "2026-03-24T00:00:00+01:00", "end": "2026-03-25T00:00:00+01:00"}
    assert len(busy.requests) == 3


def test_only_what_is_named(busy: HomeAssistant) -> None:
    busy.calendar("calendar.holidays")
    busy.event("calendar.holidays", "Spring", DAY, date(2026, 3, 25))
    assert collect(busy, calendars=["calendar.holidays"], lists=[]).items == (
        *(item for item in collect(busy).items if isinstance(item, Event) and item.all_day),
    )


def test_an_all_day_event_has_dates(busy: HomeAssistant) -> None:
    busy.event("calendar.family", "Lena on leave", DAY, date(2026, 3, 26))
    event = events(busy)[1]
    assert (event.all_day, event.start, event.end) == (True, DAY, date(2026, 3, 26))


def test_times_of_another_zone_are_the_listeners(busy: HomeAssistant) -> None:
    busy.event("calendar.family", "Call", at(9).astimezone(UTC), at(10).astimezone(UTC))
    assert events(busy)[1].start.isoformat() == "2026-03-24T09:00:00+01:00"


def test_yesterdays_end_at_midnight_is_not_today(busy: HomeAssistant) -> None:
    busy.event("calendar.family", "Concert", at(20, day=23), at(0))
    busy.event("calendar.family", "Holiday", date(2026, 3, 23), DAY)
    assert [event.summary for event in events(busy)] == ["Parents' evening"]


def test_occurrences_without_an_id_of_their_own_are_told_apart(busy: HomeAssistant) -> None:
    for hour in (9, 14):
        busy.event("calendar.family", "Walk the dog", at(hour), at(hour + 1), uid="0f5d8f8e-walk-the-dog")
    found = events(busy)[1:]
    assert [event.uid for event in found] == ["0f5d8f8e-walk-the-dog"] * 2
    assert len({key_of(event) for event in found}) == 2


def test_the_same_event_in_two_calendars_is_one(busy: HomeAssistant) -> None:
    busy.calendar("calendar.copy")
    for calendar in ("calendar.family", "calendar.copy"):
        busy.event(calendar, "Lunch", at(13), at(14), uid="b2a1b9a0-6d4f-4a6f-lunch")
    assert [event.summary for event in events(busy)] == ["Lunch", "Parents' evening"]


def test_tasks_have_their_due_date_or_time(home: HomeAssistant) -> None:
    home.todo(
        "todo.house",
        {"summary": "Pay rent", "uid": "1", "due": "2026-03-24"},
        {"summary": "Call the plumber", "uid": "2", "due": "2026-03-24T16:00:00+00:00"},
        {"summary": "Done already", "uid": "3", "status": "completed"},
    )
    found = [(item.summary, item.due) for item in collect(home).items if isinstance(item, Task)]
    assert found == [("Pay rent", DAY), ("Call the plumber", at(17))]


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
def test_a_broken_calendar_is_not_an_empty_one(busy: HomeAssistant, state: str) -> None:
    busy.lose("calendar.family", state)
    collected = collect(busy)
    assert [item.kind for item in collected.items] == ["task"]
    assert collected.warnings == (f"calendar.family is {state} in Home Assistant. Look at its integration there.",)
    assert not collected.complete


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("entity", ["calendar.family", "todo.shopping"])
def test_one_that_fails_costs_itself_only(busy: HomeAssistant, entity: str, status: int) -> None:
    busy.break_(entity, status)
    collected = collect(busy, sensors=["sensor.door_battery"])
    assert len(collected.items) == 2
    assert collected.warnings == (f"Home Assistant could not read {entity}. Look at its integration there.",)
    assert not collected.complete


def test_one_that_hangs_costs_itself_only(busy: HomeAssistant) -> None:
    busy.hang("/api/calendars/calendar.family")
    collected = collect(busy, timeout=1.5)
    assert [item.kind for item in collected.items] == ["task"]
    assert not collected.complete


def test_what_is_named_and_missing_is_said(busy: HomeAssistant) -> None:
    collected = collect(busy, sensors=["sensor.gone"])
    assert collected.warnings == ("Home Assistant has no sensor.gone. Correct it in the settings.",)


def test_when_everything_fails_the_source_failed(busy: HomeAssistant) -> None:
    busy.lose("calendar.family")
    with pytest.raises(ConnectorError, match=r"calendar\.family is unavailable") as caught:
        collect(busy, lists=[])
    assert caught.value.transient


def test_an_empty_calendar_is_an_empty_day(home: HomeAssistant) -> None:
    home.calendar("calendar.family")
    assert collect(home) == Collected()


def test_a_house_without_anything_to_tell(home: HomeAssistant) -> None:
    home.state("light.hall", "on")
    with pytest.raises(ConnectorError, match="Name sensors in the settings") as caught:
        collect(home)
    assert not caught.value.transient


def test_a_wrong_token_is_explained(busy: HomeAssistant) -> None:
    with pytest.raises(ConnectorError, match="Home Assistant refuses the token") as caught:
        source(busy.base_url, token="another").collect(WINDOW, b"")
    assert (caught.value.transient, caught.value.needs_login) == (False, True)
    assert "another" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "words", "transient"),
    [(403, "refuses this machine", False), (404, "nothing at this address", False), (502, "fault of its own", True)],
)
def test_errors_of_the_whole(busy: HomeAssistant, status: int, words: str, transient: bool) -> None:
    busy.fail("/api/states", status)
    with pytest.raises(ConnectorError, match=words) as caught:
        collect(busy)
    assert caught.value.transient is transient


@pytest.mark.parametrize("body", [b"<html>Log in</html>", b'{"message": "API running."}', b"", b'[{"entity_id"'])
def test_what_is_no_answer_is_no_empty_day(busy: HomeAssistant, body: bytes) -> None:
    busy.serve("/api/states", body)
    with pytest.raises(ConnectorError, match="could not be understood") as caught:
        collect(busy)
    assert caught.value.transient


def test_a_login_page_for_a_calendar_is_not_an_empty_one(busy: HomeAssistant) -> None:
    busy.serve("/api/calendars/calendar.family", b"<html>Log in</html>")
    assert collect(busy).warnings == (
        "What Home Assistant has of calendar.family could not be read: its answer is not a list of events.",
    )


def test_entries_that_cannot_be_read_are_counted(busy: HomeAssistant) -> None:
    whole = {"start": {"date": "2026-03-24"}, "end": {"date": "2026-03-25"}, "summary": "Whole"}
    bodies: list[object] = [whole, {**whole, "start": {"date": "2026-02-30"}}, {"summary": "No start", "start": {}}, 5]
    busy.serve("/api/calendars/calendar.family", json.dumps(bodies).encode())
    collected = collect(busy)
    assert [item.summary for item in collected.items if isinstance(item, Event)] == ["Whole"]
    assert collected.warnings == ("3 of the entries of calendar.family could not be read.",)


@pytest.mark.parametrize(
    ("state", "attributes", "text"),
    [
        ("12", {"friendly_name": "Battery", "unit_of_measurement": "%"}, "Battery: 12 %"),
        ("21.3456789", {"friendly_name": "Living room", "unit_of_measurement": "°C"}, "Living room: 21.3 °C"),
        ("0.0482", {"friendly_name": "Rain", "unit_of_measurement": "mm"}, "Rain: 0.05 mm"),
        ("27.0", {"friendly_name": "To work", "unit_of_measurement": "min"}, "To work: 27 min"),
        ("on", {"friendly_name": "Garage"}, "Garage: on"),
        ("nan", {"friendly_name": "Lost"}, "Lost: nan"),
        ("12", {}, "sensor.x: 12"),
        ("12", {"friendly_name": 5, "unit_of_measurement": []}, "sensor.x: 12"),
        ("2026-03-24T05:30:00+00:00", {"friendly_name": "Alarm", "device_class": "timestamp"}, "Alarm: 06:30"),
        (
            "2026-03-25T05:30:00+00:00",
            {"friendly_name": "Alarm", "device_class": "timestamp"},
            "Alarm: 2026-03-25 06:30",
        ),
    ],
)
def test_what_is_said_of_a_sensor(home: HomeAssistant, state: str, attributes: dict[str, Any], text: str) -> None:
    home.state("sensor.x", state, **attributes)
    (note,) = collect(home, sensors=["sensor.x"]).items
    assert isinstance(note, Note)
    assert note.text == text


def test_a_sensor_asked_for_another_day_is_told_on_it(home: HomeAssistant) -> None:
    home.state("sensor.x", "1")
    for first, told in ((25, 25), (24, 24), (22, 24)):
        window = Window(first=date(2026, 3, first), zone=BERLIN, now=NOW, days=3)
        (note,) = collect(home, window, sensors=["sensor.x"]).items
        assert isinstance(note, Note)
        assert note.day == date(2026, 3, told)


@pytest.mark.parametrize(
    "settings",
    [
        {"base_url": "http://ha.example.org"},
        {"base_url": "file:///etc/passwd"},
        {"calendars": ["../states"]},
        {"sensors": ["door"]},
        {"token": "in the clear"},
    ],
)
def test_settings_that_are_none(settings: dict[str, Any]) -> None:
    whole = {"kind": "homeassistant", "base_url": "https://ha.example.org", "token": {"env": "HA"}}
    assert HomeAssistantConfig.model_validate(whole)
    with pytest.raises(ValidationError):
        HomeAssistantConfig.model_validate({**whole, **settings})


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["2026-03-24", "date", "dateTime"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["start", "end", "date", "dateTime", "summary", "items", "uid"]), inner, max_size=4
        )
    ),
)


@given(st.binary(max_size=40) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_answer_is_entries_or_a_clause(data: bytes) -> None:
    for parse in (parse_events, parse_tasks):
        with suppress(ValueError):  # what any other error would be is what is tested
            parsed = parse(data, "calendar.x", WINDOW)
            assert len({key_of(item) for item in parsed.items}) == len(parsed.items)
    with suppress(ValueError):
        assert all(parse_states(data))


MOMENTS = st.datetimes(datetime(1902, 1, 2), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # the zone is the strategy's


@given(MOMENTS, st.none() | MOMENTS, st.sampled_from(["Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago"]))
def test_a_span_never_ends_before_it_starts(start: datetime, end: datetime | None, name: str) -> None:
    zone = ZoneInfo(name)
    first, last = span(start, end, zone)
    assert first <= last
    assert isinstance(first, datetime)
    assert first.timestamp() == start.timestamp()  # times of two zones are never equal within an overlap (PEP 495)
    day, after = span(start.date(), end, zone)
    assert day < after


@pytest.mark.parametrize(
    ("utc", "zone", "day"),
    [
        ("2024-10-24T00:00", "Europe/Berlin", 24),
        ("2024-10-23T22:00", "Europe/Berlin", 24),  # typed in at home
        ("2024-10-24T04:00", "Europe/Berlin", 24),  # in New York
        ("2024-10-23T15:00", "Europe/Berlin", 24),  # in Tokyo
        ("2024-10-23T10:00", "Pacific/Kiritimati", 24),
        ("2024-10-24T10:00", "Pacific/Honolulu", 24),
        ("2024-10-23T11:00", "Pacific/Auckland", 24),
        ("2024-10-23T13:00", "Pacific/Honolulu", 24),
        ("2024-10-23T18:30", "America/Los_Angeles", 24),  # in India
    ],
)
def test_the_day_whose_midnight_it_is(utc: str, zone: str, day: int) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert day_meant(moment, ZoneInfo(zone)) == date(2024, 10, day)


@given(st.dates(date(1970, 1, 2), date(2100, 1, 1)), st.integers(-11, 11), st.sampled_from(["UTC", "Europe/Berlin"]))
def test_every_midnight_is_known_in_most_zones(day: date, offset: int, zone: str) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=offset)
    if offset > -10:  # further west it could as well be a midnight in the far east
        assert day_meant(midnight, ZoneInfo(zone)) == day


def test_the_end_of_all_time_is_a_time() -> None:
    never = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert local(never, ZoneInfo("Pacific/Kiritimati")).year == 9999
