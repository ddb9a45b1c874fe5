"""What the listener may set: frozen models of the settings file (see example.toml). Reading it is load.py's part."""

import re
import warnings
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from config.fields import Language, Number, Table
from config.service import Keep, Notify, Server
from config.shows import Show
from config.words import nearest


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


def email_address(value: str) -> str:
    """An address in lower case. Raises ValueError."""
    address = value.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise ValueError('write an address, as "kim@example.org"')
    return address


def folder_name(value: str) -> str:
    """A name that can be a folder's. Raises ValueError."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", value):
        raise ValueError("this name cannot be a folder's; use 1 to 40 of the letters a-z, digits, - and _")
    return value


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
    pronounce: dict[str, Annotated[str, Field(min_length=1, max_length=100)]] = {}
    """Words as they are written, and as they are to be said."""
    clips: Annotated[Number, Field(ge=0)] = 500
    """Megabytes that the clips of all voices may take."""
    connectors: dict[str, Table]
    writer: Table
    voice: Table
    fallback_voice: Table | None = None
    """Speaks a section that the voice could not."""
    shows: dict[str, Show] = {"morning": Show()}
    notify: Notify = Notify()
    keep: Keep = Keep()
    server: Server = Server()
    libraries: dict[str, Table] = {}

    def writer_of(self, show: str) -> Table:
        """The table of the writer that writes this show."""
        return self.shows[show].writer or self.writer

    def voice_of(self, show: str) -> Table:
        """The table of the voice that speaks this show."""
        return self.shows[show].voice or self.voice
