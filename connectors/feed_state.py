"""What is kept of each feed from one collection to the next, and which of its stories are news. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.base import ConnectorError
from connectors.codec import from_json, to_json
from connectors.http import NO_VALIDATORS, Fetched, StatusError, Validators
from connectors.http_answers import LONGEST_WAIT
from connectors.http_asks import stays
from connectors.items import Story, Window

TRUST_VALIDATORS = timedelta(days=7)
REMOVE = "Take it out of the settings."


@dataclass(frozen=True, slots=True)
class Known:
    """A feed as it last answered: `whole` is when it last sent everything, `stories` what was still news then.

    `moved`: where on its server it has moved for good. `gone`: it is there no more.
    `not_before`: when it may be asked again.
    """

    validators: Validators = NO_VALIDATORS
    whole: datetime | None = None
    stories: tuple[Story, ...] = ()
    moved: str | None = None
    gone: bool = False
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to ask a feed for."""

    url: str
    validators: Validators = NO_VALIDATORS


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


def wanted(url: str, before: Known | None, now: datetime) -> Wanted:
    """What to ask a feed for. Raises ConnectorError where it is not to be asked: it is gone, or wants to be left alone.

    Once a week it is asked without validators, because one may be stuck while the feed goes on.
    """
    before = before or Known()
    if before.gone:
        raise ConnectorError(f"{host(url)} says that its feed is gone for good. {REMOVE}", transient=False)
    if before.not_before and now < before.not_before <= now + LONGEST_WAIT:
        when = before.not_before.astimezone(now.tzinfo)
        until = f"{when:%H:%M}" if when.date() == now.date() else f"{when:%Y-%m-%d %H:%M}"
        raise ConnectorError(f"{host(url)} wants no request before {until}. It will be asked then.", transient=True)
    trusted = before.whole is not None and timedelta() <= now - before.whole < TRUST_VALIDATORS
    return Wanted(before.moved or url, before.validators if trusted else NO_VALIDATORS)


def at_home(url: str, before: Known | None) -> Known | None:
    """What was kept of a feed, without a move that leads to another server."""
    return replace(before, moved=_at_home(url, before.moved)) if before else None


def moved(url: str, before: Known | None, answer: Fetched) -> str | None:
    """Where to ask for a feed from now on, if not at `url`."""
    return _at_home(url, answer.moved) or (before.moved if before else None)


def _at_home(url: str, where: str | None) -> str | None:
    """Only a move that the feed's password may go along with; any other is followed anew each time, without it."""
    return where if where and stays(url, where) else None


def unchanged(url: str, before: Known, answer: Fetched) -> Known:
    """What to keep after a 304."""
    return replace(before, moved=moved(url, before, answer), not_before=None)


def refused(before: Known | None, error: ConnectorError, now: datetime) -> Known | None:
    """What to keep after a failure: all that there was, and what the server wants."""
    if not isinstance(error, StatusError):
        return before
    kept = before or Known()
    if error.status == 410 and not kept.moved:
        return replace(kept, gone=True)
    if error.status in {404, 410} or (error.status == 401 and kept.moved):
        return replace(kept, moved=None)  # ask at the old address again
    if error.retry_after:
        return replace(kept, not_before=now + timedelta(seconds=min(error.retry_after, LONGEST_WAIT.total_seconds())))
    return before


def news(stories: Iterable[Story], window: Window, fresh_for: float) -> Iterator[Story]:
    """The stories of the last `fresh_for` hours, and those without a date; one that has not come yet is none."""
    latest = min(window.end, window.now + timedelta(days=1))
    for story in _recent(stories, window.now, fresh_for):
        yield replace(story, published=None) if story.published and story.published > latest else story


def _recent(stories: Iterable[Story], now: datetime, fresh_for: float) -> Iterator[Story]:
    oldest = now - timedelta(hours=fresh_for)
    return (story for story in stories if story.published is None or story.published >= oldest)


def host(url: str) -> str:
    """What a feed is called in a sentence: no more of its address, which may be a secret."""
    try:
        return urlsplit(url).hostname or "an address of the settings"
    except ValueError:
        return "an address of the settings"
