"""A house with a shelf, tokens and the application before them, asked in this process: `House(folder).ask("…")`."""

import asyncio
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from config.errors import DiskError
from daemon.home.tokens import Token, digest_of
from daemon.model import Episode
from daemon.publish.records import Record
from daemon.publish.shelf import Shelf
from daemon.serve.log import Log
from daemon.web.app import app
from daemon.web.asking import Answered, answered
from daemon.web.feed import Feed
from daemon.web.front import Front
from daemon.web.gate import Gate
from daemon.web.site import Site
from tests.contract.library import MORNING, an_episode

HERE = "http://127.0.0.1:8571"
NOON = datetime(2026, 3, 24, 12, tzinfo=UTC)


@dataclass
class FakeKeys:
    """Tokens in memory: `gives`, `revokes`, `breaks`."""

    tokens: dict[bytes, Token] = field(default_factory=dict)
    changes: int = 0
    broken: bool = False
    asked: int = 0

    def gives(
        self,
        name: str = "phone",
        *,
        show: str | None = None,
        day: date | None = None,
        expires: datetime | None = None,
    ) -> str:
        """A token, made from its name."""
        token = name.ljust(27, "0")
        self.tokens[digest_of(token)] = Token(
            name=name, created=NOON, show=show, day=day, expires=expires, used=None, used_by=""
        )
        self.changes += 1
        return token

    def revokes(self, name: str) -> None:
        """Take it back."""
        self.tokens = {digest: token for digest, token in self.tokens.items() if token.name != name}
        self.changes += 1

    def version(self) -> int:
        if self.broken:
            raise DiskError("The database cannot be used. See that it can.")
        return self.changes

    def known(self) -> Mapping[bytes, Token]:
        self.asked += 1
        return self.tokens


class House:
    """`now` and `clock` (seconds) can be set; `said` is the log; `site` can be replaced."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shelf = Shelf(folder / "feed")
        self.site = Site(shelves=(self.shelf,))
        self.keys = FakeKeys()
        self.now, self.clock = datetime.now(UTC) + timedelta(seconds=5), 0.0  # what is put on the shelf is older
        self._log = io.StringIO()
        log = Log(self._log, "debug")
        self.gate = Gate(self.keys, log, lambda: self.now)
        feed = Feed(self.gate, log, lambda: self.now, lambda: self.clock)
        self.app: Front = app(lambda: self.site, feed, log)

    @property
    def said(self) -> str:
        """What the log says."""
        return self._log.getvalue()

    def put(self, day: date = MORNING, audio: bytes = b"sound" * 100, suffix: str = ".mp3") -> Record:
        """An episode on the shelf."""
        return self.shelf.put(self.made(day, audio, suffix), self.now)

    def made(self, day: date = MORNING, audio: bytes = b"sound" * 100, suffix: str = ".mp3") -> Episode:
        """An episode of that day."""
        return an_episode(
            self.folder / "made" / f"{day}-{sha256(audio).hexdigest()}", day=day, audio=audio, suffix=suffix
        )

    def ask(self, path: str, method: str = "GET", client: str = "192.0.2.7", **headers: str) -> Answered:
        """The answer; `headers` with _ for -. An absolute address is asked for as it is."""
        address = path if "://" in path else f"{HERE}{path}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return asyncio.run(answered(self.app, address, named, method, client))
