"""A music server's folder against the stand-in server: the files, the scan, and that they are seen to be there."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.model import Episode, Publication
from daemon.publish.asking import PAUSES
from daemon.publish.base import Library, LibraryError
from daemon.publish.subsonic import LIBRARY, SubsonicConfig, SubsonicLibrary
from tests.contract.library import LibraryContract, a_depot, an_episode
from tests.daemon.publish.asked import Clock, revealed
from tests.fakes.subsonic import PASSWORD, USER, Subsonic
from tests.fakes.web import refused


def config(server: Subsonic, **more: Any) -> SubsonicConfig:
    given = {"url": server.address, "username": USER, "password": revealed(PASSWORD), "path": str(server.music), **more}
    return SubsonicConfig(kind="subsonic", **given)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Subsonic]:
    with Subsonic(tmp_path / "music") as server:
        yield server


class TestSubsonicContract(LibraryContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {
        "url": "https://music.example.org",
        "username": "kim",
        "password": {"env": "PASSWORD"},
        "path": "/music",
    }

    @pytest.fixture
    def library(self, server: Subsonic, tmp_path: Path) -> Library:
        self.server = server
        return SubsonicLibrary(config(server), a_depot(tmp_path), Clock().pause)

    @pytest.fixture
    def broken(self, server: Subsonic, tmp_path: Path) -> Library:
        return SubsonicLibrary(config(server, password=revealed("wrong")), a_depot(tmp_path), Clock().pause)

    def listed(self, library: Library) -> Collection[str]:
        return [f"urn:uuid:{file.stem}" for file in self.server.shown]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def library(server: Subsonic, tmp_path: Path, clock: Clock) -> SubsonicLibrary:
    return SubsonicLibrary(config(server), a_depot(tmp_path), clock.pause)


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return replace(an_episode(tmp_path / "made"), title="Dienstag, 24. März 2026")


def publish(library: SubsonicLibrary, episode: Episode) -> Publication:
    """As the daemon delivers: published, and looked at until it is there."""
    publication = asyncio.run(library.publish(episode))
    asyncio.run(library.verify(publication))
    return publication


def fails(library: SubsonicLibrary, episode: Episode) -> LibraryError:
    with pytest.raises(LibraryError) as error:
        publish(library, episode)
    assert str(error.value).endswith(".")
    assert PASSWORD not in str(error.value)
    return error.value


def test_the_files_and_a_list_for_the_server(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    publication = publish(library, episode)
    names = {file.name for file in (server.music / "morning").iterdir()}
    assert {"2026-03-24.mp3", "2026-03-24.jpg", "morning.m3u"} <= names
    assert publication.where == str(server.music / "morning" / "2026-03-24.mp3")


def test_the_password_never_goes_along(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    publish(library, episode)
    salts = [request.query["s"] for request in server.requests]
    assert len({*salts}) == len(salts) > 1
    assert not any(PASSWORD in repr(request) for request in server.requests)


def test_it_is_found_by_the_words_of_its_title(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    publish(library, episode)
    assert {request.query["query"] for request in server.asked("/rest/search3")} == {"Dienstag 24 März 2026"}


def test_a_slow_scan_is_waited_for(library: SubsonicLibrary, server: Subsonic, episode: Episode, clock: Clock) -> None:
    server.scans_late(4)
    publish(library, episode)
    assert clock.waited >= sum(PAUSES[:2])


def test_a_scan_without_end_is_told(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    server.scans_late(1000)
    error = fails(library, episode)
    assert error.transient
    assert "still looking through its folders" in str(error)


def test_a_folder_that_is_none_of_its_music_is_told(
    library: SubsonicLibrary, server: Subsonic, episode: Episode
) -> None:
    server.never_scans()
    error = fails(library, episode)
    assert error.transient
    assert f"See that {server.music} is among its music" in str(error)


def test_who_may_not_scan_waits_for_the_server(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    server.fails("startScan", 50)
    server.fails("getScanStatus", 50)
    assert fails(library, episode).transient
    server.looks_by_itself()
    publish(library, episode)


def test_another_of_that_day_is_not_taken_for_it(
    library: SubsonicLibrary, server: Subsonic, episode: Episode, tmp_path: Path
) -> None:
    publish(library, replace(episode, show="evening", guid="urn:uuid:other"))
    server.never_scans()
    longer = an_episode(tmp_path / "longer", audio=b"longer" * 1000)
    assert fails(library, replace(longer, title=episode.title)).transient


def test_a_file_that_was_cut_off_is_noticed(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    publication = publish(library, episode)
    Path(publication.where).write_bytes(b"half")
    with pytest.raises(LibraryError, match="is not whole"):
        asyncio.run(library.verify(publication))


def test_a_damaged_record_is_told(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    publication = publish(library, episode)
    Path(publication.where).with_suffix(".episode.json").write_text("{")
    with pytest.raises(LibraryError, match="is damaged"):
        asyncio.run(library.verify(publication))


FAULTS = {
    ("startScan", 40): (False, "Check them in the settings"),
    ("startScan", 41): (False, "Make a user for Dawncast"),
    ("search3", 50): (False, "Give them that right"),
    ("search3", 0): (True, "fault of its own"),
    ("startScan", 70): (True, "fault of its own (error 70)"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_refusal_is_told(
    library: SubsonicLibrary, server: Subsonic, episode: Episode, fault: tuple[str, int]
) -> None:
    server.fails(*fault)
    transient, words = FAULTS[fault]
    error = fails(library, episode)
    assert error.transient is transient
    assert words in str(error)


@pytest.mark.parametrize("answer", [b"<html>", b"{}", b'{"subsonic-response": {}}'])
def test_what_is_no_such_server(library: SubsonicLibrary, server: Subsonic, episode: Episode, answer: bytes) -> None:
    server.serve("/rest/startScan", answer)
    assert "does not answer as a Subsonic server does" in str(fails(library, episode))


def test_a_host_that_is_away(server: Subsonic, episode: Episode, tmp_path: Path) -> None:
    library = SubsonicLibrary(config(server, url=refused().rstrip("/")), a_depot(tmp_path), Clock().pause)
    error = fails(library, episode)
    assert error.transient
    assert "refused the connection" in str(error)


def test_nothing_but_the_title_is_asked_for(library: SubsonicLibrary, server: Subsonic, episode: Episode) -> None:
    for file in (episode.chapters_json, episode.transcript, episode.notes):
        file.write_bytes(b"CANARY")
    asyncio.run(library.remove(publish(library, replace(episode, summary="CANARY", show_title="CANARY"))))
    assert not any("CANARY" in repr(request) for request in server.requests)


@pytest.mark.parametrize("settings", [{"url": "http://music.example.org"}, {"username": ""}, {"path": None}])
def test_settings_that_are_refused(settings: dict[str, Any]) -> None:
    good = {"kind": "subsonic", **TestSubsonicContract.settings}
    SubsonicConfig.model_validate(good)
    with pytest.raises(ValidationError):
        SubsonicConfig.model_validate({**good, **settings})
