"""Private events, and what stands in a calendar and is no meeting."""

from dataclasses import replace

import pytest

from connectors.codec import to_json
from connectors.items import Event, EventType, key_of
from daemon.model import Briefing, Dropped, Rundown, Section, SectionKind, Told
from daemon.plan.day import conflicts, gaps
from daemon.plan.plan import Taste, plan
from daemon.plan.privacy import kept_here
from tests.daemon.plan.builders import BERLIN, DAY, NOW, a_briefing, a_task, an_event

NO_MEETING: tuple[EventType, ...] = ("birthday", "focus-time", "out-of-office", "working-location")


def typed(kind: EventType, summary: str, span: str = "") -> Event:
    return replace(an_event(summary, span), type=kind)


def secret(summary: str, span: str = "", kind: EventType = "default") -> Event:
    return replace(
        typed(kind, summary, span), uid=f"uid-{span}", private=True, location="Clinic", description="Bring the X-rays"
    )


def planned(briefing: Briefing, *, private_events: bool = False, told: Told = Told()) -> Rundown:  # noqa: B008  # frozen
    return plan(briefing, Taste(minutes=7, interests={}, private_events=private_events), told, NOW)


def section(rundown: Rundown, kind: SectionKind) -> Section:
    (found,) = [one for one in rundown.sections if one.kind == kind]
    return found


# private events ---


def test_nothing_of_a_private_event_reaches_a_writer() -> None:
    gone = Dropped.of(replace(secret("Therapist", "15:00-16:00"), status="cancelled"), "cancelled")
    briefing = a_briefing(secret("Oncologist", "9:00-10:00"), secret("Interview"), dropped=(gone,))
    rundown = planned(briefing, told=Told(events=frozenset({key_of(gone.event)})))
    written = to_json(rundown).decode()
    assert len(section(rundown, "day").entries) == 3
    for word in ("Oncologist", "Interview", "Therapist", "Clinic", "X-rays"):
        assert word not in written
    assert "Oncologist" in to_json(briefing).decode()


def test_a_private_event_is_still_there() -> None:
    rundown = planned(a_briefing(secret("Oncologist", "9:00-10:00"), an_event("Call", "9:30-10:30")))
    day = section(rundown, "day")
    (event,) = [entry.item for entry in day.entries if isinstance(entry.item, Event) and entry.item.private]
    assert (event.summary, event.location, event.description, f"{event.start:%H:%M}") == ("", None, None, "09:00")
    assert len(day.conflicts) == 1


def test_the_listener_may_allow_their_titles() -> None:
    rundown = planned(a_briefing(secret("Oncologist", "9:00-10:00")), private_events=True)
    (entry,) = section(rundown, "day").entries
    assert isinstance(entry.item, Event)
    assert (entry.item.summary, entry.item.location, entry.item.private) == ("Oncologist", "Clinic", False)


def test_a_birthday_is_told_although_google_makes_it_private() -> None:
    (entry,) = section(planned(a_briefing(secret("Lena's birthday", kind="birthday"))), "day").entries
    assert isinstance(entry.item, Event)
    assert (entry.item.summary, entry.item.private) == ("Lena's birthday", False)


# no meetings ---


@pytest.mark.parametrize("kind", NO_MEETING)
def test_what_is_no_meeting_clashes_with_nothing(kind: EventType) -> None:
    meeting = an_event("Call", "9:00-10:00")
    assert conflicts([meeting, typed(kind, "Other", "9:30-11:00")], BERLIN) == ()
    assert len(conflicts([meeting, typed("default", "Other", "9:30-11:00")], BERLIN)) == 1


def free(*events: Event) -> list[str]:
    return [f"{one.start:%H:%M}-{one.end:%H:%M}" for one in gaps(events, DAY, BERLIN, NOW)]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([], ["11:00-14:00", "15:00-20:00"]),
        ([typed("working-location", "Home", "8:00-18:00")], ["11:00-14:00", "15:00-20:00"]),
        ([typed("birthday", "Lena")], ["11:00-14:00", "15:00-20:00"]),
        ([typed("focus-time", "Focus", "11:00-14:00")], ["15:00-20:00"]),
        ([typed("focus-time", "Focus", "11:00-12:00")], ["15:00-20:00"]),  # "free until two" would be wrong
        ([typed("out-of-office", "Away", "16:00-17:00")], ["11:00-14:00", "17:00-20:00"]),
        ([typed("out-of-office", "Away", "8:00-20:00")], []),
        ([replace(typed("focus-time", "Focus", "11:00-14:00"), transparent=True)], ["11:00-14:00", "15:00-20:00"]),
    ],
)
def test_who_is_in_a_block_is_not_free(others: list[Event], expected: list[str]) -> None:
    meetings = [an_event("Call", "9:00-11:00"), an_event("Review", "14:00-15:00")]
    assert free(*meetings, *others) == expected


@pytest.mark.parametrize("kind", NO_MEETING)
def test_a_day_without_meetings_has_no_stretches_between_them(kind: EventType) -> None:
    assert free(typed(kind, "Other", "9:00-11:00")) == []


@pytest.mark.parametrize("kind", NO_MEETING)
def test_what_is_no_meeting_is_never_the_first_event(kind: EventType) -> None:
    early = typed(kind, "Other", "7:00-8:00")
    opening = section(planned(a_briefing(early, an_event("Call", "9:00-10:00"))), "opening")
    assert opening.highlight is not None
    assert (opening.highlight.why, opening.highlight.items) == ("first-event", ("work/Call",))
    alone = section(planned(a_briefing(early)), "opening").highlight
    assert alone is not None
    assert alone.why == "quiet"


@pytest.mark.parametrize(
    ("kind", "why"),
    [("birthday", "all-day"), ("out-of-office", "all-day"), ("working-location", "quiet"), ("focus-time", "quiet")],
)
def test_what_of_it_matters_on_a_day_without_anything_else(kind: EventType, why: str) -> None:
    opening = section(planned(a_briefing(typed(kind, "Other"))), "opening")
    assert opening.highlight is not None
    assert opening.highlight.why == why
    assert section(planned(a_briefing(typed(kind, "Other"), a_task("Pay", NOW.date(), 1))), "day").entries


def test_focus_time_that_is_off_is_no_headline() -> None:
    off = Dropped.of(replace(typed("focus-time", "Focus", "9:00-10:00"), status="cancelled"), "cancelled")
    told = Told(events=frozenset({key_of(off.event)}))
    opening = section(planned(a_briefing(an_event("Call", "12:00-13:00"), dropped=(off,)), told=told), "opening")
    assert opening.highlight is not None
    assert opening.highlight.why == "first-event"


# what may not leave the machine ---


def local_only(briefing: Briefing, **fields: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    rundown = kept_here(planned(briefing, private_events=True), briefing, fields)
    return {entry.key: entry.local_only for one in rundown.sections for entry in one.entries if entry.local_only}


def test_the_fields_of_its_source_and_of_the_others_that_have_it_stay_here() -> None:
    shared = replace(an_event("Call", "9:00-10:00"), also_in=("family",))
    briefing = Briefing(show="morning", day=DAY, timezone=BERLIN.key, made=NOW, items=(shared, a_task("Pay rent")))
    assert local_only(briefing) == {}
    assert local_only(briefing, family=("summary",)) == {key_of(shared): ("summary",)}
    assert local_only(briefing, **{shared.source: ("location",)}) == {key_of(shared): ("location",)}


def test_a_private_event_that_may_be_told_stays_here() -> None:
    event = secret("Therapist", "15:00-16:00")
    briefing = Briefing(show="morning", day=DAY, timezone=BERLIN.key, made=NOW, items=(event,))
    assert local_only(briefing) == {key_of(event): ("summary", "location", "description")}
