"""The slot table: every value of the example morning under a name, in the words of its language."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from connectors.items import Event, Weather
from daemon.model import Conflict, Entry, Gap, Section, SectionKind
from daemon.write.slots import fill, table
from tests.daemon.write.morning import (
    DAY,
    SKY,
    all_day,
    at,
    brief,
    day_section,
    event,
    message,
    morning,
    section,
    task,
)
from tests.daemon.write.tables import hints, listed, tabled, values

GOLDEN = {
    "opening": """\
greeting: Good morning, Kim
name: Kim
day: Tuesday, the twenty-fourth of March
weekday: Tuesday
today: today
c1.start: half past ten
e1.title: the design review
e1.start: ten
e1.part: this morning
e1.end: eleven
e1.length: an hour
e1.place: in room four point two
e2.title: your call with Doctor Weiss
e2.start: half past ten
e2.part: this morning
e2.end: a quarter to eleven
e2.length: fifteen minutes""",
    "day": """\
today: today
c1.start: half past ten
g1.start: eleven
g1.end: one
g1.length: two hours
g2.start: two
g2.end: half past six
g2.length: four and a half hours
e1.title: the stand-up
e1.start: nine
e1.part: this morning
e1.end: a quarter past nine
e1.length: fifteen minutes
e2.title: the design review
e2.start: ten
e2.part: this morning
e2.end: eleven
e2.length: an hour
e2.place: in room four point two
e3.title: your call with Doctor Weiss
e3.start: half past ten
e3.part: this morning
e3.end: a quarter to eleven
e3.length: fifteen minutes
e4.title: lunch with Anna
e4.start: one
e4.part: this afternoon
e4.end: two
e4.length: an hour
e4.place: at Café Krone
e5.title: the parents' evening
e5.start: half past six
e5.part: this evening
e5.end: eight
e5.length: an hour and a half
e5.place: at Lindenschule
e6.title: Lena on leave""",
    "weather": """\
today: today
w1.sky: rain
w1.now: four degrees
w1.low: three degrees
w1.high: eleven degrees
w1.rain_from: four in the afternoon
w1.chance: eighty percent""",
    "tasks": """\
today: today
count: three
t1.title: send the invoice to Brandt
t1.since: since Friday
t2.title: pay rent
t2.due: today
t3.title: book the train to Hamburg
t3.due: today""",
    "news": """\
count: four
n1.source: Tagesblick
n1.also: Stadtfunk
n1.name1: S-Bahn
n1.time1: two in the afternoon
n1.time2: ten in the evening
n1.num1: twenty minutes
n1 headline: Strike on the {n1.name1} from {n1.time1} to {n1.time2}
n1 text: Trains are expected to run every {n1.num1} at best.
n2.source: Orbit
n2.num1: first picture
n2.name1: Halme
n2 headline: {n2.num1} of a comet's far side, sent home overnight by the probe {n2.name1}
n2 text: It shows a smooth plain where the models had expected craters.
n3.source: Tagesblick
n3.num1: thirty-eight percent
n3 headline: A town that put motion sensors in its street lights has saved {n3.num1} of the power they used
n4.source: Pinwheel releases
n4.name1: Pinwheel
n4.num1: version three
n4 headline: {n4.name1} {n4.num1} is out""",
    "notes": """\
today: today
o1.name1: Anna
o1.date1: June
o1 text: Ask {o1.name1} about the flat in {o1.date1}""",
}


@pytest.mark.parametrize("kind", list(GOLDEN))
def test_the_example_morning(kind: SectionKind) -> None:
    told = next(each for each in morning() if each.kind == kind)
    assert listed(tabled(told)) == GOLDEN[kind]


@pytest.mark.parametrize(
    ("language", "kind", "alias", "slots"),
    [
        ("de", "day", "e2", {"title": "Design-Review", "start": "zehn", "length": "eine Stunde"}),
        ("de", "day", "e5", {"part": "heute Abend", "end": "acht"}),
        ("de", "tasks", "t1", {"since": "seit Freitag"}),
        ("de", "weather", "w1", {"sky": "Regen", "rain_from": "sechzehn Uhr"}),
        ("fr", "day", "e1", {"title": "point d'équipe", "start": "neuf heures", "length": "quinze minutes"}),
        ("fr", "tasks", "t1", {"title": "envoyer la facture à Brandt", "since": "depuis vendredi"}),
        ("es", "day", "e4", {"title": "comida con Anna", "start": "la una", "place": "en Café Krone"}),
        ("es", "weather", "w1", {"now": "cuatro grados", "chance": "ochenta por ciento"}),
        ("de", "news", "n3", {"num1": "achtunddreißig Prozent"}),
        ("fr", "news", "n3", {"num1": "trente-huit pour cent"}),
        ("es", "news", "n3", {"num1": "treinta y ocho por ciento"}),
    ],
)
def test_other_languages(language: str, kind: SectionKind, alias: str, slots: dict[str, str]) -> None:
    told = next(each for each in morning(language) if each.kind == kind)
    assert slots.items() <= values(tabled(told, language), alias).items()


def test_the_same_brief_has_the_same_table() -> None:
    told = brief(morning()[4])
    assert table(told) == table(replace(told))


# events ---


def test_events_are_named_in_the_order_in_which_they_are_told() -> None:
    late, early = event("Review", at(15), at(16)), event("Stand-up", at(9), at(10))
    known = tabled(day_section(all_day("Fair"), late, early))
    assert [values(known, alias)["title"] for alias in known.aliases] == ["the stand-up", "the review", "Fair"]


def test_a_private_event_has_its_times_and_nothing_of_its_words() -> None:
    known = tabled(day_section(event("Oncology", at(9), at(10), uid="1", location="Ward 5", private=True)))
    assert values(known, "e1") == {
        "title": "a private appointment",
        "start": "nine",
        "part": "this morning",
        "end": "ten",
        "length": "an hour",
    }
    assert "ncology" not in repr(known)


def test_what_has_begun_has_no_start_and_says_so() -> None:
    known = tabled(day_section(event("Review", at(8), at(10))), now=at(9))
    assert values(known, "e1") == {"title": "the review", "end": "ten"}
    assert hints(known, "e1") == ("already going on: say until when",)


def test_what_lasts_for_days_says_until_when() -> None:
    fair = Event(source="work", uid="f", summary="Fair", start=date(2026, 3, 23), end=date(2026, 3, 27), all_day=True)
    known = tabled(day_section(fair))
    assert values(known, "e1") == {"title": "Fair", "until": "until Thursday"}
    assert hints(known, "e1") == ("for several days", "it has begun before today")


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"status": "tentative"}, "not confirmed yet: say so"),
        ({"transparent": True}, "it leaves the listener free"),
        ({"type": "out-of-office"}, "the listener is away"),
    ],
)
def test_what_the_data_says_of_an_event(change: dict[str, Any], hint: str) -> None:
    known = tabled(day_section(event("Review", at(9), at(10), **change)))
    assert hint in hints(known, "e1")


def test_what_was_announced_and_is_cancelled_says_so() -> None:
    entry = Entry(item=event("Review", at(9), at(10)), cancelled=True)
    known = tabled(Section(kind="day", seconds=60, entries=(entry,)))
    assert "cancelled" in hints(known, "e1")[0]


def test_what_is_off_without_words_for_it_is_not_there() -> None:
    entry = Entry(item=event("", at(9), at(10), private=True), called_off=True)
    assert tabled(Section(kind="day", seconds=60, entries=(entry,))).items == ()


@pytest.mark.parametrize(
    ("title", "language", "hint"),
    [
        ("Design review", "en", "its name, a kind of review, a noun with its article"),
        ("Call with Dr Weiss", "en", "its name, a kind of call, a noun with its article"),
        ("Pick up Lena", "en", "its name, to stand behind a colon or comma"),
        ("Dentist", "en", "its name, a noun with its article"),
        ("Réunion avec Brandt", "fr", "its name, a kind of réunion, to stand behind a colon or comma"),
        ("Elternabend", "de", "its name, to stand behind a colon or comma"),
    ],
)
def test_what_kind_of_words_a_title_is(title: str, language: str, hint: str) -> None:
    known = tabled(day_section(event(title, at(9), at(10))), language)
    slot = known.slot(known.aliases["e1"], "title")
    assert slot is not None
    assert slot.hint == hint


def test_a_clash_goes_with_its_two_events_and_a_free_stretch_with_its_neighbours() -> None:
    first, second, third = (event(name, at(hour), at(hour + 2)) for name, hour in (("A", 9), ("B", 10), ("C", 15)))
    keys = [Entry(item=one).key for one in (first, second, third)]
    told = replace(
        day_section(first, second, third),
        conflicts=(Conflict(first=keys[0], second=keys[1], start=at(10), end=at(11)),),
        gaps=(Gap(start=at(12), end=at(15)), Gap(start=at(17), end=at(22))),
    )
    known = tabled(told)
    assert {slot.name: slot.value for slot in known.section if slot.among} == {
        "c1.start": "ten",
        "c1.end": "eleven",
        "g1.start": "noon",
        "g1.end": "three",
        "g1.length": "three hours",
        "g2.start": "five",
    }
    assert fill("{e3.title} clashes at {c1.start}.", ["e3"], known) == (
        "{c1.start} may stand only in a line on e1 and e2"
    )


# tasks, weather ---


@pytest.mark.parametrize(
    ("due", "language", "slots"),
    [
        (DAY + timedelta(days=1), "en", {"due": "tomorrow"}),
        (DAY + timedelta(days=3), "en", {"due": "on Friday"}),
        (DAY + timedelta(days=3), "de", {"due": "am Freitag"}),
        (DAY + timedelta(days=3), "fr", {"due": "vendredi"}),
        (DAY + timedelta(days=3), "es", {"due": "el viernes"}),
        (date(2026, 4, 12), "en", {"due": "on the twelfth of April"}),
        (date(2026, 4, 12), "de", {"due": "am zwölften April"}),
        (DAY - timedelta(days=20), "en", {"since": "for two weeks"}),
        (None, "en", {}),
    ],
)
def test_when_a_task_is_due(due: date | None, language: str, slots: dict[str, str]) -> None:
    known = values(tabled(section("tasks", task("X", due)), language), "t1")
    assert {name: value for name, value in known.items() if name != "title"} == slots


def test_a_task_is_due_by_a_time() -> None:
    told = replace(task("Pay rent", DAY, 1), due=at(17))
    known = tabled(section("tasks", told))
    assert values(known, "t1") == {"title": "pay rent", "due": "today", "time": "five"}
    assert hints(known, "t1") == ("the listener marked it as important",)


def test_how_many_tasks_counts_those_that_are_not_named() -> None:
    known = tabled(section("tasks", task("A", DAY), task("B", DAY), more=3))
    assert known.value("", "count") == "five"
    assert known.value("", "more") == "three"


def test_how_many_messages_is_not_said_where_some_are_missing() -> None:
    told = section("mail", message("One"), message("Two"), complete=False)
    assert tabled(told).section == ()


def test_rain_that_is_over_is_not_told_but_the_next() -> None:
    sky: Weather = replace(SKY, rain_from=at(3), rain_until=at(5), rain_again_from=at(18))
    known = values(tabled(section("weather", sky)), "w1")
    assert known["rain_from"] == "six in the evening"
    assert "rain_until" not in known


def test_rain_that_falls_already_has_no_beginning() -> None:
    sky: Weather = replace(SKY, rain_from=at(5), rain_until=at(9), rain_again_from=at(18))
    known = values(tabled(section("weather", sky)), "w1")
    assert "rain_from" not in known
    assert "chance" not in known
    assert (known["rain_until"], known["rain_again_from"]) == ("nine in the morning", "six in the evening")


def test_a_dry_sky_is_a_sentence_and_a_strong_wind_is_told() -> None:
    sky: Weather = replace(SKY, code=0, rain_from=None, rain_chance=None, wind=60)
    known = values(tabled(section("weather", sky)), "w1")
    assert known["sky"] in ("The sky is clear", "And the sun is out")
    assert known["wind"] == "sixty kilometres an hour"
