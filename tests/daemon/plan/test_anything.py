"""Any briefing, any minutes: what the plan holds to."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Event, Item, Note, key_of
from daemon.model import Told
from daemon.plan.day import is_over
from daemon.plan.plan import Taste, plan
from tests.daemon.plan.builders import (
    DAY,
    FRIDAY,
    LATER,
    NOW,
    TASTE,
    a_briefing,
    a_story,
    a_task,
    a_weather,
    an_event,
    at,
    section,
)

CLOCKS = st.integers(0, 23 * 60).map(lambda minutes: at("0:00") + timedelta(minutes=minutes))
EVENTS = st.builds(
    lambda start, length, uid: Event(
        source="work", uid=uid, summary=uid, start=start, end=start + timedelta(minutes=length)
    ),
    CLOCKS,
    st.integers(0, 400),
    st.uuids().map(str),
)
TASKS = st.builds(
    lambda uid, due, priority: replace(a_task(uid, due, priority)),
    st.uuids().map(str),
    st.sampled_from((None, FRIDAY, DAY, LATER)),
    st.integers(0, 9),
)
STORIES = st.builds(
    lambda title, feed, hours, summary: a_story(title, feed, hours=hours, summary=summary),
    st.uuids().map(str),
    st.sampled_from(("Orbit", "Tagesblick")),
    st.floats(-1, 200),
    st.lists(st.sampled_from(("One two three.", "Four!", "word " * 70)), max_size=5).map(" ".join),
)
NOTES = st.builds(
    lambda uid, text, role: Note(source="vault", uid=uid, title="A note", text=text, day=DAY, role=role),
    st.uuids().map(str),
    st.sampled_from(("", "Ask Anna.", "word " * 200)),
    st.sampled_from(("day", "class")),
)
ITEMS = st.lists(EVENTS | TASKS | STORIES | NOTES | st.just(a_weather()), max_size=25, unique_by=key_of)


@given(ITEMS, st.floats(1, 15), st.floats(80, 250))
def test_no_longer_than_the_minutes_unless_what_must_be_told_is(items: list[Item], minutes: float, pace: float) -> None:
    taste = Taste(minutes=minutes, interests={"four": 2}, words_per_minute=pace)
    rundown = plan(a_briefing(*items), taste, Told(), NOW)
    kinds = {one.kind: one for one in rundown.sections}
    free = replace(kinds["day"], gaps=())
    must = [one for kind, one in kinds.items() if kind in ("opening", "day", "tasks", "closing")]
    if sum(one.seconds for one in rundown.sections) > minutes * 60 + 1e-6:
        assert kinds["day"] == free
        assert {"weather", "notes"}.isdisjoint(kinds)
        assert len(kinds["tasks"].entries if "tasks" in kinds else ()) <= 1
        assert all(entry.sentences == 1 for entry in (kinds["news"].entries if "news" in kinds else ()))
        assert len(kinds["news"].entries if "news" in kinds else ()) <= 2
        assert sum(one.seconds for one in must) + 2 * 90 * 60 / pace > minutes * 60


@given(ITEMS, st.floats(1, 15))
def test_every_item_is_told_or_left_out_and_no_event_ever_is(items: list[Item], minutes: float) -> None:
    rundown = plan(a_briefing(*items), Taste(minutes=minutes, interests={}), Told(), NOW)
    told = [entry.key for one in rundown.sections[1:] for entry in one.entries]
    assert len(told) == len(set(told))
    assert {*told, *rundown.left_out} == {key_of(item) for item in items}
    assert {key_of(item) for item in items if isinstance(item, Event) and not is_over(item, NOW)} <= set(told)


@given(ITEMS)
def test_the_opening_and_the_closing_rest_on_calendar_and_tasks_alone(items: list[Item]) -> None:
    rundown = plan(a_briefing(*items), TASTE, Told(), NOW)
    assert {entry.item.kind for entry in rundown.sections[0].entries} <= {"event", "task"}
    assert rundown.sections[-1].entries == ()


@given(ITEMS)
def test_two_stories_are_told_even_on_a_full_day(items: list[Item]) -> None:
    full = [an_event(f"Meeting {n}", "9:00-9:05") for n in range(60)]
    fresh = [a_story("A comet", "Orbit"), a_story("A strike", "Tagesblick")]
    rundown = plan(a_briefing(*full, *fresh, *items), TASTE, Told(), NOW)
    assert len(section(rundown, "news").entries) == 2
    assert len(section(rundown, "day").entries) >= 60
