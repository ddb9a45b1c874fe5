"""A connector in its own process: what it answers comes through whole; what it does wrong stays its own loss."""

import asyncio
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from connectors.base import Collected, ConnectorError, Listener
from connectors.items import Task, Window
from connectors.worker import Job
from daemon.collect.process import run

WINDOW = Window(first=date(2026, 3, 24), zone=ZoneInfo("Europe/Berlin"), now=datetime(2026, 3, 24, 5, tzinfo=UTC))


def job(verb: str, **changes: object) -> Job:
    plain = Job(
        source="todo",
        entry_point=f"tests.fakes.connectors:{verb}",
        config={},
        listener=Listener(),
        window=WINDOW,
        state=b"",
        seconds=20,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # each test names fields of Job


def collected(verb: str, **changes: object) -> Collected:
    return asyncio.run(run(job(verb, **changes)))


def refusal(verb: str, **changes: object) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        collected(verb, **changes)
    return caught.value


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def _closed(listening: socket.socket) -> bool:
    """Whether the other side of the connection that waits there is gone, or soon is."""
    connection, _ = listening.accept()
    with connection:
        connection.settimeout(0.5)
        try:
            return connection.recv(1) == b""
        except TimeoutError:
            return False


def test_an_answer_comes_through_whole() -> None:
    answer = collected("ANSWERING")
    assert answer.items == (Task(source="todo", uid="0", summary="Pay rent"),)
    assert answer.state == b"\x00state\xff"
    assert answer.complete


def test_what_a_library_prints_is_no_record() -> None:
    assert len(collected("CHATTERING").items) == 1


def test_an_item_that_no_json_holds_loses_only_itself() -> None:
    answer = collected("HALVING")
    assert [item.uid for item in answer.items] == ["0"]
    assert answer.warnings == ("1 item could not be read.",)
    assert not answer.complete


def test_its_own_sentence_is_kept() -> None:
    error = refusal("REFUSING")
    assert str(error) == "It wants a new password. Set it in the settings."
    assert not error.transient


def test_a_hanging_one_is_ended_at_its_limit() -> None:
    error = refusal("HANGING", seconds=1.0)
    assert "within 1 seconds" in str(error)
    assert error.transient


def test_what_it_leaves_behind_is_ended_at_its_limit(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    refusal("LEAVING", config={"port": port, "allow_private": True}, seconds=3.0)
    assert _closed(listening)


def test_what_escapes_it_is_not_waited_for(listening: socket.socket) -> None:
    port = listening.getsockname()[1]

    async def limited() -> None:
        async with asyncio.timeout(10):
            await run(job("ESCAPING", config={"port": port, "allow_private": True}, seconds=3.0))

    with pytest.raises(ConnectorError, match="within 3 seconds"):
        asyncio.run(limited())
    assert not _closed(listening)


def test_a_worker_ends_with_whoever_waits_for_it(listening: socket.socket) -> None:
    port = listening.getsockname()[1]

    async def cancelled() -> socket.socket:
        waiting = asyncio.create_task(run(job("LINGERING", config={"port": port, "allow_private": True})))
        connection, _ = await asyncio.to_thread(listening.accept)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return connection

    listening.settimeout(10)
    with asyncio.run(cancelled()) as connection:
        connection.settimeout(1)
        assert connection.recv(1) == b""


def test_one_that_eats_memory_is_stopped() -> None:
    assert "256 MB" in str(refusal("EATING"))


def test_a_bug_is_told_by_its_type_and_never_by_its_text() -> None:
    error = refusal("STUMBLING")
    assert "KeyError" in str(error)
    assert "item's text" not in str(error)


def test_one_that_ends_without_an_answer_is_a_failure() -> None:
    assert "exit code 3" in str(refusal("VANISHING"))


def test_a_kind_that_cannot_be_imported_is_a_failure() -> None:
    assert "AttributeError" in str(refusal("NOBODY"))


def test_a_private_address_is_out_of_reach(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    refusal("CALLING", config={"port": port})
    with pytest.raises(TimeoutError):
        listening.accept()


def test_a_private_address_is_in_reach_where_the_settings_say_so(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    assert collected("CALLING", config={"port": port, "allow_private": True}).items
    listening.accept()


def test_offline_nothing_is_in_reach(listening: socket.socket) -> None:
    port = listening.getsockname()[1]
    refusal("CALLING", config={"port": port, "allow_private": True}, offline=True)
    with pytest.raises(TimeoutError):
        listening.accept()


def test_its_environment_holds_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAWNCAST_SECRET", "hunter2")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    seen = {item.uid for item in collected("LOOKING_AROUND").items}
    assert "PATH" in seen
    assert not seen & {"DAWNCAST_SECRET", "HTTPS_PROXY"}
