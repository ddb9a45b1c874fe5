"""What the stages are put together from."""

from datetime import date
from pathlib import Path

import pytest

from config.load import load
from config.settings import Settings
from daemon import bootstrap
from daemon.home.home import Home
from daemon.publish.base import LibraryError
from daemon.registry import InstalledKinds

DAY = date(2026, 3, 24)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def settings(folder: Path, server: str) -> Settings:
    file = folder / "settings.toml"
    tables = ('[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"', server, '[libraries.feed]\nkind = "feed"')
    file.write_text("\n".join(('timezone = "UTC"', *tables)))
    return load(file, InstalledKinds())


def test_a_library_may_tell_where_an_episode_can_be_heard(tmp_path: Path, home: Home) -> None:
    read = settings(tmp_path, '[server]\nhost = "192.0.2.7"')
    link = bootstrap.play_link_of(read, home, "morning", DAY)
    assert link
    assert link.startswith("http://192.0.2.7:8571/f/")
    assert link.endswith("/morning/2026-03-24/play")


def test_but_not_where_only_this_machine_can_hear_it(tmp_path: Path, home: Home) -> None:
    assert bootstrap.play_link_of(settings(tmp_path, ""), home, "morning", DAY) is None


def test_a_database_that_cannot_be_used_is_the_librarys_trouble(tmp_path: Path, home: Home) -> None:
    home.path.mkdir()
    home.database.write_bytes(b"no database" * 100)
    with pytest.raises(LibraryError) as refused:
        bootstrap.play_link_of(settings(tmp_path, '[server]\nhost = "192.0.2.7"'), home, "morning", DAY)
    assert refused.value.transient
