"""What every source may set."""

from pathlib import Path

import pytest

from config.errors import SettingsError
from config.load import load
from config.settings import Settings
from daemon.registry import InstalledKinds


def loaded(folder: Path, local_only: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(f'[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\nlocal_only = {local_only}\n')
    return load(file, InstalledKinds())


def test_fields_that_stay_here(tmp_path: Path) -> None:
    assert loaded(tmp_path, '["summary"]').connectors["todo"].local_only == ("summary",)


@pytest.mark.parametrize(
    ("local_only", "key", "what"),
    [
        ('["summary", "titel"]', r"local_only\[1\]", 'did you mean "title"'),
        ('["start"]', r"local_only\[0\]", 'must be "summary", "title", "location"'),
        ('"summary"', "local_only", "write a list"),
    ],
)
def test_what_is_no_field(tmp_path: Path, local_only: str, key: str, what: str) -> None:
    with pytest.raises(SettingsError, match=rf"settings\.toml:4: connectors\.todo\.{key}: .*{what}"):
        loaded(tmp_path, local_only)
