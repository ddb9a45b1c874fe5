"""The slots of what others wrote, and of the listener's notes: a story, a message, a note. Pure.

A model sees their sentences with slots in the place of their values; sentences that the built-in writer would not say
(boilerplate, addresses, codes, somebody who speaks as if they were the host) it does not see.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from connectors.items import Message, Note, Story
from daemon.model import Entry
from daemon.posing import poses
from daemon.unspeakable import is_spoiled, without_addresses
from daemon.write.boilerplate import good_sentences
from daemon.write.builtin_mail import _LONGEST_NAME, _PREFIXES
from daemon.write.builtin_news import _note_sentences
from daemon.write.facts import language_of
from daemon.write.moments import moment
from daemon.write.sentences import sentences, shortened
from daemon.write.slots_base import Find, ItemSlots, Passage, Slot, clean
from daemon.write.slots_cut import Cutter
from daemon.write.telling import Telling, named
from daemon.write.titles import source_name

_MOST_WORDS = 120
"""Of a story's summary that a model sees."""
_LONGEST_HEADLINE = 40
_MOST_ALSO = 2


def story_slots(alias: str, entry: Entry, story: Story, tell: Telling, find: Find) -> ItemSlots | None:
    """Who reports it, its headline and as much of its summary as one would read out; None where nothing may be said."""
    title = list(_sayable(_own(sentences(clean(story.title)), tell)))
    summary = _own(sentences(clean(story.summary)), tell)
    told = _sayable(_first(good_sentences(" ".join(summary), story.title, _MOST_WORDS)))
    headline = shortened(" ".join(title).strip(" -–—•·:;,/#+=~"), _LONGEST_HEADLINE)
    passages, cut = _cut(alias, tell, find, ("headline", [headline] if headline else []), ("text", list(told)))
    if not passages:
        return None
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="story",
        slots=(*_sources(story, tell), *cut),
        passages=passages,
        sentences=entry.sentences + 1,
    )


def message_slots(alias: str, entry: Entry, message: Message, tell: Telling, find: Find) -> ItemSlots:
    """Who writes, when and about what; of one that the listener flagged its first sentence too."""
    subject = shortened(_PREFIXES.sub("", clean(message.subject)).strip(" -–—•·:;,/#+=~"), _LONGEST_HEADLINE)
    shown = subject if re.search(r"\w", subject) and not is_spoiled(subject) else without_addresses(subject)
    body = _own(good_sentences(clean(message.summary), message.subject, 1), tell) if entry.sentences > 1 else ()
    passages, cut = _cut(alias, tell, find, ("subject", [shown] if shown else []), ("text", list(_sayable(body))))
    sender = shortened(named(tell.heard(message.sender)), _LONGEST_NAME) or tell.phrase("words.somebody")
    own = (Slot("sender", sender, "who writes"), Slot("sent", moment(message.sent, tell), "when it was sent"))
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="message",
        slots=(*own, *cut),
        passages=passages,
        hints=("the listener flagged it",) if message.flagged else (),
        sentences=entry.sentences,
    )


def note_slots(alias: str, entry: Entry, note: Note, tell: Telling, find: Find) -> ItemSlots | None:
    """As many of the note's sentences as are told; None where none may be said."""
    text = (clean(each) for each in _note_sentences(html.unescape(html.unescape(note.text))))
    told = list(_sayable(_own(text, tell) if note.role == "page" else text))[: max(1, entry.sentences)]
    title = list(_sayable([clean(note.title)])) if note.role == "class" else []
    passages, cut = _cut(alias, tell, find, ("title", title), ("text", told))
    if not any(passage.label == "text" for passage in passages):
        return None
    whose = {
        "day": "the listener's own note for today",
        "class": "the listener's own notes, taken earlier",
        "page": "what a page or a device says",
    }
    return ItemSlots(
        alias=alias,
        key=entry.key,
        kind="note",
        slots=cut,
        passages=passages,
        hints=(whose[note.role],),
        sentences=entry.sentences,
    )


def _cut(
    alias: str, tell: Telling, find: Find, *parts: tuple[str, Sequence[str]]
) -> tuple[tuple[Passage, ...], tuple[Slot, ...]]:
    """The item's texts, each with its label, and the slots of what was cut out of them."""
    language = language_of(" ".join(each for _, told in parts for each in told), tell.book.language)
    cutter = Cutter(alias, tell, find, language)
    passages = [cutter.passage(label, told) for label, told in parts]
    return tuple(passage for passage in passages if passage), tuple(cutter.slots)


def _sources(story: Story, tell: Telling) -> Iterator[Slot]:
    source = source_name(story.feed, tell)
    yield Slot("source", source, "who reports it")
    others = dict.fromkeys(source_name(feed, tell) for feed in story.also_in)
    also = [name for name in others if name != source][:_MOST_ALSO]
    if also:
        yield Slot("also", tell.join(also), "who has it too")


def _own(said: Iterable[str], tell: Telling) -> Iterator[str]:
    """The sentences in which a text speaks for itself."""
    return (each for each in said if not poses(each, tell.brief.name))


def _sayable(said: Iterable[str]) -> Iterator[str]:
    plain = (without_addresses(each) for each in said if not is_spoiled(each))
    return (each for each in plain if any(letter.isalnum() for letter in each))


def _first(said: Iterable[str]) -> Iterator[str]:
    """As many whole sentences as a model needs of a story."""
    words = 0
    for each in said:
        words += len(each.split())
        if words > _MOST_WORDS:
            return
        yield each
