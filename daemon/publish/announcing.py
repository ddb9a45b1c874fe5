"""What is told of an episode to those who only hear of it: that it is there, and where. Nothing of what it says."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from config.errors import DawncastError
from config.secrets import Secret
from connectors.base import ConnectorError
from connectors.http import Fetcher, StatusError
from connectors.http_asks import NONE, address
from daemon.model import Episode, Publication
from daemon.publish.asking import is_open, library_error, revealed, stayed
from daemon.publish.base import Depot, LibraryError
from daemon.publish.disk import disk_trouble
from daemon.publish.records import content_of

SECONDS = 30.0
MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """All that others are told of an episode: its title is the date, and no word of its items is in it.

    `content`: the hash of what it is now. `chapters`: how many. `play`: where it can be heard; None: at no address.
    """

    guid: str
    content: str
    show: str
    show_title: str
    day: date
    title: str
    language: str
    seconds: float
    chapters: int
    play: str | None

    @property
    def key(self) -> str:
        """The same for each try to tell of the same."""
        return hashlib.sha256(f"{self.guid} {self.content}".encode()).hexdigest()[:32]


class Announcer:
    """A library that holds nothing: it tells of an episode. `tell` answers whom it has told, without a secret."""

    def __init__(self, depot: Depot, tell: Callable[[Episode], Awaitable[str]]) -> None:
        self._name = depot.name
        self._tell = tell

    async def publish(self, episode: Episode) -> Publication:
        """Tell of it."""
        where = await self._tell(episode)
        return Publication(library=self._name, guid=episode.guid, where=where, published=episode.made)

    async def verify(self, publication: Publication) -> None:
        """Nothing more is to be seen than that it was taken."""

    async def remove(self, publication: Publication) -> None:
        """What was told stays told."""


async def announcement(episode: Episode, depot: Depot) -> Announcement:
    """What is told of that episode. Raises LibraryError."""
    try:
        play = await asyncio.to_thread(depot.play_link, episode.show, episode.day)
    except DawncastError as error:
        raise LibraryError(str(error), transient=True) from error
    with disk_trouble():
        content = await asyncio.to_thread(content_of, episode)
    return Announcement(
        guid=episode.guid,
        content=content,
        show=episode.show,
        show_title=episode.show_title,
        day=episode.day,
        title=episode.title,
        language=episode.language,
        seconds=episode.seconds,
        chapters=len(episode.chapters),
        play=play,
    )


def secret_address(secret: Secret) -> str:
    """An address that is a secret itself. Raises LibraryError where it is none, or whoever is on the way could read it.

    http:// is for a server at home, by its numeric address or a name that only the home's network knows.
    """
    url = revealed(secret, "address").strip()
    try:
        address(url)
    except ConnectorError:
        what = "is not of the form https://host/path. Correct it where url in the settings says"
        raise LibraryError(f"The address {what}.", transient=False) from None
    if is_open(url):
        what = "https://, or anybody on the way could read it; only a server at home may do without"
        raise LibraryError(f"The address must begin with {what}. Correct it.", transient=False)
    return url


async def post(url: str, content: bytes, headers: Mapping[str, str] = NONE, *, refused: str) -> str:
    """Send JSON to an address; its host. `refused`: what to do where it does not let us. Raises LibraryError."""
    kind = {"Content-Type": "application/json"}
    host = address(url).authority
    async with Fetcher(seconds=SECONDS, most_bytes=MOST_BYTES) as web:
        try:
            answer = await web.send("POST", url, content=content, headers={**kind, **headers})
        except ConnectorError as error:
            if isinstance(error, StatusError) and error.status in {401, 403}:
                raise LibraryError(f"{host} does not take the message. {refused}.", transient=False) from error
            raise library_error(error) from error
    stayed(answer, url)
    return host
