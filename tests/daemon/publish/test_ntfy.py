"""The notification through ntfy: its words, its link, its address."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from daemon.model import Episode
from daemon.publish.base import Library, LibraryError
from daemon.publish.ntfy import LIBRARY, NtfyConfig, library, sequence, server_and_topic
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.announcers import CANARY, PLAY, AnnouncerContract, with_canaries
from tests.daemon.publish.asked import revealed
from tests.fakes.web import Web

TOPIC = "a-secret-topic"


@pytest.fixture
def server() -> Iterator[Web]:
    with Web() as web:
        web.serve("/", b'{"id":"sPs71M8A2T","event":"message"}')
        yield web


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return replace(an_episode(tmp_path / "made"), show_title="Mañana ☀", title="martes, 24 de marzo")


def config(server: Web, token: str | None = None) -> NtfyConfig:
    return NtfyConfig(kind="ntfy", url=revealed(server.url(f"/{TOPIC}")), token=revealed(token) if token else None)


def push(server: Web, episode: Episode, *, play: str | None = PLAY, token: str | None = None) -> str:
    depot = a_depot(episode.audio.parent, play_link=play)
    return asyncio.run(library(config(server, token), depot).publish(episode)).where


class TestNtfyContract(AnnouncerContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"url": {"env": "TOPIC"}, "token": {"env": "TOKEN"}}

    @pytest.fixture
    def library(self, server: Web, tmp_path: Path) -> Library:
        self.server = server
        return library(config(server), a_depot(tmp_path))

    @pytest.fixture
    def broken(self, server: Web, tmp_path: Path) -> Library:
        server.fail("/", 403)
        return library(config(server), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        """As the phone shows them: one of the same sequence takes the other's place."""
        guids = {sequence(guid): guid for guid in ("urn:uuid:2026-03-24", "urn:uuid:2026-03-25")}
        return [*dict.fromkeys(guids[request.json["sequence_id"]] for request in self.server.requests)]


def test_what_is_pushed(server: Web, episode: Episode) -> None:
    assert push(server, episode, token="a-secret-token") == server.host
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/")
    assert request.headers["authorization"] == "Bearer a-secret-token"
    identity = request.json["sequence_id"]
    assert request.json == {
        "topic": TOPIC,
        "title": "Mañana ☀",
        "message": "martes, 24 de marzo · 3 min",
        "tags": ["headphones"],
        "sequence_id": identity,
        "click": PLAY,
    }
    assert identity.isalnum()
    assert len(identity) <= 64


def test_without_a_link_it_still_says_that_the_episode_is_there(server: Web, episode: Episode) -> None:
    push(server, episode, play=None)
    assert "click" not in server.requests[0].json
    assert "authorization" not in server.requests[0].headers


def test_a_new_take_takes_the_place_of_the_notification(server: Web, episode: Episode) -> None:
    push(server, episode)
    push(server, replace(episode, title="otra vez"))
    push(server, replace(episode, guid="urn:uuid:other"))
    first, again, other = (request.json["sequence_id"] for request in server.requests)
    assert first == again != other


def test_nothing_of_what_the_episode_says_leaves(server: Web, episode: Episode) -> None:
    push(server, with_canaries(episode))
    assert CANARY not in repr(server.requests)


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_is_told(server: Web, episode: Episode, status: int) -> None:
    server.fail("/", status)
    with pytest.raises(
        LibraryError, match=r"does not take the message\. Check the topic's address and the token"
    ) as error:
        push(server, episode)
    assert not error.value.transient
    assert TOPIC not in str(error.value)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://ntfy.sh/mine", ("https://ntfy.sh/", "mine")),
        ("https://ntfy.sh/mine/", ("https://ntfy.sh/", "mine")),
        ("http://10.0.0.2:8080/push/my_topic-2", ("http://10.0.0.2:8080/push/", "my_topic-2")),
    ],
)
def test_an_address_is_a_server_and_a_topic(address: str, expected: tuple[str, str]) -> None:
    assert server_and_topic(address) == expected


@pytest.mark.parametrize(
    "address", ["https://ntfy.sh", "https://ntfy.sh/", "https://ntfy.sh/a.b", "https://ntfy.sh/x?y", "ntfy://ntfy.sh/x"]
)
def test_what_names_no_topic_is_told(address: str) -> None:
    with pytest.raises(LibraryError, match="ends in the topic") as error:
        server_and_topic(address)
    assert not error.value.transient
