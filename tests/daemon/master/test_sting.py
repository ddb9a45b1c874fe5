import asyncio
import cmath
import math
import wave
from array import array
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from daemon.master import sting
from daemon.master.ffmpeg import Ffmpeg, measure
from tests.daemon.master.studio import BINARIES, binary, soon


@pytest.mark.parametrize(("pcm", "seconds"), [(sting.opening(), 2.4), (sting.bridge(), 0.8)], ids=["opening", "bridge"])
class TestSting:
    def test_it_lasts_as_long_as_it_says(self, pcm: bytes, seconds: float) -> None:
        assert len(pcm) / 2 / 44_100 == pytest.approx(seconds)

    @pytest.mark.parametrize("name", BINARIES)
    def test_it_is_softer_than_speech(self, tmp_path: Path, pcm: bytes, seconds: float, name: str) -> None:
        with wave.open(str(tmp_path / "sting.wav"), "wb") as file:
            file.setparams((1, 2, 44_100, 0, "NONE", "NONE"))
            file.writeframes(pcm)
        reached = asyncio.run(measure(Ffmpeg(Path(binary(name))), tmp_path / "sting.wav", soon()))
        assert reached.integrated == pytest.approx(-20.5, abs=0.5)
        assert reached.true_peak < -8

    def test_it_does_not_click(self, pcm: bytes, seconds: float) -> None:
        samples = array("h", pcm)
        assert abs(samples[0]) < 10
        assert abs(samples[-1]) < 10
        assert max(abs(after - before) for before, after in pairwise(samples)) < 1500

    def test_it_dies_away(self, pcm: bytes, seconds: float) -> None:
        samples = array("h", pcm)
        assert max(map(abs, samples[-4410:])) < max(map(abs, samples)) / 4


BED = array("h", sting.bed())
D_MAJOR = (1, 2, 4, 6, 7, 9, 11)
"""Semitones above C: C sharp, D, E, F sharp, G, A, B."""


class TestBed:
    def test_it_lasts_as_long_as_it_says(self) -> None:
        assert len(BED) / sting.BED_RATE == pytest.approx(16)

    def test_it_goes_round_without_a_click(self) -> None:
        twice = BED + BED
        steps = [abs(after - before) for before, after in pairwise(twice)]
        seam = len(BED)
        assert max(steps[seam - 20 : seam + 20]) <= max(steps[:seam])
        assert max(abs(after - before) for before, after in pairwise(steps[seam - 20 : seam + 20])) < 700

    def test_it_keeps_its_level(self) -> None:
        second = sting.BED_RATE
        levels = [decibels(BED[at : at + second]) for at in range(0, len(BED), second)]
        assert max(levels) - min(levels) < 4

    def test_it_is_in_the_key_of_the_stings(self) -> None:
        semitones = [(power(BED, 440 * 2 ** ((note - 69) / 12)), note % 12) for note in range(40, 72)]
        loudest = sorted(semitones, reverse=True)[:10]
        assert {note for _, note in loudest} <= set(D_MAJOR)

    def test_it_has_no_harshness(self) -> None:
        assert max(power(BED, pitch) for pitch in (2000, 3000, 4000, 5000)) < power(BED, 147) / 1000


def decibels(samples: Sequence[int]) -> float:
    return 10 * math.log10(sum(sample * sample for sample in samples) / len(samples))


def power(samples: Sequence[int], pitch: float) -> float:
    """How strong a pitch is in quarters of a second: wide enough for purely tuned thirds."""
    length = sting.BED_RATE // 4
    turns = [
        cmath.exp(-2j * math.pi * pitch * at / sting.BED_RATE) * math.sin(math.pi * at / length) ** 2
        for at in range(length)
    ]
    starts = range(0, len(samples) - length, 3 * length)
    return sum(abs(sum(map(complex.__mul__, turns, map(complex, samples[at : at + length])))) ** 2 for at in starts)
