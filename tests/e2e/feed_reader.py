"""Apps that listen to a feed and judge each answer: as a program, some of them in one process.

What an episode's files hold is worked out from a seed, which is noted down under the content's hash before the feed
names it: so every address says what its bytes must be.
"""

import http.client
import json
import re
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

SIZE = 200_000
FRESH = 1.0
"""Seconds for which an app takes the feed that it has for the feed as it is."""
EVERY = 0.1
"""Seconds between two requests of an app."""
IDLE = 3.0
"""Seconds after which an app does not count on its connection: the server closes those that are not used."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an app has seen. `broken`: when (monotonic) no answer came, or one of 5xx; `wrong`: what must never be."""

    asked: int
    by_kind: dict[str, int]
    broken: list[tuple[float, str]]
    wrong: list[str]


def chance(seed: int) -> Random:
    """The same every time."""
    return Random(seed)  # noqa: S311  # nothing here is secret


def audio_of(seed: int) -> bytes:
    """The bytes of an episode's audio."""
    return chance(seed).randbytes(SIZE)


def chapters_of(seed: int) -> bytes:
    """The bytes of its chapters."""
    return json.dumps({"version": "1.2.0", "seed": seed}).encode()


@dataclass
class App:
    """One app; `shows`: those that its token is for. `folder`: where the promises are."""

    folder: Path
    port: int
    number: int
    token: str
    shows: tuple[str, ...]
    until: float
    broken: list[tuple[float, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    by_kind: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = chance(self.number)
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0
        self._feeds: dict[str, tuple[str, bytes, float]] = {}

    def listen(self) -> None:
        """Ask every tenth of a second; who was held up catches up."""
        due, pause = time.monotonic() + self._random.random() * EVERY, threading.Event()
        while due < self.until:
            pause.wait(max(0.0, due - time.monotonic()))
            due += EVERY
            what = self._random.random()
            show = self._random.choice(self.shows)
            if what < 0.5:
                self._poll(show)
            elif what < 0.85:
                self._play(show)
            elif what < 0.95:
                self._look_at_chapters(show)
            else:
                self._try_others()
        if self._connection:
            self._connection.close()

    @property
    def outcome(self) -> Outcome:
        """What it has seen."""
        return Outcome(sum(self.by_kind.values()), self.by_kind, self.broken, self.wrong)

    # what it does ---

    def _poll(self, show: str) -> bool:
        """Whether the feed was there; it is read as it comes, and whole."""
        etag, before, _ = self._feeds.get(show, ("", b"", 0.0))
        known = {"If-None-Match": etag} if etag and self._random.random() < 0.5 else {}
        sent = time.monotonic()
        answer = self._ask("feed", f"/f/{self.token}/{show}/feed.xml", known)
        if answer is None:
            return False
        status, tag, body = answer
        if status == 304 and known:
            self._feeds[show] = (etag, before, sent)
        elif status != 200:
            self.wrong.append(f"feed: {status}")
        elif tag == etag and body != before:
            self.wrong.append("feed: other bytes with the same tag")
        else:
            self._judge(body)
            self._feeds[show] = (tag, body, sent)
        return True

    def _judge(self, body: bytes) -> None:
        try:
            ET.fromstring(body)
        except ET.ParseError:
            self.wrong.append("feed: torn")
        if set(re.findall(rb"/f/([^/]+)/", body)) - {self.token.encode()}:
            self.wrong.append("feed: somebody else's token")

    def _enclosure(self, show: str) -> str | None:
        """The path of an episode's audio that the feed names at this moment."""
        if time.monotonic() - self._feeds.get(show, ("", b"", 0.0))[2] > FRESH and not self._poll(show):
            return None
        items = ET.fromstring(self._feeds[show][1]).iterfind("channel/item/enclosure")
        named = [item.get("url", "").partition("/f/")[2] for item in items]
        return f"/f/{self._random.choice(named)}" if named else None

    def _play(self, show: str) -> None:
        """Some of the audio; now and then as an app that goes on with a download of something else."""
        path = self._enclosure(show)
        if path is None:
            return
        first = self._random.randrange(SIZE)
        last = min(SIZE - 1, first + self._random.randrange(1, 65_536))
        stale = self._random.random() < 0.1
        headers = {"Range": f"bytes={first}-{last}", **({"If-Range": '"another"'} if stale else {})}
        answer = self._ask("audio", path, headers)
        if answer is None:
            return
        status, _, body = answer
        whole = audio_of(self._seed(path))
        if (status, body) != ((200, whole) if stale else (206, whole[first : last + 1])):
            self.wrong.append(f"audio: {status}, {len(body)} bytes of {last - first + 1}")

    def _look_at_chapters(self, show: str) -> None:
        path = self._enclosure(show)
        answer = path and self._ask("chapters", f"{path.rpartition('/')[0]}/chapters.json", {})
        if path and answer and (answer[0], answer[2]) != (200, chapters_of(self._seed(path))):
            self.wrong.append(f"chapters: {answer[0]}")

    def _try_others(self) -> None:
        """What this token is not for, and tokens that never were."""
        path = f"/f/{self.token}/morning/feed.xml" if self.shows == ("evening",) else f"/f/{self.token[::-1]}/feed.xml"
        answer = self._ask("others", path, {})
        if answer and answer[0] not in {404, 429}:
            self.wrong.append(f"others: {answer[0]}")

    # how ---

    def _seed(self, path: str) -> int:
        return int((self.folder / "promised" / path.split("/")[5]).read_text())

    def _ask(self, kind: str, path: str, headers: Mapping[str, str]) -> tuple[int, str, bytes] | None:
        """The answer; None, and noted when, where none came or the server said that it cannot."""
        self.by_kind[kind] = self.by_kind.get(kind, 0) + 1
        try:
            self._line().request("GET", path, headers=dict(headers))
            answer = self._line().getresponse()
            status, etag, body = answer.status, answer.getheader("ETag") or "", answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._note(f"{kind}: {type(error).__name__}")
            return None
        if status < 500:
            return status, etag, body
        self._note(f"{kind}: {status}")
        return None

    def _line(self) -> http.client.HTTPConnection:
        """A connection that may be used."""
        if self._connection and time.monotonic() - self._used > IDLE:
            self._connection.close()
        self._connection = self._connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self._used = time.monotonic()
        return self._connection

    def _note(self, what: str) -> None:
        self.broken.append((time.monotonic(), what))
        self._feeds.clear()
        self._line().close()


def told_until() -> float:
    """Say to the parent that this process is there; the moment (monotonic) until which it is to go on."""
    print(flush=True)  # noqa: T201  # to the parent
    return float(sys.stdin.readline())


def main(folder: Path, apps: list[dict[str, object]], port: int) -> None:
    """So many apps at once; prints what they have seen."""
    until = told_until()
    listening = [App(folder=folder, port=port, until=until, **app) for app in apps]  # type: ignore[arg-type]  # our own JSON
    threads = [threading.Thread(target=app.listen) for app in listening]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps([asdict(app.outcome) for app in listening]))  # noqa: T201  # how its parent learns it


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]), int(sys.argv[3]))
