"""The `[shows.NAME]` tables: programmes, when they must be ready, and what they are made from."""

import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from config.fields import Language, Names, Number, PathSetting, Table

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Format = Literal["mp3", "m4a", "opus"]


def wall_clock(value: object) -> time:
    """A local time of day, from "07:15" or TOML's own 07:15:00. Raises ValueError."""
    if isinstance(value, time) and value.tzinfo is None:
        return value
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value.strip(), re.ASCII) if isinstance(value, str) else None
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError('write a time of day from 00:00 to 23:59, as "07:15"')
    return time(int(found[1]), int(found[2]))


def _week_days(value: tuple[Day, ...]) -> tuple[Day, ...]:
    return tuple(day for day in WEEK if day in value)


Clock = Annotated[time, BeforeValidator(wall_clock)]


def ready_times(value: object) -> object:
    """A wall-clock time, a table of them by weekday, or "commute". Raises ValueError."""
    if value == "commute":
        return value
    if not isinstance(value, dict):
        return wall_clock(value)
    if not value or not {*value} <= {*WEEK}:
        raise ValueError('write a time for each weekday, as { mon = "07:15", sat = "09:00" }')
    return {day: wall_clock(each) for day, each in value.items()}


ReadyBy = Annotated[time | dict[Day, time] | Literal["commute"], BeforeValidator(ready_times)]


def holiday_region(value: str) -> str:
    """An ISO 3166 code of a country, or of a part of it. Raises ValueError."""
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", value):
        raise ValueError('write a country\'s code, or that of a part of it, as "DE" or "DE-BE"')
    return value


class Music(BaseModel):
    """What sounds beside the voices: made by code (true), none (false), or the listener's own file.

    `sting`: before the opening and before the news. `bed`: quietly under the opening and the close.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    sting: bool | PathSetting = True
    bed: bool | PathSetting = False


class Commute(BaseModel):
    """When a listener who goes out must have the episode: `travel` minutes before the day's first event elsewhere.

    Never before `earliest`, never after `latest`, which also holds on days without such an event.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    travel: Annotated[Number, Field(ge=0, le=600)] = 30
    earliest: Clock = time(5, 30)
    latest: Clock = time(7, 15)


class Show(BaseModel):
    """A programme: when it must be ready, from which sources, how long, and where it goes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    title: str | None = None
    ready_by: ReadyBy = time(7, 15)
    """Wall-clock time in the listener's zone, or one for each weekday; "commute": see there."""
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
    voice: Table | None = None
    """A voice of its own, in the place of the settings' one."""
    second_voice: Table | None = None
    """A second host, who reads the news."""
    conversation: bool = False
    """Whether the two hosts share the lines of each section."""
    disclose: bool = False
    """Whether the close says that the voice is synthetic."""
    music: Music = Music()
    commute: Commute = Commute()
    skip_holidays: Annotated[str, AfterValidator(holiday_region)] | None = None
    """A country or a part of it, as "DE" or "DE-BE": its public holidays have no episode."""
    publish_ahead: Annotated[Number, Field(ge=0, le=720)] = 0
    """Minutes before `ready_by` at which the episode is to be in its libraries: podcast apps look about hourly."""
    margin: Annotated[Number, Field(ge=0, le=720)] = 20
    """Minutes that a production is begun sooner than it should need."""
    still_useful_for: Annotated[Number, Field(ge=0, le=24)] = 4
    """Hours after `ready_by` for which a missed episode is still worth making."""
    second_look: Annotated[Number, Field(ge=0, le=120)] = 0
    """Minutes before `ready_by` at which the calendar is looked at once more; 0: not at all."""

    def titled(self, name: str) -> str:
        """Its title as podcast apps list it; made from its name in the settings where it has none."""
        return self.title or name.replace("-", " ").replace("_", " ").capitalize()

    def wanted_on(self, day: date) -> time | None:
        """The wall-clock time of that day; None on a day without an episode. A commute's is its latest."""
        weekday = WEEK[day.weekday()]
        if weekday not in self.days:
            return None
        if isinstance(self.ready_by, dict):
            return self.ready_by.get(weekday)
        return self.commute.latest if self.ready_by == "commute" else self.ready_by
