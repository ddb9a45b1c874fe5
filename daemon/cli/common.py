"""What the commands share: where the settings and the home are, the day that is meant, and how to speak to people."""

import errno
import os
import shutil
import sys
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

import click

from config.errors import UsageError

if TYPE_CHECKING:
    from config.settings import Settings
    from daemon.bootstrap import Order
    from daemon.home.home import Home


READY_BY = time(7, 15)
"""The moment that an episode is made as of, on a day for which the settings want none."""
Until = Literal["collect", "plan", "write"]
"""Where a production can be stopped early."""


def say(text: str) -> None:
    """A message for people, on standard error."""
    click.echo(text, err=True)


def of_disk(error: OSError) -> str:
    """What is wrong with a file or the disk, and what to do."""
    if error.errno == errno.ENOSPC:
        return "The disk is full: make room where the episodes are kept."
    place = f" ({error.filename})" if error.filename else ""
    return f"A file could not be read or written: {error.strerror}{place}. See that its disk is there and well."


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The options that stand before every command."""

    config: Path | None
    home: Path | None
    verbose: bool

    @classmethod
    def of(cls, config: str | None, home: str | None, *, verbose: bool) -> "Common":
        """From the command line's words."""
        return cls(
            config=Path(config).expanduser() if config else None,
            home=Path(home).expanduser() if home else None,
            verbose=verbose,
        )

    def command(self, verb: str, home: "Home", *, settings: bool = True) -> str:
        """How to type another command about a home; `settings`: it needs them."""
        program = sys.argv[0] if shutil.which(Path(sys.argv[0]).name) is None else Path(sys.argv[0]).name
        read = f"--config {self.config} " if settings and self.config else ""
        named = "" if home == Common(config=None, home=None, verbose=False).home_folder() else f"--home {home.path} "
        return f"{program} {read}{named}{verb}"

    def settings_path(self) -> Path:
        """Where the settings file is, or would be."""
        from config.load import settings_path

        return settings_path(self.config, os.environ)

    def settings(self, path: Path | None = None) -> "Settings":
        """The settings; every problem of the file at once, as a SettingsError."""
        from config.load import find, load
        from daemon.registry import InstalledKinds

        return load(path or find(self.config, os.environ), InstalledKinds())

    def home_folder(self, *, demo: bool = False) -> "Home":
        """The listener's home; the demo's is a folder of its own in it, so that it never mixes with real mornings."""
        from config.load import home_of
        from daemon.home.home import Home

        home = home_of(self.home, os.environ)
        if not _speakable(home):
            raise UsageError("The home's path is no UTF-8 text. Choose another one with --home.")
        return Home(home / "demo" if demo else home)


def everywhere(command: click.Command) -> click.Command:
    """Let a command take --config and --home behind its name too."""

    def instead(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None and parameter.name:
            change: dict[str, Any] = {parameter.name: Path(value).expanduser()}
            context.obj = replace(
                context.find_object(Common) or Common(config=None, home=None, verbose=False), **change
            )

    for name, text in (("config", "The settings file."), ("home", "The folder of episodes and all that is kept.")):
        command.params.append(
            click.Option(
                [f"--{name}"], type=click.Path(), expose_value=False, callback=instead, is_eager=True, help=text
            )
        )
    return command


def show_named(settings: "Settings", name: str | None) -> str:
    """The show that is meant: the named one, or the first. Raises UsageError."""
    if name is None:
        return next(iter(settings.shows))
    if name not in settings.shows:
        raise UsageError(f"There is no show {name}. There is: {', '.join(settings.shows)}.")
    return name


def order_of(settings: "Settings", show: str, day: str | None, now: str | None, *, offline: bool) -> "Order":
    """The order meant by --day and --now: today as of now; another day as of its own `ready_by`."""
    from daemon.bootstrap import Order

    zone = ZoneInfo(settings.timezone)
    at = moment_of(now, zone)
    meant = day_of(day, now, zone)
    today = meant == at.date()
    if not today:
        at = datetime.combine(meant, settings.shows[show].wanted_on(meant) or READY_BY, zone)
    return Order(show=show, day=meant, now=at, offline=offline, today=today, pretended=now is not None)


def moment_of(now: str | None, zone: tzinfo, option: str = "--now") -> datetime:
    """The moment meant by --now, or by another option. Raises UsageError."""
    if now is None:
        return datetime.now(UTC).astimezone(zone)
    try:
        moment = datetime.fromisoformat(now)
    except ValueError:
        raise UsageError(f"{option} {now} is no time. Write it as 2026-03-24T06:45.") from None
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def day_of(day: str | None, now: str | None, zone: tzinfo) -> date:
    """The local day that is named, else that of --now. Raises UsageError."""
    return _day(day) if day else moment_of(now, zone).date()


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text} is no day. Write it as 2026-03-24.") from None
    if not 1970 <= day.year <= 2999:
        raise UsageError(f"{text} is out of reach. Choose a day from 1970 to 2999.")
    return day


def zone_of_machine() -> ZoneInfo:
    """The machine's time zone; UTC where it does not say."""
    from config.settings import machine_zone

    try:
        return ZoneInfo(machine_zone())
    except ValueError:
        return ZoneInfo("UTC")


def _speakable(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def on_terminal() -> bool:
    """Whether progress can be drawn."""
    return sys.stderr is not None and sys.stderr.isatty()
