"""Mornings with the real processes: `dawncast make`, its workers, the built-in voice, ffmpeg; the rest is fakes."""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from tests.attacks.models import good
from tests.e2e.command import Person, kill_once_logged
from tests.fakes.model_server import Asked, ModelServer
from tests.fakes.speech_server import VOICE, SpeechServer
from tests.fakes.web import Web
from tests.mornings.real_judging import DAY, RealMorning, judged

REAL_SECONDS = 600.0
AT_ONCE = 2
GIVEN = timedelta(seconds=75)
"""What a production has; the daemon would begin twenty minutes ahead."""
LINES = 30
"""About as many steps as a production logs."""
HUNG = 4
"""Seconds after which a source is taken to hang."""
MANY = 12

SETTINGS = """
name = "Kim"
timezone = "Europe/Berlin"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[connectors.work]
kind = "ics"
url = "{web}work.ics"
allow_private = true
timeout = {hung}
[connectors.news]
kind = "feeds"
urls = ["{web}news.json"]
allow_private = true
timeout = {hung}
[shows.morning]
minutes = 1
"""
WRITER = """
[writer]
kind = "litellm"
model = "openai/gpt-4o"
api_base = "{base}"
"""
VOICED = """
[voice]
engine = "elevenlabs"
voice = "{voice}"
api_key = {{ file = "key" }}
api_base = "{base}"
"""
TASKS = f"(A) Pay rent due:{DAY}\n(B) Call the plumber due:{DAY}\n"
FEED = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Orbit", "items": [{"id": "1",
"title": "A comet shows its far side for the first time", "date_published": "2026-03-24T03:00:00Z",
"content_text": "The probe sent the picture overnight."}]}"""
CALENDAR = "\r\n".join(
    (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260301T000000Z",
        "DTSTART:20260324T140000Z", "DTEND:20260324T150000Z", "SUMMARY:Pottery lesson", "END:VEVENT", "BEGIN:VEVENT",
        "UID:2", "DTSTAMP:20260301T000000Z", "DTSTART:20260324T090000Z", "DTEND:20260324T093000Z",
        "SUMMARY:Design review", "END:VEVENT", "END:VCALENDAR", "",
    )
).encode()  # fmt: skip  # a calendar


def _again_and_again(once: Callable[[], None]) -> None:
    for _ in range(MANY):
        once()


OF_WEB: Mapping[str, Callable[[Web], None]] = {
    "calendar hangs": lambda web: web.hang("/work.ics"),
    "calendar 500": lambda web: web.fail("/work.ics", 500),
    "calendar 429": lambda web: web.fail("/work.ics", 429),
    "feed hangs": lambda web: web.hang("/news.json"),
    "feed drips": lambda web: web.drip("/news.json"),
    "feed 500": lambda web: web.fail("/news.json", 500),
    "feed empty": lambda web: web.serve("/news.json", b""),
}
OF_MODEL: Mapping[str, Callable[[ModelServer], None]] = {
    "model well": lambda _: None,
    "model slow": lambda model: model.paced(2.0, 20.0),
    "model hangs": ModelServer.hangs,
    "model 429": lambda model: model.fails(429),
    "model 500": lambda model: model.fails(500),
    "model empty": lambda model: model.answers(""),
    "model garbage": ModelServer.garbage,
    "model torn": lambda model: model.cuts_off_after(12),
}
OF_VOICE: Mapping[str, Callable[[SpeechServer], None]] = {
    "voice well": lambda _: None,
    "voice 429": lambda speech: speech.storm(MANY),
    "voice 500": lambda speech: _again_and_again(speech.fails_once),
    "voice hangs": lambda speech: _again_and_again(speech.hangs_once),
    "voice torn": lambda speech: _again_and_again(speech.cuts_once),
    "voice silent": lambda speech: _again_and_again(speech.silence_once),
    "voice key": lambda speech: speech.refuses("key"),
}
SMALL_DISK = """
mkdir -p {home} && mount -t tmpfs -o size=2m none {home} || exit 98
"$@" >/dev/null 2>&1; first=$?
mount -o remount,size=500m {home} && "$@"; second=$?
cp -a {home} {kept}
[ $first = 74 ] || {{ echo "on a full disk it ended with $first" >&2; exit 97; }}
exit $second
"""


@dataclass(frozen=True, slots=True)
class RealNight:
    """What goes wrong on a real morning."""

    seed: int
    web: tuple[str, ...]
    model: str | None
    voice: str | None
    kills: tuple[int, ...]
    full: bool

    @property
    def faults(self) -> tuple[str, ...]:
        """All of it, in words."""
        killed = (f"killed after {len(self.kills)} starts",) if self.kills else ()
        named = tuple(name for name in (self.model, self.voice) if name)
        return (*self.web, *named, *killed, *(("disk full",) if self.full else ()))


def drawn(seed: int, *, small_disks: bool) -> RealNight:
    """The real night of a seed."""
    lot = random.Random(seed)  # noqa: S311  # no secret
    full = small_disks and lot.random() < 0.15
    kills = () if full or lot.random() < 0.5 else tuple(lot.randint(1, LINES) for _ in range(lot.choice((1, 1, 2, 3))))
    return RealNight(
        seed=seed,
        web=tuple(lot.sample(sorted(OF_WEB), lot.choice((0, 1, 1, 2)))),
        model=lot.choice((None, *OF_MODEL)),
        voice=lot.choice((None, None, None, None, *OF_VOICE)),
        kills=kills,
        full=full,
    )


def real_mornings(number: int, seconds: float, seed: int) -> list[RealMorning]:
    """What came of so many of them, two side by side; none is begun when the seconds are over."""
    if not number:
        return []
    end, small_disks = monotonic() + seconds, has_small_disks()

    def one(of: int) -> RealMorning | None:
        return real_morning(drawn(of, small_disks=small_disks)) if monotonic() < end else None

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return [each for each in threads.map(one, range(seed, seed + number)) if each]


def real_morning(night: RealNight) -> RealMorning:
    """One, from an empty home to its episode."""
    with tempfile.TemporaryDirectory() as folder, _outside(night) as (web, model, speech):
        person = Person(Path(folder)).writes(_settings(night, web, model, speech))
        (person.folder / "todo.txt").write_text(TASKS)
        (person.folder / "key").write_text("not-a-key")
        (person.folder / "key").chmod(0o600)
        log = person.home / "episodes" / "morning" / DAY / "log.jsonl"
        killed = sum(_killed(person, log, lines) for lines in night.kills)
        began = monotonic()
        if night.full:
            kept = person.folder / "kept"
            script = SMALL_DISK.format(home=person.home, kept=kept)
            ended = person.types_under(("unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"), *_words())
        else:
            kept, ended = person.home, person.types(*_words())
        return judged(kept, ended, night.seed, night.faults, monotonic() - began, killed)


def has_small_disks() -> bool:
    """Whether a process can be given a small disk of its own here."""
    if not shutil.which("unshare"):
        return False
    mount = "mount -t tmpfs -o size=2m none /mnt"
    words = ("unshare", "--map-root-user", "--mount", "sh", "-c", mount)
    return subprocess.run(words, capture_output=True).returncode == 0


def _killed(person: Person, log: Path, lines: int) -> bool:
    """Start it, and `kill -9` it so many steps further; whether it was not over before."""
    before = log.read_bytes().count(b"\n") if log.exists() else 0
    return kill_once_logged(person.starts(*_words()), log, before + lines)


def _words() -> tuple[str, ...]:
    return ("make", "--now", f"{DAY}T06:30", "--deadline", (datetime.now(UTC) + GIVEN).isoformat())


def _settings(night: RealNight, web: Web, model: ModelServer, speech: SpeechServer) -> str:
    text = SETTINGS.format(web=web.url("/"), hung=HUNG)
    if night.model:
        text += WRITER.format(base=model.api_base("openai"))
    if night.voice:
        text += VOICED.format(base=speech.api_base(), voice=VOICE)
    return text


@contextmanager
def _outside(night: RealNight) -> Iterator[tuple[Web, ModelServer, SpeechServer]]:
    """The world outside, as it is that night."""
    with Web() as web, ModelServer() as model, SpeechServer() as speech:
        web.serve("/work.ics", CALENDAR, {"Content-Type": "text/calendar"})
        web.serve("/news.json", FEED, {"Content-Type": "application/feed+json"})
        model.answers(_well)
        for name in night.web:
            OF_WEB[name](web)
        OF_MODEL[night.model or "model well"](model)
        OF_VOICE[night.voice or "voice well"](speech)
        yield web, model, speech


def _well(asked: Asked) -> str:
    return "\n".join(line.json for line in good(asked.texts[-1], "slots"))
