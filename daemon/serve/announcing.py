"""What people are told by the daemon, and when: the sentences are `messages.py`'s, the delivery `telling.py`'s."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from config.errors import DawncastError
from config.secrets import Secret
from config.settings import Settings
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.links import KIND, play_link
from daemon.model import ProductionRecord, Publication
from daemon.serve.log import Log
from daemon.serve.messages import Notice, changed, message, unusable, wanted, weekly

A_DAY, WEEK = timedelta(days=1), timedelta(days=7)
SUNDAY, NOON = 6, 12
LONGEST = 900
"""Letters of what is wrong with the settings."""


Link = Callable[[Settings, str, date], str | None]
"""Where the episode of a show and day can be heard, for whoever has the link; None where there is no such place."""


def links(store: Store, now: Callable[[], datetime], log: Log) -> Link:
    """Links to pages of the private feed."""
    tokens = Tokens(store)

    def link(settings: Settings, show: str, day: date) -> str | None:
        try:
            return play_link(settings, tokens, show, day, now())
        except DawncastError as error:  # that there is an episode is told all the same
            log("warning", "no link to the episode", show=show, day=day, why=error)
            return None

    return link


@dataclass(frozen=True, slots=True)
class Announcer:
    """Tells, and does not wait until it has arrived; `send` tells a notice once, however often it is asked to."""

    send: Callable[[Notice, Sequence[Secret]], Awaitable[None]]
    link: Link = lambda _settings, _show, _day: None
    _telling: set[asyncio.Future[None]] = field(default_factory=set)

    def record(
        self, settings: Settings, record: ProductionRecord, where: Sequence[Publication], *, failed_before: bool
    ) -> None:
        """What became of a production. That it is there after all is told wherever it was told that it is not."""
        if wanted(record.outcome, settings.notify) or (failed_before and settings.notify.failed):
            zone = ZoneInfo(settings.timezone)
            said = message(record, *self._about(settings, record, where), zone)
            self._tell(settings, Notice(show=record.show, day=record.day, kind=record.outcome, message=said))

    def changed(self, settings: Settings, record: ProductionRecord, where: Sequence[Publication]) -> None:
        """That the episode was made anew."""
        if wanted("changed", settings.notify):
            said = changed(record, *self._about(settings, record, where))
            self._tell(settings, Notice(show=record.show, day=record.day, kind="changed", message=said))

    def broken(self, settings: Settings, error: DawncastError, now: datetime) -> None:
        """That the settings file cannot be used, and which keys; once for each state of it."""
        if wanted("failed", settings.notify):
            said = unusable(str(error)[:LONGEST], settings.language)
            name = f"settings-{sha256(str(error).encode()).hexdigest()[:8]}"
            self._tell(settings, Notice(show=name, day=now.date(), kind="failed", message=said))

    def week(self, settings: Settings, records: Sequence[ProductionRecord], now: datetime) -> None:
        """How the week was; `now` in the listener's zone."""
        if records:
            said = weekly(records, settings.language)
            self._tell(settings, Notice(show="week", day=now.date(), kind="weekly", message=said))

    async def close(self) -> None:
        """Stop telling; what has not arrived is told again by the next daemon, while it is of use."""
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)

    def _tell(self, settings: Settings, notice: Notice) -> None:
        if settings.notify.to:
            task = asyncio.ensure_future(self.send(notice, settings.notify.to))
            self._telling.add(task)
            task.add_done_callback(self._telling.discard)

    def _about(
        self, settings: Settings, record: ProductionRecord, where: Sequence[Publication]
    ) -> tuple[str, str | None, str]:
        """The show's title, where its episode can be heard, and the language to say it in."""
        show = settings.shows[record.show]
        title = show.titled(record.show)
        link = self.link(settings, record.show, record.day) if record.there and settings.notify.to else None
        public = (each.where for each in where if _is_public(settings, each))
        return title, link or next(public, f"dawncast play {record.show}"), show.language or settings.language


def _is_public(settings: Settings, publication: Publication) -> bool:
    """Whether anybody who is told its address can listen there: in the private feed only who has a token can."""
    library = settings.libraries.get(publication.library)
    is_feed = publication.library == KIND if library is None else library.kind == KIND
    return not is_feed and publication.where.startswith(("http://", "https://"))


def week_is_over(settings: Settings, now: datetime) -> bool:
    """Whether it is time for the weekly word; `now` in the listener's zone."""
    return settings.notify.weekly and now.weekday() == SUNDAY and now.hour >= NOON


def of_week(now: datetime) -> tuple[date, date]:
    """The first and the last of the seven days up to now's."""
    return now.date() - WEEK + A_DAY, now.date()
