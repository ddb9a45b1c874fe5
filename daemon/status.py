"""How a home is: its shows' last and next episodes, its sources, libraries and costs, and what to do."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config.settings import Settings
from connectors.codec import from_json
from daemon.clock.schedule import Decision, Rhythm, decide
from daemon.collect.sources import Sources
from daemon.home.account import month_span
from daemon.home.home import Home
from daemon.home.logins import Logins
from daemon.home.productions import Productions
from daemon.home.store import EpisodeRecord, Store
from daemon.model import Briefing, Degraded, Published
from daemon.mornings import (
    ByHand,
    LibraryStatus,
    Morning,
    Next,
    ShowStatus,
    SourceStatus,
    Status,
    Todo,
    morning,
    of_disk,
    of_show,
    of_sources,
)
from daemon.remembered import source_of
from daemon.rhythms import rhythm_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What of a finished production tells where its episode is."""

    published: Published


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a status is read from, as of `now` (in the listener's zone)."""

    settings: Settings
    home: Home
    store: Store
    now: datetime

    @property
    def productions(self) -> Productions:
        """The daemon's records."""
        return Productions(self.store)


def status(view: View, shows: Sequence[str], days: int) -> Status:
    """The home's status, with that many days of each of those shows. Raises SettingsError, DiskError."""
    zone = ZoneInfo(view.settings.timezone)
    found = tuple(_show(view, name, days) for name in shows)
    sources = tuple(_sources(view))
    libraries = tuple(library for each in found for library in _libraries(view, each))
    free = shutil.disk_usage(_existing(view.home.path)).free
    todo = tuple(_todo(view, found, sources, free))
    return Status(
        at=view.now,
        well=not any(each.unhealthy for each in todo),
        shows=found,
        sources=sources,
        libraries=libraries,
        month=f"{view.now:%Y-%m}",
        cost=round(view.store.spent(*month_span(view.now.date(), zone)), 6),
        free=free,
        todo=todo,
    )


def _show(view: View, name: str, days: int) -> ShowStatus:
    served = view.productions.served(name)
    rhythm = rhythm_of(view.settings, name, view.home, served.moved if served else None)
    made = view.productions.made_days(name, view.now)
    decision = decide(
        rhythm, made, view.productions.durations(name), view.now.astimezone(UTC), served.since if served else view.now
    )
    today = view.now.date()
    asked = [today - timedelta(days=ago) for ago in reversed(range(days))]
    last = max(made, default=None)
    return ShowStatus(
        show=name,
        last=_mornings(view, name, [last], rhythm)[0] if last else None,
        lost=_lost(view, name, last),
        next=_next(decision, view.now, served=served is not None),
        mornings=_mornings(view, name, asked, rhythm),
    )


def _next(decision: Decision, now: datetime, *, served: bool) -> Next | None:
    due, zone = decision.make or decision.wait, now.tzinfo
    if due is None:
        return None
    overdue = served and decision.make is not None and now > due.ready_by
    return Next(day=due.day, start=due.start.astimezone(zone), ready_by=due.ready_by.astimezone(zone), overdue=overdue)


def _mornings(view: View, show: str, days: Sequence[date], rhythm: Rhythm) -> tuple[Morning, ...]:
    if not days:
        return ()
    records = {record.day: record for record in view.productions.of_days(show, days[0], days[-1])}
    episodes = {episode.day: episode for episode in view.store.episodes(show)}
    served = view.productions.served(show)
    known = min((*episodes, served.since.astimezone(view.now.tzinfo).date() if served else view.now.date()))
    return tuple(
        morning(
            day,
            records.get(day),
            _in_library(view, episodes.get(day)),
            rhythm.ready(day) if day >= known else None,
            view.now,
        )
        for day in days
    )


def _lost(view: View, show: str, last: date | None) -> tuple[Morning, ...]:
    """What failed or was missed since the last episode that is there."""
    since = last + timedelta(days=1) if last else date.min
    records = view.productions.of_days(show, since, date.max)
    return tuple(morning(record.day, record, None, record.ready_by, view.now) for record in records)


def _in_library(view: View, episode: EpisodeRecord | None) -> ByHand | None:
    if episode is None:
        return None
    publications = [each for each in view.store.publications(episode.show, episode.day) if each.verified]
    if not publications:
        return None
    return ByHand(
        there=min(publication.published for publication in publications),
        seconds=episode.seconds,
        cost=round(view.store.spent_for(episode.show, episode.day), 6),
        degraded=_given_up(view, episode),
    )


def _given_up(view: View, episode: EpisodeRecord) -> tuple[Degraded, ...]:
    """The sources that it was made without, or from what they said before."""
    briefing = _briefing(view.home.episode(episode.show, episode.day))
    return tuple(
        Degraded(
            part="source",
            name=failure.source,
            why=f"as of {failure.as_of.astimezone(view.now.tzinfo):%Y-%m-%d %H:%M}" if failure.as_of else "left out",
        )
        for failure in (briefing.failures if briefing else ())
    )


def _briefing(folder: Path) -> Briefing | None:
    try:
        return from_json(Briefing, (folder / "briefing.json").read_bytes())
    except (OSError, ValueError):
        return None  # never made, trimmed, or written by another version


def _sources(view: View) -> Iterator[SourceStatus]:
    kept, logins, zone = Sources(view.home.sources), Logins(view.home.logins), view.now.tzinfo
    for name, config in view.settings.connectors.items():
        good = kept.last_good(name, source_of(name, config, logins).identity)
        bad = kept.last_failure(name)
        yield SourceStatus(
            source=name,
            kind=config.kind,
            last_good=good.brought.astimezone(zone) if good else None,
            failed=bad.at.astimezone(zone) if bad else None,
            reason=bad.reason if bad else None,
        )


def _libraries(view: View, show: ShowStatus) -> Iterator[LibraryStatus]:
    if show.last is None:
        return
    reasons = _undelivered(view.home.episode(show.show, show.last.day))
    there = view.store.publications(show.show, show.last.day)
    for each in there:
        yield LibraryStatus(
            show=show.show,
            library=each.library,
            state="in the library" if each.verified else "delivered, not seen yet",
            where=each.where,
            since=each.published.astimezone(view.now.tzinfo),
            reason=None if each.verified else reasons.get(each.library),
        )
    for library in {*show.last.undelivered, *reasons} - {each.library for each in there}:
        yield LibraryStatus(show=show.show, library=library, state="not delivered", reason=reasons.get(library))


def _undelivered(folder: Path) -> dict[str, str]:
    """What kept an episode out of libraries, in their words."""
    try:
        return from_json(Delivered, (folder / "published.json").read_bytes()).published.undelivered
    except (OSError, ValueError):
        return {}  # not made to its end yet, trimmed, or written by another version


def _todo(view: View, shows: Sequence[ShowStatus], sources: Sequence[SourceStatus], free: int) -> Iterator[Todo]:
    for show in shows:
        yield from of_show(show, view.now)
    yield from of_sources(sources, view.now)
    yield from _logins(view, shows)
    yield from of_disk(free)


def _logins(view: View, shows: Sequence[ShowStatus]) -> Iterator[Todo]:
    """The logins that the last episodes found to be over, or soon to be."""
    last = [(show.show, show.last.day) for show in shows if show.last]
    briefings = [briefing for each in last if (briefing := _briefing(view.home.episode(*each)))]
    ends = {each.source: each.ends for briefing in briefings for each in briefing.logins_ending}
    over = {each.source for briefing in briefings for each in briefing.failures if each.needs_login}
    for source in (name for name in view.settings.connectors if name in {*ends, *over}):
        login = getattr(view.settings.connectors[source], "login", None)
        what = f"Log in anew: dawncast login {login}" if login else "Give its settings the new password."
        if source in over and Sources(view.home.sources).last_failure(source):
            yield Todo(sentence=f"{source} wants a new login. {what}")
        elif source in ends and ends[source] > view.now:
            yield Todo(
                sentence=f"The login of {source} ends on {ends[source].astimezone(view.now.tzinfo):%Y-%m-%d}. {what}"
            )


def _existing(path: Path) -> Path:
    return next(each for each in (path, *path.parents) if each.exists())
