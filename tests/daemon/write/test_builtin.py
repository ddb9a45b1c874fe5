"""What the built-in writer says, section by section, beside what it was given."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from connectors.items import Item, Note, Weather
from daemon.model import Entry, Failure, SourceWarning
from daemon.write.base import Writer, WriterConfig
from daemon.write.builtin import WRITER, BuiltinWriter
from tests.contract.writer import WriterContract
from tests.daemon.write.morning import (
    DAY,
    NOW,
    all_day,
    at,
    brief,
    day_section,
    event,
    highlight,
    lines,
    note,
    said,
    section,
    task,
)

TOMORROW = DAY + timedelta(days=1)


class TestBuiltinWriter(WriterContract):
    def writer(self) -> Writer:
        return BuiltinWriter()


def test_is_registered_under_its_name() -> None:
    assert (WRITER.kind, WRITER.config) == ("builtin", WriterConfig)


def test_same_brief_gives_the_same_words_and_days_differ() -> None:
    told = [
        said(brief(day_section(event("Stand-up", at(9, day=day), at(10, day=day))), now=at(6, day=day)))
        for day in (DAY + timedelta(days=number) for number in range(8))
    ]
    again = said(brief(day_section(event("Stand-up", at(9), at(10)))))
    assert told[0] == again
    assert len(set(told)) > 1


# opening ---

DENTIST = event("Dentist", at(16), at(16, 30))


@pytest.mark.parametrize(
    ("hour", "name", "greeting"),
    [
        (6, "Kim", "Good morning, Kim."),
        (14, None, "Good afternoon."),
        (19, "Kim <b>", "Good evening, Kim."),
        (8, "  ", "Good morning."),
    ],
)
def test_greets_by_the_hour(hour: int, name: str | None, greeting: str) -> None:
    first, *_ = lines(brief(highlight("quiet"), now=at(hour), name=name))
    assert first.text == f"{greeting} It's Tuesday, the twenty-fourth of March."


@pytest.mark.parametrize(
    ("why", "item", "text"),
    [
        ("cancelled", DENTIST, "First, a change: the dentist, at four in the afternoon, is cancelled."),
        ("cancelled", all_day("Fair"), "One change today: Fair is cancelled."),
        ("first-event", DENTIST, "Your first appointment is at four in the afternoon: the dentist."),
        ("important-task", task("Pay rent", DAY, 1), "The one thing not to forget: pay rent."),
        ("overdue-task", task("Pay rent", TOMORROW), "Still waiting for you: pay rent."),
        ("all-day", all_day("Anna's birthday"), "Today: Anna's birthday."),
    ],
)
def test_highlight(why: str, item: Item, text: str) -> None:
    told = lines(brief(highlight(why, item)))[1]
    assert (told.text, told.items) == (text, (Entry(item=item).key,))


def test_opening_never_takes_more_than_thirty_words() -> None:
    long = event(" ".join(["long"] * 60), at(9), at(10))
    told = said(brief(highlight("first-event", long), name="Kim " * 30))
    assert len(told.split()) <= 30


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Your first appointment is at half past seven in the evening: choir."),
        ("de", "Dein erster Termin ist um neunzehn Uhr dreißig: Choir."),
        ("es", "Tu primera cita es a las siete y media de la tarde: Choir."),
    ],
)
def test_opening_names_the_part_of_a_later_day(language: str, text: str) -> None:
    choir = event("Choir", at(19, 30), at(21))
    assert lines(brief(highlight("first-event", choir), language))[1].text == text


def test_opening_names_the_part_of_the_day_of_a_clash() -> None:
    both = [event(name, at(19), at(20, minute)) for name, minute in (("Choir", 0), ("Yoga", 30))]
    told = lines(brief(highlight("conflict", *both)))[1].text
    assert "at seven in the evening" in told


def test_opening_has_room_for_a_long_title_in_the_evening() -> None:
    long = event(" ".join(["long"] * 60), at(19, 30), at(21))
    assert len(lines(brief(highlight("first-event", long)))) == 2


# weather ---

SKY = Weather(uid="w", day=DAY, code=3, low=3, high=9)


@pytest.mark.parametrize(
    ("sky", "text"),
    [
        ({}, "From three up to nine degrees today. It stays cloudy."),
        ({"now": 9.0, "code": 0}, "It's nine degrees now, and that's about as warm as it gets. The sky is clear."),
        ({"low": -2, "high": -1}, "From minus two up to minus one degree today. It stays cloudy."),
        ({"code": 45}, "From three up to nine degrees today. There is fog about."),
        ({"code": 61}, "From three up to nine degrees today. Rain at times."),
        (
            {"code": 71, "rain_from": at(9), "rain_until": at(12), "rain_chance": 50},
            "From three up to nine degrees today. Snow from nine in the morning until noon, and likely.",
        ),
        (
            {"code": 61, "rain_from": at(7), "rain_until": at(12), "rain_again_from": at(20), "rain_chance": 80},
            "From three up to nine degrees today. Rain from seven in the morning until noon"
            " and again from eight in the evening, and very likely: take an umbrella.",
        ),
        (
            {"code": 61, "rain_from": at(5), "rain_until": at(8), "rain_again_from": at(20)},
            "From three up to nine degrees today."
            " Rain until eight in the morning and again from eight in the evening: take an umbrella.",
        ),
        ({"code": 61, "rain_from": at(2), "rain_until": at(5)}, "From three up to nine degrees today."),
        (
            {"code": 61, "rain_from": at(2), "rain_until": at(5), "rain_again_from": at(20)},
            "From three up to nine degrees today. Rain from eight in the evening: take a coat for the evening.",
        ),
        (
            {"code": 95, "rain_from": at(6), "rain_until": at(8), "rain_chance": 90},
            "From three up to nine degrees today. Thunderstorms until eight in the morning: take an umbrella.",
        ),
        (
            {"code": 61, "rain_from": at(9), "rain_chance": 20},
            "From three up to nine degrees today. Rain from nine in the morning, though it may stay dry.",
        ),
        (
            {"wind": 52},
            "From three up to nine degrees today. It stays cloudy. It's windy, up to fifty-two kilometres an hour.",
        ),
    ],
)
def test_weather(sky: dict[str, float], text: str) -> None:
    values = {"code": 3, "low": 3.0, "high": 9.0, **sky}
    item = Weather(uid="w", day=DAY, **values)  # type: ignore[arg-type]  # a table of some of its fields
    assert said(brief(section("weather", item))) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rain from seven in the morning until noon and again from eight in the evening: take an umbrella."),
        ("de", "Regen von sieben Uhr bis zwölf Uhr und noch einmal ab zwanzig Uhr: nimm einen Schirm mit."),
        ("fr", "Pluie de sept heures du matin à midi puis de nouveau à partir de vingt heures"),
        ("es", "Lluvia desde las siete de la mañana hasta"),
    ],
)
def test_the_second_rain_of_the_day_is_told(language: str, text: str) -> None:
    item = replace(SKY, code=61, rain_from=at(7), rain_until=at(12), rain_again_from=at(20))
    assert text in said(brief(section("weather", item), language=language))


def test_places_are_named_where_there_are_several() -> None:
    both = [Weather(uid=place, day=DAY, place=place, code=0, low=1, high=5) for place in ("Berlin", "Oslo")]
    assert "The weather in Oslo." in said(brief(section("weather", *both)))
    assert "Berlin" not in said(brief(section("weather", both[0])))


# tasks ---


@pytest.mark.parametrize(
    ("days", "since"),
    [
        (1, "since yesterday"),
        (4, "since Friday"),
        (8, "since last week"),
        (20, "for two weeks"),
        (200, "for more than two months"),
    ],
)
def test_overdue_says_since_when(days: int, since: str) -> None:
    told = said(brief(section("tasks", task("Tax", DAY - timedelta(days=days)))))
    assert told == f"One thing to do. Still open {since}: Tax."


@pytest.mark.parametrize(("more", "count", "rest"), [(5, "Thirteen", "And five more."), (1, "Nine", "And one more.")])
def test_tasks_that_are_not_named_are_counted(more: int, count: str, rest: str) -> None:
    told = lines(brief(section("tasks", *(task(f"Thing {letter}", DAY) for letter in "abcdefgh"), more=more)))
    assert told[0].text == f"{count} things on your list."
    assert told[-1].text == rest
    assert len({key for line in told for key in line.items}) == 8


def test_without_room_for_any_task_there_is_still_their_number() -> None:
    assert said(brief(section("tasks", more=3))) == "Three things on your list."


def test_several_important_ones_come_first_and_are_marked_once() -> None:
    some = [task("One", DAY), task("Two", DAY, 1), task("Three", DAY, 2)]
    assert [line.text for line in lines(brief(section("tasks", *some)))][1:] == [
        "For today: Two and Three, both marked as important.",
        "And also: One.",
    ]


def test_task_with_a_time_and_task_without_a_date() -> None:
    some = [task("Send slides", at(12)), task("Visit grandma", None, 1)]
    told = said(brief(section("tasks", *some)))
    assert "send slides by noon" in told
    assert told.endswith("Without a date, but important: visit grandma.")


# notes ---


def test_notes_of_the_day_and_of_a_class() -> None:
    maths = note("A matrix **stretches** its [eigenvectors](http://a.example/b).", "2026-03-23 Linear algebra", "class")
    told = said(brief(section("notes", note("- milk\n- bread"), note("Ask Anna!"), maths, sentences=2)))
    assert told == (
        "One note from yourself for today: milk. Bread. You also wrote: ask Anna. "
        "From your notes on Linear algebra: A matrix stretches its eigenvectors."
    )


def test_empty_note_is_not_told() -> None:
    assert lines(brief(section("notes", Note(uid="n", title="n", text=" \n- \n", day=DAY)))) == ()


# closing ---


@pytest.mark.parametrize(
    ("source", "as_of", "text"),
    [
        ("mail", None, "Your mail could not be reached this morning, and nothing from there is in this briefing."),
        ("mail", at(5, 10), "anything that came in after ten past five this morning isn't here."),
        ("lan_feeds", at(16, day=date(2026, 3, 20)), "The source lan feeds could not be reached this morning"),
        ("notes", at(16, day=date(2026, 3, 20)), "after Friday isn't here."),
        ("notes", at(16, day=date(2026, 3, 2)), "after the second of March isn't here."),
        ("notes", at(16, day=date(2026, 3, 23)), "after four yesterday afternoon isn't here."),
    ],
)
def test_failure_is_told_with_its_age(source: str, as_of: datetime | None, text: str) -> None:
    failure = Failure(source=source, reason="refused by 10.0.0.1", as_of=as_of)
    assert text in lines(brief(section("closing", failures=(failure,))))[0].text


def test_warnings_are_summed_up() -> None:
    work = SourceWarning(source="work", reason="a.ics: bad line", brings=("event", "task"))
    told = said(brief(section("closing", warnings=(work, work, SourceWarning(source="notes", reason="x")))))
    assert told.startswith(
        "Not everything in your work calendar could be read. Not everything in your notes could be read."
    )
    many = tuple(SourceWarning(source=source, reason="x") for source in "abcd" * 3)
    told = said(brief(section("closing", warnings=many)))
    assert told.startswith("Not everything in four of your sources could be read.")


def test_titles_are_in_the_language() -> None:
    titles = [BuiltinWriter().title(brief(section("tasks"), language)) for language in ("en", "de", "fr", "es")]
    assert titles == ["To do", "Zu tun", "À faire", "Por hacer"]


def test_now_is_not_part_of_the_day_before_yesterday() -> None:
    late = brief(section("closing", failures=(Failure(source="mail", reason="x"),)), now=NOW.replace(hour=20))
    assert "this evening" in lines(late)[0].text
