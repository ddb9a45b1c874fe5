"""What goes wrong on real mornings: a clear message, the right exit code, and the episode of what is left."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.command import Ended, Person
from tests.fakes.web import Web


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


NOW = ("--now", "2026-03-24T06:30")

FEED = """{"version": "https://jsonfeed.org/version/1.1", "title": "Orbit", "items": [{"id": "1",
"title": "A comet shows its far side for the first time", "date_published": "2026-03-24T03:00:00Z",
"content_text": "The probe sent the picture overnight. It shows a smooth plain."}]}"""

GOOD = """
name = "Kim"
timezone = "Europe/Berlin"

[connectors.todo]
kind = "todotxt"
path = "todo.txt"
"""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "todo.txt").write_text("(A) Pay rent due:2026-03-24\n")
    return Person(tmp_path).writes(GOOD)


def spoken(person: Person) -> str:
    sections = person.types("make", *NOW, "--until", "write", "--json").json["sections"]
    return " ".join(line["text"] for section in sections for line in section["lines"])


def assert_told(ended: Ended, code: int, *words: str) -> None:
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    for word in words:
        assert word in ended.err


def test_no_settings_says_how_to_begin(tmp_path: Path) -> None:
    assert_told(Person(tmp_path).types("make"), 78, "dawncast init")


def test_every_problem_of_broken_settings_is_told_at_once(person: Person) -> None:
    person.writes(GOOD + '\nlanguge = "en"\n[shows.morning]\nminutes = "seven"\nsources = ["tood"]\n')
    assert_told(person.types("make"), 78, "languge", "minutes", "tood", "todo")


def test_settings_that_are_no_toml_name_the_line(person: Person) -> None:
    assert_told(person.writes(GOOD + "\n[connectors.x\n").types("make"), 78, "settings.toml:9")


def test_an_unknown_show_is_bad_usage(person: Person) -> None:
    assert_told(person.types("make", "evening"), 64, "evening", "morning")


@pytest.mark.parametrize("words", [("--day", "tomorrow"), ("--now", "soon"), ("--until", "never"), ("--fast",)])
def test_bad_words_are_bad_usage(person: Person, words: tuple[str, ...]) -> None:
    assert_told(person.types("make", *words), 64, words[-1])


def test_an_empty_folder_is_told_and_the_rest_is_made(person: Person) -> None:
    (person.folder / "calendars").mkdir()
    person.writes(GOOD + '\n[connectors.work]\nkind = "ics"\npath = "calendars"\n')
    made = person.types("make", *NOW, "--json")
    assert made.code == 0, made.err
    (failure,) = made.json["failures"]
    assert failure["source"] == "work"
    assert "holds no .ics" in failure["reason"]
    told = spoken(person)
    assert "Pay rent" in told or "pay rent" in told.lower()
    assert "work" in told


def test_an_address_that_nobody_answers_at_is_told_and_the_rest_is_made(person: Person) -> None:
    feed = 'kind = "feeds"\nurls = ["http://127.0.0.1:9/feed.xml"]\nallow_private = true\n'
    made = person.writes(f"{GOOD}\n[connectors.news]\n{feed}").types("make", *NOW, "--json")
    assert made.code == 0, made.err
    assert [failure["source"] for failure in made.json["failures"]] == ["news"]
    assert "news" in spoken(person)


def test_a_feed_that_is_a_login_page_is_a_failure_and_no_quiet_day(person: Person, web: Web) -> None:
    web.serve(
        "/feed.xml", b"<!doctype html><html><title>Log in</title><form></form></html>", {"content-type": "text/html"}
    )
    feed = f'kind = "feeds"\nurls = ["{web.url("/feed.xml")}"]\nallow_private = true\n'
    made = person.writes(f"{GOOD}\n[connectors.news]\n{feed}").types("make", *NOW, "--json")
    assert made.code == 0, made.err
    assert "web page" in made.json["failures"][0]["reason"]
    assert "Your news could not be reached" in spoken(person)


def test_all_sources_lost_is_still_an_episode(person: Person) -> None:
    (person.folder / "todo.txt").unlink()
    made = person.types("make", *NOW, "--json")
    assert made.code == 0, made.err
    assert Path(made.json["episode"]["audio"]).exists()


def test_a_failed_source_is_told_from_its_last_good_answer_with_its_age(person: Person) -> None:
    assert person.types("make", "--now", "2026-03-23T22:40").code == 0
    (person.folder / "todo.txt").unlink()
    made = person.types("make", *NOW, "--json")
    assert (
        made.json["failures"][0]["as_of"].startswith("2026-03-23T21:40") or "22:40" in made.json["failures"][0]["as_of"]
    )
    told = spoken(person)
    assert "rent" in told
    assert "twenty to eleven last night" in told


def test_a_missing_secret_costs_its_source_only(person: Person) -> None:
    locked = 'kind = "ics"\nurl = "https://cal.example.org/a.ics"\nusername = "kim"\npassword = { env = "NOT_SET" }\n'
    made = person.writes(f"{GOOD}\n[connectors.work]\n{locked}").types("make", *NOW, "--json")
    assert made.code == 0
    assert "NOT_SET" in made.err
    assert made.json["failures"][0]["source"] == "work"


@pytest.fixture
def small_disk(tmp_path: Path) -> tuple[str, ...]:
    """The words that run a command with 2 MB of disk below `tmp_path/home`."""
    mount = f'mkdir -p {tmp_path}/home && mount -t tmpfs -o size=2m none {tmp_path}/home && exec "$@"'
    words = ("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh")
    if not shutil.which("unshare") or subprocess.run([*words, "true"], capture_output=True).returncode:
        pytest.skip("this system gives no small disk of one's own (unshare, tmpfs)")
    return words


def test_a_full_disk_is_told_and_nothing_is_lost(person: Person, small_disk: tuple[str, ...]) -> None:
    done = person.types_under(small_disk, "make", *NOW)
    assert_told(done, 74, "room")
    assert person.types("make", *NOW).code == 0, "with room, the same command makes the episode"


def test_a_calendar_read_in_part_is_not_called_a_free_day(person: Person) -> None:
    folder = person.folder / "calendars"
    folder.mkdir()
    (folder / "good.ics").write_text("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nEND:VCALENDAR\n")
    (folder / "bad.ics").write_text("<html>Log in</html>")
    person.writes(GOOD + '\n[connectors.work]\nkind = "ics"\npath = "calendars"\n')
    told = spoken(person)
    assert "Nothing in your calendar" not in told
    assert "quiet" not in told
    assert "Not everything in your work calendar could be read" in told


def test_a_voice_that_does_not_exist_costs_no_episode(person: Person) -> None:
    person.writes(GOOD + '\n[voice]\nengine = "builtin"\nvoice = "xx-nobody"\n')
    assert_told(person.types("make", *NOW), 0, "xx-nobody: voice")
    notes = person.home / "episodes" / "morning" / "2026-03-24" / "notes.html"
    assert "xx-nobody" in notes.read_text()
    assert_told(person.types("doctor"), 2)


def test_an_episode_that_no_library_takes_is_not_counted_as_told(person: Person) -> None:
    feed = person.folder / "feed.json"
    feed.write_text(FEED)
    (person.folder / "library").write_text("a file where the library's folder should be")
    person.writes(
        GOOD
        + '\n[connectors.news]\nkind = "feeds"\npath = "feed.json"\n'
        + '\n[libraries.stick]\nkind = "folder"\npath = "library"\n'
    )
    assert_told(person.types("make", *NOW), 75, "stick")
    later = person.types("make", "--now", "2026-03-25T06:30", "--until", "write", "--json")
    assert "news" in [section["section"] for section in later.json["sections"]]


def test_options_stand_before_and_behind_the_command(person: Person) -> None:
    here = ("--config", str(person.settings), "--home", str(person.folder / "other"))
    done = person.types("make", *NOW, "--until", "collect", *here)
    assert done.code == 0, done.err
    assert (person.folder / "other" / "episodes").is_dir()


def test_an_episode_that_a_library_has_lost_is_delivered_again(person: Person) -> None:
    first = person.types("make", *NOW, "--json").json
    (audio,) = (Path(one["where"]) for one in first["published"]["publications"] if one["library"] == "folder")
    audio.unlink()
    second = person.types("make", *NOW, "--json")
    assert second.code == 0, second.err
    assert audio.exists()
    assert second.json["episode"] == first["episode"]


def test_settings_that_changed_since_are_told(person: Person) -> None:
    person.types("make", *NOW)
    person.writes(GOOD.replace("Kim", "Lena"))
    assert "--again" in person.types("make", *NOW).err


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_out_of_reach_is_bad_usage(person: Person, day: str) -> None:
    assert_told(person.types("make", "--day", day), 64, day)


def test_settings_that_are_no_file_are_told(person: Person) -> None:
    assert_told(person.types("--config", str(person.folder), "make"), 78, "not a file")
