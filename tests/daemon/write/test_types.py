"""Events that are no meetings, what is not certain, and logins that are over: what is said of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.items import Event, EventType
from daemon.model import Failure
from daemon.write.spoken import LANGUAGES
from tests.daemon.write.morning import DAY, all_day, at, brief, day_section, event, highlight, lines, said, section


def typed(kind: EventType, one: Event) -> Event:
    return replace(one, type=kind)


@pytest.mark.parametrize(
    ("kind", "one", "words"),
    [
        ("birthday", all_day("Lena's birthday"), ("It's Lena's birthday today.", "Today is Lena's birthday.")),
        (
            "birthday",
            all_day("Lena Kern"),
            ("A birthday today: Lena Kern.", "Somebody's birthday is today: Lena Kern."),
        ),
        ("working-location", all_day("Home"), ("Today you work from home.",)),
        ("working-location", all_day("Berlin office"), ("Today you work here: Berlin office.",)),
        ("working-location", event("Home", at(9), at(12)), ("From nine to noon you work from home.",)),
        ("working-location", event("", at(9), at(12)), ("From nine to noon you have set a place to work.",)),
        ("focus-time", event("Focus time", at(14), at(16)), ("From two to four you have focus time.",)),
        ("focus-time", event("Thesis", at(14), at(16)), ("From two to four you've set time aside: Thesis.",)),
        ("out-of-office", event("Out of office", at(14), at(16)), ("From two to four you're out of office.",)),
        ("out-of-office", event("Dentist", at(14), at(16)), ("From two to four you're away: the dentist.",)),
        ("out-of-office", all_day("Sailing", DAY, 3), ("Until Thursday you're away: Sailing.",)),
        (
            "out-of-office",
            event("Sailing", at(0), at(0, day=DAY + timedelta(days=1))),
            ("Today you're away: Sailing.",),
        ),
        (
            "focus-time",
            replace(event("", at(14), at(16)), private=True),
            ("From two to four you have focus time.",),
        ),
    ],
)
def test_each_in_its_own_words_at_the_end(kind: EventType, one: Event, words: tuple[str, ...]) -> None:
    *_, last = lines(brief(day_section(typed(kind, one), event("Call", at(18), at(19)), all_day("Fair"))))
    assert last.text in words
    assert last.items == (f"work/{one.uid}",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language(language: str) -> None:
    kinds: tuple[EventType, ...] = ("birthday", "focus-time", "out-of-office", "working-location")
    told = lines(brief(day_section(*(typed(kind, event(kind, at(9), at(10), uid=kind)) for kind in kinds)), language))
    assert [line.items for line in told] == [(), *((f"work/{kind}",) for kind in kinds)]
    assert len({line.text for line in told}) == 5


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (typed("birthday", all_day("Lena's birthday")), ("Nothing at a fixed time today.", "No appointments today.")),
        (
            typed("focus-time", event("Thesis", at(9), at(10))),
            ("No meetings today.", "Nothing you have to be at today."),
        ),
    ],
)
def test_a_day_of_nothing_else(one: Event, words: tuple[str, ...]) -> None:
    first, *_ = lines(brief(day_section(one)))
    assert first.text in words
    assert first.items == ()


@pytest.mark.parametrize(
    "more",
    [{"status": "tentative"}, {"my_answer": "needs-action"}, {"my_answer": "tentative"}],
    ids=lambda more: next(iter(more.values())),
)
def test_what_is_not_certain_is_told_so(more: dict[str, str]) -> None:
    for one in (event("Fair", at(9), at(10)), all_day("Fair"), all_day("Fair", DAY, 3), all_day("Lena away")):
        assert "not confirmed yet" in said(brief(day_section(replace(one, **more))))  # type: ignore[arg-type]  # a table
    first = replace(event("Fair", at(9), at(10)), **more)  # type: ignore[arg-type]  # a table
    assert "Fair, not confirmed yet." in said(brief(highlight("first-event", first)))


def test_what_leaves_the_listener_free_is_told_so() -> None:
    assert "leaves you free" in said(brief(day_section(event("Fair", at(9), at(10), transparent=True))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_login_that_is_over(language: str) -> None:
    work = Failure(source="work", reason="…", brings=("event",), needs_login=True)
    told = {
        "en": "Your work calendar cannot be read without a new login",
        "de": "Dein Kalender work braucht eine neue Anmeldung",
        "fr": "votre agenda work",
        "es": "tu calendario work",
    }
    without, _ = lines(brief(section("closing", failures=(work,)), language))
    stale, _ = lines(
        brief(section("closing", failures=(replace(work, as_of=at(22, day=date(2026, 3, 23))),)), language)
    )
    assert told[language].lower() in without.text.lower()
    assert told[language].lower() in stale.text.lower()
    assert without.text != stale.text


def test_a_source_of_messages_is_called_mail() -> None:
    failed = Failure(source="work", reason="…", brings=("message", "story"))
    assert "Your work mail could not be reached" in said(brief(section("closing", failures=(failed,))))
