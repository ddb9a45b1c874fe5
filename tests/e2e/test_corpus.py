"""One show made from real-world files that nobody here wrote: an episode, and a list of what was lost."""

import time
from pathlib import Path

import pytest

from tests.corpus import corpus
from tests.e2e.command import Person

SETTINGS = """
name = "Kim"
timezone = "Europe/Berlin"

[connectors.calendars]
kind = "ics"
path = "{ics}"
timeout = 120

[connectors.news]
kind = "feeds"
path = "{feeds}"
timeout = 120

[connectors.notes]
kind = "markdown"
path = "{markdown}"

[connectors.todo]
kind = "todotxt"
path = "{todotxt}"

[shows.corpus]
minutes = 10
"""


@pytest.mark.slow
def test_an_episode_of_the_corpus(tmp_path: Path) -> None:
    folders = {name: str(corpus(name)) for name in ("ics", "feeds", "markdown", "todotxt")}
    person = Person(tmp_path).writes(SETTINGS.format(**folders))
    started = time.monotonic()
    made = person.types("make", "--json")
    seconds = time.monotonic() - started
    assert made.code == 0, made.err
    assert made.json["failures"] == []
    assert made.json["episode"]["seconds"] > 30
    print(f"\n{seconds:.0f} s; {made.json['episode']['seconds']:.0f} s of audio")  # noqa: T201  # what `make corpus` is for
    for warning in made.json["warnings"]:
        print(f"{warning['source']}: {warning['reason']}")  # noqa: T201
