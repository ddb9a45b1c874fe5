"""The example morning in four languages, read aloud and judged (data/morning.*.txt); its items are in morning.py."""

from pathlib import Path

import pytest

from tests.daemon.write.morning import transcript

GOLDEN = {path.suffixes[0][1:]: path for path in (Path(__file__).parent / "data").glob("morning.*.txt")}


def test_four_languages_have_their_morning() -> None:
    assert sorted(GOLDEN) == ["de", "en", "es", "fr"]


@pytest.mark.parametrize("language", sorted(GOLDEN))
def test_example_morning(language: str) -> None:
    assert transcript(language) == GOLDEN[language].read_text(encoding="utf-8")


def test_regional_language_is_told_like_its_base() -> None:
    assert transcript("de-AT") == transcript("de")
