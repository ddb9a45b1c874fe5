"""Real podcast clients at the real daemon: they subscribe, list, download, and what they get is the episode."""

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from daemon.model import Episode
from daemon.publish.shelf import Shelf
from tests.contract.library import an_episode
from tests.e2e.command import Person
from tests.e2e.serving import soon

DAY = date(2026, 3, 24)
A_DAY = timedelta(days=1)
NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
SETTINGS = """
timezone = "UTC"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[libraries.feed]
kind = "feed"
[server]
port = {port}
[shows.laptop]
days = ["{another_day}"]
[shows.desk]
days = ["{another_day}"]
[shows.office]
days = ["{another_day}"]
[shows.garage]
days = ["{another_day}"]
"""
"""A show for each test, made on none of these days."""
ASKED = re.compile(r"event=asked .*kind=(\w+) .*status=(\d+)")

Asked = list[tuple[str, int]]
"""What the server was asked for, and what it answered, in order."""


def needs(program: str) -> pytest.MarkDecorator:
    """A client that the system has, or does not have."""
    reason = f"{program} is not installed (tests/tools/install_system_packages.sh)"
    return pytest.mark.skipif(sys.platform != "linux" or shutil.which(program) is None, reason=reason)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


@dataclass
class Station:
    """A home whose daemon serves the feed, and an app's token for it."""

    folder: Path
    port: int

    @property
    def person(self) -> Person:
        return Person(self.folder)

    @property
    def log(self) -> Path:
        return self.folder / "serve.log"

    def airs(self, show: str, day: date, size: int = 300_000) -> Episode:
        """Put a show's episode of a day into the feed; its audio is like no other's."""
        audio = sha256(f"{show} {day}".encode()).digest() * (size // 32)
        of_day = an_episode(self.folder / show / str(day), day=day, audio=audio)
        episode = replace(of_day, show=show, guid=f"urn:{show}:{day}")
        Shelf(self.person.home / "libraries" / "feed").put(episode, NOW)
        return episode

    def lets_in(self, show: str) -> tuple[str, str]:
        """A new token's address of the show, and the one with the token as a password."""
        made = self.person.types("feed", "add", show, "--show", show, "--json").json
        basic = made["basic"][0]["url"].replace("://", f"://{show}:{made['token']}@")
        return made["addresses"][0]["url"], basic

    def was_asked(self, *, since: int = 0) -> Asked:
        """All requests but the first `since`."""
        return [(kind, int(status)) for kind, status in ASKED.findall(self.log.read_text())][since:]

    def hears(self, *expected: tuple[str, int], since: int) -> None:
        """Wait until it was asked for just that: a client may be gone before the log has it."""
        soon(lambda: len(self.was_asked(since=since)) >= len(expected), self.log.read_text)
        assert self.was_asked(since=since) == list(expected)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    found = Station(tmp_path_factory.mktemp("station"), free_port())
    another_day = f"{datetime.now(UTC) + 3 * A_DAY:%a}".lower()
    found.person.writes(SETTINGS.format(port=found.port, another_day=another_day))
    (found.folder / "todo.txt").write_text("(A) Pay rent\n")
    with found.log.open("wb") as log:
        words = found.person._words(("-v", "serve"))
        daemon = subprocess.Popen(words, env=found.person._environment({}), stderr=log, start_new_session=True)
    soon(lambda: "event=listening" in found.log.read_text(), found.log.read_text)
    yield found
    daemon.send_signal(signal.SIGTERM)
    assert daemon.wait(timeout=30) == 0


@dataclass(frozen=True)
class Client:
    """A computer with podcast clients, and nothing of ours."""

    folder: Path

    def runs(self, *words: str, **more: str) -> str:
        """What a client says."""
        self.folder.mkdir(exist_ok=True)
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LANG": "C.UTF-8", **more}
        done = subprocess.run(words, env=environment, cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def gpo(self, *words: str) -> str:
        """gPodder, on the command line."""
        return self.runs("gpo", *words, GPODDER_HOME=str(self.folder / "g"), GPODDER_DOWNLOAD_DIR=str(self.files))

    def newsboat(self, address: str) -> list[tuple[str, str]]:
        """Reload; the title and the audio's address of all that it lists of that feed."""
        (self.folder / "urls").write_text(f"{address}\n")
        (self.folder / "config").touch()
        self.runs("newsboat", "-C", "config", "-u", "urls", "-c", "cache.db", "-x", "reload")
        with closing(sqlite3.connect(self.folder / "cache.db")) as listed:
            rows = listed.execute("SELECT title, enclosure_url FROM rss_item WHERE feedurl = ?", (address,))
            return rows.fetchall()

    def podget(self, address: str) -> str:
        """List and download what is new."""
        config = self.folder / "p"
        if not config.exists():
            self.runs("podget", "-d", str(config), "--create-config", "podgetrc")
            (config / "serverlist").write_text(f"{address} News Morning\n")
        return self.runs("podget", "-d", str(config), "-c", "podgetrc", "-l", str(self.files))

    @property
    def files(self) -> Path:
        return self.folder / "downloads"

    def downloaded(self) -> list[bytes]:
        """What it has, by date."""
        files = sorted(self.files.rglob("*.mp3"), key=lambda file: file.stat().st_mtime_ns)
        return [file.read_bytes() for file in files]


@pytest.fixture
def client(tmp_path: Path) -> Client:
    found = Client(tmp_path / "client")
    found.folder.mkdir()
    return found


@needs("gpo")
def test_gpodder_subscribes_downloads_and_is_told_of_nothing_new(station: Station, client: Client) -> None:
    episode, (address, _) = station.airs("laptop", DAY), station.lets_in("laptop")
    client.gpo("subscribe", address)
    client.gpo("update")
    assert episode.title in client.gpo("episodes")
    client.gpo("download")
    assert client.downloaded() == [episode.audio.read_bytes()]
    before = len(station.was_asked())
    assert "0 new episodes" in client.gpo("update")
    station.hears(("feed", 304), since=before)

    tomorrow = station.airs("laptop", DAY + A_DAY)
    assert "1 new episode" in client.gpo("update")
    client.gpo("download")
    assert client.downloaded() == [episode.audio.read_bytes(), tomorrow.audio.read_bytes()]

    before = len(station.was_asked())
    assert station.person.types("feed", "revoke", "laptop").code == 0
    client.gpo("update")
    station.hears(("other", 404), since=before)
    assert address.split("/")[4] not in station.log.read_text()


@needs("newsboat")
def test_newsboat_lists_and_is_told_of_nothing_new(station: Station, client: Client) -> None:
    episode, addresses = station.airs("desk", DAY), station.lets_in("desk")
    for address in addresses:
        ((title, audio),) = client.newsboat(address)
        assert title == episode.title
        assert audio.startswith(f"http://127.0.0.1:{station.port}/{'b' if '@' in address else 'f'}/")
        client.newsboat(address)  # of the first time it keeps no validators: it knows of no feed then
        before = len(station.was_asked())
        client.newsboat(address)
        station.hears(("feed", 304), since=before)


@needs("podget")
def test_podget_lists_and_downloads_what_is_new(station: Station, client: Client) -> None:
    episode, (address, _) = station.airs("office", DAY), station.lets_in("office")
    client.podget(address)
    assert client.downloaded() == [episode.audio.read_bytes()]
    before = len(station.was_asked())
    assert "Already downloaded" in client.podget(address)
    station.hears(("feed", 200), since=before)  # it keeps no validators


@needs("podget")
def test_podget_mixes_no_two_episodes(station: Station, client: Client) -> None:
    first, (address, _) = station.airs("garage", DAY, size=200_000), station.lets_in("garage")
    client.podget(address)
    second = station.airs("garage", DAY + A_DAY, size=400_000)
    client.podget(address)
    assert client.downloaded() == [first.audio.read_bytes(), second.audio.read_bytes()]
