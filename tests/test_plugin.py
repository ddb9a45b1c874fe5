"""The plugin in CONTRIBUTING.md: a package of its own, installed beside Dawncast, is a kind like any other."""

import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from pathlib import Path

import pytest

from tests.e2e.command import Person

ROOT = Path(__file__).resolve().parents[1]

SETTINGS = """
[connectors.holidays]
kind = "countdown"
title = "the summer holidays"
day = 2026-04-03
"""


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment in which the plugin is installed."""
    folder = tmp_path_factory.mktemp("plugin")
    (package,), (code,) = blocks("toml"), blocks("python")
    known = tomllib.loads(package)["project"]
    (folder / "dawncast_countdown.py").write_text(code)
    info = folder / f"dawncast_countdown-{known['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {known['name']}\nVersion: {known['version']}\n")
    points = [
        f"[{group}]\n" + "\n".join(f"{name} = {value}" for name, value in rows.items())
        for group, rows in known["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(points))
    venv.create(folder / "venv", symlinks=True)
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    (site / "beside.pth").write_text(f"{folder}\n{ROOT}\n{sysconfig.get_path('purelib')}\n")
    return folder / "venv" / "bin" / Path(sys.executable).name


def run(python: Path, *words: str) -> str:
    done = subprocess.run([python, "-I", "-m", "daemon", *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_is_short() -> None:
    assert sum(block.count("\n") for language in ("toml", "python") for block in blocks(language)) < 40


def test_it_is_listed_with_package_and_version(python: Path) -> None:
    assert re.search(r"countdown\s+dawncast-countdown 1\.0", run(python, "connectors"))


def test_it_brings_its_item(python: Path, tmp_path: Path) -> None:
    person = Person(tmp_path).writes(SETTINGS)
    places = ("--config", str(person.settings), "--home", str(person.home))
    out = run(python, *places, "collect", "--now", "2026-03-24T06:30")
    assert "the summer holidays" in out
