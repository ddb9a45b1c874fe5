"""Which stories a morning tells, in which order, and how much of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors.items import Story, key_of
from daemon.model import Entry
from daemon.plan.ranking import in_turn, interests_of, score
from daemon.plan.stories import fingerprints, unite
from daemon.plan.text import sentence_lengths, words

LEAST = 2
"""Stories that are told even on a full day."""
A_MINUTE = 2
"""More stories than this in a minute of the show are more than a listener can hold."""
INTRO = 6
"""Words that lead into the news."""
SOURCE = 4
"""Words that name a story's source, beside the feed's title."""


@dataclass(frozen=True, slots=True)
class News:
    """The stories worth telling, the best first; `least` words go to the first of them however full the day is."""

    stories: tuple[Story, ...]

    @property
    def least(self) -> int:
        """Words that the first stories take in one sentence each, with what leads into the news."""
        first = self.stories[:LEAST]
        return INTRO + sum(story_words(story, 1) for story in first) if first else 0


def choose(
    stories: Sequence[Story], interests: Mapping[str, float], told: Collection[str], minutes: float, now: datetime
) -> News:
    """United across feeds, without what was told before or is of no interest, in running order."""
    place = {key_of(story): number for number, story in enumerate(stories)}
    new = [
        cluster.story
        for cluster in sorted(unite(stories), key=lambda cluster: place[key_of(cluster.story)])
        if not any(mark in told for story in cluster.members for mark in fingerprints(story))
    ]
    most = max(2 * LEAST, round(minutes * A_MINUTE))
    return News(in_turn(score(new, interests_of(interests), now), most))


def story_words(story: Story, sentences: int) -> int:
    """What a story takes: who tells it, its headline, and its first sentences."""
    names = sum(SOURCE + words(title) for title in (story.feed, *story.also_in))
    return names + words(story.title) + sum(sentence_lengths(story.summary, sentences))


def cut(news: News, room: int) -> tuple[tuple[Entry, ...], int]:
    """The stories that fit into `room` words (never less than `news.least`), and the words they take."""
    entries: list[Entry] = []
    taken = INTRO
    for place, story in enumerate(news.stories):
        held = sum(story_words(other, 1) for other in news.stories[place + 1 : LEAST])
        depth = _depth(story, place, room - taken - held)
        if depth == 0 and place >= LEAST:
            break
        entries.append(Entry(item=story, sentences=max(1, depth)))
        taken += story_words(story, max(1, depth))
    return tuple(entries), taken if entries else 0


def _depth(story: Story, place: int, room: int) -> int:
    """Sentences: depth follows weight, as far as there is room; none where not even one fits."""
    wanted = 3 if place < 2 else 2 if place < 5 else 1
    return next((depth for depth in range(wanted, 0, -1) if story_words(story, depth) <= room), 0)
