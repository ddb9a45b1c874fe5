"""Where the private feed is reached, and links to single episodes in it."""

import socket
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

from config.settings import Settings
from daemon.home.tokens import PLAY_LINKS, Tokens
from daemon.podcast_apps import is_loopback
from daemon.serve.outcome import libraries_of

KIND = "feed"
"""The kind of the private feed, and the name of the one that is there where the settings name no library."""
VALID = timedelta(days=7)
"""How long a link to an episode is of use."""
_EVERYWHERE = {"0.0.0.0": ("192.0.2.1", socket.AF_INET), "::": ("2001:db8::1", socket.AF_INET6)}  # noqa: S104  # to tell it apart
"""Hosts that stand for all addresses of the machine, and an address elsewhere (of documentation) in their family."""


def feed_of(settings: Settings) -> Any | None:
    """The private feed's table in the settings; None where there is none."""
    return next((table for table in settings.libraries.values() if table.kind == KIND), None)


def feeds_of(settings: Settings) -> tuple[str, ...]:
    """The names of the private feeds among the libraries."""
    return tuple(name for name, table in settings.libraries.items() if table.kind == KIND)


def shows_of(settings: Settings) -> tuple[str, ...]:
    """The shows whose episodes go to the private feed."""
    feeds = {*feeds_of(settings)}
    return tuple(show for show in settings.shows if feeds & {*libraries_of(settings, show)})


def base_of(settings: Settings) -> str:
    """The address under which the server is reached, without a slash at its end: base_url, else its own."""
    named = getattr(feed_of(settings), "base_url", None)
    if named:
        return str(named).rstrip("/")
    host = settings.server.host
    host = _own_address(*_EVERYWHERE[host]) if host in _EVERYWHERE else host
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"


def is_far(settings: Settings) -> bool:
    """Whether the feed may be reached from other machines, as far as the settings say."""
    return settings.server.port > 0 and not is_loopback(urlsplit(base_of(settings)).hostname or "")


def feed_address(place: str, show: str | None) -> str:
    """A show's feed, or that of all shows, below BASE/f/TOKEN or BASE/b."""
    return f"{place}/{f'{quote(show)}/' if show else ''}feed.xml"


def play_link(settings: Settings, tokens: Tokens, show: str, day: date, now: datetime) -> str | None:
    """A page on which that episode, and nothing else, can be heard for a week.

    None where it is in no private feed, or that cannot be reached from elsewhere. Raises what the Store raises.
    """
    if not is_far(settings) or show not in shows_of(settings):
        return None
    token = tokens.add(PLAY_LINKS, now, show=show, day=day, expires=now + VALID)
    return f"{base_of(settings)}/f/{token}/{quote(show)}/{day.isoformat()}/play"


def _own_address(elsewhere: str, family: socket.AddressFamily) -> str:
    """The machine's address in its network."""
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((elsewhere, 9))  # of a datagram socket: it sends nothing, and only chooses the way
        except OSError:
            return "127.0.0.1"
        return str(asking.getsockname()[0])
