"""The weather of a day from Open-Meteo (https://open-meteo.com/en/docs; CC BY 4.0, no key)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import groupby
from typing import Annotated, TypeVar

from pydantic import Field

from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.codec import from_json
from connectors.feed_text import plain
from connectors.http import Fetched, Fetcher, StatusError, run
from connectors.items import Weather, Window, day_start

MOST_BYTES = 2 * 2**20
MOST_REASON = 200
WET_MM, WET_PERCENT = 0.1, 50
WET_CODES = frozenset({*range(61, 68), *range(71, 78), *range(80, 87), *range(95, 100)})
"""WMO 4677 as Open-Meteo has it: rain, snow, showers, thunder (drizzle counts by its millimetres)."""
OVERCAST, LAST_DRY = 3, 48
"""Codes above stand for something that falls."""
HOUR = timedelta(hours=1)
DAILY = "weather_code,temperature_2m_max,temperature_2m_min,precipitation_probability_max,wind_speed_10m_max"
HOURLY = "precipitation,precipitation_probability,weather_code,temperature_2m"
Number = Annotated[float, Field(allow_inf_nan=False)]
T = TypeVar("T")
CREDIT = "Weather data by Open-Meteo.com, CC BY 4.0"
"""Open-Meteo asks for it (its licence page)."""


class WeatherConfig(SourceConfig):
    """The place, in degrees (north and east are positive)."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)
    place: str | None = None
    base_url: str = Field(default="https://api.open-meteo.com", pattern=r"^https?://[^/]+")


class WeatherConnector:
    """Asks once for all days of the window."""

    def __init__(self, config: WeatherConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # a forecast needs no memory
        """One Weather a day."""
        try:
            answer = run(self._fetch(window))
            items = parse(answer.body, window, self._config.place)
        except StatusError as error:
            raise _explained(error) from error
        except ValueError as error:
            raise ConnectorError(f"The weather service could not be understood: {error}.", transient=True) from error
        missing = len(items) < window.days
        warnings = ("The weather service has no forecast for some of the days.",) if missing else ()
        return Collected(items=items, warnings=warnings, complete=not missing)

    async def _fetch(self, window: Window) -> Fetched:
        config = self._config
        params = {
            "latitude": f"{config.latitude:.4f}",
            "longitude": f"{config.longitude:.4f}",
            "daily": DAILY,
            "hourly": HOURLY,
            "current": "temperature_2m,weather_code",
            "timezone": window.zone.key or "auto",
            "start_date": window.first.isoformat(),
            # One day more: the last hour's rain stands at the next midnight.
            "end_date": (window.first + timedelta(days=window.days)).isoformat(),
        }
        async with Fetcher(seconds=config.timeout * 0.8, most_bytes=MOST_BYTES) as fetcher:
            return await fetcher.get(f"{config.base_url.rstrip('/')}/v1/forecast", params=params)


@dataclass(frozen=True, slots=True)
class _Daily:
    time: tuple[date, ...] = ()
    weather_code: tuple[int | None, ...] = ()
    temperature_2m_max: tuple[Number | None, ...] = ()
    temperature_2m_min: tuple[Number | None, ...] = ()
    precipitation_probability_max: tuple[Number | None, ...] = ()
    wind_speed_10m_max: tuple[Number | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Hourly:
    time: tuple[datetime, ...] = ()
    precipitation: tuple[Number | None, ...] = ()
    precipitation_probability: tuple[Number | None, ...] = ()
    weather_code: tuple[int | None, ...] = ()
    temperature_2m: tuple[Number | None, ...] = ()


@dataclass(frozen=True, slots=True)
class _Current:
    time: datetime
    temperature_2m: Number | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """The documented answer: columns side by side, times without a zone."""

    daily: _Daily
    hourly: _Hourly = _Hourly()
    current: _Current | None = None
    utc_offset_seconds: int = 0


@dataclass(frozen=True, slots=True)
class _Reason:
    """The documented error."""

    error: bool
    reason: str


@dataclass(frozen=True, slots=True)
class _Hour:
    """One hour, until `ends`."""

    ends: datetime
    wet: bool
    chance: int | None
    code: int | None


def parse(data: bytes, window: Window, place: str | None) -> tuple[Weather, ...]:
    """The window's days that the answer has. Raises ValueError (a plain clause) where it is none or has none."""
    try:
        answer = from_json(_Answer, data)
    except ValueError as error:
        raise ValueError(_reason(data) or "its answer is not a forecast") from error
    found = tuple(_days(answer, window, place))
    if not found:
        raise ValueError(f"it has no forecast for {window.first.isoformat()}")
    return found


def _days(answer: _Answer, window: Window, place: str | None) -> Iterator[Weather]:
    hours = tuple(_hours(answer))
    for index, day in enumerate(answer.daily.time):
        if window.first <= day < window.first + timedelta(days=window.days):
            yield from _day(answer, index, window, place, _to_come(hours, day, window))


def _day(answer: _Answer, index: int, window: Window, place: str | None, hours: list[_Hour]) -> Iterator[Weather]:
    """The day, or nothing where the service does not know enough of it."""
    daily, day = answer.daily, answer.daily.time[index]
    code = _code(hours, _at(daily.weather_code, index))
    high, low = _at(daily.temperature_2m_max, index), _at(daily.temperature_2m_min, index)
    if code is None or high is None or low is None:
        return
    rain, again = [*_stretches(hours), [], []][:2]
    chances = [hour.chance for hour in rain if hour.chance is not None]
    yield Weather(
        uid=day.isoformat(),
        day=day,
        place=place,
        code=code,
        now=_now(answer, window) if day == window.now.astimezone(window.zone).date() else None,
        low=low,
        high=high,
        rain_from=_within(rain[0].ends - HOUR, day, window) if rain else None,
        rain_until=_within(rain[-1].ends, day, window) if rain else None,
        rain_again_from=_within(again[0].ends - HOUR, day, window) if again else None,
        rain_chance=max(chances, default=_whole(_at(daily.precipitation_probability_max, index))) if rain else None,
        wind=_at(daily.wind_speed_10m_max, index),
        credit=CREDIT,
    )


def _hours(answer: _Answer) -> Iterator[_Hour]:
    """Precipitation is documented as the sum of the hour before, so an hour's row is about the hour that it ends."""
    hourly = answer.hourly
    for index, time in enumerate(hourly.time):
        millimetres, percent = _at(hourly.precipitation, index), _at(hourly.precipitation_probability, index)
        rains = (millimetres or 0) >= WET_MM and (percent is None or percent >= WET_PERCENT)
        code = _at(hourly.weather_code, index)
        yield _Hour(_moment(time, answer), rains or code in WET_CODES, _whole(percent), code)


def _moment(time: datetime, answer: _Answer) -> datetime:
    """An answer has one offset, that of the moment it is asked at, for days after a clock change too."""
    return time.replace(tzinfo=timezone(timedelta(seconds=answer.utc_offset_seconds)))


def _to_come(hours: tuple[_Hour, ...], day: date, window: Window) -> list[_Hour]:
    """The day's hours that are not over."""
    start, end = _bounds(day, window)
    return [hour for hour in hours if hour.ends > max(start, window.now) and hour.ends - HOUR < end]


def _stretches(hours: list[_Hour]) -> list[list[_Hour]]:
    """Runs of wet hours."""
    return [list(run) for wet, run in groupby(hours, lambda hour: hour.wet) if wet]


def _code(hours: list[_Hour], daily: int | None) -> int | None:
    """The worst of the hours to come; the day's own, which may be of a night that is over, only if they say nothing."""
    codes = [hour.code for hour in hours if hour.code is not None]
    if not codes:
        return daily
    if any(hour.wet for hour in hours):
        return max(codes)
    return max((code for code in codes if code <= LAST_DRY), default=OVERCAST)


def _bounds(day: date, window: Window) -> tuple[datetime, datetime]:
    return day_start(day, window.zone), day_start(day + timedelta(days=1), window.zone)


def _within(moment: datetime, day: date, window: Window) -> datetime:
    start, end = _bounds(day, window)
    return min(max(moment.astimezone(window.zone), start), end)


def _now(answer: _Answer, window: Window) -> float | None:
    """The temperature at `window.now`: the current one if it is of that time, else the forecast's."""
    current = answer.current
    if current and abs(_moment(current.time, answer) - window.now) <= HOUR and current.temperature_2m is not None:
        return current.temperature_2m
    for index, time in enumerate(answer.hourly.time):
        if abs(_moment(time, answer) - window.now) <= HOUR / 2:
            return _at(answer.hourly.temperature_2m, index)
    return None


def _at(column: tuple[T, ...], index: int) -> T | None:
    return column[index] if index < len(column) else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _reason(data: bytes) -> str:
    try:
        return plain(from_json(_Reason, data).reason, MOST_REASON).rstrip(".")
    except ValueError:
        return ""


def _explained(error: StatusError) -> ConnectorError:
    """The service's own reason says more than a status ("Daily API request limit exceeded")."""
    reason = _reason(error.body)
    if not reason:
        return error
    remedy = "It will be asked again the next time." if error.transient else "Check latitude and longitude."
    return ConnectorError(f"The weather service refuses: {reason}. {remedy}", transient=error.transient)


CONNECTOR = ConnectorType("weather", WeatherConfig, WeatherConnector, ("weather",))
