"""Words that may not leave the machine: nothing of them is in the brief, and all of them are in the line."""

from dataclasses import replace

from daemon.model import Filled, Line, SectionBrief
from daemon.write.standins import is_withheld, stand_ins
from tests.daemon.write.morning import at, brief, day_section, event, message, section, task

CALL = event("Call with Dr Weiss", at(10, 30), at(10, 45), location="Café Krone, PIN 4711")
LUNCH = event("Lunch with Anna", at(13), at(14))


def local(told: SectionBrief, *fields: str) -> SectionBrief:
    entries = tuple(replace(entry, local_only=fields) for entry in told.section.entries)
    return replace(told, section=replace(told.section, entries=entries))


def test_nothing_hidden_changes_nothing() -> None:
    told = brief(day_section(CALL, LUNCH))
    assert stand_ins(told).brief == told
    assert stand_ins(told).put_back(Line(text="Lunch.")) == Line(text="Lunch.")


def test_the_brief_holds_none_of_the_words() -> None:
    hidden = stand_ins(local(brief(day_section(CALL, LUNCH)), "summary", "location", "description"))
    items = str([(entry.item.summary, entry.item.location) for entry in hidden.brief.section.entries])  # type: ignore[union-attr]
    assert not any(word in items for word in ("Weiss", "Call", "Lunch", "Anna", "Krone", "4711"))
    assert sorted(hidden.real.values()) == ["Café Krone", "lunch with Anna", "your call with Doctor Weiss"]


def test_equal_briefs_have_equal_stand_ins() -> None:
    told = local(brief(day_section(CALL, LUNCH)), "summary")
    assert stand_ins(told) == stand_ins(told)


def test_put_back_with_the_places_of_what_was_filled_in() -> None:
    hidden = stand_ins(local(brief(day_section(CALL, LUNCH)), "summary"))
    first, second = (entry.item.summary for entry in hidden.brief.section.entries)  # type: ignore[union-attr]
    text = f"{first} is at half past ten, then {second} at one."
    filled = tuple(
        Filled(start=text.index(part), end=text.index(part) + len(part), item="x", slot="y")
        for part in (first, "half past ten", second, "one")
    )
    told = hidden.put_back(Line(text=text, filled=filled))
    assert told.text == "Your call with Doctor Weiss is at half past ten, then lunch with Anna at one."
    assert [told.text[one.start : one.end] for one in told.filled or ()] == [
        "Your call with Doctor Weiss",
        "half past ten",
        "lunch with Anna",
        "one",
    ]


def test_a_stand_in_is_no_word_of_the_items() -> None:
    first = next(iter(stand_ins(local(brief(day_section(CALL)), "summary")).real))
    other = stand_ins(local(brief(day_section(event(f"Visit {first}", at(9), at(10)))), "summary"))
    assert first not in other.real


def test_mails_and_notes_have_no_stand_in() -> None:
    assert is_withheld(local(brief(section("mail", message("Kitchen plans"))), "subject"))
    assert not is_withheld(local(brief(section("tasks", task("Pay rent", None))), "summary"))
    assert not is_withheld(brief(section("mail", message("Kitchen plans"))))
