"""What is planted and what to look for, by language: the hand-written lists of pools/*.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "pools"
_LISTS = (
    *("towns", "feeds", "titles", "places", "quotes", "quote_frames", "links", "added"),
    *("weekdays", "months", "noon"),
)
LANGUAGES = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """The lists of one language. `countries`: the name, and the beginnings of words that speak of it.

    `clocks`: times in words, with hour (0 to 11) and minute.
    """

    language: str
    persons: tuple[str, ...]
    organisations: tuple[str, ...]
    products: tuple[str, ...]
    towns: tuple[str, ...]
    countries: tuple[tuple[str, ...], ...]
    feeds: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[str, ...]
    domains: tuple[str, ...]
    quotes: tuple[str, ...]
    quote_marks: tuple[tuple[str, str], ...]
    quote_frames: tuple[str, ...]
    somebody: str
    links: tuple[str, ...]
    added: tuple[str, ...]
    counts: dict[str, tuple[str, ...]]
    antonyms: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    scales: dict[str, int]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    relative: dict[str, int]
    noon: tuple[str, ...]
    clocks: dict[str, tuple[int, int]]
    near: frozenset[str]
    starters: frozenset[str]
    before_place: tuple[str, ...]
    numbers: dict[int, str]
    ordinals: dict[int, str]


@cache
def pools(language: str) -> Pools:
    """The lists of that language, with those of all languages."""
    common, own = _toml("common"), _toml(language)
    listed = {key: tuple(own[key]) for key in _LISTS}
    paired = {key: tuple(tuple(row) for row in own[key]) for key in ("countries", "quote_marks", "units")}
    held: dict[str, Any] = {**listed, **paired, **{key: own[key] for key in ("somebody", "scales", "relative")}}
    return Pools(
        language=language,
        persons=(*common["persons"], *own["persons"]),
        organisations=(*common["organisations"], *own["organisations"]),
        products=tuple(common["products"]),
        domains=(*common["domains"], *own["spelled"]),
        counts={kind: tuple(frames) for kind, frames in own["counts"].items()},
        antonyms=tuple((one, other) for one, other in own["antonyms"]["pairs"]),
        near=frozenset(own["near"].split()),
        starters=frozenset(own["starters"].split()),
        before_place=tuple(own["before_place"].split()),
        clocks=_clocks(own["hours"].split(), own["clock_forms"]),
        numbers=_words(language, "cardinal", range(101)),
        ordinals=_words(language, "ordinal", range(1, 32)),
        **held,
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _clocks(hours: list[str], forms: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Times as people say them, with hour (0 to 11) and minute."""
    found = {}
    for form, minutes in forms.items():
        for at, hour in enumerate(hours, start=1):
            total = at * 60 + minutes
            found[form.format(h=hour)] = (total // 60 % 12, total % 60)
    return found


def _words(language: str, to: str, values: range) -> dict[int, str]:
    from num2words import num2words

    return {value: num2words(value, lang=language, to=to) for value in values}
