"""The files with which systemd or launchd runs the daemon, as texts (templates: daemon/units). Pure.

`systemd/` at the top of the source holds them rendered for nobody in particular (`shipped`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape

from config.errors import UsageError
from daemon.waking import Waking, on_calendar

Kind = Literal["system", "user", "launchd", "wake"]
"""A service of the machine, of one user, of a Mac's user; and the timer that wakes a machine that sleeps."""
UNIT, WAKE_TIMER, WAKE_SERVICE = "dawncast.service", "dawncast-wake.timer", "dawncast-wake.service"
LABEL = "org.dawncast.dawncast"
PLIST = f"{LABEL}.plist"
STATE = Path("/var/lib/dawncast")
"""What StateDirectory=dawncast stands for: the home of the machine's service."""
SYSTEM_SETTINGS = Path("/etc/dawncast/settings.toml")

WRITTEN = 'Written by "dawncast service install", which knows by this that nobody has changed it: '
SEAL = re.compile(rf"^(?:#|<!--) {WRITTEN}[0-9a-f]{{64}}(?: -->)?\n", re.MULTILINE)
NO_NEED_TO_QUOTE = re.compile(r"[\w./%@:+,=-]+", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """The program that a service runs, its settings and its home. `writes`: what else it may write to.

    In systemd's spelling, where % begins a specifier (`of` takes paths as they are).
    """

    program: str
    config: str
    home: str
    writes: tuple[str, ...] = ()

    @classmethod
    def of(cls, program: Path, config: Path, home: Path, writes: Sequence[Path] = ()) -> "Installation":
        """From paths as they are. Raises UsageError for one that no unit file can hold."""
        if set(str(program)) & set("'\"\\"):  # systemd calls them special characters, and its quoting does not help
            raise UsageError(
                f"systemd starts no program in {program.parent}. Install Dawncast in a folder without ' \" \\."
            )
        spelt = [_spelt(path) for path in (program, config, home, *writes)]
        return cls(program=spelt[0], config=spelt[1], home=spelt[2], writes=tuple(spelt[3:]))


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """A file by its name, and its text."""

    name: str
    text: str


def system_unit(at: Installation) -> ServiceFile:
    """The service of the machine, hardened; its home is `STATE`."""
    return ServiceFile(UNIT, _unit(_template("system.service"), at))


def user_unit(at: Installation, *, namespaces: bool = True) -> ServiceFile:
    """The service of one user, which may read what that user may.

    `namespaces`: whether users of this machine may make some, without which much of its sandbox cannot be.
    """
    sandbox = _template("user.sandbox" if namespaces else "user.open").rstrip("\n")
    return ServiceFile(UNIT, _unit(_template("user.service").replace("@SANDBOX@", sandbox), at))


def wake_units(week: Sequence[Waking], zone: str) -> tuple[ServiceFile, ServiceFile]:
    """The timer that wakes the machine at those times of the zone (an IANA key), and what keeps it awake then."""
    times = "\n".join(f"OnCalendar={each}" for each in on_calendar(week, zone))
    seconds = str(round(max(waking.stays for waking in week).total_seconds()))
    return (
        ServiceFile(WAKE_TIMER, _template("wake.timer").replace("@TIMES@", times)),
        ServiceFile(WAKE_SERVICE, _template("wake.service").replace("@SECONDS@", seconds)),
    )


def launchd_plist(program: Path, config: Path, home: Path, log: Path) -> ServiceFile:
    """The agent of a Mac's user. Raises UsageError for a path that no such file can hold."""
    values = {"@PROGRAM@": program, "@CONFIG@": config, "@HOME@": home, "@LOG@": log}
    return ServiceFile(
        PLIST, _filled(_template("launchd.plist"), {name: escape(_plain(path)) for name, path in values.items()})
    )


def shipped() -> tuple[ServiceFile, ...]:
    """The files of the folder `systemd/`, by their places in it."""
    machine = Installation(program="/opt/dawncast/bin/dawncast", config=str(SYSTEM_SETTINGS), home=str(STATE))
    home = "%h/.local/share/dawncast"
    person = Installation(program="%h/.local/bin/dawncast", config="%E/dawncast/settings.toml", home=home)
    mac = Path("/Users/kim")
    support = mac / "Library/Application Support/dawncast"
    log = mac / "Library/Logs/dawncast.log"
    plist = launchd_plist(mac / ".local/bin/dawncast", support / "settings.toml", support, log)
    week = [Waking(number, time(6, 50), timedelta(minutes=30)) for number in range(7)]
    return (
        system_unit(machine),
        ServiceFile(f"user/{UNIT}", user_unit(person).text),
        *(ServiceFile(f"timer/{each.name}", each.text) for each in wake_units(week, "Europe/Berlin")),
        ServiceFile(f"launchd/{PLIST}", plist.text),
    )


def sealed(text: str) -> str:
    """The text with a line that says who wrote it and what it was, by which `is_ours` knows it again."""
    line = WRITTEN + sha256(text.encode()).hexdigest()
    if not text.startswith("<?xml"):
        return f"# {line}\n{text}"
    declaration, rest = text.split("\n", 1)
    return f"{declaration}\n<!-- {line} -->\n{rest}"


def is_ours(text: str) -> bool:
    """Whether it was written by `dawncast service install` and by nobody since."""
    return sealed(SEAL.sub("", text, count=1)) == text


def _unit(template: str, at: Installation) -> str:
    writes = " ".join(_word(f"-{each}") for each in (at.home, *at.writes))  # "-": one that is not there is no error
    values = {
        "@PROGRAM@": _word(at.program),
        "@CONFIG@": _argument(at.config),
        "@HOME@": _argument(at.home),
        "@WRITES@": writes,
    }
    return _filled(template, values)


def _template(name: str) -> str:
    return files("daemon").joinpath("units", name).read_text(encoding="utf-8")


def _filled(template: str, values: dict[str, str]) -> str:
    """The template with its values, each put in once: a value that looks like a name stays what it is."""
    return re.sub("|".join(values), lambda found: values[found[0]], template)


def _spelt(path: Path) -> str:
    return _plain(path).replace("%", "%%")


def _plain(path: Path) -> str:
    text = str(path)
    if not text.isprintable():
        raise UsageError(f"No service file can hold the path {text!r}. Choose one without special characters.")
    return text


def _word(text: str) -> str:
    """As one word of a unit's line (systemd.syntax(7), "quoting")."""
    if NO_NEED_TO_QUOTE.fullmatch(text):
        return text
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"'))


def _argument(text: str) -> str:
    """As an argument of ExecStart=, in which $ begins a variable; not so in the program itself."""
    return _word(text).replace("$", "$$")
