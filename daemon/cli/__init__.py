"""The command line, the only package that prints: results on standard output, the rest on standard error."""

import os
import sys
from collections.abc import Sequence

import click

from config.errors import DawncastError, SettingsError
from daemon.cli.backup import backup, restore
from daemon.cli.check import check
from daemon.cli.common import Common, everywhere, of_disk, say
from daemon.cli.costs import costs
from daemon.cli.episodes import episodes, play
from daemon.cli.feed import feed
from daemon.cli.login import login
from daemon.cli.make import make
from daemon.cli.publish import publish, unpublish
from daemon.cli.serve import making, serve
from daemon.cli.service import service
from daemon.cli.setup import doctor, init
from daemon.cli.sources import collect, connectors
from daemon.cli.status import status
from daemon.cli.voices import voices
from daemon.warming import is_warming

INTERRUPTED, BAD_USAGE, DISK, BUG = 130, 64, 74, 1


class InOrder(click.Group):
    """Lists the commands in the order in which a newcomer needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, as they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=click.Path(), envvar="DAWNCAST_CONFIG", help="The settings file.")
@click.option("--home", type=click.Path(), envvar="DAWNCAST_HOME", help="The folder of episodes and all that is kept.")
@click.option("-v", "--verbose", is_flag=True, help="Show the traceback of an error.")
@click.version_option(package_name="dawncast", message="dawncast %(version)s")
@click.pass_context
def cli(context: click.Context, config: str | None, home: str | None, verbose: bool) -> None:
    """Your own morning, as a podcast episode, in your app before you leave the house."""
    context.obj = Common.of(config, home, verbose=verbose)


LISTENING = (init, login, make, serve, status, episodes, play, feed)
DELIVERING = (publish, unpublish)
LOOKING = (collect, check, costs, voices, connectors, doctor, service, backup, restore)

for command in (*LISTENING, *DELIVERING, *LOOKING):
    cli.add_command(everywhere(command))
cli.add_command(making)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; whatever happens ends in a sentence and an exit code (README, "exit codes")."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    verbose = any(flag in arguments for flag in ("-v", "--verbose"))
    try:
        _leave(cli(arguments, standalone_mode=False) or 0)
    except Exception as error:
        if verbose:
            raise
        _leave(_told(error))
    except KeyboardInterrupt:
        say("Interrupted. The same command again goes on where this one stopped.")
        _leave(INTERRUPTED)


def _leave(code: int) -> None:
    """End the process. Raises SystemExit.

    A thread that is cut off within an import keeps that lock for ever, and what a library imports to tidy up then waits
    for it: while something is still being imported, nothing is tidied up.
    """
    if is_warming():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)  # the one way that tidies up nothing
    sys.exit(code)


def _told(error: Exception) -> int:
    """Print an error for people and return the exit code."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, click.Abort):
        say("\nNo answer came, so nothing was done.")
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        say(_usage(error))
        return BAD_USAGE
    if isinstance(error, SettingsError):
        say(f"The settings cannot be used:\n{error}")
        return error.exit_code
    if isinstance(error, DawncastError):
        say(str(error))
        return error.exit_code
    if isinstance(error, OSError) and error.errno:
        say(f"{of_disk(error)} Nothing that was whole is lost; the same command goes on from there.")
        return DISK
    say(f"A bug in Dawncast: {type(error).__name__}. Please report it with what `dawncast -v …` prints.")
    return BUG


def _usage(error: click.ClickException) -> str:
    """What is wrong with a command as it was typed, and where its help is; a group's name alone is asked for help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return error.format_message()
    typed = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "dawncast"
    return f"{error.format_message()}\nSee: {typed} --help"
