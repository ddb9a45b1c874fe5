"""A backup while the next day is being made, and a home from it elsewhere: same guids, and no old story again."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from daemon.home.store import Store
from tests.e2e.command import Person

SETTINGS = """
timezone = "Europe/Berlin"
[connectors.news]
kind = "feeds"
path = "feed.json"
"""
MONDAY, TUESDAY, WEDNESDAY = "2026-03-23", "2026-03-24", "2026-03-25"


def story(number: int, day: str, title: str) -> dict[str, str]:
    return {
        "id": str(number),
        "url": f"https://orbit.example/{number}",
        "title": title,
        "content_text": f"{title}. Nobody had expected it.",
        "date_published": f"{day}T04:00:00Z",
    }


STORIES = (
    story(1, MONDAY, "A comet shows its far side for the first time"),
    story(2, TUESDAY, "Street lights with sensors save a third of their power"),
    story(3, WEDNESDAY, "The ferry to the island sails twice a day again"),
)


def reads(person: Person, *stories: dict[str, str]) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orbit", "items": stories}
    (person.folder / "feed.json").write_text(json.dumps(feed))


def makes(person: Person, day: str) -> Any:
    made = person.types("make", "--now", f"{day}T06:30", "--json")
    assert made.code == 0, made.err
    return made.json


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "old").mkdir()
    return Person(tmp_path / "old").writes(SETTINGS)


def test_backup_while_making_and_restore_elsewhere(person: Person, tmp_path: Path) -> None:
    reads(person, STORIES[0])
    monday = makes(person, MONDAY)
    reads(person, *STORIES[:2])
    running = person.starts("make", "--now", f"{TUESDAY}T06:30")
    file = tmp_path / "home.tar.gz"
    taken = person.types("backup", str(file))
    assert running.wait() == 0
    assert taken.code == 0, taken.err
    assert "1 episode," in taken.out

    (tmp_path / "new").mkdir()
    new = Person(tmp_path / "new")
    restored = new.types("restore", str(file), "--yes")
    assert restored.code == 0, restored.err
    assert new.settings.read_text() == SETTINGS
    (episode,) = new.types("episodes", "--json").json["episodes"]
    assert episode["guid"] == monday["episode"]["guid"]
    assert Path(episode["audio"]).is_relative_to(new.home)
    assert new.types("status", "--now", f"{MONDAY}T12:00").code == 0

    reads(new, *STORIES[:2])
    makes(new, TUESDAY)
    notes = (new.home / "episodes" / "morning" / TUESDAY / "notes.html").read_text()
    assert "https://orbit.example/2" in notes
    assert "https://orbit.example/1" not in notes

    shutil.rmtree(person.home)
    assert person.types("restore", str(file), "--yes").code == 0
    assert makes(person, MONDAY)["episode"] == monday["episode"], "at its old place all is whole, and nothing made anew"


def test_restore_asks_first(person: Person, tmp_path: Path) -> None:
    database = person.home / "dawncast.db"
    Store(database).close()
    file = tmp_path / "home.tar.gz"
    person.types("backup", str(file))
    before = database.stat().st_ino
    assert person.types("restore", str(file), "--force", answers="n\n").code == 64
    refused = person.types("restore", str(file), "--yes")
    assert refused.code == 64
    assert "--force" in refused.err
    assert database.stat().st_ino == before
    assert person.types("restore", str(file), "--force", "--yes").code == 0
    assert database.stat().st_ino != before


def test_there_is_nothing_to_back_up(person: Person, tmp_path: Path) -> None:
    told = person.types("backup", str(tmp_path / "b.tar.gz"))
    assert told.code == 64
    assert "nothing to back up" in told.err
