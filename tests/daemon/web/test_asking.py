"""The feed asked within the process: what an app would hear, and what it would miss."""

import asyncio
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.publish.records import Record
from daemon.web.asking import Phone, ask
from tests.daemon.web.house import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def record(house: House) -> Record:
    return house.put()


def missed(house: House, guid: str, base: str = "") -> str | None:
    return asyncio.run(ask(house.shelf, base, "morning", guid))


@pytest.mark.parametrize("base", ["", "https://me.example.org", "https://me.example.org/pod"])
def test_an_episode_that_is_there(house: House, record: Record, base: str) -> None:
    assert missed(house, record.guid, base) is None


def test_an_episode_that_is_not_named(house: House, record: Record) -> None:
    assert missed(house, "urn:uuid:another") == "The feed does not name the episode."
    house.shelf.remove(record.guid, house.now)
    assert missed(house, record.guid) == "The feed does not name the episode."


def test_a_feed_that_is_not_there(house: House) -> None:
    assert missed(house, "urn:uuid:any") == "The feed cannot be read."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("episode.mp3", "The audio that the feed names cannot be read to its end."),
        ("chapters.json", "The chapters that the feed names cannot be read."),
        ("transcript.vtt", "The transcript that the feed names cannot be read."),
    ],
)
def test_a_file_that_is_lost(house: House, record: Record, name: str, said: str) -> None:
    folder = house.shelf.folder / "morning" / str(record.day) / record.content
    (folder / name).unlink()
    assert missed(house, record.guid) == said


def test_audio_that_was_cut(house: House, record: Record) -> None:
    audio = house.shelf.folder / "morning" / str(record.day) / record.content / record.audio
    shutil.copyfile(audio, audio.with_name("copy"))
    audio.with_name("copy").replace(audio)
    with audio.open("rb+") as file:
        file.truncate(record.size - 1)
    assert missed(house, record.guid) == "The audio that the feed names cannot be read to its end."


def test_each_phone_has_a_token_of_its_own(house: House, record: Record) -> None:
    one, other = Phone(house.shelf, ""), Phone(house.shelf, "")
    assert asyncio.run(one.ask(one.feed(record.show))).status == 200
    assert asyncio.run(one.ask(other.feed(record.show))).status == 404


def test_nothing_is_imported_before_it_is_needed() -> None:
    asks = "import sys, daemon.web.asking; print(*{'starlette', 'uvicorn', 'anyio', 'nh3'} & {*sys.modules})"
    ended = subprocess.run([sys.executable, "-c", asks], stdout=subprocess.PIPE, text=True)
    assert (ended.returncode, ended.stdout) == (0, "\n")
