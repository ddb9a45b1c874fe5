"""Planted errors in lines whose values stand as text: each gives a false line that looks like the true one, or None."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from connectors.items import Event, Message, Note, Story, Task
from tests.truth.finding import Found, find
from tests.truth.foreign import FOREIGN, Ask, is_approximate
from tests.truth.grounds import folded, texts_of
from tests.truth.scenes import Scene


@dataclass(frozen=True, slots=True)
class Clean:
    """A line as it may be said."""

    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plant:
    """A false line."""

    text: str
    items: tuple[str, ...]


Planter = Callable[[Clean, Scene, Random], Plant | None]


def ask_for(clean: Clean, scene: Scene, random: Random, *, is_near: bool = False) -> Ask:
    """What a value must be foreign to in this line."""
    return Ask(scene.ground(clean.items), scene.own, scene.elsewhere, scene.sheet.brief, random, is_near)


def put(clean: Clean, start: int, end: int, value: str) -> Plant:
    """The line with other words from start to end."""
    return Plant(clean.text[:start] + value + clean.text[end:], clean.items)


def add(clean: Clean, sentence: str) -> Plant:
    """The line with a sentence more."""
    return Plant(f"{clean.text} {sentence}", clean.items)


def value(kind: str, clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A value of that kind replaced by a foreign one."""
    found = [each for each in find(clean.text, scene.sheet.language) if each.kind == kind]
    return _replaced(random.choice(found), kind, clean, scene, random) if found else None


def _replaced(at: Found, kind: str, clean: Clean, scene: Scene, random: Random) -> Plant | None:
    is_near = is_approximate(clean.text, at.start, scene.own)
    new = FOREIGN[kind](at.text, ask_for(clean, scene, random, is_near=is_near))
    return put(clean, at.start, at.end, new) if new else None


def name(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A name replaced; that of the feed is `source`'s."""
    feeds = folded(" ".join(_feeds(clean, scene)))
    found = [
        each
        for each in find(clean.text, scene.sheet.language)
        if each.kind == "name" and folded(each.text).strip() not in feeds
    ]
    return _replaced(random.choice(found), "name", clean, scene, random) if found else None


def place(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A name after "in", or an event's or the weather's place."""
    before = "|".join(scene.own.before_place)
    found = [
        each
        for each in find(clean.text, scene.sheet.language)
        if each.kind == "name" and re.search(rf"\b(?:{before}) $", clean.text[: each.start], re.IGNORECASE)
    ]
    if found:
        return _replaced(random.choice(found), "place", clean, scene, random)
    where = [text for key in clean.items if (text := getattr(scene.sheet.items[key], "location", None))]
    return _stated(where, "place", clean, scene, random)


def source(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """Another feed's name for the item's."""
    return _stated(_feeds(clean, scene), "source", clean, scene, random)


def title(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """Another event's, task's, mail's or note's title for the item's."""
    titles: list[str] = []
    for key in clean.items:
        item = scene.sheet.items[key]
        if isinstance(item, Event | Task):
            titles += [item.summary, *re.split(r"[:,(]", item.summary)[:1]]
        elif isinstance(item, Message | Note):
            titles.append(item.subject if isinstance(item, Message) else item.title)
    return _stated(titles, "title", clean, scene, random)


def _feeds(clean: Clean, scene: Scene) -> list[str]:
    items = [scene.sheet.items[key] for key in clean.items]
    feeds = [feed for item in items if isinstance(item, Story) for feed in (item.feed, *item.also_in)]
    return [*feeds, *(feed.removeprefix("The ") for feed in feeds)]


def _stated(words: list[str], kind: str, clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """The first of these words that the line says, replaced."""
    for each in words:
        at = re.search(rf"(?<!\w){re.escape(each)}(?!\w)", clean.text, re.IGNORECASE)
        new = FOREIGN[kind](each, ask_for(clean, scene, random)) if at else None
        if at and new:
            return put(clean, at.start(), at.end(), new)
    return None


def unit(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """The right number with a wrong unit, scale, currency or decimal point."""
    plants = [*_units(clean, scene), *_scales(clean, scene), *_decimals(clean)]
    own = scene.ground(clean.items).folded
    foreign = [(at, new) for at, new in plants if folded(new) not in own]
    if not foreign:
        return None
    at, new = random.choice(foreign)
    return put(clean, at.start(), at.end(), new)


def _units(clean: Clean, scene: Scene) -> list[tuple[re.Match[str], str]]:
    """Another unit or currency behind the number, or before it."""
    numbers = [each for each in find(clean.text, scene.sheet.language) if each.kind == "number"]
    return [
        (at, at[0].replace(one, other))
        for one, other in scene.own.units
        for at in re.finditer(_with_number(re.escape(one)), clean.text)
        if any(at.start() <= each.start < at.end() for each in numbers)
    ]


def _with_number(unit: str) -> str:
    if unit[-1].isalpha():
        return rf"\b[\w.,-]+ {unit}\b"
    return rf"\d[\d.,\s]*{unit}|{unit}\d[\d.,]*"


def _scales(clean: Clean, scene: Scene) -> list[tuple[re.Match[str], str]]:
    """A scale dropped: "38.4 million" as "38.4"."""
    scales = "|".join(scene.own.scales)
    return [(at, at[1]) for at in re.finditer(rf"(\d[\d.,]*) (?:{scales})\b(?: de| d’)?", clean.text)]


def _decimals(clean: Clean) -> list[tuple[re.Match[str], str]]:
    """The decimal point moved: "38.4" as "3.84" or "384"."""
    found = []
    for at in re.finditer(r"(?<![\d.,:])(\d{1,3})([.,])(\d{1,2})(?![\d.,]\d|\d| Uhr)", clean.text):
        found.append((at, at[1] + at[3]))
        if len(at[1]) > 1:
            found.append((at, f"{at[1][:-1]}{at[2]}{at[1][-1]}{at[3]}"))
    return found


def quotation(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """Words that nobody said: in the place of a quotation of the line's, or spoken by a person of the item's."""
    if random.random() < 0.5 and (plant := value("quotation", clean, scene, random)):
        return plant
    own = scene.own
    opening, closing = random.choice(own.quote_marks)
    said = f"{opening}{random.choice(own.quotes)}{closing}"
    sentence = random.choice(own.quote_frames).format(quote=said, who=_person(clean, scene, random))
    return add(clean, sentence[0].upper() + sentence[1:])


def _person(clean: Clean, scene: Scene, random: Random) -> str:
    texts = [text for key in clean.items for text in texts_of(scene.sheet.items[key])[1:2]]
    names = [each.text for text in texts for each in find(text, scene.sheet.language) if each.kind == "name"]
    whole = [each for each in names if len(each.split()) == 2]
    return random.choice(whole) if whole else scene.own.somebody


def link(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """An address that no item has."""
    return add(clean, random.choice(scene.own.links).format(domain=random.choice(scene.own.domains)))


def added(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A sentence about something that no item holds, with a time, a name or a number of its own."""
    own, ground = scene.own, scene.ground(clean.items)
    said = [each for each in own.added if not any(_stands(found, ground.folded) for found in find(each, own.language))]
    return add(clean, random.choice(said)) if said else None


def _stands(found: Found, own: str) -> bool:
    return folded(found.text) in own


PLANTERS: dict[str, Planter] = {
    "time": partial(value, "time"),
    "date": partial(value, "date"),
    "number": partial(value, "number"),
    "unit": unit,
    "name": name,
    "title": title,
    "place": place,
    "source": source,
    "quotation": quotation,
    "link": link,
    "added item": added,
}
