"""What is said to who mistypes a command, or leaves a question unanswered; and commands that are told to be typed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from daemon.cli.common import Common
from daemon.home.home import Home

DAWNCAST = (sys.executable, "-c", "from daemon.cli import main; main()")


def typed(folder: Path, *words: str) -> tuple[int, str]:
    """The exit code of a command that nobody answers, and what it says on standard error."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    done = subprocess.run(
        [*DAWNCAST, *words], stdin=subprocess.DEVNULL, capture_output=True, env=environment, text=True
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("words", "help_is_at"),
    [
        (("feed", "revoke"), "feed revoke --help"),
        (("make", "--dya", "2026-03-24"), "make --help"),
        (("mkae",), "--help"),
    ],
)
def test_it_says_where_the_commands_own_help_is(tmp_path: Path, words: tuple[str, ...], help_is_at: str) -> None:
    code, said = typed(tmp_path, *words)
    assert code == 64
    assert said.rstrip().endswith(f" {help_is_at}")


def test_a_group_alone_is_its_help(tmp_path: Path) -> None:
    code, said = typed(tmp_path, "feed")
    assert code == 64
    assert "revoke" in said
    assert "See:" not in said


def test_a_question_that_nobody_answers(tmp_path: Path) -> None:
    (tmp_path / "backup.tar.gz").write_bytes(b"")
    code, said = typed(tmp_path, "restore", str(tmp_path / "backup.tar.gz"))
    assert code == 130
    assert said.endswith("\nNo answer came, so nothing was done.\n")


def test_a_command_to_type_names_the_settings_that_it_needs(tmp_path: Path) -> None:
    common = Common(config=tmp_path / "mine.toml", home=tmp_path / "home", verbose=False)
    typing = common.command("doctor", Home(tmp_path / "home"))
    assert typing.endswith(f" --config {tmp_path / 'mine.toml'} --home {tmp_path / 'home'} doctor")
    assert "--config" not in common.command("play", Home(tmp_path / "home"), settings=False)
