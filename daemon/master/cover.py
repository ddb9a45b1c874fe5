"""The cover: the date and the show over a sunrise that differs from day to day of the week, drawn by code."""

import io
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from daemon.master.wording import date_in_words

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

SIZE = 1400
MARGIN = 110
FONT = Path(__file__).with_name("fonts") / "Inter-SemiBold.otf"
QUALITY = 88
TITLE_WIDTH, TITLE_LINES = 24, 2
NOT_A_CHARACTER = "\U0010ffff"

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Sky:
    """The colours of a sunrise: high up, half way, at the horizon, of the sun and of the hills."""

    top: Colour
    middle: Colour
    horizon: Colour
    sun: Colour
    hills: Colour


SKIES = (
    Sky((24, 42, 84), (96, 104, 158), (246, 178, 132), (255, 231, 196), (30, 36, 66)),
    Sky((20, 58, 92), (92, 142, 168), (250, 196, 140), (255, 240, 208), (24, 48, 66)),
    Sky((46, 34, 84), (142, 92, 146), (248, 160, 128), (255, 224, 190), (42, 28, 62)),
    Sky((16, 66, 80), (92, 152, 150), (246, 206, 150), (255, 242, 212), (18, 52, 58)),
    Sky((58, 34, 70), (168, 88, 116), (252, 174, 118), (255, 230, 188), (50, 26, 52)),
    Sky((28, 52, 104), (120, 132, 186), (252, 190, 166), (255, 236, 214), (32, 42, 78)),
    Sky((64, 46, 60), (180, 112, 98), (255, 198, 120), (255, 240, 200), (54, 36, 46)),
)
"""Monday's first."""


def cover(title: str, day: date, language: str) -> bytes:
    """A JPEG of 1400 × 1400 pixels: the show's title and the date in the language; what the font lacks is left out."""
    from PIL import ImageFont

    sky = SKIES[day.weekday()]
    image = _sunrise(sky)
    font = ImageFont.truetype(str(FONT), 100)
    _write(image, font, _date_lines(day, language, _drawer(font)), _drawable(title, _drawer(font)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _sunrise(sky: Sky) -> "Image":
    from PIL import Image, ImageDraw

    image = _gradient((sky.top, sky.middle, sky.horizon))
    glow = Image.radial_gradient("L").resize((1300, 1300)).point([max(0, 150 - level) for level in range(256)])
    image.paste(sky.sun, (500, 420), glow)
    disc = Image.new("L", (1280, 1280))
    ImageDraw.Draw(disc).ellipse((0, 0, 1279, 1279), fill=255)
    image.paste(sky.sun, (1010, 930), disc.resize((280, 280), Image.Resampling.LANCZOS))
    hills = Image.new("L", (2 * SIZE, 2 * SIZE))
    ImageDraw.Draw(hills).ellipse((-1600, 2040, 2400, 4600), fill=190)
    ImageDraw.Draw(hills).ellipse((700, 2130, 4600, 4700), fill=255)
    image.paste(sky.hills, (0, 0), hills.resize((SIZE, SIZE), Image.Resampling.LANCZOS))
    return image


def _gradient(stops: Sequence[Colour]) -> "Image":
    from PIL import Image

    column = Image.new("RGB", (1, len(stops)))
    column.putdata(stops)
    # The stops are pixels; a smooth enlargement is the gradient, cut where it would run past the first and last.
    half = SIZE // 4
    return column.resize((SIZE, SIZE + 2 * half), 3).crop((0, half, SIZE, SIZE + half))


def _write(image: "Image", font: "FreeTypeFont", when: tuple[str, str, str], title: str) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    weekday, number, month = when
    for text, size, top in ((weekday, 118, 100), (number, 520, 180), (month, 118, 740)):
        draw.text((MARGIN, top), text, fill="white", font=_fitting(font, text, size))
    lines = textwrap.wrap(title, TITLE_WIDTH, max_lines=TITLE_LINES, placeholder="…")
    for index, line in enumerate(lines):
        top = SIZE - MARGIN - 20 - 100 * (len(lines) - index)
        draw.text((MARGIN, top), line, fill="white", font=_fitting(font, line, 84))


def _fitting(font: "FreeTypeFont", text: str, size: int) -> "FreeTypeFont":
    """The font at that size, or smaller where the text would not fit between the margins."""
    wide = font.font_variant(size=size).getlength(text)
    return font.font_variant(size=min(size, int(size * (SIZE - 2 * MARGIN) / max(wide, 1))))


def _drawer(font: "FreeTypeFont") -> Callable[[str], bool]:
    missing = bytes(font.getmask(NOT_A_CHARACTER))
    return lambda letter: letter == " " or bytes(font.getmask(letter)) != missing


def _drawable(text: str, has: Callable[[str], bool]) -> str:
    kept = "".join(letter if has(letter) else " " for letter in text if letter.isprintable())
    return " ".join(kept.split())


def _date_lines(day: date, language: str, has: Callable[[str], bool]) -> tuple[str, str, str]:
    """The weekday, the day's number, month and year; in English where the font cannot write the language."""
    weekday, month = (date_in_words(day, language, part) for part in ("EEEE", "LLLL"))
    if not all(map(has, weekday + month)):
        weekday, month = (date_in_words(day, "en", part) for part in ("EEEE", "LLLL"))
    return weekday, str(day.day), f"{month} {day.year}"
