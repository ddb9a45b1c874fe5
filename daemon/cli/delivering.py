"""Delivers an episode that is there, or takes it out of a library. Imported late: with it come the stages."""

import asyncio
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date

import click

from config.errors import DawncastError, TryLaterError, UsageError
from config.settings import Settings
from config.shows import Show
from config.words import did_you_mean
from daemon import bootstrap
from daemon.cli import printed
from daemon.cli.common import order_of, say
from daemon.cli.progress import shown
from daemon.cli.run import SECONDS, delivered
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.store import Store
from daemon.produce import Produced, Production
from daemon.publish.base import LibraryError
from daemon.stages import ShowStages


class LibraryTroubleError(DawncastError):
    """A library did not do what was asked of it."""

    exit_code = TryLaterError.exit_code


def deliver(
    settings: Settings, home: Home, show: str, day: str, names: Sequence[str], *, as_json: bool, play: str
) -> None:
    """Deliver what was made for that show and day, and print where it is. Raises UsageError, TryLaterError."""
    order = order_of(settings, show, day, None, offline=False)
    named = _only(settings, show, names)
    _there(home, show, order.day)
    with locked(home.episode(show, order.day)), closing(Store(home.database)) as store:
        stages = bootstrap.stages(settings, home, order, store)
        stages = replace(stages, libraries=bootstrap.libraries_of(settings, named, home))
        with shown() as report:
            production = bootstrap.production(stages, report, SECONDS, again=False)
            made = printed.Made(asyncio.run(_kept(production, stages)), play)
    click.echo(made.as_json() if as_json else made.for_people())
    delivered(made)


async def _kept(production: Production, stages: ShowStages) -> Produced:
    try:
        produced = production.results.get("published.json", Produced)
        if produced is None:
            raise UsageError(_MISSING.format(show=stages.order.show, day=stages.order.day))
        return await production.kept(produced)
    finally:
        await stages.narrator.close()
        await asyncio.sleep(0)


_MISSING = "There is no finished episode of {show} for {day}. Make it with: dawncast make {show} --day {day}"


def _there(home: Home, show: str, day: date) -> None:
    if not (home.episode(show, day) / "published.json").exists():
        raise UsageError(_MISSING.format(show=show, day=day))


def take_out(settings: Settings, home: Home, show: str, day: str, name: str) -> None:
    """Take an episode out of a library. Raises UsageError, LibraryTroubleError."""
    meant = order_of(settings, show, day, None, offline=False).day
    outlet = bootstrap.libraries_of(settings, _only(settings, show, (name,)), home)[name]
    with closing(Store(home.database)) as store:
        there = {each.library: each for each in store.publications(show, meant)}
        if name not in there:
            known = ", ".join(there) or "none"
            raise UsageError(f"The episode of {show} of {meant} is not in {name}. The libraries that have it: {known}.")
        try:
            asyncio.run(outlet.library.remove(there[name]))
        except LibraryError as error:
            raise LibraryTroubleError(f"It could not be taken out of {name}: {error}") from error
        store.forget_publication(show, meant, name)
    back = "It stays in the home. Making or publishing that day again puts it back."
    say(f"The episode of {show} of {meant} is no longer in {name}. {back}")


def _only(settings: Settings, show: str, names: Sequence[str]) -> Show:
    """The show with those libraries of the settings alone; with its own ones where none is named. Raises UsageError."""
    own = settings.shows[show]
    for name in names:
        if name not in settings.libraries:
            raise UsageError(f"There is no library {name}{did_you_mean(name, settings.libraries) or '.'}")
    return own.model_copy(update={"libraries": tuple(names)}) if names else own
