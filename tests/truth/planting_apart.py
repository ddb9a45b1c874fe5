"""Errors that cannot be told from the values alone. They are counted apart, for honesty."""

import re
from random import Random

from tests.truth.finding import find
from tests.truth.foreign import name as foreign_name
from tests.truth.planting import Clean, Plant, ask_for, put
from tests.truth.scenes import Scene


def role_swapped(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """Two values of a kind, both the item's own, change places."""
    found = find(clean.text, scene.sheet.language)
    pairs = [
        (one, other)
        for one in found
        for other in found
        if one.kind == other.kind and one.end <= other.start and one.text != other.text
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    text = clean.text
    return Plant(
        text[: one.start] + other.text + text[one.end : other.start] + one.text + text[other.end :], clean.items
    )


def turned_round(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A word that is no value as its opposite: "fell" for "rose"."""
    both = [*scene.own.antonyms, *((other, one) for one, other in scene.own.antonyms)]
    found = [
        (at, other)
        for one, other in dict(both).items()
        for at in re.finditer(rf"(?<![\w’'-]){re.escape(one)}(?![\w’'-])", clean.text)
    ]
    if not found:
        return None
    at, other = random.choice(found)
    return put(clean, at.start(), at.end(), other)


def small_name(clean: Clean, scene: Scene, random: Random) -> Plant | None:
    """A foreign name written with small letters, as no model writes unless it means to."""
    found = [each for each in find(clean.text, scene.sheet.language) if each.kind == "name"]
    if not found:
        return None
    at = random.choice(found)
    new = foreign_name(at.text, ask_for(clean, scene, random))
    return put(clean, at.start, at.end, new.lower()) if new else None
