"""What a TZID means: a name of the tz database where there is one in it, else the file's own VTIMEZONE. Pure."""

import re
from collections.abc import Sequence
from datetime import timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from connectors.ical_lines import Component

_OFFSET = re.compile(r"\(?(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d\d))?\)?", re.ASCII | re.IGNORECASE)
_LONGEST = 200
_LABEL = re.compile(r"^\((?:UTC|GMT)[^)]*\)\s*", re.ASCII)
_AMERICAN = re.compile(r"(\w+) Time \(US & Canada\)", re.ASCII)
_COPY = re.compile(r"\s+\d{1,2}$", re.ASCII)
_RULES = frozenset({"BEGIN", "END", "DTSTART", "RRULE", "RDATE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"})


class Zones:
    """The zones of one calendar. Called with a TZID; `unknown` tells how many times one meant nothing."""

    def __init__(self, timezones: Sequence[Component], floating: tzinfo) -> None:
        self.unknown = 0
        self._timezones = timezones
        self._floating = floating
        self._known: dict[str, tzinfo | None] = {"": floating}

    def __call__(self, tzid: str) -> tzinfo:
        """The zone; of an unknown one, that of floating times (case 5: its wall time is told)."""
        if tzid not in self._known:
            self._known[tzid] = zone_of(tzid, self._timezones)
        zone = self._known[tzid]
        self.unknown += zone is None
        return zone or self._floating


def zone_of(tzid: str, timezones: Sequence[Component] = ()) -> tzinfo | None:
    """The zone of that name, None where nobody knows it."""
    if len(tzid) > _LONGEST:
        return None
    return _named(tzid) or _own(tzid, timezones) or _fixed(tzid)


@lru_cache(maxsize=512)
def _named(tzid: str) -> tzinfo | None:
    name = tzid.strip().strip("\"'").strip("/")
    return _olson(name) or _windows(name) or _windows(_COPY.sub("", name)) or _suffix(name) or _labelled(name)


def _olson(name: str) -> tzinfo | None:
    known = _olson_names().get(name.casefold())
    return ZoneInfo(known) if known else None


def _windows(name: str) -> tzinfo | None:
    """Microsoft's names, also with the number that a copied zone gets: "GMT Standard Time 1" (cases 1, 2, 6)."""
    known = _windows_names().get(name.casefold())
    return ZoneInfo(known) if known else None


def _suffix(name: str) -> tzinfo | None:
    """/freeassociation.sourceforge.net/Europe/Berlin, /mozilla.org/20050126_1/Europe/Berlin (case 3)."""
    parts = name.split("/")[-4:]
    return next(filter(None, (_olson("/".join(parts[at:])) for at in range(1, len(parts) - 1))), None)


def _labelled(name: str) -> tzinfo | None:
    """What a person is shown in Outlook: "(UTC+01:00) Amsterdam, Berlin, Rome", "Eastern Time (US & Canada)"."""
    name = _LABEL.sub("", name)
    american = _AMERICAN.fullmatch(name)
    cities = (city.strip().replace(" ", "_") for city in name.split(","))
    found = (
        _olson(f"{area}/{city}") for city in cities for area in ("Europe", "America", "Asia", "Australia", "Africa")
    )
    return _windows(f"{american[1]} Standard Time") if american else next(filter(None, found), None)


@cache
def _olson_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _windows_names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): olson for name, olson in WINDOWS_TO_OLSON.items()}


def _own(tzid: str, timezones: Sequence[Component]) -> tzinfo | None:
    for component in timezones:
        name = component.first("TZID")
        if name and name.value.strip() == tzid.strip():
            location = component.first("X-LIC-LOCATION")
            return (_named(location.value) if location else None) or _built(component)
    return None


def _built(component: Component) -> tzinfo | None:
    """The zone that a VTIMEZONE describes, None where it describes none (a broken one must not cost its events)."""
    from icalendar import Timezone

    lines = [f"{name}{rest}" for name, rest in component.lines if name in _RULES]
    if any("SECONDLY" in line or "MINUTELY" in line or "HOURLY" in line for line in lines):
        return None
    text = "\r\n".join(["BEGIN:VTIMEZONE", "TZID:own", *lines, "END:VTIMEZONE", ""])
    try:
        built = Timezone.from_ical(text)
        return built.to_tz(lookup_tzid=False) if isinstance(built, Timezone) else None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return None


def _fixed(tzid: str) -> tzinfo | None:
    match = _OFFSET.fullmatch(tzid.strip())
    if match is None or int(match[2]) > 14 or int(match[3] or 0) > 59:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)
