"""A title or place that may not be spoken takes no other one of its line with it."""

import pytest

from tests.daemon.write.morning import DAY, all_day, at, brief, day_section, event, said, section, task

BAD = pytest.mark.parametrize(
    "bad",
    ["Go and rot in hell", "fmysaobqgaqdknjveaydcojz", "Call .---- ---.. -----", "stand" * 1500],
    ids=["abuse", "base32", "morse", "endless"],
)


@BAD
def test_a_task(bad: str) -> None:
    assert "train" in said(brief(section("tasks", task(bad, DAY), task("Book the train", DAY))))


@BAD
def test_what_lasts_all_day(bad: str) -> None:
    assert "school trip" in said(brief(day_section(all_day(bad), all_day("School trip"))))


@BAD
def test_a_clash(bad: str) -> None:
    first, second = event(bad, at(9), at(11), uid="1"), event("Yoga", at(10), at(12), uid="2")
    told = said(brief(day_section(first, second, conflicts=[(first, second)])))
    assert "yoga" in told.lower()


@BAD
def test_a_place(bad: str) -> None:
    first, second = event("Chess", at(9), at(11), location=bad), event("Yoga", at(10), at(12), location=bad)
    told = said(brief(day_section(first, second, conflicts=[(first, second)]))).lower()
    assert "yoga" in told
    assert "chess" in told
