"""The settings as they are now."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.errors import SettingsError, UsageError
from config.settings import Settings
from daemon.registry import InstalledKinds
from daemon.serve.watching import Watch

GOOD = '[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n'


def watching(file: Path) -> Watch:
    return Watch(file, InstalledKinds(), lambda _: None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text('timezone = "UTC"\n' + GOOD)
    return path


def test_nothing_changes(file: Path) -> None:
    watch = watching(file)
    assert not any(watch.changed() for _ in range(3))
    assert watch.loaded.text == file.read_text()


def test_a_change_counts_when_it_stays(file: Path) -> None:
    watch = watching(file)
    file.write_text('timezone = "Asia/Tokyo"\n')
    assert not watch.changed()
    file.write_text('timezone = "Asia/Tokyo"\n' + GOOD)
    assert not watch.changed()
    assert watch.changed()
    assert watch.read().settings.timezone == "Asia/Tokyo"
    assert not watch.changed()


def test_a_change_without_another_size_or_time(file: Path) -> None:
    watch, before = watching(file), file.stat()
    file.write_text(file.read_text().replace("UTC", "GMT"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    watch.changed()
    assert watch.changed()


@pytest.mark.parametrize("text", ["broken =", "", None])
def test_broken_ones_leave_the_last_good_ones(file: Path, text: str | None) -> None:
    watch = watching(file)
    good = watch.loaded
    if text is None:
        file.unlink()
    else:
        file.write_text(text)
    watch.changed()
    assert watch.changed()
    with pytest.raises(SettingsError, match=str(file)):
        watch.read()
    assert watch.loaded is good
    assert not watch.changed(), "they are told of once"


def test_a_file_that_is_back_as_it_was_is_read_again(file: Path) -> None:
    watch, text = watching(file), file.read_text()
    file.write_text("broken =")
    with pytest.raises(SettingsError):
        watch.read()
    file.write_text(text)
    watch.changed()
    assert watch.changed()
    assert watch.read().settings.timezone == "UTC"


def test_broken_from_the_beginning(file: Path) -> None:
    file.write_text("broken =")
    with pytest.raises(SettingsError):
        watching(file)


@pytest.fixture
def travelling(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """A machine whose time zone changes."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield patch
    time.tzset()
    import tzlocal

    tzlocal.reload_localzone()


def test_the_machine_comes_into_another_zone(file: Path, travelling: pytest.MonkeyPatch) -> None:
    file.write_text(GOOD)
    watch = watching(file)
    travelling.setenv("TZ", "Asia/Tokyo")
    watch.changed()
    assert watch.changed()
    assert watch.read().settings.timezone == "Asia/Tokyo"
    assert not watch.changed()


def test_settings_that_can_be_read_but_not_used(file: Path) -> None:
    def refuses(settings: Settings) -> None:
        if settings.timezone == "GMT":
            raise UsageError("Not here.")

    watch = Watch(file, InstalledKinds(), refuses)
    file.write_text(file.read_text().replace("UTC", "GMT"))
    with pytest.raises(UsageError):
        watch.read()
    assert watch.loaded.settings.timezone == "UTC"
