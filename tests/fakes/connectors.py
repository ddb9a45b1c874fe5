"""Connectors that behave badly, each in one way, for the worker's tests. Named by entry point, as a plugin is."""

import os
import socket
import sys
import threading
from collections.abc import Callable
from multiprocessing.util import spawnv_passfds

from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.items import Task, Window


class FakeConfig(SourceConfig):
    """Where the one that calls, calls."""

    kind: str = "fake"
    address: str = "127.0.0.1"
    port: int = 9


class FakeConnector:
    """Does what its verb does."""

    def __init__(self, verb: Callable[[FakeConfig], Collected], config: FakeConfig) -> None:
        self._verb = verb
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        return self._verb(self._config)


def _kind(verb: Callable[[FakeConfig], Collected]) -> ConnectorType[FakeConfig]:
    def connector(config: FakeConfig, _listener: Listener) -> FakeConnector:
        return FakeConnector(verb, config)

    return ConnectorType("fake", FakeConfig, connector, ("task",))


def _answer(config: FakeConfig) -> Collected:
    return Collected(items=(Task(uid="0", summary="Pay rent"),), state=b"\x00state\xff")


def _halve(config: FakeConfig) -> Collected:
    half = Task(uid="1", summary="half a \ud83d character")
    return Collected(items=(Task(uid="0", summary="Pay rent"), half))


def _hang(config: FakeConfig) -> Collected:
    threading.Event().wait()
    raise AssertionError("nobody ends this wait")


def _eat(config: FakeConfig) -> Collected:
    eaten = [bytearray(2**20) for _ in range(4096)]
    raise AssertionError(f"{len(eaten)} MB were to be had")


def _stumble(config: FakeConfig) -> Collected:
    raise KeyError("an item's text")


def _vanish(config: FakeConfig) -> Collected:
    os._exit(3)


def _refuse(config: FakeConfig) -> Collected:
    raise ConnectorError("It wants a new password. Set it in the settings.", transient=False)


def _chatter(config: FakeConfig) -> Collected:
    print("a library's chatter")  # noqa: T201  # what libraries do, and what must not reach the records
    return _answer(config)


def _call(config: FakeConfig) -> Collected:
    with socket.create_connection((config.address, config.port), timeout=2):
        return _answer(config)


def _linger(config: FakeConfig) -> Collected:
    with socket.create_connection((config.address, config.port), timeout=2):
        return _hang(config)


def _leave(config: FakeConfig, first: str = "pass") -> Collected:
    """Leave a process that holds the connection and the pipe of the records; it ends when the connection does."""
    connection = socket.create_connection((config.address, config.port), timeout=2)
    connection.settimeout(None)
    script = f"import os, socket; {first}; socket.socket(fileno={connection.fileno()}).recv(1)"
    # The one way to start a program that Python tells no audit hook of.
    spawnv_passfds(os.fsencode(sys.executable), [sys.executable, "-c", script], _open())
    os._exit(3)


def _escape(config: FakeConfig) -> Collected:
    return _leave(config, "os.setsid()")


def _open() -> list[int]:
    """The numbers of all files that are open, but for the standard ones."""
    return [number for number in range(3, 100) if _is_open(number)]


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _environment(config: FakeConfig) -> Collected:
    return Collected(items=tuple(Task(uid=name, summary=name) for name in sorted(os.environ)))


ANSWERING = _kind(_answer)
HALVING = _kind(_halve)
HANGING = _kind(_hang)
EATING = _kind(_eat)
STUMBLING = _kind(_stumble)
VANISHING = _kind(_vanish)
REFUSING = _kind(_refuse)
CHATTERING = _kind(_chatter)
CALLING = _kind(_call)
LINGERING = _kind(_linger)
LEAVING = _kind(_leave)
ESCAPING = _kind(_escape)
LOOKING_AROUND = _kind(_environment)
