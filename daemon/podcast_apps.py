"""Podcast apps: where an address is put in, and who fetches it: the app itself, or servers of its maker. Pure."""

from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

from daemon.hosts import is_home

Reach = Literal["here", "home", "open", "everywhere"]
"""From where an address can be fetched: this machine alone; the home's network or a VPN; everywhere, but so that
anybody on the way can read it (http); everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """A podcast app. `add`: how a feed is added by its address; `by_servers`: its maker's servers fetch the feed."""

    key: str
    name: str
    add: str
    by_servers: bool = False


APPS = (
    App(
        key="apple",
        name="Apple Podcasts",
        add="Library, then … and Follow a Show by URL. It looks now and then; pull the show down to make it look",
    ),
    App(
        key="antennapod",
        name="AntennaPod",
        add="Add podcast, then by RSS address. It looks every 12 hours: in its settings, under Downloads, choose 1",
    ),
    App(key="overcast", name="Overcast", add="+, then Add URL", by_servers=True),
    App(key="pocketcasts", name="Pocket Casts", add="paste the address into its search", by_servers=True),
    App(key="other", name="Others", add="whatever is called add by URL, RSS or feed address (gPodder, Castamatic …)"),
)
_SHARED = ip_network("100.64.0.0/10")
"""Addresses that VPNs such as Tailscale give (RFC 6598)."""
_OWN_NAMES = (".lan", ".home", ".home.arpa", ".internal", ".fritz.box")

BY_DEVICE = "Apps that fetch from the device itself:"
BY_SERVERS = "Apps that fetch through their maker's servers, which then know the address:"


def reach_of(base: str) -> Reach:
    """From where the feed can be fetched, as far as its address shows."""
    parts = urlsplit(base)
    host = parts.hostname or ""
    if is_loopback(host):
        return "here"
    if is_home(base) or _is_of_network(host):
        return "home"
    return "everywhere" if parts.scheme == "https" else "open"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone, as far as its name shows."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_of_network(host: str) -> bool:
    """Whether it is a name or an address of somebody's own network, or of a VPN."""
    try:
        return ip_address(host) in _SHARED
    except ValueError:
        return "." not in host or host.endswith(_OWN_NAMES)


def can_use(app: App, reach: Reach) -> bool:
    """Whether the app can fetch what is reached so far; an app of a phone is not on this machine."""
    if reach == "here":
        return app.key == "other"
    return reach == "everywhere" or not app.by_servers


def names_of(reach: Reach, *, able: bool) -> str:
    """The apps that can, or cannot, use an address of that reach."""
    return ", ".join(app.name for app in APPS if can_use(app, reach) == able and app.key != "other")
