"""The ics connector against real files and a real server on loopback."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from connectors.base import Collected, Connector, ConnectorError, ConnectorType, Listener
from connectors.ics import CONNECTOR, MOST_BYTES, ICSConfig, ICSConnector
from connectors.items import Event, Window
from tests.contract.connector import ConnectorContract
from tests.corpus import corpus
from tests.fakes.web import Reply, Request, Web

BERLIN = ZoneInfo("Europe/Berlin")
MEETING = "BEGIN:VEVENT\r\nUID:{uid}\r\nSUMMARY:{uid}\r\nDTSTART:20260324T0{hour}0000Z\r\nEND:VEVENT\r\n"
DAILY = "BEGIN:VEVENT\r\nUID:d\r\nSUMMARY:Daily\r\nDTSTART:20260301T100000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n"
LOGIN = b"<!DOCTYPE html><html><head><title>Sign in</title></head></html>"


def calendar(*events: str) -> bytes:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def meeting(uid: str, hour: int = 9) -> str:
    return MEETING.format(uid=uid, hour=hour)


def on(day: str = "2026-03-24") -> Window:
    first = date.fromisoformat(day)
    return Window(first=first, zone=BERLIN, now=datetime.combine(first, datetime.min.time(), UTC) + timedelta(hours=4))


def ics(**settings: Any) -> ICSConnector:
    config = ICSConfig.model_validate({"kind": "ics", **settings}, context={"revealed": True})
    return ICSConnector(config, Listener(emails=("kim@example.org",)))


def told(collected: Collected) -> list[str]:
    return [item.summary for item in collected.items if isinstance(item, Event)]


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        yield web


class TestFilesContract(ConnectorContract):
    connector_type: ClassVar[ConnectorType[Any]] = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"path": "/home/kim/family.ics"}

    @pytest.fixture
    def connector(self, tmp_path: Path) -> Connector:
        (tmp_path / "a.ics").write_bytes(calendar(meeting("a"), meeting("b"), DAILY))
        (tmp_path / "b.ics").write_bytes(calendar(meeting("a"), meeting("b", 8)))
        return ics(path=str(tmp_path))

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Connector:
        return ics(path=str(tmp_path / "nothing.ics"))

    @pytest.fixture
    def window(self) -> Window:
        return on()


class TestAddressContract(ConnectorContract):
    connector_type: ClassVar[ConnectorType[Any]] = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"url": "webcals://example.org/secret-token/basic.ics"}
    secrets: ClassVar[tuple[str, ...]] = ("secret-token", "hunter2", "key=")

    @pytest.fixture
    def connector(self, web: Web) -> Connector:
        web.etag("/basic.ics", calendar(meeting("a"), DAILY), '"1"')
        return ics(url=web.url("/basic.ics"))

    @pytest.fixture
    def broken(self, web: Web) -> Connector:
        web.serve("/secret-token/basic.ics", LOGIN, {"Content-Type": "text/html"})
        return ics(url=web.url("/secret-token/basic.ics?key=1"), username="kim", password="hunter2")

    @pytest.fixture
    def window(self) -> Window:
        return on()


# Settings.


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "set either url"),
        ({"url": "https://example.org/a.ics", "path": "a.ics"}, "set either url"),
        ({"url": "family.ics"}, "url must be an address"),
        ({"url": "file:///etc/passwd"}, "url must be an address"),
        ({"url": "https://"}, "url must be an address"),
        ({"url": "https://[example.org/"}, "url must be an address"),
        ({"url": "https://example.org/", "username": "kim"}, "set username and password together"),
        ({"path": "a.ics", "username": "kim", "password": {"env": "X"}}, "a username is for a url"),
    ],
)
def test_settings_that_do_not_hold_together_are_refused(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        ICSConfig.model_validate({"kind": "ics", **settings})


@pytest.mark.parametrize("scheme", ["http", "https", "webcal", "webcals", "WEBCAL"])
def test_addresses_of_calendars_are_taken(scheme: str) -> None:
    url = f"{scheme}://example.org/a.ics"
    assert ICSConfig(kind="ics", url=url).url == url


# Files.


def test_a_folder_is_read_whatever_one_of_its_files_is(tmp_path: Path) -> None:
    (tmp_path / "good.ics").write_bytes(calendar(meeting("good")))
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "ALSO.ICS").write_bytes(calendar(meeting("also")))
    (tmp_path / "page.ics").write_bytes(LOGIN)
    (tmp_path / "empty.ics").write_bytes(b"")
    (tmp_path / "large.ics").write_bytes(b"BEGIN:VCALENDAR\n" + b" " * MOST_BYTES)
    (tmp_path / "other.txt").write_bytes(calendar(meeting("not asked for")))
    collected = ics(path=str(tmp_path)).collect(on(), b"")
    assert sorted(told(collected)) == ["also", "good"]
    assert sorted(collected.warnings) == [
        "The file empty.ics could not be read: it is empty.",
        "The file large.ics could not be read: it is larger than 20 MB.",
        "The file page.ics could not be read: it is a web page, not a calendar.",
    ]
    assert not collected.complete


def test_a_glob_is_followed(tmp_path: Path) -> None:
    for name in ("a1.ics", "a2.ics", "b1.ics"):
        (tmp_path / name).write_bytes(calendar(meeting(name)))
    assert told(ics(path=str(tmp_path / "a*.ics")).collect(on(), b"")) == ["a1.ics", "a2.ics"]


def test_an_empty_calendar_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "empty.ics").write_bytes(calendar())
    assert ics(path=str(tmp_path / "empty.ics")).collect(on(), b"") == Collected()


def test_a_file_that_is_cut_off_is_told_as_far_as_it_goes(tmp_path: Path) -> None:
    (tmp_path / "cut.ics").write_bytes(calendar(meeting("whole"), meeting("half"))[:-40])
    collected = ics(path=str(tmp_path / "cut.ics")).collect(on(), b"")
    assert told(collected) == ["whole"]
    assert collected.warnings == (
        "The file cut.ics: The calendar ends in the middle; what comes after that is missing.",
    )
    assert not collected.complete


def test_where_no_file_can_be_read_it_says_which_and_why(tmp_path: Path) -> None:
    (tmp_path / "a.ics").write_bytes(LOGIN)
    (tmp_path / "b.ics").write_bytes(LOGIN)
    with pytest.raises(
        ConnectorError, match=r"None of the 2 files .* a\.ics could not be read: it is a web page"
    ) as caught:
        ics(path=str(tmp_path)).collect(on(), b"")
    assert not caught.value.transient


def test_a_hostile_file_costs_its_neighbours_nothing(tmp_path: Path) -> None:
    endless = (
        "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20260101T000000Z\r\nRRULE:FREQ=DAILY;BYYEARDAY=1;BYMONTH=2\r\nEND:VEVENT\r\n"
    )
    (tmp_path / "a.ics").write_bytes(calendar(*(endless.format(uid) for uid in range(40)), meeting("behind")))
    (tmp_path / "b.ics").write_bytes(calendar(meeting("beside")))
    collected = ics(path=str(tmp_path), timeout=5.0).collect(on(), b"")
    assert told(collected) == ["beside"]
    assert collected.warnings == ("The file a.ics: 41 entries could not be read.",)
    assert not collected.complete


def test_the_listeners_own_answer_is_known(tmp_path: Path) -> None:
    mine = meeting("x").replace("END:", "ATTENDEE;PARTSTAT=DECLINED:mailto:KIM@example.org\r\nEND:")
    (tmp_path / "a.ics").write_bytes(calendar(mine))
    (found,) = ics(path=str(tmp_path)).collect(on(), b"").items
    assert isinstance(found, Event)
    assert found.my_answer == "declined"


# Addresses.


def test_what_has_not_changed_is_told_for_the_new_day(web: Web) -> None:
    web.etag("/a.ics", calendar(DAILY, meeting("once")), '"1"')
    source = ics(url=web.url("/a.ics"))
    first = source.collect(on("2026-03-24"), b"")
    second = source.collect(on("2026-03-25"), first.state)
    assert [told(first), told(second)] == [["Daily", "once"], ["Daily"]]
    assert [request.headers.get("if-none-match") for request in web.asked("/a.ics")] == [None, '"1"']


def test_what_has_changed_is_told(web: Web) -> None:
    web.etag("/a.ics", calendar(meeting("old")), '"1"')
    source = ics(url=web.url("/a.ics"))
    state = source.collect(on(), b"").state
    web.etag("/a.ics", calendar(meeting("new")), '"2"')
    assert told(source.collect(on(), state)) == ["new"]


def test_after_a_week_it_asks_for_the_whole(web: Web) -> None:
    web.etag("/a.ics", calendar(DAILY), '"1"')
    source = ics(url=web.url("/a.ics"))
    source.collect(on("2026-04-01"), source.collect(on("2026-03-24"), b"").state)
    assert [request.headers.get("if-none-match") for request in web.asked("/a.ics")] == [None, None]


def test_the_state_of_another_address_is_not_used(web: Web) -> None:
    for path in ("/a.ics", "/b.ics"):
        web.etag(path, calendar(meeting(path)), '"1"')
    state = ics(url=web.url("/a.ics")).collect(on(), b"").state
    assert told(ics(url=web.url("/b.ics")).collect(on(), state)) == ["/b.ics"]


def test_the_address_is_not_in_the_state(web: Web) -> None:
    web.serve("/secret-token/a.ics", calendar(meeting("a")))
    assert b"secret-token" not in ics(url=web.url("/secret-token/a.ics")).collect(on(), b"").state


def test_a_login_page_is_an_error_and_leaves_the_state(web: Web) -> None:
    web.etag("/a.ics", calendar(DAILY), '"1"')
    source = ics(url=web.url("/a.ics"))
    state = source.collect(on(), b"").state
    web.serve("/a.ics", LOGIN, {"Content-Type": "text/html"}, times=1)
    with pytest.raises(ConnectorError, match=r"it is a web page, not a calendar\. If this lasts") as caught:
        source.collect(on(), state)
    assert caught.value.transient
    assert told(source.collect(on(), state)) == ["Daily"]


def test_an_answer_that_ends_early_is_told_and_asked_for_again(web: Web) -> None:
    body = calendar(meeting("whole"), meeting("half"))
    web.etag("/a.ics", body[:-40], '"1"')
    source = ics(url=web.url("/a.ics"))
    first = source.collect(on(), b"")
    assert told(first) == ["whole"]
    assert not first.complete
    web.etag("/a.ics", body, '"1"')
    assert told(source.collect(on(), first.state)) == ["whole", "half"]


def test_an_empty_answer_is_an_error(web: Web) -> None:
    web.serve("/a.ics", b"")
    with pytest.raises(ConnectorError, match="it is empty"):
        ics(url=web.url("/a.ics")).collect(on(), b"")


def test_it_logs_in_with_its_password(web: Web) -> None:
    def answer(request: Request) -> Reply:
        known = request.headers.get("authorization") == "Basic a2ltOmh1bnRlcjI="
        return Reply(calendar(meeting("a"))) if known else Reply(status=401)

    web.answer("/a.ics", answer)
    assert told(ics(url=web.url("/a.ics"), username="kim", password="hunter2").collect(on(), b"")) == ["a"]
    with pytest.raises(ConnectorError) as caught:
        ics(url=web.url("/a.ics"), username="kim", password="wrong-one").collect(on(), b"")
    assert "wrong-one" not in str(caught.value)


# The corpus.


def test_all_calendars_of_the_world_are_one_source() -> None:
    collected = ics(path=str(corpus("ics")), timeout=120.0).collect(on("2019-06-03"), b"")
    assert len([warning for warning in collected.warnings if "could not be read: it" in warning]) < 10
    assert told(collected)
