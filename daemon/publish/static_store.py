"""The contract of a store: what a feed of plain files needs of it, and how it is named in the settings."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Protocol

from pydantic import Field

from daemon.publish.static_look import Visitor

Prefix = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", max_length=200)]


class Store(Protocol):
    """Whole objects by path, as SHOW/feed.xml. Raises LibraryError, which tells no path."""

    async def get(self, path: str) -> bytes | None:
        """The object; None where there is none."""

    async def size(self, path: str) -> int | None:
        """How many bytes the object has; None where there is none."""

    async def put(self, path: str, content: bytes, kind: str, *, lasting: bool) -> None:
        """Put it there, whole or not at all, as that media type; `lasting`: it will never be another."""

    async def drop(self, folder: str, names: tuple[str, ...]) -> None:
        """Delete a folder, of which those are the files; what is gone already is no error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A store as a library sees it: `named` for people and without the prefix, `address` where listeners read it.

    `opened` is given the prefix. `visitor`: how a listener's app asks for the files.
    """

    named: str
    address: str
    prefix: str | None
    opened: Callable[[str], AbstractAsyncContextManager[Store]]
    visitor: Callable[[], Visitor]
