"""What `dawncast feed` tells of the private feed: a new token's addresses, and the tokens there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from config.errors import UsageError
from config.settings import Settings
from daemon.home.tokens import PLAY_LINKS, Token
from daemon.links import base_of, feed_address, shows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A show's feed; `show`: None for that of all shows."""

    show: str | None
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A token that was just made, the addresses that hold it, and those for which it is the password (Basic auth)."""

    name: str
    token: str
    base: str
    addresses: tuple[Address, ...]
    basic: tuple[Address, ...]

    @property
    def first(self) -> str:
        """The address that most people want."""
        return self.addresses[0].url


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """The tokens by name; those of play links are only counted."""

    tokens: tuple[Token, ...]
    play_links: int


def check_served(settings: Settings, show: str | None) -> None:
    """Raise UsageError where there is no feed that the token could be for."""
    shows = shows_of(settings)
    if not shows:
        raise UsageError(
            'No show goes to a private feed. Add it to the settings, as a table [libraries.feed] with kind = "feed", '
            "and to the libraries of your shows, where they name some."
        )
    if show and show not in shows:
        raise UsageError(f"The show {show} does not go to the private feed. These do: {', '.join(shows)}.")
    if not settings.server.port:
        raise UsageError("Nothing serves the feed: port = 0 stands under [server]. Take that line out, or set a port.")


def access_of(settings: Settings, name: str, token: str, show: str | None) -> Access:
    """A token's addresses; `show`: the only one it is for. Where there is but one show, a feed of all is of no use."""
    every = (show,) if show else shows_of(settings)
    shows: tuple[str | None, ...] = every if len(every) == 1 else (None, *every)
    base = base_of(settings)
    return Access(
        name=name,
        token=token,
        base=base,
        addresses=tuple(Address(show=each, url=feed_address(f"{base}/f/{token}", each)) for each in shows),
        basic=tuple(Address(show=each, url=feed_address(f"{base}/b", each)) for each in shows),
    )


def listed(tokens: Iterable[Token]) -> Listed:
    """The tokens as they are listed."""
    known = tuple(tokens)
    named = tuple(each for each in known if each.name != PLAY_LINKS)
    return Listed(tokens=named, play_links=len(known) - len(named))
