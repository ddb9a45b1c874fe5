"""What libraries share that ask somebody's server: its address, secrets, what its answers mean, and patience."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator

from config.secrets import Secret, SecretError
from connectors.base import ConnectorError
from connectors.http import Fetched
from connectors.http_asks import address
from daemon.hosts import is_home
from daemon.publish.base import LibraryError
from daemon.publish.records import WebAddress

PAUSES = (0.5, 1.0, 2.0, 3.0, 4.0, *(5.0,) * 6)
"""Seconds between two looks: a server that watches its folders by itself shows a new file after some twenty."""

Pause = Callable[[float], Awaitable[None]]
T = TypeVar("T")


def is_open(url: str) -> bool:
    """Whether anybody on the way could read what goes there: http://, and not to a server at home.

    That one is named by its numeric address, or by a single word that only the home's network or a container knows.
    """
    parts = urlsplit(url)
    return parts.scheme != "https" and not is_home(url) and not re.fullmatch(r"[\w-]+", parts.hostname or "")


def _closed(url: str) -> str:
    if is_open(url):
        raise ValueError(
            "the address begins with https://, or anybody on the way could read what goes there; "
            "http:// is for a server at home, by its numeric address"
        )
    return url


ServerAddress = Annotated[WebAddress, AfterValidator(_closed)]
"""A setting: the address of a server to which a password or key goes: https:// unless it is at home."""


def revealed(secret: Secret, what: str) -> str:
    """The secret, which the sentence of a LibraryError calls `what`."""
    try:
        return secret.reveal()
    except SecretError as error:
        raise LibraryError(f"The {what} cannot be had: {error}.", transient=False) from error


async def seen(look: Callable[[], Awaitable[T | None]], pause: Pause) -> T | None:
    """What a look finds at last; None where it finds nothing for a long while."""
    for seconds in PAUSES:
        found = await look()
        if found is not None:
            return found
        await pause(seconds)
    return await look()


def library_error(error: ConnectorError) -> LibraryError:
    """What a server's answer, or that there was none, means for the library."""
    wait = getattr(error, "retry_after", None)
    return LibraryError(str(error), transient=error.transient, wait=None if wait is None else timedelta(seconds=wait))


def stayed(answer: Fetched, asked: str) -> None:
    """Raise LibraryError where a request was sent on: of a POST, the content may have been lost on the way."""
    if answer.url != str(address(asked)):
        host = address(asked).authority
        what = "so what was sent there may be lost. Write the address it is sent on to into the settings"
        raise LibraryError(f"{host} sends requests on to another address, {what}.", transient=False)
