"""`kill -9` at any moment, then the same command: one episode, and nothing made twice that lay there whole."""

import json
from pathlib import Path

import pytest

from tests.e2e.command import Person, kill_once_logged

DAY = "2026-03-24"
WORDS = ("make", "--demo", "--day", DAY)

LINES = (1, 4, 9, 14, 20, 26, 31, 34, 36, 38)
"""A whole run of the demo logs 39 steps: the sources, the plan, six scripts, six voices, the master, the library."""

QUICK = (4, 14, 26, 36)


def whole(folder: Path) -> dict[str, int]:
    """When each file of each result that is recorded as whole was written (ns)."""
    index = folder / "made.json"
    made = json.loads(index.read_text()) if index.exists() else {}
    files = {file for result in made.values() for file in result["files"]}
    return {file: (folder / file).stat().st_mtime_ns for file in files if (folder / file).exists()}


@pytest.mark.parametrize("lines", [pytest.param(at, marks=() if at in QUICK else pytest.mark.slow) for at in LINES])
def test_killed_and_run_again(tmp_path: Path, lines: int) -> None:
    person = Person(tmp_path)
    folder = person.demo / "episodes" / "morning" / DAY
    assert kill_once_logged(person.starts(*WORDS), folder / "log.jsonl", lines)
    before = whole(folder)
    second = person.types(*WORDS, "--json")
    assert second.code == 0, second.err
    after = whole(folder)
    redone = {file for file in before if file in after and after[file] != before[file]}
    assert redone <= {"rundown.json"}, "the rundown alone is always made anew"
    library = Path(second.json["published"]["publications"][0]["where"]).parent
    assert len(list(library.glob("*.mp3"))) == 1
    assert not list(folder.rglob("*.part"))
