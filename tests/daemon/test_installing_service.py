"""`dawncast service`, with stand-ins for the programs that speak to systemd and launchd."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.errors import UsageError
from daemon.cli.service import check_root
from daemon.installing_service import ManagerError, Place, check_seen, install, uninstall
from daemon.service_files import Kind, is_ours, launchd_plist, wake_units
from daemon.waking import wakings
from tests.daemon.test_waking import show

SETTINGS = """
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.pod]
kind = "folder"
path = "~/My Podcasts"
[shows.morning]
ready_by = "07:15"
days = ["mon"]
"""
RELOAD = "systemctl --user daemon-reload"
STARTED = [RELOAD, "systemctl --user enable dawncast.service", "systemctl --user restart dawncast.service"]


@dataclass(frozen=True)
class Machine:
    """A listener's machine in a folder: programs that only write down how they were called."""

    path: Path

    @property
    def unit(self) -> Path:
        return self.path / "config/systemd/user/dawncast.service"

    @property
    def environ(self) -> dict[str, str]:
        return {"PATH": str(self.path / "bin"), "HOME": str(self.path), "XDG_CONFIG_HOME": str(self.path / "config")}

    def has(self, program: str, exit_code: int = 0, says: str = "") -> None:
        file = self.path / "bin" / program
        file.parent.mkdir(exist_ok=True)
        calls = self.path / "calls"
        file.write_text(f'#!/bin/sh\necho "{program} $*" >> {calls}\necho "{says}" >&2\nexit {exit_code}\n')
        file.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        calls = self.path / "calls"
        found = calls.read_text().splitlines() if calls.exists() else []
        return [call for call in found if not call.startswith("systemd-run")]

    def does(self, *words: str, verb: str = "install") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "daemon", "service", verb, *words]
        return subprocess.run(command, capture_output=True, text=True, env=self.environ)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    for program in ("systemctl", "systemd-run", "launchctl"):
        machine.has(program)
    settings = tmp_path / "config/dawncast/settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS)
    return machine


def test_install_writes_starts_and_tells(machine: Machine) -> None:
    done = machine.does("--user")
    assert (done.returncode, done.stderr) == (0, "")
    text = machine.unit.read_text()
    assert is_ours(text)
    home, library = machine.path / ".local/share/dawncast", machine.path / "My Podcasts"
    settings = machine.path / "config/dawncast/settings.toml"
    script = Path(sys.executable).with_name("dawncast")
    assert f"ExecStart={script} --config {settings} --home {home} serve\n" in text
    assert f'ReadWritePaths=-{home} "-{library}"\n' in text
    assert home.is_dir()
    assert library.is_dir()
    assert machine.calls == STARTED
    assert str(machine.unit) in done.stdout
    assert "journalctl --user --unit dawncast" in done.stdout
    assert "enable-linger" in done.stdout


def test_uninstall_takes_away_exactly_what_install_wrote(machine: Machine) -> None:
    def files() -> set[Path]:
        return {path for path in machine.path.rglob("*") if path.is_file() and path.name != "calls"}

    drop_in = machine.unit.parent / "dawncast.service.d/own.conf"
    drop_in.parent.mkdir(parents=True)
    drop_in.write_text("[Service]\n")
    before = files()
    machine.does("--user", "--no-start")
    assert files() == {*before, machine.unit}
    done = machine.does("--user", verb="uninstall")
    assert (done.returncode, done.stdout) == (0, f"Taken away:\n  {machine.unit}\n")
    assert files() == before
    assert machine.calls == ["systemctl --user disable --now dawncast.service", RELOAD]
    again = machine.does("--user", verb="uninstall")
    assert (again.returncode, again.stdout) == (0, f"Nothing in {machine.unit.parent}.\n")


def test_print_shows_what_install_writes(machine: Machine) -> None:
    shown = machine.does("--user", verb="print").stdout
    assert not machine.unit.exists()
    machine.does("--user", "--no-start")
    assert machine.unit.read_text().split("\n", 1)[1] == shown.rstrip("\n") + "\n"
    assert machine.calls == []


@pytest.mark.parametrize("written", ["[Service]\n", None], ids=["somebody's", "ours, edited"])
def test_a_file_of_somebody_elses_is_left_alone(machine: Machine, written: str | None) -> None:
    machine.does("--user", "--no-start")
    foreign = written or machine.unit.read_text() + "Nice=5\n"
    machine.unit.write_text(foreign)
    for verb in ("install", "uninstall"):
        done = machine.does("--user", verb=verb)
        assert done.returncode == 64
        assert "somebody else" in done.stderr
        assert machine.unit.read_text() == foreign
    assert machine.calls == []
    assert machine.does("--user", "--force").returncode == 0
    assert is_ours(machine.unit.read_text())


def test_an_update_writes_over_its_own_file(machine: Machine) -> None:
    machine.does("--user", "--no-start")
    first = machine.unit.read_text()
    assert machine.does("--user", "--no-start", "--home", str(machine.path / "other")).returncode == 0
    assert machine.unit.read_text() != first
    assert is_ours(machine.unit.read_text())


@pytest.mark.parametrize(("exit_code", "sandboxed"), [(0, True), (1, True), (217, False), (226, False)])
def test_the_sandbox_is_what_this_machine_lets_users_have(machine: Machine, exit_code: int, sandboxed: bool) -> None:
    machine.has("systemd-run", exit_code)
    done = machine.does("--user")
    assert done.returncode == 0
    assert ("\nPrivateUsers=yes\n" in machine.unit.read_text()) is sandboxed
    assert ("sandbox is smaller" in done.stdout) is not sandboxed


def test_settings_that_cannot_be_used_are_told_before_anything_is_written(machine: Machine) -> None:
    (machine.path / "config/dawncast/settings.toml").unlink()
    done = machine.does("--user")
    assert done.returncode == 78
    assert "dawncast init" in done.stderr
    assert not machine.unit.exists()
    assert machine.does("--user", "--no-start").returncode == 0


def test_a_manager_that_refuses_is_told_of(machine: Machine) -> None:
    machine.has("systemctl", 1, "Failed to connect to bus: No medium found")
    done = machine.does("--user")
    assert done.returncode == 2
    assert "`systemctl --user daemon-reload` failed: Failed to connect to bus: No medium found" in done.stderr
    assert "own session" in done.stderr


def test_without_systemd_nothing_is_written(machine: Machine) -> None:
    (machine.path / "bin/systemctl").unlink()
    done = machine.does("--user")
    assert done.returncode == 64
    assert "dawncast service print" in done.stderr
    assert not machine.unit.exists()


def test_print_wake_is_made_from_the_shows(machine: Machine) -> None:
    done = machine.does("--wake", verb="print")
    assert "\nOnCalendar=Mon 06:50 Europe/Berlin\n" in done.stdout
    assert "sleep 1800\n" in done.stdout
    assert "# /etc/systemd/system/dawncast-wake.timer\n" in done.stdout


def test_the_home_of_the_machines_service_is_not_to_be_chosen(machine: Machine) -> None:
    done = machine.does("--system", "--home", str(machine.path), verb="print")
    assert done.returncode == 64
    assert "/var/lib/dawncast" in done.stderr
    assert "--config /etc/dawncast/settings.toml" in machine.does("--system", verb="print").stdout


@pytest.mark.parametrize("kind", ["system", "wake"])
def test_what_is_the_machines_is_roots_to_install(kind: Kind) -> None:
    with pytest.raises(UsageError, match="sudo"):
        check_root(kind, user=1000)
    check_root(kind, user=0)
    check_root("user", user=1000)


def test_the_timer_is_what_is_started_of_the_two_files(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", machine.environ["PATH"])
    place = Place("wake", machine.path / "etc")
    install(place, wake_units(wakings([show(ready_by="07:15")]), "UTC"), force=False, start=True)
    assert machine.calls[1:] == [f"systemctl {verb} dawncast-wake.timer" for verb in ("enable", "restart")]
    assert uninstall(place) == place.paths
    assert list(place.folder.iterdir()) == []


def test_a_machine_that_cannot_wake_itself_is_told_why(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", machine.environ["PATH"])
    program = machine.path / "bin/systemctl"
    program.write_text('#!/bin/sh\ncase "$*" in restart*) echo "Job failed." >&2; exit 1;; esac\n')
    with pytest.raises(ManagerError, match=r"Job failed\. A machine without a clock"):
        install(Place("wake", machine.path / "etc"), wake_units(wakings([show()]), "UTC"), force=False, start=True)


def test_one_of_two_files_that_is_somebody_elses_keeps_both(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", machine.environ["PATH"])
    place = Place("wake", machine.path / "etc")
    place.folder.mkdir()
    place.paths[1].write_text("mine\n")
    with pytest.raises(UsageError, match="somebody else"):
        install(place, wake_units(wakings([show(ready_by="07:15")]), "UTC"), force=False, start=True)
    assert [path.exists() for path in place.paths] == [False, True]


def test_on_a_mac_the_agent_is_loaded_anew(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", machine.environ["PATH"])
    place, domain = Place("launchd", machine.path / "LaunchAgents"), f"gui/{os.getuid()}"
    agent = launchd_plist(Path("/opt/dawncast"), Path("/s.toml"), Path("/home"), Path("/log"))
    install(place, [agent], force=False, start=True)
    out = f"launchctl bootout {domain}/org.dawncast.dawncast"
    assert machine.calls == [out, f"launchctl bootstrap {domain} {place.paths[0]}"]
    uninstall(place)
    assert machine.calls[2:] == [out]
    assert not place.paths[0].exists()
    machine.has("launchctl", 5, "Bootstrap failed: 5: Input/output error")
    with pytest.raises(ManagerError, match="Bootstrap failed"):
        install(place, [agent], force=False, start=True)


@pytest.mark.parametrize("path", ["/home/kim/.venv/bin/dawncast", "/root/x", "/run/user/1000/x"])
def test_the_machines_service_refuses_what_it_could_not_see(path: str) -> None:
    with pytest.raises(UsageError, match="sees nobody's home"):
        check_seen([Path("/opt/dawncast"), Path(path)])
    check_seen([Path("/opt/dawncast"), Path("/homes/kim")])
