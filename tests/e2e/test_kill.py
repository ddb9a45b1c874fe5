"""`kill -9` at any moment, then the same command: one episode, and nothing made twice that lay there whole."""

import json
from pathlib import Path

import pytest

from tests.e2e.command import Person, kill_once_logged

DAY = "2026-03-24"
WORDS = ("make", "--demo", "--day", DAY)


def made_times(folder: Path) -> dict[str, int]:
    """When each result that is whole was written (ns), by its name."""
    index = folder / "made.json"
    if not index.exists():
        return {}
    names = json.loads(index.read_text())
    return {name: (folder / name).stat().st_mtime_ns for name in names if (folder / name).exists()}


@pytest.mark.parametrize("lines", [1, 3, 6, 9, 12, 15, 18, 21, 24, 27])
def test_killed_and_run_again(tmp_path: Path, lines: int) -> None:
    person = Person(tmp_path)
    folder = person.home / "episodes" / "morning" / DAY
    kill_once_logged(person.starts(*WORDS), folder / "log.jsonl", lines)
    before = made_times(folder)
    second = person.types(*WORDS, "--json")
    assert second.code == 0, second.err
    after = made_times(folder)
    redone = {name for name in before if after[name] != before[name]}
    assert redone <= {"rundown.json"}, "the rundown alone is always made anew"
    library = Path(second.json["published"]["publications"][0]["where"]).parent
    assert len(list(library.glob("*.mp3"))) == 1
    assert not list(folder.rglob("*.part"))
    assert len(person.types("episodes", "--json").json["episodes"]) == 1
