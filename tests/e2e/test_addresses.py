"""60 spellings of addresses that no source may reach, in three ways: not one connection is made."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from connectors.codec import from_json, to_json
from tests.e2e.addresses import REACHING, Ended, Probe

HERE = "127.0.0.1"
SPELLINGS = [
    # this machine
    (HERE, HERE), ("127.0.0.2", "127.0.0.2"), ("127.255.255.254", "127.255.255.254"), ("localhost", HERE),
    ("LOCALHOST", HERE), ("localhost.", HERE), ("[::1]", "::1"), ("[0:0:0:0:0:0:0:1]", "::1"),
    ("0.0.0.0", "0.0.0.0"), ("0", "0.0.0.0"), ("[::]", "::"), ("0.1.2.3", "0.1.2.3"),
    # decimal, octal, hex, short, mixed, trailing dot, percent-encoded
    ("2130706433", HERE), ("017700000001", HERE), ("0177.0.0.1", HERE), ("0177.0000.0000.0001", HERE),
    ("0x7f000001", HERE), ("0x7f.0x0.0x0.0x1", HERE), ("0X7F.1", HERE), ("127.1", HERE), ("127.0.1", HERE),
    ("0177.0x0.1", HERE), ("127.0.0.1.", HERE), ("127%2e0%2e0%2e1", HERE),
    # userinfo, and what is one to some readers
    ("example.org@127.0.0.1", HERE), ("example.org:80@127.0.0.1", HERE), ("kim:pass%40word@localhost", HERE),
    ("example.org\\@127.0.0.1", HERE),
    # digits, letters and dots of other scripts
    ("①②⑦.⓪.⓪.①", HERE), ("１２７．０．０．１", HERE), ("127。0。0。1", HERE), ("ｌｏｃａｌｈｏｓｔ", HERE),
    ("loc\u00adalhost", HERE),
    # an IPv4 address in an IPv6 one: mapped, compatible, 6to4, Teredo, NAT64, ISATAP
    ("[::ffff:127.0.0.1]", "::ffff:127.0.0.1"), ("[::ffff:7f00:1]", "::ffff:7f00:1"),
    ("[0:0:0:0:0:ffff:127.0.0.1]", "::ffff:127.0.0.1"), ("[::ffff:10.0.0.1]", "::ffff:10.0.0.1"),
    ("[::ffff:169.254.169.254]", "::ffff:169.254.169.254"), ("[::127.0.0.1]", "::127.0.0.1"),
    ("[2002:7f00:1::1]", "2002:7f00:1::1"), ("[2002:a00:1::1]", "2002:a00:1::1"),
    ("[2001:0:4136:e378:8000:63bf:80ff:fffe]", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
    ("[64:ff9b::7f00:1]", "64:ff9b::7f00:1"), ("[64:ff9b::10.0.0.1]", "64:ff9b::a00:1"),
    ("[64:ff9b:1::a00:1]", "64:ff9b:1::a00:1"), ("[2a00:1450::5efe:7f00:1]", "2a00:1450::5efe:7f00:1"),
    # the home network
    ("10.0.0.1", "10.0.0.1"), ("10.1", "10.0.0.1"), ("172.16.0.1", "172.16.0.1"), ("192.168.1.1", "192.168.1.1"),
    ("192.168.257", "192.168.1.1"), ("0xc0a80101", "192.168.1.1"), ("3232235777", "192.168.1.1"),
    ("[fc00::1]", "fc00::1"), ("[fec0::1]", "fec0::1"),
    # link-local, metadata, carriers, tests, everybody
    ("169.254.169.254", "169.254.169.254"), ("2852039166", "169.254.169.254"), ("0xa9fea9fe", "169.254.169.254"),
    ("[fe80::1]", "fe80::1"), ("[fd00:ec2::254]", "fd00:ec2::254"), ("168.63.129.16", "168.63.129.16"),
    ("192.0.0.192", "192.0.0.192"), ("100.64.0.1", "100.64.0.1"), ("100.100.100.200", "100.100.100.200"),
    ("198.18.0.1", "198.18.0.1"), ("240.0.0.1", "240.0.0.1"), ("255.255.255.255", "255.255.255.255"),
    ("224.0.0.1", "224.0.0.1"), ("[ff02::1]", "ff02::1"),
]  # fmt: skip


# httplib2 hands names to the system, which the guard refuses; of the fake name server the system knows nothing.
REFUSED = ("it is an address of this machine", "it was given as a name", "gaierror")


class Listening:
    """A server of this machine, on all its addresses: it counts who comes, and answers."""

    def __enter__(self) -> "Listening":
        self.came = 0
        self._server = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = int(self._server.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            self.came += 1
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")


@pytest.fixture
def listening() -> Iterator[Listening]:
    with Listening() as server:
        yield server


def tried(probe: Probe) -> Ended:
    child = [sys.executable, "-m", "tests.e2e.addresses"]
    done = subprocess.run(child, input=to_json(probe), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return from_json(Ended, done.stdout)


def test_there_are_sixty_of_them() -> None:
    assert len({authority for authority, _ in SPELLINGS}) == len(SPELLINGS) >= 60


@pytest.mark.parametrize(("way", "asked"), [("direct", 0), ("redirect", len(SPELLINGS)), ("rebinding", len(SPELLINGS))])
def test_no_spelling_in_no_way_makes_a_connection(listening: Listening, way: str, asked: int) -> None:
    ended = tried(Probe(way, SPELLINGS, listening.port))
    assert (ended.reached, listening.came) == ([], 0)
    assert len(ended.asked) == asked
    assert not any(said.startswith("got") for said in ended.said)


@pytest.mark.parametrize("way", ["direct", "redirect", "rebinding"])
def test_where_it_is_allowed_the_same_connections_are_made(listening: Listening, way: str) -> None:
    here = [pair for pair in SPELLINGS if pair[1] in {HERE, "::1"}][:12]
    ended = tried(Probe(way, here, listening.port, allow_private=True))
    assert ended.said == ["got 6 bytes"] * len(here)
    assert len(ended.reached) == listening.came == len(here)


def test_the_guard_holds_for_every_library(listening: Listening) -> None:
    ended = tried(Probe("libraries", [(HERE, HERE), ("localhost", HERE), ("n2.example", HERE)], listening.port))
    assert (ended.reached, listening.came) == ([], 0)
    assert len(ended.said) == 3 * len(REACHING)
    assert not [said for said in ended.said if not any(end in said for end in REFUSED)]
