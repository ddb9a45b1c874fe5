"""What is used again and what is made anew: changed settings cost what depends on them, and nothing else."""

from pathlib import Path

import pytest

from tests.e2e.command import Ended, Person

DAY = "2026-03-24"
NOW = ("--now", f"{DAY}T06:30")

SETTINGS = """
name = "{name}"
timezone = "Europe/Berlin"
max_age = {max_age}

[connectors.todo]
kind = "todotxt"
path = "todo.txt"

[voice]
engine = "builtin"
words_per_minute = {pace}
"""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "todo.txt").write_text(f"(A) Pay rent due:{DAY}\n")
    return Person(tmp_path).writes(settings())


def settings(name: str = "Kim", max_age: int = 30, pace: int = 165) -> str:
    return SETTINGS.format(name=name, max_age=max_age, pace=pace)


def made(person: Person) -> dict[str, int]:
    """When each file of the episode's folder was written (ns)."""
    folder = person.home / "episodes" / "morning" / DAY
    return {str(file.relative_to(folder)): file.stat().st_mtime_ns for file in folder.rglob("*.*") if file.is_file()}


def anew(person: Person, *words: str) -> set[str]:
    """The results that a command makes anew, of those that lay there before it."""
    before = made(person)
    ended = person.types("make", *NOW, *words)
    assert ended.code == 0, ended.err
    after = made(person)
    always = {"rundown.json", "made.json", "log.jsonl", ".lock"}
    return {name for name in before if after.get(name) != before[name]} - always


def test_an_unfinished_production_goes_on(person: Person) -> None:
    person.types("make", *NOW, "--until", "write")
    assert anew(person) == set()


def test_another_name_makes_the_words_anew_but_not_the_briefing(person: Person) -> None:
    person.types("make", *NOW, "--until", "write")
    person.writes(settings(name="Lena"))
    redone = anew(person, "--until", "write")
    assert "sections/01-opening/script.json" in redone
    assert "briefing.json" not in redone


def test_an_old_briefing_is_made_anew(person: Person) -> None:
    person.types("make", *NOW, "--until", "write")
    person.writes(settings(max_age=0))
    assert "briefing.json" in anew(person, "--until", "write")


def test_another_pace_makes_the_sound_anew_but_not_the_words(person: Person) -> None:
    person.types("make", *NOW)
    person.writes(settings(pace=190))
    (person.home / "episodes" / "morning" / DAY / "published.json").unlink()
    redone = anew(person)
    assert "sections/01-opening/segment.json" in redone
    assert "episode.mp3" in redone
    assert "sections/01-opening/script.json" not in redone


def test_another_format_takes_the_place_of_the_first(person: Person) -> None:
    first: Ended = person.types("make", *NOW, "--json")
    person.writes(settings() + '\n[shows.morning]\nformat = "m4a"\n')
    second = person.types("make", *NOW, "--again", "--json")
    assert second.json["episode"]["guid"] == first.json["episode"]["guid"]
    library = Path(second.json["published"]["publications"][0]["where"]).parent
    assert sorted(file.suffix for file in library.glob(f"{DAY}.m*")) == [".m4a"]


def test_two_at_once_make_it_once(person: Person) -> None:
    running = person.starts("make", *NOW)
    codes = {person.types("make", *NOW).code}
    running.wait()
    assert codes <= {0, 75}
    assert len(person.types("episodes", "--json").json["episodes"]) == 1
