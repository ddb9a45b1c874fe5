"""The contract of a library."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from config.libraries import LibraryConfig, Redaction
from connectors.base import Person
from daemon.home.logins import Logins
from daemon.model import Episode, Publication

__all__ = ["Depot", "Examined", "Library", "LibraryConfig", "LibraryError", "LibraryType", "Outlet", "Redaction"]


class LibraryError(Exception):
    """The library did not take the episode. `transient`: trying again may help, after `wait` where it has said so.

    The sentence ends in what to do where there is something, and holds no secret.
    """

    def __init__(self, message: str, *, transient: bool, wait: timedelta | None = None) -> None:
        super().__init__(message)
        self.transient = transient
        self.wait = wait


class Library(Protocol):
    """Where episodes go. The same guid twice is one episode. Raises LibraryError and nothing else.

    Whatever was cut off, by a crash or a lost answer, is found and finished by the next `publish` of the same guid.
    """

    async def publish(self, episode: Episode) -> Publication:
        """Deliver it, or replace the one with the same guid. A refused replacement is a LibraryError."""

    async def verify(self, publication: Publication) -> None:
        """Raise LibraryError unless it is there as its user would see it; transient where it may still come."""

    async def remove(self, publication: Publication) -> None:
        """Take it out again; one that is gone already is no error."""


@runtime_checkable
class Examined(Protocol):
    """A library that `dawncast doctor` can ask how it stands."""

    async def examine(self) -> str:
        """How it stands, as a sentence. Raises LibraryError where it does not stand well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Depot:
    """What a library is given of the home it delivers from.

    `name`: its own, in the settings. `folder`: where it keeps what it must remember, made by itself; no secret lies
    there: those are `logins`. `play_link`: where the episode of a show and day can be heard, if there is an address.
    """

    name: str
    home: Path
    folder: Path
    logins: Logins
    play_link: Callable[[str, date], str | None]


@dataclass(frozen=True, slots=True)
class LibraryType:
    """A kind of library, as registered under `dawncast.libraries`.

    `announces`: it says where an episode can be heard, so it comes after the others. `log_in`: for `dawncast login`;
    leads a person through it; raises LibraryError.
    """

    kind: str
    config: type[LibraryConfig]
    library: Callable[[Any, Depot], Library]
    announces: bool = False
    log_in: Callable[[Any, Depot, Person], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A library of a show. `redaction`: what may go there; None: the episode as it is. `keep`: None: for good."""

    library: Library
    redaction: Redaction | None = None
    keep: timedelta | None = None
    announces: bool = False
