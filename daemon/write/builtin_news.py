"""The news: who reports it, the headline, and its first good sentences. And the listener's own notes."""

import re
from collections.abc import Iterator

from connectors.items import Note, Story
from daemon.model import Entry, Line
from daemon.write.boilerplate import good_sentences
from daemon.write.sentences import fitting, sentences, shortened
from daemon.write.telling import Telling, named
from daemon.write.titles import headline, lowered, source_name
from daemon.write.unspeakable import without_markup

_LONGEST_HEADLINE = 40
_LONGEST_TITLE = 15
_MOST_ALSO = 2
_LEAST_TO_SUM_UP = 3


def news(tell: Telling) -> Iterator[Line]:
    """How many stories, then each with its source named; a line a sentence, so that one may be refused alone."""
    entries = [entry for entry in tell.brief.section.entries if isinstance(entry.item, Story)]
    if not entries:
        return
    keys = [entry.key for entry in entries]
    count = tell.number(len(entries))
    yield tell.line(tell.phrase("news.one") if len(entries) == 1 else tell.phrase("news.many", count=count), keys)
    named_before: list[str] = []
    for turn, entry in enumerate(entries):
        if isinstance(entry.item, Story):
            is_last = turn == len(entries) - 1 and turn + 1 >= _LEAST_TO_SUM_UP
            yield from _story(entry, entry.item, turn, named_before, is_last, tell)
            named_before.append(source_name(entry.item.feed, tell))


def _story(entry: Entry, story: Story, turn: int, before: list[str], is_last: bool, tell: Telling) -> Iterator[Line]:
    said = shortened(headline(story.title, tell), _LONGEST_HEADLINE)
    more = [tell.heard(each) for each in good_sentences(without_markup(story.summary), story.title, entry.sentences)]
    if not said and more:
        said, more = more[0], more[1:]
    if not said:
        return
    yield tell.line(_introduced(story, said, turn, before, is_last and not more, tell), [entry.key])
    yield from (tell.line(sentence, [entry.key]) for sentence in more if sentence)


def _introduced(story: Story, said: str, turn: int, before: list[str], briefly: bool, tell: Telling) -> str:
    """The headline with who reports it, never twice in a row in the same words."""
    source = source_name(story.feed, tell)
    also = [name for name in dict.fromkeys(source_name(feed, tell) for feed in story.also_in) if name != source]
    if also:
        return tell.phrase("news.also", turn, source=source, also=tell.join(also[:_MOST_ALSO]), headline=said)
    if briefly and said.lower().startswith(source.lower().split()[0]):
        return tell.phrase("news.itself", turn, headline=said)
    if briefly:
        return tell.phrase("news.briefly", turn, source=source, headline=said)
    return tell.phrase("news.again" if source in before else "news.story", turn, source=source, headline=said)


def notes(tell: Telling) -> Iterator[Line]:
    """What the listener wrote for today, then from class notes; as many sentences of each as the rundown wants."""
    turns = {"day": 0, "class": 0}
    for entry in tell.brief.section.entries:
        if isinstance(entry.item, Note):
            lines = tuple(_note(entry, entry.item, turns[entry.item.role], tell))
            turns[entry.item.role] += bool(lines)
            yield from lines


def _note(entry: Entry, note: Note, turn: int, tell: Telling) -> Iterator[Line]:
    said = [tell.heard(each) for each in _note_sentences(note.text)]
    first, *more = [each for each in said if each][: max(1, entry.sentences)] or [""]
    if not first:
        return
    if note.role == "day":
        key = "notes.another" if turn else "notes.day"
        yield tell.line(tell.phrase(key, turn, text=lowered(first, tell)), [entry.key])
    else:
        title = _note_title(note, tell)
        yield tell.line(tell.phrase("notes.class", turn, title=title, text=lowered(first, tell)), [entry.key])
    yield from (tell.line(each, [entry.key]) for each in more)


def _note_sentences(text: str) -> Iterator[str]:
    """The note's sentences, its lines and list entries each on their own."""
    for line in text.splitlines():
        bare = without_markup(re.sub(r"^\s*(?:[-*+>]|\d+[.)]|#+)\s+(?:\[.\]\s+)?", "", line))
        yield from filter(None, (fitting(sentence) for sentence in sentences(bare)))


def _note_title(note: Note, tell: Telling) -> str:
    bare = re.sub(r"^\d{4}[-_.]?\d\d[-_.]?\d\d\s*[-–—:_]*\s*", "", note.title)
    return shortened(named(tell.heard(bare)), _LONGEST_TITLE) or tell.phrase("words.unnamed")
