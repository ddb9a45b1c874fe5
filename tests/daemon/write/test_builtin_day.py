"""What the built-in writer says of the day's events."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from connectors.items import Event
from daemon.model import Entry, Section
from tests.daemon.write.morning import (
    DAY,
    all_day,
    at,
    brief,
    day_section,
    event,
    highlight,
    lines,
    said,
)

TOMORROW = DAY + timedelta(days=1)
DENTIST = event("Dentist", at(16), at(16, 30))


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


def test_nothing_is_said_to_be_free_that_was_just_told() -> None:
    fair = event("Fair", at(9), at(10, day=TOMORROW))
    choir = event("Choir", at(19), at(21))
    told = said(brief(day_section(fair, choir, gaps=[(at(8), at(19))])))
    assert told.endswith(("the evening, choir, seven to nine.", "This evening, choir, seven to nine."))
    assert not any(word in told for word in ("Nothing", "free", "open"))


@pytest.mark.parametrize(
    ("language", "span", "text"),
    [
        ("en", (at(8), at(20)), "from eight in the morning to eight in the evening"),
        ("de", (at(8), at(20)), "von acht Uhr bis zwanzig Uhr"),
        ("es", (at(8), at(20)), "de las ocho de la mañana a las ocho de la tarde"),
        ("en", (at(9), at(17)), "from nine to five in the afternoon"),
        ("de", (at(9), at(17)), "von neun bis siebzehn Uhr"),
        ("en", (at(9), at(13)), "from nine to one"),
        ("de", (at(17), at(9, day=TOMORROW)), "von fünf bis morgen neun Uhr"),
        ("de", (at(17), at(0, day=TOMORROW)), "von fünf bis Mitternacht"),
        ("en", (at(17), at(9, day=TOMORROW)), "from five to nine in the morning"),
        ("en", (at(0, 15), at(3)), "from a quarter past twelve at night to three in the morning"),
    ],
)
def test_span_leaves_no_doubt_about_the_part_of_the_day(
    language: str, span: tuple[datetime, datetime], text: str
) -> None:
    shift = event("Shift", *span, type="focus-time")
    assert text in said(brief(day_section(shift), language, now=at(0))).replace("From", "from").replace(
        "Von", "von"
    ).replace("De las", "de las")


def test_clash_names_both_and_says_that_one_has_to_move() -> None:
    planning, demo = event("Planning", at(9, 30), at(11)), event("Demo", at(9, 30), at(10, 15))
    told = lines(brief(day_section(planning, demo, conflicts=[(planning, demo)])))
    clash = next(line for line in told if "demo" in line.text)
    assert "one of them" in clash.text
    assert set(clash.items) == {Entry(item=planning).key, Entry(item=demo).key}


@pytest.mark.parametrize(
    ("count", "names"), [(2, "A and B"), (3, "A, B and C"), (4, "A, B and two others"), (6, "A, B and four others")]
)
def test_clash_with_several_names_two_and_counts_the_others(count: int, names: str) -> None:
    before = [event(name, at(9), at(12)) for name in "ABCDEFG"[:count]]
    late = event("Dentist", at(11), at(11, 30))
    told = lines(brief(day_section(*before, late, conflicts=[(each, late) for each in before])))
    assert told[-1].text.endswith(f" clashes with {names}.")
    assert len(told[-1].items) == count + 1


def test_what_has_begun_is_told_as_running_without_advice() -> None:
    deploy = event("Deploy", at(23, day=DAY - timedelta(days=1)), at(10))
    on_call = event("On call", at(6), at(9))
    assert said(brief(day_section(deploy, on_call, conflicts=[(deploy, on_call)]))) == (
        "Deploy is still going on, until ten. On call goes on until nine."
    )


def test_later_in_the_day_nothing_begins_it() -> None:
    rest = day_section(event("Yoga", at(14), at(15)), event("Call Anna", at(16), at(16, 30)))
    told = said(brief(replace(rest, begun=True), now=at(11)))
    assert told.startswith("Still to come, at two, yoga, until three.")
    opening = replace(highlight("first-event", DENTIST), begun=True)
    assert lines(brief(opening, now=at(11)))[1].text == "Next up, at four in the afternoon: the dentist."


@pytest.mark.parametrize(
    ("items", "told"),
    [
        ((), "That was all in your calendar for today."),
        ((all_day("Fair"),), "That was all in your calendar for today. For the whole day: Fair."),
    ],
)
def test_when_everything_is_over_that_is_said(items: tuple[Event, ...], told: str) -> None:
    assert said(brief(replace(day_section(*items), begun=True), now=at(21))) == told


def test_a_run_before_dawn_names_the_part_of_the_day() -> None:
    told = said(brief(day_section(event("Run", at(5), at(5, 30))), now=at(4)))
    assert told.endswith("at five in the morning: run, half an hour.")


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (event("Canceled: Design review", at(10), at(11), location="Room 5"), "At ten: Canceled, Design review."),
        (event("CANCELLED - Party", at(10), at(11)), "At ten: CANCELLED - Party."),
        (all_day("Cancelled: Fair"), "Today: Cancelled, Fair."),
    ],
)
def test_what_is_called_off_in_its_title_is_told_in_its_words(item: Event, text: str) -> None:
    entries = (Entry(item=item, called_off=True),)
    told = [line.text for line in lines(brief(Section(kind="day", seconds=9, entries=entries)))]
    assert told == [text, "Nothing at a fixed time today."]


def test_lengths_are_true_on_the_day_the_clocks_change() -> None:
    night = date(2026, 3, 29)
    shift = event("Shift", at(1, 45, day=night), at(3, 15, day=night))
    assert "half an hour" in said(brief(day_section(shift), now=at(0, day=night)))


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
        ({"location": "Room 5, call +49 30 1234567"}, ", in room five"),
        ({"location": "The old mill"}, ", at the old mill"),
        ({"location": "On the roof"}, ", On the roof"),
    ],
)
def test_what_is_said_behind_the_title(more: dict[str, Any], tail: str) -> None:
    told = lines(brief(day_section(event("Yoga", at(9), at(10), **more))))
    assert tail in told[0].text


@pytest.mark.parametrize("location", ["1 (800) 555 0199", "call me at +49 30 1234567", "+49 30 1234567, Room 5"])
def test_a_place_that_is_a_number_to_dial_is_not_told(location: str) -> None:
    told = lines(brief(day_section(event("Yoga", at(9), at(10), location=location))))
    assert told[0].text == "You start at nine with yoga, until ten."


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("Call me at +49 30 1234567", "call me"),
        ("Stand-up, join at https://a.example/b", "the stand-up"),
        ("Lunch (with Anna", "lunch with Anna"),
        ("Lunch (4.2)", "lunch (four point two)"),
        ("(Lunch)", "lunch"),
    ],
)
def test_what_was_cut_leaves_whole_words(summary: str, title: str) -> None:
    told = lines(brief(day_section(event(summary, at(9), at(10)))))
    assert told[0].text.endswith(f" {title}, until ten.")


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
        ("Call Anna", at(9), at(9), "at nine: call Anna."),
    ],
)
def test_over_midnight_and_odd_lengths(summary: str, start: datetime, end: datetime, text: str) -> None:
    assert lines(brief(day_section(event(summary, start, end))))[-1].text.endswith(text)


def test_times_are_told_in_the_listeners_zone() -> None:
    utc = event("Yoga", datetime.fromisoformat("2026-03-24T08:00+00:00"), datetime.fromisoformat("2026-03-24T08:30Z"))
    assert "at nine" in said(brief(day_section(utc)))
