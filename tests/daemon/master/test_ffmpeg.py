import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.errors import DiskError
from daemon.master.ffmpeg import (
    METER,
    OVERRIDE,
    Ffmpeg,
    Loudness,
    MasterError,
    fail,
    find,
    is_new_enough,
    judge,
    loudness,
    run,
)
from tests.daemon.master.studio import BINARIES, binary, soon, using

SILENT_FOREVER = ("-re", "-f", "lavfi", "-i", "anullsrc", "-f", "null", "-")


@pytest.fixture(params=BINARIES)
def ffmpeg(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from using(request.param)


@pytest.mark.parametrize(
    ("said", "new_enough"),
    [
        ("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026", True),
        ("ffmpeg version n9.0.2-17-g2a571b6068 Copyright", True),
        ("ffmpeg version 10.0 Copyright", True),
        ("ffmpeg version N-118000-g1234567 Copyright", True),
        ("ffmpeg version 2026-01-02-git-abcdef Copyright", True),
        ("ffmpeg version 5.0.3 Copyright", False),
        ("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", False),
        ("something else", False),
        ("", False),
    ],
)
def test_which_is_new_enough(said: str, new_enough: bool) -> None:
    assert is_new_enough(said) is new_enough


def a_program(folder: Path, said: str) -> Path:
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    return program


def test_the_paths_is_used_from_5_1_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = a_program(tmp_path, "ffmpeg version 5.1")
    monkeypatch.delenv(OVERRIDE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() == Ffmpeg(program)


def test_the_wheels_is_used_where_the_paths_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_program(tmp_path, "ffmpeg version 4.4")
    monkeypatch.delenv(OVERRIDE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() == Ffmpeg(Path(binary("wheel")))


def test_the_one_that_is_named_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "mine"))
    assert find() == Ffmpeg(tmp_path / "mine")


def test_one_that_is_not_there_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="install ffmpeg"):
        asyncio.run(run(Ffmpeg(tmp_path / "none"), (), soon()))


def test_its_own_words_are_kept(ffmpeg: str, tmp_path: Path) -> None:
    with pytest.raises(MasterError, match="No such file"):
        asyncio.run(run(Ffmpeg(Path(ffmpeg)), ("-i", str(tmp_path / "none.wav"), "-f", "null", "-"), soon()))


def test_it_reads_what_it_is_given(ffmpeg: str) -> None:
    source = ("-f", "s16le", "-ar", "44100", "-ac", "1", "-i", "pipe:0")
    second = b"\x00\x10\x00\xf0" * 22_050
    said = asyncio.run(run(Ffmpeg(Path(ffmpeg)), (*source, "-af", METER, "-f", "null", "-"), soon(), second))
    assert loudness(said).true_peak == pytest.approx(-18.0, abs=1.5)


def test_a_full_disk_is_said_to_be_one(ffmpeg: str) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    noise = ("-f", "lavfi", "-i", "anoisesrc=d=30", "-f", "wav", "/dev/full")
    with pytest.raises(DiskError, match="make room"):
        asyncio.run(run(Ffmpeg(Path(ffmpeg)), noise, soon()))


def test_the_deadline_ends_it(ffmpeg: str) -> None:
    began = time.monotonic()
    with pytest.raises(MasterError, match="not finished in time"):
        asyncio.run(run(Ffmpeg(Path(ffmpeg)), SILENT_FOREVER, soon(0.2)))
    assert time.monotonic() - began < 5


def test_it_does_not_outlive_who_asked(ffmpeg: str) -> None:
    async def given_up() -> None:
        async with asyncio.timeout(0.2):
            await run(Ffmpeg(Path(ffmpeg)), SILENT_FOREVER, soon())

    before = _children()
    with pytest.raises(TimeoutError):
        asyncio.run(given_up())
    assert _children() <= before


def _children() -> set[str]:
    lists = Path("/proc/self/task").glob("*/children")
    return {child for one in lists for child in one.read_text().split()}


def test_the_summary_is_read() -> None:
    said = (
        "[Parsed_ebur128_0] Summary:\n\n  Integrated loudness:\n    I:         -70.0 LUFS\n  True peak:\n"
        "    Peak:       -inf dBFS\n"
        "[Parsed_ebur128_0] Summary:\n\n  Integrated loudness:\n    I:         -16.3 LUFS\n    Threshold: -26.4 LUFS\n"
        "  True peak:\n    Peak:       -2.0 dBFS\n"
    )
    assert loudness(said) == Loudness(-16.3, -2.0)


def test_no_summary_is_an_error() -> None:
    with pytest.raises(MasterError, match="did not measure"):
        loudness("Output #0, null, to 'pipe:'")


def test_a_failure_without_words_is_one_too() -> None:
    with pytest.raises(MasterError, match="it said nothing"):
        fail("\n \n")


def test_a_file_without_its_end_is_a_failure_whatever_the_exit_code() -> None:
    judge(0, "  Metadata:\n    title           : Error closing file x.wav: a story\n")
    with pytest.raises(DiskError, match="make room"):
        judge(0, "Error writing trailer of x.wav: No space left on device\n")
