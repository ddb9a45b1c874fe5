"""`make truth`: what the judge of lines lets through and what it refuses, as a table."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from tests.truth.pools import LANGUAGES
from tests.truth.reading import HELD_OUT, LINES
from tests.truth.run import measured
from tests.truth.table import shown, table


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    folder = HELD_OUT if arguments.held_out else LINES
    tries, sections = measured(folder, arguments.seed, arguments.language)
    report = shown(tries, arguments.show) if arguments.show else table(tries, sections, arguments.seed)
    for line in report:
        print(line)  # noqa: T201  # the table is what it is for
    if arguments.json:
        lines = (json.dumps(asdict(each), ensure_ascii=False) for each in tries)
        arguments.json.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.truth", description=__doc__)
    parser.add_argument("--held-out", action="store_true", help="the quarter that is for one look at the end")
    parser.add_argument("--seed", type=int, default=1, help="of what is planted (default: 1)")
    parser.add_argument(
        "--show", metavar="KIND", help='what was missed of a kind; "clean": which true lines were refused'
    )
    parser.add_argument("--language", choices=LANGUAGES, help="only the files in it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every try there, one a line")
    return parser.parse_args()


if __name__ == "__main__":
    main()
