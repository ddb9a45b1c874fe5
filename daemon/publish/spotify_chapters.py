"""The chapters and links of an episode at Spotify: set at once, looked for when it is playable, and set again."""

import logging
from pathlib import Path

from daemon.home.files import write_whole
from daemon.publish.spotify_answers import SpotifyError
from daemon.publish.spotify_calls import Spotify
from daemon.publish.spotify_memory import Upload
from daemon.publish.spotify_words import wanted_chapters

MOST_PUSHES = 3
"""How often chapters are set that are not to be seen then: an episode without them is one, too."""

log = logging.getLogger(__name__)


class Chapters:
    """Keeps a file for each episode whose chapters were not seen to be there. Raises SpotifyError, OSError."""

    def __init__(self, spotify: Spotify, folder: Path) -> None:
        self._spotify = spotify
        self._folder = folder

    async def set(self, upload: Upload, show: str, timeline: bytes) -> None:
        """Set them. The episode's being there does not depend on that, so a failure is left to `are_there`."""
        write_whole(self._file(upload), timeline)
        try:
            await self._spotify.set_timeline(upload.uri, show, self._file(upload))
        except SpotifyError as error:
            log.warning("The chapters could not be set yet: %s", error)

    async def are_there(self, upload: Upload, show: str) -> bool:
        """Whether they are, or there is no more hope for them; else they are set again."""
        file = self._file(upload)
        if not file.exists():
            return True
        there = await self._spotify.chapters(upload.uri, show)
        if not wanted_chapters(file.read_bytes()) <= there:
            if upload.pushes < MOST_PUSHES and await self._set_again(upload, show, file):
                return False
            log.warning("Spotify does not take the chapters of %s, so it has none.", upload.uri)
        self.forget(upload)
        return True

    def forget(self, upload: Upload) -> None:
        """There is nothing more to look for."""
        self._file(upload).unlink(missing_ok=True)

    async def _set_again(self, upload: Upload, show: str, file: Path) -> bool:
        """Whether they were taken."""
        try:
            await self._spotify.set_timeline(upload.uri, show, file)
        except SpotifyError as error:
            if error.kind != "input":
                raise
            return False
        return True

    def _file(self, upload: Upload) -> Path:
        return self._folder / "timelines" / f"{upload.uri.rpartition(':')[2]}.json"
