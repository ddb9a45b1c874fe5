"""What systemd itself says of the shipped units. systemd-analyze needs no running systemd; without it, skipped."""

import re
import shutil
import subprocess
from datetime import time, timedelta
from pathlib import Path

import pytest

from config.shows import Show
from daemon.installing_service import program
from daemon.service_files import STATE, Installation, system_unit, user_unit, wake_units
from daemon.waking import Waking, on_calendar, wakings

THRESHOLD = 13
"""In tenths: an exposure of 1.3, of 10."""
AT = Installation.of(program(), Path("/etc/dawncast/settings.toml"), STATE)


def analyze(*arguments: str | Path, runtime: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run systemd-analyze; `runtime`: a folder that a user's systemd would have."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not here (Debian and Ubuntu: apt install systemd)")
    environ = {"PATH": "/usr/bin:/bin", "SYSTEMD_COLORS": "0", **({"XDG_RUNTIME_DIR": str(runtime)} if runtime else {})}
    done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, env=environ)
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze is older than 250")
    return done


def written(folder: Path, text: str, name: str = "dawncast.service") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def exposure(report: str) -> float:
    found = re.search(r"Overall exposure level for .*?: ([\d.]+)", report)
    assert found, report
    return float(found[1])


def test_the_machines_unit_is_well_formed(tmp_path: Path) -> None:
    done = analyze("verify", written(tmp_path, system_unit(AT).text))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_verify_would_tell_of_a_mistake(tmp_path: Path) -> None:
    done = analyze("verify", written(tmp_path, system_unit(AT).text.replace("PrivateTmp=", "PrivateTemp=")))
    assert "PrivateTemp" in done.stderr


@pytest.mark.parametrize("namespaces", [True, False])
def test_a_users_unit_is_well_formed(tmp_path: Path, namespaces: bool) -> None:
    unit = written(tmp_path, user_unit(AT, namespaces=namespaces).text)
    done = analyze("--user", "verify", unit, runtime=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_odd_path_is_well_formed(tmp_path: Path) -> None:
    odd, place = tmp_path / 'Kim\'s "own" 100 % $HOME \\ é', tmp_path / "100 % $HOME é"
    place.mkdir()
    script = place / "dawncast"
    script.symlink_to(program())
    unit = written(tmp_path, user_unit(Installation.of(script, odd / "settings.toml", odd, [odd / "x"])).text)
    done = analyze("--user", "verify", unit, runtime=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_timer_and_its_service_are_well_formed(tmp_path: Path) -> None:
    week = wakings([Show.model_validate({"ready_by": {"mon": "07:15", "sat": "09:00"}})])
    for file in wake_units(week, "America/New_York"):
        written(tmp_path, file.text, file.name)
    done = analyze("verify", tmp_path / "dawncast-wake.timer", tmp_path / "dawncast-wake.service")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_machines_unit_is_below_the_threshold(tmp_path: Path) -> None:
    unit = written(tmp_path, system_unit(AT).text)
    done = analyze("security", "--offline=yes", f"--threshold={THRESHOLD}", unit)
    print(f"the machine's unit: exposure {exposure(done.stdout)} of 10")  # noqa: T201  # shown by pytest -rP
    assert done.returncode == 0, done.stdout
    opened = written(tmp_path, re.sub(r"^PrivateUsers.*\n|^PrivateDevices.*\n", "", unit.read_text(), flags=re.M))
    assert analyze("security", "--offline=yes", f"--threshold={THRESHOLD}", opened).returncode != 0


def test_a_users_unit_is_tighter_where_namespaces_are_allowed(tmp_path: Path) -> None:
    figures = {}
    for namespaces in (True, False):
        unit = written(tmp_path, user_unit(AT, namespaces=namespaces).text)
        done = analyze("--user", "security", "--offline=yes", unit, runtime=tmp_path)
        figures[namespaces] = exposure(done.stdout)
    print(f"a user's unit: exposure {figures[True]} of 10; without namespaces {figures[False]}")  # noqa: T201  # -rP
    assert figures[True] <= 2.5 < figures[False]


def test_a_timers_times_are_what_was_meant() -> None:
    week = [Waking(day, time(6, 50), timedelta(minutes=30)) for day in (0, 1, 5)]
    (times,) = on_calendar(week, "Europe/Berlin")
    done = analyze("calendar", "--base-time=2026-03-24 12:00 UTC", "--iterations=2", times)
    assert done.returncode == 0, done.stderr
    assert "Normalized form: Mon,Tue,Sat *-*-* 06:50:00 Europe/Berlin" in done.stdout
    # across the change of the clocks on the 29th: from UTC+1 to UTC+2
    moments = re.findall(r"(2026-03-\d\d \d\d:\d\d):00 UTC", done.stdout)
    assert sorted(set(moments)) == ["2026-03-28 05:50", "2026-03-30 04:50"]
