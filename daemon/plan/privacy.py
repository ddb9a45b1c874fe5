"""What a writer, a voice and the show notes may know of a private event."""

from dataclasses import replace

from connectors.items import Event


def shown(event: Event, *, private_events: bool) -> Event:
    """The event as it may be told: a private one without its title, place and description, unless that is allowed.

    A birthday keeps its title: Google makes every birthday private, whatever the listener wants.
    """
    if not event.private:
        return event
    if private_events or event.type == "birthday":
        return replace(event, private=False)
    return replace(event, summary="", location=None, description=None)
