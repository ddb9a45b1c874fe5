"""What must be remembered of Spotify, which has no guids and whose answers get lost: one file for people to read."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.publish.base import LibraryError

FILE = "remembered.json"
MOST_REJECTED = 100
MOST_ENTRIES = 600

Media = Literal["sure", "maybe", "cut"]
"""Whether the audio arrived: the program said so, nobody knows, or the upload was ended before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An episode at Spotify. `made`: the hash of what cannot be changed there; `audio`: that of the audio alone.

    `ours`: Dawncast uploaded it, so it may delete it. `ready`: when it was seen to be playable. `pushes`: how often its
    chapters were set.
    """

    uri: str
    made: str
    audio: str
    at: datetime
    media: Media
    ours: bool = True
    ready: datetime | None = None
    pushes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An upload of which the end is not known. `before`: the episodes of this title that were listed already.

    `cut`: the audio cannot be there; `surely`: the episode is. `looks`: how often it was not listed.
    """

    title: str
    made: str
    audio: str
    began: datetime
    before: tuple[str, ...] = ()
    ended: datetime | None = None
    cut: bool = False
    surely: bool = False
    looks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An episode of Dawncast's, and its uploads: the newest last, those before it until that one is playable."""

    guid: str
    show: str
    day: date
    uploads: tuple[Upload, ...] = ()
    attempt: Attempt | None = None

    def upload(self, uri: str) -> Upload | None:
        """The upload of that address."""
        return next((each for each in self.uploads if each.uri == uri), None)

    def changed(self, upload: Upload) -> "Entry":
        """The same, with that upload in the place of the one of its address."""
        return replace(self, uploads=tuple(upload if each.uri == upload.uri else each for each in self.uploads))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowThere:
    """The show of a title; `uri` is None while it is not known whether it could be made, since `began`.

    `looks`: how often it was not listed since.
    """

    title: str
    uri: str | None
    began: datetime
    looks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Audio that Spotify has rejected, and where it was."""

    audio: str
    uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """All of it."""

    shows: tuple[ShowThere, ...] = ()
    entries: tuple[Entry, ...] = ()
    rejected: tuple[Rejected, ...] = ()

    @property
    def uris(self) -> frozenset[str]:
        """The addresses of all uploads."""
        return frozenset(upload.uri for entry in self.entries for upload in entry.uploads)

    def entry(self, guid: str) -> Entry | None:
        """What is known of the episode of that guid."""
        return next((each for each in self.entries if each.guid == guid), None)

    def show(self, title: str) -> ShowThere | None:
        """What is known of the show of that title."""
        return next((each for each in self.shows if each.title == title), None)

    def with_entry(self, entry: Entry) -> "Memory":
        """The same with that entry, in the place of the one of its guid; an empty one is forgotten."""
        kept = tuple(each for each in self.entries if each.guid != entry.guid)
        new = (entry,) if entry.uploads or entry.attempt else ()
        return replace(self, entries=(*kept, *new)[-MOST_ENTRIES:])

    def with_show(self, title: str, show: ShowThere | None) -> "Memory":
        """The same with another show of that title, or none."""
        kept = tuple(each for each in self.shows if each.title != title)
        return replace(self, shows=(*kept, show) if show else kept)

    def without_show(self, uri: str) -> "Memory":
        """The same without a show and all its episodes."""
        shows = tuple(each for each in self.shows if each.uri != uri)
        return replace(self, shows=shows, entries=tuple(each for each in self.entries if each.show != uri))

    def without(self, uri: str) -> "Memory":
        """The same without an upload."""
        found = next((each for each in self.entries if each.upload(uri)), None)
        if found is None:
            return self
        return self.with_entry(replace(found, uploads=tuple(each for each in found.uploads if each.uri != uri)))

    def rejecting(self, upload: Upload) -> "Memory":
        """The same, knowing that its audio was rejected."""
        known = tuple(each for each in self.rejected if each.audio != upload.audio)
        return replace(self, rejected=(*known, Rejected(audio=upload.audio, uri=upload.uri))[-MOST_REJECTED:])


def read(folder: Path) -> Memory:
    """What is remembered. Raises LibraryError where it is damaged: guessing would make doubles. Raises OSError."""
    file = folder / FILE
    try:
        return from_json(Memory, file.read_bytes())
    except FileNotFoundError:
        return Memory()
    except ValueError:
        sentence = (
            f"{file} is damaged. Take it from a backup, or delete it: Dawncast then looks at Spotify what is there."
        )
        raise LibraryError(sentence, transient=False) from None


def keep(folder: Path, memory: Memory) -> None:
    """Remember it. Raises OSError."""
    text = json.dumps(json.loads(to_json(memory)), ensure_ascii=False, indent=1)
    write_whole(folder / FILE, text.encode())
