"""The daemon as a person runs it: in time, once, and whatever is done to its processes."""

import os
import signal
import subprocess
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.home.lock import locked
from tests.e2e.serving import Served, running, soon, with_no_fuss

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def ends(daemon: "subprocess.Popen[bytes]", number: signal.Signals = signal.SIGTERM) -> int:
    """Ask the daemon to end; its exit code."""
    daemon.send_signal(number)
    return daemon.wait(timeout=90)


def steps(served: Served) -> int:
    """How far the production is."""
    log = served.episode / "log.jsonl"
    return log.read_bytes().count(b"\n") if log.exists() else 0


def memory(pid: int) -> int:
    """Resident memory in bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_it_is_there_in_time_and_nothing_is_left_of_the_daemon(tmp_path: Path, number: signal.Signals) -> None:
    served = Served(tmp_path)
    served.person.writes(served.person.settings.read_text().replace("port = 0", "port = 18571"))
    with served.serving() as daemon:
        record = served.recorded()
        assert record.there is not None
        assert record.there < record.ready_by == served.ready_by
        assert record.outcome == "ready"
        assert record.seconds
        assert len(served.in_the_feed()) == 1
        assert memory(daemon.pid) <= 60 * 2**20
        assert ends(daemon, number) == 0
        assert served.processes() == []
    assert not (served.episode / "begun.json").exists()


def test_killed_with_its_production_and_started_again(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with served.serving():
        soon(lambda: steps(served) >= 8, served.output.read_text)
        for process in served.processes():
            with_no_fuss(process, signal.SIGKILL)
        assert served.record() is None
    with served.serving():
        assert served.recorded().outcome == "ready"
        assert len(served.in_the_feed()) == 1


@pytest.mark.slow
def test_a_production_that_is_killed_is_resumed(tmp_path: Path) -> None:
    served = Served(tmp_path, ready_in=600)
    with served.serving():
        soon(lambda: steps(served) >= 4, served.output.read_text)
        for maker in served.makers():
            with_no_fuss(maker, signal.SIGKILL)
        assert served.recorded().outcome == "ready"
        assert "it was killed (signal 9)" in served.output.read_text()


@pytest.mark.slow
def test_ended_in_the_middle_it_leaves_what_is_whole_to_the_next(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with served.serving() as daemon:
        soon(lambda: steps(served) >= 4, served.output.read_text)
        assert ends(daemon) == 0
        soon(lambda: served.processes() == [])
        assert served.record() is None
        assert (served.episode / "begun.json").exists()
    with served.serving():
        assert served.recorded().outcome == "ready"
        assert b'"kept"' in (served.episode / "log.jsonl").read_bytes()


def test_what_was_slept_through_is_made_when_it_wakes(tmp_path: Path) -> None:
    served = Served(tmp_path, ready_in=14, begins_in=11)
    with served.serving() as daemon:
        served.says("event=serving")
        daemon.send_signal(signal.SIGSTOP)
        soon(lambda: datetime.now(UTC) > served.ready_by + timedelta(seconds=2))
        woken = datetime.now(UTC)
        daemon.send_signal(signal.SIGCONT)
        record = served.recorded()
        assert record.there is not None
        assert woken < record.there < woken + timedelta(seconds=120)
        assert len(served.in_the_feed()) == 1


@pytest.mark.slow
def test_it_sleeps_in_the_middle_of_a_production(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with served.serving():
        soon(lambda: steps(served) >= 4, served.output.read_text)
        stopped = served.processes()
        for process in stopped:
            with_no_fuss(process, signal.SIGSTOP)
        before = datetime.now(UTC)
        soon(lambda: datetime.now(UTC) > before + timedelta(seconds=3))
        for process in stopped:
            with_no_fuss(process, signal.SIGCONT)
        assert served.recorded().outcome == "ready"
        assert len(served.in_the_feed()) == 1


def test_a_broken_file_changes_nothing_until_it_is_mended(tmp_path: Path) -> None:
    served = Served(tmp_path, begins_in=100)
    with served.serving() as daemon:
        served.says("event=serving")
        good = served.person.settings.read_text()
        served.person.writes(good.replace("ready_by = ", "ready_by = 99:99 # "))
        daemon.send_signal(signal.SIGHUP)
        served.says('event="settings not read"')
        assert str(served.person.settings) in served.output.read_text()
        served.person.writes(good.replace("margin = ", "margin = 30 # "))
        daemon.send_signal(signal.SIGHUP)
        served.says('event="settings read"')
        assert served.recorded().outcome == "ready"
        assert ends(daemon) == 0


@pytest.mark.slow
def test_a_production_that_stands_still_is_replaced_in_time(tmp_path: Path) -> None:
    served = Served(tmp_path, ready_in=113, begins_in=2)
    with served.serving():
        soon(lambda: steps(served) >= 2, served.output.read_text)
        for maker in served.makers():
            with_no_fuss(maker, signal.SIGSTOP)
        record = served.recorded()
        assert record.there is not None
        assert record.there < record.ready_by
        assert [(each.part, each.why) for each in record.degraded] == [("built-in", "it took too long")]
        assert len(served.in_the_feed()) == 1


@pytest.mark.slow
def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    served = Served(tmp_path, begins_in=100)
    with served.serving():
        served.says("event=serving")
        served.person.writes(served.person.settings.read_text().replace("margin = ", "margin = 30 # "))
        assert served.recorded().outcome == "ready"


@pytest.mark.slow
def test_a_file_that_is_broken_while_the_production_begins_does_not_matter(tmp_path: Path) -> None:
    served = Served(tmp_path, begins_in=10)
    with served.serving():
        served.says("event=serving")
        served.person.writes("broken =")
        assert served.recorded().outcome == "ready"


def test_a_second_one_on_the_same_home_refuses(tmp_path: Path) -> None:
    served = Served(tmp_path, begins_in=100)
    with served.serving():
        served.says("event=serving")
        second = served.person.types("serve")
        assert second.code == 75
        assert "serves" in second.err
        assert "--home" in second.err


def test_it_does_not_start_with_broken_settings(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.person.writes("broken =")
    ended = served.person.types("serve")
    assert ended.code == 78
    assert str(served.person.settings) in ended.err


@pytest.mark.slow
def test_an_episode_that_is_being_made_by_hand_is_waited_for(tmp_path: Path) -> None:
    served = Served(tmp_path)
    with locked(served.episode), served.serving():
        served.says("production broke off")
    with served.serving():
        assert served.recorded().outcome == "ready"


@pytest.mark.slow
def test_a_port_that_is_taken_is_told_and_nothing_more(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        served = Served(tmp_path)
        port = f"port = {taken.getsockname()[1]}"
        served.person.writes(served.person.settings.read_text().replace("port = 0", port))
        with served.serving():
            served.says('event="not listening"')
            assert served.recorded().outcome == "ready"


SECRETS = """
[connectors.work]
kind = "ics"
url = "http://127.0.0.1:9/work.ics"
allow_private = true
username = "kim"
password = { file = "work.pass" }
[connectors.other]
kind = "ics"
url = "http://127.0.0.1:9/other.ics"
allow_private = true
username = "kim"
password = { command = "base64 -d in-base64" }
[connectors.third]
kind = "ics"
url = "http://127.0.0.1:9/third.ics"
allow_private = true
username = "kim"
password = { credential = "third" }
"""


def test_no_secret_is_on_any_command_line_or_in_any_environment(tmp_path: Path) -> None:
    served = Served(tmp_path, more=SECRETS)
    secret = b"ein-langes-geheimnis"
    for name, data in (("work.pass", secret), ("in-base64", b64encode(secret)), ("third", secret)):
        (tmp_path / name).write_bytes(data)
        (tmp_path / name).chmod(0o600)
    served.person.writes(served.person.settings.read_text().replace("in-base64", str(tmp_path / "in-base64")))
    seen: set[bytes] = set()

    def looked() -> bool:
        for pid, words in running():
            try:
                seen.update((" ".join(words).encode(), Path(f"/proc/{pid}/environ").read_bytes()))
            except OSError:
                continue
        return served.record() is not None

    with served.serving(CREDENTIALS_DIRECTORY=str(tmp_path)):
        soon(looked, served.output.read_text)
    assert any(b" making " in each for each in seen)
    assert not any(secret in each for each in seen)
    assert secret not in served.output.read_bytes()
    record = served.recorded()
    assert {each.name for each in record.degraded} == {"work", "other", "third"}
    assert b"secret" not in (served.episode / "briefing.json").read_bytes(), "each was found; the server was not"


HEAVY = (
    *("litellm", "elevenlabs", "PIL", "babel", "feedparser", "icalendar", "nh3", "httpx2", "num2words", "rich"),
    *("jinja2", "apprise", "holidays", "sherpa_onnx", "caldav"),
)
"""What takes memory, and has no business in a daemon that waits."""
IMPORTS = f"""
import sys
import daemon.cli, daemon.serve.run, daemon.serve.endpoints, daemon.remembered, uvicorn
from pathlib import Path
from config.load import load
from daemon.registry import InstalledKinds
load(Path(sys.argv[1]), InstalledKinds())
print(*sorted({{*sys.modules}} & {set(HEAVY)!r}))
"""


def test_the_daemon_imports_no_library_of_the_productions(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "config" / "example.toml"
    done = subprocess.run([sys.executable, "-I", "-c", IMPORTS, example], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.slow
def test_the_idle_daemon_takes_no_time(tmp_path: Path) -> None:
    served = Served(tmp_path, ready_in=3600, begins_in=3000)
    with served.serving() as daemon:
        served.says("event=serving")

        def used() -> float:
            fields = Path(f"/proc/{daemon.pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

        before, end = used(), datetime.now(UTC) + timedelta(seconds=50)
        soon(lambda: datetime.now(UTC) > end)
        assert used() - before <= 0.05
