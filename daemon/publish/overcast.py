"""Has Overcast look at the feed at once: it is told how the address begins, and nothing of the token in it.

(overcast.fm/podcasterinfo; never podping or WebSub, which would tell the whole address to everybody.)
"""

from functools import partial
from typing import Annotated

from pydantic import AfterValidator

from connectors.base import ConnectorError
from connectors.http import Fetcher
from daemon.hosts import is_home
from daemon.model import Episode
from daemon.publish.announcing import MOST_BYTES, SECONDS, Announcer
from daemon.publish.asking import ServerAddress, library_error
from daemon.publish.base import Depot, LibraryConfig, LibraryType
from daemon.publish.records import WebAddress


def _public(address: str) -> str:
    if is_home(address):
        raise ValueError("Overcast reads feeds from its own servers: write the address at which they reach yours")
    return address


class OvercastConfig(LibraryConfig):
    """`base_url`: how the feed's address begins, as the base_url of the library that serves it."""

    base_url: Annotated[WebAddress, AfterValidator(_public)]
    api_base: ServerAddress = "https://overcast.fm"


def library(config: OvercastConfig, depot: Depot) -> Announcer:
    """Tells Overcast."""
    return Announcer(depot, partial(_tell, config))


async def _tell(config: OvercastConfig, _episode: Episode) -> str:
    async with Fetcher(seconds=SECONDS, most_bytes=MOST_BYTES) as web:
        try:
            await web.get(f"{config.api_base}/ping", params={"urlprefix": f"{config.base_url}/"})
        except ConnectorError as error:
            raise library_error(error) from error
    return config.api_base


LIBRARY = LibraryType("overcast", OvercastConfig, library, announces=True)
