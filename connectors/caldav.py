"""Events and tasks from a CalDAV server: Nextcloud, Radicale, Xandikos, Baïkal, iCloud, Fastmail and their kind."""

import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator

from config.secrets import Secret
from connectors import ical
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.caldav_account import Brought, Wanted, brought, shown
from connectors.caldav_session import Session, authorities, user_agent
from connectors.caldav_state import Account, account_key, known, lightened, to_state
from connectors.http import run
from connectors.ical import Box, Parsed, united
from connectors.items import Event, Task, Window
from connectors.timebox import TookTooLongError, timebox

if TYPE_CHECKING:
    from caldav.aio import AsyncDAVClient

ONE_REQUEST, FETCHING, PARSING = 0.3, 0.6, 0.85
"""Shares of the source's time: what one request may take, and after which nothing more is fetched, or parsed."""
PARSING_SECONDS = 1.0
"""What reading one batch, or all occurrences of one UID, may take: a hostile one must leave its neighbours theirs."""
BATCH = 2**19
"""Characters that are read at once: what is read takes many times its own memory."""


class CalDAVConfig(SourceConfig):
    """An account by its server's address or any address of its own (`url`), or one calendar by that calendar's.

    `calendars`: names or paths of those that are wanted, all if none is named. `server`: the caldav library's name for
    the server's software, where that needs one ("icloud", "posteo", "zimbra" …).
    """

    url: str
    username: str | None = None
    password: Secret | None = None
    calendars: tuple[str, ...] = ()
    tasks: bool = True
    server: str | None = Field(default=None, pattern="^[a-z0-9_]+$")

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if not _is_address(self.url):
            raise ValueError("url must be an address that begins with https:// or http://, without a password in it")
        if (self.username is None) != (self.password is None):
            raise ValueError("set username and password together")
        return self


class CalDAVConnector:
    """Keeps a copy of the calendars in its state, and asks for what has changed."""

    def __init__(self, config: CalDAVConfig, listener: Listener) -> None:
        self._config = config
        self._emails = listener.emails

    def collect(self, window: Window, state: bytes) -> Collected:
        """Events of the window and open tasks."""
        began, config = monotonic(), self._config
        before = known(state, account_key(config.url, config.username), window)
        now = run(self._bring(before, window, began + config.timeout * FETCHING))
        time = _Time(began + config.timeout * PARSING)
        parsed = self._parse(now, window, time.box)
        account = lightened(now.account, window, time.box) if now.relisted else now.account
        return Collected(
            items=parsed.items,
            warnings=(*now.warnings, *parsed.warnings),
            state=to_state(account),
            complete=now.complete and parsed.complete and not time.spent,
        )

    async def _bring(self, before: Account, window: Window, ends: float) -> Brought:
        client = self._client()
        seconds = self._config.timeout * ONE_REQUEST
        client.session = Session(self._config.url, seconds=seconds, left=ends - monotonic())
        try:
            return await brought(client, before, Wanted(self._config.calendars, self._config.tasks), window)
        finally:
            await client.session.aclose()

    def _client(self) -> "AsyncDAVClient":
        """The caldav library's client. Raises ConnectorError."""
        # Where niquests is installed the library would send through that, and past our session's limits.
        sys.modules.setdefault("niquests", None)  # type: ignore[arg-type]  # how an import is made to fail
        try:
            from caldav.aio import AsyncDAVClient
        except ImportError as error:
            missing = "The CalDAV library is not installed. Run: pip install 'dawncast[caldav]'"
            raise ConnectorError(missing, transient=False) from error
        config = self._config
        return AsyncDAVClient(
            url=config.url,
            username=config.username,
            password=config.password.reveal() if config.password else None,
            headers={"User-Agent": user_agent()},
            features=_features(config.server),
            ssl_verify_cert=authorities(),  # type: ignore[arg-type]  # it hands over to httpx2, which takes it
            rate_limit_handle=False,
        )

    def _parse(self, now: Brought, window: Window, box: Box) -> Parsed:
        items: list[Event | Task] = []
        warnings: list[str] = []
        for kept in now.told:
            parsed = parse((one.data for one in kept.resources if one.data != ""), window, self._emails, box)
            items += (one for one in parsed.items if self._config.tasks or not isinstance(one, Task))
            warnings += (f'The calendar "{shown(kept.name, kept.url)}": {warning}' for warning in parsed.warnings)
        return Parsed(united(items), tuple(warnings))


def parse(texts: Iterable[str | None], window: Window, emails: Collection[str], box: Box = nullcontext) -> Parsed:
    """What touches the window of a calendar's resources (None: one that is too large to be read).

    Those that cannot be read are counted in the warnings. `box`: see `connectors.ical`.
    """
    items: list[Event | Task] = []
    warnings: list[str] = []
    lost = 0
    for batch in _batches(texts):
        whole = [text for text in batch if text is not None]
        lost += len(batch) - len(whole)
        try:
            parsed = ical.parse("\r\n".join(whole).encode("utf-8", "replace"), window, emails, box)
        except (ValueError, TookTooLongError):
            lost += len(whole)
            continue
        items += parsed.items
        warnings += parsed.warnings
    counted = [f"{lost} {'entry' if lost == 1 else 'entries'} could not be read at all."] if lost else []
    return Parsed(united(items), (*counted, *warnings))


def _features(server: str | None) -> Any:
    """What the library knows about a server's software. Raises ConnectorError."""
    from caldav import compatibility_hints, config

    library: Any = compatibility_hints  # most of it has no types
    resolve: Any = config.resolve_features
    try:
        features = library.FeatureSet(resolve(server))
    except (ValueError, TypeError) as error:
        unknown = f'The caldav library knows no server "{server}". Leave server out of the settings.'
        raise ConnectorError(unknown, transient=False) from error
    # Where it does not know about HTTP/2, a refused password makes it build a session of its own.
    features.set_feature("http.multiplexing", False)
    return features


def _batches(texts: Iterable[str | None]) -> Iterator[list[str | None]]:
    batch: list[str | None] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text or "")
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Time:
    """Hands out time for parsing, until there is none left."""

    def __init__(self, ends: float) -> None:
        self.spent = False
        self._ends = ends

    def box(self) -> AbstractContextManager[None]:
        left = self._ends - monotonic()
        self.spent = left <= 0
        if self.spent:
            raise TookTooLongError("there is no time left")
        return timebox(min(left, PARSING_SECONDS))


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


CONNECTOR = ConnectorType("caldav", CalDAVConfig, CalDAVConnector, ("event", "task"))
