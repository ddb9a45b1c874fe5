"""Each rendition is made once, when it is asked for, and what goes wrong with it is nobody else's trouble."""

import asyncio
from itertools import product
from pathlib import Path

import pytest

from config.errors import TryLaterError
from config.libraries import Redaction
from daemon.model import Episode
from daemon.progress import Step
from daemon.publish.base import LibraryError
from daemon.rendering import Renditions, folder_of_rendition
from tests.contract.library import an_episode

PART = Redaction()


class Maker:
    """Makes renditions, each in a folder of its own, as soon as it may."""

    def __init__(self, folder: Path) -> None:
        self.made: list[Redaction] = []
        self.error: Exception | None = None
        self.may = asyncio.Event()
        self._folder = folder

    async def __call__(self, redaction: Redaction) -> Episode:
        self.made.append(redaction)
        await self.may.wait()
        if self.error:
            raise self.error
        return an_episode(self._folder / folder_of_rendition(redaction))


@pytest.fixture
def whole(tmp_path: Path) -> Episode:
    return an_episode(tmp_path / "whole")


@pytest.fixture
def steps() -> list[Step]:
    return []


def test_without_a_redaction_it_is_the_episode_and_nothing_is_made(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> list[Redaction]:
        make = Maker(tmp_path)
        assert await Renditions(whole, make, print).of(None) is whole
        return make.made

    assert asyncio.run(ask()) == []


def test_each_redaction_is_made_once_for_all_that_ask_for_it(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> list[Redaction]:
        make = Maker(tmp_path)
        make.may.set()
        renditions = Renditions(whole, make, print, head_start=0)
        one, same, other = await asyncio.gather(*map(renditions.of, (PART, Redaction(), Redaction(notes=True))))
        assert one is same
        assert whole not in (one, other)
        assert await renditions.of(PART) is one
        return make.made

    assert asyncio.run(ask()) == [PART, Redaction(notes=True)]


def test_who_takes_it_as_it_is_does_not_wait_for_a_rendition(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> None:
        make = Maker(tmp_path)
        renditions = Renditions(whole, make, print, head_start=0)
        part = asyncio.create_task(renditions.of(PART))
        await asyncio.sleep(0)
        assert await renditions.of(None) is whole
        make.may.set()
        assert await part is not whole

    asyncio.run(ask())


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (TryLaterError("The writer was not done in time. Try again."), "The writer was not done in time. Try again"),
        (ExceptionGroup("sections", [TryLaterError("The disk is slow. Wait.")]), "The disk is slow. Wait"),
        (KeyError("Lunch with Anna"), "KeyError in test_rendering.py:"),
    ],
)
def test_what_goes_wrong_is_an_error_of_the_library_and_holds_no_words(
    tmp_path: Path, whole: Episode, steps: list[Step], error: Exception, why: str
) -> None:
    async def ask() -> LibraryError:
        make = Maker(tmp_path)
        make.error = error
        make.may.set()
        renditions = Renditions(whole, make, steps.append, head_start=0)
        answers = await asyncio.gather(renditions.of(PART), renditions.of(PART), return_exceptions=True)
        assert await renditions.of(None) is whole
        first, second = answers
        assert first is second
        assert isinstance(first, LibraryError)
        return first

    refused = asyncio.run(ask())
    assert refused.transient
    assert why in str(refused)
    assert "Anna" not in f"{refused}{steps}"
    assert [(step.status, step.detail.startswith(why)) for step in steps] == [("failed", True)]


def test_a_librarys_own_error_stays_as_it_is(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> None:
        make = Maker(tmp_path)
        make.error = LibraryError("It is gone. Make it anew.", transient=False)
        make.may.set()
        with pytest.raises(LibraryError, match="Make it anew") as refused:
            await Renditions(whole, make, print, head_start=0).of(PART)
        assert not refused.value.transient

    asyncio.run(ask())


def test_one_that_has_no_time_left_takes_it_from_no_other(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> None:
        make = Maker(tmp_path)
        renditions = Renditions(whole, make, print, head_start=0)
        patient = asyncio.create_task(renditions.of(PART))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await renditions.of(PART)
        make.may.set()
        assert await patient is not whole
        assert make.made == [PART]

    asyncio.run(ask())


def test_what_nobody_waits_for_is_given_up(tmp_path: Path, whole: Episode) -> None:
    async def ask() -> int:
        renditions = Renditions(whole, Maker(tmp_path), print, head_start=0)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await renditions.of(PART)
        await renditions.close()
        return len(asyncio.all_tasks())

    assert asyncio.run(ask()) == 1


def test_each_has_a_folder_of_its_own_that_says_what_is_left_out() -> None:
    every = [Redaction(people=a, private_events=b, notes=c, mail=d) for a, b, c, d in product((False, True), repeat=4)]
    assert len({folder_of_rendition(one) for one in every}) == 16
    assert folder_of_rendition(Redaction(people=True, notes=True)) == "renditions/without-mail-private-events"
    assert folder_of_rendition(every[-1]) == "renditions/all"
