"""Delivering to several libraries: side by side, patiently, and each once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.libraries import Redaction
from daemon.clock.budget import Deadline
from daemon.model import Episode, Publication, Published
from daemon.progress import Step
from daemon.publish.base import Library, LibraryError, Outlet
from daemon.publish.publish import NOWHERE, PAUSES, Delivery, publish
from tests.contract.library import an_episode
from tests.fakes.libraries import AWAY, REFUSED, FakeLibrary

NOW = datetime(2026, 3, 24, 6, 30, tzinfo=UTC)


@dataclass
class Counter:
    """One episode on its way; keeps what was seen, reported and waited for."""

    episode: Episode
    seconds: float = 600.0
    there: dict[str, Publication] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    def publishes(self, outlets: Mapping[str, Library | Outlet]) -> Published:
        named = {name: each if isinstance(each, Outlet) else Outlet(library=each) for name, each in outlets.items()}
        return asyncio.run(publish(named, self._delivery()))

    def _delivery(self) -> Delivery:
        return Delivery(
            rendition=self._rendition,
            there=dict(self.there),
            deadline=Deadline.after(self.seconds, lambda: sum(self.waited)),
            report=self.steps.append,
            seen=lambda publication: self.there.update({publication.library: publication}),
            now=lambda: NOW,
            pause=self._wait,
        )

    async def _rendition(self, redaction: Redaction | None) -> Episode:
        if redaction is None:
            return self.episode
        if redaction.mail:
            raise LibraryError("It cannot be made. Wait.", transient=True)
        return replace(self.episode, title="Redacted")

    async def _wait(self, seconds: float) -> None:
        self.waited.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(an_episode(tmp_path / "made"))


def test_it_is_in_all_of_them_and_was_seen_there(counter: Counter) -> None:
    shelf, stick = FakeLibrary(), FakeLibrary()
    published = counter.publishes({"shelf": shelf, "stick": stick})
    assert published.undelivered == {}
    assert [each.library for each in published.publications] == ["shelf", "stick"]
    assert all(each.verified == NOW and each.content for each in published.publications)
    assert counter.there == {each.library: each for each in published.publications}
    assert len(shelf.there) == len(stick.there) == 1


def test_what_is_away_for_a_moment_is_asked_again(counter: Counter) -> None:
    stick = FakeLibrary().is_away(2)
    assert counter.publishes({"stick": stick}).undelivered == {}
    assert counter.waited == [*PAUSES[:2]]


def test_what_stays_away_is_left_after_some_tries(counter: Counter) -> None:
    shelf, stick = FakeLibrary(), FakeLibrary().is_away(99)
    published = counter.publishes({"stick": stick, "shelf": shelf})
    assert published.undelivered == {"stick": AWAY}
    assert [each.library for each in published.publications] == ["shelf"]
    assert (stick.asked, counter.waited) == (["publish"] * (len(PAUSES) + 1), [*PAUSES])
    assert [step.detail for step in counter.steps if step.status == "failed"] == [AWAY]


def test_a_faulty_kind_holds_up_no_other_one(counter: Counter) -> None:
    class Faulty(FakeLibrary):
        async def publish(self, episode: Episode) -> Publication:
            raise KeyError("its own words stay out of it")

    published = counter.publishes({"faulty": Faulty(), "fine": FakeLibrary()})
    assert [each.library for each in published.publications] == ["fine"]
    assert "KeyError in test_publish.py:" in published.undelivered["faulty"]
    assert "its own words" not in published.undelivered["faulty"]


def test_an_episode_whose_files_are_gone_is_said_plainly(counter: Counter) -> None:
    counter.episode.notes.unlink()
    assert "No such file" in counter.publishes({"fine": FakeLibrary()}).undelivered["fine"]


def test_a_refusal_is_not_repeated(counter: Counter) -> None:
    stick = FakeLibrary().refuses()
    assert counter.publishes({"stick": stick}).undelivered == {"stick": REFUSED}
    assert stick.asked == ["publish"]


def test_no_try_is_begun_that_would_be_late(counter: Counter) -> None:
    counter.seconds = 3.5
    counter.publishes({"stick": FakeLibrary().is_away(99)})
    assert counter.waited == [1.0]


def test_a_lost_answer_is_one_episode(counter: Counter) -> None:
    stick = FakeLibrary().loses_answers(2)
    assert counter.publishes({"stick": stick}).undelivered == {}
    assert len(stick.there) == 1


def test_what_cannot_be_seen_yet_is_remembered_as_delivered_only(counter: Counter) -> None:
    published = counter.publishes({"stick": FakeLibrary().shows_nothing(99)})
    assert (published.publications, list(published.undelivered)) == ((), ["stick"])
    assert (counter.there["stick"].verified, counter.there["stick"].where) == (None, f"far/{counter.episode.guid}")


def test_what_is_there_already_is_only_looked_at(counter: Counter) -> None:
    stick = FakeLibrary()
    counter.publishes({"stick": stick})
    stick.asked.clear()
    again = counter.publishes({"stick": stick})
    assert (stick.asked, again.publications) == (["verify"], (counter.there["stick"],))


def test_what_was_lost_is_delivered_again(counter: Counter) -> None:
    stick = FakeLibrary()
    counter.publishes({"stick": stick})
    stick.there.clear()
    assert counter.publishes({"stick": stick}).undelivered == {}
    assert len(stick.there) == 1


def test_what_was_made_anew_takes_its_place(counter: Counter) -> None:
    stick = FakeLibrary()
    counter.publishes({"stick": stick})
    counter.episode.audio.write_bytes(b"made anew")
    counter.publishes({"stick": stick})
    assert stick.there == {counter.episode.guid: b"made anew"}


def test_each_gets_what_may_go_there(counter: Counter) -> None:
    taken: dict[str, str] = {}

    class Titles(FakeLibrary):
        async def publish(self, episode: Episode) -> Publication:
            taken[episode.title] = episode.guid
            return await super().publish(episode)

    counter.publishes({"shelf": Titles(), "far": Outlet(library=Titles(), redaction=Redaction())})
    assert taken == {counter.episode.title: counter.episode.guid, "Redacted": counter.episode.guid}


def test_without_its_rendition_it_gets_nothing(counter: Counter) -> None:
    far = FakeLibrary()
    published = counter.publishes({"far": Outlet(library=far, redaction=Redaction(mail=True)), "shelf": FakeLibrary()})
    assert (list(published.undelivered), far.asked) == (["far"], [])
    assert [each.library for each in published.publications] == ["shelf"]


def test_it_is_announced_as_soon_as_it_is_somewhere(counter: Counter) -> None:
    rung = asyncio.Event()

    class Bell(FakeLibrary):
        async def publish(self, episode: Episode) -> Publication:
            rung.set()
            return await super().publish(episode)

    class Slow(FakeLibrary):
        async def publish(self, episode: Episode) -> Publication:
            await rung.wait()
            return await super().publish(episode)

    outlets: dict[str, Library | Outlet] = {
        "bell": Outlet(library=Bell(), announces=True),
        "slow": Slow(),
        "shelf": FakeLibrary(),
    }
    assert counter.publishes(outlets).undelivered == {}


def test_what_is_nowhere_is_not_announced(counter: Counter) -> None:
    bell = FakeLibrary()
    published = counter.publishes({"bell": Outlet(library=bell, announces=True), "stick": FakeLibrary().refuses()})
    assert published.undelivered == {"bell": NOWHERE, "stick": REFUSED}
    assert bell.asked == []
