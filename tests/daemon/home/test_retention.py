"""What a home lets go of, and what it never does."""

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.service import Keep
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.productions import Productions
from daemon.home.retention import Freed, trim
from daemon.home.store import Store
from daemon.model import Publication
from tests.contract.library import an_episode
from tests.daemon.home.calls import CALL
from tests.daemon.home.test_productions import of_day

KEEP = Keep(episodes=60, records=400)
NOW = datetime.fromisoformat("2026-03-24T08:00+01:00")
TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@dataclass(frozen=True)
class Old:
    """A home with a past."""

    home: Home
    store: Store

    def made(self, days: int, show: str = "morning", *, delivered: bool = True) -> Path:
        """An episode of so many days ago, with what its making needed; its folder."""
        day = ago(days)
        folder = self.home.episode(show, day)
        episode = replace(an_episode(folder, day=day), show=show)
        section = folder / "sections" / "01-opening"
        (section / "takes").mkdir(parents=True)
        work = ("live.mp3", "log.jsonl", "episode.json", "sections/01-opening/segment.wav")
        for name in (*work, "sections/01-opening/script.json", "sections/01-opening/takes/000.wav"):
            (folder / name).write_bytes(b"x" * 1000)
        self.store.guid(show, day, lambda: f"urn:{show}:{day}")
        self.store.record_episode(episode, "calm")
        self.store.remember_told(show, day, {"link:a": "story"})
        if delivered:
            where = Publication(
                library="folder", guid=episode.guid, where="/a.mp3", published=episode.made, verified=episode.made
            )
            self.store.record_publication(show, day, where)
        return folder

    def trims(self, keep: Keep = KEEP) -> Freed:
        return trim(self.home, self.store, keep, NOW)

    def days_of(self, table: str) -> list[str]:
        with self.store.read() as db:
            return [day for (day,) in db.execute(f"SELECT day FROM {table} ORDER BY day")]  # noqa: S608  # our own names


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Old]:
    with closing(Store(tmp_path / "dawncast.db")) as store:
        yield Old(Home(tmp_path), store)


def test_an_empty_home_has_nothing_to_let_go(old: Old) -> None:
    assert old.trims() == Freed()


def test_old_episodes_go_and_young_ones_stay(old: Old) -> None:
    folders = {days: old.made(days) for days in (61, 60, 1, 0)}
    freed = old.trims()
    assert [days for days, folder in folders.items() if folder.exists()] == [60, 1, 0]
    assert (freed.episodes, freed.problems) == (1, ())
    assert freed.size > 5000


def test_the_last_good_episode_of_a_show_stays_however_old(old: Old) -> None:
    good, older = old.made(200), old.made(300)
    evening = old.made(500, "evening")
    started = old.home.episode("morning", ago(70))
    started.mkdir()
    (started / "briefing.json").write_text("{}")
    old.trims()
    assert good.exists()
    assert (good / "episode.mp3").exists()
    assert evening.exists()
    assert not older.exists()
    assert not started.exists()


def test_a_last_one_that_no_library_took_costs_nothing_of_the_last_delivered(old: Old) -> None:
    delivered, whole = old.made(200), old.made(100, delivered=False)
    assert old.trims().episodes == 0
    assert delivered.exists()
    assert whole.exists()


def test_what_only_the_making_needed_goes_sooner(old: Old) -> None:
    young, done, week, month = (old.made(days) for days in (1, 2, 13, 14))

    def left(folder: Path) -> set[str]:
        names = ("live.mp3", "log.jsonl", "sections/01-opening/segment.wav", "sections/01-opening/takes")
        return {name.rpartition("/")[2] for name in names if (folder / name).exists()}

    freed = old.trims()
    assert left(young) == {"live.mp3", "log.jsonl", "segment.wav", "takes"}
    assert left(done) == left(week) == {"log.jsonl"}
    assert left(month) == set()
    assert (month / "sections/01-opening/script.json").exists()
    assert freed == Freed(size=3 * 3000 + 1000)
    assert old.trims() == Freed()


def test_what_is_being_made_is_left_alone(old: Old) -> None:
    old.made(1)
    working = old.made(90)
    with locked(working):
        freed = old.trims()
    assert freed.problems == ()
    assert working.exists()
    assert old.trims().episodes == 1


def test_one_folder_that_cannot_go_holds_up_no_other(old: Old) -> None:
    old.made(1)
    broken, fine = old.made(92), old.made(91)
    (broken / ".lock").mkdir()
    freed = old.trims()
    assert freed.episodes == 1
    assert len(freed.problems) == 1
    assert broken.exists()
    assert not fine.exists()


def test_what_is_not_ours_stays(old: Old) -> None:
    strange = old.home.path / "episodes" / "morning" / "my-notes"
    strange.mkdir(parents=True)
    (old.home.path / "episodes" / "a-file").write_text("x")
    old.trims()
    assert strange.exists()


def test_sources_that_were_not_asked_for_two_months_go(old: Old) -> None:
    for name, days in (("gone", 61), ("asked", 59)):
        folder = old.home.sources / name
        folder.mkdir(parents=True)
        for path in (folder / "last_good.json", folder / "last_failure.json", folder):
            if path != folder:
                path.write_text("{}")
            then = (NOW - timedelta(days=days)).timestamp()
            os.utime(path, (then, then))
    failing = old.home.sources / "failing"
    failing.mkdir()
    (failing / "last_failure.json").write_text("{}")
    os.utime(failing, (0, 0))
    os.utime(failing / "last_failure.json", (NOW.timestamp(), NOW.timestamp()))
    old.trims()
    assert {path.name for path in old.home.sources.iterdir()} == {"asked", "failing"}


def test_old_rows_go(old: Old) -> None:
    for days in (401, 399, 70, 1):
        old.made(days)
        Productions(old.store).record(of_day(days))
        old.store.record_call("morning", ago(days), replace(CALL, at=NOW - timedelta(days=days)))
    freed = old.trims()
    assert freed.rows > 0
    for table in ("told", "production", "spent", "episode", "publication", "guid"):
        assert old.days_of(table) == [str(ago(days)) for days in (399, 70, 1)], table


def test_what_is_kept_of_an_episode_outlives_the_records(old: Old) -> None:
    for days in (401, 1):
        old.made(days)
    assert old.trims(Keep(episodes=500, records=400)).episodes == 0
    assert old.days_of("told") == [str(ago(1))]
    assert old.days_of("guid") == old.days_of("episode") == [str(ago(401)), str(ago(1))]


def test_the_last_good_episode_keeps_its_rows(old: Old) -> None:
    old.made(900)
    old.made(901)
    old.trims()
    assert old.days_of("guid") == old.days_of("episode") == old.days_of("publication") == [str(ago(900))]


def test_a_database_that_fails_keeps_no_folder_from_going(old: Old, tmp_path: Path) -> None:
    old.made(1)
    folder = old.made(90)
    with old.store.change() as db:
        db.execute("CREATE TRIGGER stuck BEFORE DELETE ON told BEGIN SELECT RAISE(ABORT, 'stuck'); END")
        db.execute("UPDATE told SET day = '2020-01-01' WHERE day = ?", (str(ago(90)),))
    freed = old.trims()
    assert not folder.exists()
    assert len(freed.problems) == 1
