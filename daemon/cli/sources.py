"""`dawncast collect` and `dawncast connectors`: what the sources say, and which kinds there are."""

import click

from daemon.cli.common import Common


@click.command()
@click.argument("show", required=False)
@click.option("--day", metavar="DATE", help="Another day than today, as 2026-03-24.")
@click.option("--now", metavar="TIME", help="Pretend that it is this time, as 2026-03-24T06:45.")
@click.option("--offline", is_flag=True, help="Make no connection.")
@click.option("--json", "as_json", is_flag=True, help="Print the briefing as one JSON object.")
@click.pass_obj
def collect(common: Common, show: str | None, day: str | None, now: str | None, offline: bool, as_json: bool) -> None:
    """Print what the sources say for a day."""
    from daemon.cli.common import order_of, show_named
    from daemon.cli.run import Wish, make_episode

    settings = common.settings()
    order = order_of(settings, show_named(settings, show), day, now, offline=offline)
    make_episode(settings, common.home_folder(), order, Wish(until="collect", again=True, as_json=as_json))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def connectors(as_json: bool) -> None:
    """List the kinds of sources that are installed, with package and version."""
    import json

    from daemon.registry import installed

    kinds = [
        {"kind": kind, "package": point.dist.name, "version": point.dist.version}
        for kind, point in installed("connectors").items()
        if point.dist
    ]
    if as_json:
        click.echo(json.dumps({"connectors": kinds}))
    else:
        click.echo("\n".join(f"{row['kind']:<16} {row['package']} {row['version']}" for row in kinds))
