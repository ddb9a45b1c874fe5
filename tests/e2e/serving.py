"""`dawncast serve` as a person runs it: a home whose morning is about to come, the daemon, and what is left of it."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from daemon.home.productions import Productions
from daemon.home.store import Store
from daemon.model import ProductionRecord
from tests.e2e.command import Person

LONGEST = 90.0
"""Seconds after which what is waited for does not come any more."""
SETTINGS = """
name = "Kim"
timezone = "{zone}"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[server]
port = 0
[shows.morning]
ready_by = {ready_by}
margin = {margin}
"""


def zone_where_it_is(hour: int) -> ZoneInfo:
    """A zone in which that hour of the day is now: so that no test is near midnight."""
    ahead = hour - datetime.now(UTC).hour
    ahead += 24 if ahead < -12 else 0
    ahead -= 24 if ahead > 12 else 0
    return ZoneInfo(f"Etc/GMT{-ahead:+}")


@dataclass
class Served:
    """A person whose episode is wanted `ready_in` seconds from now; its making begins `begins_in` seconds from now."""

    folder: Path
    ready_in: float = 240
    begins_in: float = 3
    more: str = ""
    zone: ZoneInfo = field(default_factory=lambda: zone_where_it_is(9))

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.person = Person(self.folder)
        # A minute's fraction is lost in the settings: a moment in whole seconds is not.
        self.ready_by = (datetime.now(self.zone) + timedelta(seconds=self.ready_in)).replace(microsecond=0)
        margin = (self.ready_in - self.begins_in) / 60
        (self.folder / "todo.txt").write_text(f"(A) Pay rent due:{self.day}\n(B) Call Anna due:{self.day}\n")
        text = SETTINGS.format(zone=self.zone.key, ready_by=f"{self.ready_by:%H:%M:%S}", margin=f"{margin:.3f}")
        self.person.writes(text + self.more)

    @property
    def day(self) -> date:
        """The day of the episode."""
        return self.ready_by.date()

    @property
    def episode(self) -> Path:
        """The episode's folder."""
        return self.person.home / "episodes" / "morning" / str(self.day)

    @property
    def output(self) -> Path:
        """What the daemons have said."""
        return self.folder / "serve.log"

    @contextmanager
    def serving(self, **environment: str) -> Iterator["subprocess.Popen[bytes]"]:
        """A daemon; whatever is left of it at the end is killed."""
        daemon = self.starts(**environment)
        try:
            yield daemon
        finally:
            for process in self.processes():
                with_no_fuss(process, signal.SIGKILL)
            daemon.wait()

    def starts(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start the daemon."""
        with self.output.open("ab") as output:
            return subprocess.Popen(
                self.person._words(("serve",)),
                env=self.person._environment(environment),
                stdout=subprocess.DEVNULL,
                stderr=output,
                start_new_session=True,
            )

    def says(self, words: str, times: int = 1) -> None:
        """Wait until the daemon's log says so."""
        soon(lambda: self.output.read_text().count(words) >= times, self.output.read_text)

    def processes(self) -> list[int]:
        """All processes that were started for this home (Linux)."""
        return [pid for pid, words in running() if str(self.person.home) in words]

    def makers(self) -> list[int]:
        """Those that make an episode."""
        return [pid for pid, words in running() if str(self.person.home) in words and "making" in words]

    def record(self) -> ProductionRecord | None:
        """What is remembered of the morning."""
        if not self.person.home.exists():
            return None
        store = Store(self.person.home / "dawncast.db")
        try:
            return next(iter(Productions(store).of_days("morning", self.day, self.day)), None)
        finally:
            store.close()

    def recorded(self) -> ProductionRecord:
        """Wait for it."""
        soon(lambda: self.record() is not None, self.output.read_text)
        record = self.record()
        assert record
        return record

    def in_the_feed(self) -> list[str]:
        """The guids of what a podcast app would find."""
        feed = self.person.home / "library" / "morning" / "feed.xml"
        if not feed.exists():
            return []
        items = ET.fromstring(feed.read_bytes()).iterfind("channel/item")
        return [item.findtext("guid") or "" for item in items]


def running() -> Iterator[tuple[int, list[str]]]:
    """All processes with their words, but for those that only wait to be buried."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if words != [""]:
            yield int(folder.name), words


def soon(what: Callable[[], bool], otherwise: Callable[[], str] = lambda: "it did not happen") -> None:
    """Wait until something is so that other processes bring about."""
    end = time.monotonic() + LONGEST
    pause = threading.Event()
    while not what():
        assert time.monotonic() < end, otherwise()
        pause.wait(0.05)


def with_no_fuss(process: int, number: signal.Signals) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(process, number)
    except ProcessLookupError:
        return
