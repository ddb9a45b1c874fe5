"""Who asks, and for which host: a proxy is believed only where the settings name it."""

from ipaddress import ip_address, ip_network

import pytest

from daemon.web.asker import Asker, asker_of, knows, network_of

PROXIES = (ip_network("127.0.0.1"), ip_network("172.16.0.0/12"), ip_network("fd00::/8"))
NAMES = frozenset({"me.example.org"})


def test_without_a_proxy_nothing_is_believed() -> None:
    headers = {"host": "me.example.org", "x-forwarded-for": "198.51.100.1", "x-forwarded-proto": "https"}
    assert asker_of("192.0.2.7", "http", headers, PROXIES) == Asker(
        ip_address("192.0.2.7"), "http", "me.example.org", by_proxy=False
    )
    assert not asker_of("127.0.0.1", "http", headers, ()).by_proxy


def test_a_proxy_says_who_asks() -> None:
    headers = {
        "host": "127.0.0.1:8571",
        "x-forwarded-for": "198.51.100.1",
        "x-forwarded-proto": "https",
        "x-forwarded-host": "me.example.org",
    }
    assert asker_of("127.0.0.1", "http", headers, PROXIES) == Asker(
        ip_address("198.51.100.1"), "https", "me.example.org", by_proxy=True
    )


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1", "198.51.100.1"),
        ("203.0.113.5, 198.51.100.1, 172.20.0.3", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("made up", "127.0.0.1"),
        ("198.51.100.1, made up", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_only_the_part_that_proxies_wrote_counts(said: str, who: str) -> None:
    assert asker_of("127.0.0.1", "http", {"x-forwarded-for": said}, PROXIES).address == ip_address(who)


def test_a_scheme_that_is_none_is_not_believed() -> None:
    assert asker_of("127.0.0.1", "http", {"x-forwarded-proto": "javascript"}, PROXIES).scheme == "http"


def test_an_ipv4_address_in_ipv6_clothes_is_the_same_proxy() -> None:
    assert asker_of("::ffff:127.0.0.1", "http", {}, PROXIES).by_proxy


@pytest.mark.parametrize(
    "host",
    ["localhost", "LocalHost:8571", "127.0.0.1:8571", "[::1]:8571", "[fe80::1]", "192.168.1.20", "me.example.org",
     "ME.example.org:443", "me.example.org."],
)  # fmt: skip  # a few lines
def test_its_own_names(host: str) -> None:
    assert knows(Asker(None, "http", host), NAMES)


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost@evil.example",
     "me.example.org/x", "a b", "me.example.org:x", "ex.me.example.org",
     '"me.example.org"', "me.example.org, evil.example"],
)  # fmt: skip  # a few lines
def test_names_of_others(host: str) -> None:
    assert not knows(Asker(None, "http", host), NAMES)
    assert not knows(Asker(None, "http", host), {""})


def test_a_household_has_many_addresses_of_the_new_kind() -> None:
    first, second = ip_address("2001:db8:1:2::1"), ip_address("2001:db8:1:2:ffff::9")
    assert network_of(first) == network_of(second)
    assert network_of(first) != network_of(ip_address("2001:db8:1:3::1"))
    assert network_of(ip_address("192.0.2.1")) != network_of(ip_address("192.0.2.2"))
