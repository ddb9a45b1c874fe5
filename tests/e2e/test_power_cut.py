"""The power fails at any moment: what was acknowledged by then is there afterwards, and the feed is whole."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from config.errors import DiskError
from daemon.home.productions import Productions
from daemon.home.store import Store
from tests.e2e.power_cut import Disk, Fate
from tests.e2e.serving import Served, soon
from tests.e2e.tracing import Traced, needs_tracing, recorded, recording

CUTS = 50
SEED = 6
DAY = date(2026, 3, 24)
FATES: tuple[Fate, ...] = ("nothing", "names", "some", "some")
LIBRARIES = {"folder": "library", "feed": "libraries"}
"""Those that a home has by itself, and where in it they lie."""
LISTS, INDEX = (".xml", ".m3u"), Path("libraries") / "feed" / "morning" / "index.json"
ROWS = 50
KEEPS_ROWS = f"""
import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from daemon.home.store import Store
from daemon.model import Publication

home, synchronous = sys.argv[1:]
for row in range({ROWS}):
    if row % 17 == 0:
        store = Store(Path(home))
        with store.read() as db:
            synchronous and db.execute(f"PRAGMA synchronous = {{synchronous}}")
    at = datetime(2026, 3, 24, tzinfo=UTC)
    publication = Publication(library=str(row), guid="urn:1", where="x" * 3000, published=at)
    store.record_publication("morning", date(2026, 3, 24), publication)
    os.write(1, b".")
    if row % 17 == 16:
        store.close()
"""


@dataclass(frozen=True)
class Image:
    """A disk as it is found after a cut: after which call, what became of what was not fsynced, and where it lies."""

    call: str
    fate: Fate
    folder: Path


def images(disk: Disk, trace: Path, moments: frozenset[int], into: Path) -> Iterator[Image]:
    """The disk as it would be found after a cut behind each of these calls, for each fate."""
    lot = Random(SEED)  # noqa: S311  # no secret
    for number, call in enumerate(recorded(trace)):
        disk.does(call)
        for turn, fate in enumerate(FATES if number in moments else ()):
            folder = into / f"{number}-{turn}"
            for file, data in disk.left(fate, lot).items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_bytes(data)
            yield Image(f"{number} {call.name}", fate, folder)


# rows ---


def rows_lost(folder: Path, synchronous: str) -> list[int]:
    """How many rows that were acknowledged are lost, for each cut right after one was."""
    home, trace, told = folder / "home", folder / "trace", folder / "told"
    home.mkdir()
    with told.open("wb") as output:
        words = (*recording(trace), sys.executable, "-c", KEEPS_ROWS, str(home / "dawncast.db"), synchronous)
        subprocess.run(words, check=True, stdout=output, cwd=Path(__file__).parents[2])
    disk = Disk(home, told)
    moments = {number for number, call in enumerate(recorded(trace)) if disk.does(call) and call.name == "write"}
    disk = Disk(home, told)
    found = images(disk, trace, frozenset(moments), folder / "cuts")
    return [len(set(range(len(disk.said))) - rows_in(image.folder / "dawncast.db")) for image in found]


def rows_in(database: Path) -> set[int]:
    """The rows that are there; none where it is damaged."""
    try:
        with closing(Store(database)) as store:
            return {int(each.library) for each in store.publications("morning", DAY)}
    except (DiskError, ValueError):
        return set()


def test_no_row_is_lost(tmp_path: Path) -> None:
    needs_tracing()
    assert rows_lost(tmp_path, "") == [0] * ROWS * len(FATES)


def test_rows_that_nobody_fsyncs_are_found_to_be_lost(tmp_path: Path) -> None:
    """Without this, nothing above would show that a loss is seen at all."""
    needs_tracing()
    assert sum(rows_lost(tmp_path, "OFF")) > ROWS


# a morning ---


@dataclass(frozen=True)
class Morning:
    """A morning of `dawncast serve`, recorded, with yesterday's episode in the library. `before`: what lay there."""

    served: Served
    before: Mapping[Path, bytes]
    trace: Path

    @property
    def yesterday(self) -> date:
        return self.served.day - timedelta(days=1)

    @property
    def today(self) -> date:
        return self.served.day

    def published(self) -> dict[Path, bytes]:
        """What lies in the libraries in the end, from the home on."""
        home = self.served.person.home
        found = (file for top in LIBRARIES.values() for file in (home / top).rglob("*") if file.is_file())
        return {file.relative_to(home): file.read_bytes() for file in found if file.name[:1] != "."}

    def guid_of(self, day: date) -> str:
        """A day's episode's."""
        with closing(Store(self.served.person.home / "dawncast.db")) as store:
            return store.publications("morning", day)[0].guid

    def disk(self) -> Disk:
        """The disk, before it began."""
        disk = Disk(self.served.person.home, self.served.output)
        disk.holds(self.before)
        return disk

    def promised(self, disk: Disk) -> set[str]:
        """What has been acknowledged by now."""
        log = disk.names.get(self.served.episode / "log.jsonl")
        steps = [json.loads(line)["step"] for line in bytes(log.now).splitlines()] if log else []
        found = {str(each["name"]) for each in steps if (each["stage"], each["status"]) == ("publish", "done")}
        if self.served.episode / "published.json" in disk.names:
            found.add("rows")
        return found | ({"record"} if b'event="production recorded"' in disk.said else set())


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Morning:
    needs_tracing()
    folder = tmp_path_factory.mktemp("morning")
    served = Traced(folder, under=(*recording(folder / "trace"), "-D"))
    yesterday = served.day - timedelta(days=1)
    made = served.person.types("make", "--day", str(yesterday), TZ=served.zone.key)
    assert made.code == 0, made.err
    before = {file: file.read_bytes() for file in served.person.home.rglob("*") if file.is_file()}
    with served.serving() as daemon:
        served.says('event="production recorded"')
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=90) == 0
        soon(lambda: served.processes() == [])
    return Morning(served, before, folder / "trace")


def moments_of(morning: Morning) -> frozenset[int]:
    """Where it is cut: whenever something has just been acknowledged, and else by lot."""
    disk, there, fresh = morning.disk(), [], []
    promised = morning.promised(disk)
    for number, call in enumerate(recorded(morning.trace)):
        if disk.does(call):
            there.append(number)
            if (now := morning.promised(disk)) != promised:
                fresh.append(number)
                promised = now
    assert promised == {*LIBRARIES, "rows", "record"}
    others = Random(SEED).sample(there, CUTS - len(fresh))  # noqa: S311  # no secret
    return frozenset((*fresh, *others))


def wrong_in_feed(folder: Path, must: set[str], may: set[str]) -> Iterator[str]:
    """What a podcast app would stumble over; `must`, `may`: guids."""
    items = [*ET.fromstring((folder / "feed.xml").read_bytes()).iterfind("channel/item")]
    guids = [item.findtext("guid") or "" for item in items]
    if not must <= set(guids) <= may or len(set(guids)) != len(guids):
        yield f"the feed has {len(guids)} episodes"
    for enclosure in (found for item in items for found in item.iterfind("enclosure")):
        file = folder / unquote(urlsplit(enclosure.get("url", "")).path).rpartition("/")[2]
        if not file.exists() or enclosure.get("length") != str(file.stat().st_size):
            yield f"the feed does not fit {file.name}"


def lost_of(image: Path, contents: Mapping[Path, bytes]) -> Iterator[str]:
    """What is not there as it was."""
    for file, data in contents.items():
        if not (image / file).exists() or (image / file).read_bytes() != data:
            yield f"{file} is lost"


def wrong_in_rows(database: Path, morning: Morning, promised: set[str]) -> Iterator[str]:
    """What the database has lost."""
    today = morning.today
    with closing(Store(database)) as store:
        with store.read() as db:
            if (found := db.execute("PRAGMA integrity_check").fetchone()) != ("ok",):
                yield f"the database is damaged: {found}"
        for day in (morning.yesterday, *([today] if "rows" in promised else [])):
            if not store.publications("morning", day) or day not in {each.day for each in store.episodes("morning")}:
                yield f"the rows of {day} are lost"
        if "record" in promised and not Productions(store).of_days("morning", today, today):
            yield "the record is lost"


def wrong_in(image: Path, morning: Morning, promised: set[str]) -> Iterator[str]:
    """All that is wrong with a disk that was found after a cut, when so much had been acknowledged."""
    contents = morning.published()
    yesterday, today = (morning.guid_of(day) for day in (morning.yesterday, morning.today))
    must = {yesterday, *([today] if "folder" in promised else [])}
    yield from wrong_in_feed(image / "library" / "morning", must, {yesterday, today})
    yield from lost_of(image, {file: data for file, data in contents.items() if str(morning.yesterday) in str(file)})
    for library, top in LIBRARIES.items():
        new = {file: data for file, data in contents.items() if file.parts[0] == top and file.suffix not in LISTS}
        yield from lost_of(image, new if library in promised else {})
    json.loads((image / INDEX).read_bytes())
    yield from wrong_in_rows(image / "dawncast.db", morning, promised)


def test_nothing_that_was_acknowledged_is_lost(morning: Morning, tmp_path: Path) -> None:
    disk, wrong = morning.disk(), []
    for image in images(disk, morning.trace, moments_of(morning), tmp_path):
        found = wrong_in(image.folder, morning, morning.promised(disk))
        wrong += [f"cut after call {image.call}, {image.fate} of the rest is there: {each}" for each in found]
    assert wrong == []


@pytest.mark.slow
def test_whatever_is_left_the_episode_can_be_made_of_it(morning: Morning, tmp_path: Path) -> None:
    moments = Random(SEED).sample(sorted(moments_of(morning)), 4)  # noqa: S311  # no secret
    for image in images(morning.disk(), morning.trace, frozenset(moments), tmp_path):
        words = ("--home", str(image.folder), "make", "--day", str(morning.today))
        ended = morning.served.person.types(*words, TZ=morning.served.zone.key)
        assert ended.code == 0, f"cut after call {image.call}, {image.fate} of the rest is there: {ended.err}"
        feed = ET.fromstring((image.folder / "library" / "morning" / "feed.xml").read_bytes())
        assert len([*feed.iterfind("channel/item")]) == 2
