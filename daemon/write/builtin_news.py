"""The news: who reports it, the headline, and its first good sentences. And the listener's own notes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connectors.items import Note, Story
from daemon.model import Entry, Line
from daemon.posing import poses
from daemon.unspeakable import is_spoiled, without_markup
from daemon.write.boilerplate import good_sentences
from daemon.write.sentences import fitting, sentences, shortened
from daemon.write.telling import Telling, named
from daemon.write.titles import headline, lowered, source_name

_LONGEST_HEADLINE = 40
_LONGEST_TITLE = 15
_MOST_ALSO = 2
_LEAST_TO_SUM_UP = 3
_RUN = 2
"""After so many stories of one source its name is not said again until another one's turn."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A story in the words that may be spoken: the headline, and the sentences behind it."""

    key: str
    story: Story
    headline: str
    more: tuple[str, ...]
    source: str


def news(tell: Telling) -> Iterator[Line]:
    """How many stories, then each with its source named; a line a sentence, so that one may be refused alone."""
    found = [_told(entry, entry.item, tell) for entry in tell.brief.section.entries if isinstance(entry.item, Story)]
    stories = [each for each in found if each.headline]
    if not stories:
        return
    count = tell.number(len(stories))
    intro = tell.phrase("news.one") if len(stories) == 1 else tell.phrase("news.many", count=count)
    yield tell.line(intro, (each.key for each in stories))
    for turn, each in enumerate(stories):
        is_last = turn == len(stories) - 1 and turn + 1 >= _LEAST_TO_SUM_UP
        before = [other.source for other in stories[:turn]]
        yield tell.line(_introduced(each, before, is_last and not each.more, tell), [each.key])
        yield from (tell.line(sentence, [each.key]) for sentence in each.more)


def _told(entry: Entry, story: Story, tell: Telling) -> _Told:
    title = " ".join(each for each in _own(story.title, tell) if not is_spoiled(each))
    said = shortened(headline(title, tell), _LONGEST_HEADLINE)
    summary = " ".join(_own(story.summary, tell))
    more = tuple(filter(None, map(tell.heard, good_sentences(summary, story.title, entry.sentences))))
    if not said and more:
        said, more = more[0], more[1:]
    return _Told(entry.key, story, said, more, source_name(story.feed, tell))


def _own(text: str, tell: Telling) -> Iterator[str]:
    """The sentences in which a feed speaks for itself."""
    return (each for each in sentences(without_markup(text)) if not poses(each, tell.brief.name))


def _introduced(told: _Told, before: Sequence[str], briefly: bool, tell: Telling) -> str:
    """The headline with who reports it, never twice in a row in the same words."""
    turn, source, said = len(before), told.source, told.headline
    also = [name for name in dict.fromkeys(source_name(feed, tell) for feed in told.story.also_in) if name != source]
    is_run = list(before[-_RUN:]) == [source] * _RUN
    if also:
        return tell.phrase("news.also", turn, source=source, also=tell.join(also[:_MOST_ALSO]), headline=said)
    if briefly and (is_run or said.lower().startswith(source.lower().split()[0])):
        return tell.phrase("news.itself", turn, headline=said)
    if briefly:
        return tell.phrase("news.briefly", turn, source=source, headline=said)
    if is_run:
        return tell.phrase("news.alike", turn, headline=said)
    return tell.phrase("news.again" if source in before else "news.story", turn, source=source, headline=said)


def notes(tell: Telling) -> Iterator[Line]:
    """What the listener wrote or watches; as many sentences of each as the rundown wants."""
    turns = {"day": 0, "class": 0, "page": 0}
    for entry in tell.brief.section.entries:
        if isinstance(entry.item, Note):
            lines = tuple(_note(entry, entry.item, turns[entry.item.role], tell))
            turns[entry.item.role] += bool(lines)
            yield from lines


def _note(entry: Entry, note: Note, turn: int, tell: Telling) -> Iterator[Line]:
    theirs = note.role == "page"
    said = [tell.heard(each) for each in _note_sentences(note.text) if not (theirs and poses(each, tell.brief.name))]
    first, *more = [each for each in said if each][: max(1, entry.sentences)] or [""]
    if not first:
        return
    if theirs:
        yield tell.line(tell.phrase("notes.page", turn, text=first), [entry.key])
    elif note.role == "day":
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
