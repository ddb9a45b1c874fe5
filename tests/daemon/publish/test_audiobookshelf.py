"""Audiobookshelf against the stand-in server: uploaded and put into its folder, once, whatever breaks off."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from daemon.publish.asking import PAUSES
from daemon.publish.audiobookshelf import LIBRARY, AudiobookshelfLibrary, file_name
from daemon.publish.base import Library, LibraryError
from daemon.publish.records import record_of
from tests.contract.library import LibraryContract, a_depot, an_episode
from tests.daemon.publish.asked import Clock
from tests.daemon.publish.shelves import Scene, config
from tests.fakes.audiobookshelf import Audiobookshelf
from tests.fakes.between import MOMENTS, Between, Moment


def guids(shelf: Audiobookshelf) -> list[str]:
    return [f"urn:uuid:{name[:10]}" for name in shelf.files]


class TestUploadContract(LibraryContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {
        "url": "https://shelf.example.org/",
        "token": {"env": "TOKEN"},
        "library": "Mornings",
        "folder": "/podcasts",
    }

    @pytest.fixture(autouse=True)
    def _shelf(self, tmp_path: Path) -> Iterator[None]:
        with Audiobookshelf(tmp_path / "server") as self.shelf:
            self.shelf.has_library("Dawncast")
            yield

    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        return AudiobookshelfLibrary(config(self.shelf.address), a_depot(tmp_path), Clock().pause)

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Library:
        return AudiobookshelfLibrary(config(self.shelf.address, "wrong"), a_depot(tmp_path), Clock().pause)

    def listed(self, library: Library) -> Collection[str]:
        return guids(self.shelf)


class TestFolderContract(TestUploadContract):
    @pytest.fixture
    def library(self, tmp_path: Path) -> Library:
        settings = config(self.shelf.address, path=str(self.shelf.root / "podcasts"))
        return AudiobookshelfLibrary(settings, a_depot(tmp_path), Clock().pause)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Audiobookshelf(tmp_path / "server") as shelf, Between(shelf.host) as between:
        yield Scene(shelf, between, tmp_path / "home")


@pytest.fixture(params=["upload", "folder"])
def either(request: pytest.FixtureRequest, scene: Scene) -> Scene:
    """A scene in which files are uploaded, and one in which they are put into the folder."""
    scene.shelf.has_library("Dawncast")
    if request.param == "folder":
        scene.settings = {"path": str(scene.shelf.root / "podcasts")}
    return scene


# where it goes ---


def test_the_file_says_whose_it_is_and_what_is_in_it(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    publication = scene.publish()
    record = record_of(scene.episode())
    assert scene.shelf.files == [file_name(record)]
    assert re.fullmatch(rf"2026-03-24-[0-9a-f]{{12}}-{record.content}\.mp3", file_name(record))
    assert publication.where == f"{scene.between.host}/Dawncast/morning/{file_name(record)}"
    assert scene.heard() == [scene.episode().audio.read_bytes()]


def test_a_library_that_is_not_there_is_made_once(scene: Scene) -> None:
    for audio in ("a take", "another"):
        scene.publish(audio, library="Mornings", folder="/podcasts")
    assert scene.shelf.libraries == ["Mornings"]


def test_two_shows_at_once_make_one_library(scene: Scene) -> None:
    library = scene.library(folder="/podcasts")
    episodes = [replace(an_episode(scene.home / show), show=show, guid=f"urn:uuid:{show}") for show in ("one", "two")]

    async def both() -> None:
        await asyncio.gather(*(library.publish(episode) for episode in episodes))

    asyncio.run(both())
    assert scene.shelf.libraries == ["Dawncast"]
    assert len(scene.shelf.files) == 2


def test_a_lost_answer_does_not_make_a_second_library(scene: Scene) -> None:
    scene.between.strike(2, "after")
    scene.fails(folder="/podcasts")
    scene.publish(folder="/podcasts")
    assert scene.shelf.libraries == ["Dawncast"]


def test_the_folder_that_the_settings_name(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast", "/elsewhere")
    assert "does not have the folder that the settings name" in str(scene.fails(folder="/podcasts"))
    scene.publish(folder="/elsewhere/")
    assert (scene.shelf.root / "elsewhere" / "morning").is_dir()


def test_a_base_path_is_kept(tmp_path: Path) -> None:
    with Audiobookshelf(tmp_path / "server", base="/audiobookshelf") as shelf:
        shelf.has_library("Dawncast")
        library = AudiobookshelfLibrary(config(shelf.address), a_depot(tmp_path / "home"), Clock().pause)
        asyncio.run(library.verify(asyncio.run(library.publish(an_episode(tmp_path / "made")))))


# once ---


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("at", [3, 4, 5], ids=["upload", "deletion of the first take", "scan"])
def test_whatever_is_lost_on_the_way_the_next_try_makes_good(scene: Scene, at: int, moment: Moment) -> None:
    scene.shelf.has_library("Dawncast")
    scene.publish("the first take")
    scene.between.strike(at, moment)
    scene.publish_persistently("the second take")
    assert scene.heard() == [b"the second take" * 2000]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_scan_that_was_not_heard_of_is_asked_for_again(scene: Scene, moment: Moment) -> None:
    scene.shelf.has_library("Dawncast")
    scene.settings = {"path": str(scene.shelf.root / "podcasts")}
    scene.publish("the first take")
    scene.between.strike(3, moment)
    scene.publish_persistently("the second take")
    assert scene.heard() == [b"the second take" * 2000]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("at", [3, 4], ids=["upload", "deletion of the first take"])
def test_a_killed_upload_is_finished_by_the_next(scene: Scene, at: int, moment: Moment) -> None:
    scene.shelf.has_library("Dawncast")
    scene.publish("the first take")
    words = ("tests.daemon.publish.shelves", scene.between.host, str(scene.home), "the second take")
    process = subprocess.Popen([sys.executable, "-m", *words], stderr=subprocess.DEVNULL)
    scene.between.strike(at, moment, process.kill)
    assert process.wait(30) == -signal.SIGKILL
    scene.publish("the second take")
    assert scene.heard() == [b"the second take" * 2000]


def test_the_same_again_is_not_uploaded_again(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    scene.publish()
    scene.publish()
    assert len(scene.shelf.asked("/api/upload")) == 1


def test_what_is_the_listeners_own_stays(either: Scene) -> None:
    either.shelf.has_own("morning", "2026-03-24 talk.mp3")
    publication = either.publish()
    either.publish("another take")
    asyncio.run(either.library().remove(publication))
    assert either.shelf.files == ["2026-03-24 talk.mp3"]


def test_what_is_shown_twice_is_not_there_until_it_is_once(either: Scene) -> None:
    publication = either.publish()
    either.shelf.doubles()
    with pytest.raises(LibraryError) as error:
        asyncio.run(either.library().verify(publication))
    assert error.value.transient
    either.publish()
    assert len(either.shelf.files) == 1


def test_a_file_that_was_cut_off_is_noticed_and_replaced(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    publication = scene.publish()
    scene.shelf.cuts_off()
    with pytest.raises(LibraryError):
        asyncio.run(scene.library().verify(publication))
    scene.shelf.looks_by_itself()
    scene.publish()
    assert scene.heard() == [scene.episode().audio.read_bytes()]


def test_removing_takes_the_last_episode_out_too(either: Scene) -> None:
    asyncio.run(either.library().remove(either.publish()))
    assert either.shelf.files == []
    assert not [*(either.shelf.root / "podcasts" / "morning").glob("*.mp3")]


# seen to be there ---


def test_a_slow_scan_is_waited_for(either: Scene) -> None:
    either.shelf.scans_late(4)
    either.publish()
    assert either.clock.waited >= sum(PAUSES[:2])


def test_who_may_not_scan_waits_for_the_server(either: Scene) -> None:
    either.shelf.forbids("scan")
    error = either.fails()
    assert error.transient
    assert "does not show the episode yet" in str(error)
    either.shelf.looks_by_itself()
    either.publish()


def test_an_upload_that_was_not_kept_is_noticed(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    scene.shelf.loses_uploads()
    assert scene.fails().transient
    scene.shelf.has_room_again()
    scene.publish()


def test_in_the_folder_a_new_take_is_there_when_it_was_scanned(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    scene.settings = {"path": str(scene.shelf.root / "podcasts")}
    scene.publish()
    scene.shelf.never_scans()
    assert "does not show the episode yet" in str(scene.fails("another, longer take"))
