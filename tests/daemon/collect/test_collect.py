"""What a morning falls back to when a source fails: its last good answer, if that was asked for the day."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.base import Listener
from connectors.items import Task
from daemon.clock.budget import Deadline
from daemon.collect.collect import Ask, Source, collect
from daemon.collect.sources import AHEAD, Kept, Sources
from daemon.home.logins import Logins
from daemon.model import Briefing
from daemon.progress import Step
from tests.fakes.connectors import FakeConfig

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 3, 23)


@pytest.fixture
def kept(tmp_path: Path) -> Sources:
    return Sources(tmp_path / "sources")


def source(verb: str) -> Source:
    return Source(name="todo", entry_point=f"tests.fakes.connectors:{verb}", config=FakeConfig(), brings=("task",))


def asked(folder: Path, day: date) -> Ask:
    now = datetime(day.year, day.month, day.day, 6, tzinfo=BERLIN)
    logins = Logins(folder / "logins")
    return Ask(show="morning", day=day, zone=BERLIN, now=now, listener=Listener(), logins=logins)


def briefing(verb: str, kept: Sources, ask: Ask, steps: list[Step] | None = None) -> Briefing:
    deadline = Deadline(30, lambda: 0.0)
    report = (steps if steps is not None else []).append
    return asyncio.run(collect([source(verb)], ask, kept, deadline, report))


def remembered(kept: Sources, ask: Ask, verb: str) -> None:
    """As if that source had brought a task on the day before `ask`'s."""
    task = Task(source="todo", uid="0", summary="Pay rent")
    before = ask.day - timedelta(days=1)
    brought = ask.now - timedelta(days=1)
    answer = Kept(brought=brought, first=before, settings=source(verb).identity, items=(task,), state=b"")
    kept.keep("todo", answer)


def test_a_failed_source_is_told_from_its_last_good_answer(kept: Sources, tmp_path: Path) -> None:
    ask = asked(tmp_path, MONDAY)
    remembered(kept, ask, "REFUSING")
    found = briefing("REFUSING", kept, ask)
    assert [item.uid for item in found.items] == ["0"]
    assert found.failures[0].as_of == ask.now - timedelta(days=1)
    assert "task" not in found.unknown


@pytest.mark.parametrize(("days", "covered"), [(-2, False), (-1, True), (AHEAD - 2, True), (AHEAD - 1, False)])
def test_an_answer_says_nothing_of_a_day_it_was_not_asked_for(
    kept: Sources, tmp_path: Path, days: int, covered: bool
) -> None:
    remembered(kept, asked(tmp_path, MONDAY), "REFUSING")
    found = briefing("REFUSING", kept, asked(tmp_path, MONDAY + timedelta(days=days)))
    assert bool(found.items) is covered
    assert ("task" in found.unknown) is not covered


def test_an_answer_for_another_day_replaces_nothing(kept: Sources, tmp_path: Path) -> None:
    ask = asked(tmp_path, MONDAY)
    remembered(kept, ask, "ANSWERING")
    before = kept.last_good("todo", source("ANSWERING").identity)
    briefing("ANSWERING", kept, replace(ask, remembered=False))
    assert kept.last_good("todo", source("ANSWERING").identity) == before


def test_what_cannot_be_remembered_costs_no_episode(kept: Sources, tmp_path: Path) -> None:
    (tmp_path / "sources").write_text("a file where the folder should be")
    steps: list[Step] = []
    found = briefing("ANSWERING", kept, asked(tmp_path, MONDAY), steps)
    assert [item.uid for item in found.items] == ["0"]
    assert "could not be remembered" in steps[-1].detail


def test_what_was_remembered_and_cannot_be_read_is_as_good_as_nothing(kept: Sources, tmp_path: Path) -> None:
    (tmp_path / "sources" / "todo" / "last_good.json").mkdir(parents=True)
    assert briefing("REFUSING", kept, asked(tmp_path, MONDAY)).failures[0].as_of is None


def test_another_account_has_other_answers(tmp_path: Path) -> None:
    logins = Logins(tmp_path)
    logins.give("google", "first")
    first = replace(source("ANSWERING"), account=logins.account("google")).identity
    logins.keep("google", "rotated")
    assert replace(source("ANSWERING"), account=logins.account("google")).identity == first
    logins.give("google", "second")
    assert replace(source("ANSWERING"), account=logins.account("google")).identity != first
    assert logins.read("google") == "second"
    assert (tmp_path / "google.json").stat().st_mode & 0o077 == 0
