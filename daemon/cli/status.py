"""`dawncast status`: how the mornings went, when the next one is, and what to do."""

import math
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from daemon.cli.common import Common, moment_of, show_named

if TYPE_CHECKING:
    from daemon.home.home import Home
    from daemon.home.store import Store
    from daemon.mornings import LibraryStatus, Morning, Next, ShowStatus, SourceStatus, Status

UNHEALTHY = 2


@click.command()
@click.argument("show", required=False)
@click.option("--days", type=click.IntRange(1, 366), metavar="N", help="Print the last N days as a calendar.")
@click.option("--now", metavar="TIME", help="Pretend that it is this time, as 2026-03-24T06:45.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def status(context: click.Context, show: str | None, days: int | None, now: str | None, as_json: bool) -> None:
    """Say how the mornings went, when the next one is, and what to do; ends with 2 where something is wrong."""
    from connectors.codec import to_json
    from daemon.status import View
    from daemon.status import status as looked_at

    common: Common = context.obj
    settings, home = common.settings(), common.home_folder()
    shows = [show_named(settings, show)] if show else list(settings.shows)
    with opened(home) as store:
        view = View(settings=settings, home=home, store=store, now=moment_of(now, ZoneInfo(settings.timezone)))
        found = looked_at(view, shows, days or 0)
    click.echo(to_json(found).decode() if as_json else "\n".join(for_people(found)))
    if not found.well:
        context.exit(UNHEALTHY)


@contextmanager
def opened(home: "Home") -> "Iterator[Store]":
    """The home's database; an empty one where there is none, so that nothing is made by looking."""
    from daemon.home.store import Store

    with TemporaryDirectory() as nowhere:
        path = home.database if home.database.exists() else Path(nowhere) / home.database.name
        with closing(Store(path)) as store:
            yield store


def for_people(found: "Status") -> Iterator[str]:
    """The status in lines of text."""
    for show in found.shows:
        yield from _show(show, found.at)
    yield from ["Sources", *(_source(each, found.at) for each in found.sources), ""]
    if found.libraries:
        yield from ["Libraries", *map(_library, found.libraries), ""]
    yield f"Cost in {found.month}: {_dollars(found.cost)}. Free disk: {found.free / 1e9:.1f} GB."
    if found.todo:
        yield from ["", "To do", *(f"  {'✗' if each.unhealthy else '·'} {each.sentence}" for each in found.todo)]


def _show(show: "ShowStatus", now: datetime) -> Iterator[str]:
    yield show.show
    if show.mornings:
        yield from (_morning(each) for each in show.mornings)
    else:
        yield from (_morning(each) for each in (show.last, *show.lost) if each)
    yield f"  next: {_next(show.next, now)}"
    yield ""


def _morning(morning: "Morning") -> str:
    parts = [
        _when(morning),
        _length(morning.seconds) if morning.seconds is not None else "",
        _dollars(morning.cost) if morning.cost is not None else "",
        "; ".join(f"{each.name}: {each.why}" for each in morning.degraded),
    ]
    return f"  {morning.day:%a %Y-%m-%d}  " + ", ".join(part for part in parts if part)


def _when(morning: "Morning") -> str:
    if morning.late is None or morning.there is None or morning.ready_by is None:
        return "–" if morning.state == "off" else morning.state
    there = f"there at {morning.there.astimezone(morning.ready_by.tzinfo):%H:%M}"
    return f"{there}, on time" if morning.late <= 0 else f"{there}, late by {_span(morning.late)}"


def _next(due: "Next | None", now: datetime) -> str:
    if due is None:
        return "none in sight"
    begins = "now" if due.start <= now else f"{due.start:%H:%M}"
    return f"{due.day:%a %Y-%m-%d}, ready by {due.ready_by:%H:%M}, begins {begins}"


def _source(source: "SourceStatus", now: datetime) -> str:
    good = f"answered {_span((now - source.last_good).total_seconds())} ago" if source.last_good else "no answer yet"
    failed = f"; failed {source.failed:%Y-%m-%d %H:%M}: {source.reason}" if source.failed else ""
    return f"  {source.source:<16} {source.kind:<16} {good}{failed}"


def _library(library: "LibraryStatus") -> str:
    since = f", {library.since:%Y-%m-%d %H:%M}: {library.where}" if library.since else ""
    why = f": {library.reason}" if library.reason else ""
    return f"  {library.library:<16} {library.show:<16} {library.state}{since}{why}"


def _span(seconds: float) -> str:
    """A length of time as people say it, rounded up: "3 min", "2 h 5 min", "4 days"."""
    minutes = max(0, math.ceil(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{timedelta(minutes=minutes).days} days"


def _length(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _dollars(amount: float) -> str:
    return f"${amount:.4f}" if 0 < amount < 0.1 else f"${amount:.2f}"
