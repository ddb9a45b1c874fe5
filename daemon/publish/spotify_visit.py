"""One visit at Spotify: takes the steps that `spotify_decide.py` chooses, and remembers each before the next."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from daemon.publish import spotify_memory as memories
from daemon.publish.spotify_answers import Kind, SpotifyError
from daemon.publish.spotify_calls import Listed, Spotify, Words
from daemon.publish.spotify_chapters import Chapters
from daemon.publish.spotify_decide import (
    CAP,
    SURELY_SETTLED,
    Adopt,
    Delete,
    Done,
    Limits,
    NeverMade,
    Refuse,
    Seen,
    Send,
    Wanted,
    failed,
    is_settled,
    next_step,
    settled,
    was_never_made,
)
from daemon.publish.spotify_memory import Attempt, Entry, Memory, ShowThere, Upload
from daemon.publish.spotify_words import Parcel

MOST_STEPS = 30
MOST_SENT = 2
"""Uploads in one visit: a second one where the first was cut off."""


class Visit:
    """While it lasts nobody else uses the login. Raises LibraryError, OSError."""

    def __init__(self, spotify: Spotify, folder: Path, limits: Limits, now: Callable[[], datetime]) -> None:
        self._spotify = spotify
        self._chapters = Chapters(spotify, folder)
        self._folder = folder
        self._limits = limits
        self._now = now
        self._memory = memories.read(folder)
        self._sent = 0

    async def bring(self, parcel: Parcel) -> Upload:
        """Have it there once; Spotify is asked nothing where it is."""
        entry = self._memory.entry(parcel.guid)
        if upload := is_settled(entry, parcel.wanted):
            return upload
        show = entry.show if entry else parcel.show if isinstance(parcel.show, str) else await self._show(parcel.show)
        seen = Seen(listed=await self._spotify.episodes(show))
        for _ in range(MOST_STEPS):
            entry = self._memory.entry(parcel.guid) or Entry(guid=parcel.guid, show=show, day=parcel.wanted.day)
            step = next_step(entry, parcel.wanted, self._memory, seen, self._limits, self._now())
            match step:
                case Done():
                    return await self._with_chapters(entry, step.upload, parcel.timeline)
                case Delete():
                    await self._delete(step)
                    seen = seen.without(step)
                case Send():
                    seen = await self._send(entry, parcel, seen)
                case Adopt():
                    self._adopt(entry, step, entry.attempt or parcel.wanted)
                case NeverMade():
                    self._leave(entry, None)
                case Refuse():
                    self._looked(entry, step)
                    raise self._error(step.kind)
        raise self._error("odd")

    async def check(self, guid: str, uri: str) -> None:
        """Raise SpotifyError unless it can be heard there; what it replaces is deleted then."""
        entry = self._memory.entry(guid)
        upload = entry.upload(uri) if entry else None
        if entry is None or upload is None:
            raise self._error("rejected" if any(each.uri == uri for each in self._memory.rejected) else "gone")
        readiness = await self._spotify.readiness(uri)
        if readiness == "READY":
            return await self._playable(entry, upload)
        if readiness == "FAILED":
            await self._delete(Delete(upload, failed(upload)))
            raise self._error(failed(upload))
        if readiness is None and upload.ready and uri not in {each.uri for each in await self._listed(entry)}:
            self._keep(self._memory.without(uri))  # two answers agree, and it was there before
            raise self._error("gone")
        raise self._error("processing")

    async def take_out(self, guid: str) -> None:
        """Delete what Dawncast has uploaded of it."""
        entry = self._memory.entry(guid)
        if entry and entry.attempt:
            await self._settle(entry, entry.attempt)
            entry = self._memory.entry(guid)
        for upload in entry.uploads if entry else ():
            if not upload.ours:
                raise self._error("foreign")
            await self._delete(Delete(upload, "replaced"))

    async def told(self) -> str:
        """How it stands, for people."""
        own = {each.show for each in self._memory.entries}
        shows = [each for each in await self._spotify.shows() if each.uri in own]
        counts = [f"{each.title} has {len(await self._spotify.episodes(each.uri))} of {CAP} episodes" for each in shows]
        return f"logged in; {', '.join(counts)}" if counts else "logged in; nothing was sent there yet"

    async def forget_lost_shows(self) -> None:
        """Forget the shows that this account does not have, so that new ones are begun."""
        there = {each.uri for each in await self._spotify.shows()}
        for show in self._memory.shows:
            if show.uri and show.uri not in there and not await self._spotify.has_show(show.uri):
                self._keep(self._memory.without_show(show.uri))

    async def _show(self, words: Words) -> str:
        """The show of that title: found, or made, once."""
        known = self._memory.show(words.title)
        if known and known.uri:
            return known.uri
        there = [each.uri for each in await self._spotify.shows() if each.title == words.title]
        if len(there) > 1:
            raise self._error("shows")
        if not there and known and not was_never_made(known.began, known.looks, SURELY_SETTLED, self._now()):
            self._keep(self._memory.with_show(words.title, replace(known, looks=known.looks + 1)))
            raise self._error("unsettled")
        uri = there[0] if there else await self._new_show(words)
        self._keep(self._memory.with_show(words.title, ShowThere(title=words.title, uri=uri, began=self._now())))
        return uri

    async def _new_show(self, words: Words) -> str:
        """Make it; that it was asked for is remembered first, as the answer may be lost."""
        self._keep(self._memory.with_show(words.title, ShowThere(title=words.title, uri=None, began=self._now())))
        try:
            return await self._spotify.create_show(words)
        except SpotifyError as error:
            if error.made == "no":
                self._keep(self._memory.with_show(words.title, None))
            raise

    async def _send(self, entry: Entry, parcel: Parcel, seen: Seen) -> Seen:
        """Upload it; what is listed where that failed. Raises SpotifyError where another try now is of no use."""
        wanted = parcel.wanted
        before = tuple(each.uri for each in seen.listed if each.title == wanted.title)
        attempt = Attempt(title=wanted.title, made=wanted.made, audio=wanted.audio, began=self._now(), before=before)
        self._leave(entry, attempt)
        self._sent += 1
        try:
            uri = await self._spotify.upload(parcel.audio, parcel.cover, parcel.words, entry.show)
        except asyncio.CancelledError:
            self._leave(entry, replace(attempt, ended=self._now(), cut=True))
            raise
        except SpotifyError as error:
            return await self._after(error, entry, attempt, seen)
        upload = Upload(uri=uri, made=wanted.made, audio=wanted.audio, at=self._now(), media="sure")
        self._keep(self._memory.with_entry(replace(entry, uploads=(*entry.uploads, upload), attempt=None)))
        return seen

    async def _after(self, error: SpotifyError, entry: Entry, attempt: Attempt, seen: Seen) -> Seen:
        """Remember how an upload failed, and look again before anything is done about it."""
        last = self._sent >= MOST_SENT
        if error.made == "no":
            self._leave(entry, None)
            if last or error.kind != "cap" or not self._limits.prune:
                raise error
            return replace(seen, full=True)
        surely = error.made == "yes"
        self._leave(entry, replace(attempt, ended=self._now(), cut=surely or error.kind == "hung", surely=surely))
        if last:
            raise error
        return replace(seen, listed=await self._listed(entry))

    async def _settle(self, entry: Entry, attempt: Attempt) -> None:
        """Find out what became of an upload of unknown end. Raises SpotifyError while that cannot be told."""
        step = settled(attempt, self._memory, Seen(listed=await self._listed(entry)), self._now())
        if isinstance(step, Refuse):
            self._looked(entry, step)
            raise self._error(step.kind)
        if isinstance(step, Adopt):
            self._adopt(entry, step, attempt)
        else:
            self._leave(entry, None)

    def _looked(self, entry: Entry, step: Refuse) -> None:
        """Count the lists that an upload of unknown end is missing from."""
        if step.kind == "unsettled" and entry.attempt:
            self._leave(entry, replace(entry.attempt, looks=entry.attempt.looks + 1))

    def _adopt(self, entry: Entry, step: Adopt, of: Attempt | Wanted) -> None:
        attempt = entry.attempt
        upload = Upload(
            uri=step.listed.uri,
            made=of.made,
            audio=of.audio,
            at=attempt.began if attempt else self._now(),
            media=("cut" if attempt.cut else "maybe") if attempt else "sure",
            ours=step.ours,
        )
        self._keep(self._memory.with_entry(replace(entry, uploads=(*entry.uploads, upload), attempt=None)))

    async def _delete(self, step: Delete) -> None:
        """Only what Dawncast has uploaded, by the address that it remembers; rejected audio is never sent again."""
        if step.why == "rejected":
            self._keep(self._memory.rejecting(step.upload))
        if step.upload.ours:
            await self._spotify.delete(step.upload.uri)
        self._keep(self._memory.without(step.upload.uri))
        self._chapters.forget(step.upload)

    async def _with_chapters(self, entry: Entry, upload: Upload, timeline: bytes | None) -> Upload:
        if upload.pushes:
            return upload
        if timeline:
            await self._chapters.set(upload, entry.show, timeline)
        set_once = replace(upload, pushes=1)
        self._keep(self._memory.with_entry(entry.changed(set_once)))
        return set_once

    async def _playable(self, entry: Entry, upload: Upload) -> None:
        """Remember that it is, delete what it replaces, and see that its chapters are there."""
        ready = replace(upload, ready=upload.ready or self._now(), media="sure")
        entry = entry.changed(ready)
        self._keep(self._memory.with_entry(entry))
        older = entry.uploads[: entry.uploads.index(ready)]
        for each in (each for each in older if each.ours):
            await self._delete(Delete(each, "replaced"))
        if not await self._chapters.are_there(ready, entry.show):
            left = self._memory.entry(entry.guid) or entry
            self._keep(self._memory.with_entry(left.changed(replace(ready, pushes=ready.pushes + 1))))
            raise self._error("chapters")

    async def _listed(self, entry: Entry) -> tuple[Listed, ...]:
        return await self._spotify.episodes(entry.show)

    def _leave(self, entry: Entry, attempt: Attempt | None) -> None:
        self._keep(self._memory.with_entry(replace(entry, attempt=attempt)))

    def _keep(self, memory: Memory) -> None:
        if memory != self._memory:
            memories.keep(self._folder, memory)
            self._memory = memory

    def _error(self, kind: Kind) -> SpotifyError:
        return SpotifyError(kind, self._spotify.login)
