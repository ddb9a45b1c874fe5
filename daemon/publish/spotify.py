"""The listener's own Spotify, through Spotify's own program save-to-spotify: private episodes, on every device.

Its audio lies on Spotify's servers, so this library is opted into and has a rendition of its own by default.
"""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from config.fields import Language, absolute
from config.libraries import Redaction
from connectors.base import Person
from daemon.model import Episode, Publication
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.spotify_answers import SpotifyError
from daemon.publish.spotify_calls import ADDRESS, Spotify, Words
from daemon.publish.spotify_decide import CAP, Limits, Wanted
from daemon.publish.spotify_login import log_in
from daemon.publish.spotify_program import Held, Program
from daemon.publish.spotify_visit import Visit
from daemon.publish.spotify_words import Parcel, show_title, show_words, timeline_of, words_of

FORMS = (".mp3", ".m4a")
LARGEST_COVER = 2**20
JPEG = b"\xff\xd8\xff"


def _agreed(value: bool) -> bool:
    if not value:
        raise ValueError(
            "this library sends the audio of your episodes to Spotify's servers: what your calendar, tasks and other "
            "sources say, except for what `redaction` leaves out. Spotify's rules forbid other people's personal data "
            "and confidential business there. If that is what you want, write agree = true"
        )
    return value


def _program(value: str, info: ValidationInfo) -> str:
    return absolute(value, info) if "/" in value else value


class SpotifyConfig(LibraryConfig):
    """What `[libraries.NAME]` of kind "spotify" may set."""

    agree: Annotated[bool, Field(strict=True, validate_default=True), AfterValidator(_agreed)] = False
    """That the audio may go to Spotify's servers."""
    program: Annotated[str, Field(min_length=1), AfterValidator(_program)] = "save-to-spotify"
    """A name on the PATH, or a path."""
    show: Annotated[str, Field(min_length=1)] | None = None
    """The title of the show there, or its address (spotify:show:…). Default: the title of Dawncast's show."""
    language: Language | None = None
    """Default: the episode's."""
    prune: bool = False
    """Whether the oldest of Dawncast's own episodes may be deleted where a show has `keep_episodes` of them."""
    keep_episodes: Annotated[int, Field(strict=True, ge=1, lt=CAP)] = 50
    redaction: Redaction = Redaction()


class SpotifyLibrary:
    """Uploads each episode once, and looks whether Spotify has made it playable."""

    def __init__(
        self,
        config: SpotifyConfig,
        depot: Depot,
        program: Program | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name = depot.name
        self._config = config
        self._folder = depot.folder
        self._program = program or Program(config.program, depot.home / "logins" / depot.name, depot.name)
        self._now = now

    async def publish(self, episode: Episode) -> Publication:
        """Upload it. What it replaces stays until `verify` has seen it to be playable."""
        if episode.audio.suffix.lower() not in FORMS:
            raise SpotifyError("format", self.name)
        async with self._held() as held:
            upload = await self._visit(held).bring(await asyncio.to_thread(self._parcel, episode))
        return Publication(library=self.name, guid=episode.guid, where=upload.uri, published=upload.at)

    async def verify(self, publication: Publication) -> None:
        """Ask Spotify whether it can be heard; for the first minutes it cannot."""
        async with self._held() as held:
            await self._visit(held).check(publication.guid, publication.where)

    async def remove(self, publication: Publication) -> None:
        """Delete it, if Dawncast has uploaded it."""
        async with self._held() as held:
            await self._visit(held).take_out(publication.guid)

    async def examine(self) -> str:
        """How it stands, for `dawncast doctor`. Raises LibraryError where it does not stand well."""
        async with self._held() as held:
            return await self._visit(held).told()

    async def log_in(self, person: Person) -> None:
        """Lead a person through the login, and see that it works. Raises LibraryError."""
        async with self._held() as held:
            await log_in(held, person)
            await self._visit(held).forget_lost_shows()

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[Held]:
        try:
            async with self._program.alone() as held:
                yield held
        except OSError as error:
            sentence = f"A file in the home cannot be used ({error.strerror}). Make room there, or let Dawncast write."
            raise LibraryError(sentence, transient=True) from error

    def _visit(self, held: Held) -> Visit:
        limits = Limits(prune=self._config.prune, keep=self._config.keep_episodes)
        return Visit(Spotify(held.run, self.name), self._folder, limits, self._now)

    def _parcel(self, episode: Episode) -> Parcel:
        words, cover = words_of(episode, self._config.language), _cover(episode.cover)
        audio = _hash(episode.audio)
        picture = _hash(cover) if cover else ""
        made = hashlib.sha256("\0".join((words.title, words.summary, words.language, audio, picture)).encode())
        return Parcel(
            guid=episode.guid,
            show=self._show(episode, words.language),
            wanted=Wanted(title=words.title, made=made.hexdigest(), audio=audio, day=episode.day),
            audio=episode.audio.absolute(),
            cover=cover.absolute() if cover else None,
            words=words,
            timeline=timeline_of(episode),
        )

    def _show(self, episode: Episode, language: str) -> Words | str:
        wanted = self._config.show or episode.show_title
        return wanted if ADDRESS.fullmatch(wanted) else show_words(show_title(wanted), language)


def _hash(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _cover(file: Path) -> Path | None:
    """The cover, if Spotify takes it: an episode without one is better than none."""
    with file.open("rb") as data:
        return file if data.read(len(JPEG)) == JPEG and file.stat().st_size <= LARGEST_COVER else None


LIBRARY = LibraryType(
    "spotify",
    SpotifyConfig,
    SpotifyLibrary,
    log_in=lambda config, depot, person: asyncio.run(SpotifyLibrary(config, depot).log_in(person)),
)
