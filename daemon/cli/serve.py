"""`dawncast serve`: the daemon; and what it starts for each production."""

import logging
import os
import signal
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.errors import DawncastError
from daemon.cli.common import Common, of_disk
from daemon.cli.make import make, seconds_until

if TYPE_CHECKING:
    from config.settings import Settings
    from daemon.serve.log import Log

UNCHANGED = 3
"""`making --anew` has found the calendar as it was."""


@click.command()
@click.pass_obj
def serve(common: Common) -> None:
    """Make every morning's episode in time, until it is ended (SIGTERM); SIGHUP reads the settings anew."""
    from config.load import find
    from daemon.registry import InstalledKinds
    from daemon.rhythms import rhythm_of
    from daemon.serve.child import Program
    from daemon.serve.log import on_stderr
    from daemon.serve.run import serve as serve_home
    from daemon.serve.systemd import systemd_of
    from daemon.serve.watching import Watch

    home, log = common.home_folder(), on_stderr(verbose=common.verbose)
    file = find(common.config, os.environ)
    program = Program(home, file, log)
    watch = Watch(file, InstalledKinds(), lambda settings: [rhythm_of(settings, show, home) for show in settings.shows])
    serve_home(home, watch, program, log, systemd_of(os.environ))


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Common):
    """The options of a production of the daemon, with the settings as that has read them."""

    text: str

    def settings(self, path: Path | None = None) -> "Settings":  # noqa: ARG002  # a file may be another one by now
        """The settings of the text. Raises SettingsError."""
        import tomllib

        from config.errors import SettingsError
        from config.load import problems
        from config.read import read
        from daemon.registry import InstalledKinds

        file = self.settings_path()
        settings, faults = read(tomllib.loads(self.text), file, InstalledKinds())
        if settings is None:
            raise SettingsError(problems(file, self.text, faults))
        return settings


@click.command(hidden=True)
@click.argument("show")
@click.option("--day", required=True)
@click.option("--deadline", required=True)
@click.option("--plain", is_flag=True)
@click.option("--anew", is_flag=True, help="Only if the day's events have changed since the episode was made.")
@click.pass_obj
def making(common: Common, show: str, day: str, deadline: str, plain: bool, anew: bool) -> None:
    """As `make`, for the daemon: with the settings on standard input, and its words in the daemon's log."""
    from daemon.serve.log import on_stderr

    # The workers of sources end with us only where we end as after a Ctrl-C.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    log = on_stderr(verbose=common.verbose)
    given = Given(config=common.config, home=common.home, verbose=common.verbose, text=sys.stdin.buffer.read().decode())
    sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115  # its steps are in log.jsonl
    words = [show, "--day", day, "--deadline", deadline, *(["--plain"] if plain else [])]
    try:
        if anew and not _changed(given, show, day, deadline):
            sys.exit(UNCHANGED)
        make.main(words, obj=given, standalone_mode=False)
    except Exception as error:
        _log(log, show, day, error)
        raise  # the exit code is for `daemon.cli.main` to choose


def _changed(given: Given, show: str, day: str, deadline: str) -> bool:
    from daemon.serve.second_look import Look

    settings = given.settings()
    seconds = seconds_until(deadline, settings.timezone) or 0.0
    look = Look(
        settings=settings, home=given.home_folder(), show=show, day=date.fromisoformat(day), seconds=seconds
    )  # fmt: skip  # one line
    return look.changes()


def _log(log: "Log", show: str, day: str, error: BaseException) -> None:
    """Why it failed: our own sentence, or where a bug is."""
    from daemon.serve.log import forward

    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    why = of_disk(error) if isinstance(error, OSError) else error
    log("error", "production failed", show=show, day=day, why=why)
    if not isinstance(error, DawncastError | OSError):
        forward(log)
        logging.getLogger(__name__).error("a bug", exc_info=error)
