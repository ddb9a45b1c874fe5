import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.base import ConnectorError, Listener
from connectors.items import Weather, Window
from connectors.weather import CONNECTOR, WeatherConfig, WeatherConnector, parse
from tests.contract.connector import ConnectorContract
from tests.fakes.open_meteo import OpenMeteo
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def service() -> Iterator[OpenMeteo]:
    with OpenMeteo(NOW) as server:
        yield server


def source(base_url: str, **settings: Any) -> WeatherConnector:
    values = {"kind": "weather", "latitude": 52.52, "longitude": 13.41, "base_url": base_url, **settings}
    return WeatherConnector(WeatherConfig.model_validate(values), Listener())


def weather(service: OpenMeteo, window: Window = WINDOW, **settings: Any) -> Weather:
    (item,) = source(service.base_url, **settings).collect(window, b"").items
    assert isinstance(item, Weather)
    return item


class TestWeatherContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"latitude": 52.52, "longitude": 13.41}
    secrets = ("hidden",)

    @pytest.fixture
    def connector(self, service: OpenMeteo) -> WeatherConnector:
        return source(service.base_url)

    @pytest.fixture
    def broken(self) -> WeatherConnector:
        return source(f"{refused().replace('//', '//kim:hidden@')}")

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_brings_the_day(service: OpenMeteo) -> None:
    service.temperature(low=4, high=11, now=5.5)
    service.rain(at(16), at(19), chance=80)
    assert weather(service, place="Berlin") == Weather(
        uid="2026-03-24",
        day=date(2026, 3, 24),
        place="Berlin",
        code=61,
        now=5.5,
        low=4,
        high=11,
        rain_from=at(16),
        rain_until=at(19),
        rain_chance=80,
        wind=14.4,
        credit="Weather data by Open-Meteo.com, CC BY 4.0",
    )


def test_asks_for_the_place_and_the_listeners_day(service: OpenMeteo) -> None:
    source(f"{service.base_url}/").collect(WINDOW, b"")
    (request,) = service.requests
    assert {name: request.query[name] for name in ("latitude", "longitude", "timezone", "start_date")} == {
        "latitude": "52.5200",
        "longitude": "13.4100",
        "timezone": "Europe/Berlin",
        "start_date": "2026-03-24",
    }


def test_a_dry_day_has_no_rain(service: OpenMeteo) -> None:
    item = weather(service)
    assert (item.rain_from, item.rain_until, item.rain_chance) == (None, None, None)


@pytest.mark.parametrize(
    ("rain", "stretch"),
    [
        ({"first": at(2), "until": at(5)}, None),
        ({"first": at(5), "until": at(8)}, (at(6), at(8))),
        ({"first": at(16), "until": at(18), "chance": 40, "code": 51}, None),
        ({"first": at(16), "until": at(18), "mm": 0.0, "code": 3}, None),
        ({"first": at(16), "until": at(18), "mm": 0.0, "code": 95}, (at(16), at(18))),
        ({"first": at(16), "until": at(18), "mm": 0.1, "chance": 50, "code": 51}, (at(16), at(18))),
        ({"first": at(22), "until": at(3, day=25)}, (at(22), at(0, day=25))),
        ({"first": at(0, day=25), "until": at(3, day=25)}, None),
    ],
    ids=["over", "on", "unlikely", "dry", "thunder", "drizzle", "into the night", "tomorrow"],
)
def test_rain_is_the_days_first_stretch_that_is_not_over(
    service: OpenMeteo, rain: dict[str, Any], stretch: tuple[datetime, datetime] | None
) -> None:
    service.rain(**rain)
    item = weather(service)
    assert (item.rain_from, item.rain_until) == (stretch or (None, None))


def test_only_the_first_stretch_is_told(service: OpenMeteo) -> None:
    service.rain(at(18), at(20), chance=90)
    service.rain(at(9), at(10), chance=60)
    item = weather(service)
    assert (item.rain_from, item.rain_until, item.rain_chance) == (at(9), at(10), 60)


def test_the_next_stretch_of_the_day_is_told_by_its_start(service: OpenMeteo) -> None:
    service.rain(at(7), at(12))
    service.rain(at(20), at(22))
    item = weather(service)
    assert (item.rain_from, item.rain_until, item.rain_again_from) == (at(7), at(12), at(20))


def test_tomorrows_rain_is_not_the_days_second(service: OpenMeteo) -> None:
    service.rain(at(7), at(12))
    service.rain(at(0, day=25), at(3, day=25))
    assert weather(service).rain_again_from is None


@pytest.mark.parametrize(
    ("rain", "code"),
    [
        ([{"first": at(2), "until": at(5), "code": 63}], 3),
        ([{"first": at(2), "until": at(5), "code": 95}, {"first": at(20), "until": at(22), "code": 61}], 61),
        ([{"first": at(16), "until": at(18), "chance": 40, "code": 51}], 3),
        ([{"first": at(0), "until": at(23), "mm": 0.0, "chance": 5, "code": 51}], 3),
        ([{"first": at(2), "until": at(5), "mm": 0.0, "code": 45}], 3),
        ([{"first": at(8), "until": at(9), "mm": 0.0, "code": 45}], 45),
    ],
    ids=["night rain", "night thunder", "unlikely", "all unlikely", "night fog", "morning fog"],
)
def test_the_code_is_of_the_hours_to_come(service: OpenMeteo, rain: list[dict[str, Any]], code: int) -> None:
    for stretch in rain:
        service.rain(**stretch)
    assert weather(service).code == code


def test_without_hours_the_code_is_the_days(service: OpenMeteo) -> None:
    daily = {
        "time": ["2026-03-24"],
        "weather_code": [61],
        "temperature_2m_max": [11],
        "temperature_2m_min": [4.0],
    }
    service.serve("/v1/forecast", json.dumps({"daily": daily}).encode())
    assert (weather(service).code, weather(service).rain_from) == (61, None)


def test_each_day_of_the_window(service: OpenMeteo) -> None:
    service.rain(at(0, day=25), at(3, day=25))
    window = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW, days=3)
    items = source(service.base_url).collect(window, b"").items
    assert [(item.day, item.now, item.rain_from) for item in items if isinstance(item, Weather)] == [
        (date(2026, 3, 24), 6.5, None),
        (date(2026, 3, 25), None, at(0, day=25)),
        (date(2026, 3, 26), None, None),
    ]


def test_another_moment_has_the_forecasts_temperature(service: OpenMeteo) -> None:
    service.temperature(low=0, high=24, now=99)
    later = Window(first=date(2026, 3, 24), zone=BERLIN, now=at(18, 10))
    assert weather(service, later).now == 17  # the fake's hourly temperature is the hour, in UTC


@pytest.mark.parametrize(
    ("asked", "day", "hour"),
    [
        (datetime(2026, 3, 28, 20, tzinfo=BERLIN), date(2026, 3, 29), 16),
        (datetime(2026, 10, 24, 20, tzinfo=BERLIN), date(2026, 10, 25), 16),
    ],
)
def test_the_hours_are_right_after_a_clock_change(asked: datetime, day: date, hour: int) -> None:
    first = datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN)
    with OpenMeteo(asked) as service:
        service.rain(first, first + timedelta(hours=2))
        item = weather(service, Window(first=day, zone=BERLIN, now=asked))
    assert (item.rain_from, item.rain_until) == (first, first + timedelta(hours=2))


def test_a_limit_is_explained(service: OpenMeteo) -> None:
    service.limit()
    with pytest.raises(ConnectorError) as caught:
        source(service.base_url).collect(WINDOW, b"")
    assert caught.value.transient
    assert str(caught.value) == (
        "The weather service refuses: Daily API request limit exceeded. Please try again tomorrow. "
        "It will be asked again the next time."
    )


def test_a_refusal_is_explained(service: OpenMeteo) -> None:
    far = Window(first=date(2026, 9, 1), zone=BERLIN, now=NOW)
    with pytest.raises(ConnectorError, match="Parameter 'start_date' is out of allowed range") as caught:
        source(service.base_url).collect(far, b"")
    assert not caught.value.transient


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"<html>Sign in</html>", "its answer is not a forecast"),
        (b"{}", "its answer is not a forecast"),
        (b'{"error": true, "reason": "Busy."}', "Busy"),
        (b'{"daily": {"time": ["2026-03-20"], "weather_code": [3]}}', "it has no forecast for 2026-03-24"),
        (
            b'{"daily": {"time": ["2026-03-24"], "weather_code": [null], "temperature_2m_max": [1]}}',
            "it has no forecast for 2026-03-24",
        ),
    ],
)
def test_what_is_no_forecast(service: OpenMeteo, body: bytes, words: str) -> None:
    service.serve("/v1/forecast", body)
    with pytest.raises(ConnectorError, match=f"The weather service could not be understood: {words}") as caught:
        source(service.base_url).collect(WINDOW, b"")
    assert caught.value.transient


def test_days_without_a_forecast_are_a_warning(service: OpenMeteo) -> None:
    daily = {
        "time": ["2026-03-24", "2026-03-25"],
        "weather_code": [3, None],
        "temperature_2m_max": [11, None],
        "temperature_2m_min": [4.0, None],
    }
    service.serve("/v1/forecast", json.dumps({"daily": daily}).encode())
    two = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW, days=2)
    found = source(service.base_url).collect(two, b"")
    assert [item.uid for item in found.items] == ["2026-03-24"]
    assert (len(found.warnings), found.complete) == (1, False)


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.floats() | st.text(max_size=12), lambda inner: st.lists(inner, max_size=3)).map(
        lambda column: json.dumps({"daily": {"time": ["2026-03-24"], "weather_code": column}}).encode()
    )
)
def test_any_answer_is_a_forecast_or_none(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"it"):
        parse(data, WINDOW, None)


@pytest.mark.parametrize(
    "settings", [{"latitude": 91}, {"latitude": -90.1}, {"longitude": 181}, {"base_url": "file:///x"}, {"place": 5}]
)
def test_places_that_are_none(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WeatherConfig.model_validate({"kind": "weather", "latitude": 0, "longitude": 0, **settings})
