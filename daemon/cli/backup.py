"""`dawncast backup` and `dawncast restore`: a home in one file, and back again."""

from datetime import UTC, datetime
from pathlib import Path

import click

from config.errors import UsageError
from config.words import counted
from daemon.cli.common import Common, say


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--with-clips", is_flag=True, help="Keep what voices have spoken too: larger, and nothing is paid twice.")
@click.pass_obj
def backup(common: Common, file: Path, with_clips: bool) -> None:
    """Write the home and the settings to one .tar.gz, also while the daemon runs."""
    from daemon.home.backup import backup as take

    home = common.home_folder()
    taken = take(home, common.settings_path(), file.absolute(), datetime.now(UTC), clips=with_clips)
    for episode in taken.changing:
        say(f"The episode of {episode.show} for {episode.day} is being made anew right now and is left out.")
    size = f"{taken.size / 1e6:.1f} MB"
    click.echo(f"{file}: {counted(taken.episodes, 'episode')}, {size}. Only you may read it: it holds logins.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Into a home that is in use; what is there is kept in a folder beside.")
@click.option("--yes", is_flag=True, help="Ask nothing.")
@click.pass_obj
def restore(common: Common, file: Path, force: bool, yes: bool) -> None:
    """Put a backup into the home: the same guids, the same memory of what was told."""
    from daemon.home.restore import restore as put

    home = common.home_folder()
    if not yes and not click.confirm(f"Put {file} into {home.path}?", err=True):
        raise UsageError("Nothing was changed.")
    restored = put(file, home, common.settings_path(), datetime.now(UTC), force=force)
    click.echo(
        f"{home.path}: {counted(restored.episodes, 'episode')}, as of {restored.taken.astimezone():%Y-%m-%d %H:%M}."
    )
    if restored.settings:
        click.echo(f"Settings: {restored.settings}")
    if restored.before:
        say(f"What was there before is in {restored.before}; delete it when all is well.")
    say(f"Next: {common.command('status', home)}")
