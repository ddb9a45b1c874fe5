"""Unread notifications from GitHub (https://docs.github.com/en/rest/activity/notifications). None is marked as read."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SecretAddress, SourceConfig
from connectors.codec import from_json, to_json
from connectors.http import NO_VALIDATORS, Fetcher, StatusError, Validators, run
from connectors.items import Message, Window
from connectors.lenient import OR_NONE
from connectors.plaintext import cut, decode

MOST_BYTES = 8 * 2**20
PAGE, MOST_PAGES = 50, 4
MOST_TEXT = 300
EVERY = timedelta(minutes=5)
"""GitHub wants to be asked no more often than its X-Poll-Interval says: a minute, and more when it is busy."""
TRUST_VALIDATORS = timedelta(hours=6)
"""What is read elsewhere is no new notification, so that "nothing new" may go on for longer than the list is true."""
MEND = "Make a classic one with the scope notifications on GitHub, and put it into the settings."
Reason = Literal[
    "approval_requested",
    "assign",
    "author",
    "ci_activity",
    "comment",
    "invitation",
    "manual",
    "member_feature_requested",
    "mention",
    "review_requested",
    "security_advisory_credit",
    "security_alert",
    "state_change",
    "subscribed",
    "team_mention",
]
FOR_THE_LISTENER: tuple[Reason, ...] = (
    "approval_requested",
    "assign",
    "author",
    "comment",
    "invitation",
    "mention",
    "review_requested",
    "security_alert",
    "team_mention",
)


class GitHubConfig(SourceConfig):
    """An account, by a classic token with the scope `notifications`; `reasons` as GitHub names them."""

    token: Secret
    reasons: tuple[Reason, ...] = FOR_THE_LISTENER
    fresh_for: float = Field(default=72.0, gt=0, le=24 * 365)
    """Hours (a weekend); older ones are not told."""
    base_url: SecretAddress = "https://api.github.com"
    """A server of one's own: https://HOST/api/v3."""


class GitHubConnector:
    """Asks whether there is anything new, and no more often than GitHub wants to be asked."""

    def __init__(self, config: GitHubConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """The fresh unread notifications that came for one of the chosen reasons."""
        token, now = self._config.token.reveal(), window.now
        what = f"{self._config.base_url}\n{token}\n{self._config.fresh_for}"
        whose = hashlib.sha256(what.encode(errors="replace")).hexdigest()[:24]
        inbox = known(state, whose)
        if inbox is None or not timedelta() <= now - inbox.asked < EVERY:
            inbox = run(self._ask(inbox, whose, token, now))
        messages = tuple(_chosen(inbox, self._config, now))
        return Collected(items=messages, warnings=inbox.warnings, state=to_json(inbox), complete=not inbox.warnings)

    async def _ask(self, before: "Inbox | None", whose: str, token: str, now: datetime) -> "Inbox":
        pages: list[Page] = []
        warnings: tuple[str, ...] = ()
        limit = self._config.timeout * 0.8
        try:
            async with asyncio.timeout(limit), Fetcher(seconds=0.9 * limit, most_bytes=MOST_BYTES) as fetcher:
                async for page in self._pages(fetcher, token, now, _validators(before, now)):
                    if page is None and before:
                        return replace(before, asked=now)
                    pages.extend(() if page is None else (page,))
        except (ConnectorError, TimeoutError) as error:
            if not pages:
                raise _explained(error) from error
            warnings = (f"Some of GitHub's notifications are missing: {_explained(error)}",)
        return _inbox(whose, now, pages, warnings)

    async def _pages(
        self, fetcher: Fetcher, token: str, now: datetime, having: Validators
    ) -> "AsyncIterator[Page | None]":
        """Page by page; None where nothing is new."""
        since = now.astimezone(UTC) - timedelta(hours=self._config.fresh_for)
        params = {"since": f"{since:%Y-%m-%dT%H:%M:%SZ}", "per_page": str(PAGE)}
        headers = {"Authorization": f"Bearer {token}", "X-GitHub-Api-Version": "2022-11-28"}
        for number in range(1, MOST_PAGES + 1):
            answer = await fetcher.get(
                self._config.base_url.rstrip("/") + "/notifications",
                validators=having if number == 1 else NO_VALIDATORS,
                headers=headers,
                params={**params, "page": str(number)},
                accept="application/vnd.github+json",
            )
            page = replace(parse(answer.body), validators=answer.validators) if answer.changed else None
            yield page
            if page is None or page.sent < PAGE:
                return


@dataclass(frozen=True, slots=True)
class _Subject:
    title: str


@dataclass(frozen=True, slots=True)
class _Repository:
    name: str


@dataclass(frozen=True, slots=True)
class _Thread:
    id: str
    reason: str
    updated_at: datetime
    subject: _Subject
    repository: _Repository
    unread: bool = True


_Threads = tuple[Annotated[_Thread | None, OR_NONE], ...]


@dataclass(frozen=True, slots=True)
class Notification:
    """A message and why it came."""

    reason: str
    message: Message


@dataclass(frozen=True, slots=True)
class Page:
    """One page of so many `sent` threads, of which `lost` could not be read."""

    notifications: tuple[Notification, ...]
    sent: int
    lost: int
    validators: Validators = NO_VALIDATORS


@dataclass(frozen=True, slots=True)
class Inbox:
    """What is unread, as of `whole`; `asked` is when it was last looked for. This is the state that is kept."""

    whose: str
    whole: datetime
    asked: datetime
    validators: Validators
    notifications: tuple[Notification, ...]
    warnings: tuple[str, ...]


def parse(data: bytes) -> Page:
    """One page of /notifications. Raises ConnectorError where it is none."""
    try:
        threads: _Threads = from_json(_Threads, data)
    except ValueError as error:
        sentence = "GitHub could not be understood: its answer is not a list of notifications. Check base_url."
        raise ConnectorError(sentence, transient=True) from error
    return Page(tuple(_notifications(threads)), len(threads), threads.count(None))


def known(state: bytes, whose: str) -> Inbox | None:
    """The inbox as it was; None where it is another's or garbled."""
    try:
        inbox = from_json(Inbox, state) if state else None
    except ValueError:
        return None
    return inbox if inbox and inbox.whose == whose else None


def _validators(before: Inbox | None, now: datetime) -> Validators:
    trusted = before is not None and timedelta() <= now - before.whole < TRUST_VALIDATORS
    return before.validators if before and trusted else NO_VALIDATORS


def _inbox(whose: str, now: datetime, pages: list[Page], warnings: tuple[str, ...]) -> Inbox:
    lost = sum(page.lost for page in pages)
    warnings = (*warnings, *((f"{lost} of GitHub's notifications could not be read.",) if lost else ()))
    # With the validators of the whole, a part that is kept would be all that is ever seen.
    having = NO_VALIDATORS if warnings else pages[0].validators
    return Inbox(whose, now, now, having, tuple(found for page in pages for found in page.notifications), warnings)


def _notifications(threads: Iterable[_Thread | None]) -> Iterator[Notification]:
    for thread in threads:
        subject = _words(thread.subject.title) if thread and thread.unread else ""
        if thread and subject:
            sent = thread.updated_at.replace(tzinfo=thread.updated_at.tzinfo or UTC)
            message = Message(
                uid=f"{thread.id}-{sent.astimezone(UTC):%Y%m%dT%H%M%SZ}",  # a thread that goes on is news again
                subject=subject,
                sender=_words(thread.repository.name),
                sent=sent,
            )
            yield Notification(thread.reason, message)


def _words(text: str) -> str:
    plain, _ = decode(text.replace("`", "").encode(errors="replace"))
    return cut(" ".join(plain.split()), MOST_TEXT)


def _chosen(inbox: Inbox, config: GitHubConfig, now: datetime) -> Iterator[Message]:
    """The fresh ones that came for a chosen reason, each once: pages may shift while they are turned."""
    oldest = now - timedelta(hours=config.fresh_for)
    found = {known.message.uid: known for known in inbox.notifications}
    return (one.message for one in found.values() if one.reason in config.reasons and one.message.sent >= oldest)


def _explained(error: ConnectorError | TimeoutError) -> ConnectorError:
    """What only the token or the address can mend; GitHub answers 403 to what it limits, too."""
    if isinstance(error, TimeoutError):
        return ConnectorError("GitHub did not answer in time. It will be asked again the next time.", transient=True)
    if not isinstance(error, StatusError):
        return error
    if error.status == 401:
        return ConnectorError(f"GitHub refuses the token. {MEND}", transient=False, needs_login=True)
    if error.status == 403 and b"rate limit" in error.body.lower():
        sentence = "GitHub has had too many requests. It will be asked again the next time."
        return ConnectorError(sentence, transient=True)
    if error.status == 403:
        sentence = f"GitHub does not let this token read notifications. {MEND}"
        return ConnectorError(sentence, transient=False, needs_login=True)
    if error.status == 404:
        sentence = (
            "There are no notifications at this address. On a server of your own, base_url is https://HOST/api/v3."
        )
        return ConnectorError(sentence, transient=False)
    return error


CONNECTOR = ConnectorType("github", GitHubConfig, GitHubConnector, ("message",))
