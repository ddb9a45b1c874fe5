"""What to do next so that an episode is at Spotify once: from what is remembered and what is listed there. Pure.

Each step is taken and remembered before the next is asked for, so that a crash anywhere is continued from.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from typing import Literal

from daemon.publish.spotify_answers import Kind
from daemon.publish.spotify_calls import Listed
from daemon.publish.spotify_memory import Attempt, Entry, Memory, Upload

CAP = 60
"""Episodes in one show, also those that failed: Spotify's limit."""
MOST_PRUNED = 5
"""Deleted at most for one new episode: deleting cannot be undone."""
SETTLED = timedelta(minutes=10)
"""After that, what is still not listed was not made."""
SURELY_SETTLED = timedelta(hours=1)
"""The same for what was surely made, so that it is only the list that lags; and for shows, which nobody tidies up."""
LOOKS = 3
"""Lists that it must be missing from: some leave out what is new."""
STUCK = timedelta(minutes=45)
"""What is not playable by then, of an upload whose end is unknown, has no audio; 16 minutes were seen to happen."""
SKEW = timedelta(hours=1)
"""How wrong the clock here may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be there; the hashes are those of `Upload`."""

    title: str
    made: str
    audio: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the show lists. `full`: it takes no more; `pruned`: how many were deleted to make room."""

    listed: tuple[Listed, ...]
    full: bool = False
    pruned: int = 0

    def status(self, uri: str) -> str | None:
        """What is listed of an episode; None: it is not listed."""
        return next((each.status for each in self.listed if each.uri == uri), None)

    def without(self, step: "Delete") -> "Seen":
        """The same after that was done."""
        left = tuple(each for each in self.listed if each.uri != step.upload.uri)
        return Seen(listed=left, pruned=self.pruned + (step.why == "pruned"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Whether the oldest of Dawncast's own may be deleted, and how many episodes a show is to have then."""

    prune: bool
    keep: int


@dataclass(frozen=True, slots=True)
class Done:
    """It is there, or is being processed; the next look is `verify`'s."""

    upload: Upload


@dataclass(frozen=True, slots=True)
class Send:
    """Upload it."""


@dataclass(frozen=True, slots=True)
class Adopt:
    """That is the episode: from a lost answer (`ours`), or from a home whose memory was lost."""

    listed: Listed
    ours: bool


@dataclass(frozen=True, slots=True)
class NeverMade:
    """The upload of unknown end has made nothing."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete an upload and forget it; one that is not Dawncast's is only forgotten."""

    upload: Upload
    why: Literal["cut", "rejected", "replaced", "pruned", "gone"]


@dataclass(frozen=True, slots=True)
class Refuse:
    """It cannot be there now."""

    kind: Kind


Step = Done | Send | Adopt | NeverMade | Delete | Refuse


def next_step(entry: Entry, wanted: Wanted, memory: Memory, seen: Seen, limits: Limits, now: datetime) -> Step:
    """What to do next."""
    if entry.attempt:
        return settled(entry.attempt, memory, seen, now)
    for upload in entry.uploads:
        if mended := _mended(upload, seen, now):
            return mended
    current = next((each for each in reversed(entry.uploads) if each.made == wanted.made), None)
    if current:
        return _tidied(entry, current, seen)
    if any(each.audio == wanted.audio for each in memory.rejected):
        return Refuse("rejected")
    return _stray(entry, wanted, memory, seen) or _spare(entry, seen) or _room(entry, memory, seen, limits) or Send()


def is_settled(entry: Entry | None, wanted: Wanted) -> Upload | None:
    """The upload that is all there is to it, so that Spotify need not be asked."""
    if entry is None or entry.attempt or len(entry.uploads) != 1:
        return None
    (only,) = entry.uploads
    return only if only.made == wanted.made and only.media == "sure" and only.pushes else None


def settled(attempt: Attempt, memory: Memory, seen: Seen, now: datetime) -> Adopt | NeverMade | Refuse:
    """What became of an upload of unknown end."""
    found = [each for each in seen.listed if _may_be(attempt, each, memory)]
    if len(found) == 1:
        return Adopt(found[0], ours=True)
    if found:
        return Refuse("foreign")
    since, patience = attempt.ended or attempt.began, SURELY_SETTLED if attempt.surely else SETTLED
    return NeverMade() if was_never_made(since, attempt.looks, patience, now) else Refuse("unsettled")


def was_never_made(since: datetime, looks: int, patience: timedelta, now: datetime) -> bool:
    """Whether what is not listed this time either was not made; a clock that was set back does not prolong it."""
    return looks + 1 >= LOOKS and not timedelta() <= now - since < patience


def _may_be(attempt: Attempt, listed: Listed, memory: Memory) -> bool:
    known = listed.uri in memory.uris or listed.uri in attempt.before
    since = listed.created is None or listed.created >= attempt.began - SKEW
    return listed.title == attempt.title and since and not known


def _mended(upload: Upload, seen: Seen, now: datetime) -> Delete | None:
    """What to do with an upload that came to nothing."""
    status = seen.status(upload.uri)
    if status == "READY":
        return None
    if status == "FAILED":
        return Delete(upload, failed(upload))
    if not upload.ours:
        return Delete(upload, "gone") if status is None and now - upload.at > SURELY_SETTLED else None
    if upload.media == "cut" or (upload.media == "maybe" and not upload.ready and now - upload.at > STUCK):
        return Delete(upload, "cut")
    return None


def failed(upload: Upload) -> Literal["cut", "rejected", "gone"]:
    """Why one that Spotify could not process is to go: only audio that has arrived was rejected."""
    if not upload.ours:
        return "gone"
    return "rejected" if upload.media == "sure" else "cut"


def _tidied(entry: Entry, current: Upload, seen: Seen) -> Step:
    """Those that it replaces go as soon as it is playable."""
    if current.ready or seen.status(current.uri) == "READY":
        for other in entry.uploads:
            if other is not current and other.ours:
                return Delete(other, "replaced")
    return Done(current)


def _stray(entry: Entry, wanted: Wanted, memory: Memory, seen: Seen) -> Step | None:
    """An episode of this title that nobody here remembers. It is never deleted, so nothing can take its place."""
    if not all(each.ours for each in entry.uploads):
        return Refuse("foreign")
    if entry.uploads:
        return None
    since = datetime.combine(wanted.day, clock(), UTC) - timedelta(days=1)
    for each in seen.listed:
        fresh = each.created is None or each.created >= since
        if each.title == wanted.title and each.status != "FAILED" and fresh and each.uri not in memory.uris:
            return Adopt(each, ours=False)
    return None


def _spare(entry: Entry, seen: Seen) -> Step | None:
    """Of several uploads that something else is to replace, only the one that can be heard stays meanwhile."""
    if len(entry.uploads) < 2:
        return None
    playable = [each for each in entry.uploads if seen.status(each.uri) == "READY"]
    best = (playable or list(entry.uploads))[-1]
    return Delete(next(each for each in entry.uploads if each is not best), "replaced")


def _room(entry: Entry, memory: Memory, seen: Seen, limits: Limits) -> Step | None:
    full = seen.full or len(seen.listed) >= CAP
    if limits.prune and (full or len(seen.listed) >= limits.keep) and seen.pruned < MOST_PRUNED:
        oldest = _oldest(entry, memory, seen)
        if oldest:
            return Delete(oldest, "pruned")
    return Refuse("cap") if full else None


def _oldest(entry: Entry, memory: Memory, seen: Seen) -> Upload | None:
    """The oldest of Dawncast's own in this show that is listed and no longer processed."""
    others = [each for each in memory.entries if each.show == entry.show and each.guid != entry.guid]
    own = [upload for other in others if not other.attempt for upload in other.uploads if upload.ours]
    there = [upload for upload in own if seen.status(upload.uri) in ("READY", "FAILED")]
    return min(there, key=lambda upload: upload.at, default=None)
