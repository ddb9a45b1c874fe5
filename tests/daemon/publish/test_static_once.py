"""Exactly once: what is lost or killed on the way, the next try makes good; no reader ever sees half of it."""

import asyncio
import contextlib
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen
from xml.etree import ElementTree as ET

import pytest

from daemon.publish.base import LibraryError
from daemon.publish.static import StaticLibrary
from tests.daemon.publish.publisher import a_library, a_take
from tests.daemon.publish.stores import MotoBucket, moto, rclone_s3, shown, wsgidav
from tests.fakes.between import MOMENTS, Between, Moment

GUID = "urn:uuid:2026-03-24"
DELETE_FIRST = ("webdav", "rclone")
"""Stores at which a file that is replaced is away for a moment (RFC 4918 §9.9.4 tells a MOVE to delete it first)."""


@dataclass
class Scene:
    """A store with something before it that breaks off, and a reader that looks all the time."""

    kind: str
    between: Between
    name: str
    public: str
    paths: Callable[[], list[str]]
    folder: Path
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    _takes: Iterator[int] = field(default_factory=count)

    def take(self) -> str:
        """What an audio is made from that was not there before."""
        return f"take {next(self._takes)}"

    @property
    def where(self) -> tuple[str, str, str, str]:
        return self.kind, self.between.host, self.name, self.public

    def library(self) -> StaticLibrary:
        return a_library(*self.where, self.folder, lambda: self.now)

    def publish(self, audio: str) -> None:
        """Publish it, and look whether it is there."""
        library = self.library()
        asyncio.run(library.verify(asyncio.run(library.publish(a_take(self.folder, audio)))))

    def try_to_publish(self, audio: str) -> None:
        with contextlib.suppress(LibraryError):
            asyncio.run(self.library().publish(a_take(self.folder, audio)))

    def starts_publishing(self, audio: str) -> "subprocess.Popen[bytes]":
        module = "tests.daemon.publish.publisher"
        words = (*self.where, str(self.folder), audio, self.now.isoformat())
        return subprocess.Popen([sys.executable, "-m", module, *words])

    def tidies_up(self, audio: str) -> None:
        """Publish the same once more, two days later: what nobody can be reading any more goes."""
        self.now += timedelta(hours=49)
        self.publish(audio)

    def contents(self) -> set[str]:
        """The folders of content that lie there."""
        found = (re.search(r"once/morning/2026-03-24/(\w+)/", path) for path in self.paths())
        return {match[1] for match in found if match}


@dataclass
class Reader:
    """Reads the feed again and again, and the audio that it names; `torn` is what no reader may ever see."""

    address: str
    read: int = 0
    away: int = 0
    torn: list[str] = field(default_factory=list)

    def look(self) -> None:
        """Read the feed once, and what it names."""
        try:
            feed = self._get(self.address)
            if feed is None:
                self.away += 1
                return
            self.read += 1
            (item,) = ET.fromstring(feed).iterfind("channel/item")
            self._listen(item)
        except (OSError, HTTPException, ET.ParseError, ValueError) as error:
            self.torn.append(repr(error))

    def _listen(self, item: ET.Element) -> None:
        enclosure = item.find("enclosure")
        assert enclosure is not None
        audio = self._get(enclosure.get("url", "")) or b""
        if item.findtext("guid") != GUID or enclosure.get("length") != str(len(audio)) or audio != audio[:20] * 5000:
            self.torn.append(f"an audio of {len(audio)} bytes")

    def _get(self, address: str) -> bytes | None:
        try:
            content: bytes = urlopen(address, timeout=10).read()
        except HTTPError as error:
            if error.code != 404:
                raise
            return None
        return content

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """Look all the time while the `with` lasts."""
        over = threading.Event()
        thread = threading.Thread(target=self._until, args=(over,))
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _until(self, over: threading.Event) -> None:
        while not over.wait(0.002):
            self.look()


@pytest.fixture(scope="module", params=["webdav", "rclone", "moto"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder, root = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("store")
    (root / "pod").mkdir()
    with contextlib.ExitStack() as stack:
        if request.param == "moto":
            host = stack.enter_context(moto())
            bucket = MotoBucket(host)
            name, public, paths = bucket.name, f"http://{host}/{bucket.name}", bucket.names
        else:
            serve = wsgidav if request.param == "webdav" else rclone_s3
            host = stack.enter_context(serve(root))
            name, public = "pod", f"http://{stack.enter_context(shown(root))}/pod"
            paths = lambda: [str(path) for path in root.rglob("*") if path.is_file()]  # noqa: E731  # as the other one
        between = stack.enter_context(Between(host))
        yield Scene(request.param, between, name, public, paths, folder)


@pytest.fixture
def scene(store: Scene) -> Scene:
    """With the episode in it, as it was made first."""
    store.publish("first")
    return store


def requests_of(scene: Scene) -> list[str]:
    """What is asked of the store to replace the episode."""
    before = len(scene.between.asked)
    asyncio.run(scene.library().publish(a_take(scene.folder, scene.take())))
    return [f"{asked.method} {asked.path}" for asked in scene.between.asked[before:]]


STEPS = [13, pytest.param(1, marks=pytest.mark.slow)]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS)
def test_what_is_lost_on_the_way_is_made_good(scene: Scene, step: int, moment: Moment) -> None:
    reader = Reader(f"{scene.public}/once/morning/feed.xml")
    last = len(requests_of(scene)) - 1
    with reader.looking():
        for at in {*range(0, last, step), last}:
            take = scene.take()
            scene.between.strike(at, moment)
            scene.try_to_publish(take)
            scene.publish(take)
    assert reader.torn == []
    assert reader.read > 10
    assert reader.away == 0 or scene.kind in DELETE_FIRST
    scene.tidies_up(take)
    assert len(scene.contents()) == 1


WRITES = [
    ".mp3",
    pytest.param("cover.jpg", marks=pytest.mark.slow),
    pytest.param("index.json", marks=pytest.mark.slow),
    pytest.param("feed.xml", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("file", WRITES)
def test_killed_on_the_way(scene: Scene, file: str, moment: Moment) -> None:
    reader = Reader(f"{scene.public}/once/morning/feed.xml")
    at = next(at for at, asked in enumerate(requests_of(scene)) if asked.startswith("PUT") and file in asked)
    take = scene.take()
    with reader.looking():
        publisher = scene.starts_publishing(take)
        scene.between.strike(at, moment, publisher.kill)
        assert publisher.wait() == -signal.SIGKILL
        reader.look()
        scene.publish(take)
    assert reader.torn == []
    assert reader.read > 1
    assert reader.away == 0 or scene.kind in DELETE_FIRST
    scene.tidies_up(take)
    assert len(scene.contents()) == 1
