"""`dawncast episodes` and `dawncast play`."""

import shutil
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import click

from config.errors import UsageError
from daemon.cli.common import Common, say

if TYPE_CHECKING:
    from daemon.home.store import EpisodeRecord

PLAYERS = (
    ("mpv", "--no-video"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "warning"),
    ("afplay",),
    ("cvlc", "--play-and-exit"),
    ("mpg123", "-q"),
    ("xdg-open",),
    ("open",),
)
"""Programs that play a file, in the order in which they are tried."""


@click.command()
@click.argument("show", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def episodes(common: Common, show: str | None, as_json: bool) -> None:
    """List the episodes that are there, the newest first."""
    from connectors.codec import to_json
    from daemon.home.store import EpisodeRecord

    there = _episodes(common, show)
    if as_json:
        click.echo('{"episodes": ' + to_json(there, tuple[EpisodeRecord, ...]).decode() + "}")
    elif there:
        click.echo("\n".join(_row(episode) for episode in there))
    else:
        say("There is no episode yet. Make one with: dawncast make")


@click.command()
@click.argument("show", required=False)
@click.option("--day", metavar="DATE", help="The episode of this day, as 2026-03-24, instead of the newest.")
@click.pass_obj
def play(common: Common, show: str | None, day: str | None) -> None:
    """Play the newest episode."""
    there = [episode for episode in _episodes(common, show) if day is None or episode.day.isoformat() == day]
    if not there:
        raise UsageError("There is no such episode. See: dawncast episodes")
    audio = there[0].audio
    player = next((words for words in PLAYERS if shutil.which(words[0])), None)
    if player is None:
        raise UsageError(f"No player was found on this machine. Open this file in any player or browser: {audio}")
    say(f"Playing {there[0].title} ({audio})")
    code = subprocess.run([*player, str(audio)], check=False).returncode
    if code:
        say(f"{player[0]} ended with an error ({code}). If you heard nothing, open this file elsewhere: {audio}")
    sys.exit(code)


def _episodes(common: Common, show: str | None) -> "tuple[EpisodeRecord, ...]":
    from daemon.home.store import Store

    home = common.home_folder()
    if not home.database.exists():
        return ()
    with closing(Store(home.database)) as store:
        return tuple(episode for episode in store.episodes(show) if episode.audio.exists())


def _row(episode: "EpisodeRecord") -> str:
    minutes, seconds = divmod(round(episode.seconds), 60)
    return f"{episode.day}  {episode.show:<12} {minutes:>2}:{seconds:02}  {episode.title}  {episode.audio}"
