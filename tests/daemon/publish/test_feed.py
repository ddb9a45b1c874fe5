import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.publish.base import Library, LibraryError
from daemon.publish.feed import LIBRARY, UNSAID, FeedConfig, FeedLibrary
from daemon.publish.records import content_of
from daemon.publish.shelf import Shelf
from tests.contract.library import LibraryContract, a_depot, an_episode


def a_library(home: Path, **settings: str) -> FeedLibrary:
    return FeedLibrary(FeedConfig.model_validate({"kind": "feed", **settings}), a_depot(home))


class TestFeedContract(LibraryContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"base_url": "https://me.example.org/pod"}

    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        return a_library(tmp_path)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Library:
        (tmp_path / "libraries").mkdir()
        (tmp_path / "libraries" / "shelf").write_text("a file where the folder should be")
        return a_library(tmp_path)

    @pytest.fixture(autouse=True)
    def _home(self, tmp_path: Path) -> None:
        self.shelf = Shelf(a_depot(tmp_path).folder)

    def listed(self, library: Library) -> Collection[str]:
        return [record.guid for show in self.shelf.shows() for record in self.shelf.records(show)]


def test_a_publication_tells_the_feed_and_the_content_but_no_token(tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    near = asyncio.run(a_library(tmp_path / "near").publish(episode))
    far = asyncio.run(a_library(tmp_path / "far", base_url="https://me.example.org/pod/").publish(episode))
    assert near.where == UNSAID
    assert far.where == "https://me.example.org/pod/b/morning/feed.xml"
    assert near.content == far.content == content_of(episode)


@pytest.mark.parametrize("name", ["episode.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg"])
def test_verify_notices_what_is_missing(tmp_path: Path, name: str) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    (file,) = a_depot(tmp_path).folder.rglob(name)
    file.unlink()
    with pytest.raises(LibraryError, match=name) as refused:
        asyncio.run(library.verify(publication))
    assert refused.value.transient
    asyncio.run(library.verify(asyncio.run(library.publish(an_episode(tmp_path / "made")))))


def test_verify_notices_audio_that_is_not_whole(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    (file,) = a_depot(tmp_path).folder.rglob("episode.mp3")
    file.unlink()
    file.write_bytes(b"sound" * 99)
    with pytest.raises(LibraryError, match="audio that the feed names"):
        asyncio.run(library.verify(publication))


def test_verify_notices_that_another_make_is_there(tmp_path: Path) -> None:
    library = a_library(tmp_path)
    first = asyncio.run(library.publish(an_episode(tmp_path / "first")))
    second = asyncio.run(library.publish(an_episode(tmp_path / "second", audio=b"other")))
    asyncio.run(library.verify(second))
    with pytest.raises(LibraryError, match="Publish it again"):
        asyncio.run(library.verify(first))


NO_ADDRESSES = """
me.example.org
ftp://me.example.org
https://
https://me.example.org/?a=1
https://a b.example.org
https://kim:secret@me.example.org
https://me.example.org/#a
https://me.example.org/"
http://[
"""


@pytest.mark.parametrize("address", NO_ADDRESSES.split("\n"))
def test_a_base_url_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValidationError, match="write the web address"):
        FeedConfig(kind="feed", base_url=address)
