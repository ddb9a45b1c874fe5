"""Unread stories from a Miniflux feed reader (https://miniflux.app/docs/api.html). Nothing is marked as read."""

import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
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
"""Entries a page, and pages a category: the newest come first, and no morning tells more."""
Query = Mapping[str, str]


class MinifluxConfig(SourceConfig):
    """A Miniflux by its address, with an API key of its; `categories` are names, none of them means all."""

    base_url: SecretAddress
    token: Secret
    categories: tuple[str, ...] = ()
    fresh_for: float = Field(default=48.0, gt=0, le=24 * 365)
    """Hours; older stories are no news."""


class MinifluxConnector:
    """Asks for the unread entries page by page; what has come is kept when a later page fails."""

    def __init__(self, config: MinifluxConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:  # noqa: ARG002  # the reader knows what is unread
        """The fresh unread stories."""
        reader = Reader(
            name="Miniflux", calls_them="entries", seconds=self._config.timeout, pages=self._pages, explained=_explained
        )
        return unread(reader, window, self._config.fresh_for)

    async def _queries(self, fetcher: Fetcher) -> tuple[tuple[Query, ...], tuple[str, ...]]:
        """What to ask for: each category, or all that the listener does not hide; and what is wrong with that."""
        if not self._config.categories:
            return ({"globally_visible": "true"},), ()
        numbers, unknown = choose(await self._get(fetcher, "/v1/categories", {}), self._config.categories)
        warnings = tuple(f"Miniflux has no category “{name}”." for name in unknown)
        if not numbers:
            raise ConnectorError(f"{warnings[0]} Correct categories in the settings.", transient=False)
        return tuple({"category_id": str(number)} for number in numbers), warnings

    async def _pages(self, fetcher: Fetcher, window: Window, warnings: list[str]) -> "AsyncIterator[Page]":
        queries, unknown = await self._queries(fetcher)
        warnings += unknown
        since = window.now - timedelta(hours=self._config.fresh_for)
        order = {"order": "published_at", "direction": "desc", "published_after": str(int(since.timestamp()))}
        for query in queries:
            for number in range(MOST_PAGES):
                page = {"status": "unread", "limit": str(PAGE), "offset": str(number * PAGE)}
                found = parse(await self._get(fetcher, "/v1/entries", {**page, **order, **query}), self._scope())
                yield found
                if found.entries < PAGE:
                    break

    async def _get(self, fetcher: Fetcher, path: str, params: Query) -> bytes:
        address = self._config.base_url.rstrip("/") + path
        headers = {"X-Auth-Token": self._config.token.reveal()}
        return (await fetcher.get(address, headers=headers, params=params, accept="application/json")).body

    def _scope(self) -> str:
        return hashlib.sha256(self._config.base_url.rstrip("/").encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class _Feed:
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    title: str = ""
    url: str = ""
    published_at: datetime | None = None
    content: str = ""
    feed: _Feed = _Feed()


@dataclass(frozen=True, slots=True)
class _Answer:
    """The documented answer; an entry that cannot be read loses itself alone."""

    entries: tuple[Annotated[_Entry | None, OR_NONE], ...] | None
    total: int


@dataclass(frozen=True, slots=True)
class _Category:
    id: int
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the stories of so many `entries`, of which `lost` could not be read."""

    stories: tuple[Story, ...]
    entries: int
    lost: int


def parse(data: bytes, scope: str) -> Page:
    """One answer of /v1/entries; `scope` tells this reader's ids from another's. Raises ConnectorError."""
    try:
        entries = from_json(_Answer, data).entries or ()
    except ValueError as error:
        raise _unlike("a list of entries") from error
    return Page(tuple(_stories(entries, scope)), len(entries), entries.count(None))


def choose(data: bytes, names: Iterable[str]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The ids of the categories of these names in an answer of /v1/categories, and the names that it has not."""
    try:
        categories = from_json(tuple[_Category, ...], data)
    except ValueError as error:
        raise _unlike("a list of categories") from error
    found = {category.title.casefold(): category.id for category in categories}
    numbers = dict.fromkeys(found[name.casefold()] for name in names if name.casefold() in found)
    return tuple(numbers), tuple(name for name in names if name.casefold() not in found)


def _stories(entries: Iterable[_Entry | None], scope: str) -> Iterator[Story]:
    for entry in entries:
        title, summary = title_and_summary(entry.title, entry.content) if entry else ("", "")
        if entry and title:
            yield Story(
                uid=f"{scope}:{entry.id}",
                title=title,
                link=web_link(entry.url),
                published=_aware(entry.published_at),
                summary=summary,
                feed=plain(entry.feed.title, MOST_TITLE) or "Miniflux",
            )


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


def _unlike(what: str) -> ConnectorError:
    sentence = f"Miniflux could not be understood: its answer is not {what}. Check base_url in the settings."
    return ConnectorError(sentence, transient=True)


def _explained(error: ConnectorError | TimeoutError) -> ConnectorError:
    """What only the settings can mend."""
    if isinstance(error, TimeoutError):
        return ConnectorError("Miniflux did not answer in time. It will be asked again the next time.", transient=True)
    status = error.status if isinstance(error, StatusError) else 0
    if status == 401:
        mend = "Make a new one in Miniflux under Settings, API Keys, and put it into the settings."
        return ConnectorError(f"Miniflux refuses the API key. {mend}", transient=False, needs_login=True)
    if status == 404:
        sentence = "There is no Miniflux at this address. Correct base_url in the settings."
        return ConnectorError(sentence, transient=False)
    return error


CONNECTOR = ConnectorType("miniflux", MinifluxConfig, MinifluxConnector, ("story",))
