"""What `dawncast serve` takes while nothing is to be done, and by how much it grows in thirty simulated days."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.e2e.serving import Served

A_MINUTE, TEN_MINUTES = 60.0, 600.0
"""For how long the table has it idle, and for how long it is promised."""
HOLIDAYS = 'skip_holidays = "DE-BE"\n'
FAR = 7200.0
"""Seconds to the next episode."""
DAYS, SETTLED = 30, 3
LOOK = 20.0
"""Simulated seconds between two looks at the clock: as often as needed, for a table that is to be ready soon."""


@dataclass(frozen=True)
class Idle:
    """The daemon's processor time (percent of one core) and the most memory that it held (megabytes)."""

    percent: float
    megabytes: float


def idle(seconds: float, more: str = "") -> Idle:
    """A real daemon with its server, after it has begun to wait; `more`: of its show's settings. Linux alone."""
    with tempfile.TemporaryDirectory() as name:
        served = Served(Path(name), ready_in=FAR, begins_in=FAR - seconds - 600, more=more)
        served.person.writes(served.person.settings.read_text().replace("port = 0", f"port = {_free()}"))
        with served.serving() as daemon:
            served.says("event=serving")
            return _watched(daemon.pid, seconds)


def _watched(process: int, seconds: float) -> Idle:
    pause, most = threading.Event(), 0.0
    pause.wait(2)  # its first looks have more to do
    before = _used(process)
    for _ in range(round(seconds)):
        pause.wait(1)
        most = max(most, _resident(process))
    return Idle(100 * (_used(process) - before) / round(seconds), most)


def _used(process: int) -> float:
    """Seconds of processor time."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int | str) -> float:
    """Megabytes."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def grown() -> float:
    """Megabytes by which a daemon grows from the third to the thirtieth day, in a process of its own."""
    words = (sys.executable, "-m", "tests.bench.idle", "grow")
    out = subprocess.run(words, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[2])
    return float(out.stdout)


def _grow() -> float:
    """The real loop, records and schedule of thirty days, in a minute or less."""
    import gc

    from tests.daemon.serve.worlds import DAY, Night, at

    held: list[float] = []

    def look() -> None:
        gc.collect()
        held.append(_resident("self"))

    with tempfile.TemporaryDirectory() as name:
        noons = [at("12:00", DAY + timedelta(days=number)) for number in range(DAYS)]
        night = Night(Path(name))
        night.serves(at("00:00"), noons[-1] + timedelta(minutes=1), *((noon, look) for noon in noons), look=LOOK)
    return held[-1] - held[SETTLED - 1]


def main(asked: str) -> str:
    """What is asked for by itself: "grow", or for how many seconds the daemon is to be idle."""
    if asked == "grow":
        return f"{_grow():.2f}"
    return "\n".join(f"{more or 'plain'} {idle(float(asked), more)}" for more in ("", HOLIDAYS))


if __name__ == "__main__":
    print(main((*sys.argv[1:], str(TEN_MINUTES))[0]))  # noqa: T201  # for whoever measures it alone
