"""What the sources brought. Pure."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Literal

from connectors.items import Event, Item, ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Event):
    """An event that is not part of the day, and why."""

    why: Literal["declined", "cancelled"]

    @classmethod
    def of(cls, event: Event, why: Literal["declined", "cancelled"]) -> "Dropped":
        """The event set aside."""
        return cls(**{each.name: getattr(event, each.name) for each in fields(Event)}, why=why)

    @property
    def event(self) -> Event:
        """The event itself."""
        return Event(**{each.name: getattr(self, each.name) for each in fields(Event)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read; `as_of` is when what is told instead was brought, None if nothing is.

    `brings`: the kinds of items that it would have brought. `needs_login`: the listener has to log in there again.
    """

    source: str
    reason: str
    transient: bool = True
    as_of: datetime | None = None
    brings: tuple[ItemKind, ...] = ()
    needs_login: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWarning:
    """That a part of a source could not be read; nobody knows how much of it. `brings` as in `Failure`."""

    source: str
    reason: str
    brings: tuple[ItemKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginEnding:
    """A source that still answers, but whose login will have to be given anew: when, and what it brings."""

    source: str
    ends: datetime
    brings: tuple[ItemKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """All items of one show on one local day, with what failed and how stale each source is.

    `unknown`: the kinds of items of which a source is missing, or that no source brings: that there are none, or no
    others, must not be said.
    """

    show: str
    day: date
    timezone: str
    made: datetime
    items: tuple[Item, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    failures: tuple[Failure, ...] = ()
    warnings: tuple[SourceWarning, ...] = ()
    unknown: tuple[ItemKind, ...] = ()
    logins_ending: tuple[LoginEnding, ...] = ()
