"""A section with what stands in its items, and what the other sections of its language could lend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from connectors.items import Event, Item, Story, Task
from tests.truth.finding import find
from tests.truth.grounds import Ground, ground, texts_of
from tests.truth.pools import Pools, pools
from tests.truth.reading import Sheet

_SHORT = 4


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the other files of the language hold: people and things by name, titles, places, feeds."""

    names: tuple[str, ...]
    titles: tuple[str, ...]
    places: tuple[str, ...]
    feeds: tuple[str, ...]


@dataclass(frozen=True)
class Scene:
    """Where a line is planted in."""

    sheet: Sheet
    elsewhere: Elsewhere
    _grounds: dict[tuple[str, ...], Ground] = field(default_factory=dict)

    @property
    def own(self) -> Pools:
        """The lists of the section's language."""
        return pools(self.sheet.language)

    def ground(self, keys: tuple[str, ...]) -> Ground:
        """What stands in these items."""
        if keys not in self._grounds:
            self._grounds[keys] = ground([self.sheet.items[key] for key in keys], self.sheet.brief)
        return self._grounds[keys]

    def others(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The section's other items."""
        return tuple(key for key in self.sheet.items if key not in keys)


def scenes(sheets: Sequence[Sheet]) -> tuple[Scene, ...]:
    """Each file with what the others of its language hold."""
    return tuple(Scene(sheet, _elsewhere(sheet, sheets)) for sheet in sheets)


def _elsewhere(sheet: Sheet, sheets: Iterable[Sheet]) -> Elsewhere:
    items = [
        item
        for other in sheets
        if other.language == sheet.language and other.name != sheet.name
        for item in other.items.values()
    ]
    return Elsewhere(
        names=_once(name for item in items for name in _names(item, sheet.language)),
        titles=_once(item.summary for item in items if isinstance(item, Event | Task)),
        places=_once(item.location for item in items if isinstance(item, Event) and item.location),
        feeds=_once(item.feed for item in items if isinstance(item, Story)),
    )


def _names(item: Item, language: str) -> Iterable[str]:
    """Names of two words and more: a single one may be an ordinary word."""
    for text in texts_of(item)[1:2]:
        yield from (each.text for each in find(text, language) if each.kind == "name" and is_whole(each.text))


def is_whole(name: str) -> bool:
    """Whether a name is more than a title, an initial or a German noun."""
    words = name.split()
    return len(words) > 1 and len(words[-1]) >= _SHORT


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
