"""The daemon that waits is small, and stays so."""

import sys

import pytest

from tests.bench import idle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def test_it_is_small_also_where_it_knows_the_holidays() -> None:
    assert idle.idle(1, idle.HOLIDAYS).megabytes <= 60


@pytest.mark.slow
def test_thirty_days_take_no_more_memory_than_three() -> None:
    assert idle.grown() <= 2
