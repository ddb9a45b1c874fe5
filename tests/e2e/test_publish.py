"""`dawncast publish` and `dawncast unpublish`, as a person types them."""

from pathlib import Path

import pytest

from tests.e2e.command import Person

DAY = "2026-03-24"
NOW = ("--now", f"{DAY}T06:30")
SETTINGS = """
timezone = "Europe/Berlin"

[connectors.todo]
kind = "todotxt"
path = "todo.txt"

[libraries.shelf]
kind = "folder"
path = "shelf"

[libraries.stick]
kind = "folder"
path = "stick"
"""


@pytest.fixture
def made(tmp_path: Path) -> Person:
    (tmp_path / "todo.txt").write_text(f"(A) Pay rent due:{DAY}\n")
    person = Person(tmp_path).writes(SETTINGS)
    assert person.types("make", *NOW).code == 0
    return person


def audio(person: Person, library: str) -> list[Path]:
    return list((person.folder / library).rglob("*.mp3"))


def test_an_episode_goes_out_of_a_library_and_in_again(made: Person) -> None:
    told = made.types("unpublish", DAY, "--from", "stick")
    assert (told.code, audio(made, "stick")) == (0, [])
    assert "It stays in the home." in told.err
    assert len(audio(made, "shelf")) == 1
    again = made.types("publish", DAY, "--to", "stick")
    assert (again.code, len(audio(made, "stick"))) == (0, 1)
    assert audio(made, "stick")[0].read_bytes() == audio(made, "shelf")[0].read_bytes()


def test_a_pretended_day_takes_nothing_out(made: Person) -> None:
    made.writes(f"{SETTINGS}keep = 20000\n")
    assert made.types("make", "--now", "2199-03-24T06:30").code == 0
    assert len(audio(made, "stick")) == 2


def test_publishing_twice_changes_nothing(made: Person) -> None:
    before = {file: file.stat().st_mtime_ns for file in (made.folder / "stick").rglob("*.*")}
    assert made.types("publish", DAY).code == 0
    assert {file: file.stat().st_mtime_ns for file in (made.folder / "stick").rglob("*.*")} == before


def test_a_library_that_was_named_keeps_the_others_known(made: Person) -> None:
    made.types("publish", DAY, "--to", "stick")
    published = made.types("make", *NOW, "--json").json["published"]
    assert {each["library"] for each in published["publications"]} == {"shelf", "stick"}


def test_a_library_that_was_named_is_no_change_of_the_settings(made: Person) -> None:
    assert "settings have changed" not in made.types("publish", DAY, "--to", "stick").err


def test_what_is_not_there_is_said(made: Person) -> None:
    for words, said in (
        (("publish", "2026-03-01"), "There is no finished episode of morning for 2026-03-01. Make it with:"),
        (("publish", DAY, "--to", "stik"), 'did you mean "stick"?'),
        (("publish", "monday"), "is no day"),
        (("unpublish", DAY, "--from", "cloud"), "There is no library cloud"),
        (("unpublish", "2026-03-01", "--from", "stick"), "is not in stick"),
    ):
        told = made.types(*words)
        assert told.code == 64, told
        assert said in told.err
