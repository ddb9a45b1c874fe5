"""The judge's narrow rules, one by one, on sections made for them."""

from dataclasses import replace

import pytest

from connectors.items import Item, key_of
from daemon.model import Line, SectionBrief
from daemon.write.check import check
from daemon.write.slots import fill, table
from tests.daemon.write.morning import at, brief, day_section, event, message, section, story, task


def said(text: str, *items: Item, on: SectionBrief) -> str | None:
    return check(Line(text=text, items=tuple(map(key_of, items))), on)


def news(language: str, title: str, summary: str, feed: str = "Tagesblick") -> tuple[Item, SectionBrief]:
    told = story(title, feed, summary)
    return told, brief(section("news", told), language)


# what is counted ---

MAILS = [message(f"Plans {count}", "Anna Kern", "The kitchen plans are ready.") for count in range(3)]
CALL = event("Call with Weiss", at(10), at(11))
MIXED = brief(section("mail", *MAILS, CALL))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Three mails on the kitchen plans.", True),
        ("Four mails on the kitchen plans.", False),
        ("One appointment, and three mails on the kitchen plans.", True),
        ("Four things: a call with Weiss, and mails on the kitchen plans.", True),
        ("Zero stories on the kitchen plans.", False),
    ],
)
def test_a_noun_counts_the_items_of_its_kind(text: str, may: bool) -> None:
    assert (said(text, *MAILS, CALL, on=MIXED) is None) is may


def test_what_is_counted_in_an_item_is_no_count_of_items() -> None:
    told, other = (story(f"{years} years of history", "Orbit", "A lake is looked at.") for years in ("12,000", "900"))
    assert (
        said("12,000 years of history, 900 years of history.", told, other, on=brief(section("news", told, other)))
        is None
    )


def test_two_things_are_no_count() -> None:
    told, on = news("en", "Post corrects itself", "The wards are 17, and Ada Kern heads the commission.")
    assert said("Two things are put right: the wards are 17, and Ada Kern heads the commission.", told, on=on) is None
    assert said("Five things are put right: the wards are 17.", told, on=on) is not None


def test_the_morning_of_a_count_is_the_briefings() -> None:
    lake, hill = (replace(story(title, "Orbit", "It is old."), published=at(9).replace(day=20)) for title in "AB")
    on = brief(section("news", lake, hill))
    assert said("Two stories this morning.", lake, hill, on=on) is None
    assert said("This morning Orbit says that it is old.", lake, hill, on=on) is not None


# what stands beside slots ---


@pytest.mark.parametrize(
    ("template", "may"),
    [
        ("{n1.name2} of Tirol is paid {n1.num1}.", True),
        ("{n1.name2} of Norway is paid {n1.num1}.", False),
        ("Tirol {n1.name2} is paid {n1.num1}.", False),
        ("{n1.name2} is paid {n1.num1}. Tirol agrees.", False),
    ],
)
def test_a_name_of_its_item_may_stand_in_a_sentence_with_slots(template: str, may: bool) -> None:
    _, on = news("en", "Rise in Tirol", "The driver Ada Kern from Tirol is paid 12 euros more.")
    line = fill(template, ("n1",), table(on))
    assert isinstance(line, Line), line
    assert (check(line, on) is None) is may


# what became of an appointment ---

GONE = event("Dentist", at(15), at(16), status="cancelled")
REVIEW = event("Design review", at(10), at(11))
DAY = brief(day_section(REVIEW, GONE))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The design review is at ten, the dentist is cancelled.", True),
        ("The design review is at ten. Cancelled: the dentist.", True),
        ("The design review is cancelled. The dentist is at three.", False),
    ],
)
def test_of_two_appointments_the_right_one_is_off(text: str, may: bool) -> None:
    assert (said(text, REVIEW, GONE, on=DAY) is None) is may


# two that clash ---

BOOKED = event("Call with Weiss", at(10, 30), at(11, 30))
CLASH = brief(day_section(REVIEW, BOOKED, conflicts=[(REVIEW, BOOKED)]))


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("The design review starts at ten, the call with Weiss at half past ten.", True),
        ("At ten, the design review overlaps with another appointment.", True),
        ("A haircut starts at half past ten, the design review at ten.", False),
    ],
)
def test_of_two_that_clash_each_time_has_its_title(text: str, may: bool) -> None:
    assert (said(text, REVIEW, BOOKED, on=CLASH) is None) is may


# sources and labels ---

SUMO, SPORT = news("en", "Kirinoumi to miss the tournament", "Kirinoumi tore a calf muscle.", "Dohyo")


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Sumo: Kirinoumi misses the tournament.", True),
        ("Muscle: Kirinoumi misses the tournament, says Dohyo.", True),
        ("Tunnel: Kirinoumi misses the tournament, says Dohyo.", True),
        ("Tunnel: Kirinoumi misses the tournament.", False),
        ("Tunnel says Kirinoumi misses the tournament, as does Dohyo.", False),
    ],
)
def test_before_a_colon_stands_what_the_line_is_about_if_it_names_its_source(text: str, may: bool) -> None:
    assert (said(text, SUMO, on=SPORT) is None) is may


def test_a_newspapers_name_with_a_hyphen() -> None:
    told, on = news("de", "Frost im Weinberg", "30 Prozent der Triebe sind erfroren.", "Mosel-Rundschau")
    assert said("30 Prozent der Triebe sind erfroren, meldet die Mosel-Rundschau.", told, on=on) is None
    assert said("30 Prozent der Triebe sind erfroren, meldet die Saar-Rundschau.", told, on=on) is not None


def test_a_title_before_the_slot_of_a_name() -> None:
    _, on = news("en", "Court hears a case", "The bench of Justice Priya Iyer spoke of the court case in November.")
    line = fill("Justice {n1.name1} and the bench spoke of the court case.", ("n1",), table(on))
    assert isinstance(line, Line)
    assert check(line, on) is None
    other = replace(line, text=line.text.replace("the bench", "Marlow’s bench"))
    assert check(other, on) is not None


# values ---

REACTOR, VERSION = news("en", "Linth 5.0 is out", "Linth is out in version 5.0, for 12 euros. Mia Brandt is 22.")
BUDGET, SUM = news("es", "Corrección", "No son 340 millones de euros. La cifra correcta es 304 millones.")
BEAVER, DAMS = news("de", "Biber stauen Bach", "Biber bauten einen Damm. Der Bürgermeister sprach von „teurem Zwang“.")
PERU, PEOPLE = news("es", "Perú cuenta a sus habitantes", "En Perú viven 34 millones de personas.")


@pytest.mark.parametrize(
    ("told", "on", "text", "may"),
    [
        (REACTOR, VERSION, "Linth is out in version 5.0.", True),
        (REACTOR, VERSION, "Linth is out in version 5.3.", False),
        (REACTOR, VERSION, "Mia Brandt of Linth is 22 years old.", True),
        (REACTOR, VERSION, "Linth is out the day after tomorrow.", False),
        (BUDGET, SUM, "La cifra correcta es de 304 millones de euros, no 340.", True),
        (BUDGET, SUM, "La cifra correcta es de 304 millones de euros, no 350.", False),
        (BEAVER, DAMS, "Ein Biberdamm staut den Bach.", True),
        (BEAVER, DAMS, "Ein Talsperrer staut den Bach.", False),
        (BEAVER, DAMS, "„Teurer Zwang“ sei das, so der Bürgermeister am Bach.", True),
        (BEAVER, DAMS, "„Teurer Spaß“ sei das, so der Bürgermeister am Bach.", False),
        (PERU, PEOPLE, "Los peruanos son ya 34 millones de personas.", True),
        (PERU, PEOPLE, "Los chilenos son ya 34 millones de personas.", False),
    ],
)
def test_what_follows_from_an_item(told: Item, on: SectionBrief, text: str, may: bool) -> None:
    assert (said(text, told, on=on) is None) is may


def test_an_address_that_goes_on_is_one() -> None:
    told, on = news("fr", "La tempête touche le port", "La tempête a touché le port de pêche.")
    assert said("La tempête touche le port de pêche, à ce point de la saison.", told, on=on) is None
    heard = "La tempête touche le port de pêche. Rendez-vous sur radio-bonus point fr pour la suite."
    assert "address" in (said(heard, told, on=on) or "")


# titles ---


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Heute ist der Reifenwechsel in der Werkstatt Öhler fällig.", True),
        ("Heute ist die Fahrradinspektion in der Werkstatt Öhler fällig.", False),
    ],
)
def test_german_compounds_say_the_words_of_a_title(text: str, may: bool) -> None:
    tyres = task("Reifen wechseln lassen (Werkstatt Öhler)", at(9).date())
    assert (said(text, tyres, on=brief(section("tasks", tyres), "de")) is None) is may


def test_words_that_a_language_makes_by_rule_are_no_strangers() -> None:
    told, on = news("de", "Busse statt Züge", "Busse fahren im Tal bis Montag, wie die Bahn mitteilt.")
    assert said("Im Tal fahren Busse halbstündlich, die Bahn ist lahmgelegt.", told, on=on) is None
    assert said("Im Tal fahren Busse mit marlow prentice.", told, on=on) is not None
