from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from connectors.items import Item, Message
from daemon.model import Rundown, Section, Told
from daemon.plan.mail import MOST, choose, mail_words, message_words
from daemon.plan.plan import Taste, plan
from tests.daemon.plan.builders import NOW, a_briefing, a_message, a_story, a_task, an_event

SENTENCE = "The flat is free in June."


def planned(*items: Item, minutes: float = 7) -> Rundown:
    return plan(a_briefing(*items), Taste(minutes=minutes, interests={}), Told(), NOW)


def mail_of(rundown: Rundown) -> Section:
    (found,) = [one for one in rundown.sections if one.kind == "mail"]
    return found


def subjects(section: Section) -> list[str]:
    return [entry.item.subject for entry in section.entries if isinstance(entry.item, Message)]


def test_mail_stands_between_the_tasks_and_the_news() -> None:
    rundown = planned(
        a_message("Flat"), a_story("A comet"), a_task("Pay rent", NOW.date()), an_event("Call", "9:00-10:00")
    )
    assert [one.kind for one in rundown.sections] == ["opening", "day", "tasks", "mail", "news", "closing"]
    told = {entry.item.kind for one in rundown.sections if one.kind in ("opening", "closing") for entry in one.entries}
    assert "message" not in told


def test_the_flagged_ones_come_first_then_the_newest() -> None:
    section = mail_of(
        planned(
            a_message("old", hours=9),
            a_message("new", hours=1),
            a_message("flagged", hours=20, flagged=True, summary=SENTENCE),
        )
    )
    assert subjects(section) == ["flagged", "new", "old"]
    assert [entry.sentences for entry in section.entries] == [2, 1, 1]
    assert section.complete


def test_no_more_than_a_listener_can_hold() -> None:
    rundown = planned(*(a_message(f"{number}", hours=number) for number in range(9)))
    section = mail_of(rundown)
    assert subjects(section) == ["0", "1", "2", "3", "4"]
    assert not section.complete
    assert len(rundown.left_out) == 9 - MOST


def test_where_a_source_is_missing_these_are_not_all() -> None:
    briefing = replace(a_briefing(a_message("Flat")), unknown=("message",))
    section = mail_of(plan(briefing, Taste(minutes=7, interests={}), Told(), NOW))
    assert not section.complete


def test_mail_is_cut_to_the_minutes() -> None:
    long = [a_message(f"{number} one two three four five six seven eight nine ten") for number in range(5)]
    events = [an_event(f"Call {hour}", f"{hour}:00-{hour}:30") for hour in range(9, 14)]
    assert 0 < len(subjects(mail_of(planned(*long, *events, minutes=1)))) < 5
    assert "mail" not in [one.kind for one in planned(*long, *events, *events, minutes=0.5).sections]


def test_a_flagged_ones_sentence_is_left_out_before_the_mail_is() -> None:
    flagged = a_message("Flat", flagged=True, summary=SENTENCE)
    (rich,) = choose([flagged], 100)
    (poor,) = choose([flagged], mail_words([replace(rich, sentences=1)]))
    assert (rich.sentences, poor.sentences) == (2, 1)
    assert message_words(rich) == message_words(poor) + 6


@given(st.lists(st.tuples(st.text(max_size=80), st.booleans(), st.integers(0, 90)), max_size=9), st.integers(-9, 120))
def test_it_never_takes_more_than_there_is(mails: list[tuple[str, bool, int]], room: int) -> None:
    messages = [
        replace(a_message(subject, hours=hours, flagged=flagged, summary=subject), uid=str(number))
        for number, (subject, flagged, hours) in enumerate(mails)
    ]
    chosen = choose(messages, room)
    assert len(chosen) <= MOST
    assert mail_words(chosen) <= max(0, room)
