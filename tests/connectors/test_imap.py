import json
from collections.abc import Iterator
from time import monotonic
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from connectors.imap import CONNECTOR, MOST, ImapConnector
from connectors.items import Message, Story, Window
from tests.connectors.mailboxes import HOUR, NOW, WINDOW, collect, source, told
from tests.connectors.mails import a_newsletter, mail
from tests.contract.connector import ConnectorContract
from tests.corpus import corpus
from tests.fakes.imap_relay import Relay
from tests.fakes.imap_server import PASSWORD, Box, Dovecot, dovecot, missing


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with dovecot() as running:
        yield running


@pytest.fixture
def box(server: Dovecot) -> Box:
    return server.new_box()


@pytest.fixture
def relay(server: Dovecot) -> Iterator[Relay]:
    with Relay(server) as running:
        yield running


class TestImapContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"host": "mail.example.org", "username": "kim", "password": {"env": "MAIL"}}
    secrets = (PASSWORD, "wrong-word")

    @pytest.fixture
    def connector(self, box: Box, server: Dovecot) -> ImapConnector:
        box.deliver(mail("One"), mail("Two"), a_newsletter("Three"), at=NOW - HOUR)
        return source(box, server.port, newsletters=("*",))

    @pytest.fixture
    def broken(self, box: Box, server: Dovecot) -> ImapConnector:
        return source(box, server.port, password="wrong-word")

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


# which mails ---


def test_a_mail_as_it_is_told(box: Box, server: Dovecot) -> None:
    text = (
        "Hi Kim,\r\n\r\nthe flat is free in June.\r\n\r\nAnna wrote:\r\n> Is it free?\r\n-- \r\nAnna, 030 1234567\r\n"
    )
    box.deliver(mail("The flat in June", "Anna Kern <anna@example.org>", text), at=NOW - HOUR, flags="\\Flagged")
    (item,) = collect(box, server).items
    assert isinstance(item, Message)
    assert (item.subject, item.sender, item.sent, item.flagged) == ("The flat in June", "Anna Kern", NOW - HOUR, True)
    assert item.summary == "Hi Kim, the flat is free in June."


@pytest.mark.parametrize(
    ("take", "expected"),
    [
        ("unread", ["new", "!both"]),
        ("flagged", ["!kept", "!both"]),
        ("both", ["new", "!kept", "!both"]),
    ],
)
def test_what_is_taken(box: Box, server: Dovecot, take: str, expected: list[str]) -> None:
    marks = {"both": "\\Flagged", "kept": "\\Seen \\Flagged", "read": "\\Seen", "new": "", "gone": "\\Deleted"}
    for number, (subject, flags) in enumerate(marks.items()):
        box.deliver(mail(subject), at=NOW - 9 * HOUR + number * HOUR, flags=flags)
    assert told(collect(box, server, take=take)) == expected


def test_nothing_becomes_read(box: Box, server: Dovecot, relay: Relay) -> None:
    box.deliver(mail("One"), a_newsletter("Two"), at=NOW - HOUR)
    assert len(collect(box, relay, newsletters=("*",)).items) == 2
    assert box.flags() == [(), ()]
    fetches = [command for command in relay.commands if "BODY" in command]
    assert fetches
    assert [command for command in fetches if "BODY[" in command] == []
    assert [command for command in relay.commands if "SELECT" in command] == []


def test_only_the_last_hours_whatever_zone_the_server_counts_days_in(box: Box, server: Dovecot) -> None:
    for hours in (1, 47, 49, 500):
        box.deliver(mail(f"{hours}"), at=NOW - hours * HOUR)
    assert told(collect(box, server)) == ["1", "47"]
    assert told(collect(box, server, newer_than=2)) == ["1"]
    far_east = NOW.astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert told(collect(box, server, now=far_east)) == ["1", "47"]


def test_no_more_than_a_listener_may_want_and_the_flagged_ones_first(box: Box, server: Dovecot) -> None:
    box.deliver(mail("kept"), at=NOW - 40 * HOUR, flags="\\Flagged")
    box.deliver(*(mail(f"{number}") for number in range(MOST + 5)), at=NOW - HOUR)
    found = told(collect(box, server))
    assert (len(found), found[0], found[-1]) == (MOST, f"{MOST + 4}", "!kept")


def test_a_folder_of_any_name(box: Box, server: Dovecot) -> None:
    box.make("R&-D Entw&APw-rfe")  # as the server writes it
    box.deliver(mail("Sketch"), at=NOW - HOUR, folder="R&-D Entw&APw-rfe")
    assert told(collect(box, server, folder="R&D Entwürfe")) == ["Sketch"]


def test_copies_of_a_mail_are_one(box: Box, server: Dovecot) -> None:
    copy = mail("Twice", message_id="<twice@example.org>")
    box.deliver(copy, copy, at=NOW - HOUR)
    assert told(collect(box, server)) == ["Twice"]


def test_an_empty_folder_is_no_failure(box: Box, server: Dovecot) -> None:
    assert collect(box, server).items == ()


# newsletters ---


def test_newsletters_are_stories(box: Box, server: Dovecot) -> None:
    box.deliver(
        a_newsletter("Comets", list_id="Orbit Weekly <weekly.orbit.example>"),
        a_newsletter("Offers", list_id="<shop.example>"),
        mail("Lunch"),
        at=NOW - HOUR,
    )
    found = collect(box, server, newsletters=("Weekly.Orbit.example",))
    assert sorted(told(found)) == ["Lunch", "Offers"]
    (story,) = [item for item in found.items if isinstance(item, Story)]
    assert (story.title, story.feed, story.published) == ("Comets", "Orbit Weekly", NOW - HOUR)
    assert story.link == "https://orbit.example/42?a=1"
    assert story.summary == "About us A comet shows its far side."


def test_newsletters_are_told_while_they_are_unread_whatever_is_taken(box: Box, server: Dovecot) -> None:
    box.deliver(a_newsletter("Old"), at=NOW - HOUR, flags="\\Seen")
    box.deliver(a_newsletter("New"), mail("Lunch"), at=NOW - HOUR)
    found = collect(box, server, newsletters=("*",), take="flagged")
    assert [item.title for item in found.items if isinstance(item, Story)] == ["New"]
    assert told(found) == []


# again ---


def test_what_is_known_is_not_fetched_again(box: Box, server: Dovecot, relay: Relay) -> None:
    box.deliver(mail("One"), mail("Two"), at=NOW - HOUR)
    first = collect(box, relay)
    relay.commands.clear()
    assert collect(box, relay, first.state).items == first.items
    assert relay.fetched() == []
    box.deliver(mail("Three"), at=NOW - HOUR)
    assert sorted(told(collect(box, relay, first.state))) == ["One", "Three", "Two"]
    assert [what.split(" ", 1)[0] for what in relay.fetched()] == ["3", "3", "3"]


def test_what_changes_is_seen(box: Box, server: Dovecot) -> None:
    box.deliver(mail("read later"), mail("flagged later"), mail("removed"), at=NOW - HOUR)
    state = collect(box, server).state
    box.mark(1, "\\Seen")
    box.mark(2, "\\Flagged")
    box.remove(3)
    second = collect(box, server, state)
    assert told(second) == ["!flagged later"]
    box.mark(1, "\\Seen", off=True)
    assert sorted(told(collect(box, server, second.state))) == ["!flagged later", "read later"]


def test_what_grows_old_is_no_longer_told(box: Box, server: Dovecot) -> None:
    box.deliver(mail("One"), at=NOW - 40 * HOUR)
    state = collect(box, server).state
    assert told(collect(box, server, state, now=NOW + 9 * HOUR)) == []


def test_a_new_uidvalidity_starts_again(box: Box, server: Dovecot) -> None:
    box.make("Box")
    box.deliver(mail("Before"), at=NOW - HOUR, folder="Box")
    first = collect(box, server, folder="Box")
    box.make("Box")
    box.deliver(mail("After"), at=NOW - HOUR, folder="Box")  # with the UID of the other
    assert (told(first), told(collect(box, server, first.state, folder="Box"))) == (["Before"], ["After"])


def test_another_users_state_is_of_no_use(box: Box, server: Dovecot) -> None:
    box.deliver(mail("Mine"), at=NOW - HOUR)
    state = collect(box, server).state
    other = server.box(f"{box.user}-other")
    other.deliver(mail("Theirs"), at=NOW - HOUR)
    assert told(collect(other, server, state)) == ["Theirs"]


# large and broken mails ---


def test_a_large_mail_costs_little(box: Box, server: Dovecot, relay: Relay) -> None:
    attached = b"QUJD" * 19 + b"\r\n"
    large = (
        b'From: Anna <a@example.org>\r\nSubject: Photos\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain\r\n\r\nHere they are, all of them.\r\n"
        b"--x\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + attached * (10 * 2**20 // len(attached))
        + b"\r\n--x--\r\n"
    )
    box.deliver(large, at=NOW - HOUR)
    (item,) = collect(box, relay).items
    assert isinstance(item, Message)
    assert item.summary == "Here they are, all of them."
    assert relay.passed < 20_000


def test_a_long_text_is_fetched_in_part(box: Box, server: Dovecot, relay: Relay) -> None:
    box.deliver(mail("Long", text="A sentence of six words, again.\r\n" * 200_000), at=NOW - HOUR)
    (item,) = collect(box, relay).items
    assert isinstance(item, Message)
    assert len(item.summary) <= 600
    assert relay.passed < 60_000


@pytest.mark.parametrize("half", [0, 1])
def test_real_mails_are_read(box: Box, server: Dovecot, half: int) -> None:
    files = sorted((corpus("eml") / "mail").glob("*.eml"))[half::2]
    box.deliver(*(path.read_bytes() for path in files), at=NOW - HOUR)
    started = monotonic()
    found = collect(box, server, newsletters=("*",))
    assert monotonic() - started < 5
    assert found.warnings == ()
    assert len(json.loads(found.state)["known"]) == len(files)  # some share a Message-ID, and are one item
    assert [item for item in found.items if isinstance(item, Message) and "@" in item.sender] == []


def test_a_structure_that_is_no_structure_costs_the_text_alone(box: Box, server: Dovecot, relay: Relay) -> None:
    box.deliver(mail("Odd"), at=NOW - HOUR)
    nested = b"* 1 FETCH (UID 1 BODYSTRUCTURE " + b"(" * 200_000 + b")" * 200_000 + b")\r\n%s OK done"
    relay.answer("BODYSTRUCTURE", nested)
    (item,) = collect(box, relay).items
    assert isinstance(item, Message)
    assert (item.subject, item.summary) == ("Odd", "")
