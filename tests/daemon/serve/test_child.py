"""A production's process: what it is given, how it is heard of, and that nothing of it is left."""

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import Callable
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path

import pytest

from config.load import load
from config.settings import Settings
from daemon.home.home import Home
from daemon.progress import Step, log_to
from daemon.registry import InstalledKinds
from daemon.serve.child import Diary, Making, ProcessChild, Program, command, environment
from daemon.serve.log import Log
from daemon.serve.watching import Loaded

DAY = date(2026, 3, 24)
UNTIL = datetime(2026, 3, 24, 6, 13, 30, tzinfo=UTC)
SETTINGS = """
timezone = "Europe/Berlin"
[connectors.work]
kind = "ics"
url = "https://cal.example.org/"
username = "kim"
password = { env = "WORK_PASSWORD" }
[notify]
to = [{ env = "TELEPHONE" }, { credential = "other" }]
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS)
    return load(file, InstalledKinds())


def test_its_words() -> None:
    making = Making(show="morning", day=DAY, until=UNTIL, plain=True)
    words = command(making, Path("/etc/settings.toml"), Path("/home/kim"))
    assert words[:4] == (sys.executable, "-I", "-m", "daemon")
    assert words[4:8] == ("--config", "/etc/settings.toml", "--home", "/home/kim")
    assert words[8:] == (
        "making",
        "morning",
        "--day",
        "2026-03-24",
        "--deadline",
        "2026-03-24T06:13:30+00:00",
        "--plain",
    )


def test_its_environment_is_what_it_needs_and_what_the_settings_name(settings: Settings) -> None:
    needed = {"PATH": "/bin", "TZ": "UTC", "CREDENTIALS_DIRECTORY": "/run/c", "XDG_RUNTIME_DIR": "/run/user/1"}
    named = {"WORK_PASSWORD": "geheim", "TELEPHONE": "ntfys://geheim"}
    others = {"AWS_SECRET_ACCESS_KEY": "no", "HTTPS_PROXY": "no", "NOTIFY_SOCKET": "no", "PYTHONPATH": "no"}
    assert environment(settings, {**needed, **named, **others}) == {**needed, **named}


def diary(folder: Path, out: StringIO) -> Diary:
    return Diary(folder, Log(out, "debug", journal=True), "morning")


def test_a_diary_stirs_with_each_step_and_each_take(tmp_path: Path) -> None:
    report = log_to(tmp_path / "log.jsonl", lambda: UNTIL)
    report(Step(stage="collect", name="of an earlier one", status="done"))
    out = StringIO()
    it = diary(tmp_path, out)
    assert not it.stirred()
    report(Step(stage="collect", name="work", status="failed", detail="The server did not answer."))
    assert it.stirred()
    assert not it.stirred()
    take = tmp_path / "sections" / "01-opening" / "takes" / "001.wav"
    take.parent.mkdir(parents=True)
    take.write_bytes(b"")
    assert it.stirred()
    assert not it.stirred()
    assert out.getvalue().splitlines() == [
        '<6>level=info event="collect failed" show=morning name=work why="The server did not answer."'
    ]


def test_a_line_that_is_being_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    whole = tmp_path / "whole.jsonl"
    log_to(whole, lambda: UNTIL)(Step(stage="plan", name="rundown", status="done"))
    line, out = whole.read_bytes(), StringIO()
    it = diary(tmp_path, out)
    with (tmp_path / "log.jsonl").open("wb", buffering=0) as file:
        file.write(line[:20])
        assert not it.stirred()
        file.write(line[20:])
        assert it.stirred()
        file.write(b'{"torn by a kill\n')
        assert it.stirred()
    assert out.getvalue().count("plan done") == 1


async def started(tmp_path: Path, code: str, grace: float = 5.0) -> ProcessChild:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-c", code, str(tmp_path), stdin=PIPE, start_new_session=True
    )
    return ProcessChild(process, diary(tmp_path, StringIO()), grace)


def group_of(child: ProcessChild) -> int:
    return child._process.pid


def alive(group: int) -> bool:
    """Whether any process of the group runs (one that waits to be buried does not)."""
    return any(
        fields[0] != "Z" and int(fields[2]) == group
        for stat in Path("/proc").glob("[0-9]*/stat")
        if (fields := _fields(stat))
    )


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []


async def until(what: Callable[[], bool]) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(20):
        while not what():
            await asyncio.sleep(0.01)


def test_it_is_given_the_settings_and_its_exit_code_is_known(tmp_path: Path) -> None:
    async def run() -> int | None:
        child = await started(tmp_path, "import sys; sys.exit(len(sys.stdin.read()))")
        assert await child.ended(0.05) is None
        await child.hand_over(b"seven b")
        return await child.ended(20)

    assert asyncio.run(run()) == 7


def test_one_that_has_ended_before_it_was_given_anything(tmp_path: Path) -> None:
    async def run() -> int:
        child = await started(tmp_path, "import sys; sys.stdin.close(); sys.exit(3)")
        await child.ended(20)
        await child.hand_over(b"x" * 2**20)
        return await child.end()

    assert asyncio.run(run()) == 3


STUBBORN = """
import pathlib, signal, subprocess, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
pathlib.Path(sys.argv[1], "ready").touch()
signal.pause()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_one_that_will_not_end_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    async def run() -> int:
        child = await started(tmp_path, STUBBORN, grace=0.2)
        await until((tmp_path / "ready").exists)
        code = await child.end()
        await until(lambda: not alive(group_of(child)))  # a signal is sent before it has arrived
        return code

    begun = time.monotonic()
    assert asyncio.run(run()) == -9
    assert time.monotonic() - begun < 15


LEAVES = """
import pathlib, subprocess, sys
subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_what_a_production_leaves_behind_goes_too(tmp_path: Path) -> None:
    async def run() -> tuple[int | None, int, bool]:
        child = await started(tmp_path, LEAVES)
        ended = await child.ended(20)
        left = alive(group_of(child))
        await child.end()
        return ended, group_of(child), left

    code, group, left = asyncio.run(run())
    assert (code, left) == (0, True)
    deadline = time.monotonic() + 5
    while alive(group) and time.monotonic() < deadline:
        os.sched_yield()
    assert not alive(group)


def test_the_real_program_makes_what_the_settings_said_whatever_the_file_says_now(tmp_path: Path) -> None:
    (tmp_path / "todo.txt").write_text("Pay rent\n")
    text = 'timezone = "UTC"\n[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n'
    file, home, out = tmp_path / "settings.toml", Home(tmp_path / "home"), StringIO()
    file.write_text(text)
    loaded = Loaded(settings=load(file, InstalledKinds()), text=text)
    file.write_text("broken =")
    now = datetime.now(UTC)
    making = Making(show="morning", day=now.date(), until=now.replace(year=now.year + 1), plain=True)

    async def run() -> int | None:
        child = await Program(home, file, Log(out)).start(making, loaded)
        try:
            return await child.ended(60)
        finally:
            await child.end()

    assert asyncio.run(run()) == 0
    assert (home.episode("morning", now.date()) / "published.json").exists()
