"""The limit on time that the ics connector sets, for reading a file directly."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from connectors.ics import FILE_SECONDS
from connectors.timebox import timebox


def box() -> Callable[[], AbstractContextManager[None]]:
    """Gives each part of a file what the connector gives a whole one."""
    return lambda: timebox(FILE_SECONDS)
