"""The demo's texts, and which of them a day gets: always the same ones for the same day. Pure but for the reading."""

import tomllib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from importlib.resources import files
from typing import Any, Final, TypeVar

T = TypeVar("T")

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def text(name: str) -> str:
    """One of the demo's own files."""
    return files("daemon.demo").joinpath(name).read_text(encoding="utf-8")


def table(name: str) -> dict[str, Any]:
    """One of the demo's own TOML files."""
    return tomllib.loads(text(name))


def pick(pool: Sequence[T], turn: int) -> T:
    """The turn's entry of a pool that starts again at its end."""
    return pool[turn % len(pool)]


def monday(day: date) -> date:
    """The first day of the ISO week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class Names:
    """The people of a week, whom calendar, tasks and notes share."""

    friend: str
    doctor: str
    client: str

    def into(self, template: str) -> str:
        """The template with the names in their places."""
        return template.format_map(asdict(self))


def names(calendar: dict[str, Any], day: date) -> Names:
    """The people of the day's week."""
    week = monday(day).toordinal() // 7
    return Names(pick(calendar["friends"], week), pick(calendar["doctors"], week), pick(calendar["clients"], week))
