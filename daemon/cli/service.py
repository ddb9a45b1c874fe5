"""`dawncast service`: lets systemd or launchd run the daemon."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.decorators import FC

from config.errors import UsageError
from daemon.cli.common import Common, everywhere

if TYPE_CHECKING:
    from config.settings import Settings
    from daemon.service_files import Kind, ServiceFile
    from daemon.waking import Waking

LOGS: "dict[Kind, str]" = {
    "system": "Log: journalctl --unit dawncast --follow",
    "user": "Log: journalctl --user --unit dawncast --follow",
    "wake": "When it wakes next: systemctl list-timers dawncast-wake.timer",
    "launchd": "Log: tail -f ~/Library/Logs/dawncast.log",
}
NEXT: "dict[Kind, str]" = {
    "system": "Next: secrets and sources are let in by a drop-in (systemctl edit dawncast); the unit says how.",
    "user": "Next: loginctl enable-linger lets it run while you are not logged in, too.",
    "wake": "Next: the same again when the shows' times have changed.",
    "launchd": "Next: a Mac that sleeps is woken by the command that this prints: dawncast service print --wake",
}
FLAGS = (
    ("user", "Your own service, which may read what you may (the default; root's is --system)."),
    ("system", "The machine's service, hardened, as a user of its own."),
    ("launchd", "Your own service on a Mac (the default there)."),
    ("wake", "The timer that wakes a machine that sleeps, at the times of the settings."),
)


@click.group()
def service() -> None:
    """Let systemd or launchd run the daemon."""


def kinds(command: FC) -> FC:
    """Let a command be told which service is meant."""
    for kind, text in reversed(FLAGS):
        command = click.option(f"--{kind}", "kind", flag_value=kind, help=text)(command)
    return command


@click.command()
@kinds
@click.option("--no-start", is_flag=True, help="Only write the files.")
@click.option("--force", is_flag=True, help="Write over a file that somebody else wrote or changed.")
@click.pass_obj
def install(common: Common, kind: "Kind | None", no_start: bool, force: bool) -> None:
    """Write the service's files, start it, and have it started from now on."""
    from daemon import installing_service as installing

    kind = kind or _usual()
    check_root(kind, os.geteuid())
    _check_mac(kind, common)
    namespaces = kind != "user" or installing.users_have_namespaces()
    files = _files(kind, common, namespaces=namespaces)
    if kind != "wake" and not no_start:
        _settings(kind, common)  # a service that could not start is told of now
    if kind == "system":
        installing.check_seen((installing.program(), Path(sys.base_prefix), _config(kind, common)))
    if kind == "user":
        installing.make_folders(_written(common))
    place = installing.place_of(kind, os.environ)
    installing.install(place, files, force=force, start=not no_start)
    click.echo("\n".join(["Written:", *(f"  {path}" for path in place.paths)]))
    if not namespaces:
        click.echo("Its sandbox is smaller than it could be: this machine lets its users make no namespaces.")
    if not no_start:
        click.echo(f"Started. {LOGS[kind]}\n{NEXT[kind]}")


@click.command()
@kinds
@click.pass_obj
def uninstall(common: Common, kind: "Kind | None") -> None:  # noqa: ARG001  # every command is handed the options
    """Stop the service and take away what `install` wrote; settings and episodes stay."""
    from daemon import installing_service as installing

    kind = kind or _usual()
    check_root(kind, os.geteuid())
    place = installing.place_of(kind, os.environ)
    gone = installing.uninstall(place)
    click.echo("\n".join(["Taken away:", *(f"  {path}" for path in gone)] if gone else [f"Nothing in {place.folder}."]))


@click.command("print")
@kinds
@click.pass_obj
def show(common: Common, kind: "Kind | None") -> None:
    """Print what `install` would write."""
    from daemon.installing_service import place_of

    kind = kind or _usual()
    if kind == "wake" and sys.platform == "darwin":
        click.echo(_pmset(common))
        return
    files = _files(kind, common)
    for file in files:
        click.echo((f"# {place_of(kind, os.environ).folder / file.name}\n" if len(files) > 1 else "") + file.text)


for each in (install, uninstall, show):
    service.add_command(everywhere(each))


def _usual() -> "Kind":
    """What is meant where nothing was said."""
    if sys.platform == "darwin":
        return "launchd"
    return "system" if os.geteuid() == 0 else "user"


def check_root(kind: "Kind", user: int) -> None:
    """Refuse to put what is the machine's into its place for anybody but root. Raises UsageError."""
    if kind in ("system", "wake") and user != 0:
        from daemon.installing_service import program

        raise UsageError(f"This is the machine's own, so root's to do: sudo {program()} service … --{kind}")


def _check_mac(kind: "Kind", common: Common) -> None:
    if kind == "wake" and sys.platform == "darwin":
        raise UsageError(f"A Mac is woken by a schedule of its own. Set it with: {_pmset(common)}")


def _config(kind: "Kind", common: Common) -> Path:
    from daemon.service_files import SYSTEM_SETTINGS

    of_machine = kind == "system" or (kind == "wake" and SYSTEM_SETTINGS.exists())
    return SYSTEM_SETTINGS if of_machine and common.config is None else common.settings_path()


def _settings(kind: "Kind", common: Common) -> "Settings":
    from config.load import find

    return common.settings(find(_config(kind, common), os.environ))


def _files(kind: "Kind", common: Common, *, namespaces: bool = True) -> "tuple[ServiceFile, ...]":
    from daemon import service_files as texts
    from daemon.installing_service import program

    config = _config(kind, common)
    if kind == "wake":
        return texts.wake_units(_week(common), _settings(kind, common).timezone)
    if kind == "system":
        return (_of_machine(common, config),)
    home = common.home_folder().path
    if kind == "launchd":
        return (texts.launchd_plist(program(), config, home, Path.home() / "Library/Logs/dawncast.log"),)
    at = texts.Installation.of(program(), config, home, _written(common)[1:])
    return (texts.user_unit(at, namespaces=namespaces),)


def _of_machine(common: Common, config: Path) -> "ServiceFile":
    from daemon import service_files as texts
    from daemon.installing_service import program

    if common.home not in (None, texts.STATE):
        raise UsageError(f"The home of the machine's service is {texts.STATE}. Leave out --home (and DAWNCAST_HOME).")
    return texts.system_unit(texts.Installation.of(program(), config, texts.STATE))


def _written(common: Common) -> tuple[Path, ...]:
    """The folders that the listener's service writes to: the home, and those that episodes are delivered to."""
    config = common.settings_path()
    libraries = common.settings(config).libraries.values() if config.exists() else ()
    named = (getattr(table, "path", None) for table in libraries)
    return (common.home_folder().path, *(Path(path) for path in named if isinstance(path, str)))


def _week(common: Common) -> "tuple[Waking, ...]":
    from daemon.waking import wakings

    week = wakings(_settings("wake", common).shows.values())
    if not week:
        raise UsageError('No show has a day on which it is made. Give one days, as in days = ["mon"].')
    return week


def _pmset(common: Common) -> str:
    from daemon.waking import pmset

    return pmset(_week(common))
