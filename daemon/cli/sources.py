"""`dawncast collect` and `dawncast connectors`: what the sources say, and which kinds there are."""

import click

from config.words import counted
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
@click.pass_obj
def connectors(common: Common, as_json: bool) -> None:
    """List the kinds of sources that are installed, and how the sources of the settings fared."""
    import json

    from daemon.registry import installed

    kinds = [
        {"kind": kind, "package": point.dist.name, "version": point.dist.version}
        for kind, point in installed("connectors").items()
        if point.dist
    ]
    sources = _sources(common) if common.settings_path().exists() else []
    if as_json:
        click.echo(json.dumps({"connectors": kinds, "sources": sources}))
        return
    click.echo("\n".join(f"{row['kind']:<16} {row['package']} {row['version']}" for row in kinds))
    if sources:
        click.echo("\n" + "\n".join(_row(source) for source in sources))


def _sources(common: Common) -> list[dict[str, str | int | None]]:
    """Of each source: its kind, when it was last read, how much of that is for today, and why it failed since."""
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from daemon.collect.merge import merge
    from daemon.collect.sources import Sources
    from daemon.home.logins import Logins
    from daemon.remembered import source_of

    settings, zone = common.settings(), ZoneInfo(common.settings().timezone)
    home = common.home_folder()
    logins = Logins(home.logins)
    kept, today = Sources(home.sources), datetime.now(UTC).astimezone(zone).date()
    rows: list[dict[str, str | int | None]] = []
    for name, config in settings.connectors.items():
        good, bad = kept.last_good(name, source_of(name, config, logins).identity), kept.last_failure(name)
        rows.append(
            {
                "source": name,
                "kind": config.kind,
                "last_read": good.brought.astimezone(zone).isoformat(timespec="minutes") if good else None,
                "today": len(merge({name: good.items}, today, zone)[0]) if good else None,
                "failed": bad.reason if bad else None,
            }
        )
    return rows


def _row(source: "dict[str, str | int | None]") -> str:
    read, today = str(source["last_read"] or "")[:16].replace("T", " "), counted(int(source["today"] or 0), "item")
    read = f"last read {read}, {today} for today" if read else "never read"
    failed = f"; failed since: {source['failed']}" if source["failed"] else ""
    return f"{source['source']:<16} {source['kind']:<12} {read}{failed}"
