"""What goes wrong at Audiobookshelf is told with what to do, and nothing of it does harm."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from daemon.publish.audiobookshelf import AudiobookshelfConfig, AudiobookshelfLibrary
from daemon.publish.audiobookshelf_server import Upload, multipart
from daemon.publish.base import LibraryError
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.asked import Clock
from tests.daemon.publish.shelves import Scene, config
from tests.fakes.audiobookshelf import Audiobookshelf
from tests.fakes.between import Between
from tests.fakes.web import Web, refused


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    with Audiobookshelf(tmp_path / "server") as shelf, Between(shelf.host) as between:
        yield Scene(shelf, between, tmp_path / "home")


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
