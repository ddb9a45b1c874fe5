"""The contract of a library."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from daemon.model import Episode, Publication


class LibraryConfig(BaseModel):
    """What every library may set. A library's config extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: str


class LibraryError(Exception):
    """The library did not take the episode. `transient`: trying again later may help."""

    def __init__(self, message: str, *, transient: bool) -> None:
        super().__init__(message)
        self.transient = transient


class Library(Protocol):
    """Where episodes go. The same guid twice is one episode. Raises LibraryError and nothing else."""

    async def publish(self, episode: Episode) -> Publication:
        """Deliver it, or replace the one with the same guid."""

    async def verify(self, publication: Publication) -> None:
        """Raise LibraryError unless it is there as its user would see it."""

    async def remove(self, publication: Publication) -> None:
        """Take it out again; one that is gone already is no error."""


@dataclass(frozen=True, slots=True)
class LibraryType:
    """A kind of library, as registered under `dawncast.libraries`; `library` takes its name, config and the home."""

    kind: str
    config: type[LibraryConfig]
    library: Callable[[str, Any, Path], Library]
