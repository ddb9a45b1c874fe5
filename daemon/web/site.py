"""What the web server serves, and by which names, from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from urllib.parse import urlsplit

from config.settings import Settings
from config.shows import Day, Show
from daemon.home.home import Home
from daemon.links import feed_of, feeds_of, shows_of
from daemon.publish.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The feeds' shelves; `base`: their address from elsewhere, without a slash at its end, "" where none is set.

    `names`: of the server, beside localhost and numeric addresses. `proxies`: whose word on who asks is believed.
    `days`: on which there are episodes of a show. `titles`: of the shows that go to the feeds. `since`: when the
    settings that say so were written (seconds, Unix).
    """

    shelves: tuple[Shelf, ...] = ()
    base: str = ""
    names: frozenset[str] = frozenset()
    proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    days: Mapping[str, tuple[Day, ...]] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    since: float = 0.0

    @property
    def public_name(self) -> str:
        """The host of `base`."""
        return urlsplit(self.base).hostname or ""

    @property
    def prefix(self) -> str:
        """The path of `base`, which a proxy may pass on or not."""
        return urlsplit(self.base).path


def site_of(settings: Settings, home: Home, since: float) -> Site:
    """What the settings, which were written then, want to be served."""
    base = getattr(feed_of(settings), "base_url", None) or ""
    return Site(
        shelves=tuple(Shelf(home.libraries / name) for name in feeds_of(settings)),
        base=str(base).rstrip("/"),
        names=frozenset((*settings.server.names, settings.server.host.lower())),
        proxies=settings.server.proxies,
        days={name: _days(show) for name, show in settings.shows.items()},
        titles={name: settings.shows[name].titled(name) for name in shows_of(settings)},
        since=since,
    )


def _days(show: Show) -> tuple[Day, ...]:
    return tuple(day for day in show.days if not isinstance(show.ready_by, dict) or day in show.ready_by)
