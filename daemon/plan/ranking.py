"""In which order stories are worth telling: fresh ones, of interest, from more than one feed."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.items import Story
from daemon.plan.text import fold

HALF_LIFE = timedelta(hours=12)
UNDATED = timedelta(hours=24)
"""How old a story without a date is taken to be."""
NO_NEWS = timedelta(days=7)
"""Older stories are an archive, not this morning's news."""
TURN = 0.7
"""What a feed's next story is worth beside another feed's, for each one it has told."""
FURTHER_FEED, MOST_FEEDS = 0.5, 2.0
"""What each further feed that tells a story adds to its worth, and the most that this makes of it."""
SPOKEN = 600
"""Characters of a summary that could be spoken; what stands further down is not what the story is about."""


@dataclass(frozen=True, slots=True)
class Interest:
    """A keyword (folded) and its weight: 2 triples a story's worth, −0.5 halves it, −1 and below leave it out."""

    keyword: str
    pattern: re.Pattern[str]
    weight: float


@dataclass(frozen=True, slots=True)
class Scored:
    """A story and what it is worth to this listener this morning."""

    story: Story
    score: float
    place: int
    """Where it stands in the briefing: of equals the first comes first."""


def interests_of(weights: Mapping[str, float]) -> tuple[Interest, ...]:
    """The listener's keywords, ready to be looked for at the start of words."""
    folded = ((" ".join(fold(keyword).split()), weight) for keyword, weight in weights.items())
    return tuple(Interest(keyword, _at_word_start(keyword), weight) for keyword, weight in folded if keyword)


def _at_word_start(keyword: str) -> re.Pattern[str]:
    # Scripts from here on put no spaces between words, so that a word may start anywhere.
    start = r"(?<!\w)" if ord(keyword[0]) < 0x2E80 else ""
    return re.compile(start + re.escape(keyword))


def score(stories: Iterable[Story], interests: Sequence[Interest], now: datetime) -> tuple[Scored, ...]:
    """What each story (in the briefing's order) is worth; those that are too old or not wanted are not among them."""
    fresh = ((place, story) for place, story in enumerate(stories) if age(story, now) <= NO_NEWS)
    weighed = ((place, story, _worth(story, interests)) for place, story in fresh)
    return tuple(Scored(story, worth * freshness(story, now), place) for place, story, worth in weighed if worth > 0)


def age(story: Story, now: datetime) -> timedelta:
    """How old it is; one from the future is new."""
    return UNDATED if story.published is None else max(timedelta(), now - story.published)


def freshness(story: Story, now: datetime) -> float:
    """1 for a story of this minute, half of it every twelve hours."""
    return float(0.5 ** (age(story, now) / HALF_LIFE))


def _worth(story: Story, interests: Sequence[Interest]) -> float:
    """1 for a story of one feed of whose interest nothing is known, 0 for one that is to be left out."""
    text = fold(f"{story.title}\n{story.feed}\n{story.summary[:SPOKEN]}")
    weights = [each.weight for each in interests if each.keyword in text and each.pattern.search(text)]
    if min(weights, default=0) <= -1:
        return 0
    return max(0.05, 1 + sum(weights)) * min(MOST_FEEDS, 1 + FURTHER_FEED * len(story.also_in))


def in_turn(scored: Iterable[Scored], most: int) -> tuple[Story, ...]:
    """The best `most` stories in running order: feeds take turns a little, none has three in a row beside others."""
    waiting: defaultdict[str, list[Scored]] = defaultdict(list)
    for one in sorted(scored, key=lambda one: (one.score, -one.place)):
        waiting[one.story.feed].append(one)
    order: list[Story] = []
    told: Counter[str] = Counter()
    while waiting and len(order) < most:
        feed = max(_free(waiting, order), key=lambda feed: _rank(waiting[feed][-1], told[feed]))
        order.append(waiting[feed].pop().story)
        told[feed] += 1
        if not waiting[feed]:
            del waiting[feed]
    return tuple(order)


def _rank(one: Scored, told: int) -> tuple[float, int]:
    return one.score * TURN**told, -one.place


def _free(waiting: Mapping[str, object], order: Sequence[Story]) -> list[str]:
    last = [story.feed for story in order[-2:]]
    barred = last[0] if len(last) == 2 and last[0] == last[1] else None
    return [feed for feed in waiting if feed != barred] or list(waiting)
