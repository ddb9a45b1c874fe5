"""What is kept of each feed from one collection to the next, and which of its stories are news. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from connectors.codec import from_json, to_json
from connectors.http import NO_VALIDATORS, Validators
from connectors.items import Story, Window

TRUST_VALIDATORS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Known:
    """A feed as it last answered: `whole` is when it last sent everything, `stories` what was still news then."""

    validators: Validators
    whole: datetime
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class _State:
    """By a hash of each feed's address, which may be a secret; `fresh_for` (hours) is what stories were kept by."""

    fresh_for: float
    feeds: dict[str, Known]


def known(state: bytes, fresh_for: float) -> Mapping[str, Known]:
    """What is kept, by `key`; nothing where the state is another version's or was kept for other settings."""
    try:
        found = from_json(_State, state) if state else _State(fresh_for, {})
    except ValueError:
        return {}
    return found.feeds if found.fresh_for == fresh_for else {}


def state(feeds: Mapping[str, Known], now: datetime, fresh_for: float) -> bytes:
    """The inverse of `known`, without the stories that will never be news again."""
    kept = {name: replace(feed, stories=tuple(_recent(feed.stories, now, fresh_for))) for name, feed in feeds.items()}
    return to_json(_State(fresh_for, kept))


def key(url: str) -> str:
    """What a feed is known by."""
    return hashlib.sha256(url.encode("utf-8", "backslashreplace")).hexdigest()[:24]


def validators(before: Known | None, now: datetime) -> Validators:
    """The validators to ask with; none once a week, because one may be stuck while the feed goes on."""
    trusted = before is not None and timedelta() <= now - before.whole < TRUST_VALIDATORS
    return before.validators if before and trusted else NO_VALIDATORS


def news(stories: Iterable[Story], window: Window, fresh_for: float) -> Iterator[Story]:
    """The stories of the last `fresh_for` hours, and those without a date; one that has not come yet is none."""
    latest = min(window.end, window.now + timedelta(days=1))
    for story in _recent(stories, window.now, fresh_for):
        yield replace(story, published=None) if story.published and story.published > latest else story


def _recent(stories: Iterable[Story], now: datetime, fresh_for: float) -> Iterator[Story]:
    oldest = now - timedelta(hours=fresh_for)
    return (story for story in stories if story.published is None or story.published >= oldest)
