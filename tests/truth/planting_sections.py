"""Planted errors that need the rest of the section: counts, and values or whole lines of another item."""

from datetime import datetime
from fractions import Fraction
from random import Random

from connectors.items import Event, Item
from tests.truth.finding import Found, find
from tests.truth.grounds import Ground, amounts, clock_of, days_of, texts_of
from tests.truth.planting import Clean, Plant, put
from tests.truth.scenes import Scene, is_whole

_SHORT = 4


def counted(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """The line after a true count of the section's items, all of which it then rests on."""
    keys = _of_one_kind(clean, scene)
    return _with_count(len(keys), keys, clean, scene, random) if len(keys) > 1 else None


def count(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """The line after a false count."""
    keys = _of_one_kind(clean, scene)
    ground = scene.ground(keys)
    false = [each for each in range(2, 13) if each != len(keys) and not ground.has_number(Fraction(each))]
    return _with_count(random.choice(false), keys, clean, scene, random) if false and keys else None


def _of_one_kind(clean: Clean, scene: Scene) -> tuple[str, ...]:
    kind = scene.sheet.items[clean.items[0]].kind
    return tuple(key for key, item in scene.sheet.items.items() if item.kind == kind)


def _with_count(value: int, keys: tuple[str, ...], clean: Clean, scene: Scene, random: Random) -> Plant | None:
    frames = scene.own.counts.get(scene.sheet.items[clean.items[0]].kind)
    if not frames:
        return None
    said = random.choice(frames).format(n=scene.own.numbers[value])
    return Plant(f"{said[0].upper()}{said[1:]} {clean.text}", tuple(dict.fromkeys((*clean.items, *keys))))


def swapped_value(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A value of another item of the section in the place of the same kind of value."""
    language, ground = scene.sheet.language, scene.ground(clean.items)
    pairs = [
        (own, other)
        for key in scene.others(clean.items)
        for text in _texts(scene.sheet.items[key])
        for other in find(text, language)
        if is_foreign(other, ground, scene) and _is_clear(other, language)
        for own in find(clean.text, language)
        if own.kind == other.kind and not clean.text[own.end : own.end + 1].isalnum()
    ]
    if not pairs:
        return None
    kind = random.choice(sorted({own.kind for own, _ in pairs}))
    own, other = random.choice([pair for pair in pairs if pair[0].kind == kind])
    return put(clean, own.start, own.end, other.text)


def _is_clear(found: Found, language: str) -> bool:
    """Whether it is surely a value: no "No" or "Prof", and no single German word, which may be any noun."""
    return found.kind != "name" or is_whole(found.text) or (language != "de" and len(found.text) > _SHORT)


def swapped_line(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """The whole line, resting on another item."""
    others = [key for key in scene.others(clean.items) if _says_what_is_not_in(clean, key, scene)]
    return Plant(clean.text, (random.choice(others),)) if others else None


def _says_what_is_not_in(clean: Clean, key: str, scene: Scene) -> bool:
    """Whether the line holds a value that the other item lacks, or none at all."""
    found, ground = find(clean.text, scene.sheet.language), scene.ground((key,))
    return not found or any(is_foreign(each, ground, scene) for each in found)


def is_foreign(found: Found, ground: Ground, scene: Scene) -> bool:
    """Whether the value stands nowhere in the items, in any form."""
    own = scene.own
    if found.kind == "time":
        clock = clock_of(found.text, own.language)
        return clock is not None and clock not in ground.clocks
    if found.kind == "number":
        return not any(ground.has_number(value) for value in _values(found.text, scene))
    if found.kind == "date":
        return _is_foreign_day(found.text, ground, scene)
    return ground.is_foreign(found.text)


def _is_foreign_day(text: str, ground: Ground, scene: Scene) -> bool:
    own, held = scene.own, ground.days | ground.near
    if any(text.lower().startswith(weekday.lower()) for weekday in own.weekdays):
        weekday = next(days_of(text, scene.sheet.brief.day, own)).weekday()
        return all(day.weekday() != weekday for day in held)
    days = set(days_of(text, scene.sheet.brief.day, own))
    return bool(days) and days.isdisjoint(held)


def _values(text: str, scene: Scene) -> list[Fraction]:
    words = [Fraction(value) for value, word in scene.own.numbers.items() if word == text.lower()]
    return [*words, *amounts(text)]


def _texts(item: Item) -> tuple[str, ...]:
    """The item's words; a time of its fields as a small model would copy it."""
    if not isinstance(item, Event) or not isinstance(item.start, datetime):
        return texts_of(item)
    return (*texts_of(item), f"{item.start.hour}:{item.start.minute:02d}")
