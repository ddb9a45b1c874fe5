"""Unread stories from FreshRSS, or any other reader that speaks the Google Reader API. Nothing is marked as read.

https://freshrss.github.io/FreshRSS/en/developers/06_GoogleReader_API.html
"""

import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from pydantic import Field

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SecretAddress, SourceConfig
from connectors.codec import from_json
from connectors.feed_text import MOST_TITLE, plain, title_and_summary, web_link
from connectors.http import Fetcher, StatusError
from connectors.items import Story, Window
from connectors.lenient import OR_NONE
from connectors.reader_pages import Reader, unread

PAGE, MOST_PAGES = 50, 8
"""Stories a page, and pages: the newest come first, and no morning tells more."""
READ = "user/-/state/com.google/read"
UNREAD = "/reader/api/0/stream/contents/user/-/state/com.google/reading-list"
LOGIN = "/accounts/ClientLogin"
MEND = "Set one in FreshRSS under Settings, Profile (it is not the one for logging in), and put it into the settings."


class FreshRssConfig(SourceConfig):
    """A reader by the address of its API (FreshRSS shows it in the profile: …/api/greader.php)."""

    base_url: SecretAddress
    username: str
    password: Secret
    """The API password, which is not the one for logging in."""
    fresh_for: float = Field(default=48.0, gt=0, le=24 * 365)
    """Hours; older stories are no news."""


class FreshRssConnector:
    """Logs in and asks for what is unread, page by page; what has come is kept when a later page fails."""

    def __init__(self, config: FreshRssConfig, _listener: Listener) -> None:
        self._config = config
        self._address = config.base_url.rstrip("/")

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # the reader knows what is unread
        """The fresh unread stories."""
        reader = Reader(
            name="FreshRSS", calls_them="stories", seconds=self._config.timeout, pages=self._pages, explained=_explained
        )
        return unread(reader, window, self._config.fresh_for)

    async def _log_in(self, fetcher: Fetcher) -> str:
        form = {"Email": self._config.username, "Passwd": self._config.password.reveal()}
        try:
            answer = await fetcher.send("POST", self._address + LOGIN, form=form)
        except StatusError as error:
            raise _refused(error) from error
        return ticket(answer.body)

    async def _pages(self, fetcher: Fetcher, window: Window, _warnings: list[str]) -> "AsyncIterator[Page]":
        ticket = await self._log_in(fetcher)
        since = window.now - timedelta(hours=self._config.fresh_for)
        params = {"output": "json", "n": str(PAGE), "xt": READ, "ot": str(int(since.timestamp()))}
        headers = {"Authorization": f"GoogleLogin auth={ticket}"}
        scope = hashlib.sha256(self._address.encode()).hexdigest()[:8]
        for _ in range(MOST_PAGES):
            answer = await fetcher.get(
                self._address + UNREAD, headers=headers, params=params, accept="application/json"
            )
            page = parse(answer.body, scope)
            yield page
            if not page.continuation:
                return
            params = {**params, "c": page.continuation}


@dataclass(frozen=True, slots=True)
class _Link:
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Content:
    content: str = ""


@dataclass(frozen=True, slots=True)
class _Origin:
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Item:
    """`published` in seconds; servers differ in which of `summary` and `content` holds the text."""

    id: str
    title: str = ""
    published: int | None = None
    summary: _Content = _Content()
    content: _Content = _Content()
    canonical: tuple[_Link, ...] = ()
    alternate: tuple[_Link, ...] = ()
    categories: tuple[str, ...] = ()
    origin: _Origin = _Origin()


@dataclass(frozen=True, slots=True)
class _Answer:
    """The usual answer; an item that cannot be read loses itself alone."""

    items: tuple[Annotated[_Item | None, OR_NONE], ...]
    continuation: str | int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page, of which `lost` stories could not be read; `continuation` asks for the next one, "" ends them."""

    stories: tuple[Story, ...]
    lost: int
    continuation: str


def ticket(data: bytes) -> str:
    """What ClientLogin gives to whoever is let in. Raises ConnectorError where it is none."""
    lines = (line.partition("=") for line in data.decode(errors="replace").splitlines())
    found = next((value.strip() for name, _, value in lines if name == "Auth"), "")
    if not (found and found.isascii() and found.isprintable()):
        raise _unlike("a login")
    return found


def parse(data: bytes, scope: str) -> Page:
    """One page of a stream; `scope` tells this reader's ids from another's. Raises ConnectorError."""
    try:
        answer = from_json(_Answer, data)
    except ValueError as error:
        raise _unlike("a list of stories") from error
    more = str(answer.continuation or "") if answer.items else ""
    return Page(tuple(_stories(answer.items, scope)), answer.items.count(None), more)


def _stories(items: Iterable[_Item | None], scope: str) -> Iterator[Story]:
    for item in items:
        title, summary = (
            title_and_summary(item.title, item.summary.content or item.content.content)
            if item and not _is_read(item)
            else ("", "")
        )
        if item and title:
            yield Story(
                uid=f"{scope}:{item.id.rpartition('/')[2]}",
                title=title,
                link=_link(item),
                published=_moment(item.published),
                summary=summary,
                feed=plain(item.origin.title, MOST_TITLE) or "FreshRSS",
            )


def _is_read(item: _Item) -> bool:
    """Whether it came although it was not asked for: "-" may be written out as the user's number."""
    return any(name.startswith("user/") and name.endswith("/state/com.google/read") for name in item.categories)


def _link(item: _Item) -> str | None:
    return next((link for found in (*item.canonical, *item.alternate) if (link := web_link(found.href))), None)


def _moment(seconds: int | None) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if seconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _unlike(what: str) -> ConnectorError:
    sentence = f"FreshRSS could not be understood: its answer is not {what}. Check base_url in the settings."
    return ConnectorError(sentence, transient=True)


def _refused(error: StatusError) -> ConnectorError:
    """What only the settings, FreshRSS's or ours, can mend."""
    if error.status in {400, 401, 403}:  # 400 is what it answers to a name that nobody can have
        sentence = f"FreshRSS refuses the user name or the API password. {MEND}"
        return ConnectorError(sentence, transient=False, needs_login=True)
    if error.status == 404:
        sentence = "There is no reader at this address. Write into base_url what FreshRSS shows as the API address."
        return ConnectorError(sentence, transient=False)
    if error.status == 503:
        sentence = "FreshRSS is down, or its API is off. Allow API access in it under Settings, Authentication."
        return ConnectorError(sentence, transient=True)
    return error


def _explained(error: ConnectorError | TimeoutError) -> ConnectorError:
    if isinstance(error, TimeoutError):
        return ConnectorError("FreshRSS did not answer in time. It will be asked again the next time.", transient=True)
    if isinstance(error, StatusError) and error.status == 401:
        sentence = "FreshRSS took the password but not what it gave for it. Let its web server pass on Authorization."
        return ConnectorError(sentence, transient=False)
    return error


CONNECTOR = ConnectorType("freshrss", FreshRssConfig, FreshRssConnector, ("story",))
