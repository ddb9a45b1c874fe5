"""How soon an episode is there: a thousand words by paced fakes of model and voice, from the command's first moment.

The critical path is worked out in the same run: what no order of work could shorten.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from tests.attacks.models import good
from tests.bench.writing import FIRST, PACE, SENTENCES
from tests.fakes.model_server import Asked, ModelServer
from tests.fakes.speech_server import VOICE, SpeechServer
from tests.fakes.web import Reply, Request, Web

DAY = "2026-03-24"
CONNECTORS = 1.0
"""Seconds that the source takes."""
SPEECH_FIRST, SPEECH_PACE = 0.3, 0.1
FIRST_LINE = FIRST + 0.4
"""Seconds to a model's first token, and to the end of a first line of some thirty tokens."""
STING = 2.4
MP3_BYTES = 12_000
"""A second of it, at 96 kb/s."""

SETTINGS = """
name = "Kim"
timezone = "Europe/Berlin"

[connectors.phone]
kind = "inbox"
path = "inbox"

[connectors.slow]
kind = "feeds"
urls = ["{feed}"]
allow_private = true

[writer]
model = "openai/paced"
api_base = "{model}"
values = "copied"

[voice]
engine = "elevenlabs"
voice = "{voice}"
api_key = {{ file = "key" }}
api_base = "{speech}"

[shows.morning]
minutes = 13
"""
EVENTS = (
    "Stand-up",
    "Design review",
    "Lunch with Noor",
    "Dentist",
    "Choir",
    "Call with Ines",
    "Yoga",
    "Dinner",
    "Chess",
)
ROOM = "Room {number} on the second floor of the old town library"
TASKS = ("Pay the rent", "Renew the library card", "Call the plumber", "Answer the school's letter", "Book the ferry")


@dataclass(frozen=True)
class Finished:
    """One production from outside: seconds from the command's start unless said otherwise; megabytes of its largest.

    `path`: the critical path. `live`: from the items (and the libraries) to the first spoken word in live.mp3. `after`:
    from the last clip to the finished file. `failed`: chunks that another voice had to speak.
    """

    seconds: float
    path: float
    live: float
    after: float
    megabytes: float
    words: int
    audio: float
    failed: int


def compared(at_once: int) -> Finished:
    """A production with fakes; the voice takes so many texts at once, and answers 429 to more."""
    with ModelServer() as model, SpeechServer() as speech, Web() as web, tempfile.TemporaryDirectory() as name:
        model.paced(FIRST, PACE)
        model.answers(_answer)
        speech.paced(SPEECH_FIRST, SPEECH_PACE)
        speech.takes(at_once)
        web.answer("/feed.xml", _slowly)
        folder = Path(name)
        _prepare(folder, web.url("/feed.xml"), model.api_base("openai"), speech.api_base())
        imported = _import()
        return _made(folder, speech, at_once, imported)


def _answer(asked: Asked) -> str:
    return "\n".join(line.json for line in good(asked.texts[-1], "copied"))


def _slowly(_: Request) -> Reply:
    threading.Event().wait(CONNECTORS)
    return Reply(json.dumps(_feed()).encode(), headers={"Content-Type": "application/feed+json"})


def _feed() -> object:
    stories = (
        {
            "id": str(place),
            "url": f"https://news.example/{place}",
            "title": f"What the {word} edition says today",
            "content_text": " ".join(_sentences(3 * place, 3)),
            "date_published": f"{DAY}T03:00:00Z",
        }
        for place, word in enumerate(("first", "second", "third", "fourth", "last"))
    )
    return {"version": "https://jsonfeed.org/version/1.1", "title": "Tagesblick", "items": list(stories)}


def _prepare(folder: Path, feed: str, model: str, speech: str) -> None:
    (folder / "settings.toml").write_text(SETTINGS.format(feed=feed, model=model, speech=speech, voice=VOICE))
    (folder / "key").write_text("not-a-key")
    (folder / "key").chmod(0o600)
    (folder / "inbox").mkdir()
    for place, item in enumerate(_items()):
        (folder / "inbox" / f"{place}.json").write_text(json.dumps(item))


def _items() -> Iterator[object]:
    for place, what in enumerate(EVENTS):
        start, end = (f"{DAY}T{place + 10}:{minute}" for minute in ("00", "45"))
        yield {"kind": "event", "summary": what, "location": ROOM.format(number=place + 2), "start": start, "end": end}
    for what in TASKS:
        yield {"kind": "task", "summary": what, "due": DAY}
    for place in range(5):
        yield {"kind": "note", "title": f"Note {place}", "text": " ".join(_sentences(place, 4)), "day": DAY}


def _sentences(place: int, count: int) -> Iterator[str]:
    return (SENTENCES[at % len(SENTENCES)] for at in range(place, place + count))


def _import() -> float:
    """What litellm's own import takes, in a process of its own."""
    environment = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
    started = time.perf_counter()
    subprocess.run((sys.executable, "-c", "import litellm"), check=True, env=environment)
    return time.perf_counter() - started


def _made(folder: Path, speech: SpeechServer, at_once: int, imported: float) -> Finished:
    words = ("--config", str(folder / "settings.toml"), "--home", str(folder / "home"), "make", "--now", f"{DAY}T06:30")
    began = time.time()
    process = subprocess.Popen(
        (sys.executable, "-I", "-m", "daemon", *words, "--json"), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    with _Watch(folder / "home" / "episodes" / "morning" / DAY / "live.mp3") as watch:
        out = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"the production failed: {process.returncode}")
    made = json.loads(out)
    episode = Path(made["episode"]["audio"]).parent
    there = _collected(episode) - began
    took = [SPEECH_FIRST + SPEECH_PACE * seconds for _, seconds in speech.answered]
    published = Path(made["published"]["publications"][0]["where"]).stat().st_mtime
    return Finished(
        seconds=published - began,
        path=max(there, imported) + FIRST_LINE + sum(took) / at_once + max(took),
        live=watch.reached - began - max(there, imported),
        after=published - max(at for at, _ in speech.answered),
        megabytes=usage.ru_maxrss / 2**10,
        words=made["episode"]["words"],
        audio=made["episode"]["seconds"],
        failed=sum(
            len(json.loads(each.read_text())["voices_fell"]) for each in episode.glob("sections/*/segment.json")
        ),
    )


def _collected(episode: Path) -> float:
    """When the last source had answered."""
    entries = [json.loads(line) for line in (episode / "log.jsonl").read_text().splitlines()]
    moments = (entry["at"] for entry in entries if entry["step"]["stage"] == "collect")
    return max(datetime.fromisoformat(at).timestamp() for at in moments)


class _Watch(threading.Thread):
    """Looks when live.mp3 holds the sting and a moment of what follows it."""

    def __init__(self, live: Path) -> None:
        super().__init__(daemon=True)
        self._live = live
        self._over = threading.Event()
        self.reached = float("nan")

    def run(self) -> None:
        enough = (STING + 0.5) * MP3_BYTES
        while not self._over.wait(0.01):
            try:
                if self._live.stat().st_size >= enough:
                    self.reached = time.time()
                    return
            except FileNotFoundError:
                continue

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.join()


if __name__ == "__main__":
    for width in [int(word) for word in sys.argv[1:] or ("5", "2")]:
        print(width, compared(width))  # noqa: T201  # for whoever measures one of them alone
