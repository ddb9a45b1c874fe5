import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.errors import DiskError, TryLaterError
from daemon.home.store import MIGRATIONS, CallRecord, EpisodeRecord, Store
from daemon.model import Publication, Told
from tests.contract.library import an_episode
from tests.daemon.home.calls import CALL

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 3, day) for day in (23, 24, 25))
MADE = datetime(2026, 3, 24, 6, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "home" / "dawncast.db")
    yield opened
    opened.close()


def test_stories_are_told_once_in_a_show(store: Store) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story", "title:b": "story", "work/1": "event"})
    assert store.told_before("morning", TUESDAY).stories == {"link:a", "title:b"}
    assert store.told_before("morning", MONDAY).stories == frozenset()
    assert store.told_before("evening", TUESDAY).stories == frozenset()


def test_events_are_known_to_all_shows_and_on_the_same_day(store: Store) -> None:
    store.remember_told("morning", MONDAY, {"work/1": "event"})
    assert store.told_before("morning", MONDAY).events == {"work/1"}
    assert store.told_before("evening", TUESDAY).events == {"work/1"}
    assert store.told_before("morning", MONDAY - timedelta(days=1)).events == frozenset()


def test_a_cancellation_is_told_on_one_day_only(store: Store) -> None:
    store.remember_told("morning", MONDAY, {"work/1": "event"})
    store.remember_told("morning", TUESDAY, {"work/1": "cancelled"})
    assert store.told_before("morning", TUESDAY).events == {"work/1"}
    assert store.told_before("morning", WEDNESDAY).events == frozenset()


def test_an_episode_made_again_replaces_what_it_told(store: Store) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story"})
    store.remember_told("morning", MONDAY, {"link:b": "story"})
    assert store.told_before("morning", TUESDAY).stories == {"link:b"}


def test_what_was_told_two_months_ago_may_be_told_again(store: Store) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story", "work/1": "event"})
    assert store.told_before("morning", MONDAY + timedelta(days=60)).stories == {"link:a"}
    assert store.told_before("morning", MONDAY + timedelta(days=61)) == Told()


def test_the_guid_of_a_day_stays(store: Store) -> None:
    numbers = count()
    guids = [store.guid(show, day, lambda: f"urn:{next(numbers)}") for show in ("a", "b") for day in (MONDAY, MONDAY)]
    assert guids[0] == guids[1] != guids[2] == guids[3]


def test_episodes_are_listed_newest_first_and_once(store: Store, tmp_path: Path) -> None:
    home = tmp_path / "home"
    monday, tuesday = (an_episode(home / str(day), day=day) for day in (MONDAY, TUESDAY))
    for episode in (replace(monday, title="first try"), tuesday, monday, replace(monday, show="evening")):
        store.record_episode(episode, "calm")
    assert [(one.show, one.day, one.title) for one in store.episodes()] == [
        ("morning", TUESDAY, "Briefing of 2026-03-24"),
        ("evening", MONDAY, "Briefing of 2026-03-23"),
        ("morning", MONDAY, "Briefing of 2026-03-23"),
    ]
    assert store.episodes("evening") == (
        EpisodeRecord(
            show="evening",
            day=MONDAY,
            guid=monday.guid,
            title=monday.title,
            audio=monday.audio,
            seconds=monday.seconds,
            made=monday.made,
        ),
    )


def test_a_home_can_be_moved(store: Store, tmp_path: Path) -> None:
    store.record_episode(an_episode(tmp_path / "home" / "episodes"), "calm")
    store.record_episode(replace(an_episode(tmp_path / "elsewhere"), show="other"), "calm")
    store.close()
    (tmp_path / "home").rename(tmp_path / "moved")
    moved = Store(tmp_path / "moved" / "dawncast.db")
    assert {one.audio for one in moved.episodes()} == {
        tmp_path / "moved" / "episodes" / "episode.mp3",
        tmp_path / "elsewhere" / "episode.mp3",
    }
    moved.close()


def test_each_library_has_one_publication_a_day(store: Store) -> None:
    first = Publication(library="shelf", guid="urn:1", where="/a.mp3", published=MADE)
    other = Publication(library="feed", guid="urn:1", where="https://x.example.org/a", published=MADE)
    for publication in (first, other, replace(first, where="/b.mp3")):
        store.record_publication("morning", MONDAY, publication)
    assert store.publications("morning", MONDAY) == (other, replace(first, where="/b.mp3"))
    assert store.publications("morning", TUESDAY) == ()


def spoke(store: Store, folder: Path, day: date, words: int, seconds: float, voice: str = "calm") -> None:
    store.record_episode(replace(an_episode(folder, day=day), words=words, seconds=seconds), voice)


def test_the_pace_is_that_of_the_last_ten_earlier_days(store: Store, tmp_path: Path) -> None:
    spoke(store, tmp_path, MONDAY - timedelta(days=11), 10_000, 1.0)
    for ago in range(1, 11):
        spoke(store, tmp_path, MONDAY - timedelta(days=ago), 320, 120.0)
    spoke(store, tmp_path, MONDAY, 900, 120.0)
    assert store.pace("calm", MONDAY) == pytest.approx(160)
    assert store.pace("calm", MONDAY - timedelta(days=30)) is None
    assert store.pace("fast", MONDAY) is None


def test_the_same_day_again_counts_once(store: Store, tmp_path: Path) -> None:
    for words in (100, 320):
        spoke(store, tmp_path, MONDAY, words, 120.0)
    assert store.pace("calm", TUESDAY) == pytest.approx(160)


def test_an_episode_without_words_teaches_no_pace(store: Store, tmp_path: Path) -> None:
    spoke(store, tmp_path, MONDAY, 0, 3.0)
    assert store.pace("calm", TUESDAY) is None


def test_it_is_all_there_after_opening_it_again(tmp_path: Path) -> None:
    first = Store(tmp_path / "dawncast.db")
    first.remember_told("morning", MONDAY, {"link:a": "story"})
    first.close()
    second = Store(tmp_path / "dawncast.db")
    assert second.told_before("morning", TUESDAY).stories == {"link:a"}
    second.close()


def test_a_failed_change_changes_nothing(store: Store, tmp_path: Path) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story"})
    with pytest.raises(DiskError):
        store.remember_told("morning", MONDAY, {"link:b": "story", "link:c": None})  # type: ignore[dict-item]  # the point
    assert store.told_before("morning", TUESDAY).stories == {"link:a"}


def test_the_settings_of_the_database(store: Store, tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "home" / "dawncast.db")
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    assert {strict for *_, strict in db.execute("PRAGMA table_list('told')")} == {1}
    db.close()


def test_a_newer_database_is_left_alone(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "dawncast.db")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(DiskError, match=r"newer Dawncast.*Update Dawncast"):
        Store(tmp_path / "dawncast.db")


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dawncast.db"
    path.write_bytes(b"this is no database, however long it is. " * 100)
    with pytest.raises(DiskError, match=rf"{path} is damaged"):
        Store(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_a_home_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    with pytest.raises(DiskError, match="cannot be used"):
        Store(tmp_path / "home" / "dawncast.db")


def test_a_database_that_another_process_holds_can_be_tried_later(store: Store, tmp_path: Path) -> None:
    holder = sqlite3.connect(tmp_path / "home" / "dawncast.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    hurried = Store(tmp_path / "home" / "dawncast.db", patience=0.05)
    with pytest.raises(TryLaterError, match="held by another process"):
        hurried.remember_told("morning", MONDAY, {})
    holder.execute("ROLLBACK")
    hurried.remember_told("morning", MONDAY, {"link:a": "story"})
    assert store.told_before("morning", TUESDAY).stories == {"link:a"}
    for connection in (hurried, holder):
        connection.close()


def test_threads_may_share_it(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda at: store.remember_told("morning", MONDAY - timedelta(days=at), {f"l{at}": "story"}), range(40)
            )
        )
    assert len(store.told_before("morning", TUESDAY).stories) == 40


def _open_and_ask(path: Path) -> str:
    opened = Store(path)
    guid = opened.guid("morning", MONDAY, lambda: f"urn:{multiprocessing.current_process().pid}")
    opened.close()
    return guid


def test_processes_may_create_it_at_once(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        guids = pool.map(_open_and_ask, [tmp_path / "dawncast.db"] * 6)
    assert len(set(guids)) == 1


def test_what_was_spent_adds_up_by_time_and_by_episode(store: Store) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    for show, at, cost in (
        ("morning", datetime(2026, 3, 1, 0, 0, tzinfo=berlin), 0.25),
        ("morning", datetime(2026, 3, 31, 21, 59, 59, 999_999, tzinfo=UTC), 0.5),
        ("evening", datetime(2026, 3, 31, 22, 0, tzinfo=UTC), 4.0),
        ("evening", MADE, None),
    ):
        store.record_call(show, TUESDAY, replace(CALL, at=at, cost=cost))
    march, april = datetime(2026, 3, 1, tzinfo=berlin), datetime(2026, 4, 1, tzinfo=berlin)
    assert store.spent(march, april) == 0.75
    assert store.spent(april, april + timedelta(days=30)) == 4.0
    assert store.spent(april + timedelta(days=30), april + timedelta(days=60)) == 0.0
    assert store.spent_for("morning", TUESDAY) == 0.75
    assert store.spent_for("morning", MONDAY) == 0.0
    assert [call.cost for call in store.calls(march, april)] == [0.25, None, 0.5]


def test_a_call_is_listed_as_it_was(store: Store) -> None:
    store.record_call("morning", TUESDAY, CALL)
    assert store.calls(CALL.at, CALL.at + timedelta(seconds=1)) == (
        CallRecord(
            show="morning",
            day=TUESDAY,
            at=CALL.at,
            purpose="write",
            section="news",
            host="models.example.org",
            model="acme/large",
            tokens_in=1400,
            tokens_out=300,
            sent=4200,
            received=900,
            cost=0.0087,
        ),
    )


def test_a_database_of_the_first_version_is_taken_further(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "dawncast.db")
    db.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1;")
    db.execute("INSERT INTO told VALUES ('morning', '2026-03-23', 'link:a', 'story')")
    db.commit()
    db.close()
    store = Store(tmp_path / "dawncast.db")
    assert store.told_before("morning", TUESDAY).stories == {"link:a"}
    store.record_call("morning", TUESDAY, CALL)
    assert store.spent_for("morning", TUESDAY) == CALL.cost
    store.close()


def test_a_copy_is_the_database_as_it_was(store: Store, tmp_path: Path) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story"})
    store.copy_to(tmp_path / "copy.db")
    store.remember_told("morning", MONDAY, {"link:b": "story"})
    copy = Store(tmp_path / "copy.db")
    assert copy.told_before("morning", TUESDAY).stories == {"link:a"}
    copy.close()


def test_a_copy_is_taken_while_another_process_writes(store: Store, tmp_path: Path) -> None:
    store.remember_told("morning", MONDAY, {"link:a": "story"})
    writer = sqlite3.connect(tmp_path / "home" / "dawncast.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM told")
    store.copy_to(tmp_path / "copy.db")
    writer.execute("COMMIT")
    writer.close()
    copy = Store(tmp_path / "copy.db")
    assert copy.told_before("morning", TUESDAY).stories == {"link:a"}
    copy.close()
