import asyncio
import json
import os
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

import feedparser
import pytest
from pydantic import ValidationError

from daemon.publish.base import Library, LibraryError
from daemon.publish.folder import LIBRARY, FolderConfig, FolderLibrary
from tests.contract.library import MORNING, LibraryContract, a_depot, an_episode


def a_library(home: Path, **settings: str) -> FolderLibrary:
    return FolderLibrary(FolderConfig.model_validate({"kind": "folder", **settings}), a_depot(home))


def feed_of(home: Path, show: str = "morning") -> Any:
    return feedparser.parse((home / "library" / show / "feed.xml").read_bytes())


class TestFolderContract(LibraryContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"base_url": "https://me.example.org/pod/"}

    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        return a_library(tmp_path)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Library:
        (tmp_path / "library").write_text("a file where the folder should be")
        return a_library(tmp_path)

    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path) -> None:
        self.home = tmp_path

    def listed(self, library: Library) -> Collection[str]:
        return [entry.id for entry in feed_of(self.home).entries]


def test_files_lie_under_their_day(tmp_path: Path) -> None:
    asyncio.run(a_library(tmp_path).publish(an_episode(tmp_path / "made")))
    names = {file.name for file in (tmp_path / "library" / "morning").iterdir() if not file.name.startswith(".")}
    beside = {"chapters.json", "vtt", "html", "jpg", "episode.json"}
    assert names == {"feed.xml", "morning.m3u", "2026-03-24.mp3", *(f"2026-03-24.{suffix}" for suffix in beside)}


def test_without_a_web_address_the_feed_names_files_that_are_there(tmp_path: Path) -> None:
    asyncio.run(a_library(tmp_path / "a home, with spaces").publish(an_episode(tmp_path / "made")))
    (entry,) = feed_of(tmp_path / "a home, with spaces").entries
    audio = Path(url2pathname(urlsplit(entry.enclosures[0].href).path))
    assert audio.read_bytes() == b"sound" * 100


def test_with_a_web_address_the_feed_names_it(tmp_path: Path) -> None:
    asyncio.run(a_library(tmp_path, base_url="https://me.example.org/pod/").publish(an_episode(tmp_path / "made")))
    feed = feed_of(tmp_path)
    assert feed.entries[0].enclosures[0].href == "https://me.example.org/pod/morning/2026-03-24.mp3"
    assert {"href": "https://me.example.org/pod/morning/feed.xml", "rel": "self", "type": "application/rss+xml"} in [
        dict(link) for link in feed.feed.links
    ]


def test_a_path_of_its_own(tmp_path: Path) -> None:
    asyncio.run(a_library(tmp_path / "home", path=str(tmp_path / "pods")).publish(an_episode(tmp_path / "made")))
    assert (tmp_path / "pods" / "morning" / "feed.xml").is_file()
    assert not (tmp_path / "home").exists()


def test_the_audio_of_an_earlier_format_is_removed(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    asyncio.run(library.publish(an_episode(tmp_path / "first", suffix=".m4a")))
    asyncio.run(library.publish(an_episode(tmp_path / "second", suffix=".mp3")))
    assert [file.name for file in (tmp_path / "library" / "morning").glob("2026-03-24.m*")] == ["2026-03-24.mp3"]


def test_a_listeners_own_files_stay(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    own = tmp_path / "library" / "morning" / "2026-03-24.txt"
    own.write_text("mine")
    asyncio.run(library.publish(an_episode(tmp_path / "made")))
    asyncio.run(library.remove(publication))
    assert own.read_text() == "mine"


def test_removing_touches_nothing_outside_the_library(tmp_path: Path) -> None:
    library = a_library(tmp_path / "home")
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    elsewhere = asyncio.run(a_library(tmp_path / "other home").publish(an_episode(tmp_path / "made")))
    asyncio.run(library.remove(replace(elsewhere, guid=publication.guid)))
    assert Path(elsewhere.where).is_file()


def test_verify_notices_audio_that_is_not_whole(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    os.truncate(publication.where, 3)
    with pytest.raises(LibraryError, match="not whole"):
        asyncio.run(library.verify(publication))


@pytest.mark.parametrize("text", ["", "<rss", "<rss><channel/></rss>"])
def test_verify_notices_a_feed_that_is_broken(tmp_path: Path, text: str) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    (tmp_path / "library" / "morning" / "feed.xml").write_text(text)
    with pytest.raises(LibraryError, match="Publish"):
        asyncio.run(library.verify(publication))


def test_a_damaged_record_costs_only_its_own_episode(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    library = a_library(tmp_path)
    asyncio.run(library.publish(an_episode(tmp_path / "first")))
    (tmp_path / "library" / "morning" / "2026-03-24.episode.json").write_text("{")
    asyncio.run(library.publish(an_episode(tmp_path / "second", day=MORNING + timedelta(days=1))))
    assert [entry.id for entry in feed_of(tmp_path).entries] == ["urn:uuid:2026-03-25"]
    assert "2026-03-24.episode.json is damaged" in caplog.text


def test_a_record_of_a_later_version_is_read(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "first")))
    record = tmp_path / "library" / "morning" / "2026-03-24.episode.json"
    record.write_text(json.dumps({**json.loads(record.read_text()), "something_new": 1}))
    asyncio.run(library.publish(an_episode(tmp_path / "second", day=MORNING + timedelta(days=1))))
    asyncio.run(library.verify(publication))


def test_a_record_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    asyncio.run(library.publish(an_episode(tmp_path / "first")))
    record = tmp_path / "library" / "morning" / "2026-03-24.episode.json"
    fields = json.loads(record.read_text())
    record.write_text(json.dumps({name: fields[name] for name in fields.keys() - {"content", "notes"}}))
    asyncio.run(library.publish(an_episode(tmp_path / "second", day=MORNING + timedelta(days=1))))
    assert [entry.id for entry in feed_of(tmp_path).entries] == ["urn:uuid:2026-03-25", "urn:uuid:2026-03-24"]


def test_players_get_a_list_with_the_newest_last(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    for day in (MORNING + timedelta(days=1), MORNING):
        episode = replace(an_episode(tmp_path / str(day), day=day), title=f"Дзень\n{day}")
        publication = asyncio.run(library.publish(episode))
    playlist = tmp_path / "library" / "morning" / "morning.m3u"
    assert playlist.read_text(encoding="utf-8").splitlines() == [
        *("#EXTM3U", "#EXTENC:UTF-8", "#PLAYLIST:Morning"),
        *("#EXTINF:151,Дзень 2026-03-24", "2026-03-24.mp3"),
        *("#EXTINF:151,Дзень 2026-03-25", "2026-03-25.mp3"),
    ]
    asyncio.run(library.remove(publication))
    assert "2026-03-24.mp3" not in playlist.read_text(encoding="utf-8")
    assert "2026-03-25.mp3" in playlist.read_text(encoding="utf-8")


def test_two_days_published_at_once_are_both_in_the_feed(tmp_path: Path) -> None:
    days = [date(2026, 3, 1) + timedelta(days=at) for at in range(12)]
    episodes = [an_episode(tmp_path / str(day), day=day) for day in days]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda episode: asyncio.run(a_library(tmp_path).publish(episode)), episodes))
    assert len(feed_of(tmp_path).entries) == 12


def test_a_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("in the way")
    with pytest.raises(LibraryError, match=str(tmp_path / "library" / "morning")) as refused:
        asyncio.run(a_library(tmp_path).publish(an_episode(tmp_path / "made")))
    assert refused.value.transient


@pytest.mark.parametrize(
    "address", ["me.example.org", "ftp://me.example.org", "https://", "https://me.example.org/?a=1"]
)
def test_a_base_url_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="write the web address"):
        FolderConfig(kind="folder", base_url=address)
