"""A model's line with slots: what is spoken, where its values stand, and what is refused with which words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Filled, Line
from daemon.write.slots import fill, same_value, unfilled
from daemon.write.slots_base import ItemSlots, Slot, SlotTable

EVENT = ItemSlots(
    alias="e1",
    key="work/1",
    kind="event",
    slots=(
        Slot("title", "the stand-up"),
        Slot("start", "nine"),
        Slot("length", "fifteen minutes"),
        Slot("place", "in room four point two"),
        Slot("until", "until Friday"),
    ),
)
LUNCH = ItemSlots(alias="e2", key="work/2", kind="event", slots=(Slot("title", "lunch with Anna"),))
STORY = ItemSlots(
    alias="n1",
    key="news/1",
    kind="story",
    slots=(
        Slot("source", "Orbit"),
        Slot("num1", "eight percent"),
        Slot("num2", "thirty-eight point four percent"),
        Slot("num2.round", "about thirty-eight percent"),
        Slot("name1", "iPhone"),
        Slot("quote1", "“Not now.”"),
    ),
)
SECTION = (Slot("day", "Tuesday, the third of March"), Slot("g1.end", "one", among=("work/2",)))
TABLE = SlotTable(language="en", items=(EVENT, LUNCH, STORY), section=SECTION)


def table(language: str, **values: str) -> SlotTable:
    slots = tuple(Slot(name, value) for name, value in values.items())
    return SlotTable(language=language, items=(ItemSlots(alias="n1", key="k", kind="story", slots=slots),))


def line(template: str, *aliases: str, of: SlotTable = TABLE) -> Line:
    found = fill(template, aliases, of)
    assert isinstance(found, Line), found
    return found


def spoken(template: str, *aliases: str, of: SlotTable = TABLE) -> str:
    """The line's words, each of its values where `filled` says that it is."""
    found = line(template, *aliases, of=of)
    for part in found.filled or ():
        value = of.value(part.item, part.slot)
        assert value is not None
        assert same_value(found.text[part.start : part.end], value)
    return found.text


def test_a_line_has_its_words_its_items_and_where_its_values_stand() -> None:
    assert line("at {e1.start} comes {e1.title}", "e1") == Line(
        text="At nine comes the stand-up.",
        items=("work/1",),
        filled=(
            Filled(start=3, end=7, item="work/1", slot="start"),
            Filled(start=14, end=26, item="work/1", slot="title"),
        ),
    )


def test_a_slot_of_the_section_belongs_to_no_item() -> None:
    assert line("It's {day}.") == Line(
        text="It's Tuesday, the third of March.", filled=(Filled(start=5, end=32, item="", slot="day"),)
    )


@pytest.mark.parametrize(
    "template",
    [
        "Then {e1.title}.", "Then { e1.title }.", "Then {{e1.title}}.", "Then {{ E1.Title }}.", "Then [e1.title].",
        "Then e1.title.", "Then {title}.", "Then {e1_title}.", " Then  {e1.title} . ",
    ],
)  # fmt: skip
def test_slots_written_otherwise_are_understood(template: str) -> None:
    assert spoken(template, "e1") == "Then the stand-up."


@pytest.mark.parametrize("alias", ["E1", " e1 ", "{e1}", "e1.title", "[e1]"])
def test_aliases_written_otherwise_are_understood(alias: str) -> None:
    assert line("Then {e1.title}.", alias).items == ("work/1",)


def test_a_line_that_names_no_item_rests_on_those_of_its_slots() -> None:
    assert line("Then {e1.title} and {e2.title}, {e1.place}.").items == ("work/1", "work/2")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{e1.title} takes {e1.length}", "The stand-up takes fifteen minutes."),
        ("That is all. {e1.title} is next.", "That is all. The stand-up is next."),
        ("{n1.name1} sales fell", "iPhone sales fell."),
        ("Good news!", "Good news."),
        ("Really?! {e1.title}!", "Really? The stand-up."),
        ("Next ,  {e1.title} .", "Next, the stand-up."),
        ("The word was {n1.quote1}.", "The word was “Not now.”"),
        ("What comes: {e1.title}, ", "What comes: the stand-up."),
        ("It says {n1.source}'s editors", "It says Orbit's editors."),
    ],
)  # fmt: skip
def test_lines_are_finished(template: str, text: str) -> None:
    assert spoken(template) == text


@pytest.mark.parametrize(
    ("language", "template", "value", "text"),
    [
        ("en", "Now the {n1.title}", "the review", "Now the review."),
        ("en", "Your {n1.title}", "the review", "The review."),
        ("en", "It is at {n1.place}", "in room four", "It is in room four."),
        ("en", "It is at {n1.place}", "online", "It is online."),
        ("en", "Open since {n1.since}", "since Friday", "Open since Friday."),
        ("en", "A {n1.num1} rise", "eight percent", "An eight percent rise."),
        ("en", "It is an {n1.num1} rise", "nine percent", "It is a nine percent rise."),
        ("en", "It is a {n1.num1} share", "one percent", "It is a one percent share."),
        ("de", "Das ist am {n1.date1}", "vierundzwanzigster März", "Das ist am vierundzwanzigsten März."),
        ("de", "Das geht von {n1.date1} an", "zwölfter März", "Das geht vom zwölften März an."),
        ("de", "Sie ist im {n1.place}", "Café Krone", "Sie ist im Café Krone."),
        ("fr", "Avant {n1.start}", "une heure", "Avant une heure."),
        ("fr", "La fin de {n1.start}", "une heure", "La fin d'une heure."),
        ("fr", "Un message de {n1.name1}", "Anna", "Un message d'Anna."),
        ("fr", "Un message d'{n1.name1}", "Brandt", "Un message de Brandt."),
        ("fr", "Plus de {n1.num1}", "onze heures", "Plus de onze heures."),
        ("fr", "Du douze à {n1.date1}", "le vingt mars", "Du douze au vingt mars."),
        ("es", "Antes de {n1.date1}", "el lunes", "Antes del lunes."),
        ("es", "Pasa a {n1.date1}", "el martes", "Pasa al martes."),
        ("es", "Anna y {n1.name1}", "Isabel", "Anna e Isabel."),
        ("es", "Es a {n1.start}", "las nueve", "Es a las nueve."),
    ],
)
def test_a_value_and_the_word_before_it_go_together(language: str, template: str, value: str, text: str) -> None:
    name = template.partition("{n1.")[2].partition("}")[0]
    assert spoken(template, of=table(language, **{name: value})) == text


def test_what_melts_with_a_value_is_part_of_its_place() -> None:
    found = line("Antes de {n1.date1}", of=table("es", date1="el lunes"))
    assert [found.text[part.start : part.end] for part in found.filled or ()] == ["del lunes"]


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("the review", "the review", True),
        ("The review", "the review", True),
        ("the Review", "the review", False),
        ("del lunes", "el lunes", True),
        ("au douze mars", "le douze mars", True),
        ("vom zwölften März", "zwölfter März", True),
        ("zwölften Mai", "zwölfter März", False),
        ("del martes", "el lunes", False),
        ("nine", "ten", False),
        ("nine and more", "nine", False),
        ("", "nine", False),
    ],
)
def test_same_value(text: str, value: str, same: bool) -> None:
    assert same_value(text, value) is same


@pytest.mark.parametrize(
    ("template", "aliases", "reason"),
    [
        ("Then {e2.title}.", ["e1"], "{e2.title} is not a slot of the items it names (e1)"),
        ("Then {e1.num1}.", ["e1"], "{e1.num1} is not a slot of the items it names (e1)"),
        ("Then {n9.num1}.", ["n1"], "{n9.num1} is not a slot of the items it names (n1)"),
        ("Then {title}.", ["e1", "e2"], "{title} is not a slot of the items it names (e1, e2)"),
        ("Then {e1.title}.", ["e9"], "unknown item e9"),
        ("Then {what comes}.", ["e1"], "braces that are no slot"),
        ("Then {e1.title.", ["e1"], "braces that are no slot"),
        ("Then {}.", ["e1"], "braces that are no slot"),
        ("You are free until {g1.end}, then {e1.title}.", ["e1"], "{g1.end} may stand only in a line on e2"),
        ("", ["e1"], "it is empty"),
        (" … ", ["e1"], "it is empty"),
    ],
)
def test_what_is_refused_is_told_so_that_a_model_can_mend_it(template: str, aliases: list[str], reason: str) -> None:
    assert fill(template, aliases, TABLE) == reason


def test_a_free_stretch_goes_with_the_events_beside_it() -> None:
    assert spoken("Then nothing until {g1.end}, when you have {e2.title}.", "e2") == (
        "Then nothing until one, when you have lunch with Anna."
    )


def test_rounded_and_exact_are_two_slots_of_one_number() -> None:
    assert spoken("It grew by about {n1.num2.round}.") == "It grew by about thirty-eight percent."
    assert spoken("It grew by {n1.num2}.") == "It grew by thirty-eight point four percent."


def test_a_line_goes_back_to_its_slots() -> None:
    found = line("It's {day}. at {e1.start}, {e1.title}, {e1.place}.", "e1")
    assert unfilled(found, TABLE) == "It's {day}. at {e1.start}, {e1.title}, {e1.place}."
    assert unfilled(Line(text="As it stands."), TABLE) == "As it stands."


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
slots = st.sampled_from(["{e1.title}", "{e1.start}", "{n1.num2.round}", "{n1.quote1}", "{day}", "{e1.until}"])


@given(st.lists(st.one_of(words, slots), max_size=6).map("".join), st.sampled_from(["en", "de", "fr", "es", "xx"]))
def test_whatever_a_model_writes_each_value_stands_where_it_is_said_to(template: str, language: str) -> None:
    known = SlotTable(language="en" if language == "xx" else language, items=TABLE.items, section=TABLE.section)
    found = fill(template, ["e1", "n1"], known)
    if isinstance(found, str):
        return
    end = 0
    for part in found.filled or ():
        value = known.value(part.item, part.slot)
        assert part.start >= end
        assert value is not None
        assert same_value(found.text[part.start : part.end], value)
        end = part.end
    assert "{" not in found.text
