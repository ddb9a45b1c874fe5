"""What libraries no longer keep."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from daemon.model import Publication
from daemon.progress import Step
from daemon.publish.base import LibraryError, Outlet
from daemon.publish.retire import outdated, retire
from tests.contract.library import an_episode
from tests.fakes.libraries import FakeLibrary

TODAY = date(2026, 3, 24)
AT = datetime(2026, 3, 24, 6, tzinfo=UTC)


def there(library: str, ago: int) -> tuple[date, Publication]:
    day = TODAY - timedelta(days=ago)
    return day, Publication(library=library, guid=f"urn:uuid:{day}", where="far", published=AT)


def keeps(days: int | None) -> Outlet:
    return Outlet(library=FakeLibrary(), keep=timedelta(days=days) if days else None)


def test_each_library_keeps_as_long_as_it_is_set_to() -> None:
    outlets = {"short": keeps(2), "long": keeps(30), "for-good": keeps(None)}
    shelved = [there(name, ago) for name in (*outlets, "gone-from-the-settings") for ago in (0, 2, 3, 31)]
    assert outdated(shelved, outlets, TODAY) == (there("short", 3), there("short", 31), there("long", 31))


def test_the_newest_one_stays_however_old() -> None:
    shelved = [there("short", 40), there("short", 41), there("short", 42)]
    assert outdated(shelved, {"short": keeps(2)}, TODAY) == (there("short", 41), there("short", 42))


def test_they_are_taken_out_and_forgotten(tmp_path: Path) -> None:
    shelf, forgotten = FakeLibrary(), list[date]()
    old = there("shelf", 3)
    asyncio.run(shelf.publish(an_episode(tmp_path / "made", day=old[0])))
    asyncio.run(retire([old], {"shelf": Outlet(library=shelf)}, lambda day, _: forgotten.append(day), lambda _: None))
    assert (shelf.there, forgotten) == ({}, [old[0]])


def test_what_cannot_be_taken_out_now_is_not_forgotten() -> None:
    class Away(FakeLibrary):
        async def remove(self, publication: Publication) -> None:
            raise LibraryError("It is away. Wait.", transient=True)

    steps, forgotten = list[Step](), list[date]()
    outlets = {"away": Outlet(library=Away()), "shelf": Outlet(library=FakeLibrary())}
    old = [there("away", 3), there("shelf", 3)]
    asyncio.run(retire(old, outlets, lambda day, _: forgotten.append(day), steps.append))
    assert [step.detail for step in steps] == ["the episode of 2026-03-21 could not be taken out: It is away. Wait."]
    assert forgotten == [old[1][0]]
