"""The weather in a sentence or two, and a coat or an umbrella only if it rains."""

from collections.abc import Iterator
from dataclasses import replace

from connectors.items import Weather
from daemon.model import Line
from daemon.write.telling import Telling

_WINDY, _STORMY = 40, 75
_EVENING_RAIN = 16
_LIKELY, _CERTAIN = 40, 70
_SNOW = frozenset({71, 73, 75, 77, 85, 86})
_THUNDER = frozenset({95, 96, 99})
_RAIN = frozenset({51, 53, 55, 56, 57, 61, 63, 65, 66, 67, 80, 81, 82})
_SKY = {0: "clear", 1: "clear", 2: "partly", 3: "overcast", 45: "fog", 48: "fog"}
"""WMO weather codes, table 4677 as Open-Meteo gives them."""


def weather(tell: Telling) -> Iterator[Line]:
    """Now and at the warmest, then what falls from the sky or else the sky itself, then the wind."""
    told = [(entry.key, entry.item) for entry in tell.brief.section.entries if isinstance(entry.item, Weather)]
    for key, item in told:
        if len(told) > 1 and (place := tell.heard(item.place or "")):
            yield tell.line(tell.phrase("weather.place", place=place), [key])
        for text in _sentences(item, tell):
            yield tell.line(text, [key])


def _sentences(item: Weather, tell: Telling) -> Iterator[str]:
    yield _warmth(item, tell)
    if item.low <= 0 and item.now is not None and round(item.low) < round(item.now):
        yield tell.phrase("weather.frost", low=_degrees(item.low, tell))
    falling = _falling(item, tell)
    if falling:
        yield falling
    elif item.code in _SKY:
        yield tell.phrase(f"weather.{_SKY[item.code]}")
    if item.wind is not None and item.wind > _WINDY:
        key = "weather.storm" if item.wind > _STORMY else "weather.wind"
        yield tell.phrase(key, wind=tell.number(round(item.wind)))


def _warmth(item: Weather, tell: Telling) -> str:
    if item.now is None:
        return tell.phrase("weather.range", low=tell.number(round(item.low)), high=_degrees(item.high, tell))
    now = _degrees(item.now, tell)
    if round(item.high) <= round(item.now):
        return tell.phrase("weather.now_top", now=now)
    return tell.phrase("weather.now_high", now=now, high=tell.number(round(item.high)))


def _degrees(value: float, tell: Telling) -> str:
    return tell.heard(f"{round(value)} °C")


def _falling(item: Weather, tell: Telling) -> str | None:
    """Rain, snow or thunder, with when, how likely, and what to take; None on a dry day."""
    wet = item.code in _RAIN | _SNOW | _THUNDER
    if item.rain_from is None:  # a wet code without an hour: nobody knows the hours
        return tell.phrase("weather.at_times", what=_what(item, tell)) if wet else None
    if item.rain_until is not None and item.rain_until <= tell.brief.now:  # in a forecast of an earlier morning
        if item.rain_again_from is None:
            return None
        item = replace(item, rain_from=item.rain_again_from, rain_until=None, rain_again_from=None, rain_chance=None)
    return f"{_when(item, tell)}{_again(item, tell)}{_chance(item, tell)}{_advice(item, tell)}"


def _what(item: Weather, tell: Telling) -> str:
    kind = "snow" if item.code in _SNOW else "thunder" if item.code in _THUNDER else "rain"
    return tell.phrase(f"weather.{kind}")


def _when(item: Weather, tell: Telling) -> str:
    """What falls, from when until when; what falls already only until when."""
    what = _what(item, tell)
    end = _end(item, tell)
    if item.rain_from is None or _has_begun(item, tell):
        return tell.phrase("weather.until", what=what, end=end) if end else tell.phrase("weather.at_times", what=what)
    start = tell.clock_of_day(item.rain_from)
    if end is None:
        return tell.phrase("weather.from", what=what, start=start)
    return tell.phrase("weather.from_until", what=what, start=start, end=end)


def _has_begun(item: Weather, tell: Telling) -> bool:
    return item.rain_from is not None and item.rain_from <= tell.brief.now


def _end(item: Weather, tell: Telling) -> str | None:
    """When it stops, if that is still today."""
    if item.rain_until is None or tell.local(item.rain_until).date() != tell.day:
        return None
    return tell.clock_of_day(item.rain_until)


def _again(item: Weather, tell: Telling) -> str:
    if item.rain_again_from is None or _end(item, tell) is None:
        return ""
    return tell.phrase("weather.again", start=tell.clock_of_day(item.rain_again_from))


def _chance(item: Weather, tell: Telling) -> str:
    if item.rain_chance is None or _has_begun(item, tell):
        return ""
    if item.rain_chance >= _CERTAIN:
        return tell.phrase("weather.certain")
    return tell.phrase("weather.likely" if item.rain_chance >= _LIKELY else "weather.possible")


def _advice(item: Weather, tell: Telling) -> str:
    unlikely = item.rain_chance is not None and item.rain_chance < _LIKELY
    if item.code in _SNOW or item.rain_from is None or unlikely:
        return ""
    late = tell.local(item.rain_from).hour >= _EVENING_RAIN
    return tell.phrase("weather.coat" if late else "weather.umbrella")
