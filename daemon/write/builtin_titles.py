"""Titles and places judged alone, before several share a line: one that may not be spoken takes no other with it."""

from dataclasses import replace

from connectors.items import Event, Task
from daemon.write import titles
from daemon.write.speakable import speakable
from daemon.write.telling import Telling
from daemon.write.titles import Title


def event_title(event: Event, tell: Telling) -> Title:
    """What the event is called, as if it had no title where its own may not be spoken."""
    title = titles.event_title(event, tell)
    return title if _sayable(title.text, tell) else titles.event_title(replace(event, summary=""), tell)


def task_title(task: Task, tell: Telling) -> str:
    """What is to be done, as if it had no title where its own may not be spoken."""
    title = titles.task_title(task, tell)
    return title if _sayable(title, tell) else titles.task_title(replace(task, summary=""), tell)


def place(event: Event, tell: Telling) -> str:
    """Where the event is, as it follows its title; empty where nobody said, or where it may not be spoken."""
    said = titles.place(event, tell)
    return said if _sayable(said, tell) else ""


def _sayable(text: str, tell: Telling) -> bool:
    """As it is, and in a line, whose finish may put together what the text kept apart."""
    return speakable(text) is None and speakable(tell.line(text).text) is None
