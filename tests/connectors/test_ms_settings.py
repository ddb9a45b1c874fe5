"""Which settings are refused, and that any answer of Microsoft Graph is entries or a clause."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.items import Event, Task, key_of
from connectors.ms_graph import GraphConfig
from connectors.ms_graph_answers import parse_events, parse_folders, parse_tasks
from tests.connectors.ms_graph import WINDOW, at, collect, with_an_ordinary_day
from tests.fakes.ms_graph import CLIENT, Microsoft


@pytest.fixture
def service() -> Iterator[Microsoft]:
    with Microsoft() as server:
        yield server


@pytest.fixture
def busy(service: Microsoft) -> Microsoft:
    return with_an_ordinary_day(service)


@pytest.mark.parametrize(
    "settings",
    [
        {"client_id": ""},
        {"tenant": "a/b"},
        {"login": "../work"},
        {"base_url": "http://graph.example.org"},
        {"login_url": "http://login.example.org"},
        {"calendars": "Calendar"},
    ],
)
def test_settings_that_are_none(settings: dict[str, Any]) -> None:
    whole = {"kind": "ms_graph", "client_id": CLIENT}
    assert GraphConfig.model_validate(whole)
    with pytest.raises(ValidationError):
        GraphConfig.model_validate({**whole, **settings})


KEYS = st.sampled_from(
    ["value", "id", "title", "start", "end", "dateTime", "timeZone", "isAllDay", "dueDateTime", "subject"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8) | st.sampled_from(["2026-03-24T10:00:00", "UTC"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
)
ENTRY = st.fixed_dictionaries(
    {"id": st.text(max_size=3), "title": st.text(max_size=5)},
    optional={
        name: st.fixed_dictionaries(
            {
                "dateTime": st.datetimes().map(datetime.isoformat),
                "timeZone": st.sampled_from(["UTC", "Tonga Standard Time", "Europe/Berlin", "Nowhere"]),
            }
        )
        for name in ("start", "end", "dueDateTime")
    }
    | {"isAllDay": st.booleans(), "seriesMasterId": st.text(max_size=2), "iCalUId": st.text("0123ABC", max_size=90)},
)


@given(
    st.binary(max_size=40)
    | JSON.map(lambda value: json.dumps(value).encode())
    | st.lists(ENTRY, max_size=4).map(lambda entries: json.dumps({"value": entries}).encode())
)
def test_any_answer_is_entries_or_a_clause(data: bytes) -> None:
    with suppress(ValueError):  # what any other error would be is what is tested
        found: list[Event | Task] = [*parse_events(data, WINDOW).found, *parse_tasks(data, WINDOW).found]
        assert all(item.summary for item in found)
        assert all(key_of(item) for item in found)
    with suppress(ValueError):
        assert all(folder.id is not None for folder in parse_folders(data).found)


def test_utc_is_what_is_asked_for(busy: Microsoft) -> None:
    collect(busy)
    (asked,) = busy.asked("/v1.0/me/calendarView")[:1]
    assert asked.headers["prefer"] == 'outlook.timezone="UTC"'
    asked_from = datetime.fromisoformat(asked.query["startDateTime"])
    assert asked_from.tzinfo == UTC
    assert asked_from < at(0) < at(0, day=25) < datetime.fromisoformat(asked.query["endDateTime"])
