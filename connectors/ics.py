"""Events and tasks from iCalendar: an address (https, webcal), a file, a folder or a glob."""

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Self
from urllib.parse import urlsplit

from pydantic import Base64Bytes, model_validator

from config.fields import PathSetting
from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.codec import from_json, to_json
from connectors.files import matching, read
from connectors.http import NO_VALIDATORS, Fetched, Fetcher, Validators, run
from connectors.ical import Parsed, parse, united
from connectors.items import Window
from connectors.timebox import TookTooLongError, timebox

MOST_BYTES = 20 * 2**20
FILE_SECONDS = 5.0
UID_SECONDS = 1.0
"""What all occurrences of one UID may take: a hostile one must leave its neighbours their time."""
FETCHING, PARSING = 0.6, 0.85
"""The shares of the source's time after which nothing more is fetched, or parsed."""
TRUST_VALIDATORS = timedelta(days=7)
ACCEPT = "text/calendar, */*;q=0.5"
SUFFIXES = (".ics", ".ical", ".icalendar")
SCHEMES = ("http", "https", "webcal", "webcals")


class ICSConfig(SourceConfig):
    """A calendar by its address (`url`), or calendar files (`path`: a file, a folder or a glob)."""

    url: str | None = None
    path: PathSetting | None = None
    username: str | None = None
    password: Secret | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.url is None) == (self.path is None):
            raise ValueError("set either url (a calendar's address) or path (a file, a folder or a glob), not both")
        if self.url is not None and not _is_address(self.url):
            raise ValueError("url must be an address that begins with https://, http:// or webcal://; a file is a path")
        if (self.username is None) != (self.password is None):
            raise ValueError("set username and password together")
        if self.username is not None and self.url is None:
            raise ValueError("a username is for a url; a file needs none")
        return self


@dataclass(frozen=True, slots=True)
class _State:
    """The last whole answer; `address` is a hash, because the address may be a secret."""

    address: str
    validators: Validators
    since: datetime
    body: Base64Bytes


class ICSConnector:
    """Reads one calendar from the web, or many from files."""

    def __init__(self, config: ICSConfig, listener: Listener) -> None:
        self._config = config
        self._emails = listener.emails

    def collect(self, window: Window, state: bytes) -> Collected:
        """The events that overlap the window and the open tasks."""
        ends = monotonic() + self._config.timeout * PARSING
        if self._config.url is not None:
            return self._from_address(self._config.url, window, state, ends)
        return self._from_files(self._config.path or "", window, ends)

    def _from_address(self, url: str, window: Window, state: bytes, ends: float) -> Collected:
        before = _known(state, url, window.now)
        answer = run(self._fetch(url, before.validators if before else NO_VALIDATORS))
        after = (
            before
            if before and not answer.changed
            else _State(_hashed(url), answer.validators, window.now, answer.body)
        )
        try:
            parsed = self._parse(after.body, window, ends)
        except ValueError as error:
            raise _no_calendar(url, error) from error
        # With the validators of an answer that was cut off, the rest of it would never be seen.
        kept = to_json(after) if parsed.complete else state
        return Collected(items=parsed.items, warnings=parsed.warnings, state=kept, complete=parsed.complete)

    async def _fetch(self, url: str, validators: Validators) -> Fetched:
        name, password = self._config.username, self._config.password
        auth = (name, password.reveal()) if name is not None and password is not None else None
        async with Fetcher(seconds=self._config.timeout * FETCHING, most_bytes=MOST_BYTES) as fetcher:
            return await fetcher.get(url, validators=validators, accept=ACCEPT, auth=auth)

    def _from_files(self, where: str, window: Window, ends: float) -> Collected:
        readings = [self._file(path, window, ends) for path in matching(where, SUFFIXES)]
        whole = [reading for reading in readings if isinstance(reading, Parsed)]
        failures = [reading for reading in readings if isinstance(reading, str)]
        if not whole:
            raise _nothing_read(failures)
        return Collected(
            items=united(item for parsed in whole for item in parsed.items),
            warnings=(*failures, *(warning for parsed in whole for warning in parsed.warnings)),
            complete=not failures and all(parsed.complete for parsed in whole),
        )

    def _file(self, path: Path, window: Window, ends: float) -> Parsed | str:
        """What a file holds, or why it could not be read."""
        try:
            parsed = self._parse(read(path, MOST_BYTES), window, ends)
        except ValueError as error:
            return f"The file {path.name} could not be read: {error}."
        except MemoryError:
            return f"The file {path.name} could not be read: it needs more memory than a source may use."
        named = tuple(f"The file {path.name}: {warning}" for warning in parsed.warnings)
        return Parsed(parsed.items, named, parsed.complete)

    def _parse(self, data: bytes, window: Window, ends: float) -> Parsed:
        """Raises ValueError (a plain clause), also where there is no time for it."""
        left = (ends - monotonic()) / 2  # what comes after it must have some, too
        if left <= 0:
            raise ValueError("there was no time left for it")
        boxes = _Boxes(monotonic() + min(left, FILE_SECONDS))
        try:
            parsed = parse(data, window, self._emails, boxes)
        except TookTooLongError as error:
            raise ValueError(str(error)) from error
        return replace(parsed, complete=False) if boxes.spent else parsed


class _Boxes:
    """Hands out time: all there is for reading the file, then some to each UID until there is none left."""

    def __init__(self, ends: float) -> None:
        self.spent = False
        self._ends = ends
        self._most = FILE_SECONDS

    def __call__(self) -> AbstractContextManager[None]:
        left = self._ends - monotonic()
        self.spent = left <= 0
        if self.spent:
            raise TookTooLongError("there is no time left")
        most, self._most = self._most, UID_SECONDS
        return timebox(min(left, most))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in SCHEMES and bool(parts.hostname)
    except ValueError:
        return False


def _known(state: bytes, url: str, now: datetime) -> _State | None:
    """The last answer, None where the state is another version's or another address's, or a week old."""
    try:
        found = from_json(_State, state) if state else None
    except ValueError:
        return None
    if found is None or found.address != _hashed(url) or found.since.tzinfo is None:
        return None
    return found if timedelta() <= now - found.since < TRUST_VALIDATORS else None


def _hashed(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "backslashreplace")).hexdigest()[:24]


def _no_calendar(url: str, why: ValueError) -> ConnectorError:
    sentence = (
        f"The answer of {urlsplit(url).hostname} could not be read: {why}. If this lasts, the calendar may want a "
        "login: copy its address (the one that ends in .ics, or the secret one) into the settings again."
    )
    return ConnectorError(sentence, transient=True)


def _nothing_read(failures: Sequence[str]) -> ConnectorError:
    if len(failures) == 1:
        return ConnectorError(f"{failures[0]} Mend it, or name another in the settings.", transient=False)
    return ConnectorError(f"None of the {len(failures)} files could be read. The first: {failures[0]}", transient=False)


CONNECTOR = ConnectorType("ics", ICSConfig, ICSConnector, ("event", "task"))
