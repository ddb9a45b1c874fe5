"""Stories from feeds: RSS, Atom and JSON Feed, by address, from an OPML list, or from files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol, Self

from pydantic import Field, model_validator

from config.fields import PathSetting
from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.feed_fetch import MOST_BYTES, Answer, arriving
from connectors.feed_state import (
    Known,
    Wanted,
    at_home,
    host,
    key,
    known,
    moved,
    news,
    refused,
    state,
    unchanged,
    wanted,
)
from connectors.files import matching, read
from connectors.http import NO_VALIDATORS
from connectors.items import Story, Window
from connectors.opml import subscriptions
from connectors.timebox import TookTooLongError, timebox

if TYPE_CHECKING:
    from connectors.feed_parse import ParsedFeed

PARSE_SECONDS = 5.0
FETCHING, PARSING = 0.55, 0.85
"""The shares of the source's time after which nothing more is fetched, or parsed."""
SHARE = 0.25
"""Of the time that is left, what one feed may take of the parser: however many are hostile, the next one has some."""
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
        if self.username and (self.opml or len({host(url) for url in self.urls}) != 1):
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


class Parser(Protocol):
    """Reads a feed within the time that is left. Raises ValueError (a plain clause)."""

    def __call__(self, data: bytes, url: str, content_type: str = "") -> "ParsedFeed":
        """Its stories and warnings."""


class FeedsConnector:
    """Reads all feeds side by side; one that fails costs its own stories alone."""

    def __init__(self, config: FeedsConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """The fresh stories of all feeds that could be read."""
        started, limit = monotonic(), self._config.timeout
        before = known(state, self._config.fresh_for)
        urls, lists = _addresses(self._config)
        since = window.now - timedelta(hours=self._config.fresh_for)

        def parsed(data: bytes, url: str, content_type: str = "") -> "ParsedFeed":
            left = limit * PARSING - (monotonic() - started)
            return _parsed(data, url, content_type, since, min(PARSE_SECONDS, SHARE * left))

        feeds = self._feeds({url: at_home(url, before.get(key(url))) for url in urls}, window.now, parsed)
        readings = (*lists, *(feeds[url] for url in urls), *_of_files(self._config.path, parsed))
        if all(reading.failed for reading in readings):
            raise _nothing(readings)
        keep = {key(url): reading.known for url, reading in feeds.items() if reading.known}
        return _collected(readings, keep, window, self._config.fresh_for)

    def _feeds(self, before: Mapping[str, Known | None], now: datetime, parsed: Parser) -> Mapping[str, _Reading]:
        """What became of each address."""
        readings: dict[str, _Reading] = {}
        asked: dict[str, Wanted] = {}
        for url, last in before.items():
            try:
                asked[url] = wanted(url, last, now)
            except ConnectorError as error:
                readings[url] = _failed(str(error), last, transient=error.transient)
        for url, answer in arriving(asked, self._auth(), self._config.timeout * FETCHING):
            readings[url] = _of_url(url, answer, before[url], now, parsed)
        return readings

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


def _of_url(url: str, answer: Answer, before: Known | None, now: datetime, parsed: Parser) -> _Reading:
    if isinstance(answer, ConnectorError):
        return _failed(str(answer), refused(before, answer, now), transient=answer.transient)
    if not answer.changed and before:
        return _Reading(before.stories, known=unchanged(url, before, answer))
    try:
        feed = parsed(answer.body, answer.url, answer.content_type)
    except ValueError as error:
        return _failed(f"The feed of {host(url)} could not be read: {error}.", before, transient=True)
    # With the validators of the whole, a part that is kept would be all that is ever seen.
    having = NO_VALIDATORS if feed.warnings else answer.validators
    warnings = tuple(f"The feed of {host(url)}: {warning}." for warning in feed.warnings)
    return _Reading(feed.stories, warnings, known=Known(having, now, feed.stories, moved(url, before, answer)))


def _of_files(where: str | None, parsed: Parser) -> tuple[_Reading, ...]:
    paths, nothing = _matching(where, SUFFIXES)
    return (*nothing, *(_of_file(path, parsed) for path in paths))


def _of_file(path: Path, parsed: Parser) -> _Reading:
    try:
        feed = parsed(read(path, MOST_BYTES), path.as_uri())
    except ValueError as error:
        return _failed(f"The file {path.name} could not be read: {error}.")
    return _Reading(feed.stories, tuple(f"The file {path.name}: {warning}." for warning in feed.warnings))


def _parsed(data: bytes, url: str, content_type: str, since: datetime, seconds: float) -> "ParsedFeed":
    """Raises ValueError (a plain clause) whatever the parser makes of the bytes."""
    from connectors.feed_parse import parse  # not at all where nothing is new, else while the rest is on its way

    if seconds <= 0:
        raise ValueError("there was no time left for it")
    try:
        with timebox(seconds):
            return parse(data, url, content_type, since)
    except (ValueError, TookTooLongError) as error:
        raise ValueError(str(error)) from error
    except Exception as error:
        # A parser that stumbles over one hostile feed must not cost the others.
        raise ValueError(f"it made its parser fail ({type(error).__name__})") from error


def _failed(why: str, before: Known | None = None, *, transient: bool = False) -> _Reading:
    return _Reading(before.stories if before else (), (why,), failed=True, transient=transient, known=before)


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


CONNECTOR = ConnectorType("feeds", FeedsConfig, FeedsConnector, ("story",))
