"""The demo, as a newcomer runs it: one command, an episode, no network."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.e2e.command import Ended, Person

DAY = ("--day", "2026-03-24")


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Person:
    return Person(tmp_path_factory.mktemp("newcomer"))


@pytest.fixture(scope="module")
def made(newcomer: Person) -> Ended:
    return newcomer.types("make", "--demo", *DAY, "--json")


def test_it_makes_an_episode_of_four_to_five_minutes(made: Ended) -> None:
    assert made.code == 0, made.err
    assert 240 <= made.json["episode"]["seconds"] <= 300
    assert made.json["failures"] == []


def test_every_file_of_the_episode_is_there(made: Ended) -> None:
    episode = made.json["episode"]
    for file in ("audio", "chapters_json", "transcript", "notes", "cover"):
        assert Path(episode[file]).stat().st_size > 0
    chapters = json.loads(Path(episode["chapters_json"]).read_text())
    assert chapters["version"] == "1.2.0"
    assert chapters["chapters"][0]["startTime"] == 0
    assert len(chapters["chapters"]) >= 8
    assert Path(episode["transcript"]).read_text().startswith("WEBVTT")


def test_it_is_in_the_folder_library_with_a_feed(made: Ended) -> None:
    (publication,) = made.json["published"]["publications"]
    feed = Path(publication["where"]).parent / "feed.xml"
    item = ET.parse(feed).find("channel/item")
    assert item is not None
    assert item.findtext("guid") == made.json["episode"]["guid"]


def test_the_day_begins_with_its_date_and_the_thing_that_matters(newcomer: Person, made: Ended) -> None:
    script = newcomer.types("make", "--demo", *DAY, "--until", "write", "--json").json
    opening = " ".join(line["text"] for line in script["sections"][0]["lines"])
    assert "Tuesday, the twenty-fourth of March" in opening
    assert len(opening.split()) <= 30


def test_a_second_run_finds_the_episode(newcomer: Person, made: Ended) -> None:
    second = newcomer.types("make", "--demo", *DAY, "--json")
    assert second.json == made.json
    assert "kept from before" in second.err


def test_again_makes_it_anew_under_the_same_guid(newcomer: Person, made: Ended) -> None:
    again = newcomer.types("make", "--demo", *DAY, "--again", "--json")
    assert again.code == 0
    assert again.json["episode"]["guid"] == made.json["episode"]["guid"]
    assert len(list((newcomer.demo / "library").rglob("*.mp3"))) == 1


def test_the_demo_is_no_episode_of_the_listeners_own(newcomer: Person, made: Ended) -> None:
    assert newcomer.types("episodes", "--json").json["episodes"] == []
