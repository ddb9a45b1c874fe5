"""A player is given the file as it grows; whatever becomes of it, the episode is made."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from daemon.cli.listening import LISTENERS, heard_live

FIRST, THEN = b"first" * 20_000, b"then" * 20_000
HEARS = (
    "import shutil, sys\nwith open({heard!r}, 'wb', 0) as heard:\n    shutil.copyfileobj(sys.stdin.buffer, heard, 1)"
)
Body = Callable[[], Awaitable[None]]


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path / "programs"))
    return tmp_path / "live.mp3"


def player(live: Path, lines: str, first: str = f"#!{sys.executable} -IS") -> None:
    """Put the only player that there is on the PATH."""
    place = live.parent / "programs" / LISTENERS[0][0]
    place.parent.mkdir()
    place.write_text(f"{first}\n{lines}\n")
    place.chmod(0o700)


def heard(live: Path) -> Path:
    return live.parent / "heard"


def listened(live: Path, body: Body) -> None:
    async def listen() -> None:
        async with asyncio.timeout(20), heard_live(live):
            await body()

    asyncio.run(listen())


async def nothing() -> None:
    """A body that makes nothing."""


async def until(file: Path, size: int) -> None:
    while not file.exists() or file.stat().st_size < size:
        await asyncio.sleep(0.01)


def test_it_is_given_the_file_as_it_grows(live: Path, capsys: pytest.CaptureFixture[str]) -> None:
    player(live, HEARS.format(heard=str(heard(live))))

    async def grows() -> None:
        with live.open("wb", buffering=0) as file:
            file.write(FIRST)
            await until(heard(live), len(FIRST))
            file.write(THEN)
        live.unlink()

    listened(live, grows)
    assert heard(live).read_bytes() == FIRST + THEN
    assert capsys.readouterr().err == ""


def test_one_that_begins_again_goes_on_where_it_was_heard_to(live: Path) -> None:
    player(live, HEARS.format(heard=str(heard(live))))

    async def begins_again() -> None:
        live.write_bytes(FIRST)
        await until(heard(live), len(FIRST))
        live.write_bytes(b"other" * 20_000 + THEN)

    listened(live, begins_again)
    assert heard(live).read_bytes() == FIRST + THEN


@pytest.mark.parametrize(
    ("lines", "first", "told"),
    [
        ("", "no program at all", "cannot be started"),
        ("raise SystemExit(3)", f"#!{sys.executable} -IS", "error (3)"),
        ("", f"#!{sys.executable} -IS", ""),
    ],
)
def test_a_player_that_fails_or_is_closed_keeps_nothing_from_being_made(
    live: Path, capsys: pytest.CaptureFixture[str], lines: str, first: str, told: str
) -> None:
    player(live, lines, first)

    async def made() -> None:
        live.write_bytes(FIRST * 10)
        await asyncio.sleep(0)  # it is looked for

    listened(live, made)
    err = capsys.readouterr().err
    assert told in err
    assert bool(err) == bool(told)


def test_it_says_so_where_there_is_nothing_to_listen_along_to(live: Path, capsys: pytest.CaptureFixture[str]) -> None:
    player(live, HEARS.format(heard=str(heard(live))))
    listened(live, nothing)
    assert "dawncast play" in capsys.readouterr().err
    assert not heard(live).exists()


def test_it_says_so_where_there_is_no_player(live: Path, capsys: pytest.CaptureFixture[str]) -> None:
    listened(live, nothing)
    assert "No player" in capsys.readouterr().err


def test_what_fails_beside_it_is_raised(live: Path) -> None:
    player(live, HEARS.format(heard=str(heard(live))))

    async def fails() -> None:
        live.write_bytes(FIRST)
        await until(heard(live), len(FIRST))
        raise RuntimeError("no episode")

    with pytest.raises(RuntimeError, match="no episode"):
        listened(live, fails)
