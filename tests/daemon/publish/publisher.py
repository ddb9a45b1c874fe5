"""A process that publishes one episode to a store, to be killed.

python -m tests.daemon.publish.publisher KIND HOST BUCKET PUBLIC FOLDER AUDIO NOW
"""

import asyncio
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from daemon.model import Episode
from daemon.publish import s3, webdav
from daemon.publish.static import StaticLibrary
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.stores import dav_config, s3_config


def a_library(kind: str, host: str, name: str, public: str, folder: Path, now: Callable[[], datetime]) -> StaticLibrary:
    """The library, of the home in that folder, in a bucket or folder behind `host` that everybody reads at `public`."""
    if kind == "webdav":
        target = webdav.target(dav_config(host, name, prefix="once", base_url=public))
    else:
        target = s3.target(s3_config(host, name, prefix="once", base_url=public))
    return StaticLibrary(target, a_depot(folder), now)


def a_take(folder: Path, audio: str) -> Episode:
    """The episode of the morning, spoken that way: some 100 kB."""
    return an_episode(folder / "made", audio=audio.encode().ljust(20, b".") * 5000)


if __name__ == "__main__":
    kind, host, name, public, folder, audio, now = sys.argv[1:]
    library = a_library(kind, host, name, public, Path(folder), lambda: datetime.fromisoformat(now))
    asyncio.run(library.publish(a_take(Path(folder), audio)))
