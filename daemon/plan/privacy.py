"""What a writer, a voice and the show notes may know of a private event, and what of an item may leave the machine."""

from collections.abc import Mapping
from dataclasses import replace

from connectors.items import Event, Item, Story, Task, key_of
from daemon.model import Briefing, Entry, Rundown

_OWN_WORDS = ("summary", "location", "description")


def shown(event: Event, *, private_events: bool) -> Event:
    """The event as it may be told: a private one without its title, place and description, unless that is allowed.

    A birthday keeps its title: Google makes every birthday private, whatever the listener wants.
    """
    if not event.private:
        return event
    if private_events or event.type == "birthday":
        return replace(event, private=False)
    return replace(event, summary="", location=None, description=None)


def kept_here(rundown: Rundown, briefing: Briefing, local_only: Mapping[str, tuple[str, ...]]) -> Rundown:
    """The rundown with each entry's fields that never leave the machine.

    These are its sources' `local_only` (by the sources' names) and, where private events may be told, their words.
    """
    private = {key_of(item) for item in briefing.items if isinstance(item, Event) and item.private}
    private |= {key_of(drop) for drop in briefing.dropped if drop.private}

    def marked(entry: Entry) -> Entry:
        named = [*_fields(entry.item, local_only), *(_OWN_WORDS if entry.key in private else ())]
        return replace(entry, local_only=tuple(dict.fromkeys(named))) if named else entry

    sections = (replace(section, entries=tuple(map(marked, section.entries))) for section in rundown.sections)
    return replace(rundown, sections=tuple(sections))


def _fields(item: Item, local_only: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Of all sources that have the item; `also_in` of a story names feeds, not sources."""
    others = getattr(item, "also_in", ()) if not isinstance(item, Story) else ()
    named = {name for source in (item.source, *others) for name in local_only.get(source, ())}
    if "title" in named and isinstance(item, Event | Task):
        named.add("summary")  # the settings may call it so
    return tuple(sorted(name for name in named if hasattr(item, name)))
