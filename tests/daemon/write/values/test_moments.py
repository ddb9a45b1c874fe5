"""What the spoken module says is understood again; no text breaks the reader."""

import time as clock
from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from daemon.write.spoken import LANGUAGES, say, spoken
from daemon.write.values.base import Clock, Date
from daemon.write.values.moments import moments

AT = {"en": "at", "de": "um", "fr": "à", "es": "a"}
IN = {"en": "in", "de": "im Jahr", "fr": "en", "es": "en"}
BEHIND = (".", ", Design review", " ", ": Anna")
MINUTES = [time(hour, minute) for hour in range(24) for minute in range(60)]
PARTS = (
    "10:30|10.30|24.3.|24/03|24|2026|2026-03-24|24th|10h30|10h|90s|1er|1.º|at|half|past|ten|to|noon|a|las|y|media|halb|"
    "elf|um|Uhr|von|bis|dix|heures|et|demie|moins|le|quart|à|March|März|mars|marzo|de|Tuesday|Mo.|the|twenty-fourth|"
    "p.m.|in the morning|abends|du soir|mañana|morgen|-|–|,|.|'|€|%|T|_|é|\u0301|\u200b|１０|٣"
)
PIECES = st.sampled_from(PARTS.split("|"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("behind", BEHIND)
def test_every_minute_of_the_day_is_understood_as_it_is_said(language: str, behind: str) -> None:
    misread = [(at, text) for at in MINUTES for text in _said(at, language) if not _reads(text, behind, at, language)]
    assert misread == []


def _said(at: time, language: str) -> tuple[str, str]:
    tongue = spoken(language)
    return tongue.clock(at), tongue.clock_of_day(at)


def _reads(said: str, behind: str, at: time, language: str) -> bool:
    text = f"{AT[language]} {said}{behind}"
    found = moments(text, language)
    if len(found) != 1 or not isinstance(found[0], Clock):
        return False
    right = found[0].hour == at.hour if found[0].sure else found[0].hour % 12 == at.hour % 12
    return right and found[0].minute == at.minute and text[found[0].start : found[0].end] == said


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_a_time_that_says_its_part_of_the_day_is_sure(language: str) -> None:
    tongue = spoken(language)
    found = [moments(f"{AT[language]} {tongue.clock_of_day(at)}.", language)[0] for at in MINUTES]
    assert all(isinstance(one, Clock) and one.sure for one in found)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(date(1950, 1, 1), date(2050, 12, 31)))
@example(day=date(2000, 1, 31))
def test_every_date_is_understood_as_it_is_said(language: str, day: date) -> None:
    tongue = spoken(language)
    year = f"{tongue.TABLE.before_year}{tongue.year(day.year)}"
    plain, named = tongue.day_of_month(day), tongue.weekday_and_day(day)
    assert [_date(text, language) for text in (plain, named, plain + year, named + year)] == [
        (None, day.month, day.day, None),
        (None, day.month, day.day, day.weekday()),
        (day.year, day.month, day.day, None),
        (day.year, day.month, day.day, day.weekday()),
    ]


def _date(text: str, language: str) -> tuple[int | None, ...]:
    (found,) = moments(f"X {text}.", language)
    assert isinstance(found, Date)
    return found.year, found.month, found.day, found.weekday


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_year_is_understood_as_it_is_said(language: str) -> None:
    tongue = spoken(language)
    years = range(1900, 2100)
    assert [_date(f"{IN[language]} {tongue.year(year)}", language)[0] for year in years] == list(years)


@pytest.mark.parametrize("language", LANGUAGES)
@given(at=st.times())
def test_a_time_in_digits_is_the_same_one_said(language: str, at: time) -> None:
    text = f"{AT[language]} {at:%H:%M}."
    (before,), (after,) = moments(text, language), moments(say(text, language), language)
    assert isinstance(before, Clock)
    assert isinstance(after, Clock)
    assert (before.hour, before.minute) in ((at.hour, at.minute), (at.hour % 12 or 12, at.minute))
    assert (after.hour % 12, after.minute) == (at.hour % 12, at.minute)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(date(1950, 1, 1), date(2050, 12, 31)))
def test_a_date_in_digits_is_the_same_one_said(language: str, day: date) -> None:
    whole = (day.year, day.month, day.day, None)
    assert [_date(text, language) for text in (day.isoformat(), say(day.isoformat(), language))] == [whole, whole]


@pytest.mark.parametrize("language", [*LANGUAGES, "de-AT", "xx"])
@given(text=st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
@example(text="1" * 5000)
@example(text="24.24.2424 99:59 31/31 24/25 2024-13-40 0:00 24:01")
def test_no_text_breaks_it_and_spans_stand_in_order(language: str, text: str) -> None:
    found = moments(text, language)
    places = [0, *(place for one in found for place in (one.start, one.end)), len(text)]
    assert places == sorted(places)
    assert all(one.start < one.end for one in found)
    assert all(0 <= one.hour < 24 and 0 <= one.minute < 60 for one in found if isinstance(one, Clock))


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("de", "Verhandelt wird am 16. Juli. Danach ist Pause.", "16. Juli"),
        ("de", "Verhandelt wird am 3. Jan. um zehn.", "3. Jan."),
        ("en", "It opens on 3 May. Then it closes.", "3 May"),
        ("fr", "On ouvre le 16 juillet.", "16 juillet"),
    ],
)
def test_a_sentences_stop_is_no_part_of_its_date(language: str, text: str, date: str) -> None:
    assert text[moments(text, language)[0].start : moments(text, language)[0].end] == date


@given(text=st.lists(PIECES).map(" ".join))
def test_letters_in_two_pieces_are_read_like_one(text: str) -> None:
    apart = text.replace("ä", "a\u0308").replace("ñ", "n\u0303").replace("é", "e\u0301").replace("à", "a\u0300")
    assert [_worth(one) for one in moments(apart, "es")] == [_worth(one) for one in moments(text, "es")]


def _worth(found: Clock | Date) -> tuple[object, ...]:
    if isinstance(found, Clock):
        return found.hour, found.minute, found.sure
    return found.year, found.month, found.day, found.weekday, found.relative


def test_a_line_is_read_in_well_under_a_millisecond() -> None:
    line = (
        "Trains are expected to run every twenty minutes from two until ten in the evening on Tuesday, the "
        "twenty-fourth of March, after a strike that began at half past nine today in Berlin."
    )
    moments(line, "en")
    began = clock.perf_counter()
    for _ in range(50):
        moments(line, "en")
    # Ten times what it takes on a slow machine: a rule that searches the line again and again is far above it.
    assert (clock.perf_counter() - began) / 50 < 0.004
