"""Runs the line for a command and prints what came of it. Imported late: with it come the stages."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass

import click

from config.errors import TryLaterError
from config.load import check_secrets
from config.settings import Settings
from daemon import bootstrap
from daemon.cli import printed
from daemon.cli.common import Until, say
from daemon.cli.progress import shown
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.store import Store
from daemon.produce import Production

SECONDS = 900.0
"""What a production that was asked for by hand may take: generous, since nothing waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How far to go, whether to make anew what is there, how to print it, and the command that plays an episode."""

    until: Until | None = None
    again: bool = False
    as_json: bool = False
    play: str = ""


def make_episode(settings: Settings, home: Home, order: bootstrap.Order, wish: Wish) -> None:
    """Run the line as far as wished, and print what came of it."""
    with locked(home.episode(order.show, order.day)), closing(Store(home.database)) as store:
        stages = bootstrap.stages(settings, home, order, store)
        for remark in (*check_secrets(settings), *stages.remarks):
            say(str(remark))
        with shown() as report:
            production = bootstrap.production(stages, report, SECONDS, again=wish.again)
            result = asyncio.run(_run(production, wish, stages.voice.close))
    click.echo(result.as_json() if wish.as_json else result.for_people())
    if isinstance(result, printed.Made):
        _delivered(result)


async def _run(production: Production, wish: Wish, close: Callable[[], Awaitable[None]]) -> printed.Printed:
    try:
        if wish.until is None:
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


def _delivered(made: printed.Made) -> None:
    """Say what kept the episode out of a library; if it is in none, end with "try again later"."""
    published = made.produced.published
    for library, reason in published.undelivered.items():
        say(f"It could not be delivered to {library}: {reason}")
    if not published.publications:
        raise TryLaterError("The episode is made, but is in no library yet. The same command again tries once more.")
