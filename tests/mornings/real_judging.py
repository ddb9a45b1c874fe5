"""What came of a real morning: its episode decoded to its end, and its transcript beside its briefing."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from connectors.codec import from_json
from connectors.items import Event, Task
from daemon.model import Briefing
from tests.e2e.command import Ended

DAY = "2026-03-24"
LIMIT = 75.0
RATE = 44_100
A_BIT = 0.2
"""Seconds by which a file may differ from what is said of it."""
_CUE = re.compile(r"^\d\d:\d\d.* --> .*$|^WEBVTT.*$|^NOTE.*$|<[^>]*>", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealMorning:
    """A real morning: what went wrong outside, how long the command took in the end, and what did not hold.

    `killed`: how often it was killed before. `told`: the events and tasks of its briefing.
    """

    seed: int
    faults: tuple[str, ...]
    seconds: float
    killed: int
    told: int
    wrong: tuple[str, ...]


def judged(home: Path, ended: Ended, seed: int, faults: tuple[str, ...], seconds: float, killed: int) -> RealMorning:
    """One morning, when its command has ended."""
    episode = home / "episodes" / "morning" / DAY
    wrong: list[str] = []
    told = 0
    if ended.code:
        wrong.append(f"it ended with {ended.code}: {ended.err[-500:]}")
    else:
        must = must_tell(episode)
        told = len(must)
        wrong += [*_untold(episode, must), *_unsound(episode), *_not_once(home)]
    if "Traceback" in ended.err:
        wrong.append("a traceback")
    if seconds > LIMIT:
        wrong.append(f"late: it took {seconds:.0f} seconds")
    return RealMorning(seed=seed, faults=faults, seconds=seconds, killed=killed, told=told, wrong=tuple(wrong))


def must_tell(episode: Path) -> tuple[str, ...]:
    """The day's events and due tasks of a briefing, by their titles."""
    briefing = from_json(Briefing, (episode / "briefing.json").read_bytes())
    return tuple(item.summary for item in briefing.items if isinstance(item, Event | Task))


def _untold(episode: Path, must: Sequence[str]) -> Iterator[str]:
    spoken = _folded(_CUE.sub(" ", (episode / "transcript.vtt").read_text(encoding="utf-8")))
    yield from (f"not told: {title}" for title in must if _folded(title) not in spoken)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _unsound(episode: Path) -> Iterator[str]:
    """Decode it to its end: nothing may be wrong with it, and it is as long as the cues say."""
    command = (_ffmpeg(), "-v", "error", "-xerror", "-i", episode / "episode.mp3", "-f", "s16le", "-ar", str(RATE))
    done = subprocess.run((*command, "-ac", "1", "-"), capture_output=True)
    if done.returncode or done.stderr:
        yield f"it cannot be decoded: {done.stderr.decode(errors='replace')[-200:]}"
    length = len(done.stdout) / 2 / RATE
    last = re.findall(r"--> (?:(\d+):)?(\d\d):(\d\d\.\d+)", (episode / "transcript.vtt").read_text(encoding="utf-8"))[
        -1
    ]
    end = int(last[0] or 0) * 3600 + int(last[1]) * 60 + float(last[2])
    if length + A_BIT < end:
        yield f"it is torn: {length:.1f} seconds of {end:.1f}"


def _not_once(home: Path) -> Iterator[str]:
    """Exactly one episode is in the feed, with one file."""
    library = home / "library" / "morning"
    items = ET.fromstring((library / "feed.xml").read_bytes()).findall("channel/item")
    if len(items) != 1:
        yield f"{len(items)} episodes in the feed"
    if len(files := list(library.glob("*.mp3"))) != 1:
        yield f"{len(files)} files in the library"


def _ffmpeg() -> str:
    if named := os.environ.get("DAWNCAST_FFMPEG"):
        return named
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def table_of_real(mornings: Sequence[RealMorning]) -> str:
    """How many there were, and what went wrong."""
    rows = [
        ("mornings with the real processes", len(mornings)),
        ("an episode, whole, once, all told", sum(not each.wrong for each in mornings)),
        ("events and tasks compared with their transcripts", sum(each.told for each in mornings)),
        ("kill -9 on the way", sum(each.killed for each in mornings)),
        ("the longest of the last commands (seconds)", round(max(each.seconds for each in mornings))),
    ]
    faults = Counter(fault for each in mornings for fault in each.faults)
    rows += [(f"  {fault}", number) for fault, number in sorted(faults.items())]
    table = [f"{what:<62}{number:>8}" for what, number in rows]
    wrong = [f"seed {each.seed} ({', '.join(each.faults)}): {'; '.join(each.wrong)}" for each in mornings if each.wrong]
    return "\n".join((*table, *wrong))
