"""A briefing without what somebody's text tells whoever reads it out to do. Pure."""

from dataclasses import replace

from connectors.items import Event, Item, Message, Note, Story
from daemon.injections import harmless
from daemon.model import Briefing, Dropped


def disarmed(briefing: Briefing) -> Briefing:
    """The briefing without the sentences in which somebody's text gives orders to whoever reads it out."""
    dropped = (
        Dropped.of(event, drop.why) for drop in briefing.dropped if isinstance(event := harmless(drop.event), Event)
    )
    items = (harmless(item) for item in briefing.items)
    return replace(briefing, items=tuple(item for item in items if not _is_empty(item)), dropped=tuple(dropped))


def _is_empty(item: Item) -> bool:
    """Whether nothing is left to tell: of an event or a task there always is that it stands there."""
    if isinstance(item, Story):
        return not (item.title or item.summary)
    if isinstance(item, Message):
        return not (item.subject or item.summary)
    return isinstance(item, Note) and not item.text
