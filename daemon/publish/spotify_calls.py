"""What save-to-spotify is asked for, as typed calls. Each names its show: else the program guesses, or makes one."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from daemon.publish.spotify_answers import Said, SpotifyError, answer_of

T = TypeVar("T")
Run = Callable[[Sequence[str], float], Awaitable[Said]]
"""Calls the program with arguments and a limit in seconds."""

SECONDS = 120.0
"""For a call that carries no audio; the program itself gives up a request after 30."""
UPLOAD = 20 * 60.0
ADDRESS = re.compile(r"spotify:(show|episode):[A-Za-z0-9._~-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A show of the account."""

    uri: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode as its show lists it; `status` is READY, FAILED, or that of one that is still processed."""

    uri: str
    title: str
    status: str
    created: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an episode says of itself; `summary` is HTML on one line."""

    title: str
    summary: str
    language: str


class Spotify:
    """The account behind a login. Raises SpotifyError and nothing else."""

    def __init__(self, run: Run, login: str) -> None:
        self.login = login
        self._run = run

    async def shows(self) -> tuple[Show, ...]:
        """All shows of the account that the program made."""
        found = await self._ask(_Shows, "shows")
        return tuple(Show(uri=self._address("show", each.show_uri), title=each.title) for each in found.shows or ())

    async def has_show(self, uri: str) -> bool:
        """Whether the account has it."""
        try:
            await self._ask(_Any, "shows", "get", uri)
        except SpotifyError as error:
            if error.kind != "missing":
                raise
            return False
        return True

    async def create_show(self, words: Words) -> str:
        """Make a show; its address."""
        told = ("--title", words.title, "--summary", words.summary, "--language", words.language)
        return self._address("show", (await self._ask(_NewShow, "shows", "create", *told)).show_uri)

    async def episodes(self, show: str) -> tuple[Listed, ...]:
        """What a show lists. One that is not among them may be there nevertheless."""
        found = await self._ask(_Episodes, "episodes", "--show-id", show)
        return tuple(
            Listed(
                uri=self._address("episode", each.episode_uri),
                title=each.title,
                status=each.status,
                created=_moment(each.created_at),
            )
            for each in found.episodes or ()
        )

    async def upload(self, audio: Path, cover: Path | None, words: Words, show: str) -> str:
        """Send an episode; its address."""
        told = ("--title", words.title, "--summary", words.summary, "--language", words.language)
        image = ("--image", str(cover)) if cover else ()
        arguments = ("upload", str(audio), *told, "--show-id", show, *image)
        return self._address("episode", (await self._ask(_NewEpisode, *arguments, seconds=UPLOAD)).episode_uri)

    async def readiness(self, uri: str) -> str | None:
        """READY, FAILED, or that it is still processed; None where Spotify does not know the episode (yet)."""
        try:
            return (await self._ask(_Readiness, "episodes", "status", uri)).readiness
        except SpotifyError as error:
            if error.kind != "missing":
                raise
            return None

    async def delete(self, uri: str) -> None:
        """Delete an episode; one that is gone already is no error."""
        try:
            await self._ask(_Any, "episodes", "delete", uri)
        except SpotifyError as error:
            if error.kind != "missing":
                raise

    async def set_timeline(self, uri: str, show: str, file: Path) -> None:
        """Set an episode's chapters and links, in the place of those it has."""
        await self._ask(_Any, "timeline", "set", "--episode-id", uri, "--show-id", show, "--from-file", str(file))

    async def chapters(self, uri: str, show: str) -> frozenset[int]:
        """When the episode's chapters begin (milliseconds)."""
        found = await self._ask(_Timeline, "timeline", "get", uri, "--show-id", show)
        return frozenset(item.chapter.start_time_ms for item in found.items or () if item.chapter)

    async def _ask(self, shape: type[T], *arguments: str, seconds: float = SECONDS) -> T:
        return answer_of(shape, await self._run(("--json", *arguments), seconds), self.login)

    def _address(self, kind: str, given: str) -> str:
        """An address in full, of no other letters than such an address has."""
        uri = given if ":" in given else f"spotify:{kind}:{given}"
        if not ADDRESS.fullmatch(uri):
            raise SpotifyError("odd", self.login, "maybe")
        return uri


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _Any:
    """An answer of which only that it is one matters."""


@dataclass(frozen=True, slots=True)
class _ListedShow:
    show_uri: str
    title: str


@dataclass(frozen=True, slots=True)
class _Shows:
    shows: tuple[_ListedShow, ...] | None


@dataclass(frozen=True, slots=True)
class _NewShow:
    show_uri: str


@dataclass(frozen=True, slots=True)
class _ListedEpisode:
    episode_uri: str
    title: str
    status: str = ""
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class _Episodes:
    episodes: tuple[_ListedEpisode, ...] | None


@dataclass(frozen=True, slots=True)
class _NewEpisode:
    episode_uri: str


@dataclass(frozen=True, slots=True)
class _Readiness:
    readiness: str


@dataclass(frozen=True, slots=True)
class _Chapter:
    start_time_ms: int


@dataclass(frozen=True, slots=True)
class _Item:
    chapter: _Chapter | None = None


@dataclass(frozen=True, slots=True)
class _Timeline:
    items: tuple[_Item, ...] | None
