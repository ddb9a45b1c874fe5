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
    assert_told(person.types("make", *words), 64, words[0])


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
    assert "rent" in spoken(person)


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
    assert_told(done, 74, "disk" if "disk" in done.err else "No space left")
    assert person.settings.read_text() == GOOD
