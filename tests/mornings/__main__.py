"""`make mornings`: ten thousand simulated mornings, then real ones, as tables. Ends with 1 where a promise broke."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import monotonic

from tests.mornings.judging import Morning, table_of
from tests.mornings.life import EACH, lived, lives
from tests.mornings.real import REAL_SECONDS, real_mornings
from tests.mornings.real_judging import table_of_real


def main(words: Sequence[str]) -> int:
    """Run them."""
    asked = _asked(words)
    began = monotonic()
    mornings = simulated(asked.mornings, asked.seed, asked.processes)
    broken = [each for each in mornings if each.wrong]
    for each in broken:
        _say(f"{each.night}: {', '.join(each.wrong)}")
    if mornings:
        _say(f"{table_of(mornings)}\n\nsimulated in {monotonic() - began:.0f} seconds\n")
    real = real_mornings(asked.real, asked.real_seconds, asked.seed)
    if real:
        _say(table_of_real(real))
    return 1 if broken or any(each.wrong for each in real) else 0


def simulated(mornings: int, seed: int, processes: int) -> list[Morning]:
    """What came of so many simulated mornings, in that many processes."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return [each for found in pool.map(lived, lives(mornings, EACH, seed)) for each in found]


def _asked(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mornings", description=__doc__)
    parser.add_argument("--mornings", type=int, default=10_000, help="simulated ones")
    parser.add_argument("--seed", type=int, default=1, help="of the first listener and night")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--real", type=int, default=100, help="mornings with the real processes")
    parser.add_argument("--real-seconds", type=float, default=REAL_SECONDS, help="after which no further one is begun")
    return parser.parse_args(words)


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201  # this is the command's result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
