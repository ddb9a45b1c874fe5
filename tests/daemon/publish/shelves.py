"""An Audiobookshelf server with a home that delivers to it.

python -m tests.daemon.publish.shelves HOST HOME AUDIO: a process that publishes one episode there, to be killed.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

import pytest

from daemon.model import Episode, Publication
from daemon.publish.asking import Pause
from daemon.publish.audiobookshelf import AudiobookshelfConfig, AudiobookshelfLibrary
from daemon.publish.base import LibraryError
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.asked import Clock, revealed
from tests.fakes.audiobookshelf import TOKEN, Audiobookshelf
from tests.fakes.between import Between


def config(url: str, token: str = TOKEN, **more: Any) -> AudiobookshelfConfig:
    """Settings for a server."""
    return AudiobookshelfConfig(kind="audiobookshelf", url=url, token=revealed(token), **more)


def a_library(host: str, home: Path, pause: Pause, **more: Any) -> AudiobookshelfLibrary:
    """The library of the home in that folder, at the server behind `host`."""
    return AudiobookshelfLibrary(config(f"http://{host}", **more), a_depot(home), pause)


def a_take(home: Path, audio: str) -> Episode:
    """The episode of the morning, spoken that way."""
    return an_episode(home / "made", audio=audio.encode() * 2000)


class Scene:
    """A server, what stands before it, and a library of the home in a folder."""

    def __init__(self, shelf: Audiobookshelf, between: Between, home: Path) -> None:
        self.shelf = shelf
        self.between = between
        self.home = home
        self.clock = Clock()
        self.settings: dict[str, Any] = {}

    def library(self, **settings: Any) -> AudiobookshelfLibrary:
        return a_library(self.between.host, self.home, self.clock.pause, **{**self.settings, **settings})

    def episode(self, audio: str = "a take") -> Episode:
        return a_take(self.home, audio)

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


if __name__ == "__main__":
    host, home, audio = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    asyncio.run(a_library(host, home, Clock().pause).publish(a_take(home, audio)))
