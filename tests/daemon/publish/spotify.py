"""An account at the stand-in for Spotify, in a process of its own (`Account`) or in this one (`InsideAccount`)."""

import asyncio
import json
import os
import shlex
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from daemon.model import Episode, Publication
from daemon.publish.base import Depot, LibraryError
from daemon.publish.spotify import SpotifyConfig, SpotifyLibrary
from daemon.publish.spotify_answers import Said, SpotifyError
from daemon.publish.spotify_memory import Memory, read
from daemon.publish.spotify_program import Held, Program
from tests.contract.library import a_depot, an_episode
from tests.fakes.save_to_spotify import Program as Fake
from tests.fakes.save_to_spotify_login import log_in
from tests.fakes.save_to_spotify_rules import HungError
from tests.fakes.save_to_spotify_service import Service

ROOT = Path(__file__).parents[3]
NAME = "spotify"


def config(**settings: Any) -> SpotifyConfig:
    return SpotifyConfig.model_validate({"kind": "spotify", "agree": True, **settings})


class Account:
    """A home with a login, and what lies in the account that it is for."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.login = home / "logins" / NAME
        self.folder = self.login / "save-to-spotify"
        self.program = home / "bin" / "save-to-spotify"
        self.program.parent.mkdir(parents=True)
        self.goes()
        log_in(self.folder)

    def goes(self, **environ: str) -> None:
        """What goes wrong from now on, as FAKE_STS_… has it."""
        given = {f"FAKE_STS_{name}": value for name, value in environ.items()}
        words = ["env", f"PYTHONPATH={ROOT}", *(f"{name}={value}" for name, value in given.items())]
        command = shlex.join([*words, sys.executable, "-S", "-m", "tests.fakes.save_to_spotify"])
        beside = self.program.with_suffix(".part")
        beside.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        beside.chmod(0o755)
        beside.replace(self.program)

    @property
    def depot(self) -> Depot:
        return a_depot(self.home, NAME)

    def library(self, **settings: Any) -> SpotifyLibrary:
        return SpotifyLibrary(config(program=str(self.program), **settings), self.depot)

    @property
    def service(self) -> Service:
        return Service(os.environ, self.folder)

    @property
    def shows(self) -> list[dict[str, Any]]:
        shows: list[dict[str, Any]] = self.service.state()["shows"]
        return shows

    @property
    def episodes(self) -> list[dict[str, Any]]:
        return [episode for show in self.shows for episode in show["episodes"]]

    @property
    def memory(self) -> Memory:
        return read(self.depot.folder)

    @property
    def calls(self) -> list[list[str]]:
        """The arguments of every call, without --json."""
        journal = self.folder / "journal.jsonl"
        lines = journal.read_text().splitlines() if journal.exists() else []
        return [json.loads(line)[1:] for line in lines]

    def has_own(self, title: str, *episodes: str) -> dict[str, Any]:
        """A show that the listener has made elsewhere, with episodes."""
        state = self.service.state()
        show = self.service.new_show(title, "en")
        made = {"language": "en", "media_type": "EPISODE_AUDIO", "created_at": self.service.now(), "summary": ""}
        show["episodes"] = [
            {**made, "episode_uri": f"spotify:episode:own{number}", "title": each, "audio": "own", "looks": 9}
            | {"lag": 0, "items": None, "failed": False}
            for number, each in enumerate(episodes)
        ]
        state["shows"].append(show)
        self.service.keep(state)
        return show


class CrashError(BaseException):
    """The process that called is gone, as after kill -9: nothing more of it runs."""


@dataclass
class Scene:
    """What goes wrong in the next calls, and what time it is. `crash`: before or after which call of a command."""

    environ: dict[str, str] = field(default_factory=dict)
    crash: tuple[str, str] | None = None
    now: datetime = datetime(2026, 3, 24, 6, 30, tzinfo=UTC)


class InsideAccount(Account):
    """The same without processes: quick, at a time of its own."""

    def __init__(self, home: Path) -> None:
        self.scene = Scene()
        super().__init__(home)

    def goes(self, **environ: str) -> None:
        self.scene.environ = {f"FAKE_STS_{name}": value for name, value in environ.items()}

    def passes(self, **duration: float) -> None:
        """Time passes."""
        self.scene.now += timedelta(**duration)

    @property
    def service(self) -> Service:
        return Service({"FAKE_STS_NOW": self.scene.now.isoformat()}, self.folder)

    def library(self, **settings: Any) -> SpotifyLibrary:
        program = InsideProgram("save-to-spotify", self.login, NAME, self.scene)
        return SpotifyLibrary(config(**settings), self.depot, program, lambda: self.scene.now)


@dataclass(frozen=True, slots=True)
class InsideProgram(Program):
    scene: Scene

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[Held]:
        yield InsideHeld(self, -1, self.scene)


@dataclass(frozen=True, slots=True)
class InsideHeld(Held):
    scene: Scene

    async def run(self, arguments: Sequence[str], seconds: float) -> Said:
        command = " ".join(word for word in arguments[1:3] if word.isalpha())
        self._crash("before", command)
        scene, out = self.scene, StringIO()
        own = {"XDG_CONFIG_HOME": str(self.program.folder), "FAKE_STS_NOW": scene.now.isoformat()}
        try:
            code = Fake({**scene.environ, **own, "FAKE_STS_IN_PROCESS": "1"}, out, StringIO()).main(arguments)
        except HungError:
            raise SpotifyError("hung", self.program.login, "maybe") from None
        self._crash("after", command)
        return Said(code, out.getvalue().encode("utf-8", "surrogateescape"))

    def _crash(self, moment: str, command: str) -> None:
        if self.scene.crash == (moment, command):
            self.scene.crash = None
            raise CrashError


# as the daemon uses it ---

SECRETS = ("Signature", "a-secret", "https://saveto", "API error", "\x07")


def made_again(folder: Path, text: str = "again") -> Episode:
    return an_episode(folder / text, audio=text.encode())


def publish(account: InsideAccount, episode: Episode, **settings: object) -> Publication:
    return asyncio.run(account.library(**settings).publish(episode))


def delivered(account: InsideAccount, episode: Episode, **settings: object) -> Publication:
    """As the daemon delivers: published, and looked at until it is there."""
    publication = publish(account, episode, **settings)
    asyncio.run(account.library(**settings).verify(publication))
    return publication


def mended(account: InsideAccount, episode: Episode, **settings: object) -> Publication:
    """As the daemon delivers in the end: tried again some times while the day lasts."""
    for _ in range(4):
        with suppress(LibraryError):
            return delivered(account, episode, **settings)
        account.passes(minutes=21)
    return delivered(account, episode, **settings)


def refused(account: InsideAccount, episode: Episode, **settings: object) -> LibraryError:
    with pytest.raises(LibraryError) as error:
        delivered(account, episode, **settings)
    assert str(error.value).endswith(".")
    assert not any(secret in str(error.value) for secret in SECRETS)
    return error.value


def playable(account: InsideAccount) -> list[str]:
    return [each["episode_uri"] for each in account.episodes if account.service.readiness(each) == "READY"]


def deletions(account: InsideAccount) -> list[str]:
    return [call[2] for call in account.calls if call[:2] == ["episodes", "delete"]]
