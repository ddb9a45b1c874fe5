"""`dawncast publish` and `dawncast unpublish`: one day's episode, into libraries and out of them."""

import click

from daemon.cli.common import Common, show_named


@click.command()
@click.argument("day")
@click.argument("show", required=False)
@click.option("--to", "names", multiple=True, metavar="NAME", help="Only to this library; may be given more than once.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.pass_obj
def publish(common: Common, day: str, show: str | None, names: tuple[str, ...], as_json: bool) -> None:
    """Deliver the episode of DAY, as 2026-03-24, again: to the show's libraries, or to one of the settings."""
    from daemon.cli.delivering import deliver

    settings, home = common.settings(), common.home_folder()
    deliver(
        settings,
        home,
        show_named(settings, show),
        day,
        names,
        as_json=as_json,
        play=common.command("play", home, settings=False),
    )


@click.command()
@click.argument("day")
@click.argument("show", required=False)
@click.option("--from", "name", required=True, metavar="NAME", help="The library.")
@click.pass_obj
def unpublish(common: Common, day: str, show: str | None, name: str) -> None:
    """Take the episode of DAY, as 2026-03-24, out of a library. It stays in the home."""
    from daemon.cli.delivering import take_out

    settings = common.settings()
    take_out(settings, common.home_folder(), show_named(settings, show), day, name)
