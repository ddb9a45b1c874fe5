"""The caldav connector against scripted answers of SabreDAV and Cyrus, and against what any server may do wrong."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from connectors.base import Connector, ConnectorError, ConnectorType, Listener
from connectors.caldav import CONNECTOR, CalDAVConfig
from connectors.codec import to_json
from connectors.items import Window
from connectors.worker import Job
from tests.connectors.caldav import CHANGED, LIST, Source, connector, on, told
from tests.contract.connector import ConnectorContract
from tests.fakes.caldav_server import PASSWORD, USER, calendar, event, task
from tests.fakes.dav_script import Cyrus, DavScript, SabreDAV

FIND = ["PROPFIND", "PROPFIND", "PROPFIND"]


@pytest.fixture(params=[SabreDAV, Cyrus], ids=["sabredav", "cyrus"])
def each(request: pytest.FixtureRequest) -> Iterator[DavScript]:
    with request.param() as server:
        yield server


@pytest.fixture
def server() -> Iterator[SabreDAV]:
    with SabreDAV() as server:
        yield server


@pytest.fixture
def work(server: SabreDAV) -> str:
    """A calendar with two events."""
    path = server.make_calendar("Work")
    server.add(path, "a")
    server.add(path, "b")
    return path


class TestCalDAVContract(ConnectorContract):
    connector_type: ClassVar[ConnectorType[Any]] = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"url": "https://cal.example.org/dav/"}
    secrets: ClassVar[tuple[str, ...]] = (PASSWORD, "secret-path")

    @pytest.fixture
    def connector(self, server: SabreDAV, work: str) -> Connector:
        server.add(work, "t", calendar(task("t")).decode())
        return connector(url=server.url(server.root))

    @pytest.fixture
    def broken(self, server: SabreDAV) -> Connector:
        return connector(url=server.url("/secret-path/"), username="mallory")

    @pytest.fixture
    def window(self) -> Window:
        return on()


@pytest.mark.parametrize(
    "settings",
    [
        {"url": "cal.example.org"},
        {"url": "ftp://cal.example.org/"},
        {"url": "https://kim:hunter2@cal.example.org/"},
        {"url": "https://[bad/"},
        {"url": "https://cal.example.org/", "username": "kim"},
        {"url": "https://cal.example.org/", "server": "No Such"},
    ],
)
def test_settings_that_do_not_hold_together_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        CalDAVConfig.model_validate({"kind": "caldav", **settings})


# What both servers do.


@pytest.mark.parametrize("start", ["root", "person", "home", "/"])
def test_calendars_are_found_from_any_address_of_the_account(each: DavScript, start: str) -> None:
    each.add(each.make_calendar("Work"), "a")
    found = Source(each).collect(url=each.url(getattr(each, start, start)))
    assert (told(found), found.warnings, found.complete) == (["a 10:00"], (), True)


def test_only_what_has_changed_is_asked_for(each: DavScript) -> None:
    path = each.make_calendar("Work")
    for uid in ("a", "b", "c"):
        each.add(path, uid)
    source = Source(each)
    source.collect(url=each.url(each.root))
    assert each.asked_for() == FIND + CHANGED
    each.add(path, "a", calendar(event("a", start="20260324T120000Z")).decode())
    each.add(path, "d")
    each.delete(path, "b")
    assert told(source.collect(url=each.url(each.root))) == ["a 13:00", "c 10:00", "d 10:00"]
    assert each.asked_for() == LIST + CHANGED
    source.collect(url=each.url(each.root))
    assert each.asked_for() == LIST


def test_names_with_odd_characters_are_fetched(each: DavScript) -> None:
    path = each.make_calendar("Work")
    for name in ("a@example.org", "50% & more", "ä ö", "a;b=c,d"):
        each.add(path, name, calendar(event("x" + name)).decode())
    found = Source(each).collect(url=each.url(each.root))
    assert (len(found.items), found.warnings) == (4, ())


def test_a_dead_token_starts_over(each: DavScript) -> None:
    path = each.make_calendar("Work")
    each.add(path, "a")
    source = Source(each)
    source.collect(url=each.url(each.root))
    each.forget_tokens(path)
    each.add(path, "b")
    assert told(source.collect(url=each.url(each.root))) == ["a 10:00", "b 10:00"]
    assert each.asked_for() == [*LIST, "sync-collection", *CHANGED]


def test_a_poisoned_event_is_fetched_like_any_other(each: DavScript) -> None:
    path = each.make_calendar("Work")
    each.add(path, "poison", calendar(event("poison", "RRULE:FREQ=SECONDLY", start="19700101T000000Z")).decode())
    each.add(path, "a")
    assert told(Source(each).collect(url=each.url(each.root))) == ["a 10:00"]
    assert "calendar-query" not in each.asked_for()


# Servers that can do less.


def test_without_sync_etags_are_compared(server: SabreDAV, work: str) -> None:
    server.syncs = False
    source = Source(server)
    assert told(source.collect()) == ["a 10:00", "b 10:00"]
    assert server.asked_for()[-2:] == ["PROPFIND", "calendar-multiget"]
    source.collect()
    assert server.asked_for() == LIST
    server.add(work, "c")
    server.delete(work, "a")
    assert told(source.collect()) == ["b 10:00", "c 10:00"]
    assert server.asked_for() == ["PROPFIND", "PROPFIND", "calendar-multiget"]


def test_a_sync_that_is_announced_but_fails_is_done_without(server: SabreDAV, work: str) -> None:
    server.refuses_sync = 501
    assert told(Source(server).collect()) == ["a 10:00", "b 10:00"]
    assert server.asked_for()[-3:] == ["sync-collection", "PROPFIND", "calendar-multiget"]


def test_a_sync_that_hangs_is_done_without(server: SabreDAV, work: str) -> None:
    server.silent_at = "sync-collection"
    assert told(Source(server).collect(timeout=2.0)) == ["a 10:00", "b 10:00"]


def test_an_answer_in_pages_is_read_to_its_end(server: SabreDAV, work: str) -> None:
    for number in range(5):
        server.add(work, f"n{number}")
    server.page = 2
    assert len(Source(server).collect().items) == 7
    assert server.asked_for().count("sync-collection") == 4


def test_a_password_is_never_sent_in_plain_where_it_need_not_be(server: SabreDAV, work: str) -> None:
    server.digest = True
    assert told(Source(server).collect()) == ["a 10:00", "b 10:00"]
    assert [one for one in server.requests if one.headers.get("authorization", "").startswith("Basic")] == []


def test_many_are_fetched_in_parts(server: SabreDAV) -> None:
    path = server.make_calendar("Work")
    for number in range(230):
        server.add(path, f"n{number}")
    assert len(Source(server).collect().items) == 230
    assert server.asked_for().count("calendar-multiget") == 3


def test_another_http_library_is_not_used(server: SabreDAV, work: str, tmp_path: Path) -> None:
    (tmp_path / "niquests.py").write_text("raise AssertionError('it was imported')")
    job = Job(
        source="work",
        entry_point="connectors.caldav:CONNECTOR",
        config={
            "kind": "caldav",
            "url": server.url(server.root),
            "username": USER,
            "password": PASSWORD,
            "allow_private": True,
        },
        listener=Listener(),
        window=on(),
        state=b"",
        seconds=20,
    )
    start = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from connectors.worker import main; main()"
    found = subprocess.run([sys.executable, "-c", start], input=to_json(job), capture_output=True, timeout=30)
    assert b'"summary":"a"' in found.stdout


def test_a_server_by_a_name_that_the_library_does_not_know(server: SabreDAV) -> None:
    with pytest.raises(ConnectorError, match='knows no server "nosuch"') as caught:
        Source(server).collect(server="nosuch")
    assert not caught.value.transient


# Which calendars.


def test_one_calendar_by_its_own_address(server: SabreDAV, work: str) -> None:
    server.add(server.make_calendar("Home"), "home")
    source = Source(server)
    assert told(source.collect(url=server.url(work))) == ["a 10:00", "b 10:00"]
    server.add(work, "c")
    assert told(source.collect(url=server.url(work))) == ["a 10:00", "b 10:00", "c 10:00"]
    assert server.asked_for() == LIST + CHANGED


def test_calendars_by_name_or_path(server: SabreDAV) -> None:
    paths = {name: server.make_calendar(name) for name in ("Work", "Home", "Club")}
    for name, path in paths.items():
        server.add(path, name)
    source = Source(server)
    assert told(source.collect(calendars=["WORK", paths["Club"]])) == ["Club 10:00", "Work 10:00"]
    assert told(source.collect(calendars=[server.url(paths["Home"])])) == ["Home 10:00"]
    found = source.collect(calendars=["Work", "Choir"])
    assert (told(found), found.complete) == (["Work 10:00"], False)
    assert found.warnings[0].startswith('127.0.0.1 has no calendar "Choir". Name calendars')
    with pytest.raises(ConnectorError, match='has no calendar "Choir"') as caught:
        source.collect(calendars=["Choir"])
    assert not caught.value.transient


def test_tasks_are_left_out_where_they_are_not_wanted(server: SabreDAV, work: str) -> None:
    server.add(work, "t", calendar(task("t")).decode())
    source = Source(server)
    assert told(source.collect(tasks=False)) == ["a 10:00", "b 10:00"]
    assert told(source.collect()) == ["a 10:00", "b 10:00", "t"]


def test_the_same_event_in_two_calendars_is_told_once(server: SabreDAV, work: str) -> None:
    server.add(server.make_calendar("Copy"), "a")
    assert told(Source(server).collect()) == ["a 10:00", "b 10:00"]


# What is kept.


def test_after_a_week_everything_is_compared(server: SabreDAV, work: str) -> None:
    source = Source(server)
    source.collect()
    server.books[work].members["a"] = (99, calendar(event("a", start="20260402T120000Z")).decode())  # untold
    assert told(source.collect("2026-03-30")) == []
    assert server.asked_for() == LIST
    assert told(source.collect("2026-04-02")) == ["a 14:00"]
    assert server.asked_for() == LIST + CHANGED


def test_what_is_long_over_is_kept_without_its_text(server: SabreDAV, work: str) -> None:
    server.add(work, "old", calendar(event("old", start="20251101T090000Z")).decode())
    source = Source(server)
    source.collect()
    assert b"UID:old" not in source.state
    source.collect()
    assert server.asked_for() == LIST
    assert told(source.collect("2025-11-01")) == ["old 10:00"]
    assert told(source.collect("2026-03-24")) == ["a 10:00", "b 10:00"]


def test_the_state_holds_no_password_and_serves_its_own_account_alone(server: SabreDAV, work: str) -> None:
    source = Source(server)
    source.collect()
    assert PASSWORD.encode() not in source.state
    source.collect(url=server.url(server.root))
    assert server.asked_for() == FIND + CHANGED


def test_what_was_not_fetched_in_time_is_fetched_the_next_time(server: SabreDAV) -> None:
    path = server.make_calendar("Work")
    for number in range(150):
        server.add(path, f"n{number}")
    server.patience = 1
    source = Source(server)
    found = source.collect(timeout=2.0)
    assert 0 < len(found.items) < 150
    assert not found.complete
    server.patience = None
    mended = source.collect()
    assert (len(mended.items), mended.warnings, mended.complete) == (150, (), True)
    assert server.asked_for() == LIST + CHANGED
