"""Puts the files of daemon/service_files.py in their place, hands them to systemd or launchd, and takes them away."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.errors import DawncastError, UsageError
from daemon.home.files import write_whole
from daemon.service_files import LABEL, PLIST, UNIT, WAKE_SERVICE, WAKE_TIMER, Kind, ServiceFile, is_ours, sealed

Command = tuple[str, ...]
NAMES: dict[Kind, tuple[str, ...]] = {
    "system": (UNIT,),
    "user": (UNIT,),
    "wake": (WAKE_TIMER, WAKE_SERVICE),
    "launchd": (PLIST,),
}
"""The files of each kind; the first is the one that is started."""
UNSEEN = ("/home", "/root", "/run/user", "/tmp", "/var/tmp")  # noqa: S108  # looked out for, not written to
"""What the machine's service is shown empty."""
SANDBOX = ("PrivateUsers=yes", "ProtectSystem=strict", "ProtectHome=read-only", "CapabilityBoundingSet=")
NO_SANDBOX = range(200, 243)
"""With what a service ends for which systemd could not prepare what its unit asks for (systemd.exec(5))."""
HINTS = (
    ("connect to bus", "A user's own systemd is reached from that user's own session, not through su or sudo."),
    (f"restart {WAKE_TIMER}", "A machine without a clock that goes on while it sleeps (RTC) cannot wake itself."),
)
"""What may be behind a failure, by what the command or its answer holds."""
AGAIN = "When that is mended, run the same again."


class ManagerError(DawncastError):
    """systemd or launchd did not do what it was asked for."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of a kind of service lie."""

    kind: Kind
    folder: Path

    @property
    def paths(self) -> tuple[Path, ...]:
        """Each file of the service."""
        return tuple(self.folder / name for name in NAMES[self.kind])

    @property
    def systemctl(self) -> Command:
        """The command that speaks to its systemd."""
        return ("systemctl", "--user") if self.kind == "user" else ("systemctl",)


def place_of(kind: Kind, environ: Mapping[str, str]) -> Place:
    """Where systemd or launchd looks for them."""
    if kind in ("system", "wake"):
        return Place(kind, Path("/etc/systemd/system"))
    if kind == "launchd":
        return Place(kind, Path.home() / "Library/LaunchAgents")
    return Place(kind, Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd/user")


def program() -> Path:
    """The console script of this installation. Raises UsageError."""
    beside = Path(sys.executable).with_name("dawncast")
    found = str(beside) if beside.is_file() else shutil.which("dawncast")
    if not found:
        raise UsageError("The command dawncast is not beside its Python. Install Dawncast with pip, then try again.")
    return Path(found).absolute()


def check_seen(paths: Iterable[Path]) -> None:
    """Refuse what the machine's service could not see. Raises UsageError."""
    for path in paths:
        if any(path.is_relative_to(folder) for folder in UNSEEN):
            raise UsageError(
                f"A service of the machine sees nobody's home, so not {path}. Keep the settings in /etc/dawncast and "
                "install Dawncast in /opt/dawncast (python3 -m venv /opt/dawncast), or take: service install --user"
            )


def make_folders(folders: Iterable[Path]) -> None:
    """Make what a user's service writes to: a folder that is not there when it starts stays read-only for it."""
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)


def users_have_namespaces() -> bool:
    """Whether a user's service may have the sandbox of `user_unit` here; tried with one that does nothing.

    True too where nobody can say, as this user's systemd does not run.
    """
    options = [part for option in SANDBOX for part in ("--property", option)]
    command = ["systemd-run", "--user", "--quiet", "--wait", "--collect", *options, "true"]
    if shutil.which(command[0]) is None:
        return True
    done = subprocess.run(command, capture_output=True, check=False)
    return done.returncode not in NO_SANDBOX


def install(place: Place, files: Sequence[ServiceFile], *, force: bool, start: bool) -> None:
    """Write the files and start the service, anew where it runs. Nothing is written where a file is somebody else's.

    Raises UsageError, ManagerError and OSError.
    """
    foreign = [path for path in place.paths if path.exists() and not is_ours(_text(path))]
    if foreign and not force:
        raise UsageError(
            f"{foreign[0]} was written, or changed, by somebody else. Put your changes into a drop-in beside it, then "
            "write it anew with: dawncast service install --force"
        )
    if start:
        _check_manager(place.kind)
    for file in files:
        write_whole(place.folder / file.name, sealed(file.text).encode())
    for command in _starting(place) if start else ():
        _run(command)


def uninstall(place: Place) -> tuple[Path, ...]:
    """Stop the service and take away what `install` wrote. Raises UsageError, ManagerError and OSError."""
    there = tuple(path for path in place.paths if path.exists())
    foreign = [path for path in there if not is_ours(_text(path))]
    if foreign:
        raise UsageError(f"{foreign[0]} was written, or changed, by somebody else. Look at it, and delete it yourself.")
    if there:
        _stop(place)
    for path in there:
        path.unlink()
    if there and place.kind != "launchd":
        _run((*place.systemctl, "daemon-reload"))
    return there


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _check_manager(kind: Kind) -> None:
    needed = "launchctl" if kind == "launchd" else "systemctl"
    if shutil.which(needed) is None:
        raise UsageError(
            f"{needed} was not found: this machine's services are started by something else. Let that run "
            "`dawncast serve`; what such a file would hold is shown by: dawncast service print"
        )


def _starting(place: Place) -> tuple[Command, ...]:
    if place.kind == "launchd":
        _bootout()
        return (("launchctl", "bootstrap", _domain(), str(place.paths[0])),)
    asked = (("daemon-reload",), ("enable", NAMES[place.kind][0]), ("restart", NAMES[place.kind][0]))
    return tuple((*place.systemctl, *words) for words in asked)


def _stop(place: Place) -> None:
    if place.kind == "launchd":
        _bootout()
    else:
        _run((*place.systemctl, "disable", "--now", NAMES[place.kind][0]))


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _bootout() -> None:
    """Stop the agent; one that is not loaded is no error, and launchctl says so by different codes."""
    subprocess.run(["launchctl", "bootout", f"{_domain()}/{LABEL}"], capture_output=True, check=False)


def _run(command: Command) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = done.stderr.strip() or f"exit code {done.returncode}"
        hints = (hint for found, hint in HINTS if found in f"{' '.join(command)} {said}")
        raise ManagerError(" ".join([f"`{' '.join(command)}` failed: {said}", *hints, AGAIN]))
