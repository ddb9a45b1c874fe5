"""Which messages a morning tells: what is flagged, then the newest; few, and no more than there is room for."""

from collections.abc import Iterable

from connectors.items import Message, key_of
from daemon.model import Entry
from daemon.plan.text import sentence_lengths, words

MOST = 5
INTRO, PER_MESSAGE = 3, 3
"""Words that say how many there are, and those that lead into each."""
LONGEST_SUBJECT, LONGEST_SENTENCE = 25, 20


def choose(messages: Iterable[Message], room: int) -> tuple[Entry, ...]:
    """Sender and subject of each; of a flagged one the first sentence too, where there is room for it."""
    chosen: list[Entry] = []
    left = room - INTRO
    for message in sorted(messages, key=lambda one: (not one.flagged, -one.sent.timestamp(), key_of(one)))[:MOST]:
        depths = (2, 1) if message.flagged else (1,)
        fitting = (Entry(item=message, sentences=depth) for depth in depths)
        entry = next((entry for entry in fitting if message_words(entry) <= left), None)
        if entry is None:
            break
        chosen.append(entry)
        left -= message_words(entry)
    return tuple(chosen)


def mail_words(entries: Iterable[Entry]) -> int:
    """What they take to tell, about; nothing where there are none."""
    each = [message_words(entry) for entry in entries]
    return INTRO + sum(each) if each else 0


def message_words(entry: Entry) -> int:
    """What one message takes."""
    message = entry.item
    if not isinstance(message, Message):
        return 0
    first = sum(sentence_lengths(message.summary, 1)) if entry.sentences > 1 else 0
    said = words(message.sender) + min(LONGEST_SUBJECT, words(message.subject))
    return PER_MESSAGE + said + min(LONGEST_SENTENCE, first)
