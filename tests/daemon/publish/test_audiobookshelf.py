"""Audiobookshelf against the stand-in server: uploaded and put into its folder, once, whatever breaks off."""

import asyncio
import re
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from daemon.model import Episode, Publication
from daemon.publish.asking import PAUSES
from daemon.publish.audiobookshelf import LIBRARY, AudiobookshelfConfig, AudiobookshelfLibrary, file_name
from daemon.publish.audiobookshelf_server import Upload, multipart
from daemon.publish.base import Library, LibraryError
from daemon.publish.records import record_of
from tests.contract.library import LibraryContract, a_depot, an_episode
from tests.daemon.publish.asked import Clock
from tests.daemon.publish.uploader import a_library, a_take, config
from tests.fakes.audiobookshelf import TOKEN, Audiobookshelf
from tests.fakes.between import MOMENTS, Between, Moment
from tests.fakes.web import Web, refused


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


class Scene:
    """A server, what stands before it, and a library of the home in a folder."""

    def __init__(self, shelf: Audiobookshelf, between: Between, folder: Path) -> None:
        self.shelf = shelf
        self.between = between
        self.folder = folder
        self.clock = Clock()
        self.settings: dict[str, Any] = {}

    def library(self, **settings: Any) -> AudiobookshelfLibrary:
        return a_library(self.between.host, self.folder, self.clock.pause, **{**self.settings, **settings})

    def episode(self, audio: str = "a take") -> Episode:
        return a_take(self.folder, audio)

    def publish(self, audio: str = "a take", **settings: Any) -> Publication:
        """As the daemon delivers: published, and looked at until it is there."""
        publication = asyncio.run(self.library(**settings).publish(self.episode(audio)))
        asyncio.run(self.library(**settings).verify(publication))
        return publication

    def fails(self, audio: str = "a take", **settings: Any) -> LibraryError:
        with pytest.raises(LibraryError) as error:
            self.publish(audio, **settings)
        assert str(error.value).endswith(".")
        assert TOKEN not in str(error.value)
        return error.value

    def publish_persistently(self, audio: str) -> None:
        """As the daemon does it: what may pass is tried once more."""
        try:
            self.publish(audio)
        except LibraryError as error:
            assert error.transient  # noqa: PT017  # most of what breaks off is not even noticed
            self.publish(audio)

    def heard(self) -> list[bytes]:
        """What somebody hears who plays all that is shown."""
        return [(self.shelf.root / "podcasts" / "morning" / name).read_bytes() for name in self.shelf.files]


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
    episodes = [replace(an_episode(scene.folder / show), show=show, guid=f"urn:uuid:{show}") for show in ("one", "two")]

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
@pytest.mark.parametrize("at", range(6))
def test_whatever_is_lost_on_the_way_the_next_try_makes_good(either: Scene, at: int, moment: Moment) -> None:
    either.publish("the first take")
    either.between.strike(at, moment)
    either.publish_persistently("the second take")
    assert either.heard() == [b"the second take" * 2000]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("at", [3, 4], ids=["upload", "deletion of the first take"])
def test_a_killed_upload_is_finished_by_the_next(scene: Scene, at: int, moment: Moment) -> None:
    scene.shelf.has_library("Dawncast")
    scene.publish("the first take")
    words = ("tests.daemon.publish.uploader", scene.between.host, str(scene.folder), "the second take")
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


def test_what_is_shown_twice_is_not_there_until_it_is_once(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    publication = scene.publish()
    scene.shelf.doubles()
    with pytest.raises(LibraryError) as error:
        asyncio.run(scene.library().verify(publication))
    assert error.value.transient
    scene.publish()
    assert len(scene.shelf.files) == 1


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


# faults ---

FAULTS = {
    401: (False, "Make an API key"),
    403: (False, "Give the token's user"),
    404: (False, "has nothing at this address"),
    413: (False, "set path"),
    429: (True, "too many requests"),
    500: (True, "fault of its own"),
}


@pytest.mark.parametrize("status", FAULTS)
@pytest.mark.parametrize("path", ["/api/libraries", "/api/upload"])
def test_every_refusal_is_told(scene: Scene, path: str, status: int) -> None:
    scene.shelf.has_library("Dawncast")
    again = status == 500 and path == "/api/libraries"  # the client asks twice where that is harmless
    scene.shelf.fail(path, status, times=1 + again)
    transient, words = FAULTS[status]
    error = scene.fails()
    assert (error.transient, words in str(error)) == (transient, True)
    scene.publish()
    assert len(scene.shelf.files) == 1


@pytest.mark.parametrize(
    ("what", "words"), [("upload", "upload to the library"), ("make", "make the library"), ("delete", "delete")]
)
def test_what_the_token_may_not_is_told(scene: Scene, what: str, words: str) -> None:
    if what != "make":
        scene.shelf.has_library("Dawncast")
    if what == "delete":
        scene.publish()
    scene.shelf.forbids(what)
    error = scene.fails("another take", folder="/podcasts")
    assert not error.transient
    assert f"does not let Dawncast {words}" in str(error)


def test_an_old_server_that_adds_nothing_is_told(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    scene.shelf.serve("/api/upload", b'Directory "/podcasts/morning" already exists', status=500)
    error = scene.fails()
    assert not error.transient
    assert "Update Audiobookshelf" in str(error)


def test_a_library_for_books_is_not_taken(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast", media_type="book")
    assert "is for books" in str(scene.fails())


def test_no_library_and_no_folder_to_make_it_in(scene: Scene) -> None:
    assert "Make it there for podcasts, or set folder" in str(scene.fails())


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"libraries": [{"id": 1}]}', b"\xff"])
def test_what_is_no_audiobookshelf(scene: Scene, answer: bytes) -> None:
    scene.shelf.serve("/api/libraries", answer)
    assert "does not answer as Audiobookshelf does. Check url" in str(scene.fails())


def test_a_host_that_is_away(tmp_path: Path) -> None:
    library = AudiobookshelfLibrary(config(refused().rstrip("/")), a_depot(tmp_path), Clock().pause)
    with pytest.raises(LibraryError, match="refused the connection") as error:
        asyncio.run(library.publish(an_episode(tmp_path / "made")))
    assert error.value.transient


def test_a_host_without_tls_where_it_is_asked_for(tmp_path: Path) -> None:
    with Web() as web:
        address = web.url("").replace("http:", "https:")
        library = AudiobookshelfLibrary(config(address), a_depot(tmp_path), Clock().pause)
        with pytest.raises(LibraryError, match="No secure connection"):
            asyncio.run(library.publish(an_episode(tmp_path / "made")))


def test_a_redirect_takes_no_token_along(scene: Scene) -> None:
    with Web() as elsewhere:
        elsewhere.serve("/api/libraries", b'{"libraries": []}')
        scene.shelf.redirect("/api/libraries", elsewhere.url("/api/libraries"))
        scene.fails()
        assert [request.headers.get("authorization") for request in elsewhere.requests] == [None]


def test_an_upload_that_is_sent_on_is_not_taken_for_done(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    scene.shelf.redirect("/api/upload", "/elsewhere", 301)
    scene.shelf.serve("/elsewhere", b"OK")
    error = scene.fails()
    assert not error.transient
    assert "sends requests on to another address" in str(error)


def test_a_secret_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    settings = AudiobookshelfConfig.model_validate(
        {"kind": "audiobookshelf", "url": "http://127.0.0.1:9", "token": {"env": "NO_SUCH_VARIABLE"}}
    )
    library = AudiobookshelfLibrary(settings, a_depot(tmp_path))
    with pytest.raises(LibraryError, match="The token cannot be had: the environment variable NO_SUCH_VARIABLE"):
        asyncio.run(library.publish(an_episode(tmp_path / "made")))


def test_only_the_audio_leaves(scene: Scene) -> None:
    scene.shelf.has_library("Dawncast")
    episode = scene.episode()
    for file in (episode.chapters_json, episode.transcript, episode.notes, episode.cover):
        file.write_bytes(b"CANARY")
    episode = replace(episode, title="CANARY", summary="CANARY", show_title="CANARY")
    publication = asyncio.run(scene.library().publish(episode))
    asyncio.run(scene.library().verify(publication))
    assert not [request for request in scene.shelf.requests if "CANARY" in repr(request)]


@pytest.mark.parametrize(
    "settings", [{"url": "http://shelf.example.org"}, {"url": "shelf"}, {"library": ""}, {"token": "as it is"}]
)
def test_settings_that_are_refused(settings: dict[str, Any]) -> None:
    good = {"kind": "audiobookshelf", "url": "https://shelf.example.org", "token": {"env": "TOKEN"}}
    AudiobookshelfConfig.model_validate(good)
    with pytest.raises(ValidationError):
        AudiobookshelfConfig.model_validate({**good, **settings})


@given(content=st.binary(max_size=200))
def test_a_form_carries_any_content(content: bytes) -> None:
    body, kind = multipart({"title": "morning"}, Upload("morning", "2026-03-24.mp3", "audio/mpeg", content))
    form = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    title, file = form.iter_parts()
    assert title.get_payload(decode=True) == b"morning"
    assert (file.get_content_type(), file.get_filename()) == ("audio/mpeg", "2026-03-24.mp3")
    assert b"\r\n\r\n" + content + b"\r\n--" in body
