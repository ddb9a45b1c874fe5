"""Prints how every file was read, then a table a kind of what agrees, then what the list does not say."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.corpus import BESIDE
from tests.corpus_scores.agendas import agendas
from tests.corpus_scores.checks import Check, Listed, listed, scores, surprises
from tests.corpus_scores.entries import COUNTED, NOT_COUNTED, encodings, entries
from tests.corpus_scores.lists import lists
from tests.corpus_scores.occurrences import periods, rules
from tests.corpus_scores.reading import MOST_MEGABYTES, MOST_SECONDS, readings
from tests.corpus_scores.snapshots import snapshots
from tests.corpus_scores.trees import trees

AIMS = {"calendars": 0.97, "feeds": 0.95}
MOST_LEFT_OUT = 0.05
"""The share of each table that may be left out as not applying."""


def main() -> int:
    """0 where all is read within its limits, the aims are reached and every disagreement is named."""
    corpus = Path(os.environ.get("DAWNCAST_CORPUS", BESIDE))
    if not corpus.is_dir():
        _print("The corpus is not beside this checkout (set DAWNCAST_CORPUS): there is nothing to compare with.")
        return 0
    known = listed()
    read = _print_readings(corpus)
    calendars = [*periods(corpus / "ics/ical.net"), *rules(corpus / "ics/ical.net")]
    calendars += [*agendas(corpus / "ics/MagicMirror"), *snapshots(corpus / "ics/ical")]
    feeds = [*entries(corpus / "feeds", COUNTED), *encodings(corpus / "feeds/v2")]
    others = [*entries(corpus / "feeds", NOT_COUNTED), *trees(corpus / "feeds/feedparser")]
    others += lists(corpus / "opml/listparser")
    reached = [_print_scores("calendars", calendars, known), _print_scores("feeds", feeds, known)]
    _print_scores("not counted", others, known)
    unsaid = surprises([*calendars, *feeds], known)
    _print(*unsaid or (f"Disagreements that are not mended: {len(known.not_mended)}, each named with its reason.",))
    return 0 if read and all(reached) and not unsaid else 1


def _print_readings(corpus: Path) -> bool:
    found = list(readings(corpus))
    lost = [f"    {loss}" for reading in found for loss in reading.lost]
    most, slowest = max(reading.megabytes for reading in found), max(reading.slowest for reading in found)
    limits = f"  at most {most:.0f} MiB of {MOST_MEGABYTES}, {slowest:.2f} s of {MOST_SECONDS:.0f}"
    _print("Every file, read by its connector", *found, *lost, limits)
    return all(reading.within_limits for reading in found)


def _print_scores(title: str, checks: Sequence[Check], known: Listed) -> bool:
    found = scores(title, checks, known)
    _print(title.capitalize(), *found)
    few = found[-1].left_out <= MOST_LEFT_OUT * len(checks)
    return title not in AIMS or (found[-1].share >= AIMS[title] and few)


def _print(*lines: object) -> None:
    print(*lines, sep="\n", end="\n\n")  # noqa: T201  # the tables are this program's result


if __name__ == "__main__":
    sys.exit(main())
