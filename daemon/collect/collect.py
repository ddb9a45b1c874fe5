"""Collect: all sources side by side, each in a process of its own, into one briefing."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from config.secrets import SecretError, revealed, secrets_of
from config.words import counted
from connectors.base import Collected, ConnectorError, Listener, SourceConfig
from connectors.items import Item, ItemKind, Window
from connectors.worker import Job
from daemon.clock.budget import Deadline
from daemon.collect.merge import merge
from daemon.collect.process import run
from daemon.collect.sources import AHEAD, Kept, Lost, Sources, covers
from daemon.home.logins import Logins
from daemon.home.results import fingerprint
from daemon.model import Briefing, Failure, LoginEnding, SourceWarning
from daemon.progress import Report, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source as the settings name it, with the entry point of its connector's type ("module:attribute")."""

    name: str
    entry_point: str
    config: SourceConfig
    brings: tuple[ItemKind, ...]
    account: str = ""
    """Tells one login of the same name from the next: another account's answers are not this one's."""

    @property
    def login(self) -> str | None:
        """The name under which its login is kept, if it is of a kind that has one."""
        return getattr(self.config, "login", None)

    @property
    def identity(self) -> str:
        """A hash of its settings and of whose they are; of a secret, only where it lies."""
        secrets = [(key, secret.reference) for key, secret in secrets_of(self.config)]
        return fingerprint(self.entry_point, self.config.model_dump(mode="json"), secrets, self.account)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What a briefing is asked for: whose, which local day, as of when; and the logins that its sources may use."""

    show: str
    day: date
    zone: ZoneInfo
    now: datetime
    listener: Listener
    logins: Logins
    offline: bool = False
    remembered: bool = True
    """Whether later mornings may fall back to the answers: not to those for a day that is not today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What one source contributes to the briefing; not `complete` where a part of it is known to be missing."""

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    failure: Failure | None = None
    complete: bool = True
    login_ends: datetime | None = None


async def collect(sources: Sequence[Source], ask: Ask, kept: Sources, deadline: Deadline, report: Report) -> Briefing:
    """The briefing of a day: what the sources say, or said last, and which of them failed."""
    found = await asyncio.gather(*(_bring(source, ask, kept, deadline, report) for source in sources))
    brought = dict(zip((source.name for source in sources), found, strict=True))
    items, dropped = merge({name: part.items for name, part in brought.items()}, ask.day, ask.zone)
    return Briefing(
        show=ask.show,
        day=ask.day,
        timezone=ask.zone.key,
        made=ask.now,
        items=items,
        dropped=dropped,
        failures=tuple(part.failure for part in found if part.failure),
        warnings=_warnings(sources, found),
        unknown=_unknown(sources, found),
        logins_ending=tuple(
            LoginEnding(source=source.name, ends=part.login_ends, brings=source.brings)
            for source, part in zip(sources, found, strict=True)
            if part.login_ends
        ),
    )


def _unknown(sources: Sequence[Source], found: Sequence[Brought]) -> tuple[ItemKind, ...]:
    """The kinds of items that no source brings, or that one should have brought of which not all could be read."""
    kinds: tuple[ItemKind, ...] = get_args(ItemKind)
    asked = {kind for source in sources for kind in source.brings}
    lost = {kind for source, part in zip(sources, found, strict=True) if not part.complete for kind in source.brings}
    return tuple(kind for kind in kinds if kind in lost or kind not in asked)


def _warnings(sources: Sequence[Source], found: Sequence[Brought]) -> tuple[SourceWarning, ...]:
    return tuple(
        SourceWarning(source=source.name, reason=reason, brings=source.brings)
        for source, part in zip(sources, found, strict=True)
        for reason in part.warnings
    )


async def _bring(source: Source, ask: Ask, kept: Sources, deadline: Deadline, report: Report) -> Brought:
    report(Step(stage="collect", name=source.name, status="started"))
    last = kept.last_good(source.name, source.identity)
    try:
        collected = await try_source(source, ask, deadline, last.state if last else b"")
    except ConnectorError as error:
        lost = Lost(at=ask.now, reason=str(error))
        forgotten = _remember(ask, lambda: kept.lose(source.name, lost))
        report(Step(stage="collect", name=source.name, status="failed", detail=f"{error}{forgotten}"))
        return _instead(source, error, last, ask.day)
    forgotten = _remember(ask, lambda: kept.keep(source.name, _to_keep(source, collected, last, ask)))
    done = f"{counted(len(collected.items), 'item')}{forgotten}"
    report(Step(stage="collect", name=source.name, status="done", detail=done))
    return Brought(
        items=collected.items, warnings=collected.warnings, complete=collected.complete, login_ends=collected.login_ends
    )


def _remember(ask: Ask, remember: Callable[[], None]) -> str:
    """Do it if later mornings may fall back to it; what it costs them where that fails is said, and nothing else."""
    try:
        if ask.remembered:
            remember()
    except OSError as error:
        return f"; it could not be remembered ({error.strerror})"
    return ""


async def try_source(source: Source, ask: Ask, deadline: Deadline, state: bytes = b"") -> Collected:
    """One source's answer, in a process of its own. Raises ConnectorError."""
    login = _login(source, ask)
    collected = await run(await _job(source, ask, login, state, deadline))
    if source.login and collected.login and _login(source, ask) == login:  # unless it was given anew meanwhile
        ask.logins.keep(source.login, collected.login)
    return collected


def _login(source: Source, ask: Ask) -> str:
    try:
        return ask.logins.read(source.login) if source.login else ""
    except (OSError, ValueError) as error:
        remedy = f"Run: dawncast login {source.login}"
        raise ConnectorError(f"Its login cannot be read. {remedy}", transient=False, needs_login=True) from error


async def _job(source: Source, ask: Ask, login: str, state: bytes, deadline: Deadline) -> Job:
    return Job(
        source=source.name,
        entry_point=source.entry_point,
        config=await asyncio.to_thread(_in_plain, source.config),  # a secret may be a command's output
        listener=replace(ask.listener, login=login),
        window=Window(first=ask.day, zone=ask.zone, now=ask.now, days=AHEAD),
        state=state,
        seconds=min(source.config.timeout, deadline.left()),
        offline=ask.offline,
    )


def _in_plain(config: SourceConfig) -> dict[str, object]:
    """The settings with their secrets, for the worker's standard input alone."""
    try:
        return revealed(config)
    except SecretError as error:
        raise ConnectorError(str(error), transient=False) from error


def _to_keep(source: Source, collected: Collected, last: Kept | None, ask: Ask) -> Kept:
    """What the next mornings fall back to: this answer, unless it is a part and the last whole one is still of use."""
    if last and not collected.complete and covers(last, ask.day):
        return replace(last, state=collected.state)
    return Kept(brought=ask.now, first=ask.day, settings=source.identity, items=collected.items, state=collected.state)


def _instead(source: Source, error: ConnectorError, last: Kept | None, day: date) -> Brought:
    """The ladder's step for a source: its last good answer with its age, else nothing."""
    usable = last if last and covers(last, day) else None
    failure = Failure(
        source=source.name,
        reason=str(error),
        transient=error.transient,
        as_of=usable.brought if usable else None,
        brings=source.brings,
        needs_login=error.needs_login,
    )
    return Brought(items=usable.items if usable else (), failure=failure, complete=usable is not None)
