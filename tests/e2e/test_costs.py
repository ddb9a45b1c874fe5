"""`dawncast costs`, as it is typed."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from daemon.home.store import Store
from tests.daemon.home.calls import CALL
from tests.e2e.command import Person

SETTINGS = """
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
"""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path).writes(SETTINGS)


def test_before_any_call(person: Person) -> None:
    told = person.types("costs", "--month", "2026-03")
    assert (told.code, told.out) == (0, "")
    assert "No model or voice was called in 2026-03" in told.err
    assert not person.home.exists()


def test_after_some_calls(person: Person) -> None:
    with closing(Store(person.home / "dawncast.db")) as store:
        for at in (datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 24, tzinfo=UTC)):
            store.record_call("morning", date(2026, 3, 24), replace(CALL, at=at, cost=0.25))
    found = person.types("costs", "--month", "2026-03", "--json").json
    assert found["month"] == {"name": "2026-03", "calls": 1, "cost": 0.25, "unpriced": 0, "sent": 4200}
    assert found["limits"] == []
    assert [month["calls"] for month in found["months"]] == [1, 1] + [0] * 10
    assert "acme/large" in person.types("costs", "--month", "2026-03").out


def test_no_month(person: Person) -> None:
    told = person.types("costs", "--month", "03/2026")
    assert told.code == 64
    assert "Write it as 2026-03" in told.err
