"""Kinds that are installed: what is said where one cannot be used."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.errors import UsageError
from daemon.registry import InstalledKinds, installed

POINTS = """[dawncast.writers]
parrot = dawncast_parrot:WRITER
clown = dawncast_parrot:ABSENT
"""
NEEDS = """Requires-Dist: thoughts>=2,<3; extra == "deep"
Requires-Dist: thoughts-of-others; extra == "all"
"""


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The module of a package that is installed: a writer of the kind "parrot"."""
    info = tmp_path / "dawncast_parrot-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: dawncast-parrot\nVersion: 1.0\n{NEEDS}")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(tmp_path)
    installed.cache_clear()
    yield tmp_path / "dawncast_parrot.py"
    installed.cache_clear()


def refusal(kind: str) -> str:
    with pytest.raises(UsageError) as caught:
        InstalledKinds().config_of("writers", kind)
    return str(caught.value)


def test_a_kind_that_is_not_installed() -> None:
    assert InstalledKinds().config_of("writers", "parrot") is None


def test_a_library_that_an_extra_brings(plugin: Path) -> None:
    plugin.write_text("import thoughts\n")
    assert refusal("parrot") == (
        "The kind parrot cannot be used: thoughts is not installed. Run: pip install 'dawncast-parrot[deep]'"
    )


def test_a_library_that_no_extra_brings(plugin: Path) -> None:
    plugin.write_text("import feelings\n")
    assert refusal("parrot") == (
        "The kind parrot cannot be used: feelings is not installed. Install or update dawncast-parrot."
    )


def test_a_plugin_that_is_broken(plugin: Path) -> None:
    plugin.write_text("1 / 0\n")
    assert refusal("clown") == ("The kind clown cannot be used: division by zero. Install or update dawncast-parrot.")
