"""Runs the line for a command and prints what came of it. Imported late: with it come the stages."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing, nullcontext
from dataclasses import dataclass

import click

from config.errors import TryLaterError
from config.load import check_secrets
from config.settings import Settings
from daemon import bootstrap
from daemon.cli import printed
from daemon.cli.common import Until, say
from daemon.cli.listening import heard_live
from daemon.cli.progress import shown
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.store import Store
from daemon.master.encoder import LIVE
from daemon.memory import give_back
from daemon.produce import Production

SECONDS = 900.0
"""What a production that was asked for by hand may take: generous, since nothing waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How far to go, whether to make anew what is there and to `listen` meanwhile, how to print it.

    `seconds`: what it may take. `play`: the command that plays an episode.
    """

    until: Until | None = None
    again: bool = False
    listen: bool = False
    seconds: float | None = None
    as_json: bool = False
    play: str = ""


def make_episode(settings: Settings, home: Home, order: bootstrap.Order, wish: Wish) -> None:
    """Run the line as far as wished, and print what came of it."""
    give_back()
    with locked(home.episode(order.show, order.day)), closing(Store(home.database)) as store:
        stages = bootstrap.stages(settings, home, order, store)
        for remark in (*check_secrets(settings), *stages.remarks):
            say(str(remark))
        with shown() as report:
            production = bootstrap.production(stages, report, wish.seconds or SECONDS, again=wish.again)
            result = asyncio.run(_run(production, wish, stages.narrator.close))
    click.echo(result.as_json() if wish.as_json else result.for_people())
    if isinstance(result, printed.Made):
        delivered(result)


async def _run(production: Production, wish: Wish, close: Callable[[], Awaitable[None]]) -> printed.Printed:
    try:
        if wish.until is None:
            async with heard_live(production.results.folder / LIVE) if wish.listen else nullcontext():
                return printed.Made(await production.run(), wish.play)
        briefing = await production.collect()
        if wish.until == "collect":
            return printed.Collected(briefing)
        rundown = production.plan(briefing)
        if wish.until == "plan":
            return printed.Planned(rundown)
        places = enumerate(rundown.sections, start=1)
        return printed.Written([await production.script(place, section, briefing) for place, section in places])
    finally:
        await close()
        await asyncio.sleep(0)  # processes that were ended let go of the loop before it is closed


def delivered(made: printed.Made) -> None:
    """Say what kept the episode out of a library; if it is in none, end with "try again later"."""
    published = made.produced.published
    for library, reason in published.undelivered.items():
        say(f"It could not be delivered to {library}: {reason}")
    if not published.publications:
        raise TryLaterError("The episode is made, but is in no library yet. The same command again tries once more.")
