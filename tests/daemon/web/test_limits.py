"""How often an address may come with a wrong token."""

from ipaddress import IPv4Address, ip_address

from daemon.web.limits import BURST, FORGIVEN, LARGEST, WrongTokens

ONE, OTHER = ip_address("192.0.2.1"), ip_address("192.0.2.2")


def test_each_address_has_its_own_count() -> None:
    wrong = WrongTokens()
    assert [wrong.add(ONE, 0.0) for _ in range(3)] == [1, 2, 3]
    assert wrong.add(OTHER, 0.0) == 1
    assert wrong.add(None, 0.0) == 1


def test_a_household_is_one() -> None:
    wrong = WrongTokens()
    counts = [wrong.add(ip_address(f"2001:db8::{n:x}"), 0.0) for n in range(1, 30)]
    assert counts[BURST] > BURST
    assert wrong.add(ip_address("2001:db8:0:1::1"), 0.0) == 1


def test_they_are_forgiven_one_by_one() -> None:
    wrong = WrongTokens()
    for _ in range(1000):
        wrong.add(ONE, 0.0)
    assert wrong.add(ONE, FORGIVEN / 2) > BURST
    assert wrong.add(ONE, 3 * FORGIVEN) <= BURST
    assert wrong.add(ONE, 1000 * FORGIVEN) == 1


def test_of_very_many_addresses_the_oldest_are_forgotten() -> None:
    wrong = WrongTokens()
    for _ in range(BURST):
        wrong.add(ONE, 0.0)
    for number in range(LARGEST - 1):
        wrong.add(IPv4Address(number), 0.0)
    assert wrong.add(ONE, 0.0) == BURST + 1
    for number in range(LARGEST):
        wrong.add(IPv4Address(number), 0.0)
    assert wrong.add(ONE, 0.0) == 1
