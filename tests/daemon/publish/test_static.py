"""What a store with a feed of plain files holds, whichever store it is."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest

from daemon.publish import webdav
from daemon.publish.base import LibraryError
from daemon.publish.records import Record, record_of
from daemon.publish.static import StaticLibrary, tell_address
from daemon.publish.static_index import Index, announced
from tests.contract.library import MORNING, a_depot, an_episode
from tests.daemon.publish.stores import PASSWORD, USER, Moody, dav_config, wsgidav

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)


class World:
    """A WebDAV folder, and the library that fills it, with a clock of its own."""

    def __init__(self, tmp: Path, host: str, **settings: Any) -> None:
        self.tmp = tmp
        self.home = tmp / "home"
        self.now = NOW
        self.target = webdav.target(dav_config(host, "pod", **settings))

    @property
    def library(self) -> StaticLibrary:
        return StaticLibrary(self.target, a_depot(self.home), lambda: self.now)

    @property
    def folder(self) -> Path:
        (prefix,) = (self.tmp / "cloud" / "pod").iterdir()
        return prefix

    def publish(self, day: date = MORNING, audio: bytes = b"sound" * 100, suffix: str = ".mp3") -> Any:
        made = self.tmp / f"made {day}"
        return asyncio.run(self.library.publish(an_episode(made, day=day, audio=audio, suffix=suffix)))

    def files(self) -> set[str]:
        """What lies there, each content by its audio."""
        found = [path for path in self.folder.rglob("*") if path.is_file()]
        contents = {path.parent.name: path.read_bytes().decode() for path in found if path.suffix in (".mp3", ".m4a")}
        names = [str(path.relative_to(self.folder)) for path in found]
        for content, audio in contents.items():
            names = [name.replace(content, audio).replace(content[:8], audio) for name in names]
        return set(names)


@pytest.fixture
def world(tmp_path: Path) -> Any:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    with wsgidav(tmp_path / "cloud") as host:
        yield World(tmp_path, host)


def of_a_day(day: str, audio: str) -> set[str]:
    beside = (f"morning-{day}-{audio}.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg")
    return {f"morning/{day}/{audio}/{name}" for name in beside}


ALWAYS = {"morning/feed.xml", "morning/index.json"}


def test_what_lies_there(world: World) -> None:
    world.publish(audio=b"one")
    assert world.files() == ALWAYS | of_a_day("2026-03-24", "one")


def test_the_prefix_cannot_be_guessed_and_stays(world: World) -> None:
    world.publish()
    prefix = world.folder.name
    assert len(prefix) == 27  # 160 bits
    world.publish(date(2026, 3, 25))
    assert world.folder.name == prefix
    (kept,) = (world.home / "logins").iterdir()
    assert kept.stat().st_mode & 0o077 == 0


def test_nothing_that_is_told_names_the_prefix(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    publication = world.publish()
    prefix = world.folder.name
    assert prefix not in str(publication)
    assert publication.where.endswith("/pod/…/morning/2026-03-24")
    (world.folder / "morning" / "index.json").write_text("{")
    with pytest.raises(LibraryError, match="is no index") as damaged:
        world.publish()
    (world.folder / "morning" / "feed.xml").unlink()
    with pytest.raises(LibraryError, match="not to be found") as away:
        asyncio.run(world.library.verify(publication))
    assert prefix not in f"{damaged.value} {away.value} {caplog.text}"


def test_replaced_content_stays_for_two_days(world: World) -> None:
    world.publish(audio=b"one")
    world.publish(audio=b"two")
    both = ALWAYS | of_a_day("2026-03-24", "one") | of_a_day("2026-03-24", "two")
    assert world.files() == both
    world.now += timedelta(hours=47)
    world.publish(audio=b"two")
    assert world.files() == both
    world.now += timedelta(hours=2)
    world.publish(audio=b"two")
    assert world.files() == ALWAYS | of_a_day("2026-03-24", "two")


def test_a_removed_episode_goes_two_days_later_with_its_day(world: World) -> None:
    publication = world.publish(audio=b"one")
    world.publish(date(2026, 3, 25), audio=b"two")
    asyncio.run(world.library.remove(publication))
    assert of_a_day("2026-03-24", "one") <= world.files()
    world.now += timedelta(hours=49)
    asyncio.run(world.library.remove(publication))
    assert world.files() == ALWAYS | of_a_day("2026-03-25", "two")
    assert not (world.folder / "morning" / "2026-03-24").exists()


def test_what_comes_back_within_two_days_stays(world: World) -> None:
    first = world.publish(audio=b"one")
    asyncio.run(world.library.remove(first))
    world.publish(audio=b"one")
    world.now += timedelta(hours=49)
    world.publish(audio=b"one")
    asyncio.run(world.library.verify(first))
    assert world.files() == ALWAYS | of_a_day("2026-03-24", "one")


def test_what_was_cut_off_and_never_finished_goes_too(world: World) -> None:
    world.publish(audio=b"one")
    episode = an_episode(world.tmp / "cut off", audio=b"two")
    index = world.folder / "morning" / "index.json"
    asyncio.run(_announce_only(world, record_of(episode)))
    (world.folder / "morning/2026-03-24" / record_of(episode).content).mkdir()
    assert "leaving" in index.read_text()
    world.now += timedelta(hours=49)
    world.publish(audio=b"one")
    assert len(list((world.folder / "morning" / "2026-03-24").iterdir())) == 1


async def _announce_only(world: World, record: Record) -> None:
    async with world.library._writing() as store:
        from daemon.publish.static import _read, _write

        await _write(store, "morning", announced(await _read(store, "morning") or Index(), record, world.now))


def test_a_lost_home_with_the_prefix_in_the_settings_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    with wsgidav(tmp_path / "cloud") as host:
        world = World(tmp_path, host, prefix="mine/of-old")
        world.publish()
        world.home = tmp_path / "another home"
        world.publish(date(2026, 3, 25))
        feed = feedparser.parse((tmp_path / "cloud/pod/mine/of-old/morning/feed.xml").read_bytes())
    assert len(feed.entries) == 2


def test_the_feed_names_the_base_url(tmp_path: Path) -> None:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    with wsgidav(tmp_path / "cloud") as host:
        world = World(tmp_path, host, prefix="p", base_url="https://pod.example.org/share/")
        world.publish(audio=b"one")
        feed = feedparser.parse((world.folder / "morning" / "feed.xml").read_bytes())
    (entry,) = feed.entries
    assert entry.enclosures[0].href.startswith("https://pod.example.org/share/p/morning/2026-03-24/")
    assert feed.feed.link == "https://pod.example.org/share/p/morning/feed.xml"


def test_a_show_without_episodes_keeps_its_title(world: World) -> None:
    asyncio.run(world.library.remove(world.publish()))
    feed = feedparser.parse((world.folder / "morning" / "feed.xml").read_bytes())
    assert (feed.feed.title, feed.entries) == ("Morning", [])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda folder: (folder / "feed.xml").write_text("<rss"), "none"),
        (lambda folder: (folder / "feed.xml").write_text("<rss><channel/></rss>"), "does not name the episode"),
        (lambda folder: next(folder.rglob("*.mp3")).write_bytes(b"torn"), "not to be found|not whole"),
        (lambda folder: next(folder.rglob("*.mp3")).write_bytes(b"x" * 501), "not whole"),
        (lambda folder: next(folder.rglob("*.mp3")).unlink(), "not to be found"),
    ],
)
def test_verify_sees_what_a_listener_would(world: World, damage: Any, said: str) -> None:
    publication = world.publish()
    damage(world.folder / "morning")
    with pytest.raises(LibraryError, match=said) as refused:
        asyncio.run(world.library.verify(publication))
    assert refused.value.transient


def test_verify_sees_that_an_earlier_take_is_there(world: World) -> None:
    publication = world.publish()
    with pytest.raises(LibraryError, match="earlier"):
        asyncio.run(world.library.verify(replace(publication, content="0" * 32)))


def test_what_is_damaged_there_is_mended_by_publishing_again(world: World) -> None:
    world.publish()
    next(world.folder.rglob("*.mp3")).write_bytes(b"torn")
    asyncio.run(world.library.verify(world.publish()))


def test_what_cannot_be_deleted_now_is_tried_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    moody = Moody()
    with wsgidav(tmp_path / "cloud", wrapped=moody) as host:
        world = World(tmp_path, host)
        world.publish(audio=b"one")
        world.publish(audio=b"two")
        world.now += timedelta(hours=49)
        moody.answers["DELETE"] = "403 Forbidden"
        world.publish(audio=b"two")
        assert of_a_day("2026-03-24", "one") <= world.files()
        assert "stays in the library shelf" in caplog.text
        moody.answers.clear()
        world.publish(audio=b"two")
    assert world.files() == ALWAYS | of_a_day("2026-03-24", "two")


def test_the_address_is_told_to_who_asks_for_it(world: World) -> None:
    class Somebody:
        said = ""

        def say(self, text: str) -> None:
            self.said += text

        def ask(self, question: str) -> str:
            raise AssertionError(question)

    person = Somebody()
    tell_address(world.library, person)
    world.publish()
    assert f"/pod/{world.folder.name}/SHOW/feed.xml" in person.said
    assert PASSWORD not in person.said
    assert USER not in person.said
