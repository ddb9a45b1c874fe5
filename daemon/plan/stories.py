"""Which stories are one story: near-duplicates across feeds, and what was told before. Quick for ten thousand."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from connectors.items import Story, key_of
from daemon.plan.text import tokens

ALIKE = 0.6
"""Titles of two feeds that share this much of their words (Jaccard) tell the same."""
FEWEST_WORDS = 4
"""Shorter titles ("Open thread", "Weekly notes") say too little to tell stories by."""
SAME_NEWS = timedelta(days=3)
CROWD = 20
"""A word shared by more titles than this tells nothing apart; only so many are looked at."""

_TRACKING = (
    "utm_",
    "mtm_",
    "pk_",
    "at_",
    "fbclid",
    "gclid",
    "mc_cid",
    "mc_eid",
    "cmpid",
    "wt_mc",
    "ref",
    "source",
    "rss",
)
_DAWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One story as several feeds tell it: the telling that is spoken (naming the other feeds), and all tellings."""

    story: Story
    members: tuple[Story, ...]


def fingerprints(story: Story) -> tuple[str, ...]:
    """By what a story is known again, from whichever source it comes; one that matches is enough."""
    feed = " ".join(tokens(story.feed))
    title = tokens(story.title)
    link = canonical(story.link)
    return (
        f"uid:{feed}/{story.uid}",
        *([f"link:{link}"] if link else []),
        *([f"title:{' '.join(title)}"] if len(title) >= FEWEST_WORDS else []),
    )


def canonical(link: str | None) -> str | None:
    """A link's page without scheme, www. and tracking; None for a site's front page, which is no story's own."""
    try:
        parts = urlsplit(link or "")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    query = urlencode([(name, value) for name, value in parse_qsl(parts.query) if not _tracks(name)])
    path = parts.path.rstrip("/")
    if not host or not (path or query):
        return None
    page = parts.fragment if parts.fragment and "=" not in parts.fragment and ":" not in parts.fragment else ""
    return host + path + (f"?{query}" if query else "") + (f"#{page}" if page else "")


def _tracks(name: str) -> bool:
    return name.lower().startswith(_TRACKING[:4]) or name.lower() in _TRACKING[4:]


def unite(stories: Iterable[Story]) -> tuple[Cluster, ...]:
    """Each story once: same page, or two feeds' titles alike within three days."""
    ordered = sorted(stories, key=lambda story: (story.published or _DAWN, key_of(story)))
    groups = _groups([_titled(story) for story in ordered])
    return tuple(Cluster(_spoken(group), tuple(group)) for group in groups)


@dataclass(frozen=True, slots=True)
class _Titled:
    story: Story
    tokens: frozenset[str]
    figures: frozenset[str]


def _titled(story: Story) -> _Titled:
    found = frozenset(tokens(story.title))
    return _Titled(story, found, frozenset(token for token in found if any(char.isdigit() for char in token)))


def _groups(titled: Sequence[_Titled]) -> list[list[Story]]:
    """Each story joins the group of the first one that it equals, or leads a group of its own."""
    rare = Counter(token for one in titled for token in one.tokens)
    groups: list[list[Story]] = []
    leaders: list[_Titled] = []
    pages: dict[str, int] = {}
    buckets: defaultdict[str, list[int]] = defaultdict(list)
    for one in titled:
        page = canonical(one.story.link)
        prefix = _prefix(one.tokens, rare)
        near = (at for token in prefix for at in buckets[token][-CROWD:] if _same_news(leaders[at], one))
        at = pages[page] if page in pages else next(near, len(groups))
        if at == len(groups):
            groups.append([])
            leaders.append(one)
            for token in prefix:
                buckets[token].append(at)
        groups[at].append(one.story)
        if page:
            pages.setdefault(page, at)
    return groups


def _prefix(title: frozenset[str], rare: Counter[str]) -> list[str]:
    """The rarest words, of which two titles that are alike share at least one (prefix filtering)."""
    most = len(title) - math.ceil(ALIKE * len(title)) + 1
    return sorted(title, key=lambda token: (rare[token], token))[:most]


def _same_news(first: _Titled, second: _Titled) -> bool:
    if first.story.feed == second.story.feed or not _figures_agree(first.figures, second.figures):
        return False
    if not _about_then(first.story.published, second.story.published):
        return False
    shared = len(first.tokens & second.tokens)
    if min(len(first.tokens), len(second.tokens)) < FEWEST_WORDS:
        return first.tokens == second.tokens and shared >= FEWEST_WORDS - 1
    return shared >= ALIKE * len(first.tokens | second.tokens)


def _figures_agree(first: frozenset[str], second: frozenset[str]) -> bool:
    """Version 3.1 is not version 3.2, and episode 12 is not episode 13."""
    return first == second or not first or not second


def _about_then(first: datetime | None, second: datetime | None) -> bool:
    return first is None or second is None or abs(first - second) <= SAME_NEWS


def _spoken(group: Sequence[Story]) -> Story:
    """The fullest telling, the earliest of equals, with the other feeds' titles."""
    best = max(group, key=lambda story: min(len(story.summary), 400) // 100)
    feeds = dict.fromkeys(title for story in group for title in (story.feed, *story.also_in))
    return replace(best, also_in=tuple(title for title in feeds if title != best.feed))
