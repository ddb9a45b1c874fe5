"""Looks at a published episode as a podcast app would: the feed, then the audio's first and last bytes."""

from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from connectors.base import ConnectorError
from connectors.http import Fetched, Fetcher, StatusError
from daemon.model import Publication
from daemon.publish.asking import library_error
from daemon.publish.base import LibraryError
from daemon.publish.records import Place
from daemon.publish.rss import enclosure_of

SECONDS = 30.0
MOST_BYTES = 256 * 2**20
"""Of an answer: a server that gives no parts sends the audio whole."""
AGAIN = "Publish the episode again."


@dataclass(frozen=True, slots=True)
class Visitor:
    """How a listener's app asks: with a user name and password, where the store is not read without.

    `closed`: what to do where nobody is let in.
    """

    closed: str
    auth: tuple[str, str] | None = field(default=None, repr=False)


async def see(visitor: Visitor, place: Place, show: str, publication: Publication) -> None:
    """Raise LibraryError unless the show's feed names the publication and its audio is whole."""
    async with Fetcher(seconds=SECONDS, most_bytes=MOST_BYTES) as web:
        audio = _audio(await _asked(web, visitor, place.feed(show), "The feed"), publication)
        address, length = audio.get("url", ""), audio.get("length", "")
        if not address.startswith(f"{place.base}/") or f"/{publication.content}/" not in address:
            raise LibraryError(f"The feed names an earlier episode or address. {AGAIN}", transient=True)
        for at in (0, int(length) - 1):
            answer = await _asked(web, visitor, address, "The audio", at)
            if not _fits(answer, at, int(length)):
                raise LibraryError(f"The audio there is not whole. {AGAIN}", transient=True)


async def _asked(web: Fetcher, visitor: Visitor, address: str, what: str, at: int | None = None) -> Fetched:
    headers = {} if at is None else {"Range": f"bytes={at}-{at}", "Accept-Encoding": "identity"}
    try:
        return await web.get(address, headers=headers, auth=visitor.auth)
    except ConnectorError as error:
        if isinstance(error, StatusError) and error.status in {401, 403}:
            raise LibraryError(f"{what} cannot be read: {visitor.closed}", transient=False) from error
        if isinstance(error, StatusError) and error.status in {404, 410, 416}:
            sentence = f"{what} is not to be found there, or not whole. {AGAIN} If that is in vain, correct base_url."
            raise LibraryError(sentence, transient=True) from error
        raise library_error(error) from error


def _audio(feed: Fetched, publication: Publication) -> ET.Element:
    try:
        audio = enclosure_of(feed.body, publication.guid)
    except ET.ParseError as error:
        raise LibraryError(f"What is there in place of the feed is none. {AGAIN}", transient=True) from error
    if audio is None or not audio.get("length", "").strip("0").isdecimal():
        raise LibraryError(f"The feed does not name the episode. {AGAIN}", transient=True)
    return audio


def _fits(answer: Fetched, at: int, length: int) -> bool:
    """Whether it is that byte of so many, or the whole of them from a server that gives no parts."""
    if answer.part:
        return answer.part == f"bytes {at}-{at}/{length}" and len(answer.body) == 1
    return len(answer.body) == length
