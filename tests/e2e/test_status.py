"""`dawncast status`, as it is typed, with the daemon running or not."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from daemon.home.productions import Productions
from daemon.home.store import Store
from daemon.model import Publication
from tests.contract.library import an_episode
from tests.daemon.home.test_productions import RECORD, TUESDAY, of_day
from tests.e2e.command import Person

SETTINGS = """
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[shows.morning]
[shows.evening]
ready_by = "18:00"
"""
NOON = ("--now", "2026-03-24T12:00")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "todo.txt").write_text("(A) Pay the rent due:2026-03-24\n")
    return Person(tmp_path).writes(SETTINGS)


def lived(person: Person) -> None:
    """Two mornings, the second of which came late."""
    with closing(Store(person.home / "dawncast.db")) as store:
        productions = Productions(store)
        productions.since("morning", datetime.fromisoformat("2026-03-01T12:00+01:00"))
        productions.record(replace(of_day(1), degraded=(), undelivered=()))
        late = datetime.fromisoformat("2026-03-24T07:17:10+01:00")
        productions.record(replace(RECORD, there=late, undelivered=()))
        store.record_publication(
            "morning",
            TUESDAY,
            Publication(library="folder", guid="urn:1", where="/a.mp3", published=late, verified=late),
        )


def test_an_empty_home(person: Person) -> None:
    told = person.types("status", *NOON)
    assert told.code == 0, told.err
    assert "next: Wed 2026-03-25, ready by 07:15, begins 06:55" in told.out
    assert "next: Tue 2026-03-24, ready by 18:00, begins 17:40" in told.out
    assert "no answer yet" in told.out
    assert not person.home.exists()


def test_one_show(person: Person) -> None:
    assert [each["show"] for each in person.types("status", "evening", *NOON, "--json").json["shows"]] == ["evening"]
    unknown = person.types("status", "noon")
    assert unknown.code == 64
    assert "There is: morning, evening" in unknown.err


def test_after_two_mornings(person: Person) -> None:
    lived(person)
    told = person.types("status", "morning", *NOON)
    assert told.code == 0, told.err
    assert "Tue 2026-03-24  there at 07:17, late by 3 min, 4:11, $0.0200, work: as of last night" in told.out
    assert "in the library, 2026-03-24 07:17: /a.mp3" in told.out
    calendar = person.types("status", "morning", *NOON, "--days", "3").out
    assert "Sun 2026-03-22  not made" in calendar
    assert "Mon 2026-03-23  there at 06:52, on time, 4:11" in calendar


def test_it_is_one_object(person: Person) -> None:
    lived(person)
    found = person.types("status", *NOON, "--days", "2", "--json").json
    assert found["well"] is True
    assert found["shows"][0]["last"]["state"] == "late"
    assert [each["day"] for each in found["shows"][0]["mornings"]] == ["2026-03-23", "2026-03-24"]
    assert (found["month"], found["cost"]) == ("2026-03", 0.0)


def test_a_failed_morning_ends_with_two(person: Person) -> None:
    lived(person)
    with closing(Store(person.home / "dawncast.db")) as store:
        Productions(store).record(replace(of_day(-1), outcome="failed", there=None))
    told = person.types("status", "--now", "2026-03-25T12:00")
    assert told.code == 2
    assert "dawncast doctor morning" in told.out


def test_after_one_made_by_hand_it_says_so_and_holds_no_items_text(person: Person) -> None:
    made = person.types("make", "--now", "2026-03-24T06:30")
    assert made.code == 0, made.err
    told = person.types("status", "morning", *NOON)
    assert told.code == 0, told.out
    assert "by hand" in told.out
    assert "answered 5 h 30 min ago" in told.out
    everything = told.out + person.types("status", *NOON, "--json").out
    assert "rent" not in everything


def test_wrong_settings(person: Person) -> None:
    person.writes(SETTINGS + 'skip_holidays = "XX"\n')
    told = person.types("status", *NOON)
    assert told.code == 78
    assert "shows.evening.skip_holidays" in told.err


def test_a_home_that_has_gone(person: Person) -> None:
    with closing(Store(person.home / "dawncast.db")) as store:
        day = date(2026, 3, 24)
        episode = an_episode(person.home / "episodes" / "morning" / str(day), day=day)
        store.record_episode(episode, "calm")
        where = Publication(
            library="folder", guid=episode.guid, where="/a.mp3", published=episode.made, verified=episode.made
        )
        store.record_publication("morning", day, where)
    shutil.rmtree(person.home / "episodes")
    assert person.types("status", *NOON).code == 0
