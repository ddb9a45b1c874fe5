"""The private feed in a backup of its home: the same addresses and bytes, and no episode twice."""

import os
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from daemon.home.backup import backup
from daemon.home.home import Home
from daemon.home.restore import restore
from daemon.home.store import Store
from daemon.publish.records import Place, Record, entry
from daemon.publish.shelf import Shelf
from tests.contract.library import MORNING, an_episode

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
TOMORROW = MORNING + timedelta(days=1)


def audio_of(shelf: Shelf, record: Record) -> Path:
    """Its audio, as the web server serves it."""
    path = shelf.file(record.show, record.day.isoformat(), record.content, record.audio)
    assert path
    return path


def a_home(folder: Path) -> Home:
    """A home with two episodes in its feed, each of which was made again."""
    home = Home(folder / "home")
    shelf = Shelf(home.libraries / "feed")
    with closing(Store(home.database)) as store:
        for day in (MORNING, TOMORROW):
            made = home.episode("morning", day)
            shelf.put(an_episode(made, day=day), NOW)
            for file in made.iterdir():
                file.unlink()
            episode = an_episode(made, day=day, audio=os.urandom(200_000))
            shelf.put(episode, NOW)
            store.record_episode(episode, "calm")
    return home


def brought_elsewhere(home: Home, folder: Path) -> tuple[Home, int]:
    """The home from its backup, and how many bytes that has."""
    file, elsewhere = folder / "home.tar.gz", Home(folder / "new" / "home")
    taken = backup(home, folder / "settings.toml", file, NOW, clips=False)
    restore(file, elsewhere, folder / "new" / "settings.toml", NOW, force=False)
    return elsewhere, taken.size


def test_a_backup_holds_the_feed_and_no_episode_twice(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    elsewhere, size = brought_elsewhere(home, tmp_path)
    assert size < 2 * 200_000 * 1.1
    before, after = (Shelf(each.libraries / "feed") for each in (home, elsewhere))
    place = Place("https://me.example.org/f/TOKEN")
    assert [entry(each, place) for each in after.records("morning")] == [
        entry(each, place) for each in before.records("morning")
    ]
    assert after.guid("morning") == before.guid("morning")
    for record in after.records("morning"):
        served = audio_of(after, record)
        assert served.samefile(elsewhere.episode("morning", record.day) / "episode.mp3")
        assert served.read_bytes() == audio_of(before, record).read_bytes()


def test_what_is_in_the_feed_alone_is_in_the_backup_too(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    shutil.rmtree(home.episode("morning", MORNING))
    elsewhere, _ = brought_elsewhere(home, tmp_path)
    after = Shelf(elsewhere.libraries / "feed")
    assert [record.day for record in after.records("morning")] == [MORNING, TOMORROW]
    assert [audio_of(after, record).stat().st_size for record in after.records("morning")] == [200_000, 200_000]
