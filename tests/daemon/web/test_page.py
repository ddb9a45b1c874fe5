"""The play page: inert whatever an episode is called, in its language, and leading to its own files alone."""

import re
from base64 import b64encode
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from daemon.model import Chapter
from daemon.publish.records import Place, Record, audio_name
from daemon.web.page import clock, page
from tests.contract.library import MORNING
from tests.daemon.web.house import HERE, House

NAUGHTY = (
    """</title><script src=https://evil.example/x.js></script><img src=x onerror=alert(1)>'"&#x3c;$title ${root} $$"""
)


class Read(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def record(house: House) -> Record:
    return house.put()


@pytest.mark.parametrize("path", ["play", "morning/play", f"morning/{MORNING}/play"])
@pytest.mark.parametrize("way", ["token", "basic"])
def test_all_that_it_names_is_there(house: House, record: Record, path: str, way: str) -> None:
    token = house.keys.gives()
    begin = f"{HERE}/f/{token}" if way == "token" else f"{HERE}/b"
    password = {} if way == "token" else {"authorization": "Basic " + b64encode(f":{token}".encode()).decode()}
    answer = house.ask(f"{begin}/{path}", **password)
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"] == "private, no-cache"
    read = Read(answer.body.decode())
    named = {attributes.get("src") or attributes.get("href") for _, attributes in read.elements} - {None}
    assert {urljoin(f"{begin}/{path}", str(each)).partition("#")[0].rpartition("/")[2] for each in named} == {
        "cover.jpg", "player.css", "player.js", audio_name(record), "notes.html", "transcript.vtt",
    }  # fmt: skip  # a few lines
    for each in named:
        assert house.ask(urljoin(f"{begin}/{path}", str(each)).partition("#")[0], **password).status == 200


def test_it_works_without_its_script(house: House, record: Record) -> None:
    text = house.ask(f"/f/{house.keys.gives()}/play").body.decode()
    read = Read(text)
    [audio] = read.all("audio")
    assert "controls" in audio
    marks = [link["href"] or "" for link in read.all("a") if link.get("data-start")]
    assert [mark.partition("#")[2] for mark in marks] == ["t=0", "t=60"]
    assert {mark.partition("#")[0] for mark in marks} == {audio["src"]}
    assert "A comet" in read.text


def test_nothing_in_it_runs_or_is_loaded_from_elsewhere(house: House) -> None:
    house.put()
    answer = house.ask(f"/f/{house.keys.gives()}/play")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert not re.search(r"unsafe|\*|http|data:", policy)
    assert not re.search(r"https?://|//[a-z]|\son[a-z]+=|style=", answer.body.decode())


def test_naughty_words_stay_words(record: Record) -> None:
    chapters = (Chapter(start=0, end=9, title=NAUGHTY, link="javascript:alert(1)"),)
    bad = replace(record, title=NAUGHTY, show_title=NAUGHTY, summary=NAUGHTY, language='en"><x>', chapters=chapters)
    text, plain = page(bad, Place("."), ".."), page(record, Place("."), "..")
    read = Read(text)
    assert {tag for tag, _ in read.elements} == {tag for tag, _ in Read(plain).elements}
    assert len(read.all("script")) == 1
    assert len(read.all("img")) == 1
    assert "javascript:" not in text
    assert read.text.count(NAUGHTY) == 4


@pytest.mark.parametrize(("language", "word"), [("de-AT", "Mitschrift"), ("fr", "Transcription"), ("pt", "Transcript")])
def test_it_speaks_the_episodes_language(record: Record, language: str, word: str) -> None:
    text = page(replace(record, language=language), Place("."), "..")
    assert word in text
    assert f'<html lang="{language}">' in text


def test_without_chapters_it_says_what_the_episode_is_about(record: Record) -> None:
    bare = replace(record, chapters=(), summary=NAUGHTY)
    text = page(bare, Place("."), "..")
    assert "<ol" not in text
    assert NAUGHTY in Read(text).text
    assert len(Read(text).all("script")) == 1


def test_what_the_chapters_say_is_not_said_twice(record: Record) -> None:
    text = page(replace(record, summary="A comet"), Place("."), "..")
    assert Read(text).text.count("A comet") == 1


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (9.9, "0:09"), (605, "10:05"), (3599, "59:59"), (3661, "1:01:01")]
)
def test_clocks(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown
