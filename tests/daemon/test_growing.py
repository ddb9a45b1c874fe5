"""A section is given take by take, in order, and from its beginning where another voice speaks it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from daemon.growing import AnotherVoiceError, Growing
from daemon.model import Segment, Take

SEGMENT = Segment(section="news", title="News", writer="w", voice="v", pcm=Path("s.wav"), seconds=2.0, cues=())


def take(name: str) -> Take:
    return Take(pcm=Path(name), seconds=1.0, cues=())


def given(make: Callable[[Growing], Awaitable[None]]) -> list[str]:
    """The names of the pieces, read while `make` tells of them."""

    async def read() -> list[str]:
        growing = Growing("news")

        async def made() -> Segment:
            await make(growing)
            return SEGMENT

        growing.made_by(asyncio.create_task(made()))
        return [piece.pcm.name async for piece in growing.pieces()]

    return asyncio.run(read())


async def turns(number: int = 3) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


def test_takes_come_in_order_whenever_they_are_there() -> None:
    async def make(growing: Growing) -> None:
        growing.anew()
        for index in (2, 0, 1):
            growing.add(index, take(str(index)))
            await turns()

    assert given(make) == ["0", "1", "2"]


def test_the_first_is_given_before_the_last_is_there() -> None:
    async def read() -> str:
        growing = Growing("news")
        never: asyncio.Task[Segment] = asyncio.create_task(asyncio.Event().wait())  # type: ignore[arg-type]  # never ends
        growing.made_by(never).add(0, take("0"))
        pieces = growing.pieces()
        try:
            return (await anext(pieces)).pcm.name
        finally:
            await pieces.aclose()
            never.cancel()

    assert asyncio.run(read()) == "0"


def test_what_was_made_before_is_given_as_a_whole() -> None:
    assert given(lambda _: turns()) == ["s.wav"]


def test_another_voice_before_anything_was_given_is_no_matter() -> None:
    async def make(growing: Growing) -> None:
        growing.anew()
        growing.add(1, take("old"))
        await turns()
        growing.anew()
        growing.add(0, take("new"))

    assert given(make) == ["new"]


def test_another_voice_later_takes_back_what_was_given() -> None:
    async def make(growing: Growing) -> None:
        growing.anew()
        growing.add(0, take("old"))
        await turns()
        growing.anew()
        growing.add(0, take("new"))

    with pytest.raises(AnotherVoiceError):
        given(make)


def test_what_keeps_it_from_being_made_is_raised() -> None:
    async def make(growing: Growing) -> None:
        growing.add(0, take("0"))
        raise RuntimeError("no voice")

    with pytest.raises(RuntimeError, match="no voice"):
        given(make)
