import json
import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Collected, Connector, ConnectorError, Listener
from connectors.items import Note, Task, Window
from connectors.markdown import CONNECTOR, MarkdownConfig, MarkdownConnector, parse
from connectors.markdown_tasks import find
from connectors.markdown_text import plain, prose, split, visible
from connectors.timebox import timebox
from tests.contract.connector import ConnectorContract
from tests.corpus import corpus

DATA = Path(__file__).parent / "data" / "markdown"
BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
LONG_AGO = date(2020, 1, 1)
WINDOW = Window(first=DAY, zone=BERLIN, now=datetime(2026, 3, 24, 6, 0, tzinfo=BERLIN))
CLASSES = ("class", "classes", "lecture", "lectures", "course", "courses")


def connector(path: Path) -> MarkdownConnector:
    return MarkdownConnector(MarkdownConfig(kind="markdown", path=str(path)), Listener())


def collect(path: Path, window: Window = WINDOW) -> Collected:
    return connector(path).collect(window, b"")


def notes(collected: Collected) -> dict[str, Note]:
    return {item.title: item for item in collected.items if isinstance(item, Note)}


def tasks(collected: Collected) -> list[str]:
    return [item.summary for item in collected.items if isinstance(item, Task)]


def found(body: str) -> list[Task]:
    return list(find(visible(body), "a.md").tasks)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    copy = tmp_path / "vault"
    shutil.copytree(DATA / "vault", copy)
    for file in copy.rglob("*.md"):
        os.utime(file, (0, 0))
    return copy


class TestMarkdownContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar = {"path": "/notes"}

    @pytest.fixture
    def connector(self) -> Connector:
        return connector(DATA / "vault")

    @pytest.fixture
    def broken(self, tmp_path: Path) -> Connector:
        return connector(tmp_path / "nothing-here")

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


# tasks ---


def fields(task: Task) -> dict[str, Any]:
    known = {
        "summary": task.summary,
        "due": task.due and task.due.isoformat(),
        "start": task.start,
        "status": task.status,
    }
    return known | {"priority": task.priority, "start": task.start and task.start.isoformat()}


def test_tasks_in_all_their_syntaxes() -> None:
    usual = {"start": None, "status": "needs-action", "priority": 0}
    expected = [usual | task for task in json.loads((DATA / "tasks.json").read_bytes())]
    parsed = parse((DATA / "tasks.md").read_bytes(), "House/tasks.md", LONG_AGO, WINDOW, CLASSES)
    assert [fields(item) for item in parsed.items if isinstance(item, Task)] == expected
    assert parsed.warnings == ("2026-02-30 is not a date",)


@pytest.mark.parametrize(
    ("line", "priority"),
    [
        ("🔺", 1),
        ("⏫", 3),
        ("🔼", 5),
        ("", 0),
        ("🔽", 7),
        ("⏬", 9),
        ("[priority:: medium]", 5),
        ("(priority:: Highest)", 1),
    ],
)
def test_priorities_are_those_of_rfc_5545(line: str, priority: int) -> None:
    assert [(task.summary, task.priority) for task in found(f"- [ ] Sweep {line}")] == [("Sweep", priority)]


def test_a_due_date_stands_before_a_scheduled_one() -> None:
    assert [task.due for task in found("- [ ] Sweep ⏳ 2026-03-24 📅 2026-03-27")] == [date(2026, 3, 27)]


def test_a_task_keeps_its_uid_when_it_moves_and_is_put_off() -> None:
    before = found("- [ ] Sweep 📅 2026-03-24")
    after = found("# New\n\n- [ ] Mop\n- [ ] Sweep ⏫ 📅 2026-03-29\n")
    assert before[0].uid == after[1].uid != after[0].uid


def test_the_same_task_in_two_files_is_two() -> None:
    assert find("- [ ] Sweep", "a.md").tasks[0].uid != find("- [ ] Sweep", "b.md").tasks[0].uid


def test_windows_line_ends_and_variation_selectors() -> None:
    parsed = parse("- [ ] Sweep 🗓️ 2026-03-24\r\n- [ ] Mop 📅️ 2026-03-25\r\n".encode(), "a.md", LONG_AGO, WINDOW, ())
    assert [item.due for item in parsed.items if isinstance(item, Task)] == [date(2026, 3, 24), date(2026, 3, 25)]


# notes ---


def test_prose_of_a_lecture() -> None:
    parsed = parse((DATA / "lecture.md").read_bytes(), "lecture.md", LONG_AGO, WINDOW, CLASSES)
    note = next(item for item in parsed.items if isinstance(item, Note))
    assert (note.title, note.role, note.day) == ("Tides and moons", "class", date(2026, 3, 23))
    assert note.text == (DATA / "lecture.txt").read_text(encoding="utf-8").strip()


def test_notes_of_a_vault(vault: Path) -> None:
    found = notes(collect(vault))
    assert {title: (note.role, note.day.isoformat(), note.text) for title, note in found.items()} == {
        "Tuesday": ("day", "2026-03-24", "Ask Anna about the flat in June."),
        "2026-03-22 Rope": ("class", "2026-03-22", "The bowline does not slip."),
        "boat": ("class", "2026-03-24", "Varnish needs three coats."),
        "dated": ("day", "2026-03-24", "The ferry leaves from pier four today."),
    }


def test_undated_tasks_come_from_the_note_of_the_day_alone(vault: Path) -> None:
    assert tasks(collect(vault)) == ["Bring the blue folder", "Pay the rent"]
    later = Window(first=date(2026, 3, 25), zone=BERLIN, now=WINDOW.now)
    assert tasks(collect(vault, later)) == ["Pay the rent"]


def test_an_empty_note_of_the_day_is_left_out(vault: Path) -> None:
    later = Window(first=date(2026, 3, 25), zone=BERLIN, now=WINDOW.now)
    assert [note.title for note in notes(collect(vault, later)).values() if note.role == "day"] == []


def test_a_class_note_without_a_date_is_of_the_day_it_was_written(vault: Path) -> None:
    file = vault / "Classes" / "Splices.md"
    file.write_text("The eye splice needs five tucks.")
    written = datetime(2026, 3, 22, 23, 30, tzinfo=UTC).timestamp()
    os.utime(file, (written, written))
    assert notes(collect(vault))["Splices"].day == date(2026, 3, 23)


def test_of_many_class_notes_the_latest_are_told(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"n{n:02}.md").write_text(f"---\ntags: lecture\ndate: 2026-03-{22 + n % 3}\n---\nNumber {n}.\n")
    told = notes(collect(tmp_path)).values()
    assert len(told) == 12
    assert {note.day.day for note in told} == {24, 23}


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("**bold** _and_ *slanted* ==marked== ~~gone~~ `code`", "bold and slanted marked gone code"),
        ("snake_case and 2 * 3 * 4 and a == b", "snake_case and 2 * 3 * 4 and a == b"),
        ("[[Anna]], [[Anna|her]], [[Anna#Flat]], [[#Flat]]", "Anna, her, Anna, Flat"),
        ("a [link](https://example.org/a_b) and <https://example.org>.", "a link and."),
        ("Visit https://example.org/x?y=1 soon", "Visit soon"),
        ("Line<br>break and <b>bold</b> 3 < 4", "Linebreak and bold 3 < 4"),
        (r"\*no\* emphasis \#no tag", "*no* emphasis #no tag"),
        ("a {{embed}} and ![pic](p.png) end", "a and end"),
    ],
)
def test_plain(markdown: str, said: str) -> None:
    assert plain(markdown) == said


@pytest.mark.parametrize(
    ("markdown", "said"),
    [
        ("one\ntwo\n\nthree", "one two. three."),
        ("- one\n- two!\n  and more", "one. two! and more."),
        ("# A\n\n## B\ntext", "text."),
        ("see `%% no comment %%` here", "see %% no comment %% here."),
        ("kept\n\n```\nnot told", "kept."),
        ("kept <!-- never closed", "kept."),
    ],
)
def test_prose(markdown: str, said: str) -> None:
    assert prose(visible(markdown), headings=False) == said


def test_front_matter_that_never_ends_is_text() -> None:
    assert split("---\ndate: 2026-03-24\nand so on")[0].day is None


# files ---


def test_a_file_that_cannot_be_read_costs_itself_only(vault: Path) -> None:
    (vault / "big.md").write_bytes(b"x" * (2**20 + 1))
    collected = collect(vault)
    assert collected.warnings == ("big.md could not be read: it is larger than 1 MB.",)
    assert not collected.complete
    assert tasks(collected) == ["Bring the blue folder", "Pay the rent"]


def test_when_no_file_can_be_read_the_source_failed(tmp_path: Path) -> None:
    (tmp_path / "big.md").write_bytes(b"x" * (2**20 + 1))
    with pytest.raises(ConnectorError, match="None of the notes could be read") as caught:
        collect(tmp_path)
    assert caught.value.transient


def test_other_encodings(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes("- [ ] Büro 📅 2026-03-24".encode("utf-16"))
    (tmp_path / "b.md").write_bytes("- [ ] Küche [due:: 2026-03-24]".encode("cp1252"))
    (tmp_path / "c.md").write_bytes("- [ ] Straße 📅 2026-03-24".encode("utf-8-sig"))
    collected = collect(tmp_path)
    assert tasks(collected) == ["Büro", "Küche", "Straße"]
    assert collected.warnings == ("In b.md, it is not UTF-8, so some letters may be wrong.",)


def test_a_loop_of_links_ends(vault: Path) -> None:
    (vault / "Daily" / "loop").symlink_to(vault)
    (vault / "Daily" / "self.md").symlink_to(vault / "Daily" / "self.md")
    assert tasks(collect(vault)) == ["Bring the blue folder", "Pay the rent"]


def test_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.md")).write_text("- [ ] Sweep 📅 2026-03-24\n- [ ] Mop 📅 2026-02-30\n")
    collected = collect(tmp_path)
    assert tasks(collected) == ["Sweep"]
    assert "\n".join(collected.warnings).encode() == b"In caf\\udce9.md, 2026-02-30 is not a date."


def test_a_glob_gives_the_same_uids_as_its_folder(vault: Path) -> None:
    by_glob = collect(Path(f"{vault}/**/*.md"))
    assert {item.uid for item in by_glob.items} == {item.uid for item in collect(vault).items}


# any text ---

BLOCKS = st.sampled_from(
    ["- [ ] ", "- ", "```", "~~~", "---\n", "\n", "\n    ", "> ", "# ", "TODO ", "$$", "<!--", "%%"]
)
WORDS = st.sampled_from(
    ["📅 2026-03-24", "due:: ", "#a/b", "tags: class", "date: ", "\nSCHEDULED: <2026-03-24 Tue>", "x"]
)
SIGNS = st.sampled_from(["-->", "[[", "]]", "[", "](", ")", "`", "**", "_", "<", "🔁", "^a", "|", ":", " "])
FRAGMENTS = BLOCKS | WORDS | SIGNS


@given(st.one_of(st.binary(), st.text().map(str.encode), st.lists(FRAGMENTS).map("".join).map(str.encode)))
def test_any_bytes_parse(data: bytes) -> None:
    parsed = parse(data, "Classes/2026-03-24.md", DAY, WINDOW, CLASSES)
    assert all(item.text.strip() if isinstance(item, Note) else item.summary.strip() for item in parsed.items)
    assert len({item.uid for item in parsed.items}) == len(parsed.items)


@pytest.mark.parametrize(
    "unit",
    ["[", "<", "<!--", "`", "**", " ", "- ", "[[", "(a ", "%%", "$$", "\n```", "a:: ", "#", "> ", "- [ ] ", "🔁 "],
)
def test_a_hostile_megabyte_takes_its_time_box_at_most(unit: str) -> None:
    data = ("- [ ] 2026-03-24 " + unit * (2**20 // len(unit.encode()) - 10)).encode()
    with timebox(5):  # a loaded machine takes its time
        parsed = parse(data, "2026-03-24.md", DAY, WINDOW, CLASSES)
    assert len(parsed.items) <= 2**18


def test_the_corpus_parses() -> None:
    files = sorted(corpus("markdown").rglob("*.md"))
    for file in files:
        with timebox(5):
            parse(file.read_bytes(), file.name, DAY, WINDOW, CLASSES)
    assert files


def test_the_corpus_as_one_vault() -> None:
    collected = collect(corpus("markdown"))
    assert collected.complete
    assert {"Has a due date", "Has a scheduled date"} <= set(tasks(collected))
    assert "Has a done date" not in tasks(collected)
    assert [item for item in collected.items if "📅" in getattr(item, "summary", "")] == []
