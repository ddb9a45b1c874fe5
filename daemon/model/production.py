"""What became of a production: when its episode had to be there, when it was, and what was given up. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Outcome = Literal["ready", "degraded", "failed", "missed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Degraded:
    """Something that was given up, as ("source", "work", "as of last night"); never an item's text."""

    part: Literal["source", "writer", "voice", "library", "built-in"]
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductionRecord:
    """A show's production for a local day; times are aware.

    `there`: when the episode was in its first library, None while it is in none; `seconds`: its length; `cost` in US
    dollars, None where no price is known; `undelivered`: the libraries that it is not in.
    """

    show: str
    day: date
    ready_by: datetime
    began: datetime
    ended: datetime
    outcome: Outcome
    there: datetime | None
    degraded: tuple[Degraded, ...]
    seconds: float | None
    cost: float | None
    undelivered: tuple[str, ...]
