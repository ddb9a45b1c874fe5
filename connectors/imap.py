"""Mail by IMAP: what is unread or flagged as messages, newsletters as stories. It only reads; nothing becomes read."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, SourceConfig
from connectors.codec import from_json, to_json
from connectors.http_answers import NEXT_TIME
from connectors.imap_mailbox import BROKEN, Account, Mailbox, Tls, broken_off, opened
from connectors.imap_parse import Mail, is_newsletter, message, newsletter
from connectors.items import Message, Story, Window
from connectors.timebox import TookTooLongError, timebox

MOST = 50
"""Mails that are brought at most; the flagged ones first, then the newest."""
MAIL_SECONDS = 1.0
LISTING, TEXTS, PARSING = 0.5, 0.3, 0.9
"""Shares of the source's time: for finding the mails, for fetching their texts; and when parsing ends."""


class ImapConfig(SourceConfig):
    """An account and one of its folders; which of its mails, and which of these are newsletters (by List-Id)."""

    host: str = Field(pattern=r"^[^\s/:@]+$")
    port: int | None = Field(default=None, ge=1, le=65535)
    tls: Tls = "implicit"
    username: str = Field(min_length=1)
    password: Secret
    folder: str = "INBOX"
    take: Literal["unread", "flagged", "both"] = "both"
    newer_than: float = Field(default=48.0, gt=0, le=24 * 365)
    """Hours; what came before is not told."""
    newsletters: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _keeps_the_password(self) -> Self:
        if self.tls == "none" and not self.allow_private:
            raise ValueError(
                'tls = "none" sends the password in the clear, which is for your own network alone (with '
                'allow_private = true); set "implicit" or "starttls"'
            )
        return self


Known = Annotated[Message | Story, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class _Known:
    """A mail that was read before, by its UID."""

    uid: int
    arrived: datetime
    item: Known


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a folder while its UIDVALIDITY lasts; `settings` is a hash of what it was read by."""

    settings: str
    validity: int
    known: tuple[_Known, ...]


@dataclass(frozen=True, slots=True)
class _Listing:
    """The mails to tell of: those known, those new (no texts yet), and which are flagged."""

    validity: int
    flagged: frozenset[int]
    known: tuple[_Known, ...]
    new: tuple[Mail, ...]


class ImapConnector:
    """Asks which mails there are, and reads those that it has not read before."""

    def __init__(self, config: ImapConfig, _listener: Listener) -> None:
        self._config = config

    def collect(self, window: Window, state: bytes) -> Collected:
        """The unread or flagged mails of the last hours, as many as a listener may want."""
        ends = monotonic() + self._config.timeout * PARSING
        settings = _hashed(self._config)
        listing, mails, unread = self._ask(window, _known(state, settings))
        read = tuple(_read(mails, listing.validity, self._config.newsletters, ends))
        known = (*listing.known, *read)
        remembered = tuple(each for each in known if each.uid not in unread)
        lost = len(mails) - len(read)
        warnings = (f"{lost} {'mail' if lost == 1 else 'mails'} could not be read.",) if lost else ()
        return Collected(
            items=_items(known, listing.flagged),
            warnings=warnings,
            state=to_json(_State(settings, listing.validity, remembered)),
            complete=not lost,
        )

    def _ask(self, window: Window, before: _State | None) -> tuple[_Listing, Sequence[Mail], frozenset[int]]:
        """What is there, the new mails with their texts, and those whose texts there was no time for."""
        config = self._config
        try:
            with ExitStack() as stack:
                with timebox(config.timeout * LISTING):
                    mailbox = stack.enter_context(opened(_account(config)))
                    listing = self._listing(mailbox, window, before)
                told = _with_texts(mailbox, listing.new, config.timeout * TEXTS)
        except TookTooLongError:
            raise ConnectorError(f"{config.host} did not answer in time. {NEXT_TIME}", transient=True) from None
        except BROKEN as error:
            raise broken_off(config.host) from error
        rest = listing.new[len(told) :]
        # The mail at which it broke off, if it did, is not tried again: it must not cost the others every morning.
        return listing, (*told, *rest), frozenset(mail.uid for mail in rest[1:])

    def _listing(self, mailbox: Mailbox, window: Window, before: _State | None) -> _Listing:
        config = self._config
        oldest = window.now.astimezone(UTC) - timedelta(hours=config.newer_than)
        since = oldest - timedelta(days=1)  # the server's day may not be ours
        flagged = mailbox.search(since, "FLAGGED")
        unseen = mailbox.search(since, "UNSEEN") if config.take != "flagged" or config.newsletters else ()
        asked = {*flagged[-MOST:], *unseen[-MOST:]}
        same = before.known if before and before.validity == mailbox.validity else ()
        known = tuple(each for each in same if each.uid in asked)
        headers = mailbox.headers(sorted(asked - {each.uid for each in known}))
        new = tuple(Mail(each.uid, each.arrived, each.header) for each in headers if each.arrived and each.uid in asked)
        there = _Listing(mailbox.validity, frozenset(flagged), known, new)
        return _chosen(there, frozenset(unseen), oldest, config)


def _chosen(there: _Listing, unseen: frozenset[int], oldest: datetime, config: ImapConfig) -> _Listing:
    """What of it is told: newsletters while they are unread, the others by `take`; the newest first."""
    wanted = {"flagged": there.flagged, "unread": unseen, "both": there.flagged | unseen}[config.take]
    stories = {mail.uid for mail in there.new if is_newsletter(mail.header, config.newsletters)}
    stories |= {each.uid for each in there.known if isinstance(each.item, Story)}
    arrived = {mail.uid: mail.arrived for mail in there.new} | {each.uid: each.arrived for each in there.known}
    told = [uid for uid in (wanted - stories) | (stories & unseen) if uid in arrived and arrived[uid] >= oldest]
    best = sorted(told, key=lambda uid: (uid in there.flagged, arrived[uid], uid), reverse=True)[:MOST]
    new = {mail.uid: mail for mail in there.new}
    return replace(
        there,
        known=tuple(each for each in there.known if each.uid in best),
        new=tuple(new[uid] for uid in best if uid in new),
    )


def _account(config: ImapConfig) -> Account:
    return Account(
        host=config.host,
        port=config.port or (993 if config.tls == "implicit" else 143),
        tls=config.tls,
        username=config.username,
        password=config.password.reveal(),
        folder=config.folder,
        seconds=config.timeout * LISTING,
    )


def _with_texts(mailbox: Mailbox, mails: Iterable[Mail], seconds: float) -> list[Mail]:
    """The mails with their texts; fewer where one of them, or the time, put an end to it."""
    told: list[Mail] = []
    try:
        with timebox(seconds):
            for mail in mails:
                told.append(mailbox.with_text(mail))  # noqa: PERF401  # what was told before a failure counts
            mailbox.leave()
    except (TookTooLongError, *BROKEN):
        return told  # subjects and senders are known, which is what is spoken
    return told


def _read(mails: Iterable[Mail], validity: int, newsletters: tuple[str, ...], ends: float) -> Iterator[_Known]:
    """The mails as items; one whose parsing takes too long is left out."""
    for mail in mails:
        make = newsletter if is_newsletter(mail.header, newsletters) else message
        try:
            with timebox(max(0.01, min(ends - monotonic(), MAIL_SECONDS))):
                item = make(mail, validity)
        except TookTooLongError:
            continue
        yield _Known(mail.uid, mail.arrived, item)


def _items(known: Iterable[_Known], flagged: frozenset[int]) -> tuple[Message | Story, ...]:
    """The newest first; copies of one mail are one."""
    newest = sorted(known, key=lambda each: (each.arrived, each.uid), reverse=True)
    items: dict[str, Message | Story] = {}
    for each in newest:
        item = each.item
        marked = replace(item, flagged=each.uid in flagged) if isinstance(item, Message) else item
        items.setdefault(item.uid, marked)
    return tuple(items.values())


def _known(state: bytes, settings: str) -> _State | None:
    """What is known; None where the state is another version's or was kept for other settings."""
    try:
        found = from_json(_State, state) if state else None
    except ValueError:
        return None
    return found if found and found.settings == settings else None


def _hashed(config: ImapConfig) -> str:
    known_by = (config.host, config.port, config.username, config.folder, config.newsletters)
    return hashlib.sha256(repr(known_by).encode("utf-8", "backslashreplace")).hexdigest()[:24]


CONNECTOR = ConnectorType("imap", ImapConfig, ImapConnector, ("message", "story"))
