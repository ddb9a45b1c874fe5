"""A home in one file, and back again."""

import gzip
import io
import stat
import tarfile
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from config.errors import DiskError, TryLaterError, UsageError
from connectors.codec import to_json
from daemon.home.backup import DATABASE, FORMAT, NOTE, Note, Taken, backup
from daemon.home.home import Home
from daemon.home.lock import locked
from daemon.home.logins import Logins
from daemon.home.restore import Restored, restore
from daemon.home.results import Results
from daemon.home.store import Store
from tests.contract.library import an_episode

NOW = datetime(2026, 3, 24, 8, tzinfo=UTC)
MONDAY, TUESDAY = date(2026, 3, 23), date(2026, 3, 24)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with two episodes, a source, a login, a consent, an installed voice, clips and a library."""
    lived = Home(tmp_path / "home")
    with closing(Store(lived.database)) as store:
        for day in (MONDAY, TUESDAY):
            made(lived, store, day)
    Logins(lived.logins).keep("google", "a secret")
    for file in (
        "sources/work/last_good.json",
        "voices/anna/consent.json",
        "voices/installed/kokoro/model.onnx",
        "clips/ab/abc.wav",
        "library/morning/feed.xml",
        "sources/work/.last_good.json.7.part",
    ):
        (lived.path / file).parent.mkdir(parents=True, exist_ok=True)
        (lived.path / file).write_text(file)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "news.j2").write_text("Short.")
    (tmp_path / "settings.toml").write_text('name = "Kim"\n')
    return lived


def made(home: Home, store: Store, day: date) -> Path:
    """An episode of that day, as the line leaves it; its folder."""
    folder = home.episode("morning", day)
    episode = replace(an_episode(folder, day=day), guid=store.guid("morning", day, lambda: f"urn:{day}"))
    results = Results(folder, lambda: NOW)
    results.keep("episode.json", "inputs", episode, [episode.audio, episode.notes])
    store.record_episode(episode, "calm")
    store.remember_told("morning", day, {f"link:{day}": "story"})
    (folder / "sections").mkdir(exist_ok=True)
    (folder / "sections" / "segment.wav").write_bytes(b"work")
    return folder


def take(home: Home, *, clips: bool = False) -> tuple[Path, Taken]:
    file = home.path.parent / "safe" / "home.tar.gz"
    return file, backup(home, home.path.parent / "settings.toml", file, NOW, clips=clips)


def put(file: Path, folder: Path, *, force: bool = False) -> tuple[Home, Restored]:
    home = Home(folder / "home")
    return home, restore(file, home, folder / "settings.toml", NOW, force=force)


def names(file: Path) -> set[str]:
    with tarfile.open(file) as tar:
        return set(tar.getnames())


def test_it_holds_what_cannot_be_had_again(home: Home) -> None:
    file, taken = take(home)
    assert names(file) == {
        *("backup.json", "dawncast.db", "settings/settings.toml", "settings/prompts/news.j2"),
        *("sources/work/last_good.json", "logins/google.json", "voices/anna/consent.json"),
        *(
            f"episodes/morning/{day}/{name}"
            for day in (MONDAY, TUESDAY)
            for name in (
                *("episode.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg"),
                *("episode.json", "made.json"),
            )
        ),
    }
    assert taken == Taken(episodes=2, size=file.stat().st_size)


def test_clips_are_in_it_if_wished(home: Home) -> None:
    assert "clips/ab/abc.wav" in names(take(home, clips=True)[0])


def test_only_its_owner_may_read_it_and_nothing_is_left_beside(home: Home) -> None:
    file, _ = take(home)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["home.tar.gz"]


def test_a_home_comes_back_elsewhere(home: Home, tmp_path: Path) -> None:
    elsewhere, restored = put(take(home)[0], tmp_path / "new")
    assert restored == Restored(taken=NOW, episodes=2, settings=tmp_path / "new" / "settings.toml", before=None)
    with closing(Store(elsewhere.database)) as store:
        assert [(each.day, each.guid) for each in store.episodes()] == [
            (TUESDAY, f"urn:{TUESDAY}"),
            (MONDAY, f"urn:{MONDAY}"),
        ]
        assert all(each.audio.is_relative_to(elsewhere.path) and each.audio.exists() for each in store.episodes())
        assert store.guid("morning", TUESDAY, lambda: "another") == f"urn:{TUESDAY}"
        assert store.told_before("morning", TUESDAY + timedelta(days=1)).stories == {
            f"link:{MONDAY}",
            f"link:{TUESDAY}",
        }
    assert Logins(elsewhere.logins).read("google") == "a secret"
    assert stat.S_IMODE((elsewhere.logins / "google.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(elsewhere.logins.stat().st_mode) == 0o700
    assert (tmp_path / "new" / "settings.toml").read_text() == 'name = "Kim"\n'
    assert (tmp_path / "new" / "prompts" / "news.j2").read_text() == "Short."
    assert not list(elsewhere.path.glob(".restoring"))


def test_what_was_made_after_the_database_was_copied_is_no_half_of_it(home: Home, tmp_path: Path) -> None:
    unknown = home.episode("morning", date(2026, 3, 25))
    unknown.mkdir()
    (unknown / "briefing.json").write_text("{}")
    assert not any("2026-03-25" in name for name in names(take(home)[0]))


def test_an_episode_that_is_being_made_anew_is_left_out(home: Home) -> None:
    (home.episode("morning", MONDAY) / "notes.html").write_text("longer than it was when it was recorded")
    file, taken = take(home)
    assert [each.day for each in taken.changing] == [MONDAY]
    assert taken.episodes == 1
    assert not any(str(MONDAY) in name for name in names(file))


def test_it_is_taken_while_others_write(home: Home, tmp_path: Path) -> None:
    ended = threading.Event()

    def write() -> None:
        with closing(Store(home.database)) as store:
            for number in range(10_000):
                store.remember_told("morning", date(2026, 3, 25), {f"link:{number}": "story"})
                if ended.is_set():
                    return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        file, _ = take(home)
    finally:
        ended.set()
        writer.join()
    elsewhere, _ = put(file, tmp_path / "new")
    with closing(Store(elsewhere.database)) as store, store.read() as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert len(store.episodes()) == 2


def test_there_is_nothing_to_take(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to back up"):
        backup(Home(tmp_path / "none"), tmp_path / "settings.toml", tmp_path / "b.tar.gz", NOW, clips=False)
    assert not (tmp_path / "b.tar.gz").exists()


def test_a_failed_backup_leaves_the_one_before(home: Home) -> None:
    file, _ = take(home)
    before = file.read_bytes()
    home.database.write_bytes(b"no database at all" * 100)
    with pytest.raises(DiskError, match="damaged"):
        take(home)
    assert file.read_bytes() == before
    assert [path.name for path in file.parent.iterdir()] == ["home.tar.gz"]


# back again ---


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder but locks."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def test_a_home_in_use_is_not_touched(home: Home) -> None:
    file, _ = take(home)
    before = contents(home.path)
    with pytest.raises(UsageError, match="--force"):
        put(file, home.path.parent)
    assert contents(home.path) == before


def test_force_keeps_what_was_there(home: Home) -> None:
    file, _ = take(home)
    with closing(Store(home.database)) as store:
        store.guid("morning", date(2026, 3, 25), lambda: "later")
    (home.path.parent / "settings.toml").write_text('name = "Lena"\n')
    _, restored = put(file, home.path.parent, force=True)
    assert restored.before == home.path / "before-restore-20260324T080000"
    with closing(Store(home.database)) as store:
        assert store.guid("morning", date(2026, 3, 25), lambda: "new") == "new"
    with closing(Store(restored.before / "dawncast.db")) as store:
        assert store.guid("morning", date(2026, 3, 25), lambda: "new") == "later"
    assert (home.path.parent / "settings.toml").read_text() == 'name = "Lena"\n'
    assert restored.settings is not None
    assert restored.settings.read_text() == 'name = "Kim"\n'
    for stays in ("voices/installed/kokoro/model.onnx", "clips/ab/abc.wav", "library/morning/feed.xml"):
        assert (home.path / stays).exists(), stays


def test_it_waits_for_a_production_and_for_the_daemon(home: Home) -> None:
    file, _ = take(home)
    before = contents(home.path)
    with locked(home.episode("morning", TUESDAY)), pytest.raises(TryLaterError, match="episode is being made"):
        put(file, home.path.parent, force=True)
    with locked(home.path), pytest.raises(TryLaterError, match="serve"):
        put(file, home.path.parent, force=True)
    assert contents(home.path) == before


def spoilt(file: Path, change: Callable[[bytearray], object]) -> Path:
    data = bytearray(file.read_bytes())
    change(data)
    other = file.with_name("spoilt.tar.gz")
    other.write_bytes(data)
    return other


def says_the_same(damaged: Path, file: Path) -> bool:
    """Whether all that was damaged is what means nothing: gzip's header, or which of many equal bytes are repeated."""
    try:
        return gzip.decompress(damaged.read_bytes()) == gzip.decompress(file.read_bytes())
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return False


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(where=st.floats(0.001, 0.999), cut=st.booleans())
def test_a_damaged_backup_changes_nothing(home: Home, where: float, cut: bool) -> None:
    file, _ = take(home)
    place = int(where * file.stat().st_size)

    def damage(data: bytearray) -> None:
        if cut:
            del data[place:]
        else:
            data[place] ^= 0x55

    before = contents(home.path)
    damaged = spoilt(file, damage)
    assume(not says_the_same(damaged, file))
    with pytest.raises(UsageError, match="no whole backup"):
        put(damaged, home.path.parent, force=True)
    assert contents(home.path) == before


def archive(folder: Path, *members: tuple[tarfile.TarInfo, bytes], version: int = FORMAT) -> Path:
    """A file with these members behind a note that is as it should be."""
    file = folder / "other.tar.gz"
    note = to_json(Note(format=version, taken=NOW, settings="settings.toml"))
    with tarfile.open(file, "w:gz") as tar:
        for member, data in ((tarfile.TarInfo(NOTE), note), *members):
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return file


def member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    return made


@pytest.mark.parametrize(
    "naughty",
    [
        member("../escaped"),
        member("episodes/../../escaped"),
        member("/etc/escaped"),
        member("library/feed.xml"),
        member("episodes/link", tarfile.SYMTYPE, "/etc/passwd"),
        member("episodes/link", tarfile.LNKTYPE, "../../escaped"),
        member("episodes/link", tarfile.LNKTYPE, NOTE),
        member("libraries/link", tarfile.LNKTYPE, "../../escaped"),
        member("libraries/link", tarfile.LNKTYPE, "/etc/passwd"),
        member("libraries/link", tarfile.LNKTYPE, "episodes/none"),
        member("libraries/link", tarfile.SYMTYPE, NOTE),
        member("episodes/pipe", tarfile.FIFOTYPE),
        member(NOTE),
        member(""),
    ],
)
def test_an_archive_of_somebody_else_escapes_nowhere(tmp_path: Path, naughty: tarfile.TarInfo) -> None:
    with pytest.raises(UsageError, match="Nothing was changed"):
        put(archive(tmp_path, (naughty, b"")), tmp_path / "new")
    assert not list(tmp_path.rglob("escaped"))
    assert not (tmp_path / "new" / "settings.toml").exists()
    assert [path.name for path in (tmp_path / "new" / "home").iterdir()] == [".lock"]


def test_what_is_no_backup_is_said(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text("hello")
    zipped = tmp_path / "plain.gz"
    zipped.write_bytes(gzip.compress(b"hello"))
    for file in (plain, zipped, archive(tmp_path)):
        with pytest.raises(UsageError):
            put(file, tmp_path / "new")


def test_a_newer_backup_is_left_alone(tmp_path: Path) -> None:
    newer = archive(tmp_path, (member(DATABASE), b""), version=FORMAT + 1)
    with pytest.raises(UsageError, match="newer Dawncast"):
        put(newer, tmp_path / "new")
