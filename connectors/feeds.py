"""Stories from feeds: RSS, Atom and JSON Feed, by address, from an OPML list, or from files."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from config.fields import PathSetting
from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.feed_parse import ParsedFeed, parse
from connectors.feed_state import Known, key, known, news, state, validators
from connectors.files import matching, read
from connectors.http import NO_VALIDATORS, Fetched, Fetcher, Validators, run
from connectors.items import Story, Window
from connectors.opml import subscriptions
from connectors.timebox import TookTooLongError, timebox

SIDE_BY_SIDE = 16
MOST_BYTES = 8 * 2**20
FEED_SECONDS = 12.0
PARSE_SECONDS = 5.0
FETCHING, PARSING = 0.55, 0.85
"""The shares of the source's time after which nothing more is fetched, or parsed."""
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
SUFFIXES = (".xml", ".rss", ".atom", ".rdf", ".json")


class FeedsConfig(SourceConfig):
    """Feeds by address (`urls`), from subscription lists (`opml`) and from saved files (`path`)."""

    urls: tuple[str, ...] = ()
    opml: PathSetting | None = None
    path: PathSetting | None = None
    fresh_for: float = Field(default=48.0, gt=0, le=24 * 365)
    """Hours; older stories are no news."""
    username: str | None = None
    password: Secret | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not (self.urls or self.opml or self.path):
            raise ValueError("set urls, opml or path, so that there is a feed to read")
        if (self.username is None) != (self.password is None):
            raise ValueError("set username and password together")
        if self.username and (self.opml or len({_host(url) for url in self.urls}) != 1):
            raise ValueError("a password is for one host: give its feeds a source of their own, with urls alone")
        return self


@dataclass(frozen=True, slots=True)
class _Reading:
    """What became of one feed, list or file; where it `failed`, its stories are those it had the last time."""

    stories: tuple[Story, ...] = ()
    warnings: tuple[str, ...] = ()
    failed: bool = False
    transient: bool = False
    known: Known | None = None
    """What to keep of it."""


Answer = Fetched | ConnectorError
Seconds = Callable[[], float]
"""How long the next parser may take."""


class FeedsConnector:
    """Reads all feeds side by side; one that fails costs its own stories alone."""

    def __init__(self, config: FeedsConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """The fresh stories of all feeds that could be read."""
        started = monotonic()
        before = known(state, self._config.fresh_for)
        urls, lists = _addresses(self._config)
        answers = run(self._fetch({url: validators(before.get(key(url)), window.now) for url in urls})) if urls else {}

        def seconds() -> float:
            return min(PARSE_SECONDS, self._config.timeout * PARSING - (monotonic() - started))

        feeds = {key(url): _of_url(url, answers[url], before.get(key(url)), window.now, seconds) for url in urls}
        readings = (*lists, *feeds.values(), *_of_files(self._config.path, seconds))
        if all(reading.failed for reading in readings):
            raise _nothing(readings)
        keep = {name: reading.known for name, reading in feeds.items() if reading.known}
        return _collected(readings, keep, window, self._config.fresh_for)

    async def _fetch(self, wanted: Mapping[str, Validators]) -> Mapping[str, Answer]:
        """Each address's answer; those that are not there when the time is up failed."""
        limit = self._config.timeout * FETCHING
        gate = asyncio.Semaphore(SIDE_BY_SIDE)
        async with Fetcher(seconds=min(FEED_SECONDS, 0.9 * limit), most_bytes=MOST_BYTES) as fetcher:
            asking = {url: asyncio.create_task(self._ask(fetcher, gate, url, having)) for url, having in wanted.items()}
            _, late = await asyncio.wait(asking.values(), timeout=limit)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        return {url: _late(url) if task in late else task.result() for url, task in asking.items()}

    async def _ask(self, fetcher: Fetcher, gate: asyncio.Semaphore, url: str, having: Validators) -> Answer:
        async with gate:
            try:
                return await fetcher.get(url, validators=having, accept=ACCEPT, auth=self._auth())
            except ConnectorError as error:
                return error

    def _auth(self) -> tuple[str, str] | None:
        name, password = self._config.username, self._config.password
        return (name, password.reveal()) if name is not None and password is not None else None


def _addresses(config: FeedsConfig) -> tuple[tuple[str, ...], tuple[_Reading, ...]]:
    """All feeds' addresses, each once, and what went wrong with the lists."""
    urls = dict.fromkeys(config.urls)
    readings: list[_Reading] = []
    paths, nothing = _matching(config.opml, (".opml", ".xml"))
    for path in paths:
        try:
            found = subscriptions(read(path, MOST_BYTES))
        except ValueError as error:
            readings.append(_failed(f"The list {path.name} could not be read: {error}."))
            continue
        urls |= dict.fromkeys(found.urls)
        if not found.complete:
            readings.append(_failed(f"The list {path.name} is broken or too long; a part of it was read."))
    return tuple(urls), (*nothing, *readings)


def _matching(where: str | None, suffixes: tuple[str, ...]) -> tuple[tuple[Path, ...], tuple[_Reading, ...]]:
    try:
        return (matching(where, suffixes) if where else ()), ()
    except ConnectorError as error:
        return (), (_failed(str(error)),)


def _of_url(url: str, answer: Answer, before: Known | None, now: datetime, seconds: Seconds) -> _Reading:
    if isinstance(answer, ConnectorError):
        return _failed(str(answer), before, transient=answer.transient)
    if not answer.changed and before:
        return _Reading(before.stories, known=before)
    host = _host(url)
    try:
        feed = _parsed(answer.body, answer.url, answer.content_type, seconds())
    except ValueError as error:
        return _failed(f"The feed of {host} could not be read: {error}.", before, transient=True)
    # With the validators of the whole, a part that is kept would be all that is ever seen.
    having = NO_VALIDATORS if feed.warnings else answer.validators
    warnings = tuple(f"The feed of {host}: {warning}." for warning in feed.warnings)
    return _Reading(feed.stories, warnings, known=Known(having, now, feed.stories))


def _of_files(where: str | None, seconds: Seconds) -> tuple[_Reading, ...]:
    paths, nothing = _matching(where, SUFFIXES)
    return (*nothing, *(_of_file(path, seconds) for path in paths))


def _of_file(path: Path, seconds: Seconds) -> _Reading:
    try:
        feed = _parsed(read(path, MOST_BYTES), path.as_uri(), "", seconds())
    except ValueError as error:
        return _failed(f"The file {path.name} could not be read: {error}.")
    return _Reading(feed.stories, tuple(f"The file {path.name}: {warning}." for warning in feed.warnings))


def _parsed(data: bytes, url: str, content_type: str, seconds: float) -> ParsedFeed:
    """Raises ValueError (a plain clause) whatever the parser makes of the bytes."""
    if seconds <= 0:
        raise ValueError("there was no time left for it")
    try:
        with timebox(seconds):
            return parse(data, url, content_type)
    except (ValueError, TookTooLongError) as error:
        raise ValueError(str(error)) from error
    except Exception as error:
        # A parser that stumbles over one hostile feed must not cost the others.
        raise ValueError(f"it made its parser fail ({type(error).__name__})") from error


def _failed(why: str, before: Known | None = None, *, transient: bool = False) -> _Reading:
    return _Reading(before.stories if before else (), (why,), failed=True, transient=transient, known=before)


def _late(url: str) -> ConnectorError:
    return ConnectorError(f"{_host(url)} did not answer in time. It will be asked again the next time.", transient=True)


def _nothing(readings: tuple[_Reading, ...]) -> ConnectorError:
    if not readings:
        return ConnectorError("The list names no feed. Add one to it, or urls to the settings.", transient=False)
    first = readings[0].warnings[0]
    sentence = first if len(readings) == 1 else f"None of the {len(readings)} feeds could be read. The first: {first}"
    return ConnectorError(sentence, transient=any(reading.transient for reading in readings))


def _collected(
    readings: tuple[_Reading, ...], keep: Mapping[str, Known], window: Window, fresh_for: float
) -> Collected:
    stories: dict[str, Story] = {}
    for reading in readings:
        for story in news(reading.stories, window, fresh_for):
            stories.setdefault(story.uid, story)
    warnings = tuple(warning for reading in readings for warning in reading.warnings)
    kept = state(keep, window.now, fresh_for)
    return Collected(items=tuple(stories.values()), warnings=warnings, state=kept, complete=not warnings)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an address of the settings"
    except ValueError:
        return "an address of the settings"


CONNECTOR = ConnectorType("feeds", FeedsConfig, FeedsConnector, ("story",))
