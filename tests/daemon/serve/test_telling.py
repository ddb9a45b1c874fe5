"""Notifications that are really sent, to services on loopback: once each, tried again, and no secret anywhere."""

import asyncio
import io
import os
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from config.secrets import Secret
from daemon.serve.log import Log
from daemon.serve.sending import Fate, Job, send
from daemon.serve.telling import Message, Notice, Teller
from tests.daemon.serve.inbox import Inbox

pytest.importorskip("apprise", reason="the extra notify is not installed")

NOTICE = Notice(
    show="morning",
    day=date(2026, 3, 24),
    kind="degraded",
    message=Message(title="Ready, but not as planned: Morning, Tuesday", body="Could not be reached: work.\nÄ <b>"),
)
TOKEN = "hunter2"
AT_ONCE = (0.0, 0.0)


class Desk:
    """A teller with its folder and log, and addresses that lie in files."""

    def __init__(self, folder: Path, pauses: Sequence[float] = AT_ONCE) -> None:
        self.folder = folder
        self.written = io.StringIO()
        self.pauses = pauses

    def address(self, name: str, address: str) -> Secret:
        file = self.folder / name
        file.touch(mode=0o600)
        file.write_text(address)
        return Secret("file", (str(file),))

    def tell(self, *to: Secret, notice: Notice = NOTICE) -> None:
        """As a daemon would that has just been started."""
        asyncio.run(Teller(self.folder / "told", Log(self.written), self.pauses).tell(notice, to))

    @property
    def log(self) -> str:
        """What it has logged, of which nothing is ever secret."""
        found = self.written.getvalue()
        assert TOKEN not in found
        assert "://" not in found.replace("://…", "")
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def sent(*addresses: str, seconds: float = 20) -> tuple[Fate, ...]:
    return asyncio.run(send(Job(addresses=addresses, title="A title", body="A body", tone="info"), seconds))


def test_it_arrives_as_it_is_and_once_over_restarts(desk: Desk) -> None:
    with Inbox() as inbox:
        to = desk.address("phone", f"json://kim:{TOKEN}@{inbox.host}/path")
        desk.tell(to)
        desk.tell(to)
    (arrived,) = inbox.arrived
    assert arrived.path == "/path"
    assert arrived.login is not None
    assert arrived.content["title"] == NOTICE.message.title
    assert arrived.content["message"] == NOTICE.message.body
    assert arrived.content["type"] == "warning"
    assert desk.log.count("event=told show=morning day=2026-03-24 kind=degraded to=notify.to[0]") == 1


def test_ntfy_takes_it_too(desk: Desk) -> None:
    with Inbox() as inbox:
        desk.tell(desk.address("phone", f"ntfy://{inbox.host}/{TOKEN}"))
    assert [each.content["message"] for each in inbox.arrived] == [NOTICE.message.body]
    assert inbox.arrived[0].content["topic"] == TOKEN


def test_a_service_that_is_down_is_tried_again(desk: Desk) -> None:
    with Inbox(503, 200) as inbox:
        desk.tell(desk.address("phone", f"json://{inbox.host}/{TOKEN}"))
    assert len(inbox.arrived) == 2
    assert [line.split(" level=")[1].split(" show=")[0] for line in desk.log.splitlines()] == [
        'warning event="not told yet"',
        "info event=told",
    ]


def test_one_that_stays_down_is_given_up_and_holds_up_no_other(desk: Desk) -> None:
    with Inbox(500) as broken, Inbox() as well:
        to = desk.address("a", f"json://{broken.host}/{TOKEN}"), desk.address("b", f"json://{well.host}/{TOKEN}")
        desk.tell(*to)
        assert (len(broken.arrived), len(well.arrived)) == (3, 1)
        desk.tell(*to)
        assert (len(broken.arrived), len(well.arrived)) == (3, 1)
    assert 'event="not told"' in desk.log
    assert "see that the address is right" in desk.log


def test_an_address_that_was_added_since_hears_it_and_others_not_again(desk: Desk) -> None:
    with Inbox() as inbox:
        first = desk.address("a", f"json://{inbox.host}/first")
        desk.tell(first)
        desk.tell(desk.address("b", f"json://{inbox.host}/second"), first)
    assert [each.path for each in inbox.arrived] == ["/first", "/second"]


def test_an_address_that_apprise_does_not_know_is_not_tried_again(desk: Desk) -> None:
    begun = time.monotonic()
    Desk(desk.folder, pauses=(60.0,)).tell(desk.address("phone", f"nosuch://{TOKEN}"))
    assert time.monotonic() - begun < 30


def test_a_secret_that_is_not_there_is_told_and_looked_for_again(desk: Desk) -> None:
    desk.tell(Secret("file", (str(desk.folder / "none"),)))
    assert desk.log.count("cannot be read (No such file or directory)") == 1 + len(AT_ONCE)
    assert 'event="not told"' in desk.log


def test_nobody_to_tell_starts_nothing(desk: Desk) -> None:
    desk.tell()
    assert not desk.log
    assert not (desk.folder / "told").exists()


def test_a_redirect_is_no_delivery() -> None:
    with Inbox(302) as inbox:
        assert sent(f"json://{inbox.host}/") == ("failed",)


def test_a_service_that_never_answers_costs_its_time_and_no_more() -> None:
    with Inbox(0) as inbox:
        begun = time.monotonic()
        assert sent(f"json://{inbox.host}/?rto=60", seconds=2) == ("failed",)
        assert time.monotonic() - begun < 4


def test_each_address_has_its_own_fate() -> None:
    with Inbox() as inbox:
        assert sent("nosuch://x", f"json://{inbox.host}/", "", "json://127.0.0.1:9/") == (
            "refused", "sent", "refused", "failed",
        )  # fmt: skip  # one line


def test_an_address_is_in_no_command_line_and_no_environment() -> None:
    """Looked at from outside while the child waits for a service that does not answer."""

    async def look(address: str, inbox: Inbox) -> bytes:
        sending = asyncio.create_task(send(Job(addresses=(address,), title="A", body="B", tone="info")))
        while not inbox.arrived:
            await asyncio.sleep(0.02)
        shown = b"".join(_shown_of(child) for child in _children(os.getpid()))
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        return shown

    with Inbox(0) as inbox:
        shown = asyncio.run(look(f"json://kim:{TOKEN}@{inbox.host}/?rto=60", inbox))
    assert b"daemon.serve.sending" in shown
    assert TOKEN.encode() not in shown


def _children(parent: int) -> list[Path]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [Path("/proc") / child for child in listed]


def _shown_of(process: Path) -> bytes:
    return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()


def test_cancelling_ends_the_child() -> None:
    async def cancel(inbox: Inbox) -> set[Path]:
        before = {*_children(os.getpid())}
        sending = asyncio.create_task(send(Job(addresses=(f"json://{inbox.host}/",), title="A", body="B", tone="info")))
        while not inbox.arrived:
            await asyncio.sleep(0.02)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        return {*_children(os.getpid())} - before

    with Inbox(0) as inbox:
        assert asyncio.run(cancel(inbox)) == set()


def test_a_full_disk_stops_no_notification(desk: Desk) -> None:
    (desk.folder / "told").write_text("a file stands where the folder should be")
    with Inbox(503, 200) as inbox:
        desk.tell(desk.address("phone", f"json://{inbox.host}/"))
    assert len(inbox.arrived) == 2
    assert 'event="what was told cannot be remembered"' in desk.log


def test_what_was_told_long_ago_is_forgotten(desk: Desk) -> None:
    told = desk.folder / "told"
    told.mkdir()
    for ago in (29, 31):
        (told / f"{NOTICE.day - timedelta(days=ago)}-morning-ready.json").write_text("[]")
    desk.tell()
    assert [file.name for file in told.iterdir()] == ["2026-02-23-morning-ready.json"]


def test_the_same_notice_twice_at_once_is_sent_once(desk: Desk) -> None:
    async def twice(to: Secret) -> None:
        teller = Teller(desk.folder / "told", Log(desk.written), AT_ONCE)
        await asyncio.gather(teller.tell(NOTICE, [to]), teller.tell(NOTICE, [to]))

    with Inbox() as inbox:
        asyncio.run(twice(desk.address("phone", f"json://{inbox.host}/")))
    assert len(inbox.arrived) == 1


def test_a_torn_memory_is_as_good_as_none(desk: Desk) -> None:
    (desk.folder / "told").mkdir()
    (desk.folder / "told" / f"{NOTICE.name}.json").write_text('["a')
    with Inbox() as inbox:
        desk.tell(desk.address("phone", f"json://{inbox.host}/"))
    assert len(inbox.arrived) == 1
