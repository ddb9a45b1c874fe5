"""A library that keeps what it is given, with verbs for what goes wrong: `FakeLibrary().refuses(2)`."""

from dataclasses import dataclass, field

from daemon.model import Episode, Publication
from daemon.publish.base import LibraryError

AWAY = "It is away. Wait."
REFUSED = "It takes no such thing. Send another."


@dataclass
class FakeLibrary:
    """`there`: the audio of the episodes in it, by guid. `asked`: what was asked of it, in order."""

    there: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _faults: list[LibraryError] = field(default_factory=list)
    _lost: int = 0
    _unseen: int = 0

    def is_away(self, times: int) -> "FakeLibrary":
        """The next tries do not get through."""
        self._faults += [LibraryError(AWAY, transient=True)] * times
        return self

    def refuses(self) -> "FakeLibrary":
        """The next try is refused for good."""
        self._faults.append(LibraryError(REFUSED, transient=False))
        return self

    def loses_answers(self, times: int) -> "FakeLibrary":
        """The next tries get through, and nobody hears of it."""
        self._lost += times
        return self

    def shows_nothing(self, times: int) -> "FakeLibrary":
        """The next looks do not find what is there."""
        self._unseen += times
        return self

    async def publish(self, episode: Episode) -> Publication:
        """Keep the audio."""
        self.asked.append("publish")
        if self._faults:
            raise self._faults.pop(0)
        self.there[episode.guid] = episode.audio.read_bytes()
        if self._lost:
            self._lost -= 1
            raise LibraryError(AWAY, transient=True)
        return Publication(library="any", guid=episode.guid, where=f"far/{episode.guid}", published=episode.made)

    async def verify(self, publication: Publication) -> None:
        """Look whether it is there."""
        self.asked.append("verify")
        if self._unseen:
            self._unseen -= 1
            raise LibraryError("It is not to be seen yet. Wait.", transient=True)
        if publication.guid not in self.there:
            raise LibraryError("It is not there. Publish it again.", transient=True)

    async def remove(self, publication: Publication) -> None:
        """Forget it."""
        self.asked.append("remove")
        self.there.pop(publication.guid, None)
