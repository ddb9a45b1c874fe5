"""A second look at the calendar: only what has changed is made anew, under the same guid."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.items import Event, Note
from daemon.model import Briefing, Dropped, Failure
from daemon.serve.second_look import revised, told
from tests.e2e.command import Person
from tests.e2e.serving import zone_where_it_is

MADE = datetime(2026, 3, 24, 6, tzinfo=UTC)
LUNCH = Event(uid="1", source="work", summary="Lunch", start=MADE, end=MADE + timedelta(hours=1), description="old")
NOTE = Note(uid="2", source="vault", title="Flat", text="Ask", day=date(2026, 3, 24))


def briefing(*items: Any, **more: Any) -> Briefing:
    return Briefing(show="morning", day=date(2026, 3, 24), timezone="UTC", made=MADE, items=items, **more)


def event(**changes: Any) -> Event:
    return replace(LUNCH, **changes)


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (briefing(LUNCH), True),
        (briefing(LUNCH, NOTE), True),
        (briefing(event(description="new")), True),
        (briefing(event(start=MADE - timedelta(hours=1))), False),
        (briefing(event(location="Café Krone")), False),
        (briefing(), False),
        (briefing(dropped=(Dropped.of(LUNCH, "cancelled"),)), False),
    ],
)
def test_what_counts_as_a_change(now: Briefing, same: bool) -> None:
    assert (told(now) == told(briefing(LUNCH))) is same


def test_only_the_events_take_the_place_of_the_old_ones() -> None:
    mail, work = Failure(source="mail", reason="No answer."), Failure(source="work", reason="No answer.")
    before = briefing(LUNCH, NOTE, failures=(mail, work))
    moved = event(start=MADE - timedelta(hours=1))
    found = Briefing(show="morning", day=before.day, timezone="UTC", made=MADE + timedelta(hours=1), items=(moved,))
    assert revised(before, found, {"work"}) == briefing(moved, NOTE, failures=(mail,))


ZONE = zone_where_it_is(8)
SETTINGS = f"""
timezone = "{ZONE.key}"
[connectors.phone]
kind = "inbox"
path = "inbox"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
"""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "todo.txt").write_text("(A) Pay rent\n")
    return Person(tmp_path).writes(SETTINGS)


def today() -> date:
    return datetime.now(ZONE).date()


def writes(person: Person, hour: int) -> None:
    lunch = {"kind": "event", "summary": "Lunch with Anna", "start": f"{today()}T{hour}:00", "end": f"{today()}T23:30"}
    (person.folder / "inbox" / "lunch.json").write_text(json.dumps(lunch))


def looks_again(person: Person) -> int:
    """What the daemon starts."""
    until = datetime.now(UTC) + timedelta(minutes=5)
    words = ("making", "morning", "--day", str(today()), "--deadline", until.isoformat(), "--anew")
    ended = person.types(*words, answers=SETTINGS)
    assert ended.err == ""
    return ended.code


def test_sections_that_have_not_changed_keep_their_words(person: Person) -> None:
    writes(person, 13)
    first = person.types("make", "--json").json["episode"]
    folder = person.home / "episodes" / "morning" / str(today())
    written = {file.parent.name: file.stat().st_mtime_ns for file in folder.glob("sections/*/script.json")}
    assert looks_again(person) == 3
    writes(person, 14)
    assert looks_again(person) == 0
    again = {file.parent.name: file.stat().st_mtime_ns for file in folder.glob("sections/*/script.json")}
    kept = {name.partition("-")[2] for name in written if again.get(name) == written[name]}
    assert "tasks" in kept
    assert "day" not in kept
    episode = json.loads((folder / "published.json").read_text())["episode"]
    assert episode["guid"] == first["guid"]
    assert "two" in (folder / "transcript.vtt").read_text()


def test_an_episode_that_is_not_there_is_not_looked_at_again(person: Person) -> None:
    assert looks_again(person) == 3
