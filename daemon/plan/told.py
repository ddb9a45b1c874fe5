"""By what later episodes know again what one has told."""

from collections.abc import Collection

from connectors.items import Event, Story, key_of
from daemon.model import Briefing, Rundown, ToldAs
from daemon.plan.stories import fingerprints, unite


def event_keys(event: Event) -> tuple[str, ...]:
    """The event's key in each of the sources that hold it."""
    own = key_of(event)
    return own, *(source + own.removeprefix(event.source) for source in event.also_in)


def tellings(rundown: Rundown, briefing: Briefing, spoken: Collection[Collection[str]]) -> dict[str, ToldAs]:
    """What an episode leaves behind: the keys of its events, the fingerprints of its stories.

    `spoken` holds the keys that each spoken line rests on. A story is told where a line is about it alone: the line
    that says how many stories there are tells none of them.
    """
    said = {key for keys in spoken for key in keys}
    alone = {key for keys in spoken if len(keys) == 1 for key in keys}
    events: dict[str, ToldAs] = {
        key: "cancelled" if entry.cancelled else "event"
        for section in rundown.sections
        for entry in section.entries
        if isinstance(entry.item, Event) and entry.key in said
        for key in event_keys(entry.item)
    }
    return events | _stories(briefing, alone)


def _stories(briefing: Briefing, keys: Collection[str]) -> dict[str, ToldAs]:
    """All tellings of a story count, so that tomorrow another feed's is not told as news."""
    clusters = unite(item for item in briefing.items if isinstance(item, Story))
    told = (cluster for cluster in clusters if key_of(cluster.story) in keys)
    return {mark: "story" for cluster in told for story in cluster.members for mark in fingerprints(story)}
