"""Random mornings at Spotify: faults, crashes, re-makes and time in any order, and what always holds."""

import asyncio
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from daemon.model import Episode, Publication
from daemon.publish.base import LibraryError
from tests.contract.library import an_episode
from tests.daemon.publish.spotify import CrashError, InsideAccount

FAULTS = (
    "auth",
    "offline",
    "cap",
    "rate",
    "net",
    "server",
    "lost",
    "put",
    "put_lost",
    "no_urls",
    "old",
    "hang",
    "garbage",
)
COMMANDS = (
    "shows",
    "shows create",
    "episodes",
    "upload",
    "timeline set",
    "timeline get",
    "episodes status",
    "episodes delete",
)
OWN = ("spotify:episode:own0", "spotify:episode:own1")
faults = st.builds("{}@{}".format, st.sampled_from(FAULTS), st.sampled_from(COMMANDS))
crashes = st.tuples(st.sampled_from(("before", "after")), st.sampled_from(COMMANDS))


class Mornings(RuleBasedStateMachine):
    """One episode that is made again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.account = InsideAccount(Path(self.folder.name) / "home")
        self.account.has_own("My own show", "My own episode", "Morning: Briefing of 2026-03-24")
        self.versions: list[Episode] = []
        self.heard = False

    @initialize(prune=st.booleans())
    def begin(self, prune: bool) -> None:
        self.settings: dict[str, Any] = {"prune": prune, "keep_episodes": 2}
        self.make()

    @rule()
    def make(self) -> None:
        """The episode is made, or made again."""
        number = len(self.versions)
        folder = Path(self.folder.name) / f"{number}"
        self.versions.append(an_episode(folder, audio=f"version {number}".encode()))

    @rule(faults=st.lists(faults, max_size=2), after=st.integers(0, 2), lag=st.integers(0, 2))
    def goes(self, faults: list[str], after: int, lag: int) -> None:
        self.account.goes(FAIL=",".join(faults), READY_AFTER=str(after), LAG=str(lag))

    @rule(minutes=st.sampled_from((1, 6, 11, 50)))
    def passes(self, minutes: int) -> None:
        self.account.passes(minutes=minutes)

    @rule(crash=st.none() | crashes)
    def deliver(self, crash: tuple[str, str] | None) -> None:
        """As the daemon does, once; the process may die on the way."""
        self.account.scene.crash = crash
        with suppress(LibraryError, CrashError):
            self.delivered()
        self.account.scene.crash = None

    def delivered(self) -> Publication:
        library = self.account.library(**self.settings)
        publication = asyncio.run(library.publish(self.versions[-1]))
        asyncio.run(library.verify(publication))
        self.heard = True
        return publication

    def ours(self) -> list[dict[str, Any]]:
        return [each for each in self.account.episodes if each["episode_uri"] not in OWN]

    @invariant()
    def nothing_of_the_listeners_own_is_deleted(self) -> None:
        uris = [each["episode_uri"] for each in self.account.shows[0]["episodes"]]
        assert tuple(uris) == OWN
        assert not any(call[:2] == ["shows", "delete"] for call in self.account.calls)

    @invariant()
    def there_is_one_show_and_never_a_third_version(self) -> None:
        assert [show["title"] for show in self.account.shows[1:]] in ([], ["Morning"])
        assert len(self.ours()) <= 2

    @invariant()
    def what_could_be_heard_once_still_can(self) -> None:
        assert not self.heard or any(each["audio"] and not each["failed"] for each in self.ours())

    def teardown(self) -> None:
        """Once all is well again, the newest version is there, and nothing else."""
        try:
            self.account.goes()
            publication = self.in_the_end()
            assert [each["episode_uri"] for each in self.ours()] == [publication.where]
            assert self.ours()[0]["items"]
            assert len(self.account.memory.entries) == 1
        finally:
            self.folder.cleanup()

    def in_the_end(self) -> Publication:
        for _ in range(8):
            with suppress(LibraryError):
                return self.delivered()
            self.account.passes(minutes=61)
        return self.delivered()


TestMornings = Mornings.TestCase
TestMornings.settings = settings(
    max_examples=15, stateful_step_count=14, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
