"""`dawncast login`: lets a service know the listener."""

import os
import sys
from functools import partial

import click

from daemon.cli.common import Common, say


@click.command()
@click.argument("name")
@click.pass_obj
def login(common: Common, name: str) -> None:
    """Log in at a service: NAME is the login's, or that of a source or library that uses it."""
    from daemon import login as logging_in
    from daemon.bootstrap import depot_of
    from daemon.home.logins import Logins
    from daemon.registry import load

    settings, home = common.settings(), common.home_folder()
    depots = partial(depot_of, home=home)
    libraries = logging_in.to_libraries(settings.libraries, partial(load, "libraries"), depots)
    through = logging_in.entrance(name, settings.connectors, partial(load, "connectors"), libraries)
    logging_in.log_in(through, Terminal(), Logins(home.logins))
    say(f"\nThe login {through.login} is kept. Try it with: {common.command('doctor', home)}")


class Terminal:
    """The person at this terminal."""

    def say(self, text: str) -> None:
        """On standard error, as all that is no result."""
        say(f"\n{text}")

    def ask(self, question: str) -> str:
        """One line from standard input. Raises EOFError where nobody can type one.

        It may be asked in a thread that nobody waits for in the end: so it reads the descriptor itself, since a thread
        that holds the lock of `sys.stdin` cannot be left behind.
        """
        click.echo(f"\n{question} ", nl=False, err=True)
        return _line(sys.stdin.fileno())


def _line(descriptor: int) -> str:
    typed = bytearray()
    while part := os.read(descriptor, 1):
        if part == b"\n":
            return typed.decode(errors="replace")
        typed += part
    if not typed:
        raise EOFError
    return typed.decode(errors="replace")
