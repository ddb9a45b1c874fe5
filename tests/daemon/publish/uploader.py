"""A process that publishes one episode to an Audiobookshelf server, to be killed.

python -m tests.daemon.publish.uploader HOST FOLDER AUDIO
"""

import asyncio
import sys
from pathlib import Path
from typing import Any

from daemon.model import Episode
from daemon.publish.asking import Pause
from daemon.publish.audiobookshelf import AudiobookshelfConfig, AudiobookshelfLibrary
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.asked import Clock, revealed
from tests.fakes.audiobookshelf import TOKEN


def config(url: str, token: str = TOKEN, **more: Any) -> AudiobookshelfConfig:
    """Settings for a server."""
    return AudiobookshelfConfig(kind="audiobookshelf", url=url, token=revealed(token), **more)


def a_library(host: str, folder: Path, pause: Pause, **more: Any) -> AudiobookshelfLibrary:
    """The library of the home in that folder, at the server behind `host`."""
    return AudiobookshelfLibrary(config(f"http://{host}", **more), a_depot(folder), pause)


def a_take(folder: Path, audio: str) -> Episode:
    """The episode of the morning, spoken that way."""
    return an_episode(folder / "made", audio=audio.encode() * 2000)


if __name__ == "__main__":
    host, home, audio = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    asyncio.run(a_library(host, home, Clock().pause).publish(a_take(home, audio)))
