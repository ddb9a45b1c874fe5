"""Web pages and PDFs as notes: their main text when they are new, later only what has been added to them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from pydantic import Field

from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.codec import from_json, to_json
from connectors.http import NO_VALIDATORS, Fetched, Fetcher, Validators, run
from connectors.items import Note, Window
from connectors.plaintext import uid_of
from connectors.timebox import TookTooLongError, timebox
from connectors.web_text import Page, parse

MOST_BYTES = 6 * 2**20
MOST_URLS = 12
PAGE_SECONDS, FETCH_SECONDS = 5.0, 15.0
FETCHING, PARSING = 0.55, 0.85
"""The shares of the source's time after which nothing more is fetched, or parsed."""
NEW_FOR = timedelta(hours=23)
"""How long a change is told: in today's briefing, however often it is made, and not in tomorrow's at the same time."""
TRUST_VALIDATORS = timedelta(days=7)
ACCEPT = "text/html, application/pdf, application/xhtml+xml, text/plain;q=0.8, */*;q=0.5"


class WebConfig(SourceConfig):
    """The addresses of pages and PDFs that anybody may read."""

    urls: tuple[str, ...] = Field(min_length=1, max_length=MOST_URLS)


@dataclass(frozen=True, slots=True)
class Known:
    """A page as it last was: `added` is what was new in it at `changed`, `whole` when it was last sent whole."""

    page: Page
    added: str
    changed: datetime
    whole: datetime
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class _State:
    """By a hash of each address, which may be a secret."""

    pages: dict[str, Known]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What became of one page; a page that failed is still known as it was."""

    known: Known | None = None
    warning: str = ""
    transient: bool = False


class WebConnector:
    """Asks for all pages side by side; one that fails costs itself only."""

    def __init__(self, config: WebConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """One note a page that is new or has been added to, for today (or the window's first day)."""
        ends = monotonic() + self._config.timeout * PARSING
        urls = tuple(dict.fromkeys(self._config.urls))
        before = _known(state)
        answers = run(self._fetch(urls, before, window.now))
        readings = {url: _read(url, answers[url], before.get(_key(url)), window.now, ends) for url in urls}
        warnings = tuple(reading.warning for reading in readings.values() if reading.warning)
        if len(warnings) == len(urls):
            raise ConnectorError(warnings[0], transient=any(one.transient for one in readings.values()))
        kept = {_key(url): reading.known for url, reading in readings.items() if reading.known}
        notes = tuple(_notes(((url, reading) for url, reading in readings.items() if not reading.warning), window))
        return Collected(items=notes, warnings=warnings, state=to_json(_State(kept)), complete=not warnings)

    async def _fetch(
        self, urls: tuple[str, ...], before: dict[str, Known], now: datetime
    ) -> dict[str, Fetched | ConnectorError]:
        seconds = min(FETCH_SECONDS, self._config.timeout * FETCHING)
        async with Fetcher(seconds=seconds, most_bytes=MOST_BYTES) as fetcher:
            found = await asyncio.gather(*(_ask(fetcher, url, before.get(_key(url)), now) for url in urls))
        return dict(zip(urls, found, strict=True))


async def _ask(fetcher: Fetcher, url: str, known: Known | None, now: datetime) -> Fetched | ConnectorError:
    trusted = known is not None and timedelta() <= now - known.whole < TRUST_VALIDATORS
    try:
        validators = known.validators if known and trusted else NO_VALIDATORS
        return await fetcher.get(url, validators=validators, accept=ACCEPT)
    except ConnectorError as error:
        return error


def _read(url: str, answer: Fetched | ConnectorError, before: Known | None, now: datetime, ends: float) -> _Reading:
    if isinstance(answer, ConnectorError):
        return _Reading(before, str(answer), answer.transient)
    if not answer.changed and before:
        return _Reading(before)
    try:
        with timebox(max(0.05, min(PAGE_SECONDS, ends - monotonic()))):
            page = parse(answer.body, answer.url, answer.content_type, url)
    except (ValueError, TookTooLongError) as error:
        why = str(error)
    except MemoryError:
        why = "it needs more memory than a source may use"
    except Exception as error:  # noqa: BLE001  # whatever a stranger's PDF does to its reader, it costs that page only
        why = f"it made its reader fail ({type(error).__name__})"
    else:
        return _Reading(advance(before, page, answer.validators, now))
    return _Reading(before, f"The page of {_host(url)} could not be read: {why}.", transient=True)


def advance(before: Known | None, page: Page, validators: Validators, now: datetime) -> Known:
    """What is known of a page once it has come whole. What was only taken away or moved is no news."""
    lines = page.text.splitlines()
    old = frozenset(before.page.text.splitlines()) if before else frozenset()
    added = "\n".join(line for line in lines if line not in old)
    if before and not added:
        return replace(before, page=page, whole=now, validators=validators)
    return Known(page, added, changed=now, whole=now, validators=validators)


def _notes(readings: Iterable[tuple[str, _Reading]], window: Window) -> Iterable[Note]:
    today = window.now.astimezone(window.zone).date()
    day = today if window.start <= window.now < window.end else window.first
    for url, reading in readings:
        known = reading.known
        if known and timedelta() <= window.now - known.changed < NEW_FOR:
            yield Note(uid=_key(url), title=known.page.title, text=_text(known), day=day, role="page")


def _text(known: Known) -> str:
    """With the name of the site first: whoever hears it must not take it for words of their own."""
    title, site = known.page.title, known.page.site
    named = title if site.casefold() in title.casefold() else f"{site}: {title}"
    return "\n".join((named, *(line for line in known.added.splitlines() if line not in {title, site})))


def _known(state: bytes) -> dict[str, Known]:
    """What is kept, by `_key`; nothing where the state is another version's."""
    try:
        pages = from_json(_State, state).pages if state else {}
    except ValueError:
        return {}
    return {key: known for key, known in pages.items() if known.changed.tzinfo and known.whole.tzinfo}


def _key(url: str) -> str:
    return uid_of("", url)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an address of the settings"
    except ValueError:
        return "an address of the settings"


CONNECTOR = ConnectorType("web", WebConfig, WebConnector, ("note",))
