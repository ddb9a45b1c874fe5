"""What people read on their telephones, in four languages, and that it never holds an item's text."""

from dataclasses import fields, replace
from datetime import date, timedelta
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from config.service import Notify
from daemon.model import ProductionRecord
from daemon.serve.messages import Kind, changed, message, unusable, wanted, weekly
from daemon.serve.words import WORDS, Words
from tests.daemon.serve.records import NOTHING, PLAIN, READY_BY, degraded, record

BERLIN = ZoneInfo("Europe/Berlin")
PLAY = "https://me.example.org/morning"
LATE = record(there=READY_BY + timedelta(minutes=11, seconds=1))
GIVEN_UP = degraded(
    ("source", "work"), ("source", "mail"), ("source", "work"), ("writer", "anthropic/claude"), ("voice", "elevenlabs"),
    ("library", "spotify"), ("built-in", "built-in"), undelivered=("spotify", "s3"),
)  # fmt: skip  # two lines
FAILED = record(outcome="failed", **NOTHING)
UNTAKEN = record(outcome="failed", there=None, undelivered=("feed", "spotify"))
MISSED = record(outcome="missed", **NOTHING)


def told(made: ProductionRecord, language: str = "en", play: str | None = PLAY) -> str:
    found = message(made, "Morning", play, language, BERLIN)
    return f"{found.title}\n{found.body}"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Ready: Morning, Tuesday\nThere since 06:58.\n7 min long.\nListen: " + PLAY),
        ("de-AT", "Fertig: Morning, Dienstag\nDa seit 06:58 Uhr.\nLänge: 7 min.\nAnhören: " + PLAY),
        ("fr", "Disponible : Morning, mardi\nDisponible depuis 06:58.\nDurée : 7 min.\nÉcouter : " + PLAY),
        ("es", "Disponible: Morning, martes\nDisponible desde las 06:58.\nDuración: 7 min.\nEscuchar: " + PLAY),
        ("pl", "Ready: Morning, Tuesday\nThere since 06:58.\n7 min long.\nListen: " + PLAY),
    ],
)
def test_ready_in_each_language(language: str, expected: str) -> None:
    assert told(PLAIN, language) == expected


def test_ready_without_a_place_to_hear_it() -> None:
    assert "Listen" not in told(PLAIN, play=None)


def test_late_by_begun_minutes() -> None:
    assert "There since 07:26, 12 min late." in told(LATE)
    assert "07:26 Uhr, 12 min zu spät" in told(LATE, "de")
    assert "late" not in told(record(there=READY_BY))
    assert "1 min late" in told(record(there=READY_BY + timedelta(microseconds=1)))


def test_degraded_names_each_that_was_given_up_once() -> None:
    assert told(GIVEN_UP) == (
        "Ready, but not as planned: Morning, Tuesday\n"
        "There since 06:58.\n"
        "7 min long.\n"
        "Could not be reached: work, mail.\n"
        "Did not write all of it: anthropic/claude.\n"
        "Did not speak all of it: elevenlabs.\n"
        "Not delivered yet: spotify, s3.\n"
        "Time was short: the built-in writer and voice made it.\n"
        "More with: dawncast status\n"
        f"Listen: {PLAY}"
    )


def test_failed_says_what_to_do() -> None:
    assert told(FAILED) == (
        "No episode: Morning, Tuesday\n"
        "It was due at 07:15 and could not be made.\n"
        "What is wrong, you see with: dawncast doctor. Then: dawncast make morning --day 2026-03-24"
    )


def test_an_episode_that_no_library_took_is_not_said_to_be_unmade() -> None:
    assert "is made, but no library has taken it: feed, spotify." in told(UNTAKEN)


def test_missed_says_what_to_do() -> None:
    assert told(MISSED) == (
        "Missed: Morning, Tuesday\n"
        "It was due at 07:15. This machine was off or asleep, or the episode could not be made in time.\n"
        "To have it all the same: dawncast make morning --day 2026-03-24\n"
        "README says how a machine is woken for it."
    )


def test_a_changed_episode_has_to_be_fetched_again() -> None:
    found = changed(PLAIN, "Morning", PLAY, "en")
    assert found.title == "Your calendar has changed since: Morning, Tuesday"
    assert "remove it there and fetch it once more.\nListen: " + PLAY in found.body


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("made", [PLAIN, LATE, GIVEN_UP, FAILED, UNTAKEN, MISSED])
def test_no_language_tells_why_in_somebody_elses_words(made: ProductionRecord, language: str) -> None:
    text = told(made, language)
    assert "Anna" not in text  # which is in each `why` of the records
    assert "{" not in text
    assert all(text.split("\n"))


def filled_in(words: Words) -> dict[str, set[str | None]]:
    """The names in braces of each sentence."""
    sentences = {each.name: getattr(words, each.name) for each in fields(Words)}
    sentences |= {f"part {part}": sentence for part, sentence in sentences.pop("parts").items()}
    del sentences["weekdays"]
    return {name: {found[1] for found in Formatter().parse(text)} - {None} for name, text in sentences.items()}


@pytest.mark.parametrize("language", WORDS)
def test_each_language_fills_in_the_same(language: str) -> None:
    assert filled_in(WORDS[language]) == filled_in(WORDS["en"])


def week(*changes: ProductionRecord) -> list[ProductionRecord]:
    """Seven mornings from Monday on; those of `changes` first."""
    records = [*changes, *(PLAIN for _ in range(7 - len(changes)))]
    return [replace(each, day=date(2026, 3, 23 + number)) for number, each in enumerate(records)]


def test_a_good_week() -> None:
    found = weekly(week(), "en")
    assert found.title == "All is well: 7 of 7 episodes on time"
    assert found.body == "All were as planned."


def test_a_week_in_which_something_went_wrong() -> None:
    found = weekly(week(LATE, GIVEN_UP, FAILED, MISSED), "en")
    assert found.title == "This week: 4 of 7 episodes on time"
    assert found.body == (
        "Monday, morning: 12 min late\n"
        "Tuesday, morning: not as planned\n"
        "Wednesday, morning: not made\n"
        "Thursday, morning: missed"
    )


def test_a_week_in_german() -> None:
    assert weekly(week(), "de").title == "Alles in Ordnung: 7 von 7 Folgen pünktlich"


@pytest.mark.parametrize(
    ("notify", "kinds"),
    [
        (Notify(), {"degraded", "failed", "missed", "changed"}),
        (Notify(ready=True, degraded=False, failed=False, weekly=True), {"ready", "changed", "weekly"}),
        (Notify(degraded=False, failed=False), set()),
    ],
)
def test_what_is_wanted(notify: Notify, kinds: set[Kind]) -> None:
    every: tuple[Kind, ...] = ("ready", "degraded", "failed", "missed", "changed", "weekly")
    assert {kind for kind in every if wanted(kind, notify)} == kinds


def test_settings_that_cannot_be_used_are_told_of_in_the_listeners_language() -> None:
    said = unusable("settings.toml: shows.morning.ready_by: write a time", "de-AT")
    assert said.title == "Die Einstellungen sind nicht zu gebrauchen"
    assert said.body.splitlines() == [
        "Bis dahin gelten die Einstellungen von vorher.",
        "settings.toml: shows.morning.ready_by: write a time",
    ]
