"""The slots of the weather. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from connectors.items import Weather
from daemon.model import Entry
from daemon.write.builtin_weather import _CERTAIN, _LIKELY, _RAIN, _SKY, _SNOW, _THUNDER, _WINDY
from daemon.write.slots_base import ItemSlots, Slot
from daemon.write.telling import Telling


def weather_slots(alias: str, entry: Entry, weather: Weather, tell: Telling) -> ItemSlots:
    """Only what there is, and of the rain only what is to come."""
    coming = _to_come(weather, tell)
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="weather",
        slots=(*_sky(coming, tell), *_warmth(weather, tell), *_rain(coming, tell), *_wind_and_place(weather, tell)),
        hints=tuple(_chances(coming)),
        sentences=entry.sentences,
        must=True,
    )


def _to_come(weather: Weather, tell: Telling) -> Weather:
    """Without a wet stretch that is over; the next one takes its place (in a forecast of an earlier morning)."""
    if weather.rain_until is None or weather.rain_until > tell.brief.now:
        return weather
    return replace(weather, rain_from=weather.rain_again_from, rain_until=None, rain_again_from=None, rain_chance=None)


def _sky(weather: Weather, tell: Telling) -> Iterator[Slot]:
    kinds = {"snow": _SNOW, "thunder": _THUNDER, "rain": _RAIN}
    kind = next((kind for kind, codes in kinds.items() if weather.code in codes), None)
    if weather.rain_from is not None or kind:
        word = tell.phrase(f"weather.{kind or 'rain'}")
        yield Slot("sky", word if tell.book.language == "de" else word.lower(), "what falls from the sky, a noun")
    elif weather.code in _SKY:
        sentence = tell.phrase(f"weather.{_SKY[weather.code]}").rstrip(".")
        yield Slot("sky", sentence, "what the sky is like, a whole sentence")


def _warmth(weather: Weather, tell: Telling) -> Iterator[Slot]:
    values = {"now": weather.now, "low": weather.low, "high": weather.high}
    hints = {"now": "how warm it is now", "low": "the coldest of the day", "high": "the warmest of the day"}
    for name, value in values.items():
        if value is not None:
            yield _measured(name, f"{round(value)} °C", f"{hints[name]}, in degrees", tell)


def _rain(weather: Weather, tell: Telling) -> Iterator[Slot]:
    begun = weather.rain_from is not None and weather.rain_from <= tell.brief.now
    if weather.rain_from and not begun:
        yield _at("rain_from", weather.rain_from, "when it begins", tell)
    if weather.rain_from and weather.rain_until and tell.local(weather.rain_until).date() == tell.day:
        yield _at("rain_until", weather.rain_until, "when it stops", tell)
        if weather.rain_again_from:
            yield _at("rain_again_from", weather.rain_again_from, "when it begins again", tell)
    if weather.rain_chance is not None and not begun:
        yield _measured("chance", f"{weather.rain_chance} %", "how likely that is, in percent", tell)


def _at(name: str, moment: datetime, hint: str, tell: Telling) -> Slot:
    return Slot(name, tell.clock_of_day(moment), f"{hint}, a time of day", written=f"{tell.local(moment):%H:%M}")


def _measured(name: str, written: str, hint: str, tell: Telling) -> Slot:
    return Slot(name, tell.heard(written), hint, written=written)


def _wind_and_place(weather: Weather, tell: Telling) -> Iterator[Slot]:
    if weather.wind is not None and weather.wind > _WINDY:
        yield _measured("wind", f"{round(weather.wind)} km/h", "how strong the wind gets", tell)
    place = tell.heard(weather.place or "")
    several = sum(isinstance(entry.item, Weather) for entry in tell.brief.section.entries) > 1
    if place and several:
        yield Slot("place", place, "where this weather is")


def _chances(weather: Weather) -> Iterator[str]:
    chance = weather.rain_chance
    if weather.rain_from and chance is not None:
        yield "very likely" if chance >= _CERTAIN else "likely" if chance >= _LIKELY else "it may stay dry"
