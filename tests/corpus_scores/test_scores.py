"""The corpus is read as the list says, and the list's own rules hold."""

import pytest

from tests.corpus import corpus
from tests.corpus_scores.__main__ import main
from tests.corpus_scores.agendas import agendas
from tests.corpus_scores.checks import Check, Listed, listed, score, surprises
from tests.corpus_scores.entries import COUNTED, encodings, entries
from tests.corpus_scores.occurrences import periods, rules
from tests.corpus_scores.snapshots import snapshots

GOOD, BAD = Check("a", "good", agrees=True), Check("a", "bad", agrees=False, told="x")


def test_every_disagreement_is_named_and_every_name_is_needed() -> None:
    ics, feeds = corpus("ics"), corpus("feeds")
    calendars = [*periods(ics / "ical.net"), *rules(ics / "ical.net")]
    calendars += [*agendas(ics / "MagicMirror"), *snapshots(ics / "ical")]
    assert surprises([*calendars, *entries(feeds, COUNTED), *encodings(feeds / "v2")], listed()) == ()


@pytest.mark.slow
def test_all_is_read_within_its_limits_and_the_aims_are_reached(capsys: pytest.CaptureFixture[str]) -> None:
    corpus("ics")
    assert main() == 0, capsys.readouterr().out


def test_what_is_left_out_is_in_no_share() -> None:
    assert score("a", [GOOD, BAD], Listed({}, {})).share == 0.5
    left_out = score("a", [GOOD, BAD], Listed({}, {"bad": "why"}))
    assert (left_out.share, left_out.apply, left_out.left_out) == (1.0, 1, 1)


@pytest.mark.parametrize(
    ("known", "says"),
    [
        (Listed({}, {}), ("not listed: bad: x",)),
        (Listed({"bad": "why"}, {}), ()),
        (Listed({"bad": "why", "good": "why"}, {}), ("listed, but it agrees or is not there: good",)),
        (Listed({"bad": "why"}, {"gone": "why"}), ("left out, but not there: gone",)),
    ],
)
def test_surprises(known: Listed, says: tuple[str, ...]) -> None:
    assert surprises([GOOD, BAD], known) == says
