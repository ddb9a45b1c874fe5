"""What became of a production, read from its episode's folder."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.codec import to_json
from daemon.model import (
    Briefing,
    Degraded,
    Failure,
    Fall,
    Publication,
    Segment,
    SourceWarning,
    VoiceFall,
)
from daemon.progress import Step, log_to
from daemon.serve.outcome import Begun, Found, delivered_at, found_in, mark, marked, outcome_of, record_of, unmark

BERLIN = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
BEGAN = datetime(2026, 3, 24, 5, 55, tzinfo=UTC)
ENDED = BEGAN + timedelta(minutes=4)
BEGUN = Begun(show="morning", day=DAY, ready_by=BEGAN + timedelta(minutes=20), began=BEGAN)
THERE = (Publication(library="feed", guid="1", where="/pod/1.mp3", published=BEGAN),)


def segment(*fell: Fall, voices: tuple[VoiceFall, ...] = ()) -> bytes:
    return to_json(
        Segment(
            section="news", title="News", writer="builtin", voice="builtin", pcm=Path("1.wav"), seconds=3, cues=(),
            fell=fell, voices_fell=voices,
        )
    )  # fmt: skip  # a segment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    briefing = Briefing(
        show="morning",
        day=DAY,
        timezone="Europe/Berlin",
        made=BEGAN,
        failures=(
            Failure(source="mail", reason="The server did not answer.", as_of=BEGAN - timedelta(hours=8)),
            Failure(source="news", reason="There is no such feed."),
        ),
        warnings=(SourceWarning(source="work", reason="1 entry could not be read: Lunch"),),
    )
    (tmp_path / "briefing.json").write_bytes(to_json(briefing))
    (tmp_path / "episode.json").write_text('{"seconds": 412.5, "title": "Tuesday"}')
    for name, data in (
        ("01-opening", segment(Fall(writer="litellm/big", why="late"))),
        ("02-day", segment(Fall(writer="litellm/big", why="private"))),
        ("03-news", segment(Fall(writer="litellm/big", why="late"), voices=(VoiceFall(voice="eleven", why="quota"),))),
        ("04-torn", b'{"section": "ne'),
    ):
        (tmp_path / "sections" / name).mkdir(parents=True)
        (tmp_path / "sections" / name / "segment.json").write_bytes(data)
    return tmp_path


GIVEN_UP = (
    Degraded(part="source", name="mail", why="as of 2026-03-23 22:55"),
    Degraded(part="source", name="news", why="left out"),
    Degraded(part="source", name="work", why="in part"),
    Degraded(part="writer", name="litellm/big", why="late"),
    Degraded(part="voice", name="eleven", why="quota"),
)


def test_all_that_was_given_up_is_told_once_and_in_no_words_of_an_item(folder: Path) -> None:
    found = found_in(folder, BEGUN, ENDED, THERE, ("feed", "stick"), BERLIN)
    assert found == Found(there=ENDED, degraded=GIVEN_UP, seconds=412.5, undelivered=("stick",))
    record = record_of(BEGUN, ENDED, found, 0.02)
    assert (record.outcome, record.began, record.ended, record.cost) == ("degraded", BEGAN, ENDED, 0.02)
    assert b"Lunch" not in to_json(record)


def test_that_the_plain_one_made_it_comes_first(folder: Path) -> None:
    begun = Begun(show="morning", day=DAY, ready_by=BEGAN, began=BEGAN, plain="it hung")
    first, *others = found_in(folder, begun, ENDED, THERE, ("feed",), BERLIN).degraded
    assert first == Degraded(part="built-in", name="writer and voice", why="it hung")
    assert tuple(others) == GIVEN_UP


def test_an_episode_that_is_in_no_library(folder: Path) -> None:
    found = found_in(folder, BEGUN, ENDED, (), ("feed",), BERLIN)
    assert found == Found(there=None, degraded=(), seconds=412.5, undelivered=("feed",))
    assert outcome_of(found) == "failed"


def test_a_folder_in_which_nothing_is(tmp_path: Path) -> None:
    assert found_in(tmp_path, BEGUN, ENDED, THERE, ("feed",), BERLIN) == Found(
        there=ENDED, degraded=(), seconds=None, undelivered=()
    )


def test_it_is_there_when_the_first_library_of_this_production_took_it(tmp_path: Path) -> None:
    def deliver(minute: int, name: str, status: str = "done") -> None:
        report = log_to(tmp_path / "log.jsonl", lambda: BEGAN + timedelta(minutes=minute))
        report(Step(stage="publish", name=name, status=status))  # type: ignore[arg-type]  # a status

    assert delivered_at(tmp_path, BEGAN) is None
    deliver(-60, "yesterday's try")
    deliver(2, "stick", "failed")
    deliver(3, "feed")
    deliver(5, "stick")
    with (tmp_path / "log.jsonl").open("ab") as file:
        file.write(b'{"at": "2026", "step": {"stage": "publish"')
    assert delivered_at(tmp_path, BEGAN) == BEGAN + timedelta(minutes=3)


def test_a_marker_is_there_until_it_is_taken_away(tmp_path: Path) -> None:
    assert marked(tmp_path) is None
    mark(tmp_path, BEGUN)
    assert marked(tmp_path) == BEGUN
    unmark(tmp_path)
    unmark(tmp_path)
    assert marked(tmp_path) is None
