"""What may go to somebody else's servers: whatever may not is nowhere in it, and what is left is still true."""

from dataclasses import replace

import pytest

from config.libraries import Redaction
from connectors.codec import to_json
from connectors.items import Event, Item, Message, Note, Story, key_of
from daemon.model import Briefing, Dropped, Entry, Failure, Rundown, Section, SectionKind, Told
from daemon.plan.plan import Taste, plan
from daemon.plan.privacy import kept_here
from daemon.plan.redaction import redacted
from tests.daemon.plan.builders import (
    DAY,
    MAIL,
    NOW,
    TASTE,
    a_briefing,
    a_message,
    a_story,
    a_task,
    a_weather,
    an_event,
    titles,
)
from tests.daemon.plan.builders import section as of_kind

NOTHING, ALL = Redaction(), Redaction(people=True, private_events=True, notes=True, mail=True)
A_NOTE = Note(source="vault", uid="n", title="Today", text="Bring the folder.", day=DAY)


def names_anna(text: str) -> bool:
    return "anna" in text.lower()


def cut(
    *items: Item, allowed: Redaction = NOTHING, taste: Taste = TASTE, local_only: tuple[str, ...] = (), **more: Dropped
) -> tuple[Rundown, Rundown]:
    """The rundown of a morning, and what of it may go elsewhere."""
    briefing = a_briefing(*items, dropped=tuple(more.values()), failures=(MAIL,))
    told = Told(events=frozenset(key_of(drop.event) for drop in more.values()))
    rundown = kept_here(plan(briefing, taste, told, NOW), briefing, {"work": local_only, "todo": local_only})
    return rundown, redacted(rundown, briefing, allowed, names_anna)[0]


def going(*items: Item, allowed: Redaction = NOTHING, local_only: tuple[str, ...] = ()) -> Rundown:
    return cut(*items, allowed=allowed, local_only=local_only)[1]


def kinds(rundown: Rundown) -> list[SectionKind]:
    return [one.kind for one in rundown.sections]


def events(rundown: Rundown) -> list[Event]:
    return [entry.item for entry in of_kind(rundown, "day").entries if isinstance(entry.item, Event)]


def private(summary: str, span: str) -> Event:
    return replace(an_event(summary, span), private=True)


# sections ---


def test_nothing_to_leave_out_changes_nothing() -> None:
    whole, part = cut(an_event("Stand-up", "9:00-9:15"), a_task("Pay rent", DAY), a_story("Anna wins"), a_weather())
    assert part.sections == whole.sections


def test_mail_and_notes_go_only_where_they_may() -> None:
    items = (a_message("Choir"), A_NOTE)
    assert kinds(going(*items)) == ["opening", "day", "closing"]
    assert kinds(going(*items, allowed=Redaction(mail=True, people=True))) == ["opening", "day", "mail", "closing"]
    assert kinds(going(*items, allowed=Redaction(notes=True))) == ["opening", "day", "notes", "closing"]
    assert kinds(going(*items, allowed=ALL)) == ["opening", "day", "mail", "notes", "closing"]


def test_what_failed_is_told_there_too() -> None:
    assert of_kind(going(A_NOTE), "closing").failures == (MAIL,)


def test_the_briefing_holds_nothing_but_what_is_told() -> None:
    gone = Dropped.of(private("Therapist", "15:00-16:00"), "cancelled")
    rent = a_task("Pay rent", DAY)
    briefing = a_briefing(private("Clinic", "9:00-10:00"), rent, A_NOTE, dropped=(gone,), failures=(MAIL,))
    rundown, kept = redacted(plan(briefing, TASTE, Told(), NOW), briefing, NOTHING, names_anna)
    assert kept == replace(briefing, items=(rent,), dropped=())
    assert rundown.left_out == ()


# sources ---


ANNAS = Failure(source="annas", reason="It is away.", brings=("event",))


def test_a_source_that_names_somebody_is_called_after_what_it_brings() -> None:
    lunch, rent = replace(an_event("Review", "9:00-10:00"), source="anna", also_in=("annas",)), a_task("Rent", DAY)
    clash = replace(an_event("Call", "9:30-10:30"), source="anna-school")
    briefing = a_briefing(lunch, clash, rent, failures=(ANNAS, MAIL))
    rundown, kept = redacted(plan(briefing, TASTE, Told(), NOW), briefing, NOTHING, names_anna)
    assert [(event.source, event.also_in) for event in events(rundown)] == [
        ("calendar-2", ("calendar",)), ("calendar-3", ()),
    ]  # fmt: skip
    day = of_kind(rundown, "day")
    assert {key for one in day.conflicts for key in (one.first, one.second)} == {entry.key for entry in day.entries}
    opening = of_kind(rundown, "opening")
    assert opening.highlight
    assert {*opening.highlight.items} <= {entry.key for entry in opening.entries}
    assert [one.source for one in of_kind(rundown, "closing").failures] == ["calendar", MAIL.source]
    assert "anna" not in to_json((rundown, kept)).decode()


def test_unless_names_may_go() -> None:
    briefing = a_briefing(failures=(ANNAS,))
    allowed = Redaction(people=True)
    rundown, kept = redacted(plan(briefing, TASTE, Told(), NOW), briefing, allowed, names_anna)
    assert (of_kind(rundown, "closing").failures, kept.failures) == ((ANNAS,), (ANNAS,))


# events ---


def test_a_title_that_names_somebody_is_a_private_appointment_at_its_time() -> None:
    lunch = replace(an_event("Lunch with Anna", "13:00-14:00"), location="Canteen", description="Bring the book")
    (told,) = events(going(lunch))
    assert (told.summary, told.location, told.description, told.private) == ("", None, None, True)
    assert (told.start, told.end) == (lunch.start, lunch.end)


def test_a_place_that_names_somebody_is_left_out_and_the_title_stays() -> None:
    (told,) = events(going(replace(an_event("Lunch", "13:00-14:00"), location="Anna's")))
    assert (told.summary, told.location, told.private) == ("Lunch", None, False)


def test_names_may_be_allowed_but_a_description_never_goes() -> None:
    lunch = replace(an_event("Lunch with Anna", "13:00-14:00"), location="Anna's", description="Ask about the flat")
    assert events(going(lunch, allowed=ALL)) == [replace(lunch, description=None)]


@pytest.mark.parametrize("settings_tell_them", [False, True])
def test_a_private_event_is_not_there(settings_tell_them: bool) -> None:
    day = (an_event("Stand-up", "9:00-9:15"), private("Clinic", "11:00-12:00"), an_event("Review", "15:00-16:00"))
    taste = Taste(minutes=7, interests={}, private_events=settings_tell_them)
    whole, part = cut(*day, taste=taste)
    assert len(of_kind(whole, "day").entries) == 3
    assert titles(of_kind(part, "day")) == ["Stand-up", "Review"]


def test_nor_is_one_that_was_cancelled() -> None:
    gone = Dropped.of(replace(private("Clinic", "9:00-10:00"), status="cancelled"), "cancelled")
    whole, part = cut(an_event("Review", "15:00-16:00"), gone=gone)
    assert titles(of_kind(whole, "day")) == ["Clinic", "Review"]
    assert titles(of_kind(part, "day")) == ["Review"]


def test_without_a_private_event_nothing_is_said_of_free_time_or_of_how_the_day_begins() -> None:
    whole, part = cut(private("Clinic", "8:00-12:00"), an_event("Review", "15:00-16:00"))
    before, after = of_kind(whole, "day"), of_kind(part, "day")
    assert before.gaps
    assert (before.complete, before.begun) == (True, False)
    assert (after.gaps, after.complete, after.begun) == ((), False, True)
    assert after.seconds < before.seconds


def test_a_private_day_leaves_no_section_behind() -> None:
    assert kinds(going(private("Clinic", "8:00-12:00"))) == ["opening", "closing"]


def test_a_clash_with_what_is_not_there_is_no_clash() -> None:
    part = going(private("Clinic", "9:00-10:00"), an_event("Review", "9:30-10:30"))
    assert of_kind(part, "day").conflicts == ()


def test_a_clash_with_a_private_appointment_stays() -> None:
    whole, part = cut(an_event("Call with Anna", "9:00-10:00"), an_event("Review", "9:30-10:30"))
    assert of_kind(part, "day").conflicts == of_kind(whole, "day").conflicts != ()
    assert of_kind(part, "opening").highlight == of_kind(whole, "opening").highlight


def test_a_birthday_without_its_name_is_not_told() -> None:
    birthday = replace(an_event("Anna's birthday"), type="birthday")
    assert titles(of_kind(going(birthday, an_event("Review", "9:00-10:00")), "day")) == ["Review"]


def test_what_stays_on_the_machine_does_not_go() -> None:
    review = replace(an_event("Review", "9:00-10:00"), location="Room 4")
    (told,) = events(going(review, local_only=("location",)))
    assert (told.summary, told.location, told.private) == ("Review", None, False)
    (told,) = events(going(review, local_only=("title",)))
    assert (told.summary, told.location, told.private) == ("", None, True)
    (entry,) = of_kind(going(review, local_only=("title",)), "day").entries
    assert entry.local_only == ()
    (entry,) = of_kind(going(review, local_only=("title",), allowed=ALL), "day").entries
    assert (entry.item, entry.local_only) == (review, ("summary",))


# the opening ---


def test_what_matters_most_of_the_rest_is_told_first() -> None:
    whole, part = cut(private("Clinic", "7:00-8:00"), an_event("Review", "9:00-10:00"))
    before, after = of_kind(whole, "opening"), of_kind(part, "opening")
    assert titles(before) == ["Clinic"]
    assert titles(after) == ["Review"]
    assert after.highlight
    assert (after.highlight.why, after.begun) == ("first-event", True)


def test_or_nothing_where_nothing_is_left() -> None:
    opening = of_kind(going(private("Clinic", "7:00-8:00")), "opening")
    assert (opening.highlight, opening.entries) == (None, ())


def test_it_names_nobody_either() -> None:
    (entry,) = of_kind(going(an_event("Call with Anna", "7:00-8:00")), "opening").entries
    assert isinstance(entry.item, Event)
    assert (entry.item.summary, entry.item.private) == ("", True)


# tasks, mail, notes, stories ---


def test_a_task_that_names_somebody_is_counted() -> None:
    tasks = (a_task("Call Anna", DAY), a_task("Pay rent", DAY), a_task("Ask Anna", priority=1))
    told = of_kind(going(*tasks), "tasks")
    assert (titles(told), told.more) == (["Pay rent"], 1)


def test_tasks_that_all_name_somebody_are_only_counted() -> None:
    told = of_kind(going(a_task("Call Anna", DAY), a_task("Ask Anna", DAY)), "tasks")
    assert (told.entries, told.more) == ((), 2)
    assert "tasks" not in kinds(going(a_task("Ask Anna", priority=1)))


def test_a_task_that_stays_on_the_machine_is_counted() -> None:
    told = of_kind(going(a_task("Pay rent", DAY), local_only=("summary",)), "tasks")
    assert (told.entries, told.more) == ((), 1)


def test_mail_goes_without_who_wrote_it() -> None:
    kept, lost = a_message("Choir moves", sender="Kern"), a_message("Anna writes", sender="Kern")
    mail = of_kind(going(kept, lost, allowed=Redaction(mail=True)), "mail")
    (entry,) = mail.entries
    assert isinstance(entry.item, Message)
    assert (entry.item.sender, entry.item.subject, mail.complete) == ("", "Choir moves", False)


def test_a_note_that_names_somebody_does_not_go() -> None:
    named = replace(A_NOTE, uid="m", text="Ask Anna about the flat.")
    assert titles(of_kind(going(A_NOTE, named, allowed=Redaction(notes=True)), "notes")) == ["n"]


def test_a_story_keeps_its_names() -> None:
    (entry,) = of_kind(going(a_story("Anna wins", summary="Anna Kern won.")), "news").entries
    assert isinstance(entry.item, Story)
    assert (entry.item.title, entry.item.summary) == ("Anna wins", "Anna Kern won.")


def test_a_newsletter_is_mail() -> None:
    briefing = a_briefing(a_story("A comet"), replace(a_story("Your own issue"), source="mail"))
    rundown = plan(briefing, TASTE, Told(), NOW)

    def news(allowed: Redaction) -> Section:
        return of_kind(redacted(rundown, briefing, allowed, names_anna, {"mail"})[0], "news")

    assert titles(news(NOTHING)) == ["Orbit: A comet"]
    assert not news(NOTHING).complete
    assert news(Redaction(mail=True)) == of_kind(rundown, "news")


@pytest.mark.parametrize(
    ("link", "goes"),
    [
        ("https://orbit.example/1?id=7#top", True),
        ("https://orbit.example/1?id=7&access_token=s3cret", False),
        ("https://orbit.example/1#auth=s3cret", False),
        ("https://orbit.example/1?X-Amz-Signature=s3cret", False),
        ("https://orbit.example/1?design=1&monkeys=2&pwd=", True),
        ("https://[orbit.example/1", False),
    ],
)
def test_a_link_that_opens_something_stays_behind(link: str, goes: bool) -> None:
    (entry,) = of_kind(going(a_story("A comet", link=link)), "news").entries
    assert isinstance(entry.item, Story)
    assert entry.item.link == (link if goes else None)


def test_a_story_that_stays_on_the_machine_does_not_go() -> None:
    news = Section(kind="news", seconds=9, entries=(Entry(item=a_story("A comet"), local_only=("title",)),))
    rundown = Rundown(show="morning", day=DAY, timezone="Europe/Berlin", sections=(news,))
    briefing: Briefing = a_briefing()
    assert redacted(rundown, briefing, NOTHING, names_anna)[0].sections == ()
    assert redacted(rundown, briefing, ALL, names_anna)[0].sections == (news,)
