"""The caldav connector against real servers on loopback: Radicale and Xandikos."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.base import ConnectorError, Listener
from connectors.caldav_state import Account
from connectors.codec import from_json, to_json
from connectors.worker import Job
from tests.connectors.caldav import CHANGED, DAILY, LIST, Source, on, told
from tests.fakes.caldav_server import PASSWORD, USER, CalDAVServer, Radicale, Xandikos, event, task

POISON = event("poison", "RRULE:FREQ=SECONDLY", start="19700101T000000Z")


def kill_tokens(source: Source) -> None:
    """Every token becomes one of the server's form that it has never given."""
    account = from_json(Account, source.state)
    dead = (replace(one, token=one.token[:-40] + "0" * 40, mark="old") for one in account.calendars)
    source.state = to_json(replace(account, calendars=tuple(dead)))


@pytest.fixture(scope="module", params=[Radicale, Xandikos], ids=["radicale", "xandikos"])
def started(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalDAVServer]:
    with request.param(tmp_path_factory.mktemp("caldav")) as server:
        yield server


@pytest.fixture
def server(started: CalDAVServer) -> Iterator[CalDAVServer]:
    yield started
    started.clear()


@pytest.fixture
def source(server: CalDAVServer) -> Source:
    return Source(server)


def test_calendars_are_found_from_the_servers_root(server: CalDAVServer, source: Source) -> None:
    work, home = server.make_calendar("Work"), server.make_calendar("Home")
    server.add(work, "a")
    server.add(home, "b", DAILY)
    collected = source.collect()
    assert told(collected) == ["a 10:00", "daily 11:00"]
    assert (collected.warnings, collected.complete) == ((), True)


def test_what_has_not_changed_costs_one_request(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    server.add(work, "daily", DAILY)
    first = source.collect()
    assert server.asked_for()[-2:] == CHANGED
    assert source.collect().items == first.items
    assert server.asked_for() == LIST
    assert told(source.collect("2026-03-25")) == ["daily 11:00"]
    assert server.asked_for() == LIST


def test_what_was_added_is_told(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    source.collect()
    server.add(work, "b", event("b", start="20260324T120000Z"))
    assert told(source.collect()) == ["a 10:00", "b 13:00"]
    assert server.asked_for() == LIST + CHANGED


def test_what_was_changed_is_told_anew(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    server.add(work, "b")
    source.collect()
    server.change(work, "a", "new")
    assert told(source.collect()) == ["b 10:00", "new 10:00"]
    assert server.asked_for() == LIST + CHANGED


def test_a_moved_instance_is_told_where_it_is_now(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "daily", DAILY)
    source.collect()
    server.move_instance(work, "daily", "20260324T100000Z", "20260324T130000Z")
    assert told(source.collect()) == ["daily 14:00"]
    assert server.asked_for() == LIST + CHANGED


def test_an_instance_that_was_moved_away_is_gone(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "daily", DAILY)
    source.collect()
    server.move_instance(work, "daily", "20260324T100000Z", "20260402T100000Z")
    assert told(source.collect()) == []


def test_what_was_cancelled_is_said_to_be(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    source.collect()
    server.cancel(work, "a")
    assert told(source.collect()) == ["a 10:00 cancelled"]
    assert server.asked_for() == LIST + CHANGED


def test_what_was_deleted_is_gone(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    server.add(work, "b")
    source.collect()
    server.delete(work, "a")
    assert told(source.collect()) == ["b 10:00"]
    assert server.asked_for() == [*LIST, "sync-collection"]


def test_all_of_it_in_one_night(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    for uid in ("changed", "cancelled", "deleted", "same"):
        server.add(work, uid)
    server.add(work, "daily", DAILY)
    source.collect()
    server.add(work, "added")
    server.change(work, "changed", "other")
    server.move_instance(work, "daily", "20260324T100000Z", "20260324T070000Z")
    server.cancel(work, "cancelled")
    server.delete(work, "deleted")
    expected = ["added 10:00", "cancelled 10:00 cancelled", "daily 08:00", "other 10:00", "same 10:00"]
    assert told(source.collect()) == expected
    assert server.asked_for() == LIST + CHANGED
    assert told(Source(server).collect()) == expected


def test_after_a_dead_token_only_what_differs_is_fetched(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    server.add(work, "b")
    source.collect()
    server.delete(work, "b")
    kill_tokens(source)
    assert told(source.collect()) == ["a 10:00"]
    assert server.asked_for() == [*LIST, "sync-collection", "sync-collection"]
    server.add(work, "c")
    kill_tokens(source)
    assert told(source.collect()) == ["a 10:00", "c 10:00"]
    assert server.asked_for() == [*LIST, "sync-collection", *CHANGED]


def test_a_wrong_password_is_no_dead_token(server: CalDAVServer, source: Source) -> None:
    server.add(server.make_calendar("Work"), "a")
    source.collect()
    kept = source.state
    for state in (b"", kept):
        source.state = state
        with pytest.raises(ConnectorError, match="refuses those it was given") as caught:
            source.collect(password="wrong-one")
        assert (caught.value.transient, caught.value.needs_login) == (False, True)
        assert "wrong-one" not in str(caught.value)


def test_a_poisoned_event_costs_itself_alone(server: CalDAVServer, source: Source) -> None:
    work = server.make_calendar("Work")
    server.add(work, "a")
    server.add(work, "poison", POISON)
    collected = source.collect(timeout=10.0)
    assert told(collected) == ["a 10:00"]
    assert [warning for warning in collected.warnings if "1 entry could" in warning] == list(collected.warnings)
    server.add(work, "b")
    assert told(source.collect(timeout=10.0)) == ["a 10:00", "b 10:00"]
    assert server.asked_for() == LIST + CHANGED


def test_an_account_without_calendars_says_so(server: CalDAVServer, source: Source) -> None:
    collected = source.collect()
    assert (collected.items, collected.complete) == ((), True)
    assert collected.warnings == ("127.0.0.1 has no calendars for this user. Check address and user name.",)
    server.add(server.make_calendar("Work"), "a")
    assert told(source.collect()) == ["a 10:00"]


def test_an_empty_calendar_is_an_empty_day(server: CalDAVServer, source: Source) -> None:
    server.make_calendar("Work")
    collected = source.collect()
    assert (collected.items, collected.warnings, collected.complete) == ((), (), True)


def test_tasks_are_told_while_they_are_open(server: CalDAVServer, source: Source) -> None:
    todo = server.make_calendar("Todo", ("VTODO",))
    server.add(todo, "plain", task("plain"))
    server.add(todo, "due", task("due", "DUE:20260324T160000Z"))
    server.add(todo, "done", task("done", "DUE:20260324T160000Z", "STATUS:COMPLETED", "COMPLETED:20260323T080000Z"))
    server.add(todo, "old", task("old", "DUE:20251224T160000Z"))
    weekly = ("DTSTART:20260303T080000Z", "DUE:20260303T090000Z", "RRULE:FREQ=WEEKLY")
    done = task("weekly", "RECURRENCE-ID:20260317T080000Z", *weekly[:2], "STATUS:COMPLETED")
    server.add(todo, "weekly", task("weekly", *weekly), done)
    assert told(source.collect()) == ["due 24 17:00", "old 24 17:00", "plain", "weekly 24 10:00"]
    server.change(todo, "due", "changed")
    assert told(source.collect()) == ["changed 24 17:00", "old 24 17:00", "plain", "weekly 24 10:00"]
    assert server.asked_for() == LIST + CHANGED


@pytest.mark.parametrize(("allowed", "record"), [(False, b"was not reached"), (True, b'"summary":"a"')])
def test_in_its_own_process_the_guard_holds(server: CalDAVServer, allowed: bool, record: bytes) -> None:
    server.add(server.make_calendar("Work"), "a")
    server.forget()
    config = {
        "kind": "caldav",
        "url": server.url(),
        "username": USER,
        "password": PASSWORD,
        "allow_private": allowed,
    }
    entry = "connectors.caldav:CONNECTOR"
    job = Job(source="work", entry_point=entry, config=config, listener=Listener(), window=on(), state=b"", seconds=20)
    worker = [sys.executable, "-I", "-m", "connectors.worker"]
    found = subprocess.run(worker, input=to_json(job), capture_output=True, timeout=30)
    assert record in found.stdout
    assert bool(server.requests) is allowed
