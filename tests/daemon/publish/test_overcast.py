"""Overcast's ping: it is told how the feed's address begins, and nothing else."""

import asyncio
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.model import Episode
from daemon.publish.base import Library, LibraryError
from daemon.publish.overcast import LIBRARY, OvercastConfig, library
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.announcers import CANARY, PLAY, AnnouncerContract, with_canaries
from tests.fakes.web import Web

BASE = "https://me.example.org/pod"


@pytest.fixture
def overcast() -> Iterator[Web]:
    with Web() as web:
        web.serve("/ping", b"OK")
        yield web


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path / "made")


def config(overcast: Web) -> OvercastConfig:
    return OvercastConfig(kind="overcast", base_url=f"{BASE}/", api_base=overcast.url(""))


class TestOvercastContract(AnnouncerContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"base_url": BASE}

    @pytest.fixture
    def library(self, overcast: Web, tmp_path: Path) -> Library:
        self.overcast = overcast
        return library(config(overcast), a_depot(tmp_path))

    @pytest.fixture
    def broken(self, overcast: Web, tmp_path: Path) -> Library:
        overcast.fail("/ping", 503)
        return library(config(overcast), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        """It is told of no episode: each ping is for the next day's."""
        return ["urn:uuid:2026-03-24", "urn:uuid:2026-03-25"][: len(self.overcast.requests)]

    def test_the_same_guid_twice_is_one_episode(self, library: Library, episode: Episode) -> None:
        for _ in range(2):
            asyncio.run(library.publish(episode))
        assert len({repr(request.query) for request in self.overcast.requests}) == 1

    def test_a_changed_format_replaces_too(self, library: Library, tmp_path: Path) -> None:
        for suffix in (".m4a", ".mp3"):
            asyncio.run(library.publish(an_episode(tmp_path / suffix, suffix=suffix)))
        assert len({repr(request.query) for request in self.overcast.requests}) == 1


def test_it_is_told_the_prefix_alone(overcast: Web, episode: Episode, tmp_path: Path) -> None:
    depot = a_depot(tmp_path, play_link=PLAY)
    publication = asyncio.run(library(config(overcast), depot).publish(with_canaries(episode)))
    (request,) = overcast.requests
    assert (request.method, request.path, request.query) == ("GET", "/ping", {"urlprefix": f"{BASE}/"})
    assert CANARY not in repr(request)
    assert publication.where == overcast.url("")


@pytest.mark.parametrize(("status", "transient"), [(404, False), (429, True), (500, True)])
def test_a_refusal_is_told(overcast: Web, episode: Episode, tmp_path: Path, status: int, *, transient: bool) -> None:
    overcast.fail("/ping", status)
    with pytest.raises(LibraryError) as error:
        asyncio.run(library(config(overcast), a_depot(tmp_path)).publish(episode))
    assert error.value.transient is transient


@pytest.mark.parametrize("base", ["http://192.168.1.2:8571", "http://localhost", "me.example.org", f"{BASE}/f?token=x"])
def test_an_address_that_overcast_cannot_reach_is_refused(base: str) -> None:
    with pytest.raises(ValidationError):
        OvercastConfig(kind="overcast", base_url=base)
