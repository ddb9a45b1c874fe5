"""What is used again and what is made anew: changed settings cost what depends on them, and nothing else."""

import json
from pathlib import Path

import pytest

from daemon.home.lock import locked
from tests.e2e.command import Ended, Person

DAY = "2026-03-24"
NOW = ("--now", f"{DAY}T06:30")

STORY = {
    "id": "1",
    "url": "https://orbit.example/wrong",
    "title": "A comet shows its far side for the first time",
    "content_text": "The probe sent the picture overnight. It shows a smooth plain.",
    "date_published": f"{DAY}T03:00:00Z",
}

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
    return {name for name in before if name in after and after[name] != before[name]} - always


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
    places = second.json["published"]["publications"]
    (library,) = (Path(one["where"]).parent for one in places if one["library"] == "folder")
    assert sorted(file.suffix for file in library.glob(f"{DAY}.m*")) == [".m4a"]


def test_a_library_that_was_away_is_tried_again_and_nothing_is_made_anew(person: Person) -> None:
    in_the_way = person.folder / "stick"
    in_the_way.write_text("a file where the library's folder should be")
    person.writes(settings() + '\n[libraries.stick]\nkind = "folder"\npath = "stick"\n')
    assert person.types("make", *NOW).code == 75
    in_the_way.unlink()
    assert anew(person) == {"published.json"}
    assert list(in_the_way.rglob("*.mp3"))


def test_two_at_once_make_it_once(person: Person) -> None:
    folder = person.home / "episodes" / "morning" / DAY
    with locked(folder):
        second = person.types("make", *NOW)
    assert second.code == 75
    assert "another process" in second.err
    assert person.types("make", *NOW).code == 0


def test_a_corrected_story_is_corrected_in_notes_and_chapters(person: Person) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orbit", "items": [STORY]}
    (person.folder / "feed.json").write_text(json.dumps(feed))
    person.writes(settings() + '\n[connectors.news]\nkind = "feeds"\npath = "feed.json"\n')
    person.types("make", *NOW)
    feed["items"] = [{**STORY, "url": "https://orbit.example/right"}]
    (person.folder / "feed.json").write_text(json.dumps(feed))
    episode = person.types("make", *NOW, "--again", "--json").json["episode"]
    for file in ("notes", "chapters_json"):
        text = Path(episode[file]).read_text()
        assert "https://orbit.example/right" in text
        assert "wrong" not in text


def test_another_day_leaves_what_today_falls_back_to(person: Person) -> None:
    person.types("make", *NOW)
    person.types("collect", "--now", f"{DAY}T07:00", "--day", "2026-04-20")
    (person.folder / "todo.txt").unlink()
    made = person.types("make", "--now", "2026-03-25T06:30", "--json")
    assert made.json["failures"][0]["as_of"] is not None


def test_a_moved_home_is_still_a_home(person: Person, tmp_path: Path) -> None:
    person.types("make", *NOW)
    moved = person.home.rename(tmp_path / "moved")
    made = person.types("--home", str(moved), "make", *NOW, "--json")
    assert made.code == 0, made.err
    assert Path(made.json["episode"]["audio"]).is_relative_to(moved)


def test_a_result_of_another_version_is_made_anew(person: Person) -> None:
    person.types("make", *NOW)
    (person.home / "episodes" / "morning" / DAY / "published.json").write_text('{"of": "another version"}')
    assert person.types("make", *NOW).code == 0
