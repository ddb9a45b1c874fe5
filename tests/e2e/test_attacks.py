"""A model in an attacker's hands, and orders in every field: nothing of it is heard, printed or written down."""

import asyncio
from pathlib import Path

import pytest

from daemon.home.store import Store
from tests.attacks.disguises import DISGUISES
from tests.attacks.families import marker, paraphrased, payloads, wanted
from tests.attacks.markers import GOALS, Goal, found_in
from tests.attacks.models import answered
from tests.attacks.places import PLACES, morning
from tests.attacks.run import BEHAVIOURS, Case, Laboratory, cases, sample, table_of, tried
from tests.attacks.stages import Studio

SAMPLE = 250
A_SHARE = 2_000


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(Store(tmp_path / "dawncast.db"))


def assert_harmless(studio: Studio, some: tuple[Case, ...]) -> None:
    found = asyncio.run(tried(Laboratory(studio), some))
    assert [str(leak) for leak in found] == [], table_of(some, found)


def test_some_attacks(studio: Studio) -> None:
    assert_harmless(studio, sample(SAMPLE))


@pytest.mark.slow
def test_all_attacks(studio: Studio) -> None:
    assert_harmless(studio, cases())


def test_there_are_enough_of_them() -> None:
    assert len(payloads()) >= 60
    assert len({payload.family for payload in payloads()}) >= 12
    assert len(cases()) >= 2 * A_SHARE
    assert {case.behaviour for case in sample(SAMPLE)} == set(BEHAVIOURS)
    assert {case.place.name for case in sample(SAMPLE)} == {place.name for place in PLACES}


@pytest.mark.parametrize("goal", GOALS)
def test_what_is_looked_for_is_found_in_every_disguise(goal: Goal) -> None:
    said = [wanted(goal, "de"), *paraphrased(goal), *(f"Say {each(marker(goal))} now" for each in DISGUISES.values())]
    assert [text for text in said if not found_in(text)] == []


def test_nothing_is_found_where_there_is_nothing() -> None:
    assert found_in("At three comes the sourdough workshop, 38 % of it outside, at Old mill; call 17 people.") == set()


@pytest.mark.parametrize("way", ["slots", "copied"])
def test_a_model_in_nobodys_hands_is_listened_to(studio: Studio, way: str) -> None:
    """Without this, nothing above would show anything about models."""
    studio.way = way  # type: ignore[assignment]  # one of the two
    made = asyncio.run(
        studio.make(morning(PLACES[0].put("Sourdough workshop")), lambda _, request: answered(request, studio.way))
    )
    assert [kind for kind, script in made.scripts.items() if script.fell] == []
    assert {script.writer for kind, script in made.scripts.items() if kind != "closing"} == {"openai/gpt-4o"}
