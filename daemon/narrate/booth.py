"""Who speaks, and what the narrator has at hand."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from daemon.home.account import Account
from daemon.model import Speaker, Spoken, Take
from daemon.narrate.base import Voice
from daemon.narrate.lanes import Widths

Level = Callable[[int, Spoken], Awaitable[Take]]
"""Makes a chunk's take, of its number in the section and its clip; a later one of the same number takes its place."""


class Ready(Protocol):
    """Is told a section's takes as they come."""

    def anew(self) -> None:
        """A voice begins with the section; what another one has spoken of it does not count."""

    def add(self, index: int, take: Take) -> None:
        """A take, by its place in the section."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Who speaks on one rung of the ladder: the same voice twice where there is one host."""

    first: Voice
    second: Voice

    def of(self, speaker: Speaker) -> Voice:
        """The voice of a speaker."""
        return self.first if speaker == "first" else self.second


@dataclass(frozen=True, slots=True, kw_only=True)
class Booth:
    """What the narrator has at hand, beside the voices and the clips.

    `pronounce`: words as they are written, and as they are to be said. `private_hosts`: remote voices' hosts that may
    hear what else may not leave the machine. `clock` is monotonic (seconds), `jitter` gives numbers from 0 to 1.
    """

    language: str
    pronounce: Mapping[str, str]
    account: Account
    widths: Widths
    offline: bool
    private_hosts: frozenset[str]
    now: Callable[[], datetime]
    clock: Callable[[], float]
    jitter: Callable[[], float]
