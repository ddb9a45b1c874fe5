import io
from datetime import date, timedelta

import pytest
from PIL import Image

from daemon.master.cover import cover
from tests.daemon.master.studio import DAY


def opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Morning", "en"),
        ("Der lange Morgen der ganzen Familie von und zu Müller-Lüdenscheidt in Berlin " * 5, "de"),
        ("Donaudampfschifffahrtsgesellschaftskapitän" * 4, "de"),
        ("Утренний выпуск", "ru"),
        ("Πρωινό", "el"),
        ("朝のブリーフィング", "ja"),
        ("صباح الخير", "ar"),
        ("\x00\n\u202e 😀", "xx"),
        ("", "en"),
    ],
)
def test_any_title_has_a_cover(title: str, language: str) -> None:
    picture = cover(title, DAY, language)
    assert len(picture) < 400_000
    assert (opened(picture).size, opened(picture).format) == ((1400, 1400), "JPEG")


def test_it_is_the_same_for_the_same_day() -> None:
    assert cover("Morning", DAY, "en") == cover("Morning", DAY, "en")


def test_every_day_of_the_week_has_its_own_sky() -> None:
    skies = {opened(cover("", DAY + timedelta(days), "en")).getpixel((1390, 5)) for days in range(7)}
    assert len(skies) == 7


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Morning", DAY, "en"), ("Evening", DAY, "en")),
        (("Morning", DAY, "en"), ("Morning", DAY + timedelta(7), "en")),
        (("Morning", DAY, "en"), ("Morning", DAY, "de")),
    ],
    ids=["title", "date", "language"],
)
def test_it_shows(one: tuple[str, date, str], other: tuple[str, date, str]) -> None:
    assert cover(*one) != cover(*other)
