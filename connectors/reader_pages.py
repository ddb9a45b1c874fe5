"""Unread stories that a feed reader gives page by page: what has come is kept when a later page fails."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from connectors.base import Collected, ConnectorError
from connectors.feed_state import news
from connectors.http import Fetcher, run
from connectors.items import Story, Window

MOST_BYTES = 16 * 2**20


class ReaderPage(Protocol):
    """One page, of which `lost` stories could not be read."""

    @property
    def stories(self) -> tuple[Story, ...]:
        """Those that could."""

    @property
    def lost(self) -> int:
        """How many could not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader: its name, what it calls its stories, and what an error of its means to people.

    `pages` asks for them and adds to the warnings what is wrong with the settings. `seconds` are all that it may take.
    """

    name: str
    calls_them: str
    seconds: float
    pages: Callable[[Fetcher, Window, list[str]], AsyncIterator[ReaderPage]]
    explained: Callable[[ConnectorError | TimeoutError], ConnectorError]


def unread(reader: Reader, window: Window, fresh_for: float) -> Collected:
    """The unread stories of the last `fresh_for` hours. Raises ConnectorError where not one page came."""
    pages, warnings = run(_read(reader, window))
    stories = {story.uid: story for page in pages for story in page.stories}
    return Collected(
        items=tuple(news(stories.values(), window, fresh_for)), warnings=tuple(warnings), complete=not warnings
    )


async def _read(reader: Reader, window: Window) -> tuple[list[ReaderPage], list[str]]:
    pages: list[ReaderPage] = []
    warnings: list[str] = []
    limit = reader.seconds * 0.8
    try:
        async with asyncio.timeout(limit), Fetcher(seconds=0.9 * limit, most_bytes=MOST_BYTES) as fetcher:
            async for page in reader.pages(fetcher, window, warnings):
                pages.append(page)  # noqa: PERF401  # what has come so far must outlast an error
    except (ConnectorError, TimeoutError) as error:
        if not pages:
            raise reader.explained(error) from error
        warnings.append(f"Some of {reader.name}'s stories are missing: {reader.explained(error)}")
    if lost := sum(page.lost for page in pages):
        warnings.append(f"{lost} of {reader.name}'s {reader.calls_them} could not be read.")
    return pages, warnings
