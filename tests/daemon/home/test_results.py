"""Resuming: a result is used again only while its inputs are equal and its files lie there whole."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from daemon.home.results import Results, fingerprint
from daemon.model import Line, Script

SCRIPT = Script(section="day", title="Your day", language="en", writer="builtin", lines=(Line(text="Good morning."),))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 24, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_was_kept_is_whole_and_reads_back(tmp_path: Path, clock: Clock) -> None:
    Results(tmp_path, clock).keep("sections/01-day/script.json", "inputs", SCRIPT)
    later = Results(tmp_path, clock)
    assert later.whole("sections/01-day/script.json", "inputs")
    assert later.get("sections/01-day/script.json", Script) == SCRIPT


def test_a_folder_that_was_moved_holds_nothing_whole(tmp_path: Path, clock: Clock) -> None:
    Results(tmp_path / "here", clock).keep("script.json", "inputs", SCRIPT)
    (tmp_path / "here").rename(tmp_path / "there")
    assert not Results(tmp_path / "there", clock).whole("script.json")


def test_what_does_not_parse_is_made_anew(tmp_path: Path, clock: Clock) -> None:
    Results(tmp_path, clock).keep("script.json", "inputs", {"other": "version"})
    assert Results(tmp_path, clock).get("script.json", Script) is None


def test_other_inputs_make_it_anew(tmp_path: Path, clock: Clock) -> None:
    results = Results(tmp_path, clock)
    results.keep("script.json", "inputs", SCRIPT)
    assert not results.whole("script.json", "other inputs")


def test_a_file_that_is_gone_or_cut_makes_it_anew(tmp_path: Path, clock: Clock) -> None:
    results = Results(tmp_path, clock)
    pcm = tmp_path / "segment.wav"
    pcm.write_bytes(b"12345678")
    results.keep("segment.json", "inputs", SCRIPT, [pcm])
    assert results.whole("segment.json", "inputs")
    pcm.write_bytes(b"1234")
    assert not results.whole("segment.json", "inputs")
    pcm.unlink()
    assert not results.whole("segment.json", "inputs")


@pytest.mark.parametrize(("minutes", "whole"), [(0, True), (29, True), (30, False), (-1, False)])
def test_age_counts_where_it_matters(tmp_path: Path, clock: Clock, minutes: int, whole: bool) -> None:
    results = Results(tmp_path, clock)
    results.keep("briefing.json", "inputs", SCRIPT)
    clock.now += timedelta(minutes=minutes)
    assert results.whole("briefing.json", "inputs", younger_than=timedelta(minutes=30)) is whole


@pytest.mark.parametrize("index", [b"", b"{", b'{"script.json": 1}', b"\xff\x00"])
def test_a_broken_index_loses_nothing_but_time(tmp_path: Path, clock: Clock, index: bytes) -> None:
    Results(tmp_path, clock).keep("script.json", "inputs", SCRIPT)
    (tmp_path / "made.json").write_bytes(index)
    assert not Results(tmp_path, clock).whole("script.json")


def test_fingerprints_tell_parts_apart() -> None:
    assert fingerprint("ab", "c") != fingerprint("a", "bc")
    assert fingerprint(SCRIPT) == fingerprint(SCRIPT)
