from array import array
from itertools import pairwise

import pytest

from daemon.master import sting
from daemon.master.segment import guessed_loudness


@pytest.mark.parametrize(("pcm", "seconds"), [(sting.opening(), 2.4), (sting.bridge(), 0.8)], ids=["opening", "bridge"])
class TestSting:
    def test_it_lasts_as_long_as_it_says(self, pcm: bytes, seconds: float) -> None:
        assert len(pcm) / 2 / 44_100 == pytest.approx(seconds)

    def test_it_is_softer_than_speech(self, pcm: bytes, seconds: float) -> None:
        assert -26 < guessed_loudness(array("h", pcm)) < -19

    def test_it_does_not_click(self, pcm: bytes, seconds: float) -> None:
        samples = array("h", pcm)
        assert abs(samples[0]) < 10
        assert abs(samples[-1]) < 10
        assert max(abs(after - before) for before, after in pairwise(samples)) < 1500

    def test_it_dies_away(self, pcm: bytes, seconds: float) -> None:
        samples = array("h", pcm)
        assert max(map(abs, samples[-4410:])) < max(map(abs, samples)) / 4
