import socket
import subprocess
import sys
import textwrap

import pytest

from connectors.guard import judge

REFUSED = [
    # this machine
    "127.0.0.1", "127.255.255.254", "::1", "0:0:0:0:0:0:0:1", "0.0.0.0", "::", "0.1.2.3",
    # the home network
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.178.1",
    "fc00::1", "fd12:3456:789a::1", "fec0::1",
    # link-local and the metadata of clouds
    "169.254.0.1", "169.254.169.254", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "100.100.100.200", "168.63.129.16",
    "192.0.0.192",
    # carriers, tests, documentation, reserved, everybody
    "100.64.0.1", "100.127.255.255", "198.18.0.1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "240.0.0.1",
    "255.255.255.255", "2001:db8::1", "3fff::1", "100::1", "5f00::1", "192.88.99.1",
    "224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1",
    # an IPv4 address within an IPv6 one: mapped, compatible, 6to4, Teredo, NAT64, ISATAP
    "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1",
    "::a00:1", "2002:7f00:1::1", "2002:c0a8:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "64:ff9b::10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8", "2a00:1450::5efe:10.0.0.1", "2a00:1450::200:5efe:c0a8:1",
    # what is no literal may resolve to anything
    "localhost", "example.org", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1.", "①27.0.0.1", "",
    "<broadcast>", "[::1]", "127.0.0.1:80",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "93.184.216.34", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
    "2606:4700::1111", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "2002:808:808::1", "64:ff9b::8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_refuses(address: str) -> None:
    assert judge(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_lets_through(address: str) -> None:
    assert judge(address) is None


def guarded(body: str, *, allow_private: bool = False, offline: bool = False) -> str:
    """What a process with the guard in force prints; a hook can never be removed, so it is not ours."""
    script = f"""
import asyncio, os, socket, sys, threading
from connectors.guard import AddressRefusedError, ProgramRefusedError, install
PORT = int(sys.argv[1])
install(allow_private={allow_private}, offline={offline})
try:
{textwrap.indent(textwrap.dedent(body), "    ")}
except (AddressRefusedError, ProgramRefusedError) as error:
    print("refused:", error)
"""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        return subprocess.run(
            [sys.executable, "-c", script, port], capture_output=True, text=True, check=True, timeout=30
        ).stdout.strip()


CONNECT = "socket.create_connection(('127.0.0.1', PORT)).close(); print('reached')"


def test_a_connection_to_this_machine_is_refused_and_says_what_to_set() -> None:
    said = guarded(CONNECT)
    assert said.startswith("refused: it is an address of this machine")
    assert "allow_private = true" in said


def test_it_may_be_allowed() -> None:
    assert guarded(CONNECT, allow_private=True) == "reached"


def test_offline_refuses_what_is_allowed() -> None:
    assert guarded(CONNECT, allow_private=True, offline=True) == "refused: this run is offline"


@pytest.mark.parametrize(
    "lookup",
    [
        "socket.getaddrinfo('example.org', 80)",
        "socket.gethostbyname('localhost')",
        "socket.getnameinfo(('1.1.1.1', 80), 0)",
    ],
)
def test_offline_looks_no_name_up(lookup: str) -> None:
    assert guarded(lookup, offline=True) == "refused: this run is offline"


@pytest.mark.parametrize(
    "way",
    [
        "socket.socket().connect_ex(('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('127.0.0.1', PORT))",
        "socket.socket(socket.AF_INET6).connect(('::ffff:127.0.0.1', PORT, 0, 0))",
        "asyncio.run(asyncio.open_connection('localhost', PORT))",
        "socket.socket().connect(('localhost', PORT))",
        "socket.socket(socket.AF_UNIX).connect('/run/nothing.sock')",
    ],
)
def test_every_way_out_is_guarded(way: str) -> None:
    assert guarded(f"{way}; print('reached')").startswith("refused: ")


def test_a_name_given_to_connect_is_refused_even_where_private_addresses_are_allowed() -> None:
    assert guarded("socket.socket().connect(('localhost', PORT))", allow_private=True).startswith("refused: ")


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "168.63.129.16",
        "fe80::1",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
    ],
)
def test_link_local_and_metadata_addresses_are_refused_even_where_private_ones_are_allowed(address: str) -> None:
    family = "AF_INET6" if ":" in address else "AF_INET"
    said = guarded(f"socket.socket(socket.{family}, socket.SOCK_DGRAM).connect(('{address}', 80))", allow_private=True)
    assert said.startswith("refused: it is a ")
    assert said.endswith("which no source may reach; give the source another address")


@pytest.mark.parametrize(
    "start",
    [
        "__import__('subprocess').run(['true'])",
        "asyncio.run(asyncio.create_subprocess_exec('true'))",
        "os.system('true')",
        "os.popen('true')",
        "os.execv('/bin/true', ['true'])",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.posix_spawnp('true', ['true'], {})",
        "os.spawnlp(os.P_WAIT, 'true', 'true')",
        "os.fork()",
        "os.forkpty()",
    ],
)
def test_no_program_is_started(start: str) -> None:
    said = guarded(f"{start}; print('started')", allow_private=True)
    assert said == "refused: a source may not start another program or process"


@pytest.mark.parametrize(
    "listen",
    [
        "socket.socket().bind(('127.0.0.1', 0))",
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).bind(('', 0))",
        "socket.socket(socket.AF_INET6).bind(('::1', 0))",
    ],
)
def test_nothing_listens(listen: str) -> None:
    said = guarded(f"{listen}; print('listens')", allow_private=True)
    assert said.startswith("refused: a source only asks others")


def test_what_the_library_asks_programs_for_it_does_without() -> None:
    body = """
        import ctypes.util, platform, uuid
        platform.platform(), platform.processor(), uuid.getnode(), ctypes.util.find_library("c")
        print("done")
    """
    assert guarded(body) == "done"


def test_it_holds_in_threads_and_for_a_socket_pair() -> None:
    body = """
        def reach():
            try:
                socket.create_connection(("127.0.0.1", PORT))
            except AddressRefusedError:
                print("refused")
        thread = threading.Thread(target=reach)
        thread.start()
        thread.join()
        one, other = socket.socketpair()
        one.sendall(b"still works")
        print(other.recv(20).decode())
    """
    assert guarded(body).splitlines() == ["refused", "still works"]


def test_the_http_client_says_so_to_people() -> None:
    body = """
        from connectors.base import ConnectorError
        from connectors.http import Fetcher, run
        async def get():
            async with Fetcher(seconds=5) as fetcher:
                await fetcher.get(f"http://localhost:{PORT}/feed?key=secret")
        try:
            run(get())
        except ConnectorError as error:
            print(error.transient, error)
    """
    said = guarded(body)
    assert said.startswith("False localhost was not reached: it is an address of this machine; set allow_private")
    assert "secret" not in said
