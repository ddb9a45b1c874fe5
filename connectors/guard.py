"""The address guard: no code in this process reaches an address that its source may not.

It is an audit hook on the socket module that judges the address itself when a connection is made, so it holds for
every library and whatever a name resolved to. It also refuses to start programs, which no hook would follow, and to
listen. A hook can never be removed again: install it in a process of its own.
"""

import socket
import sys
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

OUTGOING = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
"""The events that reach an address, and which of their arguments it is (0 is the socket)."""
LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"})
PROGRAMS = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty"}
)
INTERNET = (socket.AF_INET, socket.AF_INET6)

NEVER = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("169.254.0.0/16", "a link-local address"),
        ("fe80::/10", "a link-local address"),
        ("168.63.129.16/32", "a cloud's metadata address"),
        ("fd00:ec2::254/128", "a cloud's metadata address"),
    )
)
"""Where no source is, but the secrets of a rented machine are."""

# What the ipaddress module of some Python versions, or all, takes for global.
SPECIAL = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("100.64.0.0/10", "a carrier's private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.88.99.0/24", "a relay's address"),
        ("198.18.0.0/15", "a test address"),
        ("240.0.0.0/4", "a reserved address"),
        ("64:ff9b:1::/48", "a private address"),
        ("100::/64", "a reserved address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "a documentation address"),
        ("3fff::/20", "a documentation address"),
        ("5f00::/16", "a reserved address"),
        ("fec0::/10", "a private address"),
    )
)
OFFLINE = "this run is offline"
NAT64 = IPv6Network("64:ff9b::/96")
COMPATIBLE = IPv6Network("::/96")
ISATAP = (0x00005EFE, 0x02005EFE)


class AddressRefusedError(OSError):
    """An address that the source may not reach, or not listen at."""


class ProgramRefusedError(OSError):
    """A program that the source may not start."""


def install(*, allow_private: bool, offline: bool) -> None:
    """Refuse, for the rest of this process, what is not the public internet; everything where `offline`.

    `allow_private` lets private addresses through, but none of NEVER. Refused calls raise AddressRefusedError, and
    ProgramRefusedError where they would start a program.
    """

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in OUTGOING:
            _admit(arguments[0], arguments[OUTGOING[event]], allow_private=allow_private, offline=offline)
        elif offline and event in LOOKUPS:
            raise AddressRefusedError(OFFLINE)
        elif event == "socket.bind" and getattr(arguments[0], "family", None) in INTERNET:
            raise AddressRefusedError("a source only asks others: it may not listen at an internet address")
        elif event in PROGRAMS:
            raise ProgramRefusedError("a source may not start another program or process")

    sys.addaudithook(hook)


def _admit(sock: object, address: object, *, allow_private: bool, offline: bool) -> None:
    if address is None:  # sendmsg on a socket whose connect was judged already
        return
    if offline:
        raise AddressRefusedError(OFFLINE)
    if getattr(sock, "family", None) not in INTERNET or not isinstance(address, tuple):
        raise AddressRefusedError("it is a socket of this machine, not an internet address")
    host = str(address[0])
    literal = _literal(host)
    if literal is None:
        raise AddressRefusedError("it was given as a name, which cannot be judged")
    never = _never(literal)
    if never:
        raise AddressRefusedError(f"it is {never}, which no source may reach; give the source another address")
    reason = None if allow_private else judge(host)
    if reason:
        raise AddressRefusedError(f"it is {reason}; set allow_private = true for this source if that is meant")


def judge(address: str) -> str | None:
    """Why that address may not be reached without leave ("a private address"), None if it is a public one.

    Only a literal can be judged: a name, and any other spelling that a resolver would have to read, is refused.
    """
    literal = _literal(address)
    if literal is None:
        return "a name, not an address"
    reasons = (_special(meant) for meant in (literal, *_embedded(literal)))
    return _never(literal) or next((reason for reason in reasons if reason), None)


def _never(address: IPv4Address | IPv6Address) -> str | None:
    return next((kind for meant in (address, *_embedded(address)) for network, kind in NEVER if meant in network), None)


def _literal(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None


def _embedded(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 one leads to: mapped, compatible, 6to4, Teredo, NAT64, ISATAP."""
    if isinstance(address, IPv4Address):
        return
    number = int(address)
    last = IPv4Address(number & 0xFFFFFFFF)
    if address in NAT64 or (number >> 32) & 0xFFFFFFFF in ISATAP or (address in COMPATIBLE and number > 1):
        yield last
    yield from (meant for meant in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if meant)


def _special(address: IPv4Address | IPv6Address) -> str | None:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return None  # the mapped address is judged instead
    kinds = (
        (address.is_unspecified, "no address of any machine"),
        (address.is_loopback, "an address of this machine"),
        (address.is_link_local, "a link-local address"),
        (address.is_multicast, "a multicast address"),
        *((address in network, kind) for network, kind in SPECIAL if network.version == address.version),
        (not address.is_global, "a private address"),
    )
    return next((kind for holds, kind in kinds if holds), None)
