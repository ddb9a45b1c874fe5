"""What the listener may set: frozen models of the settings file (see example.toml). Reading it is load.py's part."""

import re
import warnings
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from config.words import nearest

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Format = Literal["mp3", "m4a", "opus"]


def machine_zone() -> str:
    """The key of this machine's time zone. Raises ValueError where the machine does not say."""
    import tzlocal

    try:
        with warnings.catch_warnings(
            action="ignore"
        ):  # what it warns of ends in the ValueError below, or in UTC rightly
            return zone_key(tzlocal.get_localzone_name() or str(tzlocal.get_localzone()))
    except (ValueError, ZoneInfoNotFoundError):
        raise ValueError('this machine does not say its time zone; write it, as timezone = "Europe/Berlin"') from None


def zone_key(value: str) -> str:
    """The key of a time zone that exists. Raises ValueError."""
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        meant = nearest(value, available_timezones()) or "Europe/Berlin"
        raise ValueError(f'there is no such time zone; write an IANA name, as "{meant}"') from None


def language_tag(value: str) -> str:
    """A language as BCP 47 writes it: "en", "de-AT". Raises ValueError."""
    tag = value.strip().replace("_", "-")
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
        raise ValueError('write a language tag, as "en" or "de-AT"')
    return tag


def email_address(value: str) -> str:
    """An address in lower case. Raises ValueError."""
    address = value.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise ValueError('write an address, as "kim@example.org"')
    return address


def wall_clock(value: object) -> time:
    """A local time of day, from "07:15" or TOML's own 07:15:00. Raises ValueError."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value.strip(), re.ASCII) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError('write a time of day from 00:00 to 23:59, as "07:15"')
    return time(int(found[1]), int(found[2]))


def folder_name(value: str) -> str:
    """A name that can be a folder's. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", value):
        raise ValueError("this name cannot be a folder's; use 1 to 40 of the letters a-z, digits, - and _")
    return value


def _week_days(value: tuple[Day, ...]) -> tuple[Day, ...]:
    return tuple(day for day in WEEK if day in value)


def _once(value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value))


Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Language = Annotated[str, AfterValidator(language_tag)]
Names = Annotated[tuple[str, ...], AfterValidator(_once)]
Table = Any
"""A table as the model that its kind brings along: this package knows none of them."""


class Show(BaseModel):
    """A programme: when it must be ready, from which sources, how long, and where it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    title: str | None = None
    ready_by: Annotated[time, BeforeValidator(wall_clock)] = time(7, 15)
    """Wall-clock time in the listener's zone."""
    days: Annotated[tuple[Day, ...], Field(min_length=1), AfterValidator(_week_days)] = WEEK
    minutes: Annotated[Number, Field(ge=1, le=60)] = 7
    sources: Names = ()
    """Names of connectors; none named: all of them."""
    libraries: Names = ()
    """Names of libraries; none named: all of them."""
    language: Language | None = None
    format: Format = "mp3"
    prompt: Annotated[str, Field(max_length=2_000)] | None = None
    """What a writer with a model is asked for: style and choice, never the rules."""
    writer: Table | None = None
    """A writer of its own, in the place of the settings' one."""


class Settings(BaseModel):
    """All settings, checked. `max_age` is in minutes; tables of other packages are their kinds' own models."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    file: Path = Field(default=Path("settings.toml"), exclude=True)
    """Where they were read from; not a key of the file."""
    name: str | None = None
    emails: tuple[Annotated[str, AfterValidator(email_address)], ...] = ()
    timezone: Annotated[str, AfterValidator(zone_key)] = Field(default_factory=machine_zone)
    language: Language = "en"
    interests: dict[str, Number] = {}
    max_age: Annotated[Number, Field(ge=0)] = 30
    private_events: bool = False
    """Whether the titles of private events may be told."""
    connectors: dict[str, Table]
    writer: Table
    voice: Table
    shows: dict[str, Show] = {"morning": Show()}
    libraries: dict[str, Table] = {}

    def writer_of(self, show: str) -> Table:
        """The table of the writer that writes this show."""
        return self.shows[show].writer or self.writer
