"""Who asks, for which host and by which scheme; the word of proxies that the settings name counts. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

IPAddress = IPv4Address | IPv6Address
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Asker:
    """`address`: None where the server was not told. `host`: as the request names it, with its port."""

    address: IPAddress | None
    scheme: str
    host: str
    by_proxy: bool = False

    @property
    def name(self) -> str:
        """The host without port and brackets, in small letters; "" where it is none."""
        found = _HOST.fullmatch(self.host)
        return found[1].strip("[]").lower().rstrip(".") if found else ""


def asker_of(
    client: str, scheme: str, headers: Mapping[str, str], proxies: Collection[IPv4Network | IPv6Network]
) -> Asker:
    """Who asks: `client` is the connection's other end, `headers` have names in small letters."""
    address, host = _address(client), headers.get("host", "")
    if address is None or not _within(address, proxies):
        return Asker(address, scheme, host)
    hops = headers.get("x-forwarded-for", "").split(",")
    said = _last(headers.get("x-forwarded-proto"))
    return Asker(
        address=_first_stranger(hops, proxies) or address,
        scheme=said if said in {"http", "https"} else scheme,
        host=_last(headers.get("x-forwarded-host")) or host,
        by_proxy=True,
    )


def knows(asker: Asker, names: Collection[str]) -> bool:
    """Whether the server is called so: localhost, numbers (which no name server can turn on us) and its own names."""
    name = asker.name
    return bool(name) and (name == "localhost" or name in names or _address(name) is not None)


def network_of(address: IPAddress) -> IPAddress:
    """What stands for somebody: an IPv4 address; the first half of an IPv6 one, whose second half anybody chooses."""
    return address if isinstance(address, IPv4Address) else IPv6Address(int(address) >> 64 << 64)


def _first_stranger(hops: Iterable[str], proxies: Collection[IPv4Network | IPv6Network]) -> IPAddress | None:
    """From the right, where the nearest proxy writes: what stands further left may be made up."""
    for hop in reversed(list(hops)):
        address = _address(hop.strip())
        if address is None or not _within(address, proxies):
            return address
    return None


def _address(text: str) -> IPAddress | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _within(address: IPAddress, networks: Collection[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)


def _last(value: str | None) -> str:
    return (value or "").rpartition(",")[2].strip()
