"""`make bench`: speed and memory, each beside what it was compared with in the same run. Medians, no assertions."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from daemon.master.ffmpeg import find
from tests.bench import episode, feed, feeds, idle, writing

RUNS = 5
PYTHON = (sys.executable, "-I")
DAWNCAST = (*PYTHON, "-m", "daemon")


@dataclass(frozen=True)
class Run:
    """One process with all that it started: wall time, and the most memory that any one of them held."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class Row:
    """A figure, what is asked of it, and what it was compared with."""

    figure: str
    value: float
    unit: str
    asked: str
    beside: str
    other: float

    def __str__(self) -> str:
        ratio = self.value / self.other
        return (
            f"| {self.figure:<36} | {self.value:8.2f} {self.unit:<4} | {self.asked:<8} "
            f"| {self.beside:<42} | {self.other:8.2f} {self.unit:<4} | {ratio:6.2f} |"
        )


def run(words: Sequence[str]) -> Run:
    """Run to the end. Raises CalledProcessError."""
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Run(time.perf_counter() - started, usage.ru_maxrss / unit)


def median(runs: Sequence[Run]) -> Run:
    """Of time and of memory, each on its own."""
    return Run(statistics.median(each.seconds for each in runs), statistics.median(each.megabytes for each in runs))


def demo(folder: Path, number: int) -> Run:
    """The demo's episode in a home of its own."""
    return run([*DAWNCAST, "--home", str(folder / str(number)), "make", "--demo", "--day", "2026-03-24"])


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, *made = [demo(folder, number) for number in range(RUNS + 1)]
        audio = next(folder.glob("0/demo/episodes/morning/*/episode.mp3"))
        encode = median([_encode(audio, folder) for _ in range(RUNS)])
        second = median([demo(folder, 0) for _ in range(RUNS)])
    whole = median([first, *made])
    helped, bare = median([run([*DAWNCAST, "--help"]) for _ in range(RUNS)]), median(_bare())
    rows = [
        Row(
            "demo's episode, wall time",
            whole.seconds,
            "s",
            "≤ 12 s",
            "one encode of its audio by ffmpeg",
            encode.seconds,
        ),
        Row("demo's episode, largest process", whole.megabytes, "MB", "≤ 300 MB", "that ffmpeg", encode.megabytes),
        Row("the same command once more", second.seconds, "s", "", "the first time", whole.seconds),
        Row("dawncast --help", helped.seconds, "s", "≤ 0.3 s", "python -c pass", bare.seconds),
        *_feeds(feeds.compared(RUNS)),
        *_writing(*writing.compared()),
        *_library(feed.compared()),
        *(row for at_once in (5, 2) for row in _production(episode.compared(at_once), at_once)),
        *_idle(idle.idle(idle.A_MINUTE), idle.idle(idle.A_MINUTE, idle.HOLIDAYS), idle.grown()),
    ]
    print(f"Medians of {RUNS} or more runs on {os.cpu_count()} cores.\n")  # noqa: T201  # the table is this program's result
    print("\n".join(str(row) for row in rows))  # noqa: T201


def _feeds(news: feeds.Compared) -> list[Row]:
    plain = f"feedparser, {feeds.THREADS} threads, without its start"
    return [
        Row(f"{feeds.FEEDS} new feeds", news.cold, "s", "≤ 0.85 ×", plain, news.plain_cold),
        Row(f"{feeds.FEEDS} unchanged feeds", news.unchanged, "s", "≤ 0.85 ×", plain, news.plain_unchanged),
        Row(f"{feeds.HANGING} of them hang", news.hanging, "s", "", "what one of those may take", news.limit),
    ]


def _writing(written: writing.Written, stream: float) -> list[Row]:
    what = f"{written.words} words by a model"
    return [
        Row(f"{what}, first line", written.first, "s", "≤ 1 s", "the model's first token", writing.FIRST),
        Row(f"{what}, last line", written.last, "s", "≤ 1.3 ×", "one such stream, only read", stream),
        Row("the check of these words", written.check, "s", "≤ 0.1 s", "one such stream, only read", stream),
        Row("the process after six streams", written.megabytes, "MB", "≤ 240 MB", "its peak", written.peak),
    ]


def _production(made: episode.Finished, at_once: int) -> list[Row]:
    what = f"{made.words} words spoken {at_once} at once"
    return [
        Row(f"{what}, the file", made.seconds, "s", "≤ 1.25 ×", "the critical path", made.path),
        Row(f"{what}, first heard", made.live, "s", "≤ 3 s", "the whole episode", made.seconds),
        Row(f"{what}, after the last clip", made.after, "s", "≤ 1 s", "the whole episode", made.seconds),
        Row(f"{what}, largest process", made.megabytes, "MB", "≤ 280 MB", "failed chunks, and one", made.failed + 1),
    ]


def _library(served: feed.Compared) -> list[Row]:
    what, bare = f"the feed of {feed.EPISODES}", "uvicorn with these bytes in memory"
    return [
        Row(f"{what}, unchanged (304)", served.unchanged, "ms", "≤ 5 ms", bare, served.plain),
        Row(f"{what}, whole (200)", served.whole, "ms", "≤ 20 ms", bare, served.plain),
        Row(f"{what}, answers/s of a core", served.rate, "/s", "≥ 300", bare, served.plain_rate),
        Row(f"{feed.MEGABYTES} MB of audio by range", served.audio, "MB/s", "", "reading that file", served.read),
        Row("the daemon's most memory meanwhile", served.loaded, "MB", "≤ 80 MB", "before", served.idle),
    ]


def _idle(waiting: idle.Idle, with_holidays: idle.Idle, grown: float) -> list[Row]:
    """Ten minutes of it, as is asked: `python -m tests.bench.idle`."""
    asked = "what is asked"
    return [
        Row("serve, idle for a minute, memory", waiting.megabytes, "MB", "≤ 60 MB", asked, 60),
        Row("the same with skip_holidays", with_holidays.megabytes, "MB", "≤ 60 MB", asked, 60),
        Row("serve, idle, of a core's time", waiting.percent, "%", "≤ 0.1 %", asked, 0.1),
        Row("serve, from the 3rd to the 30th day", grown, "MB", "≤ 2 MB", asked, 2),
    ]


def _encode(episode: Path, folder: Path) -> Run:
    mp3 = ("-codec:a", "libmp3lame", "-b:a", "96k", "-vn", "-y", str(folder / "again.mp3"))
    return run([str(find().path), "-v", "error", "-i", str(episode), *mp3])


def _bare() -> list[Run]:
    return [run([*PYTHON, "-c", "pass"]) for _ in range(RUNS)]


if __name__ == "__main__":
    main()
