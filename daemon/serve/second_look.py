"""A second look at the calendar, minutes before the listener leaves: what has changed since is told after all.

Only the sources that bring events are asked anew, and only the events of the briefing take the place of those that
were there: so every other section has the same brief as before, and is used again as it lies there.
"""

import asyncio
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.settings import Settings
from connectors.base import Listener
from connectors.items import Event
from daemon.clock.budget import Deadline
from daemon.collect.collect import Ask, Source, collect
from daemon.collect.sources import Sources
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.logins import Logins
from daemon.home.results import Results
from daemon.model import Briefing
from daemon.progress import log_to
from daemon.remembered import source_of

SHARE = 0.4
"""Of the time that is left: what looking may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A look at a show's calendars for a local day, within that many seconds."""

    settings: Settings
    home: Home
    show: str
    day: date
    seconds: float

    @property
    def folder(self) -> Path:
        """The episode's."""
        return self.home.episode(self.show, self.day)

    def changes(self) -> bool:
        """Whether the day's events are others than the episode was made from; `make` then makes it anew.

        Also where a look that found so was killed. Raises TryLaterError while another process makes it, OSError.
        """
        with locked(self.folder):
            results = Results(self.folder, _now)
            before = results.get("briefing.json", Briefing)
            if before is None:
                return False
            published, sources = self.folder / "published.json", self._sources(before)
            found = asyncio.run(self._collected(sources))
            if told(found) == told(before):
                return not published.exists()
            asked = {source.name for source in sources}
            results.keep("briefing.json", results.inputs_of("briefing.json"), revised(before, found, asked))
            published.unlink(missing_ok=True)
        return True

    async def _collected(self, sources: Sequence[Source]) -> Briefing:
        deadline = Deadline.after(self.seconds, time.monotonic).share(SHARE)
        report = log_to(self.folder / "log.jsonl", _now)
        return await collect(sources, self._ask(), Sources(self.home.sources), deadline, report)

    def _sources(self, before: Briefing) -> list[Source]:
        """The sources of events: those that are there for them, and those that brought some."""
        brought = {item.source for item in (*before.items, *before.dropped) if isinstance(item, Event)}
        names: Iterable[str] = self.settings.shows[self.show].sources or self.settings.connectors
        logins = Logins(self.home.logins)
        found = (source_of(name, self.settings.connectors[name], logins) for name in names)
        return [source for source in found if "event" in source.brings or source.name in brought]

    def _ask(self) -> Ask:
        zone = ZoneInfo(self.settings.timezone)
        return Ask(
            show=self.show,
            day=self.day,
            zone=zone,
            now=_now().astimezone(zone),
            listener=Listener(emails=self.settings.emails),
            logins=Logins(self.home.logins),
        )


def told(briefing: Briefing) -> frozenset[Event]:
    """What is told of a briefing's events, and of those that are off; a description may change without a word of it."""
    events = (item for item in briefing.items if isinstance(item, Event))
    return frozenset(replace(event, description=None) for event in (*events, *briefing.dropped))


def revised(before: Briefing, found: Briefing, asked: Collection[str]) -> Briefing:
    """The briefing with the events that those sources tell of now, and all else as it was."""
    events = tuple(item for item in found.items if isinstance(item, Event))
    others = tuple(item for item in before.items if not isinstance(item, Event))
    failures = tuple(each for each in before.failures if each.source not in asked)
    failures += found.failures
    return replace(before, items=(*events, *others), dropped=found.dropped, failures=failures)


def _now() -> datetime:
    return datetime.now(UTC)
