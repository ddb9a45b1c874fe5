import json
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Collected, Connector, ConnectorError, Listener
from connectors.items import Task, Window
from connectors.timebox import timebox
from connectors.todotxt import CONNECTOR, TodoTxtConfig, TodoTxtConnector, parse
from tests.contract.connector import ConnectorContract
from tests.corpus import corpus

DATA = Path(__file__).parent / "data" / "todotxt"
ZONE = ZoneInfo("America/New_York")
WINDOW = Window(first=date(2026, 3, 24), zone=ZONE, now=datetime(2026, 3, 24, 6, 0, tzinfo=ZONE))


def connector(path: Path) -> TodoTxtConnector:
    return TodoTxtConnector(TodoTxtConfig(kind="todotxt", path=str(path)), Listener())


def collect(path: Path) -> Collected:
    return connector(path).collect(WINDOW, b"")


def tasks(text: str) -> list[Task]:
    return [item for item in parse(text.encode(), "todo.txt", WINDOW).items if isinstance(item, Task)]


class TestTodoTxtContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar = {"path": "/todo.txt"}

    @pytest.fixture
    def connector(self) -> Connector:
        return connector(DATA)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Connector:
        return connector(tmp_path / "none.txt")

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def fields(task: Task) -> dict[str, Any]:
    days = {"due": task.due and task.due.isoformat(), "start": task.start and task.start.isoformat()}
    return {"summary": task.summary, "priority": task.priority, **days}


def test_a_list_with_everything() -> None:
    usual = {"due": None, "start": None, "priority": 0}
    parsed = parse((DATA / "todo.txt").read_bytes(), "todo.txt", WINDOW)
    expected = [usual | task for task in json.loads((DATA / "todo.json").read_bytes())]
    assert [fields(item) for item in parsed.items if isinstance(item, Task)] == expected
    assert parsed.warnings == ("2026-02-30 is not a date",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("(A) Call Mom @Phone +Family", "Call Mom"),
        ("(A) @Phone Call Mom +Family", "Call Mom"),
        ("(A) 2026-01-02 Call Mom", "Call Mom"),
        ("(A) Meet +Anna at noon", "Meet Anna at noon"),
        ("(A) Mail kim@example.org at 10:30", "Mail kim@example.org at 10:30"),
        ("(A) Add 2+2", "Add 2+2"),
        ("(A) +boat", "boat"),
        ("(A) Sand the deck Level:5 private:false", "Sand the deck"),
    ],
)
def test_what_is_said_of_a_task(line: str, said: str) -> None:
    assert [task.summary for task in tasks(line)] == [said]


@pytest.mark.parametrize(
    "line", ["x Done", "x 2026-03-23 (A) Done", "(A) Hidden h:1", "(B) Undated", "(A)", "(a) Lower case", "", "x"]
)
def test_what_is_left_out(line: str) -> None:
    assert tasks(line) == []


def test_a_task_keeps_its_uid_when_it_moves_and_is_put_off() -> None:
    assert tasks("(A) Sweep due:2026-03-24")[0].uid == tasks("(A) Mop\n(C) Sweep due:2026-03-30")[1].uid


def test_a_long_line_is_cut_between_words() -> None:
    summary = tasks("(A) " + "sweep " * 1000)[0].summary
    assert len(summary) <= 300
    assert summary.endswith("sweep…")


def test_a_file_that_cannot_be_read_costs_itself_only(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * (2**20 + 1))
    (tmp_path / "todo.txt").write_bytes("(A) Müll\r\n(A) Mop".encode("cp1252"))
    collected = collect(tmp_path)
    assert [item.summary for item in collected.items if isinstance(item, Task)] == ["Müll", "Mop"]
    assert collected.warnings == (
        "big.txt could not be read: it is larger than 1 MB.",
        "In todo.txt, it is not UTF-8, so some letters may be wrong.",
    )
    assert not collected.complete


def test_when_no_file_can_be_read_the_source_failed(tmp_path: Path) -> None:
    (tmp_path / "big.txt").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(ConnectorError, match="None of the task lists could be read"):
        collect(tmp_path)


FRAGMENTS = st.sampled_from(
    ["(A) ", "x ", "due:", "t:", "h:1", "2026-03-24", "2026-13-01", " ", "\n", "+p", "@c", "a", ":", "://", "\r"]
)


@given(st.one_of(st.binary(), st.text().map(str.encode), st.lists(FRAGMENTS).map("".join).map(str.encode)))
def test_any_bytes_parse(data: bytes) -> None:
    parsed = parse(data, "todo.txt", WINDOW)
    assert all(isinstance(item, Task) and item.summary.strip() for item in parsed.items)
    assert len({item.uid for item in parsed.items}) == len(parsed.items)


def test_the_corpus_parses() -> None:
    for file in sorted(corpus("todotxt").rglob("*.txt")):
        with timebox(5):
            parse(file.read_bytes(), file.name, WINDOW)
    collected = collect(corpus("todotxt"))
    assert collected.complete
    assert {"Call Mom", "Outline chapter 5", "Buy groceries"} <= {
        getattr(item, "summary", "") for item in collected.items
    }
