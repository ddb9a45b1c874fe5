"""`dawncast make`: today's episode, now."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from config.errors import UsageError
from daemon.cli.common import Common, Until, day_of, moment_of, order_of, show_named, zone_of_machine

if TYPE_CHECKING:
    from config.settings import Settings
    from daemon.home.home import Home


@click.command()
@click.argument("show", required=False)
@click.option("--demo", is_flag=True, help="Make the demo's episode, from sources of its own: no settings needed.")
@click.option("--day", metavar="DATE", help="Another day than today, as 2026-03-24.")
@click.option("--now", metavar="TIME", help="Pretend that it is this time, as 2026-03-24T06:45.")
@click.option("--until", type=click.Choice(["collect", "plan", "write"]), help="Stop after this stage and print it.")
@click.option("--again", is_flag=True, help="Make an episode anew that is there already.")
@click.option("--offline", is_flag=True, help="Make no connection: what needs one is told from its last good answer.")
@click.option("--plain", is_flag=True, help="By the built-in writer and voice alone, from what the sources said last.")
@click.option(
    "--deadline", metavar="TIME", help="Be done by this time, as 2026-03-24T07:15: degraded rather than late."
)
@click.option("--play", is_flag=True, help="Listen while it is being made (MP3 only).")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_obj
def make(
    common: Common, show: str | None, demo: bool, day: str | None, now: str | None, until: Until | None,
    again: bool, offline: bool, plain: bool, deadline: str | None, play: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make today's episode now."""
    from daemon.cli.run import Wish, make_episode

    home = common.home_folder(demo=demo)
    settings = demo_settings(common, home, day, now) if demo else common.settings()
    order = replace(order_of(settings, show_named(settings, show), day, now, offline=offline), plain=plain)
    wish = Wish(
        until=until, again=again, listen=play, as_json=as_json, play=common.command("play", home, settings=False),
        seconds=seconds_until(deadline, settings.timezone),
    )  # fmt: skip  # what is wished, then what it is told with
    make_episode(settings, home, order, wish)


def seconds_until(deadline: str | None, timezone: str) -> float | None:
    """How long a production may take that is to be done by then. Raises UsageError where that is over."""
    if deadline is None:
        return None
    left = (moment_of(deadline, ZoneInfo(timezone), "--deadline") - datetime.now(UTC)).total_seconds()
    if left <= 0:
        raise UsageError(f"--deadline {deadline} is over. Choose a later one.")
    return left


def demo_settings(common: Common, home: "Home", day: str | None, now: str | None) -> "Settings":
    """The demo's settings, after its sources were written for the day that is meant."""
    from daemon import demo

    zone = zone_of_machine()
    return common.settings(demo.write(home.path / "sources-of-the-demo", day_of(day, now, zone), zone))
