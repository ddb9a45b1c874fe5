"""A stand-in for api.open-meteo.com: GET /v1/forecast with its documented parameters, answer and errors.

Like the real one it gives local times without a zone, all with the one offset of the day it is asked on (`today`).
"""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.fakes.web import Reply, Request, Web

DAYS_BACK, DAYS_AHEAD = 92, 15
DAILY = {
    "weather_code": "wmo code",
    "temperature_2m_max": "°C",
    "temperature_2m_min": "°C",
    "precipitation_probability_max": "%",
    "wind_speed_10m_max": "km/h",
}
HOURLY = {"precipitation": "mm", "precipitation_probability": "%", "weather_code": "wmo code", "temperature_2m": "°C"}
HOUR = timedelta(hours=1)


class OpenMeteo(Web):
    """Mild and dry everywhere until it is told otherwise."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now
        self._temperature = (4.0, 11.0, 6.5)
        self._wet: list[tuple[datetime, datetime, float, int, int]] = []
        self.answer("/v1/forecast", self._forecast)

    @property
    def base_url(self) -> str:
        return self.url("")

    def temperature(self, low: float, high: float, now: float) -> None:
        """The day's, every day."""
        self._temperature = (low, high, now)

    def rain(self, first: datetime, until: datetime, *, mm: float = 1.2, chance: int = 80, code: int = 61) -> None:
        """It rains from `first` until `until` (aware, on the hour)."""
        self._wet.append((first, until, mm, chance, code))

    def limit(self, period: str = "Daily", again: str = "tomorrow") -> None:
        """The caller has used up what is free."""
        reason = f"{period} API request limit exceeded. Please try again {again}."
        self.answer("/v1/forecast", lambda _: _error(reason, 429))

    def _forecast(self, request: Request) -> Reply:
        query = request.query
        reason = self._objection(query)
        return _error(reason) if reason else Reply(json.dumps(self._answer(query)).encode(), headers=JSON)

    def _objection(self, query: dict[str, str]) -> str | None:
        for name, most in (("latitude", 90), ("longitude", 180)):
            if name not in query:
                return f"Value of type 'String' required for key '{name}'."
            if abs(float(query[name])) > most:
                return f"{name.capitalize()} must be in range of -{most} to {most}°. Given: {float(query[name])}."
        if "daily" in query and "timezone" not in query:
            return "Timezone is required"
        for name in ("daily", "hourly"):
            for variable in query[name].split(",") if name in query else ():
                if variable not in (DAILY if name == "daily" else HOURLY):
                    return f"Cannot initialize ForecastVariable from invalid String value {variable}."
        first, last = self._now.date() - timedelta(days=DAYS_BACK), self._now.date() + timedelta(days=DAYS_AHEAD)
        for name in ("start_date", "end_date"):
            if name in query and not first <= date.fromisoformat(query[name]) <= last:
                return f"Parameter '{name}' is out of allowed range from {first} to {last}"
        return None

    def _answer(self, query: dict[str, str]) -> dict[str, Any]:
        zone = ZoneInfo("UTC" if query.get("timezone", "auto") == "auto" else query["timezone"])
        offset = self._now.astimezone(zone).utcoffset() or timedelta()
        local = self._now.astimezone(UTC).replace(tzinfo=None) + offset
        today = local.date()
        first = date.fromisoformat(query.get("start_date", str(today)))
        last = date.fromisoformat(query.get("end_date", str(today + timedelta(days=6))))
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        quarter = local.replace(minute=local.minute // 15 * 15, second=0, microsecond=0)
        current = {"time": _iso(quarter), "interval": 900, "temperature_2m": self._temperature[2], "weather_code": 3}
        return {
            "latitude": float(query["latitude"]),
            "longitude": float(query["longitude"]),
            "generationtime_ms": 0.2,
            "utc_offset_seconds": int(offset.total_seconds()),
            "timezone": zone.key,
            "timezone_abbreviation": "GMT",
            "elevation": 38.0,
            **(
                {
                    "current": {
                        k: v for k, v in current.items() if k in {"time", "interval", *query["current"].split(",")}
                    }
                }
                if "current" in query
                else {}
            ),
            **self._columns("hourly", query, [_moment(day, hour) for day in days for hour in range(24)], offset),
            **self._columns("daily", query, [_moment(day, 0) for day in days], offset),
        }

    def _columns(self, name: str, query: dict[str, str], times: list[datetime], offset: timedelta) -> dict[str, Any]:
        if name not in query:
            return {}
        units = DAILY if name == "daily" else HOURLY
        rows = [self._row(name, time.replace(tzinfo=UTC) - offset) for time in times]
        labels = [str(time.date()) if name == "daily" else _iso(time) for time in times]
        asked = query[name].split(",")
        return {
            f"{name}_units": {"time": "iso8601", **{variable: units[variable] for variable in asked}},
            name: {"time": labels, **{variable: [row[variable] for row in rows] for variable in asked}},
        }

    def _row(self, name: str, moment: datetime) -> dict[str, float | int]:
        low, high, _ = self._temperature
        if name == "hourly":
            mm, chance, code = self._rain_before(moment)
            return {
                "precipitation": mm,
                "precipitation_probability": chance,
                "weather_code": code,
                "temperature_2m": low + (high - low) * moment.hour / 24,
            }
        rows = [self._rain_before(moment + HOUR * number) for number in range(1, 25)]
        return {
            "weather_code": max(code for _, _, code in rows),
            "temperature_2m_max": high,
            "temperature_2m_min": low,
            "precipitation_probability_max": max(chance for _, chance, _ in rows),
            "wind_speed_10m_max": 14.4,
        }

    def _rain_before(self, moment: datetime) -> tuple[float, int, int]:
        """Millimetres, percent and code: what is documented as "preceding hour"."""
        wet = (row for row in self._wet if row[0] < moment <= row[1])
        return next(((mm, chance, code) for _, _, mm, chance, code in wet), (0.0, 5, 3))


JSON = {"Content-Type": "application/json; charset=utf-8"}


def _error(reason: str, status: int = 400) -> Reply:
    return Reply(json.dumps({"error": True, "reason": reason}).encode(), status, JSON)


def _moment(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001  # local without a zone, as the service has it


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="minutes")
