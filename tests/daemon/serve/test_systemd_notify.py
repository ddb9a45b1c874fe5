"""What systemd hears: datagrams at a real socket, as sd_notify(3) says."""

import os
import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.serve.systemd import Systemd, systemd_of

ABSTRACT = f"@dawncast-test-{os.getpid()}"


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """The address that NOTIFY_SOCKET holds, and the manager's end of it."""
    address = str(tmp_path / "notify") if request.param == "path" else ABSTRACT
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(address.replace("@", "\0", 1) if address == ABSTRACT else address)
        heard.settimeout(2)
        yield address, heard


def heard_by(manager: tuple[str, socket.socket]) -> list[str]:
    return manager[1].recv(4096).decode().split("\n")


def asked(manager: tuple[str, socket.socket], **environ: str) -> Systemd:
    return systemd_of({"NOTIFY_SOCKET": manager[0], **environ}, process=42)


def test_ready_tells_the_state_too(manager: tuple[str, socket.socket]) -> None:
    asked(manager).ready("Next: morning at 07:15.")
    assert heard_by(manager) == ["READY=1", "STATUS=Next: morning at 07:15."]


def test_reloading_tells_since_when(manager: tuple[str, socket.socket]) -> None:
    before = time.monotonic_ns() // 1000
    asked(manager).reloading()
    reloading, since = heard_by(manager)
    assert reloading == "RELOADING=1"
    assert before <= int(since.removeprefix("MONOTONIC_USEC=")) <= time.monotonic_ns() // 1000


def test_stopping_and_status(manager: tuple[str, socket.socket]) -> None:
    systemd = asked(manager)
    systemd.stopping()
    systemd.status("Making morning.")
    assert heard_by(manager) == ["STOPPING=1"]
    assert heard_by(manager) == ["STATUS=Making morning."]


def test_the_watchdog_hears_where_there_is_one(manager: tuple[str, socket.socket]) -> None:
    watched = asked(manager, WATCHDOG_USEC="120000000", WATCHDOG_PID="42")
    assert watched.watchdog == timedelta(seconds=120)
    watched.alive()
    assert heard_by(manager) == ["WATCHDOG=1"]


def test_a_watchdog_of_another_process_hears_nothing(manager: tuple[str, socket.socket]) -> None:
    for environ in ({}, {"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "43"}, {"WATCHDOG_USEC": "soon"}):
        systemd = asked(manager, **environ)
        assert systemd.watchdog is None
        systemd.alive()
    manager[1].setblocking(False)
    with pytest.raises(BlockingIOError):
        manager[1].recv(1)


def test_a_status_is_no_other_assignment(manager: tuple[str, socket.socket]) -> None:
    asked(manager).status("a\nREADY=1\r\nMAINPID=1\ud800")
    assert heard_by(manager) == ["STATUS=a READY=1 MAINPID=1?"]


def test_a_manager_that_does_not_listen_holds_nothing_up(tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as deaf:
        deaf.bind(address)
        begun = time.monotonic()
        for _ in range(2_000):  # more than its queue takes
            Systemd(address).status("Still here.")
    Systemd(address).status("It has gone.")
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_without_systemd_nobody_is_told(environ: dict[str, str]) -> None:
    assert systemd_of(environ) == Systemd()
    systemd_of(environ).ready("Nobody hears this.")
