"""`kill -9` at named points of a morning of `dawncast serve`, seen from outside through the feed of its library."""

import shutil
import signal
import subprocess
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from daemon.home.store import Store
from tests.daemon.serve.inbox import Inbox
from tests.e2e.serving import Served, soon, with_no_fuss
from tests.e2e.tracing import Traced, needs_tracing, slowed, tracer_of

Who = Literal["maker", "daemon", "both"]
OLD = timedelta(days=3)
LONG_AGO = "2000-01-01"
SERVING = "event=serving"
LIBRARY = Path("library") / "morning"
MORE = """
[notify]
to = [{ file = "address" }]
ready = true
[keep]
episodes = 30
"""


@dataclass(frozen=True)
class Point:
    """Behind which call it is, by its name and something of the line that strace writes of it; who is killed there."""

    name: str
    call: str
    shows: str
    who: Who
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.name}: {self.who}"

    def reached(self, trace: Path, day: date) -> bool:
        """Whether it is reached."""
        lines = trace.read_text().splitlines() if trace.exists() else []
        return sum(self.shows.format(day=day) in line for line in lines) >= self.nth


def named(file: str) -> tuple[str, str]:
    """Behind the call that gives a file its name."""
    return "rename", f'/{file}")'


def about_to_be_named(file: str) -> tuple[str, str]:
    """Behind the one before: it is written."""
    return "fsync", f"/.{file}."


DATABASE = ("fdatasync", "/dawncast.db-wal>")
POINTS = (
    Point("the daemon has its lock", "flock", "/.serve.lock>", "daemon"),
    Point("the show is noted", *DATABASE, "daemon", nth=2),
    Point("what is begun is about to be marked", *about_to_be_named("begun.json"), "daemon"),
    Point("what is begun is marked", *named("begun.json"), "daemon"),
    Point("the production has its lock", "flock", "/{day}/.lock>", "both"),
    Point("a source has answered", *named("todo/last_good.json"), "maker"),
    Point("all sources have answered", *named("briefing.json"), "daemon"),
    Point("the plan is made", *named("rundown.json"), "both"),
    Point("the first script is there", *named("01-opening/script.json"), "maker"),
    Point("the last script is there", *named("03-closing/script.json"), "both"),
    Point("a segment is about to be there", *about_to_be_named("segment.wav"), "maker"),
    Point("a segment is there", *named("02-tasks/segment.wav"), "daemon"),
    Point("a segment is recorded", *named("02-tasks/segment.json"), "both"),
    Point("the file is there", *named("{day}/episode.mp3"), "both"),
    Point("the cover is there", *named("cover.jpg"), "daemon"),
    Point("the episode is about to be recorded", *about_to_be_named("episode.json"), "maker"),
    Point("the episode is recorded", *named("{day}/episode.json"), "both"),
    Point("the first copy is written, not fsynced", "sendfile", "/{day}/episode.mp3>", "maker"),
    Point("the first copy has its name", *named("morning/{day}.mp3"), "both"),
    Point("the third copy has its name", *named("morning/{day}.vtt"), "daemon"),
    Point("the library's record is there", *named("morning/{day}.episode.json"), "both"),
    Point("the feed is about to be there", *about_to_be_named("feed.xml"), "maker"),
    Point("the feed is about to be there", *about_to_be_named("feed.xml"), "both"),
    Point("the feed is there", *named("feed.xml"), "maker"),
    Point("the feed is there", *named("feed.xml"), "daemon"),
    Point("the feed is there", *named("feed.xml"), "both"),
    Point("a row of the database is written", *DATABASE, "both", nth=6),
    Point("that it is published is about to be noted", *about_to_be_named("published.json"), "maker"),
    Point("that it is published is noted", *named("published.json"), "both"),
    Point("the segments are being let go", "unlink", '/01-opening/segment.wav")', "both"),
    Point("the production is recorded, its mark is gone", "unlink", '/begun.json")', "daemon"),
    Point("somebody is told, which is about to be noted", *about_to_be_named("{day}-morning-ready.json"), "daemon"),
    Point("somebody is told, which is noted", *named("{day}-morning-ready.json"), "daemon"),
    Point("an old episode is being trimmed", "unlinkat", f"/{LONG_AGO}>", "daemon"),
)
QUICK = "the feed is there: both"
PARAMETERS = [
    pytest.param(point, id=str(point), marks=() if str(point) == QUICK else pytest.mark.slow) for point in POINTS
]


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an episode of some days ago in its library, and the folder of one long ago."""
    needs_tracing()
    served = Served(tmp_path_factory.mktemp("before"))
    made = served.person.types("make", "--day", str(served.day - OLD), TZ=served.zone.key)
    assert made.code == 0, made.err
    trimmed = served.person.home / "episodes" / "morning" / LONG_AGO
    trimmed.mkdir()
    (trimmed / "briefing.json").write_text("{}")
    return served.person.home


def whole(library: Path) -> list[str]:
    """The guids of the feed, each of whose files is there as it says."""
    items = [*ET.fromstring((library / "feed.xml").read_bytes()).iterfind("channel/item")]
    for enclosure in (found for item in items for found in item.iterfind("enclosure")):
        file = library / unquote(urlsplit(enclosure.get("url", "")).path).rpartition("/")[2]
        assert str(file.stat().st_size) == enclosure.get("length")
    return [item.findtext("guid") or "" for item in items]


def kill(served: Served, daemon: int, who: Who) -> None:
    """Kill who is to be killed; strace ends too, and the others go on."""
    tracer = tracer_of(daemon)
    killed = {"daemon": [daemon], "maker": served.makers(), "both": served.processes()}[who]
    for process in (*killed, tracer):
        with_no_fuss(process, signal.SIGKILL)


def again(served: Traced, daemon: "subprocess.Popen[bytes]", who: Who) -> "subprocess.Popen[bytes]":
    """The daemon that lives afterwards: a new one, if that was killed."""
    if who == "maker":
        return daemon
    served.under = ()
    serving = served.output.read_text().count(SERVING)
    living = served.starts()
    served.says(SERVING, serving + 1)
    return living


@pytest.mark.parametrize("point", PARAMETERS)
def test_killed_at(point: Point, tmp_path: Path, lived_in: Path) -> None:
    with Inbox() as inbox:
        trace = tmp_path / "trace"
        under = slowed(trace, point.call, to_the_end=point.who == "both")
        served = Traced(tmp_path, more=MORE, under=under)
        shutil.copytree(lived_in, served.person.home)
        (tmp_path / "address").write_text(f"json://{inbox.host}/")
        (tmp_path / "address").chmod(0o600)
        library = served.person.home / LIBRARY
        (old,) = whole(library)

        def told() -> bool:
            guids = whole(library)
            assert old in guids
            assert len(guids) <= 2
            return "event=told" in served.output.read_text()

        with served.serving() as daemon:
            soon(lambda: point.reached(trace, served.day), served.output.read_text)
            kill(served, daemon.pid, point.who)
            assert old in whole(library)
            living = again(served, daemon, point.who)
            soon(told, served.output.read_text)
            living.send_signal(signal.SIGTERM)
            assert living.wait(timeout=90) == 0
        record = served.recorded()
        assert record.there is not None
        assert record.there < record.ready_by
        assert sorted(whole(library)) == sorted({old, guid_of(served)})
        assert len(inbox.arrived) <= 2
        assert not (served.episode / "begun.json").exists()


def guid_of(served: Served) -> str:
    """The day's episode's, by the database."""
    with closing(Store(served.person.home / "dawncast.db")) as store:
        return store.publications("morning", served.day)[0].guid


# the second look ---


CALENDAR = """
[connectors.work]
kind = "inbox"
path = "inbox"
"""
EVENT = '{{"kind": "event", "summary": "{what}", "start": "{day}T15:00", "end": "{day}T16:00"}}'


@pytest.mark.slow
@pytest.mark.parametrize("who", ["daemon", "both"])
def test_killed_in_the_second_look(who: Who, tmp_path: Path) -> None:
    needs_tracing()
    trace = tmp_path / "trace"
    served = Traced(tmp_path, ready_in=110, begins_in=1, under=slowed(trace, "unlink", to_the_end=who == "both"))
    settings = served.person.settings.read_text()
    served.person.writes(settings + "second_look = 1\n" + CALENDAR)
    event = tmp_path / "inbox" / "1.json"
    event.parent.mkdir()
    event.write_text(EVENT.format(what="Dentist", day=served.day))
    library = served.person.home / LIBRARY
    with served.serving() as daemon:
        served.says("production recorded")
        (guid,) = whole(library)
        event.write_text(EVENT.format(what="Pottery lesson", day=served.day))
        soon(lambda: '/published.json")' in trace.read_text(), served.output.read_text)
        kill(served, daemon.pid, who)
        assert whole(library) == [guid]
        living = again(served, daemon, who)
        soon(lambda: "Pottery lesson" in transcript(served) and not served.makers(), served.output.read_text)
        assert whole(library) == [guid]
        living.send_signal(signal.SIGTERM)
        assert living.wait(timeout=90) == 0


def transcript(served: Served) -> str:
    """What is told in the library, as a podcast app shows it."""
    return "".join(file.read_text() for file in (served.person.home / LIBRARY).glob("*.vtt"))
