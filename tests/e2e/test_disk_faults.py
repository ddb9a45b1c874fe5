"""A disk that is full or broken under `dawncast serve`: the feed stays whole, it is said, and made up for by itself."""

import shutil
import signal
from collections.abc import Mapping
from datetime import timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from tests.e2e.serving import Served, soon, with_no_fuss
from tests.e2e.test_kill_points import LIBRARY, whole
from tests.e2e.tracing import Traced, failing, needs_tracing, tracer_of
from tests.mornings.real import has_small_disks

OLD = timedelta(days=3)
SMALL = """
mkdir "$HOME_OF_IT" && mount -t tmpfs -o size=40m none "$HOME_OF_IT" && cp -a "$BEFORE/." "$HOME_OF_IT" && exec "$@"
"""
ON_A_SMALL_DISK = ("unshare", "--map-root-user", "--mount", "sh", "-c", SMALL, "sh")
ROOM = (0, *(pytest.param(bytes_left, marks=pytest.mark.slow) for bytes_left in (200_000, 1_000_000, 2_000_000)))
BROKEN: Mapping[str, tuple[str, str]] = {
    "the library's folder": ("fsync", "library/morning"),
    "the feed": ("openat", "library/morning/feed.xml"),
    "the episode's folder": ("fsync", "episodes/morning/{day}"),
    "the database's log": ("pwrite64", "dawncast.db-wal"),
    "the production's log": ("openat", "episodes/morning/{day}/log.jsonl"),
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an episode of some days ago in its library."""
    served = Served(tmp_path_factory.mktemp("before"))
    made = served.person.types("make", "--day", str(served.day - OLD), TZ=served.zone.key)
    assert made.code == 0, made.err
    return served.person.home


def goes_on(library: Path, served: Served, old: str, words: str, episodes: int = 1) -> None:
    """Wait for these words in the daemon's log, and for so many episodes: all the while the feed is whole."""

    def said() -> bool:
        guids = whole(library)
        assert old in guids
        return words in served.output.read_text() and len(guids) >= episodes

    soon(said, served.output.read_text)


def fill(file: Path, left: int) -> None:
    """Leave so many bytes free where that file is."""
    with file.open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(1 << 16))
        except OSError as error:
            assert error.errno == ENOSPC  # noqa: PT017  # that is what is waited for
        ballast.truncate(max(0, ballast.tell() - left))


@pytest.mark.parametrize("left", ROOM)
def test_a_full_disk(left: int, tmp_path: Path, before: Path) -> None:
    if not has_small_disks():
        pytest.skip("no file system can be mounted here")
    served = Traced(tmp_path, begins_in=6, under=ON_A_SMALL_DISK)
    with served.serving(HOME_OF_IT=str(served.person.home), BEFORE=str(before)) as daemon:
        served.says("event=serving")
        home = Path(f"/proc/{daemon.pid}/root{served.person.home}")
        (old,) = whole(home / LIBRARY)
        fill(home / "ballast", left)
        goes_on(home / LIBRARY, served, old, "production broke off")
        assert "room" in served.output.read_text()
        (home / "ballast").unlink()
        goes_on(home / LIBRARY, served, old, "production recorded", episodes=2)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=90) == 0


@pytest.mark.slow
@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_disk(what: str, tmp_path: Path, before: Path) -> None:
    needs_tracing()
    served, (call, file) = Traced(tmp_path), BROKEN[what]
    served.under = failing(tmp_path / "trace", call, served.person.home / file.format(day=served.day), "EIO")
    shutil.copytree(before, served.person.home)
    library = served.person.home / LIBRARY
    (old,) = whole(library)
    with served.serving() as daemon:
        goes_on(library, served, old, "See that")
        with_no_fuss(tracer_of(daemon.pid), signal.SIGKILL)
        goes_on(library, served, old, "production recorded", episodes=2)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=90) == 0
