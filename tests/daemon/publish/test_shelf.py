"""The private feed's episodes on disk: whole for readers at every moment, whoever writes, removes or is killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Episode
from daemon.publish.records import FULL_NOTES, Record, content_of
from daemon.publish.shelf import KEPT, NAMES, Shelf, shelves
from tests.contract.library import MORNING, an_episode
from tests.daemon.publish.naughty import everything

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
DAY = MORNING.isoformat()
TOMORROW = MORNING + timedelta(days=1)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "libraries" / "feed")


def again(folder: Path) -> Episode:
    """The morning's episode, made again."""
    return an_episode(folder, audio=b"other sound" * 90)


def files_of(shelf: Shelf, record: Record) -> list[Path | None]:
    day = record.day.isoformat()
    return [shelf.file(record.show, day, record.content, name) for name in (record.audio, *NAMES)]


def torn(shelf: Shelf, show: str = "morning") -> list[Record]:
    """The episodes of a show whose files are not there, or not whole, although the index names them."""
    records = shelf.records(show) if show in shelf.shows() else ()
    files = ((record, files_of(shelf, record)) for record in records)
    return [one for one, found in files if None in found or (found[0] and found[0].stat().st_size != one.size)]


def test_an_episode_on_the_shelf(shelf: Shelf, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    record = shelf.put(episode, NOW)
    assert (record.guid, record.day, record.audio, record.size) == (episode.guid, MORNING, "episode.mp3", 500)
    assert record.content == content_of(episode)
    assert shelf.shows() == ("morning",)
    assert shelf.records("morning") == (record,)
    sources = (episode.audio, episode.chapters_json, episode.transcript, episode.notes, episode.cover)
    assert [file and file.read_bytes() for file in files_of(shelf, record)] == [one.read_bytes() for one in sources]


def test_its_bytes_take_no_second_room(shelf: Shelf, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    audio, *_ = files_of(shelf, shelf.put(episode, NOW))
    assert audio
    assert audio.samefile(episode.audio)


def test_where_a_file_cannot_have_a_second_name_it_is_copied(shelf: Shelf, tmp_path: Path) -> None:
    memory = Path("/dev/shm")  # noqa: S108  # another file system, where there is one
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second file system to write to")
    with TemporaryDirectory(dir=memory) as made:
        record = shelf.put(an_episode(Path(made)), NOW)
    assert torn(shelf) == []
    assert not list(shelf.folder.rglob("*.part"))
    assert shelf.records("morning") == (record,)


def test_twice_is_once_and_changes_nothing(shelf: Shelf, tmp_path: Path) -> None:
    first = shelf.put(an_episode(tmp_path / "made"), NOW)
    before = shelf.version("morning")
    assert shelf.put(an_episode(tmp_path / "made"), NOW + timedelta(hours=1)) == first
    assert shelf.version("morning") == before


def test_made_again_it_has_another_address_and_the_old_bytes_stay_for_two_days(shelf: Shelf, tmp_path: Path) -> None:
    old = shelf.put(an_episode(tmp_path / "first"), NOW)
    new = shelf.put(again(tmp_path / "second"), NOW)
    assert (new.guid, shelf.records("morning")) == (old.guid, (new,))
    assert new.content != old.content
    shelf.prune(NOW + KEPT - timedelta(minutes=1))
    assert None not in files_of(shelf, old)
    shelf.prune(NOW + KEPT)
    assert {*files_of(shelf, old)} == {None}
    assert torn(shelf) == []


def test_what_is_made_as_it_was_before_comes_back_whole(shelf: Shelf, tmp_path: Path) -> None:
    first = an_episode(tmp_path / "first")
    shelf.put(first, NOW)
    shelf.put(again(tmp_path / "second"), NOW)
    record = shelf.put(first, NOW + timedelta(hours=1))
    shelf.prune(NOW + 3 * KEPT)
    assert shelf.records("morning") == (record,)
    assert torn(shelf) == []


def test_one_episode_a_day_even_where_the_guid_is_another(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put(an_episode(tmp_path / "first"), NOW)
    new = shelf.put(replace(again(tmp_path / "second"), guid="urn:uuid:other"), NOW)
    assert shelf.records("morning") == (new,)


def test_removed_it_is_in_no_index_and_goes_after_two_days(shelf: Shelf, tmp_path: Path) -> None:
    record = shelf.put(an_episode(tmp_path / "made"), NOW)
    other = shelf.put(an_episode(tmp_path / "other", day=TOMORROW), NOW)
    shelf.remove(record.guid, NOW)
    shelf.remove(record.guid, NOW)
    assert shelf.records("morning") == (other,)
    assert None not in files_of(shelf, record)
    shelf.remove("urn:uuid:unknown", NOW + KEPT)
    assert not (shelf.folder / "morning" / DAY).exists()
    assert torn(shelf) == []


def test_a_shelf_outlives_the_folder_that_the_episode_was_made_in(shelf: Shelf, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    shelf.put(episode, NOW)
    for file in episode.audio.parent.iterdir():
        file.unlink()
    assert torn(shelf) == []


def test_shows_lie_apart_and_days_are_in_order(shelf: Shelf, tmp_path: Path) -> None:
    for day in (TOMORROW, MORNING):
        shelf.put(an_episode(tmp_path / str(day), day=day), NOW)
    evening = replace(an_episode(tmp_path / "evening"), show="evening", guid="urn:uuid:evening")
    shelf.put(evening, NOW)
    assert shelf.shows() == ("evening", "morning")
    assert [record.day for record in shelf.records("morning")] == [MORNING, TOMORROW]
    assert shelf.record("urn:uuid:evening") == shelf.records("evening")[0]
    assert shelf.record("urn:uuid:none") is None


def test_only_the_newest_have_their_notes_in_the_index(shelf: Shelf, tmp_path: Path) -> None:
    days = [date(2026, 3, 1) + timedelta(days=at) for at in range(FULL_NOTES + 2)]
    for day in days:
        shelf.put(an_episode(tmp_path / "made", day=day), NOW)
    notes = [record.notes for record in shelf.records("morning")]
    assert notes == ["", "", *(["<p>Notes</p>"] * FULL_NOTES)]


def test_an_index_that_is_not_there_is_told(shelf: Shelf) -> None:
    assert shelf.shows() == ()
    with pytest.raises(FileNotFoundError):
        shelf.version("morning")
    with pytest.raises(FileNotFoundError):
        shelf.records("morning")


def test_a_feeds_guid_is_its_own_and_stays(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.guid("morning") == ""
    shelf.put(an_episode(tmp_path / "made"), NOW)
    guids = (shelf.guid(), shelf.guid("morning"), shelf.guid("evening"))
    assert len({*guids}) == 3
    assert all(UUID(guid).version == 5 for guid in guids)
    shelf.put(again(tmp_path / "again"), NOW)
    assert (shelf.guid(), shelf.guid("morning"), shelf.guid("evening")) == guids
    other = Shelf(tmp_path / "another home")
    other.put(an_episode(tmp_path / "made"), NOW)
    assert other.guid("morning") not in guids


# what was damaged or cut off ---


@pytest.mark.parametrize("damage", [b"", b"[{", b"\xff\x00", b'[{"guid": 1}]', None])
def test_a_damaged_index_is_made_from_what_lies_there(
    shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes | None
) -> None:
    removed = shelf.put(an_episode(tmp_path / "removed", day=date(2026, 3, 1)), NOW)
    shelf.put(an_episode(tmp_path / "first"), NOW)
    records = (shelf.put(again(tmp_path / "second"), NOW), shelf.put(an_episode(tmp_path / "x", day=TOMORROW), NOW))
    shelf.remove(removed.guid, NOW)
    index = shelf.folder / "morning" / "index.json"
    if damage is None:
        index.unlink()
    else:
        index.write_bytes(damage)
        assert shelf.records("morning") == records
        assert "index.json is damaged" in caplog.text
    caplog.clear()
    shelf.prune(NOW)
    caplog.clear()
    assert shelf.records("morning") == records
    assert caplog.text == ""


def test_a_damaged_record_costs_its_own_episode_alone(shelf: Shelf, tmp_path: Path) -> None:
    lost = shelf.put(an_episode(tmp_path / "first"), NOW)
    other = shelf.put(an_episode(tmp_path / "second", day=TOMORROW), NOW)
    (shelf.folder / "morning" / DAY / lost.content / "record.json").write_text("{")
    (shelf.folder / "morning" / "index.json").write_text("{")
    assert shelf.records("morning") == (other,)
    assert shelf.put(an_episode(tmp_path / "first"), NOW) == lost
    assert shelf.records("morning") == (lost, other)


@pytest.mark.parametrize("name", ["episode.mp3", "cover.jpg"])
def test_a_damaged_file_is_mended_by_publishing_again(shelf: Shelf, tmp_path: Path, name: str) -> None:
    record = shelf.put(an_episode(tmp_path / "made"), NOW)
    file = shelf.file("morning", DAY, record.content, name)
    assert file
    file.unlink()
    file.write_bytes(b"x")
    shelf.put(an_episode(tmp_path / "made"), NOW)
    assert file.read_bytes() == (tmp_path / "made" / name).read_bytes()


def test_what_a_killed_production_left_is_let_go(shelf: Shelf, tmp_path: Path) -> None:
    record = shelf.put(an_episode(tmp_path / "made"), NOW)
    begun = shelf.folder / "morning" / DAY / ("0" * 32)
    begun.mkdir()
    (begun / "episode.mp3").write_bytes(b"half of it")
    part = begun.with_name(".episode.mp3.7.part")
    part.write_bytes(b"")
    os.utime(part, (0, 0))
    shelf.prune(NOW)
    shelf.prune(NOW + KEPT)
    assert [path.name for path in (shelf.folder / "morning" / DAY).iterdir()] == [record.content]


def test_a_damaged_mark_is_set_again(shelf: Shelf, tmp_path: Path) -> None:
    record = shelf.put(an_episode(tmp_path / "made"), NOW)
    shelf.remove(record.guid, NOW)
    (shelf.folder / "morning" / DAY / record.content / "gone").write_bytes(b"\xff")
    shelf.prune(NOW + KEPT)
    assert None not in files_of(shelf, record)
    shelf.prune(NOW + 2 * KEPT)
    assert {*files_of(shelf, record)} == {None}


WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from daemon.publish.shelf import Shelf
from tests.contract.library import MORNING, an_episode
shelf, made = Shelf(Path(sys.argv[1])), Path(sys.argv[2])
episodes = [an_episode(made / str(at), day=MORNING + timedelta(days=at % 3), audio=b"%d" % at * 99) for at in range(6)]
now = datetime(2026, 3, 24, tzinfo=UTC)
print("writing", flush=True)
while True:
    for episode in episodes:
        shelf.put(episode, now)
        now += timedelta(hours=5)
    shelf.remove(episodes[0].guid, now)
"""


def test_killed_at_any_moment_the_index_names_only_what_is_whole(shelf: Shelf, tmp_path: Path) -> None:
    for at in range(6):
        arguments = [sys.executable, "-c", WRITER, str(shelf.folder), str(tmp_path / f"made-{at}")]
        writer = subprocess.Popen(arguments, stdout=subprocess.PIPE, cwd=Path(__file__).parents[3])
        assert writer.stdout
        assert writer.stdout.readline() == b"writing\n"
        read = sum(1 for _ in range(50 * (at + 1)) if torn(shelf) == [])
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert read == 50 * (at + 1)
    record = shelf.put(an_episode(tmp_path / "after"), datetime(2027, 1, 1, tzinfo=UTC))
    assert record in shelf.records("morning")
    assert torn(shelf) == []


@contextmanager
def reading(shelf: Shelf) -> Iterator[list[object]]:
    """A reader that looks all the time; what it found torn, and errors."""
    ended, wrong = threading.Event(), list[object]()

    def read() -> None:
        while not ended.is_set():
            try:
                wrong.extend(torn(shelf))
            except OSError as error:
                wrong.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield wrong
    finally:
        ended.set()
        reader.join()


def test_readers_wait_for_nobody_and_see_nothing_torn(shelf: Shelf, tmp_path: Path) -> None:
    days = [MORNING + timedelta(days=at) for at in range(4)]
    episodes = [an_episode(tmp_path / f"{day}-{at}", day=day, audio=bytes([at]) * 999) for day in days for at in (1, 2)]
    with reading(shelf) as wrong, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda episode: shelf.put(episode, NOW), episodes * 3))
    assert wrong == []
    assert [record.day for record in shelf.records("morning")] == days


# what is asked for ---


ELSEWHERE = [
    *((0, name) for name in ("MORNING", "..", "morning/", "../feed/morning", ".", "", "evening")),
    *((1, name) for name in ("2026-03-25", "..", "٢٠٢٦-٠٣-٢٤", "2026-03-24/", "")),
    *((2, name) for name in ("..", "", "0" * 32, "*")),
    *((3, name) for name in ("record.json", "../index.json", "episode.m4a", "./episode.mp3", "EPISODE.MP3", "")),
    *((3, name) for name in ("episode.mp3\x00", "episode.mp3\n", "gone", ".lock")),
]


@pytest.mark.parametrize(("place", "name"), ELSEWHERE)
def test_nothing_but_an_episodes_files_is_given(shelf: Shelf, tmp_path: Path, place: int, name: str) -> None:
    record = shelf.put(an_episode(tmp_path / "made"), NOW)
    asked = ["morning", DAY, record.content, "episode.mp3"]
    assert shelf.file(*asked) is not None
    asked[place] = name
    assert shelf.file(*asked) is None


any_text = st.one_of(st.text(), st.sampled_from(everything()), st.sampled_from(["morning", DAY, "0" * 32, *NAMES]))


@given(any_text, any_text, any_text, any_text)
def test_whatever_is_asked_for_nothing_is_raised(show: str, day: str, content: str, name: str) -> None:
    assert Shelf(Path("/nowhere")).file(show, day, content, name) is None


def test_the_shelves_of_a_home_are_found(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "libraries" / "spotify").mkdir(parents=True)
    assert list(shelves(tmp_path / "libraries")) == []
    shelf.put(an_episode(tmp_path / "made"), NOW)
    assert [found.folder for found in shelves(tmp_path / "libraries")] == [shelf.folder]
    assert [found.folder for found in shelves(tmp_path / "none")] == []
