"""The service behind save-to-spotify: shows and episodes in a file."""

import json
import os
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.fakes.save_to_spotify_rules import NOT_FOUND, FailedError, bare, safe


class Service:
    """One account. `environ` says how slow it is."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self.environ = environ
        self.folder = folder

    def state(self) -> dict[str, Any]:
        """All shows and what else the service knows."""
        file = self.folder / "fake_state.json"
        if not file.exists():
            return {"shows": [], "rejected": []}
        state: dict[str, Any] = json.loads(file.read_text())
        return state

    def keep(self, state: dict[str, Any]) -> None:
        """Let the service know it from now on."""
        beside = self.folder / f"state.{os.getpid()}"
        beside.write_text(json.dumps(state))
        beside.replace(self.folder / "fake_state.json")

    def now(self) -> str:
        """As the service writes times."""
        given = self.environ.get("FAKE_STS_NOW")
        return (given or datetime.now(UTC).isoformat()).replace("+00:00", "Z")

    def lag(self) -> int:
        """How many lists something new is missing from."""
        return int(self.environ.get("FAKE_STS_LAG", "0"))

    def new_show(self, title: str, language: str) -> dict[str, Any]:
        """A show without episodes."""
        uri = f"spotify:show:{secrets.token_hex(11)}"
        made = {"show_uri": uri, "title": title, "language": language, "created_at": self.now()}
        return {**made, "episodes": [], "lag": self.lag()}

    def show_of(self, state: dict[str, Any], uri: str) -> dict[str, Any]:
        """The show of an address."""
        for show in state["shows"]:
            if bare(show["show_uri"]) == bare(safe(uri)):
                found: dict[str, Any] = show
                return found
        raise FailedError(NOT_FOUND)

    def episode_of(self, state: dict[str, Any], uri: str) -> dict[str, Any]:
        """The episode of an address."""
        for show in state["shows"]:
            for episode in show["episodes"]:
                if bare(episode["episode_uri"]) == bare(safe(uri)):
                    found: dict[str, Any] = episode
                    return found
        raise FailedError(NOT_FOUND)

    def readiness(self, episode: dict[str, Any]) -> str:
        """How far the service is with it."""
        after = int(self.environ.get("FAKE_STS_READY_AFTER", "0"))
        if not episode["audio"] or episode["looks"] == 0 < after:
            return "NOT_READY"
        if episode["looks"] < after:
            return "PROCESSING"
        return "FAILED" if episode["failed"] else "READY"


def seen_less(thing: dict[str, Any]) -> bool:
    """Whether a list leaves it out, one list less than before."""
    missing = bool(thing["lag"])
    thing["lag"] -= missing
    return missing
