"""The feed asked as a podcast app on a telephone would, but within this process: no server, no network, no database.

What is asked is the very application that `dawncast serve` serves, on what lies on the shelf at this moment.
"""

import asyncio
import io
import secrets
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

from daemon.home.tokens import RANDOM, Token, digest_of
from daemon.publish.rss import NAMESPACES
from daemon.publish.shelf import Shelf
from daemon.serve.log import Log

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from daemon.web.front import Front

LONG_ENOUGH = timedelta(minutes=1)
NOWHERE = "http://localhost"


async def ask(shelf: Shelf, base: str, show: str, guid: str) -> str | None:
    """What an app cannot get of an episode, as a sentence; None where it is in the feed and all of it can be heard.

    `base`: the feed's public address, "" where there is none. Of the audio the first and last bytes are asked for.
    """
    phone = Phone(shelf, base)
    answer = await phone.ask(phone.feed(show))
    if answer.status != 200:
        return "The feed cannot be read."
    item = next((one for one in ET.fromstring(answer.body).iter("item") if one.findtext("guid") == guid), None)  # noqa: S314  # our own feed
    enclosure = None if item is None else item.find("enclosure")
    if item is None or enclosure is None:
        return "The feed does not name the episode."
    if not await _whole(phone, enclosure.get("url", ""), int(enclosure.get("length", "0"))):
        return "The audio that the feed names cannot be read to its end."
    for part in ("chapters", "transcript"):
        beside = item.find(f"podcast:{part}", NAMESPACES)
        if beside is None or (await phone.ask(beside.get("url", ""))).status != 200:
            return f"The {part} that the feed names cannot be read."
    return None


async def _whole(phone: "Phone", address: str, size: int) -> bool:
    first, last = [await phone.ask(address, {"range": asked}) for asked in ("bytes=0-0", "bytes=-1")]
    return all(
        (answer.status, answer.headers.get("content-range"), len(answer.body)) == (206, f"bytes {at}-{at}/{size}", 1)
        for answer, at in ((first, 0), (last, size - 1))
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer; `headers` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class OneToken:
    """The only token there is."""

    digest: bytes
    token: Token

    def version(self) -> int:
        """Always the same."""
        return 1

    def known(self) -> Mapping[bytes, Token]:
        """It."""
        return {self.digest: self.token}


class Phone:
    """An app with a token of its own, good for one minute. `base`: the feed's public address, or ""."""

    def __init__(self, shelf: Shelf, base: str) -> None:
        self._token = secrets.token_urlsafe(RANDOM)
        self._base = base or NOWHERE
        self._app = _app(shelf, base, OneToken(digest_of(self._token), _token(_now())))

    def feed(self, show: str) -> str:
        """The address of a show's feed, as this app subscribes to it."""
        return f"{self._base}/f/{self._token}/{show}/feed.xml"

    async def ask(self, address: str, headers: Mapping[str, str] | None = None) -> Answered:
        """The answer to a GET of an absolute address, as the feed names it; the app raises what it raises."""
        return await answered(self._app, address, headers or {})


async def answered(
    app: "ASGIApp", address: str, headers: Mapping[str, str], method: str = "GET", client: str = "127.0.0.1"
) -> Answered:
    """What an application answers to a request for an absolute address that comes from `client`."""
    parts, heard = urlsplit(address), _Heard()
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "scheme": parts.scheme,
        "path": unquote(parts.path),
        "headers": [
            (name.lower().encode(), value.encode()) for name, value in {"host": parts.netloc, **headers}.items()
        ],
        "client": (client, 0),
    }
    await app(scope, heard.receive, heard.send)
    return heard.answer()


class _Heard:
    """The other end of a request: it stays until it has heard all."""

    def __init__(self) -> None:
        self._asked = False
        self._status = 0
        self._headers: dict[str, str] = {}
        self._body = io.BytesIO()

    async def receive(self) -> dict[str, Any]:
        if self._asked:
            await asyncio.Event().wait()
        self._asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = {name.decode().lower(): value.decode() for name, value in message["headers"]}
        else:
            self._body.write(message.get("body", b""))

    def answer(self) -> Answered:
        return Answered(self._status, self._headers, self._body.getvalue())


def _now() -> datetime:
    return datetime.now(UTC)


def _token(now: datetime) -> Token:
    return Token(
        name="seen to be there", created=now, show=None, day=None, expires=now + LONG_ENOUGH, used=None, used_by=""
    )


def _app(shelf: Shelf, base: str, keys: OneToken) -> "Front":
    from daemon.web.app import app
    from daemon.web.feed import Feed
    from daemon.web.gate import Gate
    from daemon.web.site import Site

    site, unheard = Site(shelves=(shelf,), base=base), Log(io.StringIO(), "error")
    return app(lambda: site, Feed(Gate(keys, unheard, _now), unheard, _now), unheard)
