import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Collected, ConnectorError, Listener
from connectors.inbox import CONNECTOR, InboxConfig, InboxConnector
from connectors.inbox_entries import Written, parse_json, parse_text
from connectors.items import Event, Message, Note, Task, Window
from tests.contract.connector import ConnectorContract

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=DAY, zone=BERLIN, now=NOW, days=7)
JUST_NOW = NOW - timedelta(minutes=10)
ICS = "\r\n".join(
    (
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:train-1@example.org"),
        *("DTSTAMP:20260301T000000Z", "DTSTART:20260324T100000Z", "DTEND:20260324T120000Z", "SUMMARY:Train"),
        *("END:VEVENT", "END:VCALENDAR", ""),
    )
)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


class Inbox:
    """A folder into which things are dropped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def drop(self, name: str, what: object, when: datetime = JUST_NOW) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            what if isinstance(what, bytes) else (what if isinstance(what, str) else json.dumps(what)).encode()
        )
        os.utime(path, (when.timestamp(), when.timestamp()))
        return path

    def collect(self, window: Window = WINDOW) -> Collected:
        return connector(self.folder).collect(window, b"")


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    return Inbox(tmp_path)


def connector(folder: Path) -> InboxConnector:
    config = InboxConfig(kind="inbox", path=str(folder))
    return InboxConnector(config, Listener(emails=("kim@example.org",)))


class TestInboxContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"path": "/inbox"}

    @pytest.fixture
    def connector(self, inbox: Inbox) -> InboxConnector:
        inbox.drop("flat.txt", "Ask Anna about the flat")
        inbox.drop("train.ics", ICS)
        entries = [
            {"kind": "task", "summary": "Pay rent"},
            {"kind": "event", "summary": "Dentist", "start": "2026-03-24T15:00"},
            {"kind": "message", "subject": "The keys", "sender": "Anna"},
            {"kind": "note", "text": "You slept seven hours."},
        ]
        inbox.drop("phone/entries.json", entries)
        return connector(inbox.folder)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> InboxConnector:
        return connector(tmp_path / "none")

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_an_entry_of_each_kind(inbox: Inbox) -> None:
    inbox.drop(
        "all.json",
        [
            {"kind": "event", "uid": "e", "summary": "Dentist", "start": "2026-03-24T15:00", "end": "2026-03-24T15:30"},
            {"kind": "event", "uid": "d", "summary": "Lena on leave", "start": "2026-03-24", "transparent": True},
            {"kind": "task", "uid": "t", "summary": "Pay rent", "due": "2026-03-24", "priority": 1},
            {"kind": "note", "uid": "n", "title": "Sleep", "text": "Seven hours."},
            {
                "kind": "message",
                "uid": "m",
                "subject": "The keys",
                "sender": "Anna Kern <a@example.org>",
                "flagged": True,
            },
        ],
    )
    collected = inbox.collect()
    assert collected.items == (
        Event(uid="e", summary="Dentist", start=at(15), end=at(15, 30)),
        Event(uid="d", summary="Lena on leave", start=DAY, end=date(2026, 3, 25), all_day=True, transparent=True),
        Task(uid="t", summary="Pay rent", due=DAY, priority=1),
        Note(uid="n", title="Sleep", text="Seven hours.", day=DAY),
        Message(uid="m", subject="The keys", sender="Anna Kern", sent=JUST_NOW, flagged=True),
    )
    assert (collected.warnings, collected.complete) == ((), True)


def test_one_entry_needs_no_list(inbox: Inbox) -> None:
    inbox.drop(
        "task.json", b'\xef\xbb\xbf {"kind": "task", "summary": "Pay rent", "due": "2026-03-24T18:00:00+00:00"}\n'
    )
    assert [item.due for item in inbox.collect().items if isinstance(item, Task)] == [at(19)]


def test_a_text_is_a_note_for_today_and_loses_nothing(inbox: Inbox) -> None:
    inbox.drop("a.txt", "Ask Anna about the flat\r\n\r\n  and the <b>keys</b>\x07, 5 < 6\r\n")
    (note,) = inbox.collect().items
    assert isinstance(note, Note)
    assert (note.title, note.day, note.role) == ("Ask Anna about the flat", DAY, "day")
    assert note.text == "Ask Anna about the flat\nand the keys, 5 < 6"


def test_a_calendar_is_read_as_any_other(inbox: Inbox) -> None:
    inbox.drop("train.ICS", ICS, NOW - timedelta(days=90))
    assert inbox.collect().items == (Event(uid="train-1@example.org", summary="Train", start=at(11), end=at(13)),)


@pytest.mark.parametrize(
    ("written", "now", "told"),
    [
        (at(6, 30), at(6, 40), True),
        (at(20, day=23), at(6, 40), True),  # in the evening, for the next morning
        (at(7, day=23), at(6, 40), True),  # just after yesterday's briefing
        (at(5, day=23), at(6, 40), False),
        (at(14), at(18), True),  # an evening's show
        (at(17, day=23), at(18), False),
        (at(6, 45), at(6, 40), True),  # the phone's clock is ahead
    ],
)
def test_what_has_no_day_is_told_in_the_next_briefing(
    inbox: Inbox, written: datetime, now: datetime, told: bool
) -> None:
    inbox.drop("note.txt", "Ask Anna", written)
    inbox.drop("message.json", {"kind": "message", "subject": "The keys", "sender": "Anna"}, written)
    assert len(inbox.collect(Window(first=DAY, zone=BERLIN, now=now)).items) == 2 * told


def test_a_day_that_is_named_counts_alone(inbox: Inbox) -> None:
    old = NOW - timedelta(days=30)
    inbox.drop("a.txt", "Day: 2026-03-26\nAsk Anna", old)
    inbox.drop("b.json", {"kind": "note", "text": "Ask Ben", "day": "2026-03-24"}, old)
    inbox.drop("c.txt", "day: 2026-03-23\nAsk Carl")
    inbox.drop("d.json", {"kind": "message", "subject": "Old", "sender": "Dan", "sent": "2026-03-01T10:00:00Z"})
    found = [(item.text, item.day) for item in inbox.collect().items if isinstance(item, Note)]
    assert found == [("Ask Anna", date(2026, 3, 26)), ("Ask Ben", DAY)]
    assert len(inbox.collect().items) == 2


def test_a_briefing_of_an_earlier_day_has_what_was_new_then(inbox: Inbox) -> None:
    inbox.drop("old.txt", "Ask Anna", at(20, day=22))
    inbox.drop("new.txt", "Ask Ben", at(6))
    yesterday = Window(first=date(2026, 3, 22), zone=BERLIN, now=NOW)
    assert [item.text for item in inbox.collect(yesterday).items if isinstance(item, Note)] == ["Ask Anna"]


def test_tasks_stay_and_events_are_of_their_day(inbox: Inbox) -> None:
    old = NOW - timedelta(days=200)
    inbox.drop(
        "t.json",
        [
            {"kind": "task", "summary": "Taxes", "due": "2026-01-31"},
            {"kind": "task", "summary": "Done", "status": "completed"},
        ],
        old,
    )
    inbox.drop("e.json", [{"kind": "event", "summary": "Party", "start": "2026-02-01T20:00"}], old)
    assert [item.summary for item in inbox.collect().items if isinstance(item, Task | Event)] == ["Taxes"]


def test_the_newer_of_two_with_one_uid_counts(inbox: Inbox) -> None:
    inbox.drop("b.json", {"kind": "task", "uid": "rent", "summary": "Pay rent"}, JUST_NOW - timedelta(hours=1))
    inbox.drop("a.json", {"kind": "task", "uid": "rent", "summary": "Pay rent twice"})
    assert [item.summary for item in inbox.collect().items if isinstance(item, Task)] == ["Pay rent twice"]


def test_files_stay_as_they_are(inbox: Inbox) -> None:
    path = inbox.drop("a.txt", "Ask Anna")
    before = (path.read_bytes(), path.stat().st_mtime)
    inbox.collect()
    assert (path.read_bytes(), path.stat().st_mtime) == before
    assert [path.name for path in inbox.folder.iterdir()] == ["a.txt"]


def test_an_empty_folder_is_nothing_new(inbox: Inbox) -> None:
    inbox.drop("picture.png", b"\x89PNG")
    inbox.drop(".half.json", "[")
    inbox.drop(".stversions/old.txt", "Old")
    assert inbox.collect() == Collected()


def test_a_folder_is_no_calendar_that_could_be_empty() -> None:
    assert "event" not in CONNECTOR.brings


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({"kind": "task"}, "“summary” is missing"),
        ({"kind": "task", "summary": "x", "due_date": "2026-03-24"}, "“due_date” is not a field of a task"),
        ({"kind": "event", "summary": "x", "start": "2026-03-24", "all": 1}, "“all” is not a field of an event"),
        ({"kind": "reminder"}, "“kind” must be event, task, note or message"),
        ({"summary": "x"}, "“kind” must be event, task, note or message"),
        ({"kind": "event", "summary": "x", "start": "tomorrow"}, "“start” has a value that it cannot have"),
        ({"kind": "event", "summary": "x", "start": 20260324}, "“start” has a value that it cannot have"),
        ({"kind": "task", "summary": "x", "due": "2026-02-30"}, "“due” has a value that it cannot have"),
        ({"kind": "task", "summary": "x", "priority": 10}, "“priority” has a value that it cannot have"),
        ({"kind": "task", "summary": "<br>"}, "“summary” has no words"),
        ({"kind": "note", "text": " \n "}, "“text” has no words"),
        ({"kind": "message", "subject": "x", "sender": "a@example.org"}, "“sender” is not a name"),
        ({"kind": "event", "summary": "x", "start": "9999-12-31"}, "a time in it is too far away"),
        ({"why": "because"}, "“kind” must be event, task, note or message"),
        ("a text", "it is not an object"),
    ],
)
def test_an_entry_that_is_wrong_costs_itself_and_is_explained(inbox: Inbox, entry: object, why: str) -> None:
    inbox.drop("a.json", [{"kind": "task", "summary": "Whole"}, entry])
    collected = inbox.collect()
    assert [item.summary for item in collected.items if isinstance(item, Task)] == ["Whole"]
    assert collected.warnings == (f"In a.json, entry 2: {why}.",)
    assert not collected.complete


@pytest.mark.parametrize(
    ("name", "what", "why"),
    [
        ("a.json", b"", "it is not JSON"),
        ("a.json", b'{"kind": "task", "summ', "it is not JSON"),
        ("a.json", b"[" * 100_000, "it is not JSON"),
        ("a.json", b"\xff\xfe{}", "it is not JSON"),
        ("a.json", b"[" + b" " * 2**20, "it is larger than 1 MB"),
        ("a.txt", b" \n", "it is empty"),
        ("a.txt", b"day: tomorrow\nAsk Anna", "its first line is not a day of the form 2026-03-24"),
        ("a.txt", b"x" * (2**20 + 1), "it is larger than 1 MB"),
        ("a.ics", b"<html>Sign in</html>", "it is a web page, not a calendar"),
    ],
)
def test_a_file_that_is_wrong_costs_itself_and_is_named(inbox: Inbox, name: str, what: bytes, why: str) -> None:
    inbox.drop(name, what)
    inbox.drop("good.txt", "Ask Anna")
    collected = inbox.collect()
    assert [item.text for item in collected.items if isinstance(item, Note)] == ["Ask Anna"]
    assert collected.warnings == (f"{name} could not be read: {why}.",)


def test_when_no_file_can_be_read_the_source_failed(inbox: Inbox) -> None:
    inbox.drop("a.json", "{")
    with pytest.raises(
        ConnectorError, match=r"None of the files could be read\. a\.json could not be read: it is not JSON"
    ):
        inbox.collect()


def test_links_are_not_followed(inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = Inbox(tmp_path_factory.mktemp("elsewhere"))
    secret = elsewhere.drop("secret.txt", "A secret")
    (inbox.folder / "link.txt").symlink_to(secret)
    (inbox.folder / "folder").symlink_to(elsewhere.folder)
    (inbox.folder / "nowhere.json").symlink_to(elsewhere.folder / "none.json")
    inbox.drop("own.txt", "Ask Anna")
    collected = inbox.collect()
    assert [item.text for item in collected.items if isinstance(item, Note)] == ["Ask Anna"]
    assert sorted(collected.warnings) == [
        "link.txt is a link; links are not followed.",
        "nowhere.json is a link; links are not followed.",
    ]


def test_a_pipe_is_no_file(inbox: Inbox) -> None:
    os.mkfifo(inbox.folder / "pipe.txt")
    assert inbox.collect() == Collected()


def test_too_many_files_leave_the_newest(inbox: Inbox) -> None:
    for number in range(302):
        inbox.drop(f"{number:03}.txt", f"Note {number}", NOW - timedelta(seconds=number))
    collected = inbox.collect()
    texts = {item.text for item in collected.items if isinstance(item, Note)}
    assert len(texts) == 300
    assert not texts & {"Note 300", "Note 301"}
    assert collected.warnings == ("There are more than 300 files; the newest were read. Delete those that are done.",)


def test_too_many_entries_are_said(inbox: Inbox) -> None:
    inbox.drop("a.json", [{"kind": "task", "summary": f"Task {number}"} for number in range(501)])
    collected = inbox.collect()
    assert len(collected.items) == 500
    assert collected.warnings == ("In a.json, it holds more than 500 entries.",)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["2026-03-24", "9999-12-31T23:59"])
)
FIELDS = st.sampled_from(
    ["summary", "start", "end", "due", "text", "title", "day", "subject", "sender", "sent", "uid", "status"]
)
ENTRIES = st.builds(
    lambda kind, fields: {"kind": kind, **fields},
    st.sampled_from(["event", "task", "note", "message", "other"]),
    st.dictionaries(FIELDS, VALUES, max_size=6),
)


@given(
    st.binary(max_size=60) | st.lists(ENTRIES, max_size=4).map(lambda entries: json.dumps(entries).encode()),
    st.sampled_from([parse_json, parse_text]),
)
def test_any_bytes_parse_or_say_why(data: bytes, parse: Callable[[bytes, Written, Window], Any]) -> None:
    with suppress(ValueError):  # what any other error would be is what is tested
        parsed = parse(data, Written("a", JUST_NOW), WINDOW)
        assert all(isinstance(item, Event | Task | Note | Message) for item in parsed.items)
        assert not any(warning.endswith(".") for warning in parsed.warnings)
