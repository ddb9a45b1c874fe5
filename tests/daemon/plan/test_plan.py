from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.items import Event, Item, Note, Task, key_of
from daemon.model import Briefing, Dropped, Entry, SourceWarning, Told
from daemon.plan.plan import CLOSING, FAILURE, WARNING, Taste, plan
from daemon.plan.stories import fingerprints
from daemon.plan.told import event_keys, tellings
from tests.daemon.plan.builders import (
    DAY,
    FRIDAY,
    LATER,
    MAIL,
    NOW,
    TASTE,
    a_briefing,
    a_story,
    a_task,
    a_weather,
    an_event,
    at,
    planned,
    section,
    titles,
)

# the whole ---


def the_morning() -> Briefing:
    """The invented day that the product is measured by."""
    strike = "A strike on the S-Bahn this afternoon"
    return a_briefing(
        an_event("Lena on leave"),
        an_event("Stand-up", "9:00-9:15"),
        an_event("Design review", "10:00-11:00"),
        an_event("Call with Dr Weiss", "10:30-10:45"),
        an_event("Lunch with Anna", "13:00-14:00"),
        an_event("Parents' evening", "18:30-20:00"),
        a_task("Send the invoice to Brandt", FRIDAY),
        a_task("Pay rent", DAY, priority=1),
        a_task("Book the train to Hamburg", DAY),
        a_task("Plan the summer", LATER),
        a_story(strike, "Tagesblick", hours=1, summary="Trains run every twenty minutes. Two o'clock to ten."),
        a_story(strike, "Stadtfunk", hours=0.5),
        a_story("A probe pictures a comet's far side", hours=4, summary="It shows a plain. Craters were expected."),
        a_story("A town saves power with motion sensors", "Tagesblick", hours=6, summary="It is 38 percent less."),
        a_story("Version three of Pinwheel is out", "Pinwheel", hours=30),
        Note(source="vault", uid="n", title="Today", text="Ask Anna about the flat in June", day=DAY),
        a_weather(),
        failures=(MAIL,),
    )


def test_the_example_morning() -> None:
    rundown = plan(the_morning(), TASTE, Told(), NOW)
    kinds = ["opening", "day", "weather", "tasks", "news", "notes", "closing"]
    assert [one.kind for one in rundown.sections] == kinds
    day = section(rundown, "day")
    assert titles(day) == [
        "Lena on leave",
        "Stand-up",
        "Design review",
        "Call with Dr Weiss",
        "Lunch with Anna",
        "Parents' evening",
    ]
    assert [(one.first, one.second) for one in day.conflicts] == [("work/Design review", "work/Call with Dr Weiss")]
    assert [f"{gap.start:%H:%M}-{gap.end:%H:%M}" for gap in day.gaps] == ["11:00-13:00", "14:00-18:30"]
    assert titles(section(rundown, "tasks")) == ["Send the invoice to Brandt", "Pay rent", "Book the train to Hamburg"]
    assert [(entry.item.kind, entry.sentences) for entry in section(rundown, "news").entries] == [
        ("story", 3),
        ("story", 3),
        ("story", 2),
        ("story", 2),
    ]
    opening = section(rundown, "opening")
    assert titles(opening) == ["Design review", "Call with Dr Weiss"]
    assert opening.highlight is not None
    assert (opening.highlight.why, opening.highlight.items) == (
        "conflict",
        tuple(entry.key for entry in opening.entries),
    )
    assert section(rundown, "closing").failures == (MAIL,)
    assert rundown.left_out == ("todo/Plan the summer", "news/Stadtfunk: A strike on the S-Bahn this afternoon")
    assert 120 < sum(one.seconds for one in rundown.sections) < 180


def test_an_empty_day_is_told_and_short() -> None:
    rundown = planned()
    assert [one.kind for one in rundown.sections] == ["opening", "day", "closing"]
    assert sum(one.seconds for one in rundown.sections) < 30
    assert section(rundown, "opening").highlight is not None
    assert titles(section(rundown, "opening")) == []


def test_a_section_without_content_is_left_out() -> None:
    rundown = planned(a_weather(), a_story("A comet"))
    assert [one.kind for one in rundown.sections] == ["opening", "day", "weather", "news", "closing"]


def test_what_failed_takes_its_time_in_the_closing() -> None:
    partly = SourceWarning(source="work", reason="1 entry could not be read.")
    briefing = replace(a_briefing(failures=(MAIL, MAIL)), warnings=(partly, partly))
    closing = section(plan(briefing, TASTE, Told(), NOW), "closing")
    assert closing.warnings == (partly, partly)
    assert closing.seconds == pytest.approx((CLOSING + 2 * FAILURE + WARNING) / 150 * 60)


def test_a_faster_voice_tells_more() -> None:
    stories = [
        a_story(f"Title {n}", f"Feed {n}", summary="One two three four five six seven eight nine ten eleven. " * 9)
        for n in range(40)
    ]
    slow, fast = (
        plan(a_briefing(*stories), Taste(minutes=3, interests={}, words_per_minute=pace), Told(), NOW)
        for pace in (70, 160)
    )
    spoken = [sum(entry.sentences for entry in section(one, "news").entries) for one in (slow, fast)]
    assert spoken[0] < spoken[1]
    assert all(sum(part.seconds for part in one.sections) <= 180 for one in (slow, fast))


# the highlight ---

RUN = [an_event("Run", "7:00-7:30"), an_event("Lunch", "12:00-13:00")]
PAY = a_task("Pay rent", DAY, priority=1)


@pytest.mark.parametrize(
    ("items", "clock", "why", "about"),
    [
        ([], "6:00", "quiet", []),
        ([a_weather()], "6:00", "quiet", []),
        ([an_event("Lunch", "12:00-13:00")], "6:00", "first-event", ["Lunch"]),
        ([an_event("Lunch", "12:00-13:00"), PAY], "6:00", "important-task", ["Pay rent"]),
        ([*RUN, PAY], "6:00", "first-event", ["Run"]),
        (RUN, "9:00", "first-event", ["Lunch"]),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00"), PAY], "6:00", "conflict", ["A", "B"]),
        ([an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00"), PAY], "10:00", "important-task", ["Pay rent"]),
        ([an_event("Talk", "9:00-10:00", transparent=True), *RUN[1:]], "6:00", "first-event", ["Lunch"]),
        ([an_event("Talk", "9:00-10:00", transparent=True)], "6:00", "first-event", ["Talk"]),
        ([an_event("Lena on leave"), a_task("Call", FRIDAY)], "6:00", "all-day", ["Lena on leave"]),
        ([a_task("Call", FRIDAY)], "6:00", "overdue-task", ["Call"]),
        ([a_task("Call", FRIDAY, priority=2)], "6:00", "important-task", ["Call"]),
        ([a_task("Some day", None, priority=1)], "6:00", "quiet", []),
    ],
)
def test_the_one_thing_that_matters(items: list[Item], clock: str, why: str, about: list[str]) -> None:
    opening = section(planned(*items, now=at(clock)), "opening")
    assert opening.highlight is not None
    assert (opening.highlight.why, titles(opening)) == (why, about)


@pytest.mark.parametrize("clock", ["12:30", "14:00"])
def test_a_day_that_held_something_is_not_called_quiet(clock: str) -> None:
    assert section(planned(*RUN, now=at(clock)), "opening").highlight is None


def test_a_day_with_something_due_is_not_called_quiet() -> None:
    assert section(planned(a_task("Buy milk", DAY)), "opening").highlight is None


def test_a_day_whose_calendar_is_unknown_is_not_called_free() -> None:
    rundown = plan(replace(a_briefing(), unknown=("event",)), TASTE, Told(), at("6:00"))
    assert section(rundown, "opening").highlight is None
    assert [part.kind for part in rundown.sections] == ["opening", "closing"]


def test_events_of_a_calendar_that_is_not_all_there_leave_no_gaps() -> None:
    rundown = plan(replace(a_briefing(*RUN), unknown=("event",)), TASTE, Told(), at("6:00"))
    day = section(rundown, "day")
    assert titles(day) == ["Run", "Lunch"]
    assert day.gaps == ()
    assert not day.complete


# what is over ---


@pytest.mark.parametrize(
    ("clock", "told", "begun"),
    [
        ("6:00", ["Fair", "Run", "Standing", "Lunch"], False),
        ("7:30", ["Fair", "Standing", "Lunch"], True),
        ("9:01", ["Fair", "Lunch"], True),
        ("12:30", ["Fair", "Lunch"], True),
        ("21:00", ["Fair"], True),
    ],
)
def test_what_is_over_is_not_told(clock: str, told: list[str], begun: bool) -> None:
    rundown = planned(an_event("Fair"), *RUN, an_event("Standing", "9:00-9:00"), now=at(clock))
    day = section(rundown, "day")
    assert (titles(day), day.begun) == (told, begun)
    assert section(rundown, "opening").begun is begun


def test_what_ran_past_midnight_has_not_begun_the_day() -> None:
    party = Event(source="work", uid="p", summary="Party", start=at("20:00", DAY - timedelta(days=1)), end=at("0:30"))
    rundown = planned(party, now=at("6:00"))
    assert not section(rundown, "opening").begun


def test_a_day_that_is_another_is_told_whole() -> None:
    rundown = planned(*RUN, now=at("21:00", LATER))
    assert titles(section(rundown, "day")) == ["Run", "Lunch"]
    assert not section(rundown, "day").begun


def test_no_advice_on_what_has_begun() -> None:
    clash = [an_event("A", "9:00-10:00"), an_event("B", "9:30-11:00")]
    assert section(planned(*clash, now=at("9:15")), "day").conflicts
    assert section(planned(*clash, now=at("9:45")), "day").conflicts == ()


def test_what_began_yesterday_clashes_with_nothing_at_an_hour_of_yesterday() -> None:
    night = [
        replace(an_event(name, "9:00-10:00"), start=at(clock, date(2026, 3, 23)))
        for name, clock in (("Deploy", "22:00"), ("On call", "23:00"))
    ]
    rundown = planned(*night, now=at("18:00", date(2026, 3, 23)))
    assert section(rundown, "day").conflicts == ()
    assert section(rundown, "opening").highlight is None


@pytest.mark.parametrize("title", ["Canceled: Review", "CANCELLED - Review", "[Abgesagt] Review", "Annulé : Review"])
def test_what_is_called_off_in_its_title_takes_no_time(title: str) -> None:
    rundown = planned(an_event(title, "9:00-10:00"), an_event("Talk", "9:30-10:00"))
    day = section(rundown, "day")
    assert [(entry.key, entry.called_off) for entry in day.entries] == [(f"work/{title}", True), ("work/Talk", False)]
    assert day.conflicts == ()
    assert titles(section(rundown, "opening")) == ["Talk"]


def test_a_title_about_cancelling_is_a_title() -> None:
    (entry,) = section(planned(an_event("Cancel the gym", "9:00-10:00")), "day").entries
    assert not entry.called_off


# told before ---


def test_an_event_told_before_and_cancelled_since_is_told() -> None:
    gone = replace(an_event("Review", "11:00-12:00"), status="cancelled", also_in=("family",))
    declined = Dropped.of(an_event("Party", "20:00-21:00"), "declined")
    briefing = a_briefing(*RUN, dropped=(Dropped.of(gone, "cancelled"), declined))
    told = Told(events=frozenset({"family/Review", "work/Party"}))
    rundown = plan(briefing, TASTE, told, NOW)
    assert [(entry.item, entry.cancelled) for entry in section(rundown, "day").entries] == [
        (RUN[0], False),
        (gone, True),
        (RUN[1], False),
    ]
    assert section(rundown, "opening").entries == (Entry(item=gone, cancelled=True),)
    assert len(section(plan(briefing, TASTE, Told(), NOW), "day").entries) == 2


def test_what_an_episode_leaves_behind() -> None:
    briefing = the_morning()
    gone = replace(an_event("Party", "20:00-21:00"), status="cancelled")
    briefing = replace(briefing, dropped=(Dropped.of(gone, "cancelled"),))
    rundown = plan(briefing, TASTE, Told(events=frozenset({"work/Party"})), NOW)
    left = tellings(rundown, briefing, [(entry.key,) for part in rundown.sections for entry in part.entries])
    assert left["work/Stand-up"] == "event"
    assert left["work/Party"] == "cancelled"
    stories = frozenset(mark for mark, kind in left.items() if kind == "story")
    again = plan(briefing, TASTE, Told(stories=stories), NOW)
    assert "news" not in [one.kind for one in again.sections]
    only_the_other_feed = replace(briefing, items=tuple(i for i in briefing.items if "Stadtfunk" in key_of(i)))
    assert "news" not in [one.kind for one in plan(only_the_other_feed, TASTE, Told(stories=stories), NOW).sections]


def test_what_no_line_tells_alone_is_not_told() -> None:
    briefing = the_morning()
    rundown = plan(briefing, TASTE, Told(), NOW)
    keys = tuple(entry.key for entry in section(rundown, "news").entries)
    assert "story" not in tellings(rundown, briefing, [keys]).values()
    assert tellings(rundown, briefing, []) == {}


def test_the_keys_of_an_event_in_two_calendars() -> None:
    event = replace(an_event("Run", "7:00-7:30"), recurrence_id="x", also_in=("family",))
    assert event_keys(event) == ("work/Run/x", "family/Run/x")


def test_what_is_told_next_morning_is_new() -> None:
    briefing = the_morning()
    marks = {mark for item in briefing.items if item.kind == "story" for mark in fingerprints(item)}
    fresh = a_story("A second comet")
    rundown = plan(replace(briefing, items=(*briefing.items, fresh)), TASTE, Told(stories=frozenset(marks)), NOW)
    assert [entry.item for entry in section(rundown, "news").entries] == [fresh]


# tasks ---


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (a_task("t", DAY), True),
        (a_task("t", FRIDAY), True),
        (a_task("t", LATER), False),
        (a_task("t"), False),
        (a_task("t", priority=4), True),
        (a_task("t", priority=5), False),
        (a_task("t", LATER, priority=1), False),
        (a_task("t", at("23:59")), True),
        (a_task("t", datetime(2026, 3, 24, 23, 30, tzinfo=UTC)), False),
        (a_task("t", datetime(2026, 3, 23, 23, 30, tzinfo=UTC)), True),
        (a_task("t", datetime(9999, 12, 31, 23, 59, tzinfo=UTC)), False),
        (replace(a_task("t", DAY), start=LATER), False),
        (replace(a_task("t", DAY), start=DAY), True),
        (replace(a_task("t", DAY), status="completed"), False),
        (replace(a_task("t", DAY), status="in-process"), True),
    ],
)
def test_which_tasks_a_morning_tells(task: Task, told: bool) -> None:
    rundown = planned(task)
    assert ("tasks" in [one.kind for one in rundown.sections]) is told
    assert (key_of(task) in rundown.left_out) is not told


def test_tasks_stand_in_the_order_in_which_they_are_told() -> None:
    tasks = [
        a_task("today", DAY),
        a_task("undated", priority=1),
        a_task("today, early", at("8:00")),
        a_task("today, high", DAY, priority=1),
        a_task("last week", FRIDAY),
        a_task("last month", date(2026, 2, 2)),
    ]
    order = ["last month", "last week", "today, early", "today, high", "today", "undated"]
    assert titles(section(planned(*tasks), "tasks")) == order


def test_of_too_many_tasks_the_weightiest_stay() -> None:
    overdue = [a_task(f"overdue {n}", DAY - timedelta(days=n), priority=1 if n == 3 else 0) for n in range(1, 20)]
    today = [a_task(f"today {n}", DAY, priority=1 if n == 9 else 0) for n in range(10)]
    told = titles(section(planned(*overdue, *today, a_task("undated", priority=1)), "tasks"))
    assert told == ["overdue 3", "today 9", "today 0", "today 1", "today 2", "today 3", "today 4", "today 5"]
    assert titles(section(planned(*overdue), "tasks")) == ["overdue 19", "overdue 18", "overdue 17", "overdue 3"]


@pytest.mark.parametrize("minutes", [7, 1])
def test_tasks_that_are_not_named_are_counted(minutes: float) -> None:
    tasks = [a_task(f"today {n}", DAY) for n in range(13)]
    rundown = plan(a_briefing(*tasks, a_task("undated", priority=1)), replace(TASTE, minutes=minutes), Told(), NOW)
    told = section(rundown, "tasks")
    assert told.more + len(told.entries) == 13


def test_the_task_of_the_opening_is_among_those_that_are_named() -> None:
    today = [a_task(f"today {n}", DAY) for n in range(12)]
    rundown = planned(a_task("old", FRIDAY), *today)
    assert titles(section(rundown, "opening")) == ["old"]
    assert titles(section(rundown, "tasks"))[0] == "old"
