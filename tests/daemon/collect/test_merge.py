import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Event, Item, Note, Story, Task, Weather, When, key_of
from daemon.collect.merge import merge
from daemon.model import Dropped

DAY = date(2026, 3, 24)
BERLIN = ZoneInfo("Europe/Berlin")


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=BERLIN)


NINE, TEN = at(9), at(10)


def an_event(
    summary: str = "Stand-up", start: When = NINE, end: When = TEN, *, source: str = "work", uid: str = "1"
) -> Event:
    return Event(source=source, uid=uid, summary=summary, start=start, end=end, all_day=not isinstance(start, datetime))


def merged(*items: Item, day: date = DAY, zone: ZoneInfo = BERLIN) -> tuple[tuple[Item, ...], tuple[Dropped, ...]]:
    collected: dict[str, list[Item]] = {}
    for item in items:
        collected.setdefault(item.source, []).append(item)
    return merge(collected, day, zone)


def kept(*items: Item, day: date = DAY, zone: ZoneInfo = BERLIN) -> tuple[Item, ...]:
    return merged(*items, day=day, zone=zone)[0]


# whose day it is ---

MIDNIGHT, TOMORROW = at(0), at(0, day=date(2026, 3, 25))
YESTERDAY = at(20, day=date(2026, 3, 23))


@pytest.mark.parametrize(
    ("start", "end", "belongs"),
    [
        (at(9), at(10), True),
        (YESTERDAY, at(1), True),
        (YESTERDAY, MIDNIGHT, False),
        (YESTERDAY, TOMORROW, True),
        (MIDNIGHT, MIDNIGHT, True),
        (TOMORROW, TOMORROW, False),
        (at(23, 59), TOMORROW, True),
        (TOMORROW, at(9, day=date(2026, 3, 25)), False),
        (at(10), at(9), True),  # ends before it starts
        (datetime(2026, 3, 24, 23, 30, tzinfo=UTC), datetime(2026, 3, 25, 1, tzinfo=UTC), False),  # 00:30 in Berlin
        (datetime(2026, 3, 23, 23, 30, tzinfo=UTC), datetime(2026, 3, 23, 23, 45, tzinfo=UTC), True),
        (DAY, date(2026, 3, 25), True),
        (date(2026, 3, 23), DAY, False),
        (date(2026, 3, 20), date(2026, 3, 27), True),
        (date(2026, 3, 25), date(2026, 3, 26), False),
        (DAY, DAY, True),  # an all-day event whose writer took the end to be inclusive
    ],
)
def test_an_event_belongs_to_the_days_it_overlaps(start: When, end: When, belongs: bool) -> None:
    assert bool(kept(an_event(start=start, end=end))) is belongs


def test_a_day_of_25_hours_has_its_last_one() -> None:
    day = date(2026, 10, 25)
    late = an_event(start=datetime(2026, 10, 25, 22, 30, tzinfo=UTC), end=datetime(2026, 10, 25, 22, 45, tzinfo=UTC))
    assert kept(late, day=day) == (replace(late, start=at(23, 30, day), end=at(23, 45, day)),)


def a_note(day: date, role: str) -> Note:
    return Note(
        source="vault", uid=f"{day}{role}", title="T", text="t", day=day, role="class" if role == "class" else "day"
    )


def test_notes_and_weather_of_the_day_and_class_notes_of_the_two_before() -> None:
    days = [DAY + timedelta(days=shift) for shift in (-3, -2, -1, 0, 1)]
    notes = [a_note(day, role) for day in days for role in ("day", "class")]
    weather = [Weather(source="sky", uid=str(day), day=day, code=0, low=1, high=2) for day in days]
    assert [(item.kind, item.uid) for item in kept(*notes, *weather)] == [
        ("note", "2026-03-22class"),
        ("note", "2026-03-23class"),
        ("note", "2026-03-24class"),
        ("note", "2026-03-24day"),
        ("weather", "2026-03-24"),
    ]


def test_all_tasks_and_stories_stay() -> None:
    never = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    tasks = [Task(source="todo", uid=str(due), summary=str(due), due=due) for due in (date(2020, 1, 1), never, None)]
    stories = [
        Story(source="news", uid=str(hour), title="t", feed="f", published=datetime(2026, 3, 24, hour, tzinfo=UTC))
        for hour in (3, 5, 4)
    ]
    assert [item.uid for item in kept(*tasks, *stories)] == ["2020-01-01", str(never), "None", "5", "4", "3"]


def test_times_are_local_and_all_day_events_come_first() -> None:
    late = an_event("Late", datetime(2026, 3, 24, 17, tzinfo=UTC), datetime(2026, 3, 24, 18, tzinfo=UTC), uid="2")
    early = an_event("Early", at(8), at(9), uid="3")
    holiday = an_event("Holiday", DAY, date(2026, 3, 25), uid="4")
    found = kept(late, early, holiday)
    assert [(item.summary, str(item.start)) for item in found if isinstance(item, Event)] == [
        ("Holiday", "2026-03-24"),
        ("Early", "2026-03-24 08:00:00+01:00"),
        ("Late", "2026-03-24 18:00:00+01:00"),
    ]


# the same event twice ---


def test_one_uid_in_two_calendars_is_one_event_with_what_either_knows() -> None:
    first = replace(an_event(), my_answer="needs-action")
    second = replace(
        an_event("Stand-up (copy)", source="family"),
        location="Room 4.2",
        description="Agenda",
        private=True,
        my_answer="accepted",
        transparent=True,
    )
    assert kept(first, second) == (
        replace(
            first, location="Room 4.2", description="Agenda", private=True, my_answer="accepted", also_in=("family",)
        ),
    )


def test_the_order_of_sources_decides_who_speaks() -> None:
    (found,) = kept(an_event("Theirs", source="z"), an_event("Mine", source="a"), an_event("Other", source="m"))
    assert isinstance(found, Event)
    assert (found.summary, found.source, found.also_in) == ("Theirs", "z", ("a", "m"))


def test_the_same_title_and_time_under_two_uids_is_one_event() -> None:
    (found,) = kept(an_event("Elternabend: 3b"), an_event("elternabend  3B", source="family", uid="x"))
    assert isinstance(found, Event)
    assert (found.summary, found.also_in) == ("Elternabend: 3b", ("family",))


def test_two_copies_in_one_source_are_one_event_in_one_source() -> None:
    (found,) = kept(an_event(), an_event(uid="imported"))
    assert isinstance(found, Event)
    assert found.also_in == ()


@pytest.mark.parametrize(
    "other",
    [
        an_event("Review", source="family", uid="x"),
        an_event(start=at(9, 15), source="family", uid="x"),
        an_event(end=at(10, 15), source="family", uid="x"),
        replace(an_event(source="family", uid="x"), location="Room 5"),
        an_event("Something else", at(15), at(16), source="family"),  # some programs give all events one UID
        replace(an_event("Weekly", at(15), at(16), source="family"), recurrence_id="2026-03-24T15:00:00+01:00"),
    ],
    ids=["title", "start", "end", "place", "one UID for all", "occurrence"],
)
def test_two_events_stay_two(other: Event) -> None:
    assert len(kept(replace(an_event(), location="Room 4"), other)) == 2


def test_two_times_that_look_alike_on_a_night_of_25_hours_are_two() -> None:
    day = date(2026, 10, 25)
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    events = [
        an_event(start=first, end=at(4, day=day), uid="1"),
        an_event(start=second, end=at(4, day=day), uid="2", source="family"),
    ]
    assert len(kept(*events, day=day)) == 2


# what does not take place ---


def test_declined_and_cancelled_events_are_set_aside() -> None:
    declined = replace(an_event("Declined", uid="d"), my_answer="declined")
    cancelled = replace(an_event("Cancelled", uid="c"), status="cancelled")
    tentative = replace(an_event("Tentative", uid="t"), status="tentative", my_answer="tentative")
    assert merged(declined, cancelled, tentative) == (
        (tentative,),
        (Dropped.of(cancelled, "cancelled"), Dropped.of(declined, "declined")),
    )


def test_the_organisers_word_on_a_uid_counts_in_every_calendar() -> None:
    items, dropped = merged(an_event(), replace(an_event(source="family"), status="cancelled"))
    assert items == ()
    assert [(drop.source, drop.also_in, drop.why) for drop in dropped] == [("work", ("family",), "cancelled")]


def test_declining_one_invitation_leaves_a_likely_other_one() -> None:
    declined = replace(an_event(source="family", uid="x"), my_answer="declined")
    assert merged(an_event(), declined) == ((an_event(),), (Dropped.of(declined, "declined"),))


def test_what_was_cancelled_on_another_day_is_not_of_today() -> None:
    assert merged(replace(an_event(start=at(9, day=date(2026, 3, 23)), end=YESTERDAY), status="cancelled")) == ((), ())


# the same task twice ---


def test_a_task_in_two_lists_is_one_with_what_either_knows() -> None:
    first = Task(source="todo", uid="1", summary="Pay rent", due=DAY)
    second = Task(source="dav", uid="x", summary="pay rent!", due=DAY, priority=1, start=DAY, status="in-process")
    assert kept(first, second) == (replace(first, priority=1, start=DAY, status="in-process", also_in=("dav",)),)


def test_a_task_that_is_done_in_one_list_is_done() -> None:
    (task,) = kept(
        Task(source="todo", uid="5f0c9a52-8d1e-4b7a", summary="Pay rent"),
        Task(source="dav", uid="5f0c9a52-8d1e-4b7a", summary="Pay the rent", status="completed"),
    )
    assert isinstance(task, Task)
    assert task.status == "completed"


def test_the_first_lines_of_two_lists_are_two_tasks() -> None:
    assert len(kept(Task(source="todo", uid="1", summary="Pay rent"), Task(source="b", uid="1", summary="Call"))) == 2


def test_tasks_due_on_two_days_are_two() -> None:
    later = Task(source="dav", uid="2", summary="Pay rent", due=date(2026, 4, 24))
    assert len(kept(Task(source="todo", uid="1", summary="Pay rent", due=DAY), later)) == 2


# any items ---

SOURCES = ("a", "b", "c")
HOURS = st.integers(-3, 27).map(lambda hour: at(0) + timedelta(hours=hour))
EVENTS = st.builds(
    lambda source, uid, summary, start, length, location, status, answer: replace(
        an_event(summary, start, start + timedelta(hours=length), source=source, uid=uid),
        location=location,
        status=status,
        my_answer=answer,
    ),
    st.sampled_from(SOURCES),
    st.sampled_from("123456"),
    st.sampled_from(("Stand-up", "stand up", "Lunch")),
    HOURS,
    st.integers(0, 3),
    st.sampled_from((None, "Room 4", "Room 4, first floor", "Café")),
    st.sampled_from(("confirmed", "confirmed", "cancelled")),
    st.sampled_from((None, "accepted", "declined")),
)
TASKS = st.builds(
    Task,
    source=st.sampled_from(SOURCES),
    uid=st.sampled_from("123456"),
    summary=st.sampled_from(("Pay rent", "pay rent", "Call Anna")),
    due=st.sampled_from((None, DAY, at(12))),
    priority=st.integers(0, 9),
)
ITEMS = st.lists(EVENTS | TASKS, max_size=12, unique_by=lambda item: (item.kind, key_of(item)))


def in_sources(items: Sequence[Item]) -> dict[str, list[Item]]:
    return {source: [item for item in items if item.source == source] for source in SOURCES}


@given(ITEMS)
def test_merging_again_changes_nothing(items: list[Item]) -> None:
    once, _ = merge(in_sources(items), DAY, BERLIN)
    assert merge(in_sources(once), DAY, BERLIN) == (once, ())


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_within_a_source_does_not_matter(items: list[Item], chance: random.Random) -> None:
    shuffled = chance.sample(items, len(items))
    assert merge(in_sources(shuffled), DAY, BERLIN) == merge(in_sources(items), DAY, BERLIN)


@given(ITEMS)
def test_no_title_is_lost_and_no_key_stands_twice(items: list[Item]) -> None:
    found, dropped = merge(in_sources(items), DAY, BERLIN)
    for kind in ("event", "task"):
        keys = [key_of(item) for item in (*found, *dropped) if item.kind == kind]
        assert len(keys) == len(set(keys))
    titles = {item.summary.casefold() for item in items if isinstance(item, Task)}
    assert {item.summary.casefold() for item in found if isinstance(item, Task)} == titles
