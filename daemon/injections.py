"""Orders that somebody put into an item for whoever reads it out, a model or the host: taken out of it. Pure.

An invitation, a feed, a mail or a page is data, whoever wrote it. What speaks to a machine, opens a turn of its own,
cancels instructions or says what must be said to the listener is removed before anything is planned. It is known by its
words in our four languages (the most usual in six others), in any disguise of `daemon.disguises`. It is one of several
walls and no proof: an order in other words, in other languages or shared out over several items comes through, and
`check` judges what is made of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.disguises import closed_up, decoded, one_script, unleeted, without_hidden
from daemon.injections_marks import without_hidden_parts
from daemon.injections_rules import Order, announces, judged, only_leads, torn

_SENTENCE = re.compile(r"(?:[^\n]{0,1000}?(?:[.!?…]{1,9}[\"'”’»)\]]*(?=\s)|[。！？]{1,9}|(?=\n)|\Z)|[^\n]{1000})\s*")
"""Cut at 1,000 characters where none ends, so that nobody can make the search endless."""
_CLAUSE = re.compile(r"\s+(?:[-–—|•·]+|//)\s+|\s*[;:]\s+|\s*[(\[{<]|,\s+|\.{3,}\s*")
_BREAK = re.compile(r"\s(?:[-–—|•·]+|//)\s+|\s?[;(\[{]\s*")
_MOST_BREAKS = 4
_JOINED = re.compile(r"\w+(?:[-_/.+]\w+){3,}")
_HUMPS = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_BLANK = re.compile(r"[ \t]+\n|\n(?=\n\n)")
_LONG = re.compile(r"\S{240}(?=\S)")
"""Cut there, so that a word without end takes no time without end; whole for base32 and base64."""
_QUOTES = re.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is left of a sentence, what kind of order went, and whether the order goes on behind it."""

    text: str
    order: Order | None = None
    goes_on: bool = False


def gives_orders(sentence: str, *, own: bool = False) -> bool:
    """Whether a sentence or title gives orders to whoever reads it out, or speaks as a system, developer or assistant.

    `own`: it is the listener's own, and may tell them what to say; only what takes over a machine counts. Not caught:
    an order in words that a person would use to another person, and a lie without an order.
    """
    return _order(sentence, own) is not None


def without_orders(text: str, *, own: bool = False) -> str:
    """The text without the sentences, or the ends of titles, that give orders (see `gives_orders`).

    What follows in the same paragraph goes too, where the order takes over the machine or announces what is to be said.
    Characters and elements that nobody sees are dropped; apart from them a text without orders stays as it is.
    """
    text = whole = without_hidden_parts(without_hidden(text))
    kept = list(_kept(text, own))
    if any(each.order for each in kept):
        text = _BLANK.sub("\n", "".join(each.text for each in kept)).strip()
    # In the whole too: what was cut may be the half by which the other one is known.
    return "" if not own and any(map(torn, {whole, text})) else text


def harmless(item: Item) -> Item:
    """The item with every text that somebody else may have written free of orders; a title that was one is empty.

    Tasks and the listener's own notes keep what they tell themselves. A story whose title was an order loses its
    summary too: both are empty then, and there is nothing left to tell.
    """
    if isinstance(item, Event):
        summary, also_in = without_orders(item.summary), _names(item.also_in)
        place, description = _optional(item.location), _optional(item.description)
        return replace(item, summary=summary, location=place, description=description, also_in=also_in)
    if isinstance(item, Task):
        return replace(item, summary=without_orders(item.summary, own=True), also_in=_names(item.also_in))
    if isinstance(item, Story):
        title, feed = without_orders(item.title), without_orders(item.feed)
        summary = without_orders(item.summary) if title or not item.title else ""
        return replace(item, title=title, summary=summary, feed=feed, also_in=_names(item.also_in))
    if isinstance(item, Message):
        subject, sender = without_orders(item.subject), without_orders(item.sender)
        return replace(item, subject=subject, sender=sender, summary=without_orders(item.summary))
    if isinstance(item, Note):
        own = item.role != "page"
        return replace(item, title=without_orders(item.title, own=own), text=without_orders(item.text, own=own))
    return _harmless_weather(item)


def _harmless_weather(item: Weather) -> Weather:
    return replace(item, place=_optional(item.place), credit=_optional(item.credit))


def _optional(text: str | None) -> str | None:
    return without_orders(text) or None if text else text


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, map(without_orders, names)))


def _kept(text: str, own: bool) -> Iterator[_Kept]:
    """Each sentence, whole, cut or empty; an order's end of a paragraph with it."""
    goes_on = False
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        ends = sentence.endswith("\n") or "\n" in sentence[len(sentence.rstrip()) :]
        kept = _judge(sentence, own)
        if goes_on and sentence.strip():
            kept = replace(kept, text="\n" if ends else "", order=kept.order or "order")
        yield kept
        goes_on = (goes_on and not ends) or kept.goes_on


def _judge(sentence: str, own: bool) -> _Kept:
    order = _order(sentence, own)
    if order is None:
        return _Kept(sentence)
    kept = _before(sentence, own)
    rest = sentence[len(kept) :].rstrip()
    opens = rest.endswith(":") or len(_QUOTES.findall(rest)) % 2 == 1 or announces(rest)
    ends = "\n" in sentence[len(sentence.rstrip()) :]
    goes_on = opens or (order == "grave" and not ends)
    return _Kept(f"{kept} " if kept and not ends else f"{kept}\n" if ends else kept, order, goes_on)


def _before(sentence: str, own: bool) -> str:
    """The longest beginning of it, up to where a clause ends, that says something and no order; the rest is one."""
    for clause in reversed(list(_CLAUSE.finditer(sentence))):
        before, rest = sentence[: clause.start()], sentence[clause.end() :]
        if not only_leads(before) and _order(before, own) is None and _order(rest, own) is not None:
            return before.rstrip(" ,;:-–—|(")
    return ""


def _order(sentence: str, own: bool) -> Order | None:
    """The gravest order in any reading of it, or of what stands behind a dash, a semicolon or a bracket."""
    sentence = _LONG.sub(r"\g<0> ", sentence)
    parts = [sentence, *(sentence[cut.end() :] for cut in islice(_BREAK.finditer(sentence), _MOST_BREAKS))]
    found = {judged(reading, own) for part in parts for reading in _readings(part)}
    return "grave" if "grave" in found else "order" if "order" in found else None


def _readings(sentence: str) -> Iterator[str]:
    """The sentence as it stands and out of its disguises."""
    yield sentence
    bare = one_script(sentence)
    others = {closed_up(bare), unleeted(bare), closed_up(unleeted(bare))}
    if _JOINED.search(bare):
        others.add(re.sub(r"(?<=\w)[-_/.+](?=\w)", " ", bare))
    if len(_HUMPS.findall(bare)) > 2:
        others.add(_HUMPS.sub(" ", bare))
    yield from others - {bare, sentence}
    yield from decoded(sentence)
