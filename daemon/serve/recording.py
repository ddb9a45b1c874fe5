"""What is remembered of a show's productions, and who is told: begun, made, given up, missed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from config.errors import DawncastError
from config.settings import Settings
from daemon.model import ProductionRecord, Publication
from daemon.serve import outcome
from daemon.serve.outcome import Begun
from daemon.serve.turns import Finished
from daemon.serve.world import World

TOLD_AGAIN = timedelta(hours=1)
"""After a restart the last record is told again, if it is younger: it may not have arrived."""
AROUND = (timedelta(days=-1), timedelta(), timedelta(days=1))
"""Local dates that may be now's, from UTC's."""


class Recorder:
    """One show's. `begun`: what is not recorded yet; `last`: the record of its latest production.

    Raises what the database does.
    """

    def __init__(self, show: str, world: World) -> None:
        self.show = show
        self.begun: Begun | None = None
        self.last: ProductionRecord | None = None
        self._world = world

    def wake(self, settings: Settings, now: datetime) -> None:
        """Find what an earlier daemon began, and what it may not have told."""
        self.last = self._world.records.last(self.show)
        if self.last and now - self.last.ended < TOLD_AGAIN:
            self._announce(settings, self.last)
        marked = (outcome.marked(self._folder((now + ahead).date())) for ahead in AROUND)
        self.begun = next((each for each in marked if each), None)

    def begin(self, begun: Begun) -> None:
        """Remember what was begun, over a restart too."""
        self.begun = begun
        try:
            outcome.mark(self._folder(begun.day), begun)
        except OSError as error:  # no reason not to make the episode
            self._world.log("warning", "what was begun cannot be remembered", show=self.show, why=error)

    def forget(self) -> None:
        """Nothing is begun any more."""
        if self.begun is None:
            return
        try:
            outcome.unmark(self._folder(self.begun.day))
        except OSError as error:
            self._world.log("warning", "the marker of a production stays", show=self.show, why=error)
        self.begun = None

    def settle(self, settings: Settings, now: datetime) -> None:
        """Record what was begun and is there; its marker goes last, so that it is recorded in any case."""
        if self.begun is None:
            return
        before = self._of_day(self.begun.day)
        if before is None or before.there is None:
            record = self._read(settings, self.begun, now)
            self._keep(record)
            self._announce(settings, record, failed_before=before is not None)
        self.forget()

    def give_up(self, settings: Settings, now: datetime) -> None:
        """Record that what was begun is not there; it may be tried again."""
        if self.begun:
            record = self._read(settings, self.begun, now)
            self._keep(record)
            self._announce(settings, record)

    def miss(self, settings: Settings, day: date, ready_by: datetime, now: datetime) -> None:
        """Record that a day is past all use, unless something is known of it."""
        if self._of_day(day) is None:
            begun = Begun(show=self.show, day=day, ready_by=ready_by, began=now)
            record = replace(self._read(settings, begun, now), outcome="missed")
            self._keep(record)
            self._announce(settings, record)
        if self.begun and self.begun.day == day:
            self.forget()

    def made_anew(self, settings: Settings, record: ProductionRecord) -> None:
        """Record that the episode is another one since the second look, and tell that."""
        begun = Begun(show=self.show, day=record.day, ready_by=record.ready_by, began=record.began)
        again = replace(self._read(settings, begun, record.ended), there=record.there)
        self._keep(again)
        self._world.announcer.changed(settings, again, self.publications(record.day))

    def delivered(self, settings: Settings, record: ProductionRecord) -> ProductionRecord:
        """Record which libraries have taken it by now."""
        there = {each.library for each in self.publications(record.day)}
        left = tuple(name for name in outcome.libraries_of(settings, self.show) if name not in there)
        given_up = record.degraded or left
        again = replace(record, undelivered=left, outcome="degraded" if given_up else "ready")
        if again != record:
            self._keep(again)
        return again

    def publications(self, day: date) -> tuple[Publication, ...]:
        """Where the episode of a day was seen to be."""
        return tuple(each for each in self._world.store.publications(self.show, day) if each.verified)

    def is_there(self, day: date) -> bool:
        """Whether it is in a library."""
        try:
            return bool(self.publications(day))
        except DawncastError:
            return False  # where the database cannot be read, no production could have written there

    def finished(self, day: date) -> Finished | None:
        """What has made the episode of a day already that is in no library yet."""
        if self.begun is None or self.begun.day != day or not (self._folder(day) / "episode.json").exists():
            return None
        return "plain" if self.begun.plain else "whole"

    def _read(self, settings: Settings, begun: Begun, ended: datetime) -> ProductionRecord:
        found = self._world.found(settings, begun, ended, self.publications(begun.day))
        return outcome.record_of(begun, ended, found, self._world.store.spent_for(self.show, begun.day))

    def _keep(self, record: ProductionRecord) -> None:
        self._world.records.record(record)
        self.last = record
        late = (record.there - record.ready_by).total_seconds() if record.there else None
        about = {"show": self.show, "day": record.day, "outcome": record.outcome, "late": late}
        self._world.log("info" if record.outcome == "ready" else "warning", "production recorded", **about)

    def _announce(self, settings: Settings, record: ProductionRecord, *, failed_before: bool = False) -> None:
        where: Sequence[Publication] = self.publications(record.day)
        self._world.announcer.record(settings, record, where, failed_before=failed_before)

    def _of_day(self, day: date) -> ProductionRecord | None:
        return next(iter(self._world.records.of_days(self.show, day, day)), None)

    def _folder(self, day: date) -> Path:
        return self._world.home.episode(self.show, day)
