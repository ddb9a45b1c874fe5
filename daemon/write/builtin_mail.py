"""Messages: how many, then who writes and about what; of a flagged one its first sentence too, if it is short."""

import re
from collections.abc import Iterator

from connectors.items import Message
from daemon.model import Entry, Line
from daemon.unspeakable import without_markup
from daemon.write.boilerplate import good_sentences
from daemon.write.sentences import shortened
from daemon.write.telling import Telling, named
from daemon.write.titles import headline

_LONGEST_SUBJECT = 25
_LONGEST_NAME = 6
_LONGEST_SENTENCE = 20
_PREFIXES = re.compile(
    r"^(?:\s*(?:re|aw|antw|sv|fwd?|wg|tr|rv|rif)\s*(?:\[\d+\])?\s?:\s*|\s*\[[^\[\]]{1,40}\]\s*)+", re.IGNORECASE
)


def mail(tell: Telling) -> Iterator[Line]:
    """A line for the count and one for each message; what is no name or no subject is not spoken."""
    told = [(entry, entry.item) for entry in tell.brief.section.entries if isinstance(entry.item, Message)]
    if not told:
        return
    messages = [message for _, message in told]
    yield tell.line(_count(messages, tell), (entry.key for entry, _ in told))
    for turn, (entry, message) in enumerate(told):
        yield tell.line(_who_and_what(message, turn, tell), [entry.key])
        yield from _first_sentence(entry, message, tell)


def _count(messages: list[Message], tell: Telling) -> str:
    """What is flagged may have been read, and what there is beyond these is not known."""
    count = tell.number(len(messages))
    if not tell.brief.section.complete:
        return tell.phrase("mail.some", count=count)
    kind = "many" if any(message.flagged for message in messages) else "unread"
    return tell.phrase(f"mail.{kind}_one") if len(messages) == 1 else tell.phrase(f"mail.{kind}", count=count)


def _who_and_what(message: Message, turn: int, tell: Telling) -> str:
    sender = shortened(named(tell.heard(message.sender)), _LONGEST_NAME) or tell.phrase("words.somebody")
    subject = shortened(headline(_PREFIXES.sub("", message.subject), tell), _LONGEST_SUBJECT)
    if not re.search(r"\w", subject):
        return tell.phrase("mail.untitled", turn, sender=sender)
    return tell.phrase("mail.flagged" if message.flagged else "mail.message", turn, sender=sender, subject=subject)


def _first_sentence(entry: Entry, message: Message, tell: Telling) -> Iterator[Line]:
    if entry.sentences < 2:
        return
    for sentence in good_sentences(without_markup(message.summary), message.subject, 1):
        said = tell.heard(sentence)
        if said and len(said.split()) <= _LONGEST_SENTENCE:
            yield tell.line(said, [entry.key])
