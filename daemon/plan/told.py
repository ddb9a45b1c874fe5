"""By what later episodes know again what one has told."""

from collections.abc import Collection
from typing import Literal

from connectors.items import Event, Story, key_of
from daemon.model import Briefing, Rundown
from daemon.plan.stories import fingerprints, unite

ToldAs = Literal["event", "cancelled", "story"]


def event_keys(event: Event) -> tuple[str, ...]:
    """The event's key in each of the sources that hold it."""
    own = key_of(event)
    return own, *(source + own.removeprefix(event.source) for source in event.also_in)


def tellings(rundown: Rundown, briefing: Briefing) -> dict[str, ToldAs]:
    """What an episode of this rundown leaves behind: the keys of its events, the fingerprints of its stories."""
    entries = [entry for section in rundown.sections for entry in section.entries]
    events: dict[str, ToldAs] = {
        key: "cancelled" if entry.cancelled else "event"
        for entry in entries
        if isinstance(entry.item, Event)
        for key in event_keys(entry.item)
    }
    return events | _stories(briefing, {entry.key for entry in entries})


def _stories(briefing: Briefing, keys: Collection[str]) -> dict[str, ToldAs]:
    """All tellings of a story count, so that tomorrow another feed's is not told as news."""
    clusters = unite(item for item in briefing.items if isinstance(item, Story))
    told = (cluster for cluster in clusters if key_of(cluster.story) in keys)
    return {mark: "story" for cluster in told for story in cluster.members for mark in fingerprints(story)}
