"""What a server may do wrong, and what it costs: the caldav connector against a SabreDAV that misbehaves."""

from collections.abc import Callable, Iterator

import pytest

from connectors.base import ConnectorError
from tests.connectors.caldav import CHANGED, DAILY, LIST, Source, connector, on, told
from tests.fakes.caldav_server import calendar, event
from tests.fakes.dav_script import XML, DavScript, SabreDAV
from tests.fakes.web import Reply, refused

HTML = b"<!DOCTYPE html><html><body>Sign in</body></html>"
Fault = Callable[[DavScript, str], None]


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


# One thing that is wrong.


@pytest.mark.parametrize("bad", ["stumbles", "unreadable"])
def test_a_member_that_cannot_be_had_costs_itself_alone(server: SabreDAV, work: str, bad: str) -> None:
    for number in range(9):
        server.add(work, f"n{number}")
    server.add(work, "bad", "\x01" if bad == "unreadable" else None)  # no XML may hold that
    server.stumbles = "bad" if bad == "stumbles" else None
    source = Source(server)
    found = source.collect()
    assert len(found.items) == 11
    assert (found.warnings, found.complete) == (('The calendar "Work": 1 entry could not be fetched.',), False)
    server.stumbles = None
    server.add(work, "bad")
    mended = source.collect()
    assert (len(mended.items), mended.warnings, mended.complete) == (12, (), True)
    assert server.asked_for() == LIST + CHANGED


def test_a_member_that_is_none_is_counted(server: SabreDAV, work: str) -> None:
    server.add(work, "bad", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:bad\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    server.add(work, "large", calendar(event("large", f"DESCRIPTION:{'x' * 2**20}")).decode())
    server.add(work, "c")
    found = Source(server).collect()
    assert told(found) == ["a 10:00", "b 10:00", "c 10:00"]
    assert found.warnings == (
        'The calendar "Work": 1 entry could not be read at all.',
        'The calendar "Work": 1 entry could not be read.',
    )


def _fails(status: int) -> Fault:
    return lambda server, path: server.fail(path, status)


def _answers(body: bytes, content_type: str = "application/xml") -> Fault:
    return lambda server, path: server.serve(path, body, {"Content-Type": content_type}, status=207)


def _hangs(server: DavScript, path: str) -> None:
    server.hang(path)


def _drips(server: DavScript, path: str) -> None:
    server.drip(path)


FAULTS = {
    "500": _fails(500),
    "404": _fails(404),
    "403": _fails(403),
    "html": _answers(HTML, "text/html"),
    "no xml": _answers(b"<d:multistatus"),
    "empty": _answers(b""),
    "entities": _answers(b'<!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'),
    "hang": _hangs,
    "drip": _drips,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_broken_calendar_costs_itself_alone(server: SabreDAV, work: str, fault: Fault) -> None:
    server.add(server.make_calendar("Home"), "home")
    fault(server, work)
    found = Source(server).collect(timeout=1.5)
    assert (told(found), found.complete) == (["home 10:00"], False)
    assert found.warnings[0].startswith('The calendar "Work" could not be read: 127.0.0.1 ')


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_of_a_calendar_that_breaks_the_copy_is_told_with_its_age(server: SabreDAV, work: str, fault: Fault) -> None:
    server.add(server.make_calendar("Home"), "home")
    source = Source(server)
    source.collect()
    server.add(work, "new")
    fault(server, work)
    found = source.collect("2026-03-24", timeout=1.5)
    assert (told(found), found.complete) == (["a 10:00", "b 10:00", "home 10:00"], False)
    assert found.warnings[0].startswith(
        'The calendar "Work" could not be read and is told as of 2026-03-24 05:00: 127.0.0.1 '
    )
    server.mend(work)
    assert told(source.collect()) == ["a 10:00", "b 10:00", "home 10:00", "new 10:00"]


def test_a_copy_grows_too_old_to_be_told(server: SabreDAV) -> None:
    work, home = server.make_calendar("Work"), server.make_calendar("Home")
    server.add(work, "daily", calendar(DAILY).decode())
    server.add(home, "home")
    source = Source(server)
    source.collect()
    server.fail(work, 500)
    assert told(source.collect("2026-03-31")) == ["daily 12:00"]
    assert told(source.collect("2026-04-01")) == []
    server.mend(work)
    assert told(source.collect("2026-04-01")) == ["daily 12:00"]


def test_all_calendars_broken_is_an_error(server: SabreDAV, work: str) -> None:
    for path in (work, server.make_calendar("Home")):
        server.fail(path, 500)
    with pytest.raises(ConnectorError, match="has a fault of its own") as caught:
        Source(server).collect()
    assert caught.value.transient


# The whole account.


@pytest.mark.parametrize(
    ("reply", "says", "transient"),
    [
        (Reply(status=403), "refuses access", False),
        (Reply(status=500), "has a fault of its own", True),
        (Reply(status=429), "too many requests", True),
        (Reply(status=503, headers={"Retry-After": "120"}), "has a fault of its own", True),
        (Reply(HTML, 200, {"Content-Type": "text/html"}), "has no calendars at this address", False),
        (Reply(b"<not", 207, XML), "not as a calendar server does", True),
        (Reply(status=404), "has no calendars at this address", False),
        (Reply(status=302, headers={"Location": "http://elsewhere.example/"}), "sends the request on to else", False),
        (Reply(status=301, headers={"Location": "/dav.php/"}), "has no calendars at this address", False),
    ],
)
def test_an_account_that_cannot_be_read_is_an_error(server: SabreDAV, reply: Reply, says: str, transient: bool) -> None:
    for path in (server.root, "/.well-known/caldav"):
        server.answer(path, lambda _: reply)
    with pytest.raises(ConnectorError, match=says) as caught:
        Source(server).collect(url=server.url(server.root))
    assert (caught.value.transient, caught.value.needs_login) == (transient, False)


def test_a_short_wait_that_is_asked_for_is_waited(server: SabreDAV, work: str) -> None:
    server.fail(server.home, 503, {"Retry-After": "0"}, times=1)
    assert told(Source(server).collect(url=server.url(server.home))) == ["a 10:00", "b 10:00"]


def test_a_wrong_password_wants_a_new_one(server: SabreDAV) -> None:
    with pytest.raises(ConnectorError, match="refuses those it was given") as caught:
        Source(server).collect(url=server.url(server.root), password="wrong-one")
    assert (caught.value.transient, caught.value.needs_login) == (False, True)


def test_a_password_that_is_not_set_is_asked_for(server: SabreDAV) -> None:
    with pytest.raises(ConnectorError, match="wants a user name and password") as caught:
        Source(server).collect(url=server.url(server.root), username=None, password=None)
    assert caught.value.needs_login


def test_a_server_that_is_not_there_is_tried_again_later() -> None:
    with pytest.raises(ConnectorError, match="refused the connection") as caught:
        connector(url=refused(), timeout=2.0).collect(on(), b"")
    assert caught.value.transient


def test_a_server_that_hangs_is_given_up_in_time(server: SabreDAV) -> None:
    server.hang(server.root)
    with pytest.raises(ConnectorError, match=r"did not answer within|no time left") as caught:
        Source(server).collect(url=server.url(server.root), timeout=1.0)
    assert caught.value.transient


def test_an_endless_answer_is_cut_off(server: SabreDAV) -> None:
    server.drip(server.root, b"x" * 2**20, 0.001)
    with pytest.raises(ConnectorError, match=r"sent more than 20 MB at once|did not answer"):
        Source(server).collect(url=server.url(server.root), timeout=5.0)


def test_a_home_that_has_moved_is_found_again(server: SabreDAV, work: str) -> None:
    source = Source(server)
    source.collect(url=server.url(server.root))
    moved = "/dav.php/calendars/bob/"
    source.state = source.state.replace(server.home.encode(), moved.encode())
    assert told(source.collect(url=server.url(server.root))) == ["a 10:00", "b 10:00"]
