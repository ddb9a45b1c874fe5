"""What the built-in writer says, section by section, beside what it was given."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from connectors.items import Item, Note, Weather
from daemon.model import Entry, Failure, Section, SourceWarning
from daemon.write.base import Writer
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
    story,
    task,
)

TOMORROW = DAY + timedelta(days=1)


class TestBuiltinWriter(WriterContract):
    def writer(self) -> Writer:
        return BuiltinWriter()


def test_is_registered_under_its_name() -> None:
    assert (WRITER.kind, WRITER.writer) == ("builtin", BuiltinWriter)


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
        ("cancelled", DENTIST, "First, a change: the dentist, at four, is cancelled."),
        ("cancelled", all_day("Fair"), "One change today: Fair is cancelled."),
        ("first-event", DENTIST, "Your first appointment is at four: the dentist."),
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


# day ---


def test_empty_day_is_one_short_sentence() -> None:
    assert said(brief(day_section())) == "Nothing in your calendar today."


def test_day_without_times_says_so_and_what_lasts() -> None:
    assert said(brief(day_section(all_day("Recycling")))) == (
        "Nothing at a fixed time today. For the whole day: Recycling."
    )


def test_events_in_a_row_do_not_sound_alike() -> None:
    row = [event(f"{name} meeting", at(hour), at(hour + 1)) for name, hour in zip("ABCD", (9, 11, 13, 15), strict=True)]
    openings = [line.text.split()[:1] + line.text.split()[4:6] for line in lines(brief(day_section(*row)))]
    assert all(one != other for one, other in pairwise(openings))


def test_back_to_back() -> None:
    told = lines(brief(day_section(event("Yoga", at(9), at(10)), event("Team meeting", at(10), at(11)))))
    assert told[1].text == "Straight after that, the team meeting, until eleven."


def test_free_stretch_before_the_first_and_after_the_last() -> None:
    free = [(at(8), at(16)), (at(16, 30), at(20))]
    assert said(brief(day_section(DENTIST, gaps=free))) == (
        "You're free until four, when you have the dentist, half an hour. After that, from half past four, you're free."
    )


def test_only_an_evening() -> None:
    told = said(brief(day_section(event("Choir", at(19), at(21)), gaps=[(at(8), at(19))])))
    assert told == "Nothing during the day. In the evening, choir, seven to nine."


def test_clash_names_both_and_says_that_one_has_to_move() -> None:
    planning, demo = event("Planning", at(9, 30), at(11)), event("Demo", at(9, 30), at(10, 15))
    told = lines(brief(day_section(planning, demo, conflicts=[(planning, demo)])))
    clash = next(line for line in told if "demo" in line.text)
    assert "one of them" in clash.text
    assert set(clash.items) == {Entry(item=planning).key, Entry(item=demo).key}


def test_clash_with_what_was_told_longer_ago_names_it() -> None:
    first, second, third = (
        event("Fair", at(9), at(15)),
        event("Yoga", at(10), at(11)),
        event("Dentist", at(12), at(12, 30)),
    )
    told = lines(brief(day_section(first, second, third, conflicts=[(first, second), (first, third)])))
    assert told[-1].text == "At noon, the dentist, half an hour. That clashes with Fair."


@pytest.mark.parametrize(
    ("more", "tail"),
    [
        ({"status": "tentative"}, ", not confirmed yet"),
        ({"my_answer": "needs-action"}, ", not confirmed yet"),
        ({"transparent": True}, ", which leaves you free"),
        ({"location": "Room 4.2"}, ", in room four point two"),
        ({"location": "Meeting room Blue; 2nd floor"}, ", in meeting room Blue"),
        ({"location": "Café Krone, Hauptstr. 5, 10115 Berlin"}, ", at Café Krone"),
        ({"location": "https://zoom.us/j/123456789?pwd=x"}, ", online"),
        ({"location": "Microsoft Teams Meeting"}, ", online"),
        ({"location": "The old mill"}, ", at the old mill"),
        ({"location": "On the roof"}, ", On the roof"),
    ],
)
def test_what_is_said_behind_the_title(more: dict[str, Any], tail: str) -> None:
    told = lines(brief(day_section(event("Yoga", at(9), at(10), **more))))
    assert tail in told[0].text


def test_private_event_tells_nothing_but_its_time() -> None:
    secret = event("Clinic", at(12), at(13), private=True, location="Clinic Street")
    told = said(brief(day_section(secret)))
    assert "Clinic" not in told
    assert "a private appointment" in told


def test_cancelled_event_is_told_first_and_only_as_cancelled() -> None:
    entries = (Entry(item=event("Yoga", at(9), at(10))), Entry(item=DENTIST, cancelled=True))
    told = lines(brief(Section(kind="day", seconds=60, entries=entries)))
    assert told[0].text == "The dentist at four, which was in an earlier briefing, is cancelled."
    assert not any("dentist" in line.text for line in told[1:])


@pytest.mark.parametrize(
    ("first", "days", "text"),
    [
        (DAY - timedelta(days=1), 3, "Fair, day two, until tomorrow."),
        (DAY, 3, "Beginning today, until Thursday: Fair."),
        (DAY, 10, "Beginning today, until the second of April: Fair."),
        (DAY - timedelta(days=2), 3, "On its last day today: Fair."),
    ],
)
def test_several_days(first: date, days: int, text: str) -> None:
    assert said(brief(day_section(all_day("Fair", first, days)))).endswith(text)


@pytest.mark.parametrize(
    ("summary", "start", "end", "text"),
    [
        ("Fair", at(12, day=date(2026, 3, 22)), at(12, day=date(2026, 3, 27)), "Fair, day three, until Friday."),
        ("Hike", at(17, day=date(2026, 3, 23)), at(9), "Hike is still going on, until nine."),
        ("Fair", at(14), at(14, day=date(2026, 3, 26)), "until Thursday."),
        ("Party", at(20), at(2, day=TOMORROW), "eight to two in the morning."),
        ("Run", at(5), at(5, 30), "at five in the morning: run, half an hour."),
        ("Call Anna", at(9), at(9), "at nine: call Anna."),
    ],
)
def test_over_midnight_and_odd_lengths(summary: str, start: datetime, end: datetime, text: str) -> None:
    assert lines(brief(day_section(event(summary, start, end))))[-1].text.endswith(text)


def test_times_are_told_in_the_listeners_zone() -> None:
    utc = event("Yoga", datetime.fromisoformat("2026-03-24T08:00+00:00"), datetime.fromisoformat("2026-03-24T08:30Z"))
    assert "at nine" in said(brief(day_section(utc)))


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


def test_long_list_is_cut_and_its_count_honest() -> None:
    told = lines(brief(section("tasks", *(task(f"Thing {letter}", DAY) for letter in "abcdefghijkl"))))
    assert told[0].text == "Twelve things on your list."
    assert told[-1].text == "And four more that can wait."
    assert len({key for line in told for key in line.items}) == 12


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


# news ---


def test_feed_names_are_said_plainly() -> None:
    feeds = ["Tagesblick – Nachrichten aus Berlin", "Orbit | RSS Feed", "www.booking.com", "<b></b>", "The Verge: Tech"]
    told = [said(brief(section("news", story("Ducks return", feed)))) for feed in feeds]
    expected = ["Tagesblick", "Orbit", "booking", "one of your feeds", "The Verge"]
    assert [name for name, text in zip(expected, told, strict=True) if name.lower() in text.lower()] == expected
    assert "Nachrichten" not in told[0]


def test_sources_are_named_in_varied_ways() -> None:
    stories = [story(f"Story {name}", f"Paper {name}") for name in "ABCD"]
    told = lines(brief(section("news", *stories)))[1:]
    assert len({line.text.replace(letter, "") for line, letter in zip(told, "ABCD", strict=True)}) == 4


def test_headline_keeps_its_question_mark_and_loses_its_shout() -> None:
    told = said(brief(section("news", story("Who pays?", "A"), story("Ducks are back!!", "B"))))
    assert "who pays? " in told
    assert told.endswith("Ducks are back.")


def test_story_without_a_headline_is_told_by_its_summary() -> None:
    told = lines(brief(section("news", story("", "A", "The ducks have come back to the pond."), sentences=2)))
    assert len(told) == 2
    assert told[1].text.endswith("The ducks have come back to the pond.")


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
        ("mail", None, "Your mail could not be reached this morning and is missing from this briefing."),
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
    reasons = [SourceWarning(source=source, reason="a.ics: bad line") for source in ("work", "work", "family")]
    told = said(brief(section("closing", warnings=tuple(reasons))))
    assert told.startswith("Two entries in work could not be read. One entry in family could not be read.")
    many = tuple(SourceWarning(source=source, reason="x") for source in "abcd" * 3)
    told = said(brief(section("closing", warnings=many)))
    assert told.startswith("Twelve entries in four of your sources could not be read.")


def test_titles_are_in_the_language() -> None:
    titles = [BuiltinWriter().title(brief(section("tasks"), language)) for language in ("en", "de", "fr", "es")]
    assert titles == ["To do", "Zu tun", "À faire", "Por hacer"]


def test_now_is_not_part_of_the_day_before_yesterday() -> None:
    late = brief(section("closing", failures=(Failure(source="mail", reason="x"),)), now=NOW.replace(hour=20))
    assert "this evening" in lines(late)[0].text
